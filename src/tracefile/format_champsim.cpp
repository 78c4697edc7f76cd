#include <algorithm>

#include <fmt/format.h>

#include "formats.hpp"
#include "little_endian.hpp"
#include "parse_state.hpp"

namespace dmc {
namespace {

// ChampSim's input_instr: u64 ip; u8 is_branch, taken; u8 destination registers [2], source
// registers [4]; u64 destination memory [2]; u64 source memory [4]. Address 0 is unused.
constexpr std::size_t k_record = 64;
constexpr std::size_t k_branch = 8;
constexpr std::size_t k_taken = 9;
constexpr std::size_t k_stores = 16;
constexpr std::size_t k_loads = 32;
constexpr std::size_t k_most_references = 7;

bool is_record(const char* record) {
  return static_cast<unsigned char>(record[k_branch]) <= 1 &&
         static_cast<unsigned char>(record[k_taken]) <= 1;
}

void add_memory(const char* record, std::size_t from, std::size_t end, ReferenceKind kind,
                ReferenceBatch& batch) {
  for (; from < end; from += 8) {
    const auto address = little_endian<std::uint64_t>(record + from);
    if (address != 0) {
      batch.add({address, 1, 0, kind});
    }
  }
}

std::size_t parse(ParseState& state, std::string_view bytes, bool last, ReferenceBatch& batch) {
  std::size_t done = 0;
  for (; bytes.size() - done >= k_record && batch.room() >= k_most_references; done += k_record) {
    const char* const record = bytes.data() + done;
    if (!is_record(record)) {
      state.reject_record(done, "the branch flags are neither 0 nor 1");
      continue;
    }
    batch.add({little_endian<std::uint64_t>(record), 1, 0, ReferenceKind::fetch});
    add_memory(record, k_loads, k_record, ReferenceKind::read, batch);
    add_memory(record, k_stores, k_loads, ReferenceKind::write, batch);
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

// There is no magic number, but few other files have an instruction pointer and clean flags all
// over.
int recognise(std::string_view beginning, bool complete) {
  if (beginning.size() < k_record || (complete && beginning.size() % k_record >= k_record)) {
    return 0;
  }
  bool any_memory = false;
  for (std::size_t at = 0; at + k_record <= beginning.size(); at += k_record) {
    const char* const record = beginning.data() + at;
    const bool branches = record[k_branch] != 0;
    if (!is_record(record) || little_endian<std::uint64_t>(record) == 0 ||
        (!branches && record[k_taken] != 0)) {
      return 0;
    }
    any_memory = any_memory || std::any_of(record + k_stores, record + k_record,
                                           [](char byte) { return byte != 0; });
  }
  return any_memory ? 1 : 0;
}

}  // namespace

TraceFormat champsim_format() {
  return {.name = "champsim",
          .summary = "ChampSim: binary instruction records",
          .recognise = recognise,
          .parse = parse,
          .is_text = false};
}

}  // namespace dmc
