#pragma once

#include <cstdint>
#include <vector>

#include "dmc/trace/batch.hpp"

namespace dmc {

/// Which block each datum is in, where arrays begin on block boundaries of
/// their own. Blocks are numbered densely from 0. Elements of small blocks are
/// numbered with the gaps that the boundaries leave, so that a block is a
/// quotient; those of large blocks are not, since the gaps would use up the
/// numbers that there are long before the blocks do.
class BlockMap {
 public:
  explicit BlockMap(std::uint64_t block);

  /// The first element of a new array; throws dmc::Error where there are no
  /// numbers left for it.
  [[nodiscard]] Datum allocate(std::uint64_t size);

  [[nodiscard]] Access in_block(Access element) const {
    return gapless_ ? Access(block_of(element.datum()), element.array(), element.is_write())
                    : element.in_block(static_cast<Datum>(block_));
  }
  /// How many blocks there are.
  [[nodiscard]] std::uint64_t blocks() const { return next_block_; }

 private:
  struct Range {
    Datum first_element;
    Datum first_block;
  };
  /// Arrays begin at multiples of this many elements, so that few of them are
  /// looked up by.
  static constexpr std::uint64_t k_unit = 64;

  [[nodiscard]] Datum block_of(Datum element) const {
    const Range& range = ranges_[range_of_[element / k_unit]];
    return range.first_block + (element - range.first_element) / static_cast<Datum>(block_);
  }

  std::uint64_t block_;
  bool gapless_;
  std::uint64_t next_element_ = 0;
  std::uint64_t next_block_ = 0;
  std::vector<Range> ranges_;
  std::vector<std::uint32_t> range_of_;  // by unit
};

}  // namespace dmc
