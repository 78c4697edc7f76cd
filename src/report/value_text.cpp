#include "dmc/report/value_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>

#include "dmc/util/number.hpp"

namespace dmc {
namespace {

std::string real_text(double value, Kind kind) {
  switch (kind) {
    case Kind::magnitude:
      return human(value);
    case Kind::ratio:
      return ratio_text(value);
    case Kind::share:
      return percent(value);
    case Kind::bar:
      return bar_text(value);
    case Kind::text:
    case Kind::count:
    case Kind::real:
      break;
  }
  return significant(value, 12);
}

std::string count_text(std::uint64_t value, Kind kind) {
  return kind == Kind::magnitude ? human(static_cast<double>(value)) : grouped(value);
}

struct TextOf {
  Kind kind;
  std::string operator()(std::monostate) const { return {}; }
  std::string operator()(bool value) const { return value ? "yes" : "no"; }
  std::string operator()(std::uint64_t value) const { return count_text(value, kind); }
  std::string operator()(double value) const { return real_text(value, kind); }
  std::string operator()(const std::string& value) const { return value; }
  std::string operator()(const List& list) const {
    std::string text;
    for (const Value& value : list) {
      text += (text.empty() ? "" : ", ") + value_text(value, kind);
    }
    return text;
  }
  std::string operator()(const Object& object) const {
    std::string text;
    for (const auto& [key, value] : object) {
      text += (text.empty() ? "" : " ") + key + "=" + value_text(value, kind);
    }
    return text;
  }
};

}  // namespace

std::string value_text(const Value& value, Kind kind) {
  return std::visit(TextOf{kind}, value.data);
}

std::string bar_text(double share) {
  static constexpr std::array<std::string_view, 8> k_parts{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const double limited = std::isfinite(share) ? std::clamp(share, 0.0, 1.0) : 0.0;
  const auto eighths = static_cast<std::size_t>(std::lround(80 * limited));
  std::string bar;
  for (std::size_t i = 0; i < eighths / 8; ++i) {
    bar += "█";
  }
  return bar.append(k_parts[eighths % 8]);
}

bool right_aligned(Kind kind) {
  return kind != Kind::text && kind != Kind::bar;
}

}  // namespace dmc
