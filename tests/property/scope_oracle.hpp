#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "dmc/trace/batch.hpp"

#include "fenwick_lru.hpp"

namespace dmc::test {

/// Who carries each reuse, from first principles: every access remembers the whole path of scopes
/// around it, where each entry into a scope and each iteration of a loop has a number of its own. A
/// reuse is carried by the last scope that the paths of both its accesses have in common: where
/// that is a loop, they differ in the iteration; where it is an iteration, in something within it.
class ScopeOracle {
 public:
  using Class = std::pair<ArrayId, LabelId>;
  using Reuses = std::map<std::uint64_t, std::uint64_t>;

  explicit ScopeOracle(std::size_t most_accesses, LabelId program = 0) : lru_(most_accesses) {
    enter(program, Kind::block);
  }

  void enter_loop(LabelId label) { enter(label, Kind::loop); }
  void next_iteration() {
    leave_iteration();
    enter(static_cast<LabelId>(path_.back().label + 1), Kind::iteration);
  }
  void leave_loop() {
    leave_iteration();
    path_.pop_back();
  }
  void enter_block(LabelId label) { enter(label, Kind::block); }
  void leave_block() { path_.pop_back(); }

  void access(Datum datum, ArrayId array) {
    ++accesses_;
    const std::uint64_t distance = lru_.access(datum);
    std::vector<Scope>& before = last_path_[datum];
    if (distance == 0) {
      ++cold_[array];
    } else {
      const auto common = std::mismatch(before.begin(), before.end(), path_.begin(), path_.end(),
                                        [](Scope a, Scope b) { return a.number == b.number; });
      const LabelId carrier = std::prev(common.first)->label;
      ++reuses_[{array, carrier}][distance];
    }
    before = path_;
  }

  void apply(const ScopeEvent& event) {
    switch (event.kind) {
      case ScopeEvent::Kind::enter_loop:
        enter_loop(event.label);
        next_iteration();
        break;
      case ScopeEvent::Kind::iterate:
        next_iteration();
        break;
      case ScopeEvent::Kind::leave_loop:
        leave_loop();
        break;
      case ScopeEvent::Kind::enter_block:
        enter_block(event.label);
        break;
      case ScopeEvent::Kind::leave_block:
        leave_block();
        break;
    }
  }

  [[nodiscard]] std::uint64_t accesses() const { return accesses_; }
  [[nodiscard]] std::uint64_t data() const { return lru_.data(); }
  [[nodiscard]] Reuses histogram() const { return lru_.histogram(); }
  [[nodiscard]] const std::map<Class, Reuses>& reuses() const { return reuses_; }
  /// First accesses by array; arrays without any are absent.
  [[nodiscard]] const std::map<ArrayId, std::uint64_t>& cold() const { return cold_; }

 private:
  enum class Kind : std::uint8_t { loop, iteration, block };
  struct Scope {
    std::uint64_t number;
    LabelId label;
    Kind kind;
  };

  void enter(LabelId label, Kind kind) { path_.push_back({next_number_++, label, kind}); }
  void leave_iteration() {
    if (path_.back().kind == Kind::iteration) {
      path_.pop_back();
    }
  }

  FenwickLru lru_;
  std::uint64_t accesses_ = 0;
  std::uint64_t next_number_ = 0;
  std::vector<Scope> path_;
  std::unordered_map<Datum, std::vector<Scope>> last_path_;
  std::map<Class, Reuses> reuses_;
  std::map<ArrayId, std::uint64_t> cold_;
};

}  // namespace dmc::test
