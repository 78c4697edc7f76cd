#pragma once

#include <vector>

#include "program.hpp"
#include "region.hpp"

namespace dmc::derive {

/// The region of the parameters that a derivation is about. It begins wide, around one example, and
/// is cut back wherever the answer differs from one side to the other.
class Assumptions {
 public:
  Assumptions(const Program& program, std::vector<std::int64_t> example);

  /// The region as a set without dimensions.
  [[nodiscard]] const Set& region() const { return set_; }
  [[nodiscard]] const Constraints& constraints() const { return constraints_; }

  /// Decides for every condition on parameters alone that the set has, which side is meant. Returns
  /// whether the set has any points in what is left.
  bool settle(const Set& set);
  /// The same of constraints whose dimensions are all gone.
  bool settle(const Constraints& where);

 private:
  void decide(const Row& row);
  void decide_equal(const Row& row);
  [[nodiscard]] std::int64_t at_example(const Row& row) const;

  Frame frame_;
  std::vector<std::int64_t> example_;
  Constraints constraints_;
  Set set_;
};

}  // namespace dmc::derive
