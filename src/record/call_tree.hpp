#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "dmc/record/line_meter.hpp"

namespace dmc::record {

/// Which calls were open together, and what their accesses cost. Node 0 is the whole program.
class CallTree {
 public:
  CallTree() : calls_(1) {}

  [[nodiscard]] std::uint32_t enter(std::uint32_t caller, LabelId function) {
    // A recursion has no bound: beyond this depth of the tree it stays where it is.
    if (calls_.size() >= k_most_nodes) {
      return caller;
    }
    const std::uint64_t key = (std::uint64_t{caller} << 16) | function;
    const auto [found, is_new] = nodes_.try_emplace(key, static_cast<std::uint32_t>(calls_.size()));
    if (is_new) {
      calls_.push_back({caller, function, 0});
    }
    return found->second;
  }

  void add(std::uint32_t node, double dmd) { calls_[node].dmd += dmd; }

  [[nodiscard]] const std::vector<CallCost>& calls() const { return calls_; }

 private:
  static constexpr std::size_t k_most_nodes = std::size_t{1} << 20;

  std::vector<CallCost> calls_;
  std::unordered_map<std::uint64_t, std::uint32_t> nodes_;
};

}  // namespace dmc::record
