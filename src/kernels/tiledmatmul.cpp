#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

#include "parameters.hpp"
#include "rows.hpp"

namespace dmc {
namespace {

/// The loops of a product: i over rows of A, j over columns of B, k over what both share.
enum Axis : std::size_t { row, column, shared };

constexpr std::array<std::string_view, 6> k_orders{"ijk", "ikj", "jik", "jki", "kij", "kji"};
constexpr std::array<std::array<Axis, 3>, 6> k_axes{{{row, column, shared},
                                                     {row, shared, column},
                                                     {column, row, shared},
                                                     {column, shared, row},
                                                     {shared, row, column},
                                                     {shared, column, row}}};
constexpr std::array<std::string_view, 3> k_sides{"tm", "tn", "tl"};
constexpr std::uint64_t k_tile = 16;

constexpr std::array k_parameters{
    Parameter{.name = "m", .meaning = "rows of A", .fallback = 128},
    Parameter{.name = "n", .meaning = "columns of A, which are the rows of B", .fallback = 128},
    Parameter{.name = "l", .meaning = "columns of B", .fallback = 128},
    Parameter{.name = "order",
              .meaning = "loops from the outermost in: i over m, j over l, k over n",
              .fallback = 0,
              .min = 0,
              .max = k_orders.size() - 1,
              .choices = k_orders},
    Parameter{.name = "tile",
              .meaning = "side of a tile in all three loops: sets tm, tn and tl",
              .fallback = k_tile,
              .derived = true,
              .parts = k_sides},
    Parameter{.name = "tm",
              .meaning = "side of a tile along m, in place of tile",
              .fallback = k_tile,
              .derived = true},
    Parameter{.name = "tn",
              .meaning = "side of a tile along n, in place of tile",
              .fallback = k_tile,
              .derived = true},
    Parameter{.name = "tl",
              .meaning = "side of a tile along l, in place of tile",
              .fallback = k_tile,
              .derived = true},
};

/// A tile has all three sides; one that is a cube has `tile` as well.
Parameters resolve(const Parameters& given) {
  Parameters all = complete(k_parameters, given);
  const std::uint64_t cube = given.has("tile") ? given["tile"] : k_tile;
  for (const std::string_view side : k_sides) {
    if (!given.has(side)) {
      all.set(side, cube);
    } else if (given.has("tile") && given[side] != cube) {
      throw Error(fmt::format(
          "--tile sets all sides of a tile to {}, so --{} {} contradicts it: give either --tile, "
          "or --tm, --tn and --tl",
          cube, side, given[side]));
    }
  }
  if (all["tm"] == all["tn"] && all["tn"] == all["tl"]) {
    all.set("tile", all["tm"]);
  }
  return all;
}

std::uint64_t tiles(std::uint64_t size, std::uint64_t side) {
  return (size - 1) / side + 1;
}

/// What the innermost loop does not move along stays in a register for the length of a tile.
Plan plan(const Parameters& parameters) {
  const Count m = parameters["m"];
  const Count n = parameters["n"];
  const Count l = parameters["l"];
  const Axis innermost = k_axes.at(parameters["order"])[2];
  Count of_a = m * n * l;
  Count of_b = of_a;
  std::uint64_t times_written = parameters["n"];
  if (innermost == row) {
    of_b = n * l * tiles(parameters["m"], parameters["tm"]);
  } else if (innermost == column) {
    of_a = m * n * tiles(parameters["l"], parameters["tl"]);
  } else {
    times_written = tiles(parameters["n"], parameters["tn"]);
  }
  return {.arrays = {{.name = "A", .size = m * n, .accesses = of_a},
                     {.name = "B", .size = n * l, .accesses = of_b},
                     // Read again before every write but the first.
                     {.name = "C",
                      .size = m * l,
                      .accesses = m * l * (Count(times_written) + (times_written - 1))}}};
}

/// The part of each loop that one tile covers.
struct Range {
  std::uint64_t first;
  std::uint64_t last;
};
using Tile = std::array<Range, 3>;

class TiledProduct {
 public:
  TiledProduct(const Parameters& parameters, Tracer& tracer, const InputData& input);
  std::vector<double> run();

 private:
  void multiply(const Tile& tile);
  void innermost(const std::array<std::uint64_t, 3>& at, Range range);
  void sum(std::uint64_t i, std::uint64_t j, Range range);
  void add(std::uint64_t i, std::uint64_t j, std::uint64_t k, double product);
  [[nodiscard]] Loop tile_loop(Axis axis) {
    return {tracer_, tile_labels_[axis], 0, sizes_[axis], sides_[axis]};
  }
  [[nodiscard]] Range cut(Axis axis, std::uint64_t first) const {
    return {first, std::min(first + sides_[axis], sizes_[axis])};
  }

  Tracer& tracer_;
  std::array<Axis, 3> order_;
  std::array<std::uint64_t, 3> sizes_;
  std::array<std::uint64_t, 3> sides_;
  std::array<Label, 3> tile_labels_;
  std::array<Label, 3> labels_;
  Traced<double> a_;
  Traced<double> b_;
  Traced<double> c_;
};

TiledProduct::TiledProduct(const Parameters& parameters, Tracer& tracer, const InputData& input)
    : tracer_(tracer),
      order_(k_axes.at(parameters["order"])),
      sizes_{parameters["m"], parameters["l"], parameters["n"]},
      sides_{parameters["tm"], parameters["tl"], parameters["tn"]},
      tile_labels_{tracer.label("tile i"), tracer.label("tile j"), tracer.label("tile k")},
      labels_{tracer.label("i"), tracer.label("j"), tracer.label("k")},
      a_(tracer.matrix<double>("A", sizes_[row], sizes_[shared])),
      b_(tracer.matrix<double>("B", sizes_[shared], sizes_[column])),
      c_(tracer.matrix<double>("C", sizes_[row], sizes_[column])) {
  a_.values() = input.fill("A", a_.size());
  b_.values() = input.fill("B", b_.size());
}

std::vector<double> TiledProduct::run() {
  Tile tile{};
  for (const auto outer : tile_loop(order_[0])) {
    tile[order_[0]] = cut(order_[0], outer);
    for (const auto middle : tile_loop(order_[1])) {
      tile[order_[1]] = cut(order_[1], middle);
      for (const auto inner : tile_loop(order_[2])) {
        tile[order_[2]] = cut(order_[2], inner);
        multiply(tile);
      }
    }
  }
  return c_.values();
}

void TiledProduct::multiply(const Tile& tile) {
  const auto loop = [&](Axis axis) {
    return Loop(tracer_, labels_[axis], tile[axis].first, tile[axis].last, 1);
  };
  std::array<std::uint64_t, 3> at{};
  for (const auto outer : loop(order_[0])) {
    at[order_[0]] = outer;
    for (const auto middle : loop(order_[1])) {
      at[order_[1]] = middle;
      innermost(at, tile[order_[2]]);
    }
  }
}

void TiledProduct::innermost(const std::array<std::uint64_t, 3>& at, Range range) {
  if (order_[2] == shared) {
    sum(at[row], at[column], range);
  } else if (order_[2] == column) {
    const double left = a_.read(at[row], at[shared]);
    for (std::uint64_t j = range.first; j < range.last; ++j) {
      add(at[row], j, at[shared], left * b_.read(at[shared], j));
    }
  } else {
    const double right = b_.read(at[shared], at[column]);
    for (std::uint64_t i = range.first; i < range.last; ++i) {
      add(i, at[column], at[shared], a_.read(i, at[shared]) * right);
    }
  }
}

void TiledProduct::sum(std::uint64_t i, std::uint64_t j, Range range) {
  double total = 0;
  for (std::uint64_t k = range.first; k < range.last; ++k) {
    const double left = a_.read(i, k);
    const double right = b_.read(k, j);
    total += left * right;
  }
  add(i, j, range.first, total);
}

/// What is first written to an element needs no reading.
void TiledProduct::add(std::uint64_t i, std::uint64_t j, std::uint64_t k, double product) {
  const double before = k > 0 ? c_.read(i, j) : 0.0;
  c_.write(i, j, before + product);
}

std::vector<double> run(const Parameters& parameters, Tracer& tracer, const InputData& input) {
  return TiledProduct(parameters, tracer, input).run();
}

}  // namespace

Kernel tiledmatmul_kernel() {
  return {.name = "tiledmatmul",
          .summary = "product of two matrices, tile by tile, in any order of the loops",
          .source = "Smith et al., ICS'22",
          .task = k_matmul_task,
          .parameters = k_parameters,
          .arrays = {"A", "B", "C"},
          .classes = {{"A reuses", "", {"A"}}, {"B reuses", "", {"B"}}, {"C reuses", "", {"C"}}},
          .resolve = resolve,
          .plan = plan,
          .run = run};
}

}  // namespace dmc
