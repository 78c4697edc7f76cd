#include "memory.hpp"

#include <array>
#include <fstream>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace dmc::bench {
namespace {

// A line such as "VmHWM:	    1234 kB" of this process, in bytes; 0 where there is none.
std::uint64_t status_of_memory(const std::string& name) {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word) {
    std::uint64_t kilobytes = 0;
    if (word == name + ":" && status >> kilobytes) {
      return kilobytes * 1024;
    }
  }
  return 0;
}

std::uint64_t growth_here(const std::function<void()>& work) {
#if defined(__GLIBC__)
  // Free memory inherited from the parent would be taken first, without growing anything.
  ::malloc_trim(0);
#endif
  std::ofstream("/proc/self/clear_refs") << "5";  // the peak so far is forgotten
  const std::uint64_t before = status_of_memory("VmRSS");
  work();
  const std::uint64_t peak = status_of_memory("VmHWM");
  return peak > before ? peak - before : 0;
}

}  // namespace

std::optional<std::uint64_t> peak_growth(const std::function<void()>& work) {
  std::array<int, 2> ends{};
  if (status_of_memory("VmHWM") == 0 || ::pipe(ends.data()) != 0) {
    return std::nullopt;
  }
  const pid_t child = ::fork();
  if (child == 0) {
    std::uint64_t growth = 0;
    try {
      growth = growth_here(work);
    } catch (...) {
      ::_exit(1);
    }
    const bool told = ::write(ends[1], &growth, sizeof growth) == sizeof growth;
    ::_exit(told ? 0 : 1);  // nothing of the parent is flushed or torn down
  }
  ::close(ends[1]);
  std::uint64_t growth = 0;
  const bool heard = child > 0 && ::read(ends[0], &growth, sizeof growth) == sizeof growth;
  ::close(ends[0]);
  if (child > 0) {
    ::waitpid(child, nullptr, 0);
  }
  return heard ? std::optional(growth) : std::nullopt;
}

}  // namespace dmc::bench
