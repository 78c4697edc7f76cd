#include "formats.hpp"
#include "text_lines.hpp"

namespace dmc {
namespace {

// Pin's pinatrace: "0xPC: R 0xADDR", at the end "#eof". One of its two versions in Pin adds size
// and value. Addresses are written as the C library writes pointers: on Windows without 0x, and
// null may be "(nil)".
struct Pinatrace {
  static constexpr std::string_view k_expected = "0xPC: R 0xADDRESS is expected, or W for a write";

  static ScannedLine scan(const char* at, ParseState& /*state*/) {
    ScannedLine line;
    std::uint64_t pc = 0;
    at = scan_pointer(at, pc);
    if (at == nullptr || at[0] != ':' || !is_blank(at[1])) {
      return line;
    }
    at = skip_blanks(at + 1);
    const char letter = static_cast<char>(*at | 0x20);
    if ((letter != 'r' && letter != 'w') || !is_blank(at[1])) {
      return line;
    }
    line.reference.kind = letter == 'r' ? ReferenceKind::read : ReferenceKind::write;
    at = scan_pointer(skip_blanks(at + 1), line.reference.address);
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

 private:
  static const char* scan_pointer(const char* at, std::uint64_t& address) {
    if (*at == '(') {
      address = 0;
      return skip_word(at, "(nil)");
    }
    const char* const prefixed = scan_0x(at, address);
    return prefixed != nullptr ? prefixed : scan_hex(at, address);
  }
};

// The tool writes its last line when the program ends.
std::size_t parse_pinatrace(ParseState& state, std::string_view bytes, bool last,
                            ReferenceBatch& batch) {
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
          .parse = parse_pinatrace};
}

}  // namespace dmc
