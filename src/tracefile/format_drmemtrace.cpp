#include "formats.hpp"
#include "text_lines.hpp"

namespace dmc {
namespace {

// DynamoRIO's view tool: "rec instr: tid read 8 byte(s) @ 0x… by PC 0x…", among markers, headings
// and disassembly that may go on over several lines. Older versions have "rec: Ttid read …", and
// before that "Ttid read …", where an instruction is an address and its bytes in hexadecimal.
struct View {
  static constexpr std::string_view k_expected =
      "after record, instruction and thread comes 'read 8 byte(s) @ 0xADDRESS', or write or ifetch";

  static ScannedLine scan(const char* at, ParseState& state) {
    ScannedLine line;
    const Prefix prefix = scan_prefix(at);
    if (prefix.thread == nullptr) {
      return line;
    }
    const char* const thread_end = skip_token(prefix.thread);
    const char* const what = skip_blanks(thread_end);
    const char* const end = prefix.is_numbered || *what != '0'
                                ? scan_access(what, line.reference)
                                : scan_instruction(what, line.reference);
    if (end != nullptr) {
      line.reference.thread =
          state.thread({prefix.thread, static_cast<std::size_t>(thread_end - prefix.thread)});
      line.end = skip_line(end);
    }
    return line;
  }

  static LineVerdict judge(std::string_view text) {
    const std::string terminated = std::string(text) + '\n';
    const char* const thread = scan_prefix(terminated.data()).thread;
    if (thread != nullptr) {
      ReferenceKind kind{};
      return scan_kind(skip_blanks(skip_token(thread)), kind) != nullptr ? LineVerdict::bad
                                                                         : LineVerdict::silent;
    }
    const bool is_heading = text.empty() || is_blank(text.front()) || text.starts_with("<--") ||
                            text.starts_with("---") || text.starts_with("===") ||
                            text.starts_with("<record#>") || text.starts_with("Output format:") ||
                            text.starts_with("View tool");
    return is_heading ? LineVerdict::silent : LineVerdict::unrelated;
  }

 private:
  struct Prefix {
    const char* thread;  ///< null: the line has none
    bool is_numbered;
  };

  // One or two numbers and a colon, or nothing, come before the thread.
  static Prefix scan_prefix(const char* at) {
    std::uint64_t number = 0;
    at = skip_blanks(at);
    const char* behind = scan_decimal(at, number);
    if (behind == nullptr) {
      return {is_thread(at) ? at : nullptr, false};
    }
    if (*behind != ':') {
      behind = scan_decimal(skip_blanks(behind), number);
    }
    return {behind == nullptr || *behind != ':' ? nullptr : skip_blanks(behind + 1), true};
  }
  // "T468608", or "W0.T468608" where there are several workloads.
  static bool is_thread(const char* at) {
    std::uint64_t number = 0;
    if (*at == 'W') {
      at = scan_decimal(at + 1, number);
      if (at == nullptr || *at++ != '.') {
        return false;
      }
    }
    const char* const end = *at == 'T' ? scan_decimal(at + 1, number) : nullptr;
    return end != nullptr && is_blank(*end);
  }
  static const char* skip_token(const char* at) {
    while (!is_blank(*at) && !is_line_end(*at)) {
      ++at;
    }
    return at;
  }

  // "read 8 byte(s) @ 0x…".
  static const char* scan_access(const char* at, TraceReference& reference) {
    std::uint64_t size = 0;
    at = scan_kind(at, reference.kind);
    at = at == nullptr ? nullptr : scan_decimal(skip_blanks(at), size);
    at = at == nullptr ? nullptr : skip_word(at, " byte(s) @ ");
    at = at == nullptr ? nullptr : scan_0x(at, reference.address);
    reference.size = static_cast<std::uint32_t>(size <= 0xffffffff ? size : 0);
    if (reference.kind == ReferenceKind::no_access) {
      reference.size = 1;  // a flush may be of megabytes
    }
    return at != nullptr && (is_blank(*at) || is_line_end(*at)) ? at : nullptr;
  }
  // "0x0000000000467c45  4c 8b 54 24 08       mov …".
  static const char* scan_instruction(const char* at, TraceReference& reference) {
    at = scan_0x(at, reference.address);
    if (at == nullptr || !is_blank(*at)) {
      return nullptr;
    }
    std::uint32_t bytes = 0;
    for (at = skip_blanks(at);
         digit_of(at[0]) < 16 && digit_of(at[1]) < 16 && (is_blank(at[2]) || is_line_end(at[2]));
         ++bytes) {
      at += is_blank(at[2]) ? 3 : 2;
    }
    reference.kind = ReferenceKind::fetch;
    reference.size = bytes;
    return bytes == 0 ? nullptr : at;
  }
  static const char* scan_kind(const char* at, ReferenceKind& kind) {
    const char* rest = skip_word(at, "read ");
    if (rest != nullptr) {
      kind = ReferenceKind::read;
    } else if ((rest = skip_word(at, "write ")) != nullptr) {
      kind = ReferenceKind::write;
    } else if ((rest = skip_word(at, "ifetch ")) != nullptr) {
      kind = ReferenceKind::fetch;
    } else if (skip_word(at, "pref") != nullptr || skip_word(at, "iflush ") != nullptr ||
               skip_word(at, "dflush ") != nullptr) {
      kind = ReferenceKind::no_access;
      rest = skip_token(at);
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
