#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "dmc/trace/tracer.hpp"

#include "bound.hpp"

namespace dmc::nest {

// A bound nest, ready to make its accesses under one model: short loops whose scopes carry nothing
// are written out, so that the loop around them is one of plain address streams.

/// An access whose subscripts have to be looked at before it is made.
struct Check {
  const BoundReference* reference;
  const std::vector<std::size_t>* loops;  ///< around it, for messages
  std::vector<Value> subscripts;
  std::vector<std::pair<std::size_t, Linear>> written_out;  ///< loops that are no loops any more
};

/// The addresses of one access.
struct Stream {
  Access base;                   ///< to the array's first datum
  Linear offset;                 ///< unless `check` has it
  std::size_t check = k_linear;  ///< of the checks, where the offset is not linear
  static constexpr std::size_t k_linear = ~std::size_t{0};
};

struct Block {
  std::vector<Stream> streams;
  std::vector<Check> checks;
  bool is_linear = true;
};

struct Step;
using Steps = std::vector<Step>;

struct LoopStep {
  const BoundLoop* loop;
  Value begin;
  Value end;
  Value step;
  Steps body;
  bool has_events;
  LabelId label;
  bool is_streams;  ///< the body is one linear block
};

struct BranchStep {
  BoundCondition condition;
  Steps then;
  Steps otherwise;
};

struct PhaseStep {
  const std::string* name;
  Steps body;
};

struct Step {
  std::variant<Block, LoopStep, BranchStep, PhaseStep> is;
};

/// The first access to each array, and whether it is left out.
struct ArrayStart {
  Access first;
  bool omitted;
};

[[nodiscard]] Steps compile(const BoundProgram& program, const std::vector<ArraySize>& arrays,
                            std::span<const ArrayStart> starts, Tracer& tracer);

}  // namespace dmc::nest
