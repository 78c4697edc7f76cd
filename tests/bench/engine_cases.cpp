#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "cases.hpp"

namespace dmc::bench {
namespace {

std::vector<std::string> names_of(const std::vector<Contender>& contenders) {
  std::vector<std::string> names;
  for (const Contender& contender : contenders) {
    names.push_back(contender.name);
  }
  return names;
}

void register_traces(Workbench& bench, const std::string& family,
                     const std::vector<Contender>& contenders) {
  for (const TraceRecipe& recipe : compared_traces()) {
    register_rounds(family, recipe.name, names_of(contenders), bench.plan().rounds,
                    [=, &bench](benchmark::State& state, std::size_t i) {
                      bench.run(state, recipe, contenders[i]);
                    });
  }
}

// A pattern over so many data.
struct Pattern {
  std::string_view name;
  Stream (*make)(std::uint32_t data);
};
constexpr std::array k_patterns{Pattern{"uniform", uniform}, Pattern{"cyclic", cyclic}};

void register_stream(Workbench& bench, const std::string& family, const Pattern& pattern,
                     std::uint32_t data, std::size_t length,
                     const std::vector<Contender>& contenders) {
  const std::string trace = fmt::format("{}_{}_data_{}_accesses", pattern.name, data, length);
  register_rounds(family, trace, names_of(contenders), bench.plan().rounds,
                  [=, &bench](benchmark::State& state, std::size_t i) {
                    bench.run_stream(state, trace, pattern.make(data), length, data, contenders[i]);
                  });
}

void register_footprints(Workbench& bench) {
  constexpr std::uint32_t k_most = 100'000'000;
  constexpr std::uint32_t k_most_for_peers = 10'000'000;
  for (const Pattern& pattern : k_patterns) {
    for (std::uint32_t data = 1000; data <= k_most; data *= 10) {
      auto contenders = growing_engines();
      if (data > k_most_for_peers) {
        contenders.resize(1);
      }
      const std::size_t length =
          std::max(scaled(20'000'000, bench.plan().scale), std::size_t{2} * data);
      register_stream(bench, "footprint", pattern, data, length, contenders);
    }
  }
}

void register_lengths(Workbench& bench) {
  constexpr std::uint32_t k_data = 1'000'000;
  for (const Pattern& pattern : k_patterns) {
    for (std::size_t length = 1'000'000; length <= 1'000'000'000; length *= 10) {
      register_stream(bench, "length", pattern, k_data, scaled(length, bench.plan().scale),
                      {growing_engines().front()});
    }
  }
}

void register_large(Workbench& bench) {
  for (const Pattern& pattern : k_patterns) {
    register_stream(bench, "large", pattern,
                    static_cast<std::uint32_t>(scaled(100'000'000, bench.plan().scale)),
                    scaled(1'000'000'000, bench.plan().scale), {growing_engines().front()});
  }
}

}  // namespace

std::vector<Family> register_engine_cases(Workbench& bench) {
  register_traces(bench, "engine", compared_engines());
  register_traces(bench, "instructions", instruction_set_engines());
  register_traces(bench, "threads", thread_engines());
  register_footprints(bench);
  register_lengths(bench);
  register_large(bench);
  const Baseline fenwick{std::string(k_fenwick), "x Fenwick", Baseline::Meaning::speed};
  const Baseline splay{std::string(k_splay), "x splay", Baseline::Meaning::speed};
  const Baseline one_thread{"dmc", "x 1 thread", Baseline::Meaning::speed};
  return {{"engine", {fenwick, splay}},
          {"instructions", {fenwick}},
          {"threads", {one_thread}},
          {"footprint", {fenwick}},
          {"length", {}},
          {"large", {}}};
}

}  // namespace dmc::bench
