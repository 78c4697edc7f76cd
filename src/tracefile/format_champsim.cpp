#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "formats.hpp"
#include "little_endian.hpp"
#include "parse_state.hpp"

namespace dmc {
namespace {

/// ChampSim's input_instr: u64 ip; u8 is_branch, taken; u8 destination registers [2], source
/// registers [4]; u64 destination memory [2]; u64 source memory [4]. CloudSuite's traces have four
/// destinations instead of two, and an address space's number at the end. Address 0 is unused.
struct Layout {
  std::size_t record;
  std::size_t stores;
  std::size_t loads;
  std::size_t loads_end;
};
constexpr std::array k_layouts{Layout{64, 16, 32, 64}, Layout{96, 24, 56, 88}};
constexpr std::size_t k_branch = 8;
constexpr std::size_t k_taken = 9;
constexpr std::size_t k_most_references = 9;
constexpr std::size_t k_enough = std::size_t{1} << 17;  // bytes to tell sizes of records apart by

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

/// Whether a record is as they should all be: with an instruction pointer and clean flags.
bool is_clean(const char* record) {
  return is_record(record) && little_endian<std::uint64_t>(record) != 0 &&
         (record[k_branch] != 0 || record[k_taken] == 0);
}

/// How many of the first records are as they should be, where they are of that size.
struct LayoutFit {
  std::size_t records = 0;
  std::size_t clean = 0;
  bool any_memory = false;
};
LayoutFit layout_fit(std::string_view beginning, const Layout& layout) {
  constexpr std::size_t k_most = 1024;
  LayoutFit fit;
  for (std::size_t at = 0; at + layout.record <= beginning.size() && fit.records < k_most;
       at += layout.record) {
    const char* const record = beginning.data() + at;
    ++fit.records;
    fit.clean += is_clean(record) ? 1U : 0U;
    fit.any_memory =
        fit.any_memory || std::any_of(record + layout.stores, record + layout.loads_end,
                                      [](char byte) { return byte != 0; });
  }
  return fit;
}

/// The layout that all of the first records fit; null where there is none.
const Layout* layout_of(std::string_view beginning) {
  for (const Layout& layout : k_layouts) {
    const LayoutFit fit = layout_fit(beginning, layout);
    if (fit.records != 0 && fit.clean == fit.records && fit.any_memory) {
      return &layout;
    }
  }
  return nullptr;
}

/// Whoever names the format may have a trace with a few odd records, but hardly one of which most
/// have no instruction pointer: those are records of another size.
void choose_layout(ParseState& state, std::string_view bytes) {
  const Layout* const found = layout_of(bytes);
  const Layout& layout = found != nullptr ? *found : k_layouts.front();
  const LayoutFit fit = layout_fit(bytes, layout);
  if (fit.clean * 8 < fit.records * 7) {
    state.reject_record(
        0, fmt::format("of the first {} records of {} bytes, {} have no instruction pointer or "
                       "impossible branch flags; ChampSim's records have 64 bytes, CloudSuite's 96",
                       fit.records, layout.record, fit.records - fit.clean));
  }
  state.record_size = layout.record;
}

std::size_t parse_champsim(ParseState& state, std::string_view bytes, bool last,
                           ReferenceBatch& batch) {
  if (state.record_size == 0) {
    if (!last && bytes.size() < k_enough) {
      return 0;
    }
    choose_layout(state, bytes);
  }
  const Layout& layout = state.record_size == k_layouts[0].record ? k_layouts[0] : k_layouts[1];
  std::size_t done = 0;
  for (; bytes.size() - done >= layout.record && batch.room() >= k_most_references;
       done += layout.record) {
    const char* const record = bytes.data() + done;
    if (!is_record(record)) {
      state.reject_record(done, "the branch flags are neither 0 nor 1");
      continue;
    }
    batch.add({little_endian<std::uint64_t>(record), 1, 0, ReferenceKind::fetch});
    add_memory(record, layout.loads, layout.loads_end, ReferenceKind::read, batch);
    add_memory(record, layout.stores, layout.loads, ReferenceKind::write, batch);
  }
  const std::size_t rest = bytes.size() - done;
  if (last && rest != 0 && rest < layout.record) {
    state.reject_record(done, fmt::format("the trace is cut short: {} bytes are left, and a record "
                                          "has {}",
                                          rest, layout.record));
    done = bytes.size();
  }
  return done;
}

// There is no magic number, but few other files have an instruction pointer and clean flags all
// over.
int recognise_champsim(std::string_view beginning, bool /*complete*/) {
  return layout_of(beginning) == nullptr ? 0 : 1;
}

}  // namespace

TraceFormat champsim_format() {
  return {.name = "champsim",
          .summary = "ChampSim: binary instruction records",
          .recognise = recognise_champsim,
          .parse = parse_champsim,
          .is_text = false};
}

}  // namespace dmc
