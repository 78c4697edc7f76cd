#include "gnuplot.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dmc/util/error.hpp"

// POSIX leaves the declaration to the program.
// NOLINTNEXTLINE(readability-redundant-*,*-global-variables)
extern char** environ;

namespace dmc::cli {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using TemporaryFile = std::unique_ptr<std::FILE, CloseFile>;

/// A file without a name, which ends with its last user.
TemporaryFile temporary_file(std::string_view option) {
  TemporaryFile file(std::tmpfile());
  if (file == nullptr) {
    throw Error(fmt::format("{}: there is no space for temporary files", option));
  }
  return file;
}

std::string contents_of(std::FILE* file) {
  std::rewind(file);
  std::string contents;
  std::array<char, 4096> part{};
  for (std::size_t got = part.size(); got == part.size();) {
    got = std::fread(part.data(), 1, part.size(), file);
    contents.append(part.data(), got);
  }
  return contents;
}

[[noreturn]] void fail_missing(std::string_view option) {
  throw Error(
      fmt::format("{}: pictures are drawn by gnuplot, which is not on the PATH; install it "
                  "(Debian and Ubuntu: apt install gnuplot-nox)",
                  option));
}

/// Runs gnuplot on three files. Returns its exit code.
int spawn(std::string_view option, std::FILE* in, std::FILE* out, std::FILE* err) {
  posix_spawn_file_actions_t actions{};
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, ::fileno(in), STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, ::fileno(out), STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, ::fileno(err), STDERR_FILENO);
  std::array<char, 8> name{"gnuplot"};
  std::array<char*, 2> arguments{name.data(), nullptr};
  pid_t process = 0;
  const int failed =
      ::posix_spawnp(&process, name.data(), &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (failed == ENOENT) {
    fail_missing(option);
  }
  if (failed != 0) {  // no more processes, say
    throw Error(fmt::format("{}: cannot start gnuplot: {}", option, std::strerror(failed)));
  }
  int status = 0;
  while (::waitpid(process, &status, 0) == -1 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

}  // namespace

void require_gnuplot(std::string_view option) {
  const char* const path = std::getenv("PATH");
  std::string_view rest = path == nullptr ? "" : path;
  while (!rest.empty()) {
    const std::size_t colon = std::min(rest.find(':'), rest.size());
    const std::filesystem::path program = std::filesystem::path(rest.substr(0, colon)) / "gnuplot";
    if (::access(program.c_str(), X_OK) == 0) {
      return;
    }
    rest.remove_prefix(std::min(colon + 1, rest.size()));
  }
  fail_missing(option);
}

std::string run_gnuplot(std::string_view option, const std::string& script) {
  const TemporaryFile in = temporary_file(option);
  const TemporaryFile out = temporary_file(option);
  const TemporaryFile err = temporary_file(option);
  std::fwrite(script.data(), 1, script.size(), in.get());
  std::rewind(in.get());
  const int code = spawn(option, in.get(), out.get(), err.get());
  std::string picture = contents_of(out.get());
  if (code != 0 || picture.find("</svg>") == picture.npos) {
    throw Error(
        fmt::format("{}: gnuplot could not draw the picture: {}", option, contents_of(err.get())));
  }
  return picture;
}

}  // namespace dmc::cli
