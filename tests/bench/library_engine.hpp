#pragma once

// The order-statistic tree of GCC's library; others do not have one.
#if __has_include(<ext/pb_ds/assoc_container.hpp>)
#define DMC_BENCH_LIBRARY_ENGINE 1

#include <cstdint>
#include <functional>
#include <span>
#include <unordered_map>

#include <ext/pb_ds/assoc_container.hpp>
#include <ext/pb_ds/tree_policy.hpp>

#include "dmc/trace/batch.hpp"

#include "counts.hpp"

namespace dmc::bench {

/// What one writes in ten minutes: a hash map from data to the time of their last access, and an
/// order-statistic tree of these times.
class LibraryEngine {
 public:
  explicit LibraryEngine(std::uint64_t /*expected_data*/) {}

  void access(std::span<const Datum> data) {
    for (const Datum datum : data) {
      std::uint64_t& last = last_[datum];
      if (last != 0) {
        counts_.count(times_.size() - times_.order_of_key(last));
        times_.erase(last);
      }
      last = ++now_;
      times_.insert(last);
    }
  }

  [[nodiscard]] Histogram histogram() const { return counts_.histogram(); }

 private:
  using Times =
      __gnu_pbds::tree<std::uint64_t, __gnu_pbds::null_type, std::less<>, __gnu_pbds::rb_tree_tag,
                       __gnu_pbds::tree_order_statistics_node_update>;

  std::unordered_map<Datum, std::uint64_t> last_;
  Times times_;
  std::uint64_t now_ = 0;
  Counts counts_;
};

}  // namespace dmc::bench

#endif
