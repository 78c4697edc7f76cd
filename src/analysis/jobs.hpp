#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace dmc {

/// A piece of independent work and the memory it needs.
struct Job {
  std::uint64_t bytes;
  std::function<void()> work;
};

/// Does all jobs, up to `threads` at a time as long as those under way need no more than `bytes`
/// together (one alone may always run). Waits for all that were started; then the first exception,
/// in the order of the jobs, is thrown again.
void do_jobs(std::vector<Job> jobs, unsigned threads, std::uint64_t bytes);

}  // namespace dmc
