#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace dmc::record {

/// How a program ended.
struct Ending {
  int status = 0;  ///< its exit status, where it exited
  int signal = 0;  ///< that killed it; 0: none
  /// As a shell gives it.
  [[nodiscard]] int code() const { return signal != 0 ? 128 + signal : status; }
};

/// A program that runs with this one's input, output and errors. While it runs, what a terminal
/// sends to stop it is its business; this process stays to tell what was measured.
class RunningProgram {
 public:
  /// Throws dmc::Error where there is no such program.
  RunningProgram(const std::vector<std::string>& command,
                 const std::vector<std::pair<std::string, std::string>>& environment);
  ~RunningProgram();
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;

  /// How it ended; nothing while it runs.
  [[nodiscard]] std::optional<Ending> ended();
  /// Waits for its end.
  [[nodiscard]] Ending wait();

 private:
  pid_t process_ = -1;
  std::optional<Ending> ending_;
};

/// Where the shell would find a program: a path, or empty.
[[nodiscard]] std::string find_program(const std::string& name);

}  // namespace dmc::record
