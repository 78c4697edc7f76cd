// Numbers as people type them: "512", "1_000", "1e6", "32KiB".
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "dmc/util/ascii.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/number.hpp"

namespace dmc {
namespace {

constexpr std::string_view k_digits = "0123456789";
constexpr std::uint64_t k_most = std::numeric_limits<std::uint64_t>::max();

enum class Sort : std::uint8_t { count, bytes };

/// A text taken apart, not yet a value: whole.fraction × 10^exponent × unit.
struct Typed {
  std::string digits;        ///< of the whole part and the fraction
  std::size_t decimals = 0;  ///< how many of the digits are the fraction
  bool has_exponent = false;
  std::uint64_t unit = 1;
};

/// What keeps a text from being a value.
enum class Flaw : std::uint8_t { not_whole, too_large };

/// Takes digits, single underscores between them, off the front; false where there are none.
bool take_digits(std::string_view& text, std::string& digits) {
  const std::size_t before = digits.size();
  while (!text.empty() && (is_digit(text[0]) || (text[0] == '_' && digits.size() > before &&
                                                 text.size() > 1 && is_digit(text[1])))) {
    if (text[0] != '_') {
      digits += text[0];
    }
    text.remove_prefix(1);
  }
  return digits.size() > before;
}

/// The factor that a unit stands for. "K" and "Ki" are the same of bytes, and differ of counts.
std::optional<std::uint64_t> unit_of(std::string_view text, Sort sort) {
  constexpr std::string_view k_prefixes = "kmgtp";
  if (text.empty() || (sort == Sort::bytes && (text == "B" || text == "bytes"))) {
    return 1;
  }
  const char lower = text[0] >= 'A' && text[0] <= 'Z' ? static_cast<char>(text[0] + 32) : text[0];
  const std::size_t power = k_prefixes.find(lower);
  const std::string_view rest = text.substr(1);
  const bool is_binary = rest == "i" || (sort == Sort::bytes && (rest == "iB" || rest.empty()));
  const bool is_decimal = sort == Sort::bytes ? rest == "B" : rest.empty();
  if (power == k_prefixes.npos || !(is_binary || is_decimal)) {
    return std::nullopt;
  }
  std::uint64_t factor = 1;
  for (std::size_t i = 0; i <= power; ++i) {
    factor *= is_binary ? 1024 : 1000;
  }
  return factor;
}

/// Moves the point as an exponent says. False where the number is past all limits.
bool apply_exponent(Typed& typed, std::string_view& text) {
  std::string exponent;
  std::string_view rest = text.substr(1);
  rest.remove_prefix(rest.starts_with('+') ? 1 : 0);
  if (!take_digits(rest, exponent)) {
    return true;  // the letter is something else, which will be complained about
  }
  text = rest;
  typed.has_exponent = true;
  const std::size_t first = std::min(exponent.find_first_not_of('0'), exponent.size());
  exponent.erase(0, first);
  const std::size_t shift = exponent.size() > 3 ? 1000
                            : exponent.empty()  ? 0
                                                : std::stoul(exponent);
  if (typed.digits.find_first_not_of('0') == std::string::npos) {
    return true;
  }
  typed.digits.append(shift > typed.decimals ? shift - typed.decimals : 0, '0');
  typed.decimals -= std::min(shift, typed.decimals);
  return shift < 1000;
}

std::optional<Flaw> take_apart(std::string_view text, Sort sort, Typed& typed) {
  if (!take_digits(text, typed.digits)) {
    return Flaw::not_whole;
  }
  if (text.starts_with('.')) {
    const std::size_t whole = typed.digits.size();
    text.remove_prefix(1);
    if (!take_digits(text, typed.digits)) {
      return Flaw::not_whole;
    }
    typed.decimals = typed.digits.size() - whole;
  }
  if ((text.starts_with('e') || text.starts_with('E')) && !apply_exponent(typed, text)) {
    return Flaw::too_large;
  }
  text.remove_prefix(text.starts_with(' ') && text.size() > 1 ? 1 : 0);
  const auto unit = unit_of(text, sort);
  typed.unit = unit.value_or(1);
  return unit ? std::nullopt : std::optional(Flaw::not_whole);
}

/// whole × unit, and unit × 0.fraction by one digit after the other from the right. Each division
/// by ten leaves no remainder where the sum is a whole number, so no digit is lost on the way.
std::optional<Flaw> evaluate(const Typed& typed, Sort sort, std::uint64_t& value) {
  const std::size_t whole = typed.digits.size() - typed.decimals;
  const bool is_scaled = typed.has_exponent || typed.unit > 1;
  std::uint64_t part = 0;
  bool is_exact = typed.decimals == 0 || is_scaled;
  for (std::size_t i = typed.digits.size(); i > whole; --i) {
    part += static_cast<std::uint64_t>(typed.digits[i - 1] - '0') * typed.unit;
    is_exact = is_exact && part % 10 == 0;
    part /= 10;
  }
  const bool may_round = sort == Sort::bytes && typed.unit > 1;
  if (!is_exact && !may_round) {
    return Flaw::not_whole;
  }
  value = 0;
  for (std::size_t i = 0; i < whole; ++i) {
    const auto digit = static_cast<std::uint64_t>(typed.digits[i] - '0');
    if (value > (k_most - digit) / 10) {
      return Flaw::too_large;
    }
    value = 10 * value + digit;
  }
  if (value > (k_most - part) / typed.unit) {
    return Flaw::too_large;
  }
  value = value * typed.unit + part;
  return std::nullopt;
}

std::string range_text(Sort sort, std::uint64_t min, std::uint64_t max) {
  return sort == Sort::count ? fmt::format("give a whole number from {} to {}", min, max)
                             : fmt::format("give {} to {} bytes", min, max);
}

/// What to write in place of what is no number at all.
std::string form_text(Sort sort, std::uint64_t min, std::uint64_t max) {
  return sort == Sort::count ? range_text(sort, min, max)
                             : "give bytes, or a number and a unit: 32KiB, 1.5MiB, 1MB";
}

/// Why a text is not a number of this sort.
std::string fault_of(std::string_view text, Sort sort) {
  Typed typed;
  if (text.starts_with('-') && !take_apart(text.substr(1), sort, typed)) {
    return "negative";
  }
  const std::size_t comma = text.find(',');
  if (comma != text.npos && text.find_first_not_of("0123456789,") == text.npos) {
    return "written with commas, which separate values";
  }
  Typed size;
  const bool has_bytes = text.ends_with('B') || text.ends_with("bytes");
  if (sort == Sort::count && has_bytes && !take_apart(text, Sort::bytes, size)) {
    return "a size of memory, and this is a number of something else";
  }
  return sort == Sort::count ? "not a whole number" : "not a size of memory";
}

std::uint64_t parse(std::string_view option, std::string_view text, Sort sort, std::uint64_t min,
                    std::uint64_t max) {
  Typed typed;
  std::uint64_t value = 0;
  std::optional<Flaw> flaw = take_apart(text, sort, typed);
  if (!flaw) {
    flaw = evaluate(typed, sort, value);
  }
  if (flaw == Flaw::not_whole) {
    throw Error(fmt::format("{}: '{}' is {}; {}", option, text, fault_of(text, sort),
                            form_text(sort, min, max)));
  }
  if (flaw == Flaw::too_large || value > max) {
    throw Error(fmt::format("{}: {} is too large; {}", option, text, range_text(sort, min, max)));
  }
  if (value < min) {
    throw Error(fmt::format("{}: {} is too small; {}", option, text, range_text(sort, min, max)));
  }
  return value;
}

}  // namespace

std::uint64_t parse_count(std::string_view option, std::string_view text, std::uint64_t min,
                          std::uint64_t max) {
  return parse(option, text, Sort::count, min, max);
}

std::uint64_t parse_size(std::string_view option, std::string_view text, std::uint64_t min,
                         std::uint64_t max) {
  return parse(option, text, Sort::bytes, min, max);
}

}  // namespace dmc
