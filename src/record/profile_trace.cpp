#include <algorithm>
#include <cctype>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "dmc/record/record.hpp"
#include "dmc/tracefile/recorded.hpp"
#include "dmc/tracefile/trace_input.hpp"
#include "dmc/util/error.hpp"

namespace dmc {

SourceLine parse_source_line(const std::string& label) {
  const std::size_t colon = label.rfind(':');
  const std::string digits = colon == label.npos ? "" : label.substr(colon + 1);
  const bool is_number = !digits.empty() && digits.size() < 9 &&
                         std::all_of(digits.begin(), digits.end(), [](unsigned char letter) {
                           return std::isdigit(letter) != 0;
                         });
  return is_number && colon != 0 && colon != label.npos
             ? SourceLine{label.substr(0, colon), static_cast<unsigned>(std::stoul(digits))}
             : SourceLine{};
}

LineProfile profile_trace(const std::string& path, std::vector<std::uint64_t> sizes) {
  TraceInput input(path);
  if (!is_recorded(input.beginning())) {
    throw Error(fmt::format(
        "{}: this is not a trace that dmc recorded; dmc record -o mm.dmct ./mm keeps one", path));
  }
  RecordedReader reader([&](std::span<char> bytes) { return input.read(bytes); }, path);
  const std::uint64_t granule =
      std::max<std::uint64_t>(1, reader.header().element_bytes * reader.header().model.block);
  std::vector<std::uint64_t> capacities;
  capacities.reserve(sizes.size());
  for (const std::uint64_t size : sizes) {
    capacities.push_back(size / granule);
  }
  LineMeter meter(std::move(capacities));
  reader.read_ahead();
  Batch batch;
  while (reader.next(batch)) {
    meter.add(batch, 0);
  }
  LineProfile profile{granule, std::move(sizes), meter.counts(), reader.names()};
  const auto is_line = [&](LabelId label) {
    return parse_source_line(profile.names.labels[label]).line != 0;
  };
  if (std::none_of(profile.names.stages.begin(), profile.names.stages.end(), is_line)) {
    throw Error(fmt::format(
        "{}: this trace does not say which line makes an access; dmc record keeps one that does: "
        "compile with dmc cc -g, then dmc record -o mm.dmct ./mm",
        path));
  }
  profile.counts.lines.resize(profile.names.arrays.size());
  return profile;
}

}  // namespace dmc
