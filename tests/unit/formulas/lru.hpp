#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <list>
#include <map>
#include <string>
#include <tuple>
#include <utility>

namespace dmc::test {

struct Totals {
  std::uint64_t reuses = 0;
  double dmd = 0;
};

/// The definition of reuse distance, word for word: a list of data, most recently used first.
/// `marks` remember where a datum was accessed last, so that a test can name classes in its own
/// way.
class Lru {
 public:
  using Datum = std::tuple<std::string, std::uint64_t, std::uint64_t, std::uint64_t>;

  /// Accesses an element; `name(mark of the last access)` says which class a reuse belongs to.
  template <typename Name>
  void access(const Datum& datum, std::uint64_t mark, const Name& name) {
    const auto found = std::find(order_.begin(), order_.end(), datum);
    if (found != order_.end()) {
      const auto distance = std::distance(order_.begin(), found) + 1;
      Totals& totals = classes_[name(marks_[datum])];
      ++totals.reuses;
      totals.dmd += std::sqrt(static_cast<double>(distance));
      order_.erase(found);
    }
    order_.push_front(datum);
    marks_[datum] = mark;
  }
  void access(const Datum& datum, const std::string& reuse_class) {
    access(datum, 0, [&](std::uint64_t) { return reuse_class; });
  }

  [[nodiscard]] Totals of(const std::string& reuse_class) const {
    const auto found = classes_.find(reuse_class);
    return found == classes_.end() ? Totals{} : found->second;
  }
  [[nodiscard]] Totals all() const {
    Totals sum;
    for (const auto& [name, totals] : classes_) {
      sum.reuses += totals.reuses;
      sum.dmd += totals.dmd;
    }
    return sum;
  }
  [[nodiscard]] std::uint64_t data() const { return order_.size(); }

 private:
  std::list<Datum> order_;
  std::map<Datum, std::uint64_t> marks_;
  std::map<std::string, Totals> classes_;
};

}  // namespace dmc::test
