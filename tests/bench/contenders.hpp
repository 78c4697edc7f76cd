#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "dmc/engine/histogram.hpp"
#include "dmc/engine/lru_engine.hpp"
#include "dmc/trace/batch.hpp"

#include "traces.hpp"

namespace dmc::bench {

/// A part of a trace that engines are run on, both as data and as addresses.
struct TracePart {
  std::span<const Datum> data;
  std::span<const std::uint64_t> addresses;  ///< empty where no engine needs them

  [[nodiscard]] TracePart part(std::size_t first, std::size_t count) const {
    return {data.subspan(first, count),
            addresses.empty() ? addresses : addresses.subspan(first, count)};
  }
};

/// Any engine that is compared.
struct Engine {
  std::function<void(const TracePart&)> replay;  ///< goes on where it stopped
  std::function<Histogram()> histogram;
};

/// Whether an engine goes through whole traces, or is so slow that it is measured on parts.
enum class Pace : std::uint8_t { whole, parts };

/// A way of making an engine.
struct Contender {
  std::string name;
  Pace pace;
  bool wants_addresses;
  std::function<Engine(std::uint64_t expected_data)> make;
};

/// Accesses are handed over in batches of so many, as a tracer does.
inline constexpr std::size_t k_batch = 4096;

/// The engines of the table. One more engine is one more row of it.
[[nodiscard]] std::vector<Contender> compared_engines();

/// Ours alone, once for each instruction set of this processor.
[[nodiscard]] std::vector<Contender> instruction_set_engines();

/// Ours on one thread, two, four, ... up to one for each processor.
[[nodiscard]] std::vector<Contender> thread_engines();

/// Those that are fast enough for the longest traces and largest footprints.
[[nodiscard]] std::vector<Contender> growing_engines();

/// The one against which all histograms are held, and its ratios.
inline constexpr std::string_view k_fenwick = "fenwick";
inline constexpr std::string_view k_splay = "splay_tree";

}  // namespace dmc::bench
