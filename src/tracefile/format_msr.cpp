#include "formats.hpp"
#include "text_lines.hpp"

namespace dmc {
namespace {

// MSR Cambridge block traces (Narayanan et al., FAST 2008):
// Timestamp,Host,Disk,Type,Offset,Size,ResponseTime.
struct Msr {
  static constexpr std::string_view k_expected =
      "Timestamp,Host,Disk,Read or Write,Offset,Size,ResponseTime are expected, with Disk below "
      "65536 and Offset below 2^48";

  static ScannedLine scan(const char* at, ParseState& /*state*/) {
    ScannedLine line;
    std::uint64_t number = 0;
    std::uint64_t disk = 0;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    at = skip_comma(scan_decimal(at, number));
    at = skip_comma(skip_field(at));
    at = skip_comma(at == nullptr ? nullptr : scan_decimal(at, disk));
    at = skip_comma(scan_kind(at, line.reference.kind));
    at = skip_comma(at == nullptr ? nullptr : scan_decimal(at, offset));
    at = skip_comma(at == nullptr ? nullptr : scan_decimal(at, size));
    at = at == nullptr ? nullptr : scan_decimal(at, number);
    if (at != nullptr && disk >> 16 == 0 && offset >> 48 == 0) {
      // Disks share nothing, so each has addresses of its own.
      line.reference.address = disk << 48 | offset;
      line.reference.size = static_cast<std::uint32_t>(size <= 0xffffffff ? size : 0);
      line.end = at;
    }
    return line;
  }

  static LineVerdict judge(std::string_view line) {
    return line.empty() || line.starts_with("Timestamp,") ? LineVerdict::silent : LineVerdict::bad;
  }

 private:
  static const char* skip_comma(const char* at) {
    return at != nullptr && *at == ',' ? at + 1 : nullptr;
  }
  static const char* skip_field(const char* at) {
    while (at != nullptr && *at != ',' && !is_line_end(*at)) {
      ++at;
    }
    return at;
  }
  static const char* scan_kind(const char* at, ReferenceKind& kind) {
    if (at == nullptr) {
      return nullptr;
    }
    const char* const read = skip_word(at, "Read");
    kind = read != nullptr ? ReferenceKind::read : ReferenceKind::write;
    return read != nullptr ? read : skip_word(at, "Write");
  }
};

}  // namespace

TraceFormat msr_format() {
  return {.name = "msr",
          .summary = "MSR Cambridge block traces",
          .unit = AddressUnit::storage,
          .recognise = recognise_lines<Msr>,
          .parse = parse_lines<Msr>};
}

}  // namespace dmc
