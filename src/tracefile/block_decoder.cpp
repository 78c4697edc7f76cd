#include <algorithm>
#include <utility>

#include "block.hpp"
#include "wire.hpp"

namespace dmc::tracefile {
namespace {

constexpr std::uint64_t k_data_limit = std::uint64_t{1} << 32;
constexpr std::uint32_t k_array_limit = 1U << 15;
constexpr std::uint32_t k_label_limit = 1U << 16;
constexpr auto k_last_kind = static_cast<std::uint8_t>(ScopeEvent::Kind::leave_block);

bool all_below(std::string_view column, unsigned end) {
  unsigned char most = 0;
  for (const char c : column) {
    most = std::max(most, static_cast<unsigned char>(c));
  }
  return column.empty() || most < end;
}

BlockHead take_head(ByteCursor& cursor) {
  BlockHead head;
  head.first = cursor.take<std::uint64_t>();
  head.data_end = cursor.take<std::uint64_t>();
  for (std::uint32_t* number :
       {&head.array_end, &head.label_end, &head.accesses, &head.events, &head.scopes, &head.slots,
        &head.near_steps, &head.far_steps, &head.far_gaps, &head.labels}) {
    *number = cursor.take<std::uint32_t>();
  }
  return head;
}

bool is_sane(const BlockHead& head) {
  return head.data_end <= k_data_limit && head.array_end <= k_array_limit &&
         head.label_end <= k_label_limit && head.slots <= k_block_slots &&
         head.accesses <= k_block_accesses && head.events <= k_block_events;
}

// A loop has two labels.
bool is_label(std::uint32_t label, bool loop, const BlockHead& head) {
  return label + (loop ? 1 : 0) < head.label_end;
}

}  // namespace

bool BlockDecoder::open(std::string_view bytes) {
  ByteCursor cursor(bytes);
  head_ = take_head(cursor);
  if (!cursor.good() || !is_sane(head_)) {
    return false;
  }
  event_ = 0;
  std::vector<OpenScope> open;
  for (std::uint32_t scope = 0; scope < head_.scopes && cursor.good(); ++scope) {
    const auto label = cursor.take<std::uint16_t>();
    const auto kind = cursor.take<std::uint8_t>();
    if (kind > 1 || !is_label(label, kind == 0, head_)) {
      return false;
    }
    open.push_back({label, static_cast<OpenScope::Kind>(kind)});
  }
  scopes_ = ScopeStack(std::move(open));
  Slots slots{};
  for (std::uint32_t slot = 0; slot < head_.slots; ++slot) {
    const auto key = cursor.take<std::uint16_t>();
    slots[slot] = Access(0, key & 0x7fff, (key & 0x8000) != 0);
    if ((key & 0x7fffU) >= head_.array_end) {
      return false;
    }
  }
  return open_columns(cursor.rest(), slots);
}

bool BlockDecoder::open_columns(std::string_view bytes, const Slots& slots) {
  ByteCursor cursor(bytes);
  AccessColumns columns;
  columns.slots = cursor.piece(head_.accesses);
  columns.steps = cursor.piece(head_.accesses);
  columns.near_steps = ByteCursor(cursor.piece(std::uint64_t{head_.near_steps} * 2));
  columns.far_steps = ByteCursor(cursor.piece(std::uint64_t{head_.far_steps} * 4));
  kinds_ = cursor.piece(head_.events);
  gaps_ = cursor.piece(head_.events);
  far_gaps_ = ByteCursor(cursor.piece(std::uint64_t{head_.far_gaps} * 4));
  labels_ = ByteCursor(cursor.piece(std::uint64_t{head_.labels} * 2));
  if (!cursor.at_end() || !all_below(columns.slots, head_.slots) ||
      !all_below(kinds_, k_last_kind + 1U)) {
    return false;
  }
  accesses_.open(slots, columns);
  next_event_ = 0;
  return advance_event();
}

// Finds out where the next event is. False where that is behind the block's end.
bool BlockDecoder::advance_event() {
  if (event_ == head_.events) {
    next_event_ = k_no_event;
    return true;
  }
  const auto gap = static_cast<std::uint8_t>(gaps_[event_]);
  if (gap == k_far_gap) {
    next_event_ += far_gaps_.take<std::uint32_t>();
  } else {
    next_event_ += gap;
  }
  return far_gaps_.good() && next_event_ <= head_.accesses;
}

BlockDecoder::Result BlockDecoder::next(Batch& batch) {
  const std::size_t left = head_.accesses - accesses_.decoded();
  if (left == 0 && event_ == head_.events) {
    const bool all_read = accesses_.at_end() && far_gaps_.at_end() && labels_.at_end();
    return all_read ? Result::end : Result::damaged;
  }
  const std::size_t count = std::min(Batch::k_capacity, left);
  batch.data_end = head_.data_end;
  batch.array_end = head_.array_end;
  batch.label_end = head_.label_end;
  batch.count = count;
  batch.events.clear();
  if (!accesses_.decode(batch.storage.data(), count, head_.data_end) ||
      !decode_events(batch, count)) {
    return Result::damaged;
  }
  return Result::batch;
}

// The events up to the batch's end: those behind its last access are the next one's, if there is
// one.
bool BlockDecoder::decode_events(Batch& batch, std::size_t count) {
  const std::size_t end = accesses_.decoded();
  const std::size_t begin = end - count;
  const bool last = end == head_.accesses;
  while (next_event_ < end || (last && next_event_ == end)) {
    ScopeEvent event{static_cast<std::uint32_t>(next_event_ - begin), 0,
                     static_cast<ScopeEvent::Kind>(kinds_[event_])};
    if (event.kind == ScopeEvent::Kind::enter_loop || event.kind == ScopeEvent::Kind::enter_block) {
      event.label = labels_.take<std::uint16_t>();
      if (!labels_.good() ||
          !is_label(event.label, event.kind == ScopeEvent::Kind::enter_loop, head_)) {
        return false;
      }
    }
    if (!scopes_.apply(event)) {
      return false;
    }
    batch.events.push_back(event);
    ++event_;
    if (!advance_event()) {
      return false;
    }
  }
  return true;
}

}  // namespace dmc::tracefile
