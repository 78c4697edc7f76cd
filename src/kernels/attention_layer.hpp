#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/kernels/kernel.hpp"
#include "dmc/trace/tracer.hpp"

#include "multiply.hpp"

namespace dmc {

/// The sizes of an attention layer: `length` rows of `width`, `heads` heads of `head_width` in
/// `groups` groups that share their keys and values.
struct AttentionShape {
  std::uint64_t length;
  std::uint64_t width;
  std::uint64_t head_width;
  std::uint64_t heads;
  std::uint64_t groups;
};

/// Makes the weights of a network. Each new array of a name is filled with the numbers that follow
/// those of the array of that name before it.
class Weights {
 public:
  Weights(Tracer& tracer, const InputData& input) : tracer_(tracer), input_(input) {}
  [[nodiscard]] Traced<double> matrix(std::string_view name, std::uint64_t rows,
                                      std::uint64_t columns);

 private:
  Tracer& tracer_;
  const InputData& input_;
  std::map<std::string, std::uint64_t, std::less<>> used_;
};

/// What the heads of a layer attend to: three l×d matrices, which may be the same one, and an
/// optional l×l mask that is added to the scores.
struct AttentionInputs {
  const Traced<double>& queries;
  const Traced<double>& keys;
  const Traced<double>& values;
  const Traced<double>* mask = nullptr;
};

/// Softmax of each row, in place: a pass for the maximum, one for the exponentials and their sum,
/// one to normalise.
void softmax_rows(Tracer& tracer, Label row_loop, Traced<double>& matrix);

/// Attention of Section 3.1. Weights are new for every group and head.
class AttentionLayer {
 public:
  AttentionLayer(Tracer& tracer, Weights& weights, AttentionShape shape);

  /// The heads of all groups, side by side in `joined`.
  void attend(const AttentionInputs& in, Traced<double>& joined);
  /// result = joined·W0.
  void project(const Traced<double>& joined, Traced<double>& result);

 private:
  void group(const AttentionInputs& in, std::uint64_t first_head, Traced<double>& joined);
  void head(const AttentionInputs& in, const Traced<double>& keys, const Traced<double>& values,
            std::uint64_t index, Traced<double>& joined);
  void score(const Traced<double>& queries, const Traced<double>& keys, const Traced<double>* mask,
             Traced<double>& scores);
  void weigh(const Traced<double>& scores, const Traced<double>& values, std::uint64_t first_column,
             Traced<double>& joined);

  Tracer& tracer_;
  Weights& weights_;
  AttentionShape shape_;
  LoopLabels loops_;
};

/// Accesses and data of the groups and heads of `layers` layers. What they read (Q, K, V or x),
/// their mask and what they write (H) is the caller's to add.
[[nodiscard]] std::vector<ArrayPlan> plan_heads(AttentionShape shape, Count layers);

/// Accesses to one l×d input by its projections: by every head for queries, every group for the
/// others.
[[nodiscard]] Count projection_reads(AttentionShape shape, std::uint64_t projections);

/// The reuses of the heads by what is reused; `inputs` are the arrays that the projections read.
[[nodiscard]] std::vector<ReuseClass> attention_classes(std::vector<std::string_view> inputs);

/// The temporaries of a group and a head inside it, which are all alive at once.
[[nodiscard]] std::vector<RangePlan> head_ranges(AttentionShape shape);

}  // namespace dmc
