#include "dmc/util/value_range.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "dmc/util/error.hpp"
#include "dmc/util/number.hpp"

namespace dmc {
namespace {

constexpr std::size_t k_most_values = 10'000;

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(end + 1);
  }
}

class Values {
 public:
  explicit Values(std::string_view option) : option_(option) {}

  void add(std::uint64_t value) {
    if (std::find(values_.begin(), values_.end(), value) != values_.end()) {
      return;
    }
    if (values_.size() == k_most_values) {
      throw Error(fmt::format("{}: more than {} values; give fewer, or a larger step", option_,
                              k_most_values));
    }
    values_.push_back(value);
  }

  [[nodiscard]] std::vector<std::uint64_t> take() { return std::move(values_); }

 private:
  std::string_view option_;
  std::vector<std::uint64_t> values_;
};

/// first:last, first:last:step or first:last:xFACTOR.
void add_range(std::string_view option, std::string_view text, std::uint64_t min, std::uint64_t max,
               Values& values) {
  const auto parts = split(text, ':');
  if (parts.size() > 3) {
    throw Error(fmt::format(
        "{}: '{}' is not a range; give FIRST:LAST, FIRST:LAST:STEP or FIRST:LAST:xFACTOR", option,
        text));
  }
  const std::uint64_t first = parse_count(option, parts[0], min, max);
  const std::uint64_t last = parse_count(option, parts[1], min, max);
  if (last < first) {
    throw Error(fmt::format("{}: the range {} ends before it begins; give the smaller value first",
                            option, text));
  }
  std::string_view step = parts.size() == 3 ? parts[2] : "1";
  const bool multiplies = step.substr(0, 1) == "x";
  if (multiplies) {
    step.remove_prefix(1);
  }
  const std::uint64_t by = parse_count(option, step, multiplies ? 2 : 1, max);
  std::uint64_t value = first;
  values.add(value);
  while (multiplies ? value <= last / by : value <= last && last - value >= by) {
    value = multiplies ? std::max<std::uint64_t>(value, 1) * by : value + by;
    if (value <= last) {
      values.add(value);
    }
  }
}

}  // namespace

std::vector<std::uint64_t> parse_values(std::string_view option, std::string_view text,
                                        std::uint64_t min, std::uint64_t max) {
  Values values(option);
  for (const std::string_view part : split(text, ',')) {
    if (part.find(':') == std::string_view::npos) {
      values.add(parse_count(option, part, min, max));
    } else {
      add_range(option, part, min, max, values);
    }
  }
  return values.take();
}

}  // namespace dmc
