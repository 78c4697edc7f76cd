#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "dmc/trace/batch.hpp"

#include "counts.hpp"

namespace dmc::bench {

/// The balanced tree of the textbooks: a splay tree of last accesses, ordered by time, with the
/// size of every subtree; top-down splaying with sizes after Sleator and Tarjan, as PARDA and
/// libCacheSim use it. Nodes come from a pool, and the last access of a datum from a flat table
/// where those two ask a hash table.
class SplayEngine {
 public:
  explicit SplayEngine(std::uint64_t expected_data) : last_(expected_data) {
    nodes_.reserve(expected_data + k_first_node);
    nodes_.resize(k_first_node);
  }

  void access(std::span<const Datum> data) {
    for (const Datum datum : data) {
      if (datum >= last_.size()) {
        last_.resize(std::max<std::size_t>(datum + std::size_t{1}, 2 * last_.size()));
      }
      const std::uint64_t p = last_[datum];
      last_[datum] = ++now_;
      Index node = 0;
      if (p != 0) {
        splay(root_, p);
        node = root_;
        counts_.count(std::uint64_t{nodes_[nodes_[node].right].size} + 1);
        remove_root();
      } else {
        node = static_cast<Index>(nodes_.size());
        nodes_.emplace_back();
      }
      insert(node, now_);
    }
  }

  [[nodiscard]] Histogram histogram() const { return counts_.histogram(); }

 private:
  using Index = std::uint32_t;
  static constexpr Index k_none = 0;    // a node of size 0
  static constexpr Index k_header = 1;  // holds the two trees that splaying takes apart
  static constexpr Index k_first_node = 2;

  struct Node {
    std::uint64_t time = 0;
    Index left = k_none;
    Index right = k_none;
    Index size = 0;
  };

  // Node::left and Node::right, one way or the other round.
  template <Index Node::*Near, Index Node::*Far, class Beyond>
  Index step(Index top, std::uint64_t time, Beyond beyond) {
    Node* const nodes = nodes_.data();
    const Index next = nodes[top].*Near;
    if (next == k_none || !beyond(time, nodes[next].time)) {
      return top;
    }
    nodes[top].*Near = nodes[next].*Far;
    nodes[next].*Far = top;
    nodes[top].size = nodes[nodes[top].left].size + nodes[nodes[top].right].size + 1;
    return next;
  }

  // The sizes along the spine of one of the trees that were taken apart.
  template <Index Node::*Spine, Index Node::*Other>
  void set_sizes(Index top, Index size) {
    Node* const nodes = nodes_.data();
    for (; top != k_none; top = nodes[top].*Spine) {
      nodes[top].size = size;
      size -= 1 + nodes[nodes[top].*Other].size;
    }
  }

  // Brings the node of that time to the root, or the last that a search for it meets.
  void splay(Index& root, std::uint64_t time);

  void remove_root() {
    Node* const nodes = nodes_.data();
    const Node old = nodes[root_];
    if (old.left == k_none) {
      root_ = old.right;
      return;
    }
    root_ = old.left;
    splay(root_, old.time);  // the last one before it, so there is nothing to its right
    nodes[root_].right = old.right;
    nodes[root_].size = old.size - 1;
  }

  // Later than all that are there.
  void insert(Index node, std::uint64_t time) {
    splay(root_, time);
    nodes_[node] = {time, root_, k_none, nodes_[root_].size + 1};
    root_ = node;
  }

  std::vector<Node> nodes_;
  std::vector<std::uint64_t> last_;  // by datum; 0 for none
  std::uint64_t now_ = 0;
  Index root_ = k_none;
  Counts counts_;
};

inline void SplayEngine::splay(Index& root, std::uint64_t time) {
  if (root == k_none) {
    return;
  }
  Node* const nodes = nodes_.data();
  nodes[k_header] = {};
  Index left = k_header;
  Index right = k_header;
  Index left_size = 0;
  Index right_size = 0;
  Index top = root;
  while (time != nodes[top].time) {
    if (time < nodes[top].time) {
      top = step<&Node::left, &Node::right>(top, time, std::less<>());
      if (nodes[top].left == k_none) {
        break;
      }
      nodes[right].left = top;
      right = top;
      top = nodes[top].left;
      right_size += 1 + nodes[nodes[right].right].size;
    } else {
      top = step<&Node::right, &Node::left>(top, time, std::greater<>());
      if (nodes[top].right == k_none) {
        break;
      }
      nodes[left].right = top;
      left = top;
      top = nodes[top].right;
      left_size += 1 + nodes[nodes[left].left].size;
    }
  }
  left_size += nodes[nodes[top].left].size;
  right_size += nodes[nodes[top].right].size;
  nodes[top].size = left_size + right_size + 1;
  nodes[left].right = k_none;
  nodes[right].left = k_none;
  set_sizes<&Node::right, &Node::left>(nodes[k_header].right, left_size);
  set_sizes<&Node::left, &Node::right>(nodes[k_header].left, right_size);
  nodes[left].right = nodes[top].left;
  nodes[right].left = nodes[top].right;
  nodes[top].left = nodes[k_header].right;
  nodes[top].right = nodes[k_header].left;
  root = top;
}

}  // namespace dmc::bench
