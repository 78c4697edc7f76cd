#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <vector>

namespace dmc::record {

/// A range of addresses that belongs to one structure, for as long as `serial` stays the same.
struct Block {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::uint32_t structure = 0;
  std::uint32_t serial = 0;
};

/// Which structure of a process is where now.
class AddressSpace {
 public:
  /// What is not here is looked for in the process that this one was forked from.
  explicit AddressSpace(const AddressSpace* parent = nullptr) : parent_(parent) {}

  /// Takes the place of what was there. Blocks stay where they are in memory.
  void add(std::uint64_t begin, std::uint64_t end, std::uint32_t structure);
  /// The block that begins there.
  void remove(std::uint64_t begin);
  /// Null: nothing known.
  [[nodiscard]] const Block* find(std::uint64_t address) const;

 private:
  using Blocks = std::map<std::uint64_t, Block*>;  // by begin
  void drop(Blocks::iterator block);

  const AddressSpace* parent_;
  Blocks blocks_;
  std::deque<Block> storage_;
  std::vector<Block*> unused_;
};

}  // namespace dmc::record
