#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dmc {

/// A call of the transform: a node of its recursion tree.
struct TransformCall {
  std::uint64_t size;
  std::optional<std::size_t> caller = {};  ///< index of the call that made it; none: the outermost
  /// How the recursion came here: "eo" is the odd half of the even half; empty: the outermost.
  std::string path;
  std::vector<std::uint64_t> roots;  ///< indices of the roots of unity that it reads, in order
};

/// How two calls are related of which the later one reads a root of unity again.
enum class Kinship : std::uint8_t {
  same,     ///< one call: the root is read for the sum and for the difference
  sibling,  ///< two calls of one caller
  parent,   ///< from a call to its caller
  distant,  ///< all others
};
[[nodiscard]] std::string_view to_string(Kinship kinship);

struct RootReuse {
  std::size_t from;  ///< indices of calls
  std::size_t to;
  Kinship kinship;
  std::uint64_t distance;
};

/// Who reads one root of unity, and when again.
struct RootReuses {
  std::vector<TransformCall> calls;  ///< in the order in which they begin
  std::vector<RootReuse> reuses;     ///< in the order of the reads
};

/// Found in the trace of the kernel `fft` (Section 3.4, "Roots of Unity Reuses"): `n` a power of
/// two, at least 2; `root` below n/2.
[[nodiscard]] RootReuses root_reuses(std::uint64_t n, std::uint64_t root);

}  // namespace dmc
