#include "launch.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <sstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dmc/util/error.hpp"

namespace dmc::record {
namespace {

// A handler may know this and no more.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
volatile std::sig_atomic_t g_program = 0;

// What ends this process ends the program; the report follows.
extern "C" void pass_on(int signal) {
  if (g_program > 0) {
    ::kill(static_cast<pid_t>(g_program), signal);
  }
}

struct SignalChange {
  int signal;
  void (*handler)(int);
  struct sigaction before;
};
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
std::array<SignalChange, 4> g_changes{
    {{SIGINT, SIG_IGN, {}}, {SIGQUIT, SIG_IGN, {}}, {SIGTERM, pass_on, {}}, {SIGHUP, pass_on, {}}}};

void change_signals() {
  for (SignalChange& change : g_changes) {
    struct sigaction action {};
    action.sa_handler = change.handler;
    ::sigaction(change.signal, &action, &change.before);
  }
}

void restore_signals() {
  for (const SignalChange& change : g_changes) {
    ::sigaction(change.signal, &change.before, nullptr);
  }
}

[[noreturn]] void become(const std::vector<std::string>& command,
                         const std::vector<std::pair<std::string, std::string>>& environment,
                         int report) {
  restore_signals();
  for (const int ignored : {SIGPIPE, SIGXFSZ}) {  // by dmc, not by who started it
    std::signal(ignored, SIG_DFL);
  }
  for (const auto& [name, value] : environment) {
    ::setenv(name.c_str(), value.c_str(), 1);
  }
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& argument : command) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  ::execvp(arguments[0], arguments.data());
  const int error = errno;
  static_cast<void>(!::write(report, &error, sizeof error));
  ::_exit(127);
}

}  // namespace

RunningProgram::RunningProgram(
    const std::vector<std::string>& command,
    const std::vector<std::pair<std::string, std::string>>& environment) {
  std::array<int, 2> report{};
  if (::pipe2(report.data(), O_CLOEXEC) != 0) {
    throw Error(fmt::format("cannot start {}: {}", command.front(), std::strerror(errno)));
  }
  change_signals();
  process_ = ::fork();
  if (process_ == 0) {
    become(command, environment, report[1]);
  }
  const int failure = errno;
  g_program = static_cast<std::sig_atomic_t>(process_);
  ::close(report[1]);
  int error = process_ < 0 ? failure : 0;
  if (process_ >= 0) {
    static_cast<void>(!::read(report[0], &error, sizeof error));
  }
  ::close(report[0]);
  if (error != 0) {
    if (process_ >= 0) {
      ::waitpid(process_, nullptr, 0);
    }
    process_ = -1;
    g_program = 0;
    restore_signals();
    throw Error(fmt::format("cannot run {}: {}{}", command.front(), std::strerror(error),
                            error == ENOENT ? "; give the path of a program, as ./mm" : ""));
  }
}

RunningProgram::~RunningProgram() {
  if (process_ < 0) {
    return;
  }
  if (!ending_) {
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
  }
  g_program = 0;
  restore_signals();
}

std::optional<Ending> RunningProgram::ended() {
  int status = 0;
  if (!ending_ && ::waitpid(process_, &status, WNOHANG) == process_) {
    ending_ = Ending{WIFEXITED(status) ? WEXITSTATUS(status) : 0,
                     WIFSIGNALED(status) ? WTERMSIG(status) : 0};
    g_program = 0;
  }
  return ending_;
}

Ending RunningProgram::wait() {
  int status = 0;
  while (!ending_) {
    if (::waitpid(process_, &status, 0) == process_) {
      ending_ = Ending{WIFEXITED(status) ? WEXITSTATUS(status) : 0,
                       WIFSIGNALED(status) ? WTERMSIG(status) : 0};
      g_program = 0;
    }
  }
  return *ending_;
}

std::string find_program(const std::string& name) {
  if (name.find('/') != std::string::npos) {
    return name;
  }
  const char* const path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "/usr/bin:/bin" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    std::string candidate = (folder.empty() ? "." : folder) + '/' + name;
    if (::access(candidate.c_str(), X_OK) == 0) {
      return candidate;
    }
  }
  return {};
}

}  // namespace dmc::record
