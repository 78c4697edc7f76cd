#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

#include "bound.hpp"

namespace dmc::nest {
namespace {

class Binder {
 public:
  explicit Binder(BoundProgram& program) : program_(program), folder_(program.folder) {}

  void run() {
    Uses uses;
    program_.body = body(program_.nest.body, uses);
  }

 private:
  /// Variables that decide how often something happens.
  using Uses = std::set<std::uint32_t>;

  static void note(const Value& value, Uses& uses) {
    for (const Term& term : value.linear.terms) {
      uses.insert(term.variable);
    }
    for (const Value& operand : value.operands) {
      note(operand, uses);
    }
  }

  static void note(const BoundCondition& condition, Uses& uses) {
    for (const Value& side : condition.sides) {
      note(side, uses);
    }
    for (const BoundCondition& part : condition.parts) {
      note(part, uses);
    }
  }

  BoundBody body(const Body& nodes, Uses& uses) {
    BoundBody result;
    for (const Node& node : nodes) {
      std::visit([&](const auto& one) { add(one, result, uses); }, node.is);
    }
    return result;
  }

  void add(const Statement& statement, BoundBody& into, Uses& /*uses*/) {
    BoundStatement bound{.index = program_.statements++, .accesses = {}, .loops = open_};
    for (const Reference& access : statement.accesses) {
      bound.accesses.push_back({&access, {}});
      for (const Expr& subscript : access.subscripts) {
        bound.accesses.back().subscripts.push_back(folder_.fold(subscript));
        (void)folder_.interval(bound.accesses.back().subscripts.back());  // fits in 64 bits
      }
    }
    into.push_back({std::move(bound)});
  }

  void add(const Loop& loop, BoundBody& into, Uses& uses) {
    BoundLoop bound{.id = loop.id,
                    .begin = folder_.fold(loop.begin),
                    .end = folder_.fold(loop.end),
                    .step = folder_.fold(loop.step),
                    .range = {},
                    .body = {},
                    .place = loop.place};
    if (bound.step.is_constant() && bound.step.linear.constant == 0) {
      fail_step(program_, loop.place);
    }
    bound.range = range_of(bound);
    if (bound.range.is_empty()) {
      return;
    }
    folder_.range(loop.id) = bound.range;
    open_.push_back(loop.id);
    Uses inside;
    bound.body = body(loop.body, inside);
    open_.pop_back();
    bound.decides = inside.erase(static_cast<std::uint32_t>(loop.id)) != 0;
    uses.merge(inside);
    for (const Value* value : {&bound.begin, &bound.end, &bound.step}) {
      note(*value, uses);
    }
    into.push_back({std::move(bound)});
  }

  [[nodiscard]] Interval range_of(const BoundLoop& loop) const {
    const Interval begin = folder_.interval(loop.begin);
    const Interval end = folder_.interval(loop.end);
    const Interval step = folder_.interval(loop.step);
    const auto below = [](std::int64_t value) {
      return value == std::numeric_limits<std::int64_t>::min() ? value : value - 1;
    };
    const auto above = [](std::int64_t value) {
      return value == std::numeric_limits<std::int64_t>::max() ? value : value + 1;
    };
    const Interval up{begin.low, below(end.high)};
    const Interval down{above(end.low), begin.high};
    if (step.low >= 0) {
      return exact(loop, begin, end, step, up);
    }
    return step.high <= 0 ? exact(loop, begin, end, step, down)
                          : Interval{std::min(up.low, down.low), std::max(up.high, down.high)};
  }

  // The last value is known where the first one, or the number of iterations, is.
  [[nodiscard]] Interval exact(const BoundLoop& loop, const Interval& begin, const Interval& end,
                               const Interval& step, Interval range) const {
    if (!step.is_point() || range.is_empty()) {
      return range;
    }
    std::uint64_t count = 0;
    if (begin.is_point() && end.is_point()) {
      count = trips(begin.low, end.low, step.low);
    } else if (loop.begin.is_linear() && loop.end.is_linear()) {
      const Linear length = folder_.add(loop.end.linear, loop.begin.linear, -1, loop.place);
      count = length.is_constant() ? trips(0, length.constant, step.low) : 0;
      if (length.is_constant() && count == 0) {
        return {0, -1};
      }
    }
    if (count != 0) {
      const std::int64_t way = static_cast<std::int64_t>(count - 1) * step.low;
      range = {std::max(range.low, begin.low + std::min<std::int64_t>(way, 0)),
               std::min(range.high, begin.high + std::max<std::int64_t>(way, 0))};
    }
    return range;
  }

  void add(const Branch& branch, BoundBody& into, Uses& uses) {
    BoundCondition condition = bound(branch.condition);
    if (const auto known = decided(condition, folder_)) {
      BoundBody chosen = body(*known ? branch.then : branch.otherwise, uses);
      std::move(chosen.begin(), chosen.end(), std::back_inserter(into));
      return;
    }
    note(condition, uses);
    BoundBody then = body(branch.then, uses);
    into.push_back(
        {BoundBranch{std::move(condition), std::move(then), body(branch.otherwise, uses)}});
  }

  void add(const Phase& phase, BoundBody& into, Uses& uses) {
    into.push_back({BoundPhase{&phase.name, body(phase.body, uses)}});
  }

  [[nodiscard]] BoundCondition bound(const Condition& condition) const {
    BoundCondition result{condition.kind, {}, {}};
    for (const Expr& side : condition.sides) {
      result.sides.push_back(folder_.fold(side));
    }
    for (const Condition& part : condition.parts) {
      result.parts.push_back(bound(part));
    }
    return result;
  }

  BoundProgram& program_;
  Folder& folder_;
  std::vector<std::size_t> open_;
};

std::optional<bool> decided_comparison(const BoundCondition& condition, const Folder& folder) {
  Interval gap;  // of the second less the first
  if (condition.sides[0].is_linear() && condition.sides[1].is_linear()) {
    gap = folder.interval(folder.add(condition.sides[1].linear, condition.sides[0].linear, -1,
                                     condition.sides[0].place),
                          condition.sides[0].place);
  } else {
    const Interval a = folder.interval(condition.sides[0]);
    const Interval b = folder.interval(condition.sides[1]);
    if (__builtin_sub_overflow(b.low, a.high, &gap.low) ||
        __builtin_sub_overflow(b.high, a.low, &gap.high)) {
      return std::nullopt;
    }
  }
  switch (condition.kind) {
    case Condition::Kind::less:
      return gap.low > 0     ? std::optional(true)
             : gap.high <= 0 ? std::optional(false)
                             : std::nullopt;
    case Condition::Kind::less_equal:
      return gap.low >= 0   ? std::optional(true)
             : gap.high < 0 ? std::optional(false)
                            : std::nullopt;
    default:
      break;
  }
  const bool equal = condition.kind == Condition::Kind::equal;
  if (gap.low > 0 || gap.high < 0) {
    return !equal;
  }
  return gap.low == 0 && gap.high == 0 ? std::optional(equal) : std::nullopt;
}

}  // namespace

void bind(BoundProgram& program) {
  Binder(program).run();
}

std::optional<bool> decided(const BoundCondition& condition, const Folder& folder) {
  if (condition.kind == Condition::Kind::negation) {
    const auto known = decided(condition.parts[0], folder);
    return known ? std::optional(!*known) : std::nullopt;
  }
  if (condition.kind != Condition::Kind::all && condition.kind != Condition::Kind::any) {
    return decided_comparison(condition, folder);
  }
  const bool any = condition.kind == Condition::Kind::any;
  bool all_known = true;
  for (const BoundCondition& part : condition.parts) {
    const auto known = decided(part, folder);
    if (known == any) {
      return any;
    }
    all_known = all_known && known.has_value();
  }
  return all_known ? std::optional(!any) : std::nullopt;
}

bool holds(const BoundCondition& condition, const Folder& folder, const std::int64_t* variables) {
  using Kind = Condition::Kind;
  switch (condition.kind) {
    case Kind::negation:
      return !holds(condition.parts[0], folder, variables);
    case Kind::all:
      return std::all_of(condition.parts.begin(), condition.parts.end(),
                         [&](const auto& part) { return holds(part, folder, variables); });
    case Kind::any:
      return std::any_of(condition.parts.begin(), condition.parts.end(),
                         [&](const auto& part) { return holds(part, folder, variables); });
    default:
      break;
  }
  const std::int64_t a = folder.evaluate(condition.sides[0], variables);
  const std::int64_t b = folder.evaluate(condition.sides[1], variables);
  return condition.kind == Kind::less         ? a < b
         : condition.kind == Kind::less_equal ? a <= b
         : condition.kind == Kind::equal      ? a == b
                                              : a != b;
}

BoundCondition substitute(const BoundCondition& condition, std::size_t variable,
                          const Linear& replacement, const Folder& folder) {
  BoundCondition result{condition.kind, {}, {}};
  for (const Value& side : condition.sides) {
    result.sides.push_back(folder.substitute(side, variable, replacement));
  }
  for (const BoundCondition& part : condition.parts) {
    result.parts.push_back(substitute(part, variable, replacement, folder));
  }
  return result;
}

std::uint64_t trips(std::int64_t begin, std::int64_t end, std::int64_t step) {
  const auto b = static_cast<std::uint64_t>(begin);
  const auto e = static_cast<std::uint64_t>(end);
  if (step > 0) {
    const auto s = static_cast<std::uint64_t>(step);
    return begin < end ? (e - b - 1) / s + 1 : 0;
  }
  const std::uint64_t s = 0 - static_cast<std::uint64_t>(step);
  return begin > end ? (b - e - 1) / s + 1 : 0;
}

std::uint64_t trips_at(const BoundLoop& loop, const BoundProgram& program,
                       const std::int64_t* variables) {
  const std::int64_t step = program.folder.evaluate(loop.step, variables);
  if (step == 0) {
    fail_step(program, loop.place);
  }
  return trips(program.folder.evaluate(loop.begin, variables),
               program.folder.evaluate(loop.end, variables), step);
}

void fail_step(const BoundProgram& program, Place place) {
  fail_at(*program.nest.source, place,
          "the step of this loop becomes 0, so the loop would not end; choose other parameters");
}

std::string iteration_text(const Nest& nest, std::span<const std::size_t> loops,
                           const std::int64_t* variables) {
  std::string text;
  for (const std::size_t loop : loops) {
    text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", nest.loops[loop].variable,
                        variables[loop]);
  }
  return text;
}

}  // namespace dmc::nest
