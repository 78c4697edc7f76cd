#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runtime/ring.h"

namespace dmc::record {

/// A slot that a thread of a recorded program has filled.
struct FilledSlot {
  std::uint32_t thread = 0;
  std::uint32_t process = 0;
  std::span<dmc_entry> entries;
};

/// The reader's side of the memory that recorded programs write into: runtime/ring.h.
class SharedRing {
 public:
  SharedRing();
  ~SharedRing();
  SharedRing(const SharedRing&) = delete;
  SharedRing& operator=(const SharedRing&) = delete;

  /// The file that a program maps, for its environment.
  [[nodiscard]] std::string path() const;

  /// The next slot in the order in which they were handed on; nothing if there is none for so long.
  /// It stays until the next call.
  [[nodiscard]] std::optional<FilledSlot> next(std::chrono::milliseconds patience);

  /// When the program has ended: what its threads held at the time, in the order in which they took
  /// it.
  [[nodiscard]] std::optional<FilledSlot> next_left_behind();

  [[nodiscard]] std::uint32_t processes() const;
  [[nodiscard]] std::uint64_t lost() const;

 private:
  [[nodiscard]] dmc_slot& slot(std::uint32_t index) const;
  [[nodiscard]] FilledSlot contents(std::uint32_t index, std::uint32_t end) const;
  [[nodiscard]] bool is_whole(std::uint32_t index) const;
  void give_back();
  void wake_waiting();
  void sleep(std::chrono::milliseconds patience);
  void find_left_behind();

  int file_ = -1;
  dmc_ring* ring_ = nullptr;
  std::uint64_t read_ = 0;  // slots
  unsigned freed_ = 0;      // slots since somebody was told
  std::optional<std::uint32_t> held_;
  std::vector<std::uint32_t> quarantined_;  // with places that are still to be written
  std::optional<std::vector<std::uint32_t>> left_behind_;
};

}  // namespace dmc::record
