#include <array>
#include <bit>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

#include "parameters.hpp"
#include "ranges.hpp"
#include "rows.hpp"

// The two recursive products of Smith et al. (ICS'22): the matrices are cut in four until they are
// single elements. One adds to the result where it stands, the other makes every product a new
// matrix and adds these.
namespace dmc {
namespace {

constexpr std::array k_parameters{
    Parameter{.name = "n", .meaning = "side of the matrices, a power of two", .fallback = 64},
    Parameter{.name = "m", .meaning = "rows of A, the same as n", .fallback = 64, .derived = true},
    Parameter{
        .name = "l", .meaning = "columns of B, the same as n", .fallback = 64, .derived = true},
};

/// All sides are n; the others are there so that products of equal sides can be compared.
Parameters resolve(const Parameters& given) {
  Parameters all = complete(k_parameters, given);
  check_power_of_two("n", all["n"]);
  for (const std::string_view side : {"m", "l"}) {
    if (given.has(side) && given[side] != all["n"]) {
      throw Error(fmt::format(
          "--{} {}: the recursive products take square matrices, so it must be {}, as --n is", side,
          given[side], all["n"]));
    }
    all.set(side, all["n"]);
  }
  return all;
}

Plan plan_in_place(const Parameters& parameters) {
  const Count n = parameters["n"];
  return {
      .arrays = {{.name = "A", .size = n * n, .accesses = n * n * n},
                 {.name = "B", .size = n * n, .accesses = n * n * n},
                 {.name = "C", .size = n * n, .accesses = n * n * (n + (parameters["n"] - 1))}}};
}

/// 8^i products of side n/2^i, two of which are alive at each depth.
Plan plan_with_temporaries(const Parameters& parameters) {
  const std::uint64_t n = parameters["n"];
  const Count area = Count(n) * n;
  Plan plan{.arrays = {{.name = "A", .size = area, .accesses = area * n},
                       {.name = "B", .size = area, .accesses = area * n},
                       {.name = "C", .size = area, .accesses = area}}};
  Count copies = 8;
  for (std::uint64_t side = n / 2; side > 0; side /= 2) {
    const Count size = Count(side) * side;
    // Each element is written once and read once, where its product is added.
    plan.arrays.push_back({.name = "P",
                           .size = size,
                           .copies = copies,
                           .accesses = copies * size * 2,
                           .temporary = true});
    plan.recycled.push_back({size, 2});
    copies = copies * 8;
  }
  return plan;
}

/// A quadrant or an element of the problem: where it begins in each of the three loops.
struct Corner {
  std::uint64_t i;
  std::uint64_t j;
  std::uint64_t k;
};

class RecursiveProduct {
 public:
  RecursiveProduct(const Parameters& parameters, Tracer& tracer, const InputData& input);
  std::vector<double> in_place() {
    add_product(n_, {0, 0, 0});
    return c_.values();
  }
  std::vector<double> with_temporaries() {
    make_product(n_, {0, 0, 0}, c_);
    return c_.values();
  }

 private:
  void add_product(std::uint64_t side, Corner at);
  void make_product(std::uint64_t side, Corner at, Traced<double>& result);
  void make_quadrant(std::uint64_t half, Corner at, Traced<double>& result, std::uint64_t row,
                     std::uint64_t column);
  [[nodiscard]] Label call(std::uint64_t side) const {
    return calls_[static_cast<std::size_t>(std::countr_zero(side))];
  }

  Tracer& tracer_;
  std::uint64_t n_;
  std::vector<Label> calls_;  // by the logarithm of the side
  Label sums_;
  ArrayId products_;
  Traced<double> a_;
  Traced<double> b_;
  Traced<double> c_;
};

RecursiveProduct::RecursiveProduct(const Parameters& parameters, Tracer& tracer,
                                   const InputData& input)
    : tracer_(tracer),
      n_(parameters["n"]),
      sums_(tracer.label("add")),
      products_(tracer.name_array("P")),
      a_(tracer.matrix<double>("A", n_, n_)),
      b_(tracer.matrix<double>("B", n_, n_)),
      c_(tracer.matrix<double>("C", n_, n_)) {
  for (std::uint64_t side = 1; side <= n_; side *= 2) {
    calls_.push_back(tracer.label("multiply", "n", side));
  }
  a_.values() = input.fill("A", a_.size());
  b_.values() = input.fill("B", b_.size());
}

void RecursiveProduct::add_product(std::uint64_t side, Corner at) {
  if (side == 1) {
    const double left = a_.read(at.i, at.k);
    const double right = b_.read(at.k, at.j);
    const double before = at.k > 0 ? c_.read(at.i, at.j) : 0.0;
    c_.write(at.i, at.j, before + left * right);
    return;
  }
  const Block scope = tracer_.call(call(side));
  const std::uint64_t half = side / 2;
  for (const std::uint64_t i : {at.i, at.i + half}) {
    for (const std::uint64_t j : {at.j, at.j + half}) {
      add_product(half, {i, j, at.k});
      add_product(half, {i, j, at.k + half});
    }
  }
}

void RecursiveProduct::make_product(std::uint64_t side, Corner at, Traced<double>& result) {
  if (side == 1) {
    const double left = a_.read(at.i, at.k);
    const double right = b_.read(at.k, at.j);
    result.write(0, 0, left * right);
    return;
  }
  const Block scope = tracer_.call(call(side));
  const std::uint64_t half = side / 2;
  for (const std::uint64_t row : {std::uint64_t{0}, half}) {
    for (const std::uint64_t column : {std::uint64_t{0}, half}) {
      make_quadrant(half, {at.i + row, at.j + column, at.k}, result, row, column);
    }
  }
}

void RecursiveProduct::make_quadrant(std::uint64_t half, Corner at, Traced<double>& result,
                                     std::uint64_t row, std::uint64_t column) {
  auto first = tracer_.temporary<double>(products_, half * half, half);
  make_product(half, at, first);
  auto second = tracer_.temporary<double>(products_, half * half, half);
  make_product(half, {at.i, at.j, at.k + half}, second);
  const Block scope = tracer_.call(sums_);
  for (std::uint64_t i = 0; i < half; ++i) {
    for (std::uint64_t j = 0; j < half; ++j) {
      const double left = first.read(i, j);
      const double right = second.read(i, j);
      result.write(row + i, column + j, left + right);
    }
  }
}

std::vector<double> run_in_place(const Parameters& parameters, Tracer& tracer,
                                 const InputData& input) {
  return RecursiveProduct(parameters, tracer, input).in_place();
}

std::vector<double> run_with_temporaries(const Parameters& parameters, Tracer& tracer,
                                         const InputData& input) {
  return RecursiveProduct(parameters, tracer, input).with_temporaries();
}

}  // namespace

Kernel recmatmul_kernel() {
  return {.name = "recmatmul",
          .summary = "recursive product of two square matrices, in place",
          .source = "Smith et al., ICS'22",
          .task = k_matmul_task,
          .parameters = k_parameters,
          .arrays = {"A", "B", "C"},
          .classes = {{"A reuses", "", {"A"}}, {"B reuses", "", {"B"}}, {"C reuses", "", {"C"}}},
          .resolve = resolve,
          .plan = plan_in_place,
          .run = run_in_place};
}

Kernel recmatmul_tmp_kernel() {
  return {.name = "recmatmul-tmp",
          .summary = "recursive product of two square matrices, each partial product a temporary",
          .source = "Smith et al., ICS'22",
          .task = k_matmul_task,
          .parameters = k_parameters,
          .arrays = {"A", "B", "C", "P"},
          .classes = {{"A reuses", "", {"A"}},
                      {"B reuses", "", {"B"}},
                      {"partial product reuses", "", {"P"}}},
          .resolve = resolve,
          .plan = plan_with_temporaries,
          .run = run_with_temporaries};
}

}  // namespace dmc
