#include "dmc/util/number.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include <fmt/format.h>

namespace dmc {
namespace {

// Commas between thousands of a string of digits.
std::string group_digits(std::string_view digits) {
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) {
      text += ',';
    }
    text += digits[i];
  }
  return text;
}

}  // namespace

std::string grouped(std::uint64_t value) {
  return group_digits(fmt::format("{}", value));
}

std::string significant(double value, int digits) {
  std::string plain = fmt::format("{:.{}g}", value, digits);
  if (!std::isfinite(value) || plain.find('e') != std::string::npos) {
    return plain;
  }
  const std::size_t first = plain.starts_with('-') ? 1 : 0;
  const std::size_t point = std::min(plain.find('.'), plain.size());
  return plain.substr(0, first) + group_digits(plain.substr(first, point - first)) +
         plain.substr(point);
}

std::string shortest(double value) {
  return fmt::format("{}", value);
}

std::string human(double value) {
  static constexpr std::array<std::string_view, 7> k_units{"", " k", " M", " G", " T", " P", " E"};
  std::size_t unit = 0;
  // 999.95 would round to "1000": it belongs to the next unit.
  while (std::abs(value) >= 999.95 && unit + 1 < k_units.size()) {
    value /= 1000;
    ++unit;
  }
  if (unit == 0) {
    return fmt::format("{:.4g}", value);
  }
  const double magnitude = std::abs(value);
  const int decimals = magnitude < 9.9995 ? 3 : magnitude < 99.995 ? 2 : 1;
  return fmt::format("{:.{}f}{}", value, decimals, k_units[unit]);
}

std::string percent(double share) {
  if (share > 0 && share < 0.0005) {
    return "<0.1%";
  }
  return fmt::format("{:.1f}%", 100 * share);
}

std::string ratio_text(double ratio) {
  constexpr double k_rounding = 1e-12;  // of sums of square roots in another order
  if (std::abs(ratio - 1) <= k_rounding) {
    return "1";
  }
  if (!std::isfinite(ratio) || ratio == 0 || std::abs(ratio) >= 1e4 || std::abs(ratio) < 1e-3) {
    return fmt::format("{:.4g}", ratio);
  }
  const std::string scientific = fmt::format("{:.3e}", ratio);  // its exponent is the rounded one's
  const int exponent = std::stoi(scientific.substr(scientific.find('e') + 1));
  return fmt::format("{:.{}f}", ratio, 3 - exponent);
}

std::string duration(double seconds) {
  if (seconds < 10) {
    return fmt::format("{:.2f} s", seconds);
  }
  if (seconds < 60) {
    return fmt::format("{:.1f} s", seconds);
  }
  const double whole = std::min(std::round(seconds), 1e15);
  const auto total = static_cast<std::uint64_t>(whole);
  if (total < 3600) {
    return fmt::format("{} min {:02} s", total / 60, total % 60);
  }
  return fmt::format("{} h {:02} min", total / 3600, total % 3600 / 60);
}

std::string memory_text(std::uint64_t bytes) {
  static constexpr std::array<std::string_view, 6> k_units{"KiB", "MiB", "GiB",
                                                           "TiB", "PiB", "EiB"};
  if (bytes < 1024) {
    return fmt::format("{} bytes", bytes);
  }
  double value = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  while (value >= 1024 && unit + 1 < k_units.size()) {
    value /= 1024;
    ++unit;
  }
  return fmt::format("{:.1f} {}", value, k_units[unit]);
}

}  // namespace dmc
