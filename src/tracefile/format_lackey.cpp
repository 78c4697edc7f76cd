#include "formats.hpp"
#include "text_lines.hpp"

namespace dmc {
namespace {

// Valgrind's lackey: "I  0401ab70,3", " L 1fff000628,8", " S …", " M …". The traced program's own
// output may stand between, when both go to one place.
struct Lackey {
  static constexpr std::string_view k_expected =
      "after 'I  ', ' L ', ' S ' or ' M ' come an address in hexadecimal, a comma and a size";

  static ScannedLine scan(const char* at, ParseState& /*state*/) {
    ScannedLine line;
    if (at[0] == ' ' && at[1] == 'L') {
      line.reference.kind = ReferenceKind::read;
    } else if (at[0] == ' ' && at[1] == 'S') {
      line.reference.kind = ReferenceKind::write;
    } else if (at[0] == ' ' && at[1] == 'M') {
      line.then_writes = true;
    } else if (at[0] == 'I' && at[1] == ' ') {
      line.reference.kind = ReferenceKind::fetch;
    } else {
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
};

}  // namespace

TraceFormat lackey_format() {
  return {.name = "lackey",
          .summary = "Valgrind: --tool=lackey --trace-mem=yes",
          .recognise = recognise_lines<Lackey>,
          .parse = parse_lines<Lackey>};
}

}  // namespace dmc
