#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compile.hpp"

namespace dmc::nest {
namespace {

constexpr std::size_t k_piece = 1024;  // accesses that are written at once

std::int64_t wrapping_add(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

// One access after the other of a few address streams, `times` times. The count of streams is known
// to the compiler where it is small, so that they stay in registers.
template <std::size_t Streams>
void advance(Access* out, std::size_t times, Access* next, const std::uint64_t* strides) {
  std::array<Access, Streams> at;
  std::array<std::uint64_t, Streams> by;
  std::copy_n(next, Streams, at.begin());
  std::copy_n(strides, Streams, by.begin());
  for (std::size_t i = 0; i < times; ++i) {
    for (std::size_t s = 0; s < Streams; ++s) {
      out[s] = at[s];
      at[s] = at[s].advanced(by[s]);
    }
    out += Streams;
  }
  std::copy_n(at.begin(), Streams, next);
}

void advance_many(Access* out, std::size_t times, std::size_t streams, Access* next,
                  const std::uint64_t* strides) {
  for (std::size_t i = 0; i < times; ++i) {
    for (std::size_t s = 0; s < streams; ++s) {
      out[s] = next[s];
      next[s] = next[s].advanced(strides[s]);
    }
    out += streams;
  }
}

void advance(Access* out, std::size_t times, std::size_t streams, Access* next,
             const std::uint64_t* strides) {
  switch (streams) {
    case 1:
      return advance<1>(out, times, next, strides);
    case 2:
      return advance<2>(out, times, next, strides);
    case 3:
      return advance<3>(out, times, next, strides);
    case 4:
      return advance<4>(out, times, next, strides);
    default:
      return advance_many(out, times, streams, next, strides);
  }
}

class Generator {
 public:
  Generator(const BoundProgram& program, const std::vector<ArraySize>& arrays, Tracer& tracer)
      : program_(program),
        folder_(program.folder),
        arrays_(arrays),
        tracer_(tracer),
        variables_(program.nest.loops.size()) {}

  void run(const Steps& steps) {
    for (const Step& step : steps) {
      std::visit([&](const auto& one) { run_one(one); }, step.is);
    }
  }

 private:
  void run_one(const Block& block) {
    if (!block.checks.empty()) {
      check(block);
    }
    const std::size_t count = block.streams.size();
    for (std::size_t done = 0; done < count;) {
      const std::size_t piece = std::min(k_piece, count - done);
      Access* out = tracer_.room(piece);
      for (std::size_t i = 0; i < piece; ++i) {
        const Stream& stream = block.streams[done + i];
        out[i] = stream.base.advanced(
            stream.check == Stream::k_linear
                ? static_cast<std::uint64_t>(stream.offset.at(variables_.data()))
                : offset_of(block.checks[stream.check]));
      }
      tracer_.filled(piece);
      done += piece;
    }
  }

  void run_one(const LoopStep& loop) {
    const std::int64_t begin = folder_.evaluate(loop.begin, variables_.data());
    const std::int64_t end = folder_.evaluate(loop.end, variables_.data());
    const std::int64_t step = folder_.evaluate(loop.step, variables_.data());
    if (step == 0) {
      fail_step(program_, loop.loop->place);
    }
    const std::uint64_t count = trips(begin, end, step);
    if (count == 0) {
      return;
    }
    variables_[loop.loop->id] = begin;
    if (loop.has_events) {
      tracer_.scope_event(ScopeEvent::Kind::enter_loop, loop.label);
    }
    if (loop.is_streams) {
      run_streams(loop, count, step);
    } else {
      run_body(loop, count, step);
    }
    if (loop.has_events) {
      tracer_.scope_event(ScopeEvent::Kind::leave_loop);
    }
  }

  void run_body(const LoopStep& loop, std::uint64_t count, std::int64_t step) {
    std::int64_t& variable = variables_[loop.loop->id];
    for (std::uint64_t i = 0;;) {
      run(loop.body);
      if (++i == count) {
        return;
      }
      variable = wrapping_add(variable, step);
      if (loop.has_events) {
        tracer_.scope_event(ScopeEvent::Kind::iterate);
      }
    }
  }

  void run_streams(const LoopStep& loop, std::uint64_t count, std::int64_t step) {
    const Block& block = std::get<Block>(loop.body[0].is);
    if (!block.checks.empty()) {
      check_ends(loop, block, count, step);
    }
    const std::size_t streams = block.streams.size();
    if (streams == 0) {
      return;
    }
    next_.resize(std::max(next_.size(), streams));
    strides_.resize(next_.size());
    for (std::size_t s = 0; s < streams; ++s) {
      const Stream& stream = block.streams[s];
      next_[s] =
          stream.base.advanced(static_cast<std::uint64_t>(stream.offset.at(variables_.data())));
      strides_[s] = static_cast<std::uint64_t>(stream.offset.factor_of(loop.loop->id)) *
                    static_cast<std::uint64_t>(step);
    }
    if (loop.has_events) {
      write_with_events(streams, count);
    } else {
      write(streams, count);
    }
  }

  void write(std::size_t streams, std::uint64_t count) {
    while (count != 0) {
      Access* out = tracer_.room(streams);
      const std::size_t times = std::min<std::uint64_t>(count, tracer_.room_left() / streams);
      advance(out, times, streams, next_.data(), strides_.data());
      tracer_.filled(times * streams);
      count -= times;
    }
  }

  void write_with_events(std::size_t streams, std::uint64_t count) {
    for (;;) {
      advance(tracer_.room(streams), 1, streams, next_.data(), strides_.data());
      tracer_.filled(streams);
      if (--count == 0) {
        return;
      }
      tracer_.scope_event(ScopeEvent::Kind::iterate);
    }
  }

  void run_one(const BranchStep& branch) {
    run(holds(branch.condition, folder_, variables_.data()) ? branch.then : branch.otherwise);
  }

  void run_one(const PhaseStep& phase) {
    const dmc::Block scope = tracer_.phase(*phase.name);
    run(phase.body);
  }

  // Subscripts

  [[nodiscard]] bool is_inside(const Check& check) const {
    const ArraySize& array = arrays_[check.reference->reference->array];
    for (std::size_t i = 0; i < check.subscripts.size(); ++i) {
      const std::int64_t value = folder_.evaluate(check.subscripts[i], variables_.data());
      if (value < 0 || static_cast<std::uint64_t>(value) >= array.extents[i]) {
        return false;
      }
    }
    return array.size != 0;
  }

  [[nodiscard]] std::uint64_t offset_of(const Check& check) const {
    const ArraySize& array = arrays_[check.reference->reference->array];
    std::uint64_t offset = 0;
    for (std::size_t i = 0; i < check.subscripts.size(); ++i) {
      offset = offset * array.extents[i] +
               static_cast<std::uint64_t>(folder_.evaluate(check.subscripts[i], variables_.data()));
    }
    return offset;
  }

  void check(const Block& block) {
    for (const Check& one : block.checks) {
      if (!is_inside(one)) {
        fail(one);
      }
    }
  }

  // Subscripts are linear in the variable, so that what is inside at both ends is inside.
  void check_ends(const LoopStep& loop, const Block& block, std::uint64_t count,
                  std::int64_t step) {
    std::int64_t& variable = variables_[loop.loop->id];
    const std::int64_t first = variable;
    const auto all_inside = [&] {
      return std::all_of(block.checks.begin(), block.checks.end(),
                         [&](const Check& one) { return is_inside(one); });
    };
    bool inside = all_inside();
    variable = wrapping_add(
        first, static_cast<std::int64_t>(static_cast<std::uint64_t>(step) * (count - 1)));
    inside = all_inside() && inside;
    variable = first;
    for (std::uint64_t turn = 0; !inside && turn < count; ++turn) {
      check(block);  // throws at the first that is not
      variable = wrapping_add(variable, step);
    }
  }

  [[noreturn]] void fail(const Check& check) {
    const Reference& reference = *check.reference->reference;
    const std::string& name = program_.nest.arrays[reference.array].name;
    std::vector<std::int64_t> index;
    for (const Value& subscript : check.subscripts) {
      index.push_back(folder_.evaluate(subscript, variables_.data()));
    }
    for (const auto& [variable, value] : check.written_out) {
      variables_[variable] = value.at(variables_.data());
    }
    const std::string iteration = iteration_text(program_.nest, *check.loops, variables_.data());
    const ArraySize& array = arrays_[reference.array];
    const bool declared = program_.nest.arrays[reference.array].declared;
    fail_at(*program_.nest.source, reference.place,
            fmt::format("{0}[{1}] is outside of {2}{3}; {4}", name, fmt::join(index, ", "),
                        declared ? fmt::format("{}[{}]", name, fmt::join(array.extents, ", "))
                                 : fmt::format("{}, whose indices begin at 0", name),
                        iteration.empty() ? "" : ", in the iteration " + iteration,
                        declared ? "make the array larger, or the loops smaller"
                                 : "shift the subscript or the loop"));
  }

  const BoundProgram& program_;
  const Folder& folder_;
  const std::vector<ArraySize>& arrays_;
  Tracer& tracer_;
  std::vector<std::int64_t> variables_;  // by loop
  std::vector<Access> next_;             // of each stream
  std::vector<std::uint64_t> strides_;
};

}  // namespace

void generate(const BoundProgram& program, const std::vector<ArraySize>& arrays, Tracer& tracer) {
  const std::vector<std::string>& omitted = tracer.model().omit;
  std::vector<ArrayStart> starts;
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    const std::string& name = program.nest.arrays[i].name;
    starts.push_back({tracer.range(name, arrays[i].size).first,
                      std::find(omitted.begin(), omitted.end(), name) != omitted.end()});
  }
  Generator(program, arrays, tracer).run(compile(program, arrays, starts, tracer));
}

}  // namespace dmc::nest
