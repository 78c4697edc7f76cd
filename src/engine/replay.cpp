#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "time_axis.hpp"

// One source, several instruction sets, chosen at start. Other processors than x86-64 have the
// portable code alone. The parts build on each other, so their order matters.
//
// clang-format off

namespace dmc::engine::portable {
namespace {
#include "axis.inc"
#include "ranks.inc"
#include "bins.inc"
#include "streams.inc"
#include "replay.inc"
}
}  // namespace dmc::engine::portable

#if defined(__x86_64__)

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,bmi,bmi2,lzcnt,popcnt")
#endif
namespace dmc::engine::avx2 {
namespace {
#include "axis.inc"
#include "ranks.inc"
#include "bins.inc"
#include "streams.inc"
#include "replay.inc"
}
}  // namespace dmc::engine::avx2
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt,avx512f,avx512bw,avx512vl,avx512dq"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,bmi,bmi2,lzcnt,popcnt,avx512f,avx512bw,avx512vl,avx512dq")
#endif
namespace dmc::engine::avx512 {
namespace {
#include "axis.inc"
#include "ranks.inc"
#include "bins.inc"
#include "streams.inc"
#include "replay.inc"
}
}  // namespace dmc::engine::avx512
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif

// clang-format on

namespace dmc::engine {

const ReplayCode& replay_code(InstructionSet set) {
#if defined(__x86_64__)
  if (set == InstructionSet::avx512) {
    return avx512::k_code;
  }
  if (set == InstructionSet::avx2) {
    return avx2::k_code;
  }
#endif
  (void)set;
  return portable::k_code;
}

}  // namespace dmc::engine
