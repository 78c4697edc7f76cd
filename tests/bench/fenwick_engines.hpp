#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "dmc/trace/batch.hpp"

#include "counts.hpp"
#include "huge_pages.hpp"

namespace dmc::bench {

/// Where node i lies: plainly in a row, or with a gap after every 1024. Walks take steps that are
/// powers of two and would otherwise crowd a few sets of the caches.
enum class Layout : std::uint8_t { row, gaps };

/// The nodes of a Fenwick tree: number i counts the ones of the i & -i stamps up to i.
template <Layout L, class Allocator>
class FenwickNodes {
 public:
  [[nodiscard]] std::uint32_t stamps() const { return stamps_; }

  /// Ones at the stamps from 1 to `ones`, zeros behind them.
  void fill(std::uint32_t stamps, std::uint32_t ones) {
    stamps_ = stamps;
    nodes_ = {};
    nodes_.resize(place(stamps) + 1);
    for (std::uint32_t i = 1; i <= stamps; ++i) {
      nodes_[place(i)] = std::min(i, ones) - std::min(i & (i - 1), ones);
    }
  }

  /// Makes every node the number of ones up to its stamp. No tree then, until it is filled again.
  void sum_up() {
    for (std::uint32_t i = 1; i <= stamps_; ++i) {
      nodes_[place(i)] += nodes_[place(i & (i - 1))];
    }
  }
  [[nodiscard]] std::uint32_t sum(std::uint32_t stamp) const { return nodes_[place(stamp)]; }

 protected:
  [[nodiscard]] static std::uint32_t lowest_bit(std::uint32_t i) { return i & (~i + 1); }

  [[nodiscard]] static std::size_t place(std::uint32_t i) {
    return L == Layout::row ? i : std::size_t{i} + (i >> 10);
  }

  [[nodiscard]] std::uint32_t& node(std::uint32_t i) { return nodes_[place(i)]; }

 private:
  std::vector<std::uint32_t, Allocator> nodes_;
  std::uint32_t stamps_ = 0;
};

/// As in any textbook: a sum walks down to zero, an update up to the end of the axis.
class PlainFenwick : public FenwickNodes<Layout::row, std::allocator<std::uint32_t>> {
 public:
  using Allocator = std::allocator<std::uint32_t>;

  void put(std::uint32_t now) { add(now, 1); }

  /// The one at `p` goes to `now`; returns the ones from `p` on.
  std::uint32_t move(std::uint32_t p, std::uint32_t now, std::uint32_t live) {
    std::uint32_t before = 0;
    for (std::uint32_t i = p - 1; i != 0; i &= i - 1) {
      before += node(i);
    }
    add(p, ~0U);
    add(now, 1);
    return live - before;
  }

 private:
  void add(std::uint32_t i, std::uint32_t value) {
    for (const std::uint32_t end = stamps(); i <= end; i += lowest_bit(i)) {
      node(i) += value;
    }
  }
};

/// The same with all that can be had without leaving the tree: nodes behind `now` are made when
/// time reaches them, so that updates stop there; sums stop where the walks from `p` and from `now`
/// meet. All take steps by the logarithm of the time between the two. Nodes
/// lie with gaps, tables in huge pages.
class TunedFenwick : public FenwickNodes<Layout::gaps, HugePages<std::uint32_t>> {
 public:
  using Allocator = HugePages<std::uint32_t>;

  void put(std::uint32_t now) {
    std::uint32_t ones = 1;
    for (std::uint32_t i = now - 1; i != (now & (now - 1)); i &= i - 1) {
      ones += node(i);
    }
    node(now) = ones;
  }

  std::uint32_t move(std::uint32_t p, std::uint32_t now, std::uint32_t /*live*/) {
    std::uint32_t ones = 0;
    std::uint32_t i = now - 1;
    for (; i >= p; i &= i - 1) {
      ones += node(i);
    }
    for (std::uint32_t j = p - 1; j != i; j &= j - 1) {
      ones -= node(j);
    }
    for (std::uint32_t j = p; j < now; j += lowest_bit(j)) {
      --node(j);
    }
    put(now);
    return ones;
  }
};

/// Reuse distances from a Fenwick tree (Fenwick 1994) over time stamps: ones stand at each datum's
/// last access, and a distance is the number of ones from there on (Bennett and Kruskal 1975).
/// 32-bit counters, flat tables; when the time axis is full, stamps become ranks and a new axis
/// begins, of at least four stamps a datum.
template <class Tree>
class FenwickEngine {
 public:
  explicit FenwickEngine(std::uint64_t expected_data) : last_(expected_data) {
    tree_.fill(k_least_stamps, 0);
  }

  void access(std::span<const Datum> data) {
    if (data.empty()) {
      return;
    }
    const std::size_t end = std::size_t{*std::max_element(data.begin(), data.end())} + 1;
    if (end > last_.size()) {
      last_.resize(std::max(end, 2 * last_.size()));
    }
    for (const Datum datum : data) {
      if (now_ == tree_.stamps()) {
        compact();
      }
      ++now_;
      const std::uint32_t p = std::exchange(last_[datum], now_);
      if (p != 0) {
        counts_.count(tree_.move(p, now_, live_));
      } else {
        tree_.put(now_);
        ++live_;
      }
    }
  }

  [[nodiscard]] Histogram histogram() const { return counts_.histogram(); }

 private:
  static constexpr std::uint32_t k_least_stamps = 1U << 16;

  void compact() {
    tree_.sum_up();
    for (std::uint32_t& stamp : last_) {
      stamp = stamp == 0 ? 0 : tree_.sum(stamp);
    }
    tree_.fill(std::max(std::bit_ceil(4 * live_), k_least_stamps), live_);
    now_ = live_;
  }

  Tree tree_;
  std::vector<std::uint32_t, typename Tree::Allocator> last_;  // by datum: its stamp; 0 for none
  std::uint32_t now_ = 0;
  std::uint32_t live_ = 0;
  Counts counts_;
};

}  // namespace dmc::bench
