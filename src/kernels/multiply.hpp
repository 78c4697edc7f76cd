#pragma once

#include "dmc/trace/tracer.hpp"

namespace dmc {

/// The labels of the two outer loops that most kernels have, looked up once.
struct LoopLabels {
  explicit LoopLabels(Tracer& tracer) : i(tracer.label("i")), j(tracer.label("j")) {}
  Label i;
  Label j;
};

/// C = A·B, each element passed through `finish` in the register before it is written.
template <class Finish>
void multiply(Tracer& tracer, LoopLabels loops, const Traced<double>& a, const Traced<double>& b,
              Traced<double>& c, Finish finish) {
  const std::uint64_t inner = a.columns();
  for (const auto i : tracer.loop(loops.i, a.size() / inner)) {
    for (const auto j : tracer.loop(loops.j, b.columns())) {
      double sum = 0;
      for (std::uint64_t p = 0; p < inner; ++p) {
        const double left = a.read(i, p);
        const double right = b.read(p, j);
        sum += left * right;
      }
      c.write(i, j, finish(sum));
    }
  }
}

inline void multiply(Tracer& tracer, LoopLabels loops, const Traced<double>& a,
                     const Traced<double>& b, Traced<double>& c) {
  multiply(tracer, loops, a, b, c, [](double sum) { return sum; });
}

}  // namespace dmc
