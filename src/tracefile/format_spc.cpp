#include "formats.hpp"
#include "text_lines.hpp"

namespace dmc {
namespace {

constexpr std::uint64_t k_sector = 512;  // bytes of a logical block

// The Storage Performance Council's format: ASU,LBA,Size,Opcode,Timestamp, and perhaps more.
struct Spc {
  static constexpr std::string_view k_expected =
      "ASU,LBA,Size,r or w,Timestamp are expected, with ASU below 65536 and LBA below 2^39";

  static ScannedLine scan(const char* at, ParseState& /*state*/) {
    ScannedLine line;
    std::uint64_t unit = 0;
    std::uint64_t block = 0;
    std::uint64_t size = 0;
    std::uint64_t seconds = 0;
    at = skip_comma(scan_decimal(at, unit));
    at = skip_comma(at == nullptr ? nullptr : scan_decimal(at, block));
    at = skip_comma(at == nullptr ? nullptr : scan_decimal(at, size));
    at = skip_comma(scan_kind(at, line.reference.kind));
    at = at == nullptr ? nullptr : scan_decimal(at, seconds);
    if (at != nullptr && (*at == '.' || *at == ',' || is_line_end(*at)) && unit >> 16 == 0 &&
        block >> 39 == 0) {
      // Units share nothing, so each has addresses of its own.
      line.reference.address = unit << 48 | block * k_sector;
      line.reference.size = static_cast<std::uint32_t>(size <= 0xffffffff ? size : 0);
      line.end = skip_line(at);
    }
    return line;
  }

  static LineVerdict judge(std::string_view line) {
    return line.empty() ? LineVerdict::silent : LineVerdict::bad;
  }

 private:
  static const char* skip_comma(const char* at) {
    at = at == nullptr ? nullptr : skip_blanks(at);
    return at != nullptr && *at == ',' ? skip_blanks(at + 1) : nullptr;
  }
  static const char* scan_kind(const char* at, ReferenceKind& kind) {
    if (at == nullptr) {
      return nullptr;
    }
    const bool reads = *at == 'r' || *at == 'R';
    kind = reads ? ReferenceKind::read : ReferenceKind::write;
    return reads || *at == 'w' || *at == 'W' ? at + 1 : nullptr;
  }
};

}  // namespace

TraceFormat spc_format() {
  return {.name = "spc",
          .summary = "Storage Performance Council block traces",
          .unit = AddressUnit::storage,
          .recognise = recognise_lines<Spc>,
          .parse = parse_lines<Spc>};
}

}  // namespace dmc
