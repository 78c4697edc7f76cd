#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "access_decoder.hpp"
#include "patterns.hpp"

// Accesses eight at a time, with AVX2.

#if defined(__x86_64__)

#include <immintrin.h>

namespace dmc::tracefile {
namespace {

using Lanes = Pattern::Lanes;

// By set of lanes: how many of the set stand before a lane.
constexpr auto k_places = [] {
  std::array<std::array<std::uint8_t, k_group>, 256> places{};
  for (std::size_t set = 0; set < places.size(); ++set) {
    std::uint8_t before = 0;
    for (std::size_t lane = 0; lane < k_group; ++lane) {
      places[set][lane] = before;
      before = static_cast<std::uint8_t>(before + (set >> lane & 1U));
    }
  }
  return places;
}();

[[gnu::target("avx2"), gnu::always_inline]] inline __m256i load(const void* from) {
  return _mm256_loadu_si256(static_cast<const __m256i*>(from));
}
[[gnu::target("avx2"), gnu::always_inline]] inline void store(void* to, __m256i lanes) {
  _mm256_storeu_si256(static_cast<__m256i*>(to), lanes);
}
[[gnu::target("avx2"), gnu::always_inline]] inline __m128i load_8_bytes(const void* from) {
  return _mm_loadl_epi64(static_cast<const __m128i*>(from));
}
[[gnu::target("avx2"), gnu::always_inline]] inline unsigned set_of(__m256i lanes) {
  return static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(lanes)));
}

// A column of longer steps, in registers.
struct LongSteps {
  const char* at;
  const char* end;

  explicit LongSteps(std::string_view rest) : at(rest.data()), end(at + rest.size()) {}
  [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end - at); }
};

// Puts the next of eight steps into each lane of a set.
[[gnu::target("avx2"), gnu::always_inline]] inline __m256i put_in(__m256i steps, __m256i lanes,
                                                                  unsigned set, __m256i next) {
  const __m256i places = _mm256_cvtepu8_epi32(load_8_bytes(k_places[set].data()));
  return _mm256_blendv_epi8(steps, _mm256_permutevar8x32_epi32(next, places), lanes);
}

// Replaces the steps that stand in further columns. False, and nothing done, where a column is
// about to end: reading eight of its steps would go beyond it.
[[gnu::target("avx2,popcnt"), gnu::always_inline]] inline bool take_long_steps(__m256i& steps,
                                                                               LongSteps& near,
                                                                               LongSteps& far) {
  const __m256i is_near = _mm256_cmpeq_epi32(steps, _mm256_set1_epi32(k_near_step));
  const __m256i is_far = _mm256_cmpeq_epi32(steps, _mm256_set1_epi32(k_far_step));
  const unsigned near_set = set_of(is_near);
  const unsigned far_set = set_of(is_far);
  constexpr std::size_t k_near_bytes = k_group * sizeof(std::uint16_t);
  constexpr std::size_t k_far_bytes = k_group * sizeof(std::uint32_t);
  if ((near_set != 0 && near.left() < k_near_bytes) || (far_set != 0 && far.left() < k_far_bytes)) {
    return false;
  }
  if (near_set != 0) {
    const auto* const next = reinterpret_cast<const __m128i*>(near.at);
    steps = put_in(steps, is_near, near_set, _mm256_cvtepi16_epi32(_mm_loadu_si128(next)));
    near.at += static_cast<std::size_t>(_mm_popcnt_u32(near_set)) * sizeof(std::uint16_t);
  }
  if (far_set != 0) {
    steps = put_in(steps, is_far, far_set, load(far.at));
    far.at += static_cast<std::size_t>(_mm_popcnt_u32(far_set)) * sizeof(std::uint32_t);
  }
  return true;
}

// To each step those of the same slot before it.
[[gnu::target("avx2"), gnu::always_inline]] inline __m256i summed(__m256i steps,
                                                                  const Pattern& pattern) {
  for (std::size_t jump = 0; jump < pattern.before.size(); ++jump) {
    const __m256i before = _mm256_permutevar8x32_epi32(steps, load(pattern.before[jump].data()));
    steps =
        _mm256_add_epi32(steps, _mm256_and_si256(before, load(pattern.has_before[jump].data())));
  }
  return steps;
}

[[gnu::target("avx2"), gnu::always_inline]] inline void put_accesses(Access* to, __m256i data,
                                                                     const Pattern& pattern) {
  const __m256i low = _mm256_cvtepu32_epi64(_mm256_castsi256_si128(data));
  const __m256i high = _mm256_cvtepu32_epi64(_mm256_extracti128_si256(data, 1));
  store(to, _mm256_or_si256(low, load(pattern.access.data())));
  store(to + k_group / 2, _mm256_or_si256(high, load(pattern.access.data() + k_group / 2)));
}

// By lane: the last datum of its slot.
using LastData = std::array<Datum, k_block_slots>;

[[gnu::target("avx2"), gnu::always_inline]] inline __m256i take_up(const LastData& last,
                                                                   const Pattern& pattern) {
  const auto of = [&](std::size_t lane) { return static_cast<int>(last[pattern.slots[lane]]); };
  return _mm256_setr_epi32(of(0), of(1), of(2), of(3), of(4), of(5), of(6), of(7));
}
[[gnu::target("avx2"), gnu::always_inline]] inline void put_back(__m256i data, LastData& last,
                                                                 const Pattern& pattern) {
  Lanes lanes;
  store(lanes.data(), data);
  for (std::size_t lane = 0; lane < k_group; ++lane) {
    last[pattern.slots[lane]] = lanes[lane];
  }
}

}  // namespace

// Returns the largest datum. Stops early where a column is about to end.
[[gnu::target("avx2,popcnt")]] Datum AccessDecoder::decode_groups(Access* accesses,
                                                                  std::size_t groups) {
  const char* const slots = columns_.slots.data() + next_;
  const char* const steps = columns_.steps.data() + next_;
  LongSteps near(columns_.near_steps.rest());
  LongSteps far(columns_.far_steps.rest());
  std::uint64_t known = get<std::uint64_t>(slots);
  const Pattern* pattern = &patterns_->of(known, slots_);
  __m256i last = take_up(last_, *pattern);
  __m256i most = _mm256_setzero_si256();
  std::size_t done = 0;
  for (; done < groups * k_group; done += k_group) {
    __m256i step = _mm256_cvtepi8_epi32(load_8_bytes(steps + done));
    const __m256i is_long = _mm256_cmpgt_epi32(_mm256_set1_epi32(k_near_step + 1), step);
    if (set_of(is_long) != 0 && !take_long_steps(step, near, far)) {
      break;
    }
    const auto group = get<std::uint64_t>(slots + done);
    if (group != known) {
      put_back(last, last_, *pattern);
      pattern = &patterns_->of(group, slots_);
      known = group;
      last = take_up(last_, *pattern);
    }
    const __m256i data = _mm256_add_epi32(last, summed(step, *pattern));
    most = _mm256_max_epu32(most, data);
    last = _mm256_permutevar8x32_epi32(data, load(pattern->last.data()));
    put_accesses(accesses + done, data, *pattern);
  }
  put_back(last, last_, *pattern);
  next_ += done;
  static_cast<void>(columns_.near_steps.piece(columns_.near_steps.left() - near.left()));
  static_cast<void>(columns_.far_steps.piece(columns_.far_steps.left() - far.left()));
  Lanes lanes;
  store(lanes.data(), most);
  return *std::max_element(lanes.begin(), lanes.end());
}

}  // namespace dmc::tracefile

#else

namespace dmc::tracefile {

// Never called: no other instruction set than the portable one is supported here.
Datum AccessDecoder::decode_groups(Access* accesses, std::size_t groups) {
  return decode_each(accesses, groups * k_group);
}

}  // namespace dmc::tracefile

#endif
