#include "dmc/record/valgrind.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "dmc/tracefile/reference_reader.hpp"
#include "dmc/tracefile/trace_input.hpp"
#include "dmc/util/error.hpp"

#include "launch.hpp"

namespace dmc {

bool has_valgrind() {
  return !record::find_program("valgrind").empty();
}

ValgrindRun run_valgrind(const std::vector<std::string>& command, const AnalyzeRequest& request) {
  if (!has_valgrind()) {
    throw Error(
        fmt::format("{0}: dmc cc has not compiled it, and there is no Valgrind to watch it as it "
                    "is; compile it "
                    "with dmc cc in place of the compiler, or install valgrind",
                    command.front()));
  }
  std::array<int, 2> log{};
  if (::pipe(log.data()) != 0) {
    throw Error(fmt::format("cannot start {}: {}", command.front(), std::strerror(errno)));
  }
  ::fcntl(log[0], F_SETFD, FD_CLOEXEC);
  std::vector<std::string> watched{"valgrind", "--tool=lackey", "--trace-mem=yes",
                                   fmt::format("--log-fd={}", log[1])};
  watched.insert(watched.end(), command.begin(), command.end());
  record::RunningProgram program(watched, {});
  ::close(log[1]);
  ReadOptions options;
  options.format = "lackey";
  ReferenceReader reader(TraceInput(fmt::format("/proc/self/fd/{}", log[0])), options);
  ::close(log[0]);
  ValgrindRun run{analyze(reader, request), 0};
  run.analysis.file = command.front();
  run.status = program.wait().code();
  return run;
}

}  // namespace dmc
