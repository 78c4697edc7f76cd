#include "access_decoder.hpp"

#include <algorithm>
#include <utility>

#include "patterns.hpp"

namespace dmc::tracefile {

AccessDecoder::AccessDecoder(InstructionSet instructions)
    : patterns_(instructions == InstructionSet::portable ? nullptr : std::make_unique<Patterns>()) {
}
AccessDecoder::~AccessDecoder() = default;
AccessDecoder::AccessDecoder(AccessDecoder&&) noexcept = default;
AccessDecoder& AccessDecoder::operator=(AccessDecoder&&) noexcept = default;

void AccessDecoder::open(const Slots& slots, const AccessColumns& columns) {
  slots_ = slots;
  last_.fill(0);
  columns_ = columns;
  next_ = 0;
  if (patterns_ != nullptr) {
    patterns_->forget();
  }
}

bool AccessDecoder::decode(Access* accesses, std::size_t count, std::uint64_t data_end) {
  const std::size_t end = next_ + count;
  Datum most = 0;
  if (patterns_ != nullptr && patterns_->pay()) {
    while (end - next_ >= k_group) {
      const std::size_t from = next_;
      most = std::max(most, decode_groups(accesses, (end - next_) / k_group));
      accesses += next_ - from;
      if (end - next_ >= k_group) {  // a column is about to end
        most = std::max(most, decode_each(accesses, k_group));
        accesses += k_group;
      }
    }
    patterns_->learn(count / k_group);
  }
  most = std::max(most, decode_each(accesses, end - next_));
  return columns_.near_steps.good() && columns_.far_steps.good() && (count == 0 || most < data_end);
}

// The step that does not fit into its column.
Datum AccessDecoder::long_step(std::int8_t short_step) {
  if (short_step == k_near_step) {
    const auto step = static_cast<std::int16_t>(columns_.near_steps.take<std::uint16_t>());
    return static_cast<Datum>(std::int32_t{step});
  }
  return columns_.far_steps.take<std::uint32_t>();
}

// Returns the largest datum.
Datum AccessDecoder::decode_each(Access* accesses, std::size_t count) {
  const char* const slots = columns_.slots.data() + next_;
  const char* const steps = columns_.steps.data() + next_;
  Datum most = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto slot = static_cast<std::uint8_t>(slots[i]);
    const auto short_step = static_cast<std::int8_t>(steps[i]);
    auto step = static_cast<Datum>(std::int32_t{short_step});
    if (short_step <= k_near_step) [[unlikely]] {
      step = long_step(short_step);
    }
    const Datum datum = last_[slot] + step;
    last_[slot] = datum;
    accesses[i] = slots_[slot].advanced(datum);
    most = std::max(most, datum);
  }
  next_ += count;
  return most;
}

}  // namespace dmc::tracefile
