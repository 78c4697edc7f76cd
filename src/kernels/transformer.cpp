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

constexpr std::array k_parameters{
    Parameter{.name = "l", .meaning = "length of the sequence", .fallback = 32},
    Parameter{.name = "d", .meaning = "width of the model", .fallback = 64},
    Parameter{.name = "h", .meaning = "heads, a divisor of d", .fallback = 4},
    Parameter{.name = "f",
              .meaning = "width of the feed-forward step; 4 d unless given",
              .fallback = 256,
              .derived = true},
    Parameter{.name = "layers", .meaning = "decoder layers", .fallback = 2},
    Parameter{.name = "vocab", .meaning = "words of the vocabulary", .fallback = 256},
};

Parameters resolve(const Parameters& given) {
  Parameters all = complete(k_parameters, given);
  check_divides("h", all["h"], "d", all["d"]);
  if (!given.has("f")) {
    all.set("f", std::min(4 * all["d"], k_parameters[3].max));
  }
  return all;
}

struct Sizes {
  explicit Sizes(const Parameters& parameters)
      : l(parameters["l"]),
        d(parameters["d"]),
        f(parameters["f"]),
        layers(parameters["layers"]),
        vocab(parameters["vocab"]),
        attention{.length = l,
                  .width = d,
                  .head_width = d / parameters["h"],
                  .heads = parameters["h"],
                  .groups = parameters["h"]} {}
  /// Rows of the embedding that are looked up; no others are made.
  [[nodiscard]] std::uint64_t words() const { return std::min(l, vocab); }

  std::uint64_t l;
  std::uint64_t d;
  std::uint64_t f;
  std::uint64_t layers;
  std::uint64_t vocab;
  AttentionShape attention;
};

/// Accesses to the residual stream x, which every step reads.
Count plan_stream(const Sizes& sizes) {
  const Count l = sizes.l;
  const Count d = sizes.d;
  const Count embedding = l * d * 3;  // written, then read and written with the position
  const Count attention = Count(3) * projection_reads(sizes.attention, sizes.attention.heads);
  const Count add_and_norm = l * d * 5;
  const Count layer = Count(2) * attention + l * d * sizes.f + Count(3) * add_and_norm;
  return embedding + Count(sizes.layers) * layer + l * d * sizes.vocab;
}

void plan_layers(const Sizes& sizes, std::vector<ArrayPlan>& arrays) {
  const Count l = sizes.l;
  const Count d = sizes.d;
  const Count f = sizes.f;
  const Count layers = sizes.layers;
  const Count attentions = Count(2) * layers;
  const Count sums = Count(3) * layers;
  const auto heads = plan_heads(sizes.attention, attentions);
  arrays.insert(arrays.end(), heads.begin(), heads.end());
  const std::initializer_list<ArrayPlan> rest{
      {.name = "M", .size = l * l, .accesses = layers * sizes.attention.heads * l * l},
      {.name = "H",
       .size = l * d,
       .copies = attentions,
       .accesses = attentions * (l * d + l * d * d),
       .temporary = true},
      {.name = "W0", .size = d * d, .copies = attentions, .accesses = attentions * l * d * d},
      {.name = "a", .size = l * d, .copies = sums, .accesses = sums * l * d * 2, .temporary = true},
      {.name = "gain", .size = d, .copies = sums, .accesses = sums * l * d},
      {.name = "bias", .size = d, .copies = sums, .accesses = sums * l * d},
      {.name = "W1", .size = d * f, .copies = layers, .accesses = layers * l * d * f},
      {.name = "relu",
       .size = l * f,
       .copies = layers,
       .accesses = layers * (l * f + l * d * f),
       .temporary = true},
      {.name = "W2", .size = d * f, .copies = layers, .accesses = layers * l * d * f},
  };
  arrays.insert(arrays.end(), rest.begin(), rest.end());
}

Plan plan(const Parameters& parameters) {
  const Sizes sizes(parameters);
  const Count l = sizes.l;
  const Count d = sizes.d;
  const Count vocab = sizes.vocab;
  Plan plan{.arrays = {{.name = "token", .size = l, .accesses = l},
                       {.name = "E", .size = Count(sizes.words()) * d, .accesses = l * d},
                       {.name = "x", .size = l * d, .accesses = plan_stream(sizes)},
                       {.name = "Pos", .size = l * d, .accesses = l * d}},
            .recycled = {}};
  plan_layers(sizes, plan.arrays);
  plan.arrays.push_back({.name = "WL", .size = d * vocab, .accesses = l * d * vocab});
  plan.arrays.push_back({.name = "logits", .size = l * vocab, .accesses = l * vocab * 6});
  auto heads = head_ranges(sizes.attention);
  heads.push_back({l * d, 1});
  const std::vector<RangePlan> projection{{l * d, 2}};
  const std::vector<RangePlan> feed_forward{{l * sizes.f, 1}, {l * d, 1}};
  plan.recycled = recycled_ranges({heads, projection, feed_forward});
  return plan;
}

/// The decoder of Section 3.1, one method a stage of Table 1.
class Decoder {
 public:
  Decoder(const Sizes& sizes, Tracer& tracer, const InputData& input)
      : sizes_(sizes),
        tracer_(tracer),
        weights_(tracer, input),
        loops_(tracer),
        attention_(tracer, weights_, sizes.attention),
        x_(tracer.matrix<double>("x", sizes.l, sizes.d)),
        mask_(causal_mask(tracer, sizes.l)) {}

  std::vector<double> run() {
    embed();
    add_positions();
    for ([[maybe_unused]] const auto layer : tracer_.loop("layer", sizes_.layers)) {
      add(attend("masked attention", &mask_));
      norm();
      add(attend("attention", nullptr));
      norm();
      add(feed_forward());
      norm();
    }
    return classify();
  }

 private:
  /// Scores of what comes later are lowered without bound.
  static Traced<double> causal_mask(Tracer& tracer, std::uint64_t l) {
    auto mask = tracer.matrix<double>("M", l, l);
    for (std::uint64_t i = 0; i < l; ++i) {
      for (std::uint64_t j = i + 1; j < l; ++j) {
        mask.values()[i * l + j] = -std::numeric_limits<double>::infinity();
      }
    }
    return mask;
  }

  void embed();
  void add_positions();
  Traced<double> attend(std::string_view name, const Traced<double>* mask);
  Traced<double> feed_forward();
  void add(Traced<double> a);
  void norm();
  std::vector<double> classify();

  const Sizes& sizes_;
  Tracer& tracer_;
  Weights weights_;
  LoopLabels loops_;
  AttentionLayer attention_;
  Traced<double> x_;
  Traced<double> mask_;
};

void Decoder::embed() {
  const Block phase = tracer_.phase("embedding");
  auto tokens = tracer_.array<std::uint64_t>("token", sizes_.l);
  for (std::uint64_t t = 0; t < sizes_.l; ++t) {
    tokens.values()[t] = t % sizes_.vocab;
  }
  const auto embedding = weights_.matrix("E", sizes_.words(), sizes_.d);
  for (const auto t : tracer_.loop(loops_.i, sizes_.l)) {
    const std::uint64_t word = tokens.read(t);
    for (std::uint64_t j = 0; j < sizes_.d; ++j) {
      const double value = embedding.read(word, j);
      x_.write(t, j, value);
    }
  }
}

void Decoder::add_positions() {
  const Block phase = tracer_.phase("positional encoding");
  const auto positions = weights_.matrix("Pos", sizes_.l, sizes_.d);
  for (const auto t : tracer_.loop(loops_.i, sizes_.l)) {
    for (std::uint64_t j = 0; j < sizes_.d; ++j) {
      const double value = x_.read(t, j);
      const double position = positions.read(t, j);
      x_.write(t, j, value + position);
    }
  }
}

Traced<double> Decoder::attend(std::string_view name, const Traced<double>* mask) {
  const Block phase = tracer_.phase(name);
  auto joined = tracer_.temporary<double>("H", sizes_.l, sizes_.d);
  attention_.attend({x_, x_, x_, mask}, joined);
  auto result = tracer_.temporary<double>("a", sizes_.l, sizes_.d);
  attention_.project(joined, result);
  return result;
}

Traced<double> Decoder::feed_forward() {
  const Block phase = tracer_.phase("feed-forward");
  const auto first = weights_.matrix("W1", sizes_.d, sizes_.f);
  const auto second = weights_.matrix("W2", sizes_.f, sizes_.d);
  auto relu = tracer_.temporary<double>("relu", sizes_.l, sizes_.f);
  multiply(tracer_, loops_, x_, first, relu, [](double sum) { return std::max(sum, 0.0); });
  auto result = tracer_.temporary<double>("a", sizes_.l, sizes_.d);
  multiply(tracer_, loops_, relu, second, result);
  return result;
}

void Decoder::add(Traced<double> a) {
  const Block phase = tracer_.phase("add");
  for (const auto t : tracer_.loop(loops_.i, sizes_.l)) {
    for (std::uint64_t j = 0; j < sizes_.d; ++j) {
      const double value = x_.read(t, j);
      const double addend = a.read(t, j);
      x_.write(t, j, value + addend);
    }
  }
}

void Decoder::norm() {
  constexpr double k_smallest_variance = 1e-5;  // keeps the division away from zero
  const Block phase = tracer_.phase("norm");
  const auto gain = weights_.matrix("gain", 1, sizes_.d);
  const auto bias = weights_.matrix("bias", 1, sizes_.d);
  const auto width = static_cast<double>(sizes_.d);
  for (const auto t : tracer_.loop(loops_.i, sizes_.l)) {
    double sum = 0;
    double squares = 0;
    for (std::uint64_t j = 0; j < sizes_.d; ++j) {
      const double value = x_.read(t, j);
      sum += value;
      squares += value * value;
    }
    const double mean = sum / width;
    const double variance = std::max(squares / width - mean * mean, 0.0);
    const double scale = 1.0 / std::sqrt(variance + k_smallest_variance);
    for (std::uint64_t j = 0; j < sizes_.d; ++j) {
      const double value = x_.read(t, j);
      const double stretch = gain.read(j);
      const double shift = bias.read(j);
      x_.write(t, j, (value - mean) * scale * stretch + shift);
    }
  }
}

std::vector<double> Decoder::classify() {
  auto logits = tracer_.matrix<double>("logits", sizes_.l, sizes_.vocab);
  {
    const Block phase = tracer_.phase("linear");
    const auto weights = weights_.matrix("WL", sizes_.d, sizes_.vocab);
    multiply(tracer_, loops_, x_, weights, logits);
  }
  softmax_rows(tracer_, loops_.i, logits);
  return logits.values();
}

std::vector<double> run(const Parameters& parameters, Tracer& tracer, const InputData& input) {
  const Sizes sizes(parameters);
  return Decoder(sizes, tracer, input).run();
}

std::vector<ReuseClass> classes() {
  auto all = attention_classes({"x"});
  all.push_back({"output projection reuses", "Lemma 3.3", {"H", "W0"}});
  all.push_back({"feed-forward reuses", "Table 1", {"W1", "W2", "relu"}});
  all.push_back({"linear and softmax reuses", "Table 1", {"WL", "logits"}});
  all.push_back({"mask reuses", "Table 1", {"M"}});
  all.push_back({"add and norm reuses", "Table 1", {"a", "gain", "bias"}});
  return all;
}

}  // namespace

Kernel transformer_kernel() {
  return {.name = "transformer",
          .summary = "forward pass of a decoder: embedding, layers, classification",
          .source = "Section 3.1, Table 1, Theorem 3.4",
          .task = "decoder",
          .parameters = k_parameters,
          .arrays = {"token", "E", "x", "Pos", "WQ",   "WK",   "WV", "W0",   "q",  "k",  "v",
                     "S",     "M", "H", "a",   "gain", "bias", "W1", "relu", "W2", "WL", "logits"},
          .classes = classes(),
          .resolve = resolve,
          .plan = plan,
          .run = run};
}

}  // namespace dmc
