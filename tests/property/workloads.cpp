#include "workloads.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace dmc::test {
namespace {

template <class DatumAt>
Trace generate(std::size_t length, DatumAt datum_at) {
  Trace trace(length);
  for (std::size_t t = 0; t < length; ++t) {
    trace[t] = static_cast<Datum>(datum_at(t));
  }
  return trace;
}

}  // namespace

Trace uniform(Random& random, std::uint64_t data, std::size_t length) {
  return generate(length, [&](std::size_t) { return below(random, data); });
}

Trace cyclic(std::uint64_t data, std::size_t length) {
  return generate(length, [&](std::size_t t) { return t % data; });
}

Trace strided(std::uint64_t data, std::uint64_t stride, std::size_t length) {
  return generate(length, [&](std::size_t t) { return t * stride % data; });
}

Trace sawtooth(std::uint64_t data, std::size_t length) {
  return generate(length, [&](std::size_t t) {
    const std::uint64_t there = t % (2 * data);
    return there < data ? there : 2 * data - 1 - there;
  });
}

Trace zipf(Random& random, std::uint64_t data, double exponent, std::size_t length) {
  std::vector<double> cumulative(data);
  double sum = 0;
  for (std::size_t i = 0; i < data; ++i) {
    sum += std::pow(static_cast<double>(i + 1), -exponent);
    cumulative[i] = sum;
  }
  return generate(length, [&](std::size_t) {
    const double drawn = sum * static_cast<double>(random() >> 11) * 0x1p-53;
    const auto found = std::upper_bound(cumulative.begin(), cumulative.end() - 1, drawn);
    return found - cumulative.begin();
  });
}

Trace all_same(std::size_t length) {
  return generate(length, [](std::size_t) { return 0; });
}

Trace all_distinct(std::size_t length) {
  return generate(length, [](std::size_t t) { return t; });
}

Trace phases(Random& random, std::uint64_t window, std::size_t phase_length, std::size_t length) {
  return generate(length, [&](std::size_t t) {
    return t / phase_length * (window / 2) + below(random, window);
  });
}

Trace log_uniform_times(Random& random, std::uint64_t one_in_new, std::size_t length) {
  Trace trace(length);
  Datum next = 0;
  for (std::size_t t = 0; t < length; ++t) {
    if (t == 0 || below(random, one_in_new) == 0) {
      trace[t] = next++;
      continue;
    }
    const auto magnitude = below(random, static_cast<std::uint64_t>(std::bit_width(t)));
    const std::size_t gap =
        (std::size_t{1} << magnitude) + below(random, std::size_t{1} << magnitude);
    trace[t] = trace[t - std::min(gap, t)];
  }
  return trace;
}

Trace exact_gaps(std::span<const std::size_t> gaps) {
  Trace trace;
  const auto specials = static_cast<Datum>(2 * gaps.size() + 1);
  Datum special = 1;  // datum 0 is the one that is always the same
  for (const bool distinct : {true, false}) {
    for (const std::size_t gap : gaps) {
      trace.push_back(special);
      for (std::size_t i = 1; i < gap; ++i) {
        trace.push_back(distinct ? specials + static_cast<Datum>(i) : 0);
      }
      trace.push_back(special++);
    }
  }
  return trace;
}

Trace on_edges(Random& random, std::span<const std::size_t> edges, std::size_t length) {
  constexpr std::uint64_t k_specials = 40;
  return generate(length, [&](std::size_t t) {
    const bool on_edge = std::any_of(edges.begin(), edges.end(),
                                     [&](std::size_t edge) { return (t + 2) % edge <= 4; });
    return on_edge ? below(random, k_specials) : k_specials + t % 3000;
  });
}

Trace nearest_and_farthest(std::uint64_t data, std::size_t length) {
  return generate(length, [&](std::size_t t) { return t / 2 % data; });
}

Trace long_forgotten(Random& random, std::uint64_t data, std::size_t length) {
  return generate(length, [&](std::size_t t) {
    return t == 0 || t + 1 == length ? 0 : 1 + below(random, data);
  });
}

Trace growing(Random& random, std::uint64_t one_in_new, std::size_t length) {
  return generate(length, [&](std::size_t t) {
    return t % one_in_new == 0 ? t / one_in_new : below(random, t / one_in_new + 1);
  });
}

std::vector<Workload> small_workloads(std::uint64_t seed) {
  Random random(seed);
  const auto data = [&] { return 1 + below(random, std::uint64_t{1} << below(random, 12)); };
  const auto length = [&] { return static_cast<std::size_t>(1 + below(random, 12000)); };
  constexpr std::array<std::size_t, 14> k_gaps{1,    2,    62,   63,   64,   65,   66,
                                               2046, 2047, 2048, 2049, 2050, 4095, 4096};
  constexpr std::array<std::size_t, 2> k_edges{64, 2048};
  return {
      {"uniform", uniform(random, data(), length())},
      {"cyclic", cyclic(data(), length())},
      {"strided", strided(data(), 1 + below(random, 100), length())},
      {"sawtooth", sawtooth(data(), length())},
      {"zipf 0.8", zipf(random, data(), 0.8, length())},
      {"zipf 1.5", zipf(random, data(), 1.5, length())},
      {"all same", all_same(length())},
      {"all distinct", all_distinct(length())},
      {"phases", phases(random, 2 + data(), 1 + below(random, 500), length())},
      {"log-uniform times", log_uniform_times(random, 1 + below(random, 20), length())},
      {"exact gaps", exact_gaps(k_gaps)},
      {"on edges", on_edges(random, k_edges, length())},
      {"nearest and farthest", nearest_and_farthest(data(), length())},
      {"long forgotten", long_forgotten(random, data(), 2 + length())},
      {"growing", growing(random, 1 + below(random, 10), length())},
  };
}

}  // namespace dmc::test
