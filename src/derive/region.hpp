#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "dmc/derive/polynomial.hpp"

#include "handles.hpp"

namespace dmc::derive {

/// What symbolic counting does not know how to count.
class NotCounted : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Affine conditions: rows that are zero, and rows that are not negative. Variables are the
/// parameters and, behind them, the dimensions of a set.
struct Constraints {
  std::vector<Row> equal;
  std::vector<Row> not_negative;
};

/// What is between sets of isl and rows of numbers: parameters and dimensions by number.
class Frame {
 public:
  Frame(isl_ctx* context, const std::vector<std::string>& parameters, std::size_t dimensions);

  [[nodiscard]] std::size_t parameters() const { return parameters_; }
  [[nodiscard]] std::size_t dimensions() const { return dimensions_; }
  [[nodiscard]] std::size_t width() const { return 1 + parameters_ + dimensions_; }
  [[nodiscard]] const Space& space() const { return space_; }

  [[nodiscard]] BasicSet set_of(const Constraints& constraints) const;
  /// The same without what follows from the rest; nothing where no point satisfies them.
  [[nodiscard]] std::optional<Constraints> reduced(const Constraints& constraints) const;

 private:
  std::size_t parameters_;
  std::size_t dimensions_;
  Space space_;
};

/// Throws NotCounted where the set has divisions.
[[nodiscard]] Constraints constraints_of(const BasicSet& set);
[[nodiscard]] std::vector<BasicSet> parts_of(const Set& set);
/// The parts with a dimension more for each division, so that none is left. It follows from the
/// others, so that there are as many points as before.
[[nodiscard]] std::vector<BasicSet> lifted_parts_of(const Set& set);
/// The same set without divisions, where that is the same set.
[[nodiscard]] Set without_divisions(const Set& set);
[[nodiscard]] Map without_divisions(const Map& map);

/// A number of points where the constraints hold.
struct Part {
  Constraints where;
  Polynomial count;
  std::vector<std::size_t> left = {};  ///< variables that could not be summed out
  std::size_t dimensions = 0;          ///< of the set that it is a part of
};

/// Sums `weight` over all values that the variables (numbered as in a polynomial) can take where
/// the constraints hold. The parts may overlap, and then they add up; where none holds, the sum is
/// 0. Variables whose bounds are fractions may be left.
[[nodiscard]] std::vector<Part> sum_out(const Frame& frame, const Constraints& where,
                                        const Polynomial& weight,
                                        const std::vector<std::size_t>& variables);

/// Divides what is left so that one bound on each side holds for variable y, and takes the
/// bounds out. Where bounds are fractions, some of the ranges may be empty.
struct Ranged {
  Part part;
  std::optional<Row> value;  ///< the only one there is, or
  Bound first;               ///< from this one
  Bound last;                ///< to this one, which may be one less
};
[[nodiscard]] std::vector<Ranged> ranges_of(const Frame& frame, const Part& part, std::size_t y);

}  // namespace dmc::derive
