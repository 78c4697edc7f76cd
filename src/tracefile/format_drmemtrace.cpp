#include "formats.hpp"
#include "text_lines.hpp"

namespace dmc {
namespace {

// DynamoRIO's view tool: "rec instr: tid read 8 byte(s) @ 0x… by PC 0x…", among markers, headings
// and disassembly that may go on over several lines.
struct View {
  static constexpr std::string_view k_expected =
      "after record, instruction and thread comes 'read 8 byte(s) @ 0xADDRESS', or write or ifetch";

  static ScannedLine scan(const char* at, ParseState& state) {
    ScannedLine line;
    const char* const thread = skip_numbers(at);
    if (thread == nullptr) {
      return line;
    }
    const char* const thread_end = skip_token(thread);
    const char* rest = scan_kind(skip_blanks(thread_end), line.reference.kind);
    std::uint64_t size = 0;
    rest = rest == nullptr ? nullptr : scan_decimal(skip_blanks(rest), size);
    rest = rest == nullptr ? nullptr : skip_word(rest, " byte(s) @ ");
    rest = rest == nullptr ? nullptr : scan_0x(rest, line.reference.address);
    if (rest != nullptr && (is_blank(*rest) || is_line_end(*rest))) {
      line.reference.size = static_cast<std::uint32_t>(size <= 0xffffffff ? size : 0);
      line.reference.thread = state.thread({thread, static_cast<std::size_t>(thread_end - thread)});
      line.end = skip_line(rest);
    }
    return line;
  }

  static LineVerdict judge(std::string_view text) {
    const std::string terminated = std::string(text) + '\n';
    const char* const thread = skip_numbers(terminated.data());
    if (thread != nullptr) {
      ReferenceKind kind{};
      return scan_kind(skip_blanks(skip_token(thread)), kind) != nullptr ? LineVerdict::bad
                                                                         : LineVerdict::silent;
    }
    const bool is_heading = text.empty() || is_blank(text.front()) || text.starts_with("<--") ||
                            text.starts_with("---") || text.starts_with("===") ||
                            text.starts_with("Output format:") || text.starts_with("View tool");
    return is_heading ? LineVerdict::silent : LineVerdict::unrelated;
  }

 private:
  // Behind "rec instr: ".
  static const char* skip_numbers(const char* at) {
    std::uint64_t number = 0;
    at = scan_decimal(skip_blanks(at), number);
    at = at == nullptr ? nullptr : scan_decimal(skip_blanks(at), number);
    return at == nullptr || *at != ':' ? nullptr : skip_blanks(at + 1);
  }
  static const char* skip_token(const char* at) {
    while (!is_blank(*at) && !is_line_end(*at)) {
      ++at;
    }
    return at;
  }
  static const char* scan_kind(const char* at, ReferenceKind& kind) {
    const char* rest = skip_word(at, "read ");
    if (rest != nullptr) {
      kind = ReferenceKind::read;
    } else if ((rest = skip_word(at, "write ")) != nullptr) {
      kind = ReferenceKind::write;
    } else if ((rest = skip_word(at, "ifetch ")) != nullptr) {
      kind = ReferenceKind::fetch;
    }
    return rest;
  }
};

}  // namespace

TraceFormat drmemtrace_format() {
  return {.name = "drmemtrace",
          .summary = "DynamoRIO: what the view tool prints of a drmemtrace trace",
          .has_threads = true,
          .recognise = recognise_lines<View>,
          .parse = parse_lines<View>};
}

}  // namespace dmc
