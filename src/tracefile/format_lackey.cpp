#include "formats.hpp"
#include "text_lines.hpp"

namespace dmc {
namespace {

// Valgrind's lackey: "I  0401ab70,3", " L 1fff000628,8", " S …", " M …". The traced program's own
// output may stand between, when both go to one place.
struct Lackey {
  static constexpr std::string_view k_expected =
      "after 'I  ', ' L ', ' S ' or ' M ' come an address in hexadecimal, a comma and a size";

  static ScannedLine scan(const char* at, ParseState& state) {
    ScannedLine line;
    line.reference.space = state.current_space;
    if (at[0] == ' ' && at[1] == 'L') {
      line.reference.kind = ReferenceKind::read;
    } else if (at[0] == ' ' && at[1] == 'S') {
      line.reference.kind = ReferenceKind::write;
    } else if (at[0] == ' ' && at[1] == 'M') {
      line.then_writes = true;
    } else if (at[0] == 'I' && at[1] == ' ') {
      line.reference.kind = ReferenceKind::fetch;
    } else {
      note_process(at, state);
      return line;
    }
    const char* end = at[2] == ' ' ? scan_hex(at + 3, line.reference.address) : nullptr;
    std::uint64_t size = 0;
    if (end != nullptr && *end == ',') {
      line.end = scan_decimal(end + 1, size);
      line.reference.size = static_cast<std::uint32_t>(size <= 0xffffffff ? size : 0);
    }
    return line;
  }

  static LineVerdict judge(std::string_view line) {
    if (line.starts_with("I  ") || line.starts_with(" L ") || line.starts_with(" S ") ||
        line.starts_with(" M ")) {
      return LineVerdict::bad;
    }
    const bool is_valgrind = line.starts_with("==") || line.starts_with("--") ||
                             line.starts_with("**") || line.starts_with("SB ");
    return is_valgrind ? LineVerdict::silent : LineVerdict::unrelated;
  }

 private:
  // "==4711== Lackey, …": Valgrind's own lines, and they alone, name the process whose accesses
  // follow. There may be a time before its number.
  static void note_process(const char* at, ParseState& state) {
    if ((*at != '=' && *at != '-' && *at != '*') || at[1] != *at || state.options().shared) {
      return;
    }
    const char mark = *at;
    const char* number = at += 2;
    for (; *at == ':' || *at == '.' || *at == ' ' || digit_of(*at) < 10; ++at) {
      number = digit_of(*at) < 10 ? number : at + 1;
    }
    if (at != number && at[0] == mark && at[1] == mark && (at[2] == ' ' || is_line_end(at[2]))) {
      state.current_space = state.space({number, static_cast<std::size_t>(at - number)});
    }
  }
};

}  // namespace

TraceFormat lackey_format() {
  return {.name = "lackey",
          .summary = "Valgrind: --tool=lackey --trace-mem=yes",
          .space_noun = "process",
          .recognise = recognise_lines<Lackey>,
          .parse = parse_lines<Lackey>};
}

}  // namespace dmc
