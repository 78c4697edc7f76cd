#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "dmc/engine/lru_engine.hpp"
#include "dmc/trace/batch.hpp"

#include "wire.hpp"

namespace dmc::tracefile {

constexpr std::size_t k_block_slots = 256;
constexpr std::int8_t k_near_step = -127;
constexpr std::int8_t k_far_step = -128;

/// By slot: an access to datum 0.
using Slots = std::array<Access, k_block_slots>;

/// The columns of a block that accesses are made of: block.hpp.
struct AccessColumns {
  std::string_view slots;  ///< every one known to be a slot of the block
  std::string_view steps;
  ByteCursor near_steps;
  ByteCursor far_steps;
};

/// Makes accesses of a block's columns. An access depends on the one of its slot before, so one
/// after the other is as slow as handing a value from a store to the next load. Where the processor
/// has AVX2, eight are made at a time: patterns.hpp.
class AccessDecoder {
 public:
  explicit AccessDecoder(InstructionSet instructions = supported_instruction_sets().back());
  ~AccessDecoder();
  AccessDecoder(AccessDecoder&&) noexcept;
  AccessDecoder& operator=(AccessDecoder&&) noexcept;

  /// Begins a block. Its bytes must stay where they are.
  void open(const Slots& slots, const AccessColumns& columns);

  /// The next accesses; the caller knows that there are so many. False where one is of a datum of
  /// `data_end` or above, or columns are too short: what came out is then of no use.
  [[nodiscard]] bool decode(Access* accesses, std::size_t count, std::uint64_t data_end);

  /// How many have come out.
  [[nodiscard]] std::size_t decoded() const { return next_; }
  /// Whether all steps have been used up.
  [[nodiscard]] bool at_end() const {
    return columns_.near_steps.at_end() && columns_.far_steps.at_end();
  }

 private:
  class Patterns;

  [[nodiscard]] Datum long_step(std::int8_t short_step);
  [[nodiscard]] Datum decode_each(Access* accesses, std::size_t count);
  [[nodiscard]] Datum decode_groups(Access* accesses, std::size_t groups);

  Slots slots_{};
  std::array<Datum, k_block_slots> last_{};  // by slot
  AccessColumns columns_;
  std::size_t next_ = 0;
  std::unique_ptr<Patterns> patterns_;  // null: one access after the other
};

}  // namespace dmc::tracefile
