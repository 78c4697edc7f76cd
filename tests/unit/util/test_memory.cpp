#include <cstdint>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>

#include <unistd.h>

#include "dmc/util/memory.hpp"

#include "catch.hpp"

using namespace dmc;

namespace {

namespace fs = std::filesystem;

// A file tree of its own that looks like a system's.
class FakeSystem {
 public:
  FakeSystem() : root_(fs::temp_directory_path() / ("dmc-memory-" + std::to_string(::getpid()))) {
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  ~FakeSystem() { fs::remove_all(root_); }
  FakeSystem(const FakeSystem&) = delete;
  FakeSystem& operator=(const FakeSystem&) = delete;

  void file(const std::string& path, const std::string& text) const {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }
  [[nodiscard]] std::uint64_t available() const { return available_memory(root_); }

 private:
  fs::path root_;
};

constexpr const char* k_meminfo =
    "MemTotal:       16384 kB\nMemFree:         1024 kB\nMemAvailable:    8192 kB\n";

}  // namespace

TEST_CASE("without any information memory is not limited") {
  CHECK(FakeSystem().available() == std::numeric_limits<std::uint64_t>::max());
}

TEST_CASE("the machine's available memory, not its free memory, counts") {
  const FakeSystem system;
  system.file("proc/meminfo", k_meminfo);
  CHECK(system.available() == std::uint64_t{8192} * 1024);
}

TEST_CASE("the tightest cgroup around the process limits it, caches not counted as used") {
  const FakeSystem system;
  system.file("proc/meminfo", k_meminfo);
  system.file("proc/self/cgroup", "0::/outer/inner\n");
  system.file("sys/fs/cgroup/outer/inner/memory.max", "max\n");
  CHECK(system.available() == std::uint64_t{8192} * 1024);
  system.file("sys/fs/cgroup/outer/memory.max", "5000000\n");
  system.file("sys/fs/cgroup/outer/memory.current", "3000000\n");
  CHECK(system.available() == 2000000);
  system.file("sys/fs/cgroup/outer/memory.stat", "anon 17\ninactive_file 1000000\nfile 2\n");
  CHECK(system.available() == 3000000);
  system.file("sys/fs/cgroup/outer/memory.current", "9000000\n");
  CHECK(system.available() == 0);
}

TEST_CASE("version 1 cgroups are understood as well") {
  const FakeSystem system;
  system.file("proc/meminfo", k_meminfo);
  system.file("proc/self/cgroup", "5:cpu,cpuacct:/x\n4:memory:/box\n");
  system.file("sys/fs/cgroup/memory/box/memory.limit_in_bytes", "4000000\n");
  system.file("sys/fs/cgroup/memory/box/memory.usage_in_bytes", "1500000\n");
  CHECK(system.available() == 2500000);
}

TEST_CASE("this machine has some memory, and not all there could be") {
  CHECK(available_memory() > 0);
  CHECK(available_memory() < std::uint64_t{1} << 60);
}
