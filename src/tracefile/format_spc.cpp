#include "formats.hpp"
#include "table_fields.hpp"
#include "text_lines.hpp"

namespace dmc {
namespace {

constexpr std::uint64_t k_logical_block = 512;  // bytes of a logical block

// The Storage Performance Council's format: ASU,LBA,Size,Opcode,Timestamp, and perhaps more.
struct Spc {
  static constexpr std::string_view k_expected =
      "ASU,LBA,Size,r or w,Timestamp are expected, with LBA below 2^55";
  static constexpr std::ptrdiff_t k_fields = 5;

  static ScannedLine scan(const char* at, ParseState& state) {
    ScannedLine line;
    std::uint64_t number = 0;
    std::uint64_t block = 0;
    std::uint64_t size = 0;
    const char* const unit = skip_blanks(at);
    const char* const unit_end = scan_number(unit, number);
    at = scan_number(skip_comma(unit_end), block);
    at = scan_number(skip_comma(at), size);
    at = scan_direction(skip_comma(at), line.reference.kind);
    at = skip_time(skip_comma(at));
    at = at == nullptr ? nullptr : skip_blanks(at);
    if (at != nullptr && (*at == ',' || is_line_end(*at)) && block >> 55 == 0) {
      line.reference.address = block * k_logical_block;
      line.reference.size = static_cast<std::uint32_t>(size <= 0xffffffff ? size : 0);
      line.reference.space = unit_of({unit, static_cast<std::size_t>(unit_end - unit)}, state);
      line.end = skip_line(at);
    }
    return line;
  }

  static LineVerdict judge(std::string_view line) {
    return is_empty_row(line) ? LineVerdict::silent : LineVerdict::bad;
  }
  static bool is_heading(std::string_view line) { return names_columns(line, k_fields); }

 private:
  // Units share nothing, so each has addresses of its own.
  static std::uint32_t unit_of(std::string_view number, ParseState& state) {
    while (number.size() > 1 && number.front() == '0') {
      number.remove_prefix(1);
    }
    return state.space(number);
  }
};

}  // namespace

TraceFormat spc_format() {
  return {.name = "spc",
          .summary = "Storage Performance Council block traces",
          .unit = AddressUnit::storage,
          .space_noun = "unit",
          .recognise = recognise_lines<Spc>,
          .parse = parse_lines<Spc>};
}

}  // namespace dmc
