#include <array>
#include <cmath>

#include "attention_layer.hpp"
#include "parameters.hpp"
#include "ranges.hpp"
#include "rows.hpp"

namespace dmc {
namespace {

constexpr std::array k_parameters{
    Parameter{.name = "l", .meaning = "tokens in the cache at the beginning", .fallback = 256},
    Parameter{.name = "d", .meaning = "width of the model", .fallback = 64},
    Parameter{.name = "h", .meaning = "heads, a divisor of d", .fallback = 8},
    Parameter{.name = "p",
              .meaning = "groups of heads that share keys and values, a divisor of h; h unless "
                         "given, which is multi-head attention, and 1 is multi-query",
              .fallback = 8,
              .derived = true},
    Parameter{.name = "steps",
              .meaning = "tokens decoded one after another",
              .fallback = 1,
              .max = 65536},
};

Parameters resolve(const Parameters& given) {
  Parameters all = complete(k_parameters, given);
  if (!given.has("p")) {
    all.set("p", all["h"]);
  }
  check_divides("h", all["h"], "d", all["d"]);
  check_divides("p", all["p"], "h", all["h"]);
  return all;
}

struct Shape {
  explicit Shape(const Parameters& parameters)
      : cached(parameters["l"]),
        width(parameters["d"]),
        heads(parameters["h"]),
        groups(parameters["p"]),
        steps(parameters["steps"]),
        head_width(width / heads),
        shared_width(groups * head_width) {}

  std::uint64_t cached;
  std::uint64_t width;
  std::uint64_t heads;
  std::uint64_t groups;
  std::uint64_t steps;
  std::uint64_t head_width;
  std::uint64_t shared_width;  // of all groups' keys, or values
};

/// Entries of the cache that all steps together attend to: l+1, then l+2, and so on.
Count entries_read(const Shape& shape) {
  return Count(shape.steps) * shape.cached +
         (Count(shape.steps) * (Count(shape.steps) + 1)).value() / 2;
}

/// The scratch arrays: those of each head, and H. They differ from step to step where the cache's
/// length is in their size.
void plan_scratch(const Shape& shape, Plan& plan) {
  const Count v = shape.head_width;
  const Count d = shape.width;
  const Count h = shape.heads;
  const Count rounds = h * shape.steps;
  plan.arrays.push_back({.name = "q",
                         .size = v,
                         .copies = rounds,
                         .accesses = rounds * v + v * h * entries_read(shape),
                         .temporary = true});
  plan.arrays.push_back({.name = "H",
                         .size = d,
                         .copies = shape.steps,
                         .accesses = Count(shape.steps) * d * (d + 1),
                         .temporary = true});
  std::vector<std::vector<RangePlan>> moments;
  for (std::uint64_t step = 0; step < shape.steps; ++step) {
    const Count entries = Count(shape.cached) + step + 1;
    // Written once, five times by softmax, then read for each column of the values.
    plan.arrays.push_back({.name = "S",
                           .size = entries,
                           .copies = h,
                           .accesses = h * entries * (v + 6),
                           .temporary = true});
    moments.push_back({{v, 1}, {d, 1}, {entries, 1}});
  }
  plan.recycled = recycled_ranges(moments);
}

Plan plan(const Parameters& parameters) {
  const Shape shape(parameters);
  const Count t = shape.steps;
  const Count d = shape.width;
  const Count shared = shape.shared_width;
  const Count cache = shared * (Count(shape.cached) + t);
  const Count cache_accesses = t * shared + d * entries_read(shape);
  Plan plan{.arrays = {
                // Read by the projections of every head for queries, every group for the others.
                {.name = "x", .size = t * d, .accesses = t * d * (d + shared * 2)},
                {.name = "WQ", .size = d * d, .accesses = t * d * d},
                {.name = "WK", .size = d * shared, .accesses = t * d * shared},
                {.name = "WV", .size = d * shared, .accesses = t * d * shared},
                {.name = "W0", .size = d * d, .accesses = t * d * d},
                {.name = "K", .size = cache, .accesses = cache_accesses},
                {.name = "V", .size = cache, .accesses = cache_accesses},
                {.name = "O", .size = t * d, .accesses = t * d},
            }};
  plan_scratch(shape, plan);
  return plan;
}

class Decoder {
 public:
  Decoder(const Shape& shape, Tracer& tracer, const InputData& input);
  std::vector<double> run();

 private:
  void fill_cache(Traced<double>& cache, const InputData& input, std::string_view name) const;
  void step(std::uint64_t index);
  void append(std::uint64_t group, std::uint64_t token, const Traced<double>& weights,
              Traced<double>& cache, std::string_view name);
  void head(std::uint64_t index, std::uint64_t group, std::uint64_t token, Traced<double>& joined);
  void score(std::uint64_t group, const Traced<double>& query, Traced<double>& scores);
  void weigh(std::uint64_t group, std::uint64_t first_column, const Traced<double>& scores,
             Traced<double>& joined);
  [[nodiscard]] double product(std::uint64_t token, const Traced<double>& weights,
                               std::uint64_t column) const;
  /// Where the entry of a token begins in a group's part of a cache.
  [[nodiscard]] std::uint64_t entry(std::uint64_t group, std::uint64_t token) const {
    return (group * (shape_.cached + shape_.steps) + token) * shape_.head_width;
  }

  Tracer& tracer_;
  Shape shape_;
  LoopLabels loops_;
  Traced<double> x_, wq_, wk_, wv_, w0_, keys_, values_, result_;
};

Decoder::Decoder(const Shape& shape, Tracer& tracer, const InputData& input)
    : tracer_(tracer), shape_(shape), loops_(tracer) {
  Weights weights(tracer, input);
  const std::uint64_t d = shape.width;
  const std::uint64_t cache = shape.shared_width * (shape.cached + shape.steps);
  x_ = weights.matrix("x", shape.steps, d);
  wq_ = weights.matrix("WQ", d, d);
  wk_ = weights.matrix("WK", d, shape.shared_width);
  wv_ = weights.matrix("WV", d, shape.shared_width);
  w0_ = weights.matrix("W0", d, d);
  keys_ = tracer.array<double>("K", cache);
  values_ = tracer.array<double>("V", cache);
  result_ = tracer.matrix<double>("O", shape.steps, d);
  fill_cache(keys_, input, "K");
  fill_cache(values_, input, "V");
}

/// The entries of the cached tokens, of each group after those of the one before it.
void Decoder::fill_cache(Traced<double>& cache, const InputData& input,
                         std::string_view name) const {
  const std::uint64_t cached = shape_.cached * shape_.head_width;
  for (std::uint64_t group = 0; group < shape_.groups; ++group) {
    for (std::uint64_t i = 0; i < cached; ++i) {
      cache.values()[entry(group, 0) + i] = input(name, group * cached + i);
    }
  }
}

std::vector<double> Decoder::run() {
  for (const auto index : tracer_.loop("step", shape_.steps)) {
    step(index);
  }
  return result_.values();
}

void Decoder::step(std::uint64_t index) {
  const std::uint64_t token = shape_.cached + index;
  const std::uint64_t heads = shape_.heads / shape_.groups;
  auto joined = tracer_.temporary<double>("H", 1, shape_.width);
  for (const auto group : tracer_.loop("group", shape_.groups)) {
    append(group, token, wk_, keys_, "k projection");
    append(group, token, wv_, values_, "v projection");
    for (const auto one : tracer_.loop("head", heads)) {
      head(group * heads + one, group, token, joined);
    }
  }
  const Block phase = tracer_.phase("output projection");
  for (const auto j : tracer_.loop(loops_.j, shape_.width)) {
    double sum = 0;
    for (std::uint64_t r = 0; r < shape_.width; ++r) {
      const double value = joined.read(r);
      const double weight = w0_.read(r, j);
      sum += value * weight;
    }
    result_.write(index, j, sum);
  }
}

double Decoder::product(std::uint64_t token, const Traced<double>& weights,
                        std::uint64_t column) const {
  double sum = 0;
  for (std::uint64_t r = 0; r < shape_.width; ++r) {
    const double value = x_.read(token - shape_.cached, r);
    const double weight = weights.read(r, column);
    sum += value * weight;
  }
  return sum;
}

void Decoder::append(std::uint64_t group, std::uint64_t token, const Traced<double>& weights,
                     Traced<double>& cache, std::string_view name) {
  const Block phase = tracer_.phase(name);
  for (const auto j : tracer_.loop(loops_.j, shape_.head_width)) {
    cache.write(entry(group, token) + j, product(token, weights, group * shape_.head_width + j));
  }
}

void Decoder::head(std::uint64_t index, std::uint64_t group, std::uint64_t token,
                   Traced<double>& joined) {
  const std::uint64_t v = shape_.head_width;
  auto query = tracer_.temporary<double>("q", 1, v);
  {
    const Block phase = tracer_.phase("q projection");
    for (const auto j : tracer_.loop(loops_.j, v)) {
      query.write(j, product(token, wq_, index * v + j));
    }
  }
  auto scores = tracer_.temporary<double>("S", 1, token + 1);
  score(group, query, scores);
  softmax_rows(tracer_, loops_.i, scores);
  weigh(group, index * v, scores, joined);
}

void Decoder::score(std::uint64_t group, const Traced<double>& query, Traced<double>& scores) {
  const Block phase = tracer_.phase("scores");
  const double scale = 1.0 / std::sqrt(static_cast<double>(shape_.head_width));
  for (const auto j : tracer_.loop(loops_.j, scores.size())) {
    double sum = 0;
    for (std::uint64_t p = 0; p < shape_.head_width; ++p) {
      const double left = query.read(p);
      const double right = keys_.read(entry(group, j) + p);
      sum += left * right;
    }
    scores.write(j, sum * scale);
  }
}

void Decoder::weigh(std::uint64_t group, std::uint64_t first_column, const Traced<double>& scores,
                    Traced<double>& joined) {
  const Block phase = tracer_.phase("weighted sum");
  for (const auto j : tracer_.loop(loops_.j, shape_.head_width)) {
    double sum = 0;
    for (std::uint64_t r = 0; r < scores.size(); ++r) {
      const double weight = scores.read(r);
      const double value = values_.read(entry(group, r) + j);
      sum += weight * value;
    }
    joined.write(first_column + j, sum);
  }
}

std::vector<double> run(const Parameters& parameters, Tracer& tracer, const InputData& input) {
  return Decoder(Shape(parameters), tracer, input).run();
}

}  // namespace

Kernel decode_kernel() {
  return {.name = "decode",
          .summary = "decoding of tokens against a cache of keys and values",
          .source = "Section 3.1",
          .task = "decoding with a cache",
          .parameters = k_parameters,
          .arrays = {"x", "WQ", "WK", "WV", "W0", "K", "V", "q", "S", "H", "O"},
          .classes = {{"cache reuses", "", {"K", "V"}},
                      {"input reuses", "", {"x"}},
                      {"query reuses", "", {"q"}},
                      {"score reuses", "", {"S"}},
                      {"joined head reuses", "", {"H"}},
                      {"weight reuses", "", {"WQ", "WK", "WV", "W0"}}},
          .resolve = resolve,
          .plan = plan,
          .run = run};
}

}  // namespace dmc
