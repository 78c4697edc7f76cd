#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "dmc/nest/bound_nest.hpp"
#include "dmc/nest/nest.hpp"

#include "value.hpp"

namespace dmc::nest {

// A nest with the parameters' values put in: what is decided by them is decided, loops that never
// run are gone.

struct BoundReference {
  const Reference* reference;
  std::vector<Value> subscripts;
};

struct BoundNode;
using BoundBody = std::vector<BoundNode>;

struct BoundStatement {
  std::size_t index;  ///< of all statements
  std::vector<BoundReference> accesses;
  std::vector<std::size_t> loops;  ///< that enclose it, from the outermost in
};

struct BoundLoop {
  std::size_t id;
  Value begin;
  Value end;
  Value step;
  Interval range;  ///< of its variable
  BoundBody body;
  bool decides = false;  ///< whether its variable changes how often what is in it happens
  Place place;
};

struct BoundCondition {
  Condition::Kind kind;
  std::vector<Value> sides;
  std::vector<BoundCondition> parts;
};

struct BoundBranch {
  BoundCondition condition;
  BoundBody then;
  BoundBody otherwise;
};

struct BoundPhase {
  const std::string* name;
  BoundBody body;
};

struct BoundNode {
  std::variant<BoundStatement, BoundLoop, BoundBranch, BoundPhase> is;
};

struct BoundProgram {
  BoundProgram(const Nest& source, std::span<const std::int64_t> parameters)
      : nest(source), folder(source, parameters) {}

  const Nest& nest;
  Folder folder;  // with the ranges of all variables
  std::size_t statements = 0;
  BoundBody body;
};

/// The program; `parameters` must outlive it.
void bind(BoundProgram& program);

/// The outcome where the variables' ranges decide it.
[[nodiscard]] std::optional<bool> decided(const BoundCondition& condition, const Folder& folder);
[[nodiscard]] bool holds(const BoundCondition& condition, const Folder& folder,
                         const std::int64_t* variables);
[[nodiscard]] BoundCondition substitute(const BoundCondition& condition, std::size_t variable,
                                        const Linear& replacement, const Folder& folder);

/// How often a loop runs its body.
[[nodiscard]] std::uint64_t trips(std::int64_t begin, std::int64_t end, std::int64_t step);
/// The same with the variables' values; throws dmc::Error for a step of 0.
[[nodiscard]] std::uint64_t trips_at(const BoundLoop& loop, const BoundProgram& program,
                                     const std::int64_t* variables);

[[noreturn]] void fail_step(const BoundProgram& program, Place place);

/// "i = 3, j = 0" for error messages.
[[nodiscard]] std::string iteration_text(const Nest& nest, std::span<const std::size_t> loops,
                                         const std::int64_t* variables);

/// Extents of all arrays: as declared, or the smallest that hold every access.
[[nodiscard]] std::vector<ArraySize> sizes_of(const BoundProgram& program);
/// Fills in the accesses to each.
void count_accesses(const BoundProgram& program, std::vector<ArraySize>& arrays);

/// Makes the accesses.
void generate(const BoundProgram& program, const std::vector<ArraySize>& arrays, Tracer& tracer);

}  // namespace dmc::nest
