#include "compile.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "dmc/util/checked.hpp"

namespace dmc::nest {
namespace {

// A loop is written out where it and all that is in it becomes at most so many accesses. Beyond,
// setting streams up costs little beside making them.
constexpr std::uint64_t k_most_trips = 16;
constexpr std::size_t k_most_streams = 256;
// In all: deep nests could be tried again and again from every level.
constexpr std::size_t k_most_attempts = 20'000;

class Compiler {
 public:
  Compiler(const BoundProgram& program, const std::vector<ArraySize>& arrays,
           std::span<const ArrayStart> starts, Tracer& tracer)
      : program_(program),
        folder_(program.folder),
        arrays_(arrays),
        starts_(starts),
        tracer_(tracer) {}

  Steps run() {
    Steps steps;
    add(program_.body, tracer_.attributes(), steps);
    return steps;
  }

 private:
  void add(const BoundBody& nodes, bool events, Steps& into) {
    for (const BoundNode& node : nodes) {
      std::visit([&](const auto& one) { add_one(one, events, into); }, node.is);
    }
  }

  // Accesses

  void add_one(const BoundStatement& statement, bool /*events*/, Steps& into) {
    if (into.empty() || !std::holds_alternative<Block>(into.back().is)) {
      into.push_back({Block{}});
    }
    Block& block = std::get<Block>(into.back().is);
    for (const BoundReference& reference : statement.accesses) {
      add_access(reference, statement, block);
    }
  }

  void add_access(const BoundReference& reference, const BoundStatement& statement, Block& block) {
    Check check{&reference, &statement.loops, {}, written_out_};
    bool inside = true;
    bool linear = true;
    const ArraySize& array = arrays_[reference.reference->array];
    for (std::size_t i = 0; i < reference.subscripts.size(); ++i) {
      check.subscripts.push_back(substituted(reference.subscripts[i]));
      const Interval values = folder_.interval(check.subscripts.back());
      inside =
          inside && values.low >= 0 && static_cast<std::uint64_t>(values.high) < array.extents[i];
      linear = linear && check.subscripts.back().is_linear();
    }
    inside = inside && array.size != 0;
    const ArrayStart& start = starts_[reference.reference->array];
    Stream stream{.base = reference.reference->is_write ? start.first.as_write() : start.first,
                  .offset = linear ? offset_of(check.subscripts, array) : Linear()};
    if (!linear && !start.omitted) {
      stream.check = block.checks.size();
    }
    if (!inside || !linear) {
      block.checks.push_back(std::move(check));
    }
    block.is_linear = block.is_linear && linear;
    if (!start.omitted) {
      block.streams.push_back(std::move(stream));
    }
  }

  [[nodiscard]] Value substituted(Value value) const {
    for (const auto& [variable, replacement] : written_out_) {
      value = folder_.substitute(value, variable, replacement);
    }
    return value;
  }

  [[nodiscard]] Linear offset_of(const std::vector<Value>& subscripts,
                                 const ArraySize& array) const {
    Linear offset;
    std::uint64_t stride = 1;
    for (std::size_t i = subscripts.size(); i-- != 0;) {
      const Place place = subscripts[i].place;
      offset = folder_.add(offset, subscripts[i].linear, static_cast<std::int64_t>(stride), place);
      stride = checked_mul(stride, std::max<std::uint64_t>(array.extents[i], 1));
    }
    return offset;
  }

  // Loops

  void add_one(const BoundLoop& loop, bool events, Steps& into) {
    const std::string& scope = program_.nest.loops[loop.id].scope;
    const bool inner = events && !carries_nothing(loop);
    const bool own = inner && !scope.empty();
    const Value begin = substituted(loop.begin);
    const Value end = substituted(loop.end);
    const Value step = substituted(loop.step);
    if (!own && write_out(loop, begin, end, step, inner, into)) {
      return;
    }
    LoopStep result{.loop = &loop,
                    .begin = begin,
                    .end = end,
                    .step = step,
                    .body = {},
                    .has_events = own,
                    .label = own ? tracer_.label(scope).id : LabelId{0},
                    .is_streams = false};
    add(loop.body, inner, result.body);
    if (result.body.size() == 1) {
      const auto* block = std::get_if<Block>(&result.body[0].is);
      result.is_streams =
          block != nullptr && block->is_linear && block->streams.size() <= k_most_streams;
    }
    into.push_back({std::move(result)});
  }

  // Puts the iterations one after the other, where there are few, and as many each time.
  bool write_out(const BoundLoop& loop, const Value& begin, const Value& end, const Value& step,
                 bool events, Steps& into) {
    if (!step.is_constant() || !begin.is_linear() || !end.is_linear() || written_out_.size() > 8) {
      return false;
    }
    const Linear length = folder_.add(end.linear, begin.linear, -1, loop.place);
    const std::int64_t stride = step.linear.constant;
    if (!length.is_constant() || stride == 0) {
      return false;
    }
    const std::uint64_t count = trips(0, length.constant, stride);
    if (count > k_most_trips || ++attempts_ > k_most_attempts) {
      return false;
    }
    Steps all;
    for (std::uint64_t i = 0; i < count; ++i) {
      const Linear at =
          folder_.add(begin.linear, {.constant = stride}, static_cast<std::int64_t>(i), loop.place);
      written_out_.emplace_back(loop.id, at);
      add(loop.body, events, all);
      written_out_.pop_back();
      const bool small = all.empty() || (all.size() == 1 && streams_of(all) <= k_most_streams);
      if (!small) {
        return false;
      }
    }
    append(std::move(all), into);
    return true;
  }

  // How many accesses a lone block has; too many where it is no block.
  [[nodiscard]] static std::size_t streams_of(const Steps& steps) {
    const auto* block = std::get_if<Block>(&steps[0].is);
    return block == nullptr ? k_most_streams + 1 : block->streams.size();
  }

  static void append(Steps steps, Steps& into) {
    for (Step& step : steps) {
      auto* more = std::get_if<Block>(&step.is);
      Block* last = into.empty() ? nullptr : std::get_if<Block>(&into.back().is);
      if (more == nullptr || last == nullptr) {
        into.push_back(std::move(step));
        continue;
      }
      for (Stream& stream : more->streams) {
        stream.check += stream.check == Stream::k_linear ? 0 : last->checks.size();
      }
      std::move(more->checks.begin(), more->checks.end(), std::back_inserter(last->checks));
      std::move(more->streams.begin(), more->streams.end(), std::back_inserter(last->streams));
      last->is_linear = last->is_linear && more->is_linear;
    }
  }

  void add_one(const BoundBranch& branch, bool events, Steps& into) {
    BoundCondition condition = branch.condition;
    for (const auto& [variable, replacement] : written_out_) {
      condition = substitute(condition, variable, replacement, folder_);
    }
    if (const auto known = decided(condition, folder_)) {
      return add(*known ? branch.then : branch.otherwise, events, into);
    }
    BranchStep result{std::move(condition), {}, {}};
    add(branch.then, events, result.then);
    add(branch.otherwise, events, result.otherwise);
    into.push_back({std::move(result)});
  }

  void add_one(const BoundPhase& phase, bool events, Steps& into) {
    PhaseStep result{phase.name, {}};
    add(phase.body, events, result.body);
    into.push_back({std::move(result)});
  }

  // What a loop carries

  struct Inner {
    const BoundReference* reference;
    std::vector<const BoundLoop*> loops;  // from the one in question in
  };

  // Whether no block is touched twice while the loop runs. No reuse is inside of it then, and it
  // makes no difference to any class whether its iterations are told apart.
  [[nodiscard]] bool carries_nothing(const BoundLoop& loop) const {
    std::map<std::size_t, Inner> found;  // by array
    std::vector<const BoundLoop*> path{&loop};
    if (!gather(loop.body, path, found)) {
      return false;
    }
    return std::all_of(found.begin(), found.end(),
                       [&](const auto& one) { return is_injective(one.second); });
  }

  // False where an array is accessed at more than one place, or a phase is entered.
  bool gather(const BoundBody& nodes, std::vector<const BoundLoop*>& path,
              std::map<std::size_t, Inner>& found) const {
    return std::all_of(nodes.begin(), nodes.end(), [&](const BoundNode& node) {
      if (const auto* statement = std::get_if<BoundStatement>(&node.is)) {
        return std::all_of(
            statement->accesses.begin(), statement->accesses.end(),
            [&](const BoundReference& reference) {
              const std::size_t array = reference.reference->array;
              return starts_[array].omitted || found.emplace(array, Inner{&reference, path}).second;
            });
      }
      if (const auto* branch = std::get_if<BoundBranch>(&node.is)) {
        return gather(branch->then, path, found) && gather(branch->otherwise, path, found);
      }
      const auto* loop = std::get_if<BoundLoop>(&node.is);
      if (loop == nullptr) {
        return false;
      }
      path.push_back(loop);
      const bool once = gather(loop->body, path, found);
      path.pop_back();
      return once;
    });
  }

  // Whether different iterations touch different blocks: the strides, from the smallest on, are
  // each larger than all that the smaller ones can add up to.
  [[nodiscard]] bool is_injective(const Inner& inner) const {
    const BoundReference& reference = *inner.reference;
    if (!std::all_of(reference.subscripts.begin(), reference.subscripts.end(),
                     [](const Value& value) { return value.is_linear(); })) {
      return false;
    }
    const Linear offset = offset_of(reference.subscripts, arrays_[reference.reference->array]);
    struct Digit {
      std::uint64_t stride;
      std::uint64_t most;
    };
    std::vector<Digit> digits;
    for (const BoundLoop* loop : inner.loops) {
      const bool steps = loop->step.is_constant() && loop->begin.is_constant();
      const std::uint64_t step = steps ? magnitude(loop->step.linear.constant) : 1;
      const Interval range = loop->range;
      const std::uint64_t width =
          (static_cast<std::uint64_t>(range.high) - static_cast<std::uint64_t>(range.low)) / step;
      if (width != 0) {
        digits.push_back({checked_mul(magnitude(offset.factor_of(loop->id)), step), width});
      }
    }
    std::sort(digits.begin(), digits.end(),
              [](const Digit& a, const Digit& b) { return a.stride < b.stride; });
    Count reach = 0;
    for (const Digit& digit : digits) {
      if (digit.stride < (reach + tracer_.model().block).value()) {
        return false;
      }
      reach += Count(digit.stride) * digit.most;
    }
    return true;
  }

  static std::uint64_t magnitude(std::int64_t value) {
    return value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  }

  const BoundProgram& program_;
  const Folder& folder_;
  const std::vector<ArraySize>& arrays_;
  std::span<const ArrayStart> starts_;
  Tracer& tracer_;
  std::vector<std::pair<std::size_t, Linear>> written_out_;  // from the outermost in
  std::size_t attempts_ = 0;                                 // to write a loop out
};

}  // namespace

Steps compile(const BoundProgram& program, const std::vector<ArraySize>& arrays,
              std::span<const ArrayStart> starts, Tracer& tracer) {
  return Compiler(program, arrays, starts, tracer).run();
}

}  // namespace dmc::nest
