#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace dmc {

/// What a program did at an address.
enum class ReferenceKind : std::uint8_t {
  read,
  write,
  fetch,      ///< of an instruction
  other,      ///< the trace does not say
  no_access,  ///< a prefetch, an eviction, an answer: passed over, and counted as left out
};

/// One line or record of an address trace.
struct TraceReference {
  std::uint64_t address;  ///< in bytes; or the name of a datum, where a format has ids
  std::uint32_t size;     ///< bytes, from the address upwards; at least 1, never beyond 2^64
  std::uint16_t thread;   ///< an index into the reader's threads()
  ReferenceKind kind;
  /// Equal addresses are one datum only within an address space: an index into the reader's
  /// spaces().
  std::uint32_t space = 0;
  friend bool operator==(const TraceReference&, const TraceReference&) = default;
};

/// Some thousand references in program order.
class ReferenceBatch {
 public:
  static constexpr std::size_t k_capacity = 16384;

  ReferenceBatch() : storage_(k_capacity) {}
  [[nodiscard]] std::span<const TraceReference> references() const {
    return {storage_.data(), count_};
  }
  [[nodiscard]] std::size_t room() const { return k_capacity - count_; }
  void clear() { count_ = 0; }
  /// Whether there may be references of several address spaces, in this batch or in others.
  bool has_spaces = false;
  /// Moves the references from the `first` on into address spaces whose numbers are higher by so
  /// many.
  void shift_spaces(std::size_t first, std::uint32_t by) {
    for (std::size_t i = first; i < count_; ++i) {
      storage_[i].space += by;
    }
  }
  /// The caller sees to it that there is room.
  void add(const TraceReference& reference) { storage_[count_++] = reference; }

 private:
  std::vector<TraceReference> storage_;
  std::size_t count_ = 0;
};

}  // namespace dmc
