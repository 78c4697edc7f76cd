#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace dmc {

/// The name of a datum. Data are numbered densely from 0 in the order in which arrays are created.
using Datum = std::uint32_t;

/// Index into TraceNames::arrays.
using ArrayId = std::uint16_t;

/// Index into TraceNames::labels.
using LabelId = std::uint16_t;

/// One access, packed in a word so that recording it is one addition and one store.
class Access {
 public:
  Access() = default;
  constexpr Access(Datum datum, ArrayId array, bool is_write)
      : word_(datum | (std::uint64_t{array} << 32) | (std::uint64_t{is_write} << 63)) {}

  [[nodiscard]] constexpr Datum datum() const { return static_cast<Datum>(word_); }
  [[nodiscard]] constexpr ArrayId array() const {
    return static_cast<ArrayId>((word_ >> 32) & 0x7fff);
  }
  [[nodiscard]] constexpr bool is_write() const { return (word_ >> 63) != 0; }

  /// The access to the datum `offset` further on in the same array. The caller keeps it in range.
  [[nodiscard]] constexpr Access advanced(std::uint64_t offset) const {
    Access moved;
    moved.word_ = word_ + offset;
    return moved;
  }

  /// The same access as a write.
  [[nodiscard]] constexpr Access as_write() const {
    Access write;
    write.word_ = word_ | (std::uint64_t{1} << 63);
    return write;
  }

  /// The same access, counted for another array.
  [[nodiscard]] constexpr Access with_array(ArrayId array) const {
    return {datum(), array, is_write()};
  }

  /// The access to the block of `size` elements that holds this datum.
  [[nodiscard]] constexpr Access in_block(Datum size) const {
    Access block;
    block.word_ = (word_ & ~std::uint64_t{0xffffffff}) | (datum() / size);
    return block;
  }

  friend constexpr bool operator==(Access, Access) = default;

 private:
  std::uint64_t word_;
};

/// What happens to the stack of open scopes between two accesses.
struct ScopeEvent {
  enum class Kind : std::uint8_t {
    enter_loop,  ///< `label` names the loop; `label + 1` the inside of one iteration
    iterate,     ///< the innermost open loop begins its next iteration
    leave_loop,
    enter_block,  ///< a call or a phase: a scope that does not repeat
    leave_block,
  };
  std::uint32_t position;  ///< the event comes before this access of its batch
  LabelId label;           ///< for the two enter kinds
  Kind kind;

  friend bool operator==(const ScopeEvent&, const ScopeEvent&) = default;
};

/// A few thousand accesses in program order, with the scope events among them. A consumer may swap
/// the buffers out of a batch to keep them: the producer goes on with whatever it finds in it.
struct Batch {
  static constexpr std::size_t k_capacity = 4096;

  std::vector<Access> storage;     ///< always k_capacity long
  std::size_t count = 0;           ///< how many of them are accesses
  std::vector<ScopeEvent> events;  ///< by position; empty where attribution is off
  std::uint64_t data_end = 0;      ///< every datum is below this,
  std::uint32_t array_end = 0;     ///< every array,
  std::uint32_t label_end = 0;     ///< and every label

  Batch() : storage(k_capacity) {}
  [[nodiscard]] std::span<const Access> accesses() const { return {storage.data(), count}; }
};

/// Where batches go.
using Sink = std::function<void(Batch&)>;

}  // namespace dmc
