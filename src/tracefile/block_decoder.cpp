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
  access_ = 0;
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
  for (std::uint32_t slot = 0; slot < head_.slots; ++slot) {
    const auto key = cursor.take<std::uint16_t>();
    slot_access_[slot] = Access(0, key & 0x7fff, (key & 0x8000) != 0);
    slot_last_[slot] = 0;
    if ((key & 0x7fffU) >= head_.array_end) {
      return false;
    }
  }
  return open_columns(bytes.substr(bytes.size() - cursor.left()));
}

bool BlockDecoder::open_columns(std::string_view bytes) {
  ByteCursor cursor(bytes);
  slots_ = cursor.piece(head_.accesses);
  steps_ = cursor.piece(head_.accesses);
  near_steps_ = ByteCursor(cursor.piece(std::uint64_t{head_.near_steps} * 2));
  far_steps_ = ByteCursor(cursor.piece(std::uint64_t{head_.far_steps} * 4));
  kinds_ = cursor.piece(head_.events);
  gaps_ = cursor.piece(head_.events);
  far_gaps_ = ByteCursor(cursor.piece(std::uint64_t{head_.far_gaps} * 4));
  labels_ = ByteCursor(cursor.piece(std::uint64_t{head_.labels} * 2));
  if (!cursor.at_end() || !all_below(slots_, head_.slots) || !all_below(kinds_, k_last_kind + 1U)) {
    return false;
  }
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
  if (access_ == head_.accesses && event_ == head_.events) {
    const bool all_read =
        near_steps_.at_end() && far_steps_.at_end() && far_gaps_.at_end() && labels_.at_end();
    return all_read ? Result::end : Result::damaged;
  }
  const std::size_t count = std::min<std::size_t>(Batch::k_capacity, head_.accesses - access_);
  batch.data_end = head_.data_end;
  batch.array_end = head_.array_end;
  batch.label_end = head_.label_end;
  batch.count = count;
  batch.events.clear();
  if (!decode_accesses(batch, count) || !decode_events(batch, count)) {
    return Result::damaged;
  }
  return Result::batch;
}

// The step that does not fit into its column.
Datum BlockDecoder::long_step(std::int8_t short_step) {
  if (short_step == k_near_step) {
    return static_cast<Datum>(static_cast<std::int16_t>(near_steps_.take<std::uint16_t>()));
  }
  return far_steps_.take<std::uint32_t>();
}

bool BlockDecoder::decode_accesses(Batch& batch, std::size_t count) {
  const char* const slots = slots_.data() + access_;
  const char* const steps = steps_.data() + access_;
  Access* const accesses = batch.storage.data();
  Datum most = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto slot = static_cast<std::uint8_t>(slots[i]);
    const auto short_step = static_cast<std::int8_t>(steps[i]);
    auto step = static_cast<Datum>(std::int32_t{short_step});
    if (short_step <= k_near_step) [[unlikely]] {
      step = long_step(short_step);
    }
    const Datum datum = slot_last_[slot] + step;
    slot_last_[slot] = datum;
    accesses[i] = slot_access_[slot].advanced(datum);
    most = std::max(most, datum);
  }
  access_ += count;
  return near_steps_.good() && far_steps_.good() && (count == 0 || most < head_.data_end);
}

// The events up to the batch's end: those behind its last access are the next one's, if there is
// one.
bool BlockDecoder::decode_events(Batch& batch, std::size_t count) {
  const std::size_t begin = access_ - count;
  const bool last = access_ == head_.accesses;
  while (next_event_ < access_ || (last && next_event_ == access_)) {
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
