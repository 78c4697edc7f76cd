#include <algorithm>
#include <thread>

#include <nlohmann/json.hpp>

#include "dmc/engine/lru_engine.hpp"

#include "report.hpp"

namespace dmc::bench {
namespace {

using Json = nlohmann::ordered_json;

Json ratios(const Case& cased, const Result& result, Clock clock) {
  Json json = Json::object();
  for (const Baseline& baseline : cased.family.baselines) {
    const auto ratio = median_ratio(cased, result, baseline, clock);
    json[baseline.name] = ratio ? Json(*ratio) : Json(nullptr);
  }
  return json;
}

Json rounds(const Result& result, double Round::*time) {
  Json json = Json::array();
  for (const Round& round : result.rounds) {
    json.push_back(round.*time);
  }
  return json;
}

Json to_json(const Case& cased, const Result& result) {
  const double wall = median_time(result, Clock::wall);
  return {
      {"name", result.name},
      {"accesses", static_cast<std::uint64_t>(result.accesses)},
      {"ns_per_access", wall},
      {"cpu_ns_per_access", median_time(result, Clock::cpu)},
      {"million_accesses_per_second", 1e3 / wall},
      {"ratios", ratios(cased, result, Clock::wall)},
      {"cpu_ratios", ratios(cased, result, Clock::cpu)},
      {"bytes_per_datum", result.bytes_per_datum ? Json(*result.bytes_per_datum) : Json(nullptr)},
      {"rounds_ns_per_access", rounds(result, &Round::wall)},
      {"rounds_cpu_ns_per_access", rounds(result, &Round::cpu)}};
}

}  // namespace

std::string summary_json(const std::vector<Case>& cases, double scale) {
  Json all = Json::array();
  for (const Case& cased : cases) {
    Json results = Json::array();
    for (const Result& result : cased.results) {
      results.push_back(to_json(cased, result));
    }
    all.push_back({{"family", cased.family.name},
                   {"trace", cased.trace},
                   {"data", static_cast<std::uint64_t>(cased.data)},
                   {"results", std::move(results)}});
  }
  const Json summary{{"schema", "dmc.bench/1"},
                     {"processors", std::thread::hardware_concurrency()},
                     {"compiler", __VERSION__},
                     {"instructions", std::string(to_string(EngineOptions{}.instructions))},
                     {"scale", scale},
                     {"cases", std::move(all)}};
  return summary.dump(2) + "\n";
}

}  // namespace dmc::bench
