#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/util/error.hpp"

#include "formats.hpp"
#include "text_lines.hpp"

namespace dmc {
namespace {

constexpr std::uint64_t k_sector = 512;

/// A word between blanks.
struct Word {
  const char* begin = nullptr;
  const char* end = nullptr;

  [[nodiscard]] std::string_view text() const {
    return {begin, static_cast<std::size_t>(end - begin)};
  }
};

Word next_word(const char*& at) {
  const char* const begin = skip_blanks(at);
  at = begin;
  while (!is_blank(*at) && !is_line_end(*at)) {
    ++at;
  }
  return {begin, at};
}

bool is_whole_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

/// "8,0": the numbers of a device.
bool is_device(std::string_view text) {
  const std::size_t comma = text.find(',');
  return comma != text.npos && is_whole_number(text.substr(0, comma)) &&
         is_whole_number(text.substr(comma + 1));
}

// What blkparse prints where it is not told otherwise:
//   device cpu number seconds pid action RWBS sector + sectors [process]
// An I/O has a line for each thing that happens to it; one of those is the access.
struct Blkparse {
  static constexpr std::string_view k_expected =
      "a device, cpu, number, time, pid, action, RWBS, sector + sectors are expected, with the "
      "sector below 2^55";

  static ScannedLine scan(const char* at, ParseState& state) {
    ScannedLine line;
    std::array<Word, 7> words;
    for (Word& word : words) {
      word = next_word(at);
    }
    const auto& [device, cpu, number, seconds, pid, action, flags] = words;
    if (!is_device(device.text()) || !is_whole_number(number.text()) || flags.begin == flags.end) {
      return line;
    }
    const std::string& asked = state.options().action;
    line.has_reference = action.text() == (asked.empty() ? "Q" : std::string_view(asked)) &&
                         set_kind(flags.text(), line.reference.kind);
    if (line.has_reference) {
      return scan_range(at, device.text(), state, line);
    }
    line.end = skip_line(at);
    return line;
  }

  static LineVerdict judge(std::string_view line) {
    const std::string ended = std::string(line) + '\n';
    const char* at = ended.data();
    if (is_device(next_word(at).text())) {
      return LineVerdict::bad;
    }
    // Sums follow the trace.
    const std::size_t text = line.find_first_not_of(" \t");
    for (const std::string_view begin :
         {"CPU", "Total", "Throughput", "Events", "Skips", "Read", "Write", "PC ", "IO unplugs"}) {
      if (text != line.npos && line.substr(text).starts_with(begin)) {
        return LineVerdict::silent;
      }
    }
    return text == line.npos ? LineVerdict::silent : LineVerdict::unrelated;
  }

 private:
  /// False where no data are read or written: a flush, or a discard.
  static bool set_kind(std::string_view flags, ReferenceKind& kind) {
    const bool reads = flags.find('R') != flags.npos;
    kind = reads ? ReferenceKind::read : ReferenceKind::write;
    return reads || flags.find('W') != flags.npos;
  }

  static ScannedLine scan_range(const char* at, std::string_view device, ParseState& state,
                                ScannedLine line) {
    std::uint64_t sector = 0;
    std::uint64_t count = 0;
    const char* next = skip_blanks(at);
    if (*next == '[' || is_line_end(*next)) {  // a flush alone
      line.has_reference = false;
      line.end = skip_line(next);
      return line;
    }
    next = scan_decimal(next, sector);
    next = next == nullptr ? nullptr : skip_blanks(next);
    if (next == nullptr || (*next != '+' && *next != '/')) {
      return line;
    }
    next = scan_decimal(skip_blanks(next + 1), count);
    constexpr std::uint64_t k_end = std::uint64_t{1} << 55;
    if (next == nullptr || sector >= k_end || count > k_end - sector) {
      return line;
    }
    line.has_reference = count != 0;
    line.reference.address = sector * k_sector;
    line.reference.space = state.space(device);
    line.reference.size =
        static_cast<std::uint32_t>(count < (std::uint64_t{1} << 23) ? count * k_sector : 0);
    line.end = skip_line(next);
    return line;
  }
};

/// Of several actions one is counted; the usual one must be there unless another is asked for.
void prepare(ParseState& state, std::string_view beginning, bool complete) {
  const std::string lines(complete ? std::string(beginning) + '\n'
                                   : std::string(complete_lines(beginning)));
  const std::string& asked = state.options().action;
  const std::string_view wanted = asked.empty() ? "Q" : std::string_view(asked);
  std::vector<std::string> others;
  for (std::size_t begin = 0; begin < lines.size(); begin = lines.find('\n', begin) + 1) {
    const char* at = lines.data() + begin;
    std::array<Word, 6> words;
    for (Word& word : words) {
      word = next_word(at);
    }
    const std::string action(words[5].text());
    if (!is_device(words[0].text()) || action.empty()) {
      continue;
    }
    if (action == wanted) {
      return;
    }
    if (std::find(others.begin(), others.end(), action) == others.end()) {
      others.push_back(action);
    }
  }
  if (!others.empty()) {
    throw Error(fmt::format("{}: no I/O in it has the action {}; --action chooses another: {}",
                            state.file(), wanted, fmt::join(others, ", ")));
  }
}

}  // namespace

TraceFormat blkparse_format() {
  return {.name = "blkparse",
          .summary = "Linux blktrace: what blkparse prints",
          .unit = AddressUnit::storage,
          .space_noun = "device",
          .recognise = recognise_lines<Blkparse>,
          .parse = parse_lines<Blkparse>,
          .prepare = prepare};
}

}  // namespace dmc
