#include "formats.hpp"
#include "text_lines.hpp"

namespace dmc {
namespace {

// Pin's pinatrace: "0xPC: R 0xADDR", at the end "#eof". One of its two versions in Pin adds size
// and value.
struct Pinatrace {
  static constexpr std::string_view k_expected = "0xPC: R 0xADDRESS is expected, or W for a write";

  static ScannedLine scan(const char* at, ParseState& /*state*/) {
    ScannedLine line;
    std::uint64_t pc = 0;
    at = scan_0x(at, pc);
    if (at == nullptr || at[0] != ':' || at[1] != ' ' || (at[2] != 'R' && at[2] != 'W')) {
      return line;
    }
    line.reference.kind = at[2] == 'R' ? ReferenceKind::read : ReferenceKind::write;
    at = scan_0x(skip_blanks(at + 3), line.reference.address);
    if (at == nullptr || is_line_end(*at)) {
      line.end = at;
      return line;
    }
    std::uint64_t size = 0;
    at = is_blank(*at) ? skip_blanks(at) : at;
    const char* const after = scan_decimal(at, size);
    if (is_line_end(*at)) {
      line.end = at;
    } else if (after != nullptr && (is_blank(*after) || is_line_end(*after))) {
      line.reference.size = static_cast<std::uint32_t>(size <= 0xffffffff ? size : 0);
      line.end = skip_line(after);
    }
    return line;
  }

  static LineVerdict judge(std::string_view line) {
    return line.empty() || line.front() == '#' ? LineVerdict::silent : LineVerdict::bad;
  }
};

// The tool writes its last line when the program ends.
std::size_t parse(ParseState& state, std::string_view bytes, bool last, ReferenceBatch& batch) {
  const std::size_t done = parse_lines<Pinatrace>(state, bytes, last, batch);
  if (last && done == bytes.size() && bytes.find("#eof") == bytes.npos) {
    state.counts.note = "the last line is not #eof: the trace may be cut short";
  }
  return done;
}

}  // namespace

TraceFormat pinatrace_format() {
  return {.name = "pinatrace",
          .summary = "Pin: the pinatrace tool",
          .recognise = recognise_lines<Pinatrace>,
          .parse = parse};
}

}  // namespace dmc
