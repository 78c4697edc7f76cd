#include "attention_layer.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace dmc {

Traced<double> Weights::matrix(std::string_view name, std::uint64_t rows, std::uint64_t columns) {
  auto weights = tracer_.matrix<double>(name, rows, columns);
  std::uint64_t& next = used_[std::string(name)];
  for (double& value : weights.values()) {
    value = input_(name, next);
    ++next;
  }
  return weights;
}

void softmax_rows(Tracer& tracer, Label row_loop, Traced<double>& matrix) {
  const Block phase = tracer.phase("softmax");
  const std::uint64_t columns = matrix.columns();
  for (const auto i : tracer.loop(row_loop, matrix.size() / columns)) {
    double maximum = -std::numeric_limits<double>::infinity();
    for (std::uint64_t j = 0; j < columns; ++j) {
      maximum = std::max(maximum, matrix.read(i, j));
    }
    double sum = 0;
    for (std::uint64_t j = 0; j < columns; ++j) {
      const double exponential = std::exp(matrix.read(i, j) - maximum);
      sum += exponential;
      matrix.write(i, j, exponential);
    }
    for (std::uint64_t j = 0; j < columns; ++j) {
      const double exponential = matrix.read(i, j);
      matrix.write(i, j, exponential / sum);
    }
  }
}

AttentionLayer::AttentionLayer(Tracer& tracer, Weights& weights, AttentionShape shape)
    : tracer_(tracer), weights_(weights), shape_(shape), loops_(tracer) {}

void AttentionLayer::attend(const AttentionInputs& in, Traced<double>& joined) {
  for (const auto index : tracer_.loop("group", shape_.groups)) {
    group(in, index * (shape_.heads / shape_.groups), joined);
  }
}

void AttentionLayer::group(const AttentionInputs& in, std::uint64_t first_head,
                           Traced<double>& joined) {
  const std::uint64_t v = shape_.head_width;
  const auto key_weights = weights_.matrix("WK", shape_.width, v);
  const auto value_weights = weights_.matrix("WV", shape_.width, v);
  auto keys = tracer_.temporary<double>("k", shape_.length, v);
  auto values = tracer_.temporary<double>("v", shape_.length, v);
  {
    const Block phase = tracer_.phase("k projection");
    multiply(tracer_, loops_, in.keys, key_weights, keys);
  }
  {
    const Block phase = tracer_.phase("v projection");
    multiply(tracer_, loops_, in.values, value_weights, values);
  }
  for (const auto index : tracer_.loop("head", shape_.heads / shape_.groups)) {
    head(in, keys, values, first_head + index, joined);
  }
}

void AttentionLayer::head(const AttentionInputs& in, const Traced<double>& keys,
                          const Traced<double>& values, std::uint64_t index,
                          Traced<double>& joined) {
  const std::uint64_t v = shape_.head_width;
  const auto query_weights = weights_.matrix("WQ", shape_.width, v);
  auto queries = tracer_.temporary<double>("q", shape_.length, v);
  {
    const Block phase = tracer_.phase("q projection");
    multiply(tracer_, loops_, in.queries, query_weights, queries);
  }
  auto scores = tracer_.temporary<double>("S", shape_.length, shape_.length);
  score(queries, keys, in.mask, scores);
  softmax_rows(tracer_, loops_.i, scores);
  weigh(scores, values, index * v, joined);
}

void AttentionLayer::score(const Traced<double>& queries, const Traced<double>& keys,
                           const Traced<double>* mask, Traced<double>& scores) {
  const Block phase = tracer_.phase("scores");
  const std::uint64_t v = shape_.head_width;
  const double scale = 1.0 / std::sqrt(static_cast<double>(v));
  for (const auto i : tracer_.loop(loops_.i, shape_.length)) {
    for (const auto j : tracer_.loop(loops_.j, shape_.length)) {
      double sum = 0;
      for (std::uint64_t p = 0; p < v; ++p) {
        const double query = queries.read(i, p);
        const double key = keys.read(j, p);
        sum += query * key;
      }
      const double bias = mask != nullptr ? mask->read(i, j) : 0.0;
      scores.write(i, j, sum * scale + bias);
    }
  }
}

void AttentionLayer::weigh(const Traced<double>& scores, const Traced<double>& values,
                           std::uint64_t first_column, Traced<double>& joined) {
  const Block phase = tracer_.phase("weighted sum");
  for (const auto i : tracer_.loop(loops_.i, shape_.length)) {
    for (const auto j : tracer_.loop(loops_.j, values.columns())) {
      double sum = 0;
      for (std::uint64_t r = 0; r < shape_.length; ++r) {
        const double weight = scores.read(i, r);
        const double value = values.read(r, j);
        sum += weight * value;
      }
      joined.write(i, first_column + j, sum);
    }
  }
}

void AttentionLayer::project(const Traced<double>& joined, Traced<double>& result) {
  const Block phase = tracer_.phase("output projection");
  const auto weights = weights_.matrix("W0", shape_.width, shape_.width);
  multiply(tracer_, loops_, joined, weights, result);
}

std::vector<ArrayPlan> plan_heads(AttentionShape shape, Count layers) {
  const Count l = shape.length;
  const Count d = shape.width;
  const Count v = shape.head_width;
  const Count groups = layers * shape.groups;
  const Count heads = layers * shape.heads;
  const Count projection = l * d * v;
  const Count products = l * l * v;  // of scores, and of weighted sums
  return {{.name = "WK", .size = d * v, .copies = groups, .accesses = groups * projection},
          {.name = "WV", .size = d * v, .copies = groups, .accesses = groups * projection},
          {.name = "WQ", .size = d * v, .copies = heads, .accesses = heads * projection},
          {.name = "k",
           .size = l * v,
           .copies = groups,
           .accesses = groups * l * v + heads * products,
           .temporary = true},
          {.name = "v",
           .size = l * v,
           .copies = groups,
           .accesses = groups * l * v + heads * products,
           .temporary = true},
          {.name = "q",
           .size = l * v,
           .copies = heads,
           .accesses = heads * (l * v + products),
           .temporary = true},
          // Written once, five times by softmax, then read by the weighted sums.
          {.name = "S",
           .size = l * l,
           .copies = heads,
           .accesses = heads * (l * l * 6 + products),
           .temporary = true}};
}

Count projection_reads(AttentionShape shape, std::uint64_t projections) {
  return Count(projections) * shape.length * shape.width * shape.head_width;
}

std::vector<ReuseClass> attention_classes(std::vector<std::string_view> inputs) {
  return {{"input reuses", "Lemma 3.2", std::move(inputs)},
          {"weight reuses", "Lemma 3.2", {"WQ", "WK", "WV"}},
          {"key and query reuses", "Lemma 3.2", {"q", "k"}},
          {"score reuses", "Lemma 3.2", {"S"}},
          {"value reuses", "Lemma 3.2", {"v"}}};
}

std::vector<RangePlan> head_ranges(AttentionShape shape) {
  const Count l = shape.length;
  return {{l * shape.head_width, 3}, {l * l, 1}};
}

}  // namespace dmc
