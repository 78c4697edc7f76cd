#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dmc {

/// What a first access costs, in total for m distinct data.
enum class Cold : std::uint8_t {
  free,   ///< nothing
  bound,  ///< m^1.5 (Lemma 3.5)
  stack,  ///< the i-th new datum costs sqrt(i): about (2/3) m^1.5
};

/// Whether a temporary array whose scope has ended gives its data back.
enum class Temporaries : std::uint8_t {
  fresh,  ///< never: each allocation is data never used before (the paper's model)
  reuse,  ///< the next allocation of the same size takes the most recently returned range
};

/// The choices of the memory model; docs/model.md defines each.
struct Model {
  std::uint64_t block = 1;  ///< elements in a block; distances count distinct blocks
  std::uint64_t bits = 1;   ///< size of a datum; every DMD is multiplied by sqrt(bits)
  Cold cold = Cold::free;
  std::vector<std::string> omit;  ///< arrays that live in registers: their accesses are not made
  Temporaries temporaries = Temporaries::fresh;
};

}  // namespace dmc
