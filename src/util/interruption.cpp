#include "dmc/util/interruption.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>

#include <unistd.h>

namespace dmc {
namespace {

// A signal handler is given nothing but the signal's number, so what it has to remove must be found
// in a place that is fixed. More files than slots are possible; the rest go without this
// protection.
// It is ready before the program starts, so a handler may use it at any time.
std::array<std::atomic<char*>, 16>& unfinished_files() {
  static constinit std::array<std::atomic<char*>, 16> files{};
  static_assert(std::atomic<char*>::is_always_lock_free);
  return files;
}

// Signals that end a program which nobody stopped are explained: it was a limit.
void explain(int signal) {
  constexpr std::string_view k_text =
      "dmc: stopped, since the limit on processor time is reached (ulimit -t)\n";
  if (signal == SIGXCPU) {
    [[maybe_unused]] const ssize_t ignored = ::write(STDERR_FILENO, k_text.data(), k_text.size());
  }
}

// Only async-signal-safe calls: unlink, write, sigaction, raise.
extern "C" void dmc_handle_interruption(int signal) {
  for (auto& slot : unfinished_files()) {
    if (const char* path = slot.exchange(nullptr)) {
      ::unlink(path);
    }
  }
  explain(signal);
  struct sigaction fatal {};
  fatal.sa_handler = SIG_DFL;
  ::sigaction(signal, &fatal, nullptr);
  ::raise(signal);
}

}  // namespace

UnfinishedFile::UnfinishedFile(const std::string& path) : path_(::strdup(path.c_str())) {
  if (path_ == nullptr) {
    throw std::bad_alloc();
  }
  for (auto& slot : unfinished_files()) {
    char* empty = nullptr;
    if (slot.compare_exchange_strong(empty, path_)) {
      return;
    }
  }
}

UnfinishedFile::~UnfinishedFile() {
  for (auto& slot : unfinished_files()) {
    char* mine = path_;
    if (slot.compare_exchange_strong(mine, nullptr)) {
      std::free(path_);
      return;
    }
  }
  // Not in any slot: the handler is using the path at this moment (or there was no slot for it), so
  // it is left allocated.
}

void clean_up_when_interrupted() {
  struct sigaction action {};
  action.sa_handler = dmc_handle_interruption;
  ::sigfillset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU, SIGALRM, SIGVTALRM, SIGPROF,
                           SIGUSR1, SIGUSR2, SIGPOLL}) {
    struct sigaction present {};
    if (::sigaction(signal, nullptr, &present) == 0 && present.sa_handler == SIG_DFL) {
      ::sigaction(signal, &action, nullptr);
    }
  }
  for (const int signal : {SIGXFSZ, SIGPIPE}) {
    static_cast<void>(std::signal(signal, SIG_IGN));
  }
}

}  // namespace dmc
