#include "dmc/trace/block_map.hpp"

#include <fmt/format.h>

#include "dmc/util/error.hpp"

namespace dmc {
namespace {

constexpr std::uint64_t k_data_limit = std::uint64_t{1} << 32;

/// How many runs of `length` cover `size`.
std::uint64_t covering(std::uint64_t size, std::uint64_t length) {
  return size / length + (size % length != 0 ? 1 : 0);
}

}  // namespace

BlockMap::BlockMap(std::uint64_t block) : block_(block), gapless_(block > k_unit) {
  if (block == 0 || block >= k_data_limit) {
    throw Error(
        fmt::format("a block cannot have {} elements; choose 1 to {}", block, k_data_limit - 1));
  }
}

Datum BlockMap::allocate(std::uint64_t size) {
  const std::uint64_t unit = gapless_ ? k_unit : block_;
  const std::uint64_t units = covering(size, unit);
  if (units > (k_data_limit - next_element_) / unit) {
    throw Error(
        fmt::format("the arrays need more than {} data, which is the "
                    "most dmc can tell apart; "
                    "choose smaller sizes",
                    k_data_limit));
  }
  const auto first = static_cast<Datum>(next_element_);
  if (gapless_) {
    range_of_.resize(range_of_.size() + units, static_cast<std::uint32_t>(ranges_.size()));
    ranges_.push_back({first, static_cast<Datum>(next_block_)});
  }
  next_element_ += units * unit;
  next_block_ += covering(size, block_);
  return first;
}

}  // namespace dmc
