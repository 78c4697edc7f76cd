#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "naive_lru.hpp"

namespace dmc::test {

/// A program of loops as C++ runs it, with every access noted: who carries what by its definition,
/// distances by NaiveLru. It shares nothing with the nests of the library.
class Naive {
 public:
  using Reuses = std::map<std::uint64_t, std::uint64_t>;
  using Sizes = std::map<std::string, std::uint64_t>;

  Naive(std::uint64_t block, std::string omitted) : block_(block), omitted_(std::move(omitted)) {}

  void array(const std::string& name, std::int64_t size) {
    first_[name] = next_;
    next_ += (static_cast<std::uint64_t>(size) + block_ - 1) / block_;
  }

  /// for v = begin; v < end (or > where the step is negative); v += step.
  template <class Body>
  void loop(const std::string& scope, std::int64_t begin, std::int64_t end, const Body& body,
            std::int64_t step = 1) {
    path_.push_back({scope, ++scopes_, 0});
    for (std::int64_t v = begin; step > 0 ? v < end : v > end; v += step) {
      ++path_.back().iteration;
      body(v);
    }
    path_.pop_back();
  }

  void operator()(const std::string& name, std::int64_t offset) {
    if (name == omitted_) {
      return;
    }
    ++accesses;
    const std::uint64_t datum = first_.at(name) + static_cast<std::uint64_t>(offset) / block_;
    const std::uint64_t distance = lru.access(datum);
    std::vector<Scope>& before = last_[datum];
    if (distance != 0) {
      ++classes[{name, carrier(before)}][distance];
    }
    before = path_;
  }

  NaiveLru lru;
  std::uint64_t accesses = 0;
  std::map<std::pair<std::string, std::string>, Reuses> classes;

 private:
  struct Scope {
    std::string name;
    std::uint64_t number;
    std::uint64_t iteration;
  };

  [[nodiscard]] std::string carrier(const std::vector<Scope>& before) const {
    const auto differs = std::mismatch(before.begin(), before.end(), path_.begin(), path_.end(),
                                       [](const Scope& a, const Scope& b) {
                                         return a.number == b.number && a.iteration == b.iteration;
                                       });
    const bool other_iteration = differs.first != before.end() && differs.second != path_.end() &&
                                 differs.first->number == differs.second->number;
    if (other_iteration) {
      return differs.second->name;
    }
    return differs.second == path_.begin() ? "program"
                                           : "within " + std::prev(differs.second)->name;
  }

  std::uint64_t block_;
  std::string omitted_;
  std::uint64_t next_ = 0;
  std::uint64_t scopes_ = 0;
  Sizes first_;
  std::vector<Scope> path_;
  std::map<std::uint64_t, std::vector<Scope>> last_;
};

}  // namespace dmc::test
