#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "dmc/util/checked.hpp"
#include "dmc/util/error.hpp"

#include "bound.hpp"

namespace dmc::nest {
namespace {

constexpr std::uint64_t k_most_data = std::uint64_t{1} << 32;
constexpr std::int64_t k_none = std::numeric_limits<std::int64_t>::min();

/// Counts how often each statement runs. A loop whose variable decides nothing is taken once.
class Counter {
 public:
  explicit Counter(const BoundProgram& program)
      : program_(program), variables_(program.nest.loops.size()), runs_(program.statements) {}

  const std::vector<std::uint64_t>& run() {
    body(program_.body, 1);
    return runs_;
  }

 private:
  void body(const BoundBody& nodes, std::uint64_t times) {
    for (const BoundNode& node : nodes) {
      std::visit([&](const auto& one) { add(one, times); }, node.is);
    }
  }

  void add(const BoundStatement& statement, std::uint64_t times) {
    runs_[statement.index] = checked_add(runs_[statement.index], times);
  }

  void add(const BoundLoop& loop, std::uint64_t times) {
    const std::uint64_t count = trips_at(loop, program_, variables_.data());
    std::int64_t& variable = variables_[loop.id];
    variable = program_.folder.evaluate(loop.begin, variables_.data());
    if (count == 0) {
      return;
    }
    if (!loop.decides) {
      std::uint64_t inside = 0;
      if (__builtin_mul_overflow(times, count, &inside)) {
        fail_at(
            *program_.nest.source, loop.place,
            "this loop and those around it run more often than 64 bits can count; choose smaller "
            "parameters");
      }
      return body(loop.body, inside);
    }
    const std::int64_t step = program_.folder.evaluate(loop.step, variables_.data());
    for (std::uint64_t i = 0; i < count; ++i) {
      body(loop.body, times);
      variable = static_cast<std::int64_t>(static_cast<std::uint64_t>(variable) +
                                           static_cast<std::uint64_t>(step));
    }
  }

  void add(const BoundBranch& branch, std::uint64_t times) {
    const bool then = holds(branch.condition, program_.folder, variables_.data());
    body(then ? branch.then : branch.otherwise, times);
  }

  void add(const BoundPhase& phase, std::uint64_t times) { body(phase.body, times); }

  const BoundProgram& program_;
  std::vector<std::int64_t> variables_;
  std::vector<std::uint64_t> runs_;  // by statement
};

/// The largest subscripts of arrays that are not declared.
class Survey {
 public:
  Survey(const BoundProgram& program, std::vector<std::vector<std::int64_t>>& largest)
      : program_(program),
        largest_(largest),
        bounds_(largest),
        variables_(program.nest.loops.size()) {}

  void run() {
    visit_all(program_.body, [&](const BoundReference& reference) { take_bounds(reference); });
    path_.clear();
    witness(program_.body);
    if (largest_ != bounds_) {
      walk(program_.body);
    }
  }

 private:
  template <class Function>
  void visit_all(const BoundBody& nodes, const Function& function) {
    for (const BoundNode& node : nodes) {
      if (const auto* statement = std::get_if<BoundStatement>(&node.is)) {
        for (const BoundReference& reference : statement->accesses) {
          function(reference);
        }
      } else if (const auto* loop = std::get_if<BoundLoop>(&node.is)) {
        visit_all(loop->body, function);
      } else if (const auto* branch = std::get_if<BoundBranch>(&node.is)) {
        visit_all(branch->then, function);
        visit_all(branch->otherwise, function);
      } else {
        visit_all(std::get<BoundPhase>(node.is).body, function);
      }
    }
  }

  [[nodiscard]] bool is_declared(const BoundReference& reference) const {
    return program_.nest.arrays[reference.reference->array].declared;
  }

  // No subscript can be larger than this.
  void take_bounds(const BoundReference& reference) {
    if (is_declared(reference)) {
      return;
    }
    auto& bounds = bounds_[reference.reference->array];
    for (std::size_t i = 0; i < bounds.size(); ++i) {
      bounds[i] = std::max(bounds[i], program_.folder.interval(reference.subscripts[i]).high);
    }
  }

  void take(const BoundReference& reference) {
    auto& largest = largest_[reference.reference->array];
    for (std::size_t i = 0; i < largest.size(); ++i) {
      largest[i] = std::max(largest[i],
                            program_.folder.evaluate(reference.subscripts[i], variables_.data()));
    }
  }

  // Most often an iteration at one end of every loop has the largest subscript. Where one is found
  // that reaches its bound, nothing has to be run.
  void witness(const BoundBody& nodes) {
    for (const BoundNode& node : nodes) {
      if (const auto* statement = std::get_if<BoundStatement>(&node.is)) {
        for (const BoundReference& reference : statement->accesses) {
          for (const Value& subscript : reference.subscripts) {
            if (!is_declared(reference)) {
              try_ends(reference, subscript);
            }
          }
        }
      } else if (const auto* loop = std::get_if<BoundLoop>(&node.is)) {
        path_.push_back(loop);
        witness(loop->body);
        path_.pop_back();
      } else if (const auto* phase = std::get_if<BoundPhase>(&node.is)) {
        witness(phase->body);
      }  // what is behind a condition might not be reached
    }
  }

  void try_ends(const BoundReference& reference, const Value& subscript) {
    for (const bool last : {true, false}) {
      if (go_to_end(subscript, last)) {
        take(reference);
      }
    }
  }

  // Where the subscript does not say which end, `last` does. False where a loop does not run.
  bool go_to_end(const Value& subscript, bool last) {
    // NOLINTNEXTLINE(readability-use-anyofallof): it moves variables on its way
    for (const BoundLoop* loop : path_) {
      const std::uint64_t count = trips_at(*loop, program_, variables_.data());
      if (count == 0) {
        return false;
      }
      const std::int64_t step = program_.folder.evaluate(loop->step, variables_.data());
      const std::int64_t factor = subscript.linear.factor_of(loop->id);
      const bool to_last = factor == 0 ? last : (factor > 0) == (step > 0);
      variables_[loop->id] = program_.folder.evaluate(loop->begin, variables_.data()) +
                             (to_last ? static_cast<std::int64_t>(count - 1) * step : 0);
    }
    return true;
  }

  void walk(const BoundBody& nodes) {
    for (const BoundNode& node : nodes) {
      std::visit([&](const auto& one) { walk_one(one); }, node.is);
    }
  }

  void walk_one(const BoundStatement& statement) {
    for (const BoundReference& reference : statement.accesses) {
      if (!is_declared(reference)) {
        take(reference);
      }
    }
  }

  // Of an innermost loop the two ends suffice, as long as subscripts are linear.
  void walk_one(const BoundLoop& loop) {
    const std::uint64_t count = trips_at(loop, program_, variables_.data());
    if (count == 0) {
      return;
    }
    const std::int64_t step = program_.folder.evaluate(loop.step, variables_.data());
    const bool ends = std::all_of(loop.body.begin(), loop.body.end(), is_linear);
    const std::uint64_t stride = ends && count > 2 ? count - 1 : 1;
    std::int64_t& variable = variables_[loop.id];
    variable = program_.folder.evaluate(loop.begin, variables_.data());
    for (std::uint64_t i = 0; i < count; i += stride) {
      walk(loop.body);
      variable = static_cast<std::int64_t>(static_cast<std::uint64_t>(variable) +
                                           static_cast<std::uint64_t>(step) * stride);
    }
  }

  static bool is_linear(const BoundNode& node) {
    const auto* statement = std::get_if<BoundStatement>(&node.is);
    return statement != nullptr &&
           std::all_of(statement->accesses.begin(), statement->accesses.end(),
                       [](const BoundReference& reference) {
                         return std::all_of(reference.subscripts.begin(),
                                            reference.subscripts.end(),
                                            [](const Value& value) { return value.is_linear(); });
                       });
  }

  void walk_one(const BoundBranch& branch) {
    walk(holds(branch.condition, program_.folder, variables_.data()) ? branch.then
                                                                     : branch.otherwise);
  }

  void walk_one(const BoundPhase& phase) { walk(phase.body); }

  const BoundProgram& program_;
  std::vector<std::vector<std::int64_t>>& largest_;  // by array and dimension
  std::vector<std::vector<std::int64_t>> bounds_;
  std::vector<std::int64_t> variables_;
  std::vector<const BoundLoop*> path_;
};

std::uint64_t declared_extent(const BoundProgram& program, const ArrayInfo& array,
                              const Expr& extent) {
  const std::int64_t value = program.folder.fold(extent).linear.constant;
  if (value < 0) {
    fail_at(*program.nest.source, extent.place,
            fmt::format("an extent of {} becomes {}; choose parameters that make it 0 or more",
                        array.name, value));
  }
  return static_cast<std::uint64_t>(value);
}

}  // namespace

std::vector<ArraySize> sizes_of(const BoundProgram& program) {
  const Nest& nest = program.nest;
  std::vector<std::vector<std::int64_t>> largest;
  bool all_declared = true;
  for (const ArrayInfo& array : nest.arrays) {
    largest.emplace_back(array.declared ? 0 : array.dimensions, k_none);
    all_declared = all_declared && array.declared;
  }
  if (!all_declared) {
    Survey(program, largest).run();
  }
  std::vector<ArraySize> sizes(nest.arrays.size());
  std::uint64_t all = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    for (const Expr& extent : nest.arrays[i].extents) {
      sizes[i].extents.push_back(declared_extent(program, nest.arrays[i], extent));
    }
    for (const std::int64_t last : largest[i]) {  // a negative one becomes an error in the run
      sizes[i].extents.push_back(static_cast<std::uint64_t>(std::max<std::int64_t>(last, -1) + 1));
    }
    for (const std::uint64_t extent : sizes[i].extents) {
      sizes[i].size = checked_mul(sizes[i].size, extent);
    }
    all = checked_add(all, sizes[i].size);
    if (all > k_most_data) {  // known now, before anything is counted
      fail_at(
          *nest.source, nest.arrays[i].place,
          fmt::format("with {}, the arrays have more than {} elements, which is the most dmc can "
                      "tell apart; choose smaller sizes",
                      nest.arrays[i].name, k_most_data));
    }
  }
  return sizes;
}

void count_accesses(const BoundProgram& program, std::vector<ArraySize>& arrays) {
  Counter counter(program);
  const std::vector<std::uint64_t>& runs = counter.run();
  const auto add = [&](const auto& self, const BoundBody& nodes) -> void {
    for (const BoundNode& node : nodes) {
      if (const auto* statement = std::get_if<BoundStatement>(&node.is)) {
        for (const BoundReference& reference : statement->accesses) {
          std::uint64_t& sum = arrays[reference.reference->array].accesses;
          sum = checked_add(sum, runs[statement->index]);
        }
      } else if (const auto* loop = std::get_if<BoundLoop>(&node.is)) {
        self(self, loop->body);
      } else if (const auto* branch = std::get_if<BoundBranch>(&node.is)) {
        self(self, branch->then);
        self(self, branch->otherwise);
      } else {
        self(self, std::get<BoundPhase>(node.is).body);
      }
    }
  };
  add(add, program.body);
}

}  // namespace dmc::nest
