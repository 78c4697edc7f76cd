#include "dmc/analysis/run_all.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <tuple>
#include <utility>

#include "dmc/util/memory.hpp"

#include "jobs.hpp"

namespace dmc {
namespace {

struct Task {
  RunRequest request;  // with complete parameters
  Footprint size;
  std::vector<std::size_t> places;
};

auto identity_of(const RunRequest& request) {
  const Model& model = request.model;
  std::vector<std::string> omit = model.omit;
  std::sort(omit.begin(), omit.end());
  return std::tuple(request.kernel, request.parameters.entries(), model.block, model.bits,
                    model.cold, model.temporaries, std::move(omit));
}

/// The different runs, the longest first so that none is left for the end.
std::vector<Task> tasks_of(const std::vector<RunRequest>& requests) {
  std::vector<Task> tasks;
  std::map<decltype(identity_of(requests.front())), std::size_t> known;
  for (std::size_t place = 0; place < requests.size(); ++place) {
    RunRequest request = requests[place];
    const Footprint size = check_run(request);
    request.parameters = resolve_parameters(*request.kernel, request.parameters);
    const auto [found, is_new] = known.emplace(identity_of(request), tasks.size());
    if (is_new) {
      tasks.push_back({std::move(request), size, {}});
    }
    tasks[found->second].places.push_back(place);
  }
  std::stable_sort(tasks.begin(), tasks.end(),
                   [](const Task& a, const Task& b) { return a.size.accesses > b.size.accesses; });
  return tasks;
}

}  // namespace

void run_each(
    const std::vector<RunRequest>& requests,
    const std::function<void(const std::vector<std::size_t>& places, RunResult&& result)>& finished,
    const RunAllOptions& options) {
  std::vector<Task> tasks = tasks_of(requests);
  std::uint64_t total = 0;
  for (const Task& task : tasks) {
    total = checked_add(total, task.size.accesses);
  }
  std::atomic<std::uint64_t> done = 0;
  std::mutex finishing;
  std::vector<Job> jobs;
  for (Task& task : tasks) {
    if (options.progress) {
      task.request.progress = [&, reported = std::uint64_t{0}](std::uint64_t now,
                                                               std::uint64_t) mutable {
        options.progress(done += now - reported, total);
        reported = now;
      };
    }
    jobs.push_back({memory_needed(task.size), [&] {
                      RunResult result = run(task.request);
                      const std::lock_guard lock(finishing);
                      finished(task.places, std::move(result));
                    }});
  }
  const std::uint64_t available = available_memory();
  do_jobs(std::move(jobs), options.threads,
          options.memory == 0 ? available : std::min(options.memory, available));
}

std::vector<RunResult> run_all(const std::vector<RunRequest>& requests,
                               const RunAllOptions& options) {
  std::vector<RunResult> results(requests.size());
  run_each(
      requests,
      [&](const std::vector<std::size_t>& places, RunResult&& result) {
        for (const std::size_t place : std::span(places).first(places.size() - 1)) {
          results[place] = result;
        }
        results[places.back()] = std::move(result);
      },
      options);
  return results;
}

}  // namespace dmc
