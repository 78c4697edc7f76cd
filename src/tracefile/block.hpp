#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dmc/trace/batch.hpp"

#include "access_decoder.hpp"
#include "wire.hpp"

namespace dmc::tracefile {

// A block is a stretch of a trace that can be read without what goes before: docs/trace-format.md.
// It begins with these numbers, and then has one column after the other:
//
//   open scopes   label u16, kind u8 (0 loop, 1 block), outermost first
//   slots         u16 each: array, and in the top bit whether it is written
//   accesses      slot, u8 each
//   accesses      step, i8 each: what is added to the slot's last datum; -127: in the next column,
//                 -128: in the one after it
//   near steps    i16 each
//   far steps     u32 each, modulo 2^32
//   events        kind, u8 each
//   events        accesses since the event before, u8 each; 255: in the next column
//   far gaps      u32 each
//   labels        u16 each, of the events that enter a scope
struct BlockHead {
  std::uint64_t first = 0;     ///< accesses before this block
  std::uint64_t data_end = 0;  ///< as in Batch
  std::uint32_t array_end = 0;
  std::uint32_t label_end = 0;
  std::uint32_t accesses = 0;
  std::uint32_t events = 0;
  std::uint32_t scopes = 0;
  std::uint32_t slots = 0;
  std::uint32_t near_steps = 0;
  std::uint32_t far_steps = 0;
  std::uint32_t far_gaps = 0;
  std::uint32_t labels = 0;
};

constexpr std::size_t k_block_accesses = std::size_t{1} << 18;
constexpr std::size_t k_block_events = std::size_t{1} << 18;
constexpr std::uint8_t k_far_gap = 255;

/// A scope that is open at some point of a trace.
struct OpenScope {
  enum class Kind : std::uint8_t { loop, block };
  LabelId label;
  Kind kind;
  friend bool operator==(const OpenScope&, const OpenScope&) = default;
};

/// Follows which scopes are open.
class ScopeStack {
 public:
  ScopeStack() = default;
  explicit ScopeStack(std::vector<OpenScope> open) : open_(std::move(open)) {}

  /// False where the event cannot happen: a scope left or iterated that is not open.
  [[nodiscard]] bool apply(const ScopeEvent& event);
  [[nodiscard]] const std::vector<OpenScope>& open() const { return open_; }
  /// As the engine has them: the whole program, then a loop's two, a block's one.
  [[nodiscard]] std::vector<LabelId> marks() const;

 private:
  std::vector<OpenScope> open_;
};

/// Collects batches until they make a block.
class BlockEncoder {
 public:
  BlockEncoder();

  /// Adds a batch's accesses and events from `at` on, and moves `at` to where the block is full.
  struct Position {
    std::size_t access = 0;
    std::size_t event = 0;
  };
  void add(const Batch& batch, Position& at);

  [[nodiscard]] bool full() const { return full_; }
  [[nodiscard]] bool empty() const { return head_.accesses == 0 && kinds_.empty(); }
  [[nodiscard]] std::uint64_t first() const { return head_.first; }

  /// The block so far; the next one begins here. Valid until the next call.
  [[nodiscard]] std::string_view finish();

 private:
  void add_accesses(const Batch& batch, Position& at, std::size_t end);
  void add_event(const ScopeEvent& event);
  [[nodiscard]] char short_step(Datum step);
  [[nodiscard]] std::size_t slot_of(Access access);

  BlockHead head_;
  ScopeStack scopes_;
  std::vector<OpenScope> opening_;  // scopes open at the block's beginning
  std::array<Access, k_block_slots> slot_access_{};
  std::array<Datum, k_block_slots> slot_last_{};
  std::vector<std::uint32_t> slot_by_key_;  // number + 1; 0: none yet
  std::vector<char> slots_;
  std::vector<char> steps_;
  std::string near_steps_;
  std::string far_steps_;
  std::string kinds_;
  std::string gaps_;
  std::string far_gaps_;
  std::string labels_;
  std::uint32_t since_event_ = 0;
  bool full_ = false;
  std::string bytes_;
};

/// Gives a block's accesses out in batches. The block's bytes must stay where they are.
class BlockDecoder {
 public:
  explicit BlockDecoder(InstructionSet instructions = supported_instruction_sets().back())
      : accesses_(instructions) {}

  /// Checks the block as a whole; false where it makes no sense.
  [[nodiscard]] bool open(std::string_view bytes);

  enum class Result : std::uint8_t { batch, end, damaged };
  [[nodiscard]] Result next(Batch& batch);

  [[nodiscard]] const BlockHead& head() const { return head_; }
  [[nodiscard]] const ScopeStack& scopes() const { return scopes_; }

 private:
  [[nodiscard]] bool open_columns(std::string_view bytes, const Slots& slots);
  [[nodiscard]] bool advance_event();
  [[nodiscard]] bool decode_events(Batch& batch, std::size_t count);

  BlockHead head_;
  ScopeStack scopes_;
  AccessDecoder accesses_;
  std::string_view kinds_;
  std::string_view gaps_;
  ByteCursor far_gaps_;
  ByteCursor labels_;
  std::size_t event_ = 0;
  static constexpr std::uint64_t k_no_event = ~std::uint64_t{0};
  std::uint64_t next_event_ = 0;  // the access it comes before
};

}  // namespace dmc::tracefile
