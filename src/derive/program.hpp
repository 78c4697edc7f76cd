#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "dmc/derive/derivation.hpp"
#include "dmc/nest/nest.hpp"

#include "handles.hpp"

namespace dmc::derive {

/// One access of a nest, as often as its loops make it.
struct Reference {
  std::size_t array = 0;
  std::string text;  ///< "A[i, k]"
  /// Ids, from the outermost. A loop in strips is two; the inner one's id is larger by how many
  /// loops the nest has.
  std::vector<std::size_t> loops;
  Set domain;                      ///< a dimension each loop, which counts upwards
  Map element;                     ///< what is accessed
  std::vector<std::size_t> place;  ///< of each loop among what stands beside it, then its own
};

struct FreeContext {
  void operator()(isl_ctx* context) const { isl_ctx_free(context); }
};

/// A nest as sets and maps. References are in the order of the text, which is the order in which
/// those happen that are in the same iteration of all the loops they share.
struct Program {
  std::unique_ptr<isl_ctx, FreeContext> context;  // goes last
  const nest::Nest* nest = nullptr;
  std::vector<std::string> parameters;  ///< those that stay letters
  std::vector<Reference> references;
  std::size_t depth = 0;

  [[nodiscard]] isl_ctx* isl() const { return context.get(); }
  /// The variable of a loop of a reference.
  [[nodiscard]] const std::string& variable(std::size_t loop) const {
    return nest->loops[loop % nest->loops.size()].variable;
  }
  /// The same where strips are told apart: "j_b" and "j_r" for block and rest.
  [[nodiscard]] std::string index_name(const Reference& reference, std::size_t level) const;
};

/// Throws dmc::Error, with the place, for what is not affine. A parameter with a residue stands for
/// how often its divisor goes into it.
[[nodiscard]] Program program_of(const nest::Nest& nest, const DeriveOptions& options);

/// The number of loops from the outermost that both are in.
[[nodiscard]] std::size_t shared_loops(const Reference& a, const Reference& b);

}  // namespace dmc::derive
