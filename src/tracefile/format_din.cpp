#include "formats.hpp"
#include "tables/tables.hpp"
#include "text_lines.hpp"

namespace dmc {
namespace {

// Dinero IV's traditional format: "label hexaddr [comment]".
struct Din {
  static constexpr bool k_looks_common = true;
  static constexpr std::string_view k_expected =
      "a label is expected (0 read, 1 write, 2 fetch, 3 other, 4 flush), a blank and an address in "
      "hexadecimal";

  static ScannedLine scan(const char* at, ParseState& /*state*/) {
    ScannedLine line;
    at = skip_blanks(at);
    if (*at < '0' || *at > '4' || !is_blank(at[1])) {
      return line;
    }
    constexpr ReferenceKind k_kinds[] = {ReferenceKind::read, ReferenceKind::write,
                                         ReferenceKind::fetch, ReferenceKind::other,
                                         ReferenceKind::other};
    line.reference.kind = k_kinds[*at - '0'];
    line.has_reference = *at != '4';
    at = skip_blanks(at + 1);
    at = skip_hex(at, line.reference.address);
    if (at != nullptr && (is_line_end(*at) || is_blank(*at))) {
      line.end = skip_line(at);
    }
    return line;
  }

  static LineVerdict judge(std::string_view line) {
    return line.find_first_not_of(" \t") == line.npos ? LineVerdict::silent : LineVerdict::bad;
  }

 private:
  static const char* skip_hex(const char* at, std::uint64_t& address) {
    const char* const prefixed = scan_0x(at, address);
    return prefixed != nullptr ? prefixed : scan_hex(at, address);
  }
};

// A time, an id and a size may look the same: the user is asked then.
int recognise_din(std::string_view beginning, bool complete) {
  return could_be_table_of_numbers(beginning, complete) ? 0
                                                        : recognise_lines<Din>(beginning, complete);
}

}  // namespace

TraceFormat din_format() {
  return {.name = "din",
          .summary = "Dinero IV: label and address",
          .recognise = recognise_din,
          .parse = parse_lines<Din>};
}

}  // namespace dmc
