#include "parse_state.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

namespace dmc {

std::string excerpt(std::string_view text) {
  constexpr std::size_t k_longest = 60;
  std::string shown = "'";
  for (const char c : text.substr(0, k_longest)) {
    const auto byte = static_cast<unsigned char>(c);
    shown += byte < 0x20 || byte >= 0x7f ? fmt::format("\\x{:02x}", byte) : std::string(1, c);
  }
  return shown + (text.size() > k_longest ? "'…" : "'");
}

ParseState::ParseState(const TraceFormat& format, ReadOptions options, std::string file)
    : has_spaces(!format.space_noun.empty()),
      space_noun(format.space_noun),
      format_(&format),
      options_(std::move(options)),
      file_(std::move(file)),
      unit_(format.unit),
      max_size_(format.max_size()) {
  if (!format.has_threads) {
    threads.emplace_back();
  }
}

void ParseState::follow(ParseState& before) {
  counts = std::move(before.counts);
  threads = std::move(before.threads);
  keys = std::move(before.keys);
  has_spaces = before.has_spaces;
  if (options_.shared) {
    thread_numbers_ = std::move(before.thread_numbers_);
    spaces = std::move(before.spaces);
    space_numbers_ = std::move(before.space_numbers_);
    space_is_named_ = before.space_is_named_;
    last_space_ = before.last_space_;
  }
}

void ParseState::reject_line(std::string_view text, std::string_view expected) {
  reject(fmt::format("{}, line {}: {} is not a line of a {} trace: {}", file_, line, excerpt(text),
                     format_->name, expected));
}

void ParseState::reject_record(std::uint64_t from_here, std::string_view why) {
  reject(fmt::format("{}, offset {}: no record of a {} trace: {}", file_, offset + from_here,
                     format_->name, why));
}

void ParseState::reject(std::string message) {
  if (!options_.lenient) {
    throw Error(message + "; --lenient skips what is bad");
  }
  if (counts.bad++ == 0) {
    counts.first_bad = std::move(message);
  }
}

std::string ParseState::sane_sizes() const {
  return fmt::format("an access has 1 to {} bytes and ends below 2^64", max_size_);
}

std::uint16_t ParseState::other_thread(std::string_view name) {
  last_thread_ = name;
  const auto [found, is_new] =
      thread_numbers_.try_emplace(last_thread_, static_cast<std::uint16_t>(threads.size()));
  if (is_new) {
    if (threads.size() == std::numeric_limits<std::uint16_t>::max()) {
      throw Error(fmt::format("{}, line {}: more than {} threads; such a trace is not believed",
                              file_, line, threads.size()));
    }
    threads.push_back(thread_prefix + last_thread_);
  }
  last_index_ = found->second;
  return last_index_;
}

std::uint32_t ParseState::other_space(std::string_view name) {
  const auto next = static_cast<std::uint32_t>(space_is_named_ ? spaces.size() : 0);
  const auto [found, is_new] = space_numbers_.try_emplace(std::string(name), next);
  if (is_new) {
    spaces.resize(next + std::size_t{1});
    spaces[next] = name;
  }
  space_is_named_ = true;
  last_space_ = found->second;
  return last_space_;
}

std::string ParseState::key_at(std::uint64_t address) const {
  const auto found = keys.find(address);
  return found == keys.end() ? std::string() : found->second;
}

void ParseState::set_unit(AddressUnit unit) {
  unit_ = unit;
  max_size_ = std::uint32_t{1} << 30;  // what a table calls a size may be of anything
}

void ParseState::add_note(std::string_view text) {
  counts.note += counts.note.empty() ? "" : "; ";
  counts.note += text;
}

}  // namespace dmc
