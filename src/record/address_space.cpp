#include "address_space.hpp"

#include <iterator>

namespace dmc::record {

void AddressSpace::drop(Blocks::iterator block) {
  ++block->second->serial;
  unused_.push_back(block->second);
  blocks_.erase(block);
}

void AddressSpace::add(std::uint64_t begin, std::uint64_t end, std::uint32_t structure) {
  if (begin >= end) {
    return;
  }
  auto next = blocks_.lower_bound(begin);
  if (next != blocks_.begin() && std::prev(next)->second->end > begin) {
    --next;
  }
  while (next != blocks_.end() && next->first < end) {
    drop(next++);
  }
  if (unused_.empty()) {
    unused_.push_back(&storage_.emplace_back());
  }
  Block* const block = unused_.back();
  unused_.pop_back();
  block->begin = begin;
  block->end = end;
  block->structure = structure;
  blocks_.emplace_hint(next, begin, block);
}

void AddressSpace::remove(std::uint64_t begin) {
  const auto found = blocks_.find(begin);
  if (found != blocks_.end()) {
    drop(found);
  }
}

const Block* AddressSpace::find(std::uint64_t address) const {
  auto above = blocks_.upper_bound(address);
  if (above != blocks_.begin()) {
    const Block* const block = std::prev(above)->second;
    if (address < block->end) {
      return block;
    }
  }
  return parent_ == nullptr ? nullptr : parent_->find(address);
}

}  // namespace dmc::record
