#include <string>

#include "formats.hpp"
#include "table_fields.hpp"
#include "text_lines.hpp"

namespace dmc {
namespace {

// MSR Cambridge block traces (Narayanan et al., FAST 2008):
// Timestamp,Host,Disk,Type,Offset,Size,ResponseTime.
struct Msr {
  static constexpr std::string_view k_expected =
      "Timestamp,Host,Disk,Read or Write,Offset,Size,ResponseTime are expected";
  static constexpr std::ptrdiff_t k_fields = 7;

  static ScannedLine scan(const char* at, ParseState& state) {
    ScannedLine line;
    std::uint64_t number = 0;
    std::uint64_t size = 0;
    const char* const host = skip_comma(skip_time(skip_blanks(at)));
    const char* const host_end = skip_field(host);
    const char* const disk = skip_comma(host_end);
    const char* const disk_end = scan_number(disk, number);
    at = scan_direction(skip_comma(disk_end), line.reference.kind);
    at = scan_number(skip_comma(at), line.reference.address);
    at = scan_number(skip_comma(at), size);
    at = skip_time(skip_comma(at));
    at = at == nullptr ? nullptr : skip_blanks(at);
    if (at != nullptr && is_line_end(*at)) {
      line.reference.size = static_cast<std::uint32_t>(size <= 0xffffffff ? size : 0);
      line.reference.space = disk_of({host, static_cast<std::size_t>(host_end - host)},
                                     {disk, static_cast<std::size_t>(disk_end - disk)}, state);
      line.end = at;
    }
    return line;
  }

  static LineVerdict judge(std::string_view line) {
    return is_empty_row(line) ? LineVerdict::silent : LineVerdict::bad;
  }
  static bool is_heading(std::string_view line) { return names_columns(line, k_fields); }

 private:
  // Disks share nothing, so each has addresses of its own: "usr,0".
  static std::uint32_t disk_of(std::string_view host, std::string_view disk, ParseState& state) {
    if (host.data() + host.size() + 1 == disk.data()) {
      return state.space({host.data(), host.size() + 1 + disk.size()});
    }
    while (!host.empty() && is_blank(host.back())) {
      host.remove_suffix(1);
    }
    return state.space(std::string(host) + ',' + std::string(disk));
  }
};

}  // namespace

TraceFormat msr_format() {
  return {.name = "msr",
          .summary = "MSR Cambridge block traces",
          .unit = AddressUnit::storage,
          .space_noun = "disk",
          .recognise = recognise_lines<Msr>,
          .parse = parse_lines<Msr>};
}

}  // namespace dmc
