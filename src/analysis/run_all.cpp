#include "dmc/analysis/run_all.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <utility>

#include "dmc/util/memory.hpp"

#include "jobs.hpp"

namespace dmc {
namespace {

struct Planned {
  std::size_t index;
  Footprint size;
};

/// The longest first, so that none is left for the end.
std::vector<Planned> longest_first(const std::vector<RunRequest>& requests) {
  std::vector<Planned> planned;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    planned.push_back({i, check_run(requests[i])});
  }
  std::stable_sort(planned.begin(), planned.end(), [](const Planned& a, const Planned& b) {
    return a.size.accesses > b.size.accesses;
  });
  return planned;
}

}  // namespace

std::vector<RunResult> run_all(std::vector<RunRequest> requests, const RunAllOptions& options) {
  const std::vector<Planned> planned = longest_first(requests);
  std::uint64_t total = 0;
  for (const Planned& one : planned) {
    total += one.size.accesses;
  }
  std::atomic<std::uint64_t> done = 0;
  std::vector<RunResult> results(requests.size());
  std::vector<Job> jobs;
  for (const Planned& one : planned) {
    RunRequest& request = requests[one.index];
    request.progress = nullptr;
    if (options.progress) {
      request.progress = [&, reported = std::uint64_t{0}](std::uint64_t now,
                                                          std::uint64_t) mutable {
        options.progress(done += now - reported, total);
        reported = now;
      };
    }
    jobs.push_back({memory_needed(one.size),
                    [&results, &request, index = one.index] { results[index] = run(request); }});
  }
  do_jobs(std::move(jobs), options.threads, available_memory());
  return results;
}

}  // namespace dmc
