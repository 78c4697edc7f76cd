#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "attention_layer.hpp"
#include "parameters.hpp"
#include "ranges.hpp"
#include "rows.hpp"

namespace dmc {
namespace {

constexpr std::array<std::string_view, 2> k_nests{"queries", "keys"};
constexpr std::uint64_t k_queries = 0;

constexpr std::array k_parameters{
    Parameter{.name = "l", .meaning = "length of the sequence", .fallback = 64},
    Parameter{.name = "d", .meaning = "width of the model", .fallback = 64},
    Parameter{.name = "h", .meaning = "heads of the model, a divisor of d", .fallback = 8},
    Parameter{.name = "bq",
              .meaning = "queries in a block; all of them where it is l or more",
              .fallback = 16},
    Parameter{.name = "bk",
              .meaning = "keys in a block; all of them where it is l or more",
              .fallback = 16},
    Parameter{.name = "outer",
              .meaning = "the outer loop is over blocks of queries (FlashAttention-2) or of keys "
                         "(FlashAttention)",
              .fallback = k_queries,
              .min = 0,
              .max = 1,
              .choices = k_nests},
};

Parameters resolve(const Parameters& given) {
  Parameters all = complete(k_parameters, given);
  check_divides("h", all["h"], "d", all["d"]);
  return all;
}

struct Shape {
  explicit Shape(const Parameters& parameters)
      : length(parameters["l"]),
        width(parameters["d"]),
        head_width(parameters["d"] / parameters["h"]),
        queries(std::min(parameters["bq"], parameters["l"])),
        keys(std::min(parameters["bk"], parameters["l"])) {}

  std::uint64_t length;
  std::uint64_t width;
  std::uint64_t head_width;
  std::uint64_t queries;  // in a block
  std::uint64_t keys;
};

Plan plan(const Parameters& parameters) {
  const Shape shape(parameters);
  const Count l = shape.length;
  const Count d = shape.width;
  const Count v = shape.head_width;
  const std::uint64_t blocks = (shape.length - 1) / shape.keys + 1;  // of keys
  const Count projection = l * d * v;
  const Count products = l * l * v;
  const Count tile = Count(shape.queries) * shape.keys;
  Plan plan;
  for (const std::string_view name : {"Q", "K", "V"}) {
    plan.arrays.push_back({.name = name, .size = l * d, .accesses = projection});
  }
  for (const std::string_view name : {"WQ", "WK", "WV"}) {
    plan.arrays.push_back({.name = name, .size = d * v, .accesses = projection});
  }
  const auto scratch = [&](std::string_view name, Count size, Count accesses) {
    plan.arrays.push_back({.name = name, .size = size, .accesses = accesses, .temporary = true});
  };
  for (const std::string_view name : {"q", "k", "v"}) {
    scratch(name, l * v, l * v + products);
  }
  scratch("S", tile, l * l * 4 + products);
  scratch("top", l, l * (2 * blocks - 1));
  scratch("total", l, l * (2 * blocks));
  scratch("scale", blocks > 1 ? l : Count(0), l * (2 * (blocks - 1)));
  plan.arrays.push_back({.name = "H", .size = l * v, .accesses = l * v * (2 * blocks - 1)});
  const std::vector<RangePlan> alive{{l * v, 3}, {tile, 1}, {l, blocks > 1 ? 3U : 2U}};
  plan.recycled = recycled_ranges({alive});
  return plan;
}

/// A block of queries or keys.
struct Rows {
  std::uint64_t first;
  std::uint64_t last;
};

class FlashAttention {
 public:
  FlashAttention(Tracer& tracer, Weights& weights, const Shape& shape);
  std::vector<double> run(std::uint64_t nest);

 private:
  void project(const Traced<double>& input, const Traced<double>& weights, Traced<double>& result,
               std::string_view name);
  void make_scratch();
  void attend(Rows queries, Rows keys);
  void score(Rows queries, Rows keys);
  void soften(Rows queries, Rows keys);
  [[nodiscard]] double exponentials(std::uint64_t row, std::uint64_t columns, double top);
  void weigh(Rows queries, Rows keys);
  [[nodiscard]] Rows cut(std::uint64_t first, std::uint64_t block) const {
    return {first, std::min(first + block, shape_.length)};
  }
  [[nodiscard]] Loop rows(Rows range) { return {tracer_, loops_.i, range.first, range.last, 1}; }

  Tracer& tracer_;
  Weights& weights_;
  Shape shape_;
  LoopLabels loops_;
  Traced<double> result_;
  Traced<double> keys_;
  Traced<double> values_;
  Traced<double> queries_;
  Traced<double> scores_;
  Traced<double> top_;    // of a row's scores so far
  Traced<double> total_;  // of their exponentials, relative to the top
  Traced<double> scale_;  // of what was summed before the present block
};

FlashAttention::FlashAttention(Tracer& tracer, Weights& weights, const Shape& shape)
    : tracer_(tracer), weights_(weights), shape_(shape), loops_(tracer) {}

std::vector<double> FlashAttention::run(std::uint64_t nest) {
  const auto queries = weights_.matrix("Q", shape_.length, shape_.width);
  const auto keys = weights_.matrix("K", shape_.length, shape_.width);
  const auto values = weights_.matrix("V", shape_.length, shape_.width);
  result_ = tracer_.matrix<double>("H", shape_.length, shape_.head_width);
  const auto key_weights = weights_.matrix("WK", shape_.width, shape_.head_width);
  const auto value_weights = weights_.matrix("WV", shape_.width, shape_.head_width);
  keys_ = tracer_.temporary<double>("k", shape_.length, shape_.head_width);
  values_ = tracer_.temporary<double>("v", shape_.length, shape_.head_width);
  project(keys, key_weights, keys_, "k projection");
  project(values, value_weights, values_, "v projection");
  const auto query_weights = weights_.matrix("WQ", shape_.width, shape_.head_width);
  queries_ = tracer_.temporary<double>("q", shape_.length, shape_.head_width);
  project(queries, query_weights, queries_, "q projection");
  make_scratch();
  const bool queries_outside = nest == k_queries;
  const std::uint64_t outer_block = queries_outside ? shape_.queries : shape_.keys;
  const std::uint64_t inner_block = queries_outside ? shape_.keys : shape_.queries;
  const std::string_view outer_name = queries_outside ? "query block" : "key block";
  const std::string_view inner_name = queries_outside ? "key block" : "query block";
  for (const auto outer : tracer_.loop(outer_name, 0, shape_.length, outer_block)) {
    for (const auto inner : tracer_.loop(inner_name, 0, shape_.length, inner_block)) {
      attend(cut(queries_outside ? outer : inner, shape_.queries),
             cut(queries_outside ? inner : outer, shape_.keys));
    }
  }
  return result_.values();
}

void FlashAttention::project(const Traced<double>& input, const Traced<double>& weights,
                             Traced<double>& result, std::string_view name) {
  const Block phase = tracer_.phase(name);
  multiply(tracer_, loops_, input, weights, result);
}

void FlashAttention::make_scratch() {
  scores_ = tracer_.temporary<double>("S", shape_.queries, shape_.keys);
  top_ = tracer_.temporary<double>("top", shape_.length, 1);
  total_ = tracer_.temporary<double>("total", shape_.length, 1);
  if (shape_.keys < shape_.length) {
    scale_ = tracer_.temporary<double>("scale", shape_.length, 1);
  }
}

void FlashAttention::attend(Rows queries, Rows keys) {
  score(queries, keys);
  soften(queries, keys);
  weigh(queries, keys);
}

void FlashAttention::score(Rows queries, Rows keys) {
  const Block phase = tracer_.phase("scores");
  const double scale = 1.0 / std::sqrt(static_cast<double>(shape_.head_width));
  for (const auto i : rows(queries)) {
    for (const auto j : Loop(tracer_, loops_.j, keys.first, keys.last, 1)) {
      double sum = 0;
      for (std::uint64_t p = 0; p < shape_.head_width; ++p) {
        const double query = queries_.read(i, p);
        const double key = keys_.read(j, p);
        sum += query * key;
      }
      scores_.write(i - queries.first, j - keys.first, sum * scale);
    }
  }
}

/// The softmax of a block's rows, relative to the largest score that each row has had so far
/// (Milakov and Gimelshein, 2018); what came before will be scaled to it.
void FlashAttention::soften(Rows queries, Rows keys) {
  const Block phase = tracer_.phase("softmax");
  const std::uint64_t columns = keys.last - keys.first;
  for (const auto i : rows(queries)) {
    const std::uint64_t row = i - queries.first;
    double largest = -std::numeric_limits<double>::infinity();
    for (std::uint64_t j = 0; j < columns; ++j) {
      largest = std::max(largest, scores_.read(row, j));
    }
    if (keys.first == 0) {
      top_.write(i, largest);
      total_.write(i, exponentials(row, columns, largest));
      continue;
    }
    const double before = top_.read(i);
    largest = std::max(largest, before);
    top_.write(i, largest);
    const double scale = std::exp(before - largest);
    const double sum = exponentials(row, columns, largest);
    total_.write(i, total_.read(i) * scale + sum);
    scale_.write(i, scale);
  }
}

double FlashAttention::exponentials(std::uint64_t row, std::uint64_t columns, double top) {
  double sum = 0;
  for (std::uint64_t j = 0; j < columns; ++j) {
    const double exponential = std::exp(scores_.read(row, j) - top);
    sum += exponential;
    scores_.write(row, j, exponential);
  }
  return sum;
}

void FlashAttention::weigh(Rows queries, Rows keys) {
  const Block phase = tracer_.phase("weighted sum");
  const bool is_first = keys.first == 0;
  const bool is_last = keys.last == shape_.length;
  for (const auto i : rows(queries)) {
    const double scale = is_first ? 0.0 : scale_.read(i);
    const double total = is_last ? total_.read(i) : 1.0;
    for (const auto j : tracer_.loop(loops_.j, shape_.head_width)) {
      double sum = 0;
      for (std::uint64_t r = keys.first; r < keys.last; ++r) {
        const double weight = scores_.read(i - queries.first, r - keys.first);
        const double value = values_.read(r, j);
        sum += weight * value;
      }
      const double before = is_first ? 0.0 : result_.read(i, j);
      result_.write(i, j, (before * scale + sum) / total);
    }
  }
}

std::vector<double> run(const Parameters& parameters, Tracer& tracer, const InputData& input) {
  Weights weights(tracer, input);
  return FlashAttention(tracer, weights, Shape(parameters)).run(parameters["outer"]);
}

std::vector<ReuseClass> classes() {
  auto all = attention_classes({"Q", "K", "V"});
  for (ReuseClass& named : all) {
    named.source = "";
  }
  all.push_back({"result reuses", "", {"H"}});
  all.push_back({"statistics reuses", "", {"top", "total", "scale"}});
  return all;
}

}  // namespace

Kernel flash_kernel() {
  return {
      .name = "flash",
      .summary = "one attention head with its projections, block by block: FlashAttention",
      .source = "Dao et al., NeurIPS'22",
      .task = k_head_task,
      .parameters = k_parameters,
      .arrays = {"Q", "K", "V", "WQ", "WK", "WV", "q", "k", "v", "S", "top", "total", "scale", "H"},
      .classes = classes(),
      .resolve = resolve,
      .plan = plan,
      .run = run};
}

}  // namespace dmc
