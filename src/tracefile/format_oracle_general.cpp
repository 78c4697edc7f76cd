#include <algorithm>

#include <fmt/format.h>

#include "formats.hpp"
#include "little_endian.hpp"
#include "parse_state.hpp"

namespace dmc {
namespace {

// libCacheSim's oracleGeneral: u32 time; u64 id; u32 size; i64 next access of that id, counted in
// records, or -1 (or the largest number) where there is none.
constexpr std::size_t k_record = 24;
constexpr std::size_t k_id = 4;
constexpr std::size_t k_next = 16;

std::size_t parse_oracle_general(ParseState& state, std::string_view bytes, bool last,
                                 ReferenceBatch& batch) {
  std::size_t done = 0;
  for (; bytes.size() - done >= k_record && batch.room() != 0; done += k_record) {
    const auto id = little_endian<std::uint64_t>(bytes.data() + done + k_id);
    batch.add({id, 1, 0, ReferenceKind::read});
  }
  const std::size_t rest = bytes.size() - done;
  if (last && rest != 0 && rest < k_record) {
    state.reject_record(done, fmt::format("the trace is cut short: {} bytes are left, and a record "
                                          "has {}",
                                          rest, k_record));
    done = bytes.size();
  }
  return done;
}

// There is no magic number, but time never goes back and the next access lies ahead.
int recognise_oracle_general(std::string_view beginning, bool /*complete*/) {
  constexpr std::uint64_t k_never = 0x7fff'ffff'ffff'ffff;
  constexpr std::uint64_t k_longest = std::uint64_t{1} << 40;
  std::uint32_t time = 0;
  std::uint64_t number = 0;
  for (std::size_t at = 0; at + k_record <= beginning.size(); at += k_record, ++number) {
    const auto now = little_endian<std::uint32_t>(beginning.data() + at);
    const auto next = little_endian<std::uint64_t>(beginning.data() + at + k_next);
    const bool is_last = next == ~std::uint64_t{0} || next == k_never;
    if (now < time || (!is_last && (next <= number || next > k_longest))) {
      return 0;
    }
    time = now;
  }
  return number == 0 ? 0 : 1;
}

}  // namespace

TraceFormat oracle_general_format() {
  return {.name = "oracle-general",
          .summary = "libCacheSim: oracleGeneral, binary",
          .unit = AddressUnit::id,
          .recognise = recognise_oracle_general,
          .parse = parse_oracle_general,
          .is_text = false,
          .has_kinds = false};
}

}  // namespace dmc
