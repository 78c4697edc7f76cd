#include "dmc/util/memory.hpp"

#include <algorithm>
#include <fstream>
#include <limits>
#include <optional>
#include <string>

#include <sys/resource.h>
#include <unistd.h>

namespace dmc {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t k_unlimited = std::numeric_limits<std::uint64_t>::max();

// The number a file begins with; none where it is missing or says "max".
std::optional<std::uint64_t> number_in(const fs::path& file) {
  std::ifstream in(file);
  std::uint64_t value = 0;
  if (in >> value) {
    return value;
  }
  return std::nullopt;
}

// The number behind a key that begins a line.
std::optional<std::uint64_t> number_after(const fs::path& file, const std::string& key) {
  std::ifstream in(file);
  std::string word;
  std::uint64_t value = 0;
  while (in >> word) {
    if (word == key && in >> value) {
      return value;
    }
    in.clear();
    in.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  }
  return std::nullopt;
}

// Room left in one cgroup. Cached file pages count as used there, yet give way when memory is
// needed.
std::uint64_t room_in(const fs::path& group, const char* limit_name, const char* usage_name,
                      const char* cache_name) {
  const auto limit = number_in(group / limit_name);
  if (!limit) {
    return k_unlimited;
  }
  const std::uint64_t usage = number_in(group / usage_name).value_or(0);
  const std::uint64_t cache = number_after(group / "memory.stat", cache_name).value_or(0);
  const std::uint64_t used = usage - std::min(usage, cache);
  return *limit - std::min(*limit, used);
}

// The least room from a group up to the top of its hierarchy.
std::uint64_t room_in_hierarchy(const fs::path& mount, fs::path group, const char* limit_name,
                                const char* usage_name, const char* cache_name) {
  std::uint64_t room = k_unlimited;
  group = group.relative_path();
  while (true) {
    room = std::min(room, room_in(mount / group, limit_name, usage_name, cache_name));
    if (group.empty()) {
      return room;
    }
    group = group.parent_path();
  }
}

std::uint64_t room_in_cgroups(const fs::path& root) {
  std::uint64_t room = k_unlimited;
  std::ifstream in(root / "proc/self/cgroup");
  std::string line;
  while (std::getline(in, line)) {  // hierarchy:controllers:path
    const std::size_t first = line.find(':');
    const std::size_t second = first == line.npos ? line.npos : line.find(':', first + 1);
    if (second == line.npos) {
      continue;
    }
    const std::string controllers = ',' + line.substr(first + 1, second - first - 1) + ',';
    const fs::path group = line.substr(second + 1);
    if (controllers == ",,") {
      room = std::min(room, room_in_hierarchy(root / "sys/fs/cgroup", group, "memory.max",
                                              "memory.current", "inactive_file"));
    } else if (controllers.find(",memory,") != controllers.npos) {
      room = std::min(
          room, room_in_hierarchy(root / "sys/fs/cgroup/memory", group, "memory.limit_in_bytes",
                                  "memory.usage_in_bytes", "total_inactive_file"));
    }
  }
  return room;
}

std::uint64_t room_in_address_space() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) {
    return k_unlimited;
  }
  const std::uint64_t pages = number_in("/proc/self/statm").value_or(0);
  const std::uint64_t used = pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  return limit.rlim_cur - std::min<std::uint64_t>(limit.rlim_cur, used);
}

}  // namespace

std::uint64_t available_memory(const fs::path& root) {
  const auto kibibytes = number_after(root / "proc/meminfo", "MemAvailable:");
  return std::min(kibibytes ? *kibibytes * 1024 : k_unlimited, room_in_cgroups(root));
}

std::uint64_t available_memory() {
  return std::min(available_memory("/"), room_in_address_space());
}

}  // namespace dmc
