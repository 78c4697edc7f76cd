#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "dmc/engine/lru_engine.hpp"

#include "workloads.hpp"

namespace dmc::test {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool k_sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool k_sanitized = true;
#else
constexpr bool k_sanitized = false;
#endif
#else
constexpr bool k_sanitized = false;
#endif

/// The ways into the engine.
enum class Feed : std::uint8_t { data, accesses, batches };
constexpr Feed k_feeds[] = {Feed::data, Feed::accesses, Feed::batches};

/// What the engine and its oracles agree about.
struct Counts {
  std::uint64_t accesses = 0;
  std::uint64_t data = 0;
  Histogram histogram;
};

inline Histogram to_histogram(const std::map<std::uint64_t, std::uint64_t>& reuses) {
  Histogram histogram;
  for (const auto& [distance, count] : reuses) {
    histogram.bins.push_back({distance, count});
  }
  return histogram;
}

template <class Oracle>
Counts counts_of(const Trace& trace, Oracle oracle) {
  for (const Datum datum : trace) {
    oracle.access(datum);
  }
  return {trace.size(), oracle.data(), to_histogram(oracle.histogram())};
}

inline Counts counts_of(const LruEngine& engine) {
  return {engine.accesses(), engine.data(), engine.histogram()};
}

/// What difference() says of two things that do not differ.
constexpr std::string_view k_same = "the same";

/// Where two counts first differ.
inline std::string difference(const Counts& got, const Counts& expected) {
  if (got.accesses != expected.accesses || got.data != expected.data) {
    return fmt::format("{} accesses to {} data in place of {} to {}", got.accesses, got.data,
                       expected.accesses, expected.data);
  }
  const auto& a = got.histogram.bins;
  const auto& b = expected.histogram.bins;
  const auto [in_a, in_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  const auto text = [](auto bin, auto end) {
    return bin == end ? "no further distance"
                      : fmt::format("{} reuses at distance {}", bin->reuses, bin->distance);
  };
  return in_a == a.end() && in_b == b.end()
             ? std::string(k_same)
             : fmt::format("{} in place of {}", text(in_a, a.end()), text(in_b, b.end()));
}

/// A batch as an outside program without scopes would make it: one array.
inline Batch batch_of(std::span<const Datum> data) {
  Batch batch;
  batch.count = data.size();
  batch.array_end = 1;
  batch.label_end = 1;
  for (std::size_t i = 0; i < data.size(); ++i) {
    batch.storage[i] = Access(data[i], 0, i % 3 == 0);
    batch.data_end = std::max(batch.data_end, std::uint64_t{data[i]} + 1);
  }
  return batch;
}

inline void feed(LruEngine& engine, std::span<const Datum> data, Feed how) {
  if (how == Feed::data) {
    engine.access(data);
    return;
  }
  for (std::size_t i = 0; i < data.size(); i += Batch::k_capacity) {
    const Batch batch = batch_of(data.subspan(i, std::min(data.size() - i, Batch::k_capacity)));
    if (how == Feed::accesses) {
      engine.access(batch.accesses());
    } else {
      engine.attribute(batch);
    }
  }
}

inline LruEngine replay(const Trace& trace, Feed how, const EngineOptions& options = {},
                        std::size_t chunk = Batch::k_capacity) {
  LruEngine engine(options);
  for (std::size_t i = 0; i < trace.size(); i += chunk) {
    feed(engine, std::span(trace).subspan(i, std::min(trace.size() - i, chunk)), how);
  }
  return engine;
}

/// The first access whose distance the engine tells differently from the oracle; how many there are
/// where there is none. In total the engine counts as it otherwise does.
template <class Oracle>
std::size_t first_told_wrong(const Trace& trace, Oracle oracle, const EngineOptions& options = {},
                             std::size_t chunk = Batch::k_capacity) {
  LruEngine engine(options);
  std::vector<std::uint32_t> distances(chunk);
  for (std::size_t i = 0; i < trace.size(); i += chunk) {
    const auto part = std::span(trace).subspan(i, std::min(trace.size() - i, chunk));
    engine.access(part, distances);
    for (std::size_t j = 0; j < part.size(); ++j) {
      if (distances[j] != oracle.access(part[j])) {
        return i + j;
      }
    }
  }
  const Counts expected{trace.size(), oracle.data(), to_histogram(oracle.histogram())};
  return difference(counts_of(engine), expected) == k_same ? trace.size() : 0;
}

}  // namespace dmc::test
