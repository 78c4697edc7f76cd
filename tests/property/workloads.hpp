#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "dmc/trace/batch.hpp"

namespace dmc::test {

using Trace = std::vector<Datum>;
using Random =
    std::mt19937_64;  // its sequence is part of the standard, so that seeds mean something

inline std::uint64_t below(Random& random, std::uint64_t end) {
  return random() % end;
}

struct Workload {
  std::string name;
  Trace trace;
};

// Data are numbered from 0; `length` is in accesses.
Trace uniform(Random& random, std::uint64_t data, std::size_t length);
Trace cyclic(std::uint64_t data, std::size_t length);
Trace strided(std::uint64_t data, std::uint64_t stride, std::size_t length);
/// Forward through all data and back again: every distance from 1 to the number of data.
Trace sawtooth(std::uint64_t data, std::size_t length);
Trace zipf(Random& random, std::uint64_t data, double exponent, std::size_t length);
Trace all_same(std::size_t length);
Trace all_distinct(std::size_t length);
/// Working sets of `window` data, each moved on by half of it from the one before.
Trace phases(Random& random, std::uint64_t window, std::size_t phase_length, std::size_t length);
/// Repeats what was accessed some time ago, where all orders of magnitude of time are alike; one
/// access in `one_in_new` is to a new datum.
Trace log_uniform_times(Random& random, std::uint64_t one_in_new, std::size_t length);
/// For each gap a datum that is used again exactly so many accesses later, with distinct data
/// between and then once more with always the same one.
Trace exact_gaps(std::span<const std::size_t> gaps);
/// A few special data that are only ever touched within two accesses of a multiple of an edge.
Trace on_edges(Random& random, std::span<const std::size_t> edges, std::size_t length);
/// By turns the most and the least recently used datum.
Trace nearest_and_farthest(std::uint64_t data, std::size_t length);
/// A first datum, `length - 2` accesses to others, and the first again.
Trace long_forgotten(Random& random, std::uint64_t data, std::size_t length);
/// Uniform over a set that grows by one datum every `one_in_new` accesses.
Trace growing(Random& random, std::uint64_t one_in_new, std::size_t length);

/// Short enough for the naive oracle.
std::vector<Workload> small_workloads(std::uint64_t seed);

}  // namespace dmc::test
