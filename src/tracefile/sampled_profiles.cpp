#include "sampled_profiles.hpp"

#include <string>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

#include "text_lines.hpp"

namespace dmc {
namespace {

// "ls 4711 [001] 81277.123456: 1 cpu/mem-loads,ldlat=30/P: 7ffd…": a time with microseconds before
// a colon, then an event with a colon behind it.
bool is_script_line(std::string_view line) {
  const std::size_t time_end = line.find(": ");
  if (time_end == line.npos) {
    return false;
  }
  const std::size_t time_begin = line.find_last_of(" \t", time_end) + 1;
  const std::string_view time = line.substr(time_begin, time_end - time_begin);
  const std::size_t dot = time.find('.');
  return time_begin > 1 && dot != time.npos && dot > 0 && time.size() - dot >= 7 &&
         time.find_first_not_of("0123456789.") == time.npos &&
         line.find(':', time_end + 1) != line.npos;
}

bool looks_sampled(std::string_view beginning) {
  if (beginning.starts_with("PERFILE2") || beginning.starts_with("# PID, TID, IP, ADDR")) {
    return true;
  }
  constexpr int k_lines = 20;
  int seen = 0;
  for (std::size_t at = 0; at < beginning.size() && seen < k_lines; ++seen) {
    const std::size_t end = std::min(beginning.find('\n', at), beginning.size());
    if (is_script_line(beginning.substr(at, end - at))) {
      return true;
    }
    at = end + 1;
  }
  return false;
}

}  // namespace

void refuse_sampled_profile(std::string_view beginning, std::string_view name) {
  if (looks_sampled(beginning)) {
    throw Error(fmt::format(
        "{}: this is output of perf, which samples: most accesses are missing, so that no reuse "
        "distance can be told. Record every access, for instance with Valgrind: docs/traces.md",
        name));
  }
}

}  // namespace dmc
