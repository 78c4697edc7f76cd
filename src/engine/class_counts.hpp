#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "dmc/engine/histogram.hpp"
#include "dmc/engine/lru_engine.hpp"
#include "dmc/trace/batch.hpp"

#include "distance_bins.hpp"
#include "page_array.hpp"
#include "time_axis.hpp"

namespace dmc::engine {

/// How many reuses of each class, that is of each label and array, have each distance.
///
/// Near ones are counted in bins. Far ones scatter, and in bins nearly each of them would take a
/// page of memory of its own: they are noted one by one, until there are so many of them that bins
/// are the smaller place after all.
class ClassCounts {
 public:
  /// Keeps what the hot code sees in `hot`. Bins are made when `noted_limit` reuses are noted.
  ClassCounts(Classes& hot, std::uint64_t noted_limit);
  ClassCounts(const ClassCounts&) = delete;
  ClassCounts& operator=(const ClassCounts&) = delete;

  /// Room for so many labels and arrays. True if rows are longer than they were.
  bool make_room(std::size_t labels, std::size_t arrays);
  /// Room for distances up to `most`.
  void grow(std::uint64_t most);
  /// Room to note so many more.
  void make_room_to_note(std::size_t more);
  /// Empties the 32-bit bins, which are about to overflow.
  void carry_over();
  /// Adds what another one counted, which has no more labels and arrays.
  void add(const ClassCounts& part);

  [[nodiscard]] std::size_t labels() const {
    return hot_.stride == 0 ? 0 : bins_.size() / hot_.stride;
  }
  /// All classes together. No distance is more than `last`.
  [[nodiscard]] Histogram histogram(std::uint64_t last) const;
  /// By label, then array.
  [[nodiscard]] std::vector<AttributedHistogram> attributed(std::uint64_t last) const;
  [[nodiscard]] std::vector<std::uint64_t> cold_misses() const;
  /// All three, in less time than one by one.
  void read_out(std::uint64_t last, EngineCounts& counts) const;

 private:
  using Notes = std::vector<std::uint64_t>;

  [[nodiscard]] Notes noted_by_distance() const;
  [[nodiscard]] Histogram total(std::uint64_t last, const Notes& notes) const;
  [[nodiscard]] std::vector<AttributedHistogram> by_class(std::uint64_t last, Notes notes) const;
  Bin* create(std::size_t index);
  void count_noted();
  void move_rows(std::size_t stride);
  void show();
  [[nodiscard]] DistanceBins& bins_of(std::size_t index);

  Classes& hot_;
  std::uint64_t noted_limit_;
  bool notes_ = true;  // far reuses, still
  std::uint64_t most_ = 0;
  std::size_t created_ = 0;
  std::vector<DistanceBins> bins_;  // by row + array
  std::vector<Bin*> pointers_;      // where they are, for the hot code
  PageArray<std::uint64_t> noted_;
};

}  // namespace dmc::engine
