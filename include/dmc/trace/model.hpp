#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dmc {

/// What a first access costs, in total for m distinct data.
enum class Cold : std::uint8_t {
  free,   ///< nothing
  bound,  ///< m^1.5 (Lemma 3.5)
  stack,  ///< the i-th new datum costs sqrt(i): about (2/3) m^1.5
};

/// What each is called, in their order.
inline constexpr std::array<std::string_view, 3> k_cold_names{"free", "bound", "stack"};

/// Whether a temporary array whose scope has ended gives its data back.
enum class Temporaries : std::uint8_t {
  fresh,  ///< never: each allocation is data never used before (the paper's model)
  reuse,  ///< the next allocation of the same size takes the most recently returned range
};

/// What each is called, in their order.
inline constexpr std::array<std::string_view, 2> k_temporaries_names{"fresh", "reuse"};

[[nodiscard]] constexpr std::string_view to_string(Cold cold) {
  return k_cold_names[static_cast<std::size_t>(cold)];
}
[[nodiscard]] constexpr std::string_view to_string(Temporaries temporaries) {
  return k_temporaries_names[static_cast<std::size_t>(temporaries)];
}

/// The choices of the memory model; docs/model.md defines each.
struct Model {
  std::uint64_t block = 1;  ///< elements in a block; distances count distinct blocks
  std::uint64_t bits = 1;   ///< size of a datum; every DMD is multiplied by sqrt(bits)
  Cold cold = Cold::free;
  std::vector<std::string> omit;  ///< arrays that live in registers: their accesses are not made
  Temporaries temporaries = Temporaries::fresh;
};

}  // namespace dmc
