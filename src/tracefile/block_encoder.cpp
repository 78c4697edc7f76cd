#include <algorithm>
#include <limits>
#include <utility>

#include "block.hpp"
#include "wire.hpp"

namespace dmc::tracefile {
namespace {

using Kind = ScopeEvent::Kind;

bool enters(Kind kind) {
  return kind == Kind::enter_loop || kind == Kind::enter_block;
}

std::size_t key_of(Access access) {
  return access.array() | (access.is_write() ? 0x8000U : 0U);
}

}  // namespace

bool ScopeStack::apply(const ScopeEvent& event) {
  const auto innermost_is = [&](OpenScope::Kind kind) {
    return !open_.empty() && open_.back().kind == kind;
  };
  switch (event.kind) {
    case Kind::enter_loop:
      open_.push_back({event.label, OpenScope::Kind::loop});
      return true;
    case Kind::enter_block:
      open_.push_back({event.label, OpenScope::Kind::block});
      return true;
    case Kind::iterate:
      return innermost_is(OpenScope::Kind::loop);
    case Kind::leave_loop:
    case Kind::leave_block:
      break;
  }
  const bool loop = event.kind == Kind::leave_loop;
  if (!innermost_is(loop ? OpenScope::Kind::loop : OpenScope::Kind::block)) {
    return false;
  }
  open_.pop_back();
  return true;
}

std::vector<LabelId> ScopeStack::marks() const {
  std::vector<LabelId> marks{0};
  for (const OpenScope& scope : open_) {
    marks.push_back(scope.label);
    if (scope.kind == OpenScope::Kind::loop) {
      marks.push_back(static_cast<LabelId>(scope.label + 1));
    }
  }
  return marks;
}

BlockEncoder::BlockEncoder()
    : slot_by_key_(std::size_t{1} << 16), slots_(k_block_accesses), steps_(k_block_accesses) {}

void BlockEncoder::add(const Batch& batch, Position& at) {
  head_.data_end = std::max(head_.data_end, batch.data_end);
  head_.array_end = std::max(head_.array_end, batch.array_end);
  head_.label_end = std::max(head_.label_end, batch.label_end);
  const std::size_t events = batch.events.size();
  while (!full_ && (at.access < batch.count || at.event < events)) {
    const std::size_t next = at.event < events ? batch.events[at.event].position : batch.count;
    if (next > at.access) {
      add_accesses(batch, at, next);
    } else {
      add_event(batch.events[at.event++]);
    }
  }
}

// Those before access `end` of the batch, or fewer where the block is full before.
void BlockEncoder::add_accesses(const Batch& batch, Position& at, std::size_t end) {
  const std::size_t from = at.access;
  end = std::min(end, from + (k_block_accesses - head_.accesses));
  for (; at.access < end; ++at.access) {
    const Access access = batch.storage[at.access];
    const std::size_t slot = slot_of(access);
    if (slot == k_block_slots) {
      full_ = true;
      break;
    }
    const Datum step = access.datum() - std::exchange(slot_last_[slot], access.datum());
    slots_[head_.accesses] = static_cast<char>(slot);
    steps_[head_.accesses++] = short_step(step);
  }
  since_event_ += static_cast<std::uint32_t>(at.access - from);
  full_ = full_ || head_.accesses == k_block_accesses;
}

// What stands in the column of steps; where it has no room the step goes into a further column.
char BlockEncoder::short_step(Datum step) {
  const auto distance = static_cast<std::int32_t>(step);
  if (distance > k_near_step && distance <= std::numeric_limits<std::int8_t>::max()) {
    return static_cast<char>(distance);
  }
  if (distance == static_cast<std::int16_t>(distance)) {
    put(near_steps_, static_cast<std::uint16_t>(distance));
    return static_cast<char>(k_near_step);
  }
  put(far_steps_, step);
  return static_cast<char>(k_far_step);
}

std::size_t BlockEncoder::slot_of(Access access) {
  std::uint32_t& known = slot_by_key_[key_of(access)];
  if (known == 0) {
    if (head_.slots == k_block_slots) {
      return k_block_slots;
    }
    slot_access_[head_.slots] = access;
    slot_last_[head_.slots] = 0;
    known = ++head_.slots;
  }
  return known - 1;
}

void BlockEncoder::add_event(const ScopeEvent& event) {
  kinds_.push_back(static_cast<char>(event.kind));
  if (since_event_ < k_far_gap) {
    gaps_.push_back(static_cast<char>(since_event_));
  } else {
    gaps_.push_back(static_cast<char>(k_far_gap));
    put(far_gaps_, since_event_);
  }
  since_event_ = 0;
  if (enters(event.kind)) {
    put(labels_, event.label);
  }
  static_cast<void>(scopes_.apply(event));
  full_ = kinds_.size() == k_block_events;
}

std::string_view BlockEncoder::finish() {
  head_.events = static_cast<std::uint32_t>(kinds_.size());
  head_.scopes = static_cast<std::uint32_t>(opening_.size());
  bytes_.clear();
  put(bytes_, head_.first);
  put(bytes_, head_.data_end);
  for (const std::uint32_t number : {head_.array_end, head_.label_end, head_.accesses, head_.events,
                                     head_.scopes, head_.slots}) {
    put(bytes_, number);
  }
  for (const std::size_t number :
       {near_steps_.size() / 2, far_steps_.size() / 4, far_gaps_.size() / 4, labels_.size() / 2}) {
    put(bytes_, static_cast<std::uint32_t>(number));
  }
  for (const OpenScope& scope : opening_) {
    put(bytes_, scope.label);
    put(bytes_, static_cast<std::uint8_t>(scope.kind));
  }
  for (std::size_t slot = 0; slot < head_.slots; ++slot) {
    const std::size_t key = key_of(slot_access_[slot]);
    put(bytes_, static_cast<std::uint16_t>(key));
    slot_by_key_[key] = 0;
  }
  bytes_.append(slots_.data(), head_.accesses);
  bytes_.append(steps_.data(), head_.accesses);
  for (std::string* column : {&near_steps_, &far_steps_, &kinds_, &gaps_, &far_gaps_, &labels_}) {
    bytes_ += *column;
    column->clear();
  }
  opening_ = scopes_.open();
  head_ = {.first = head_.first + head_.accesses};
  since_event_ = 0;
  full_ = false;
  return bytes_;
}

}  // namespace dmc::tracefile
