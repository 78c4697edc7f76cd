#include "json_place.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "dmc/util/error.hpp"
#include "dmc/util/json_depth.hpp"
#include "dmc/util/names.hpp"
#include "dmc/util/utf8.hpp"

namespace dmc {
namespace {

constexpr std::size_t k_shown_text = 40;  // of what may be very long

[[noreturn]] void fail_at(std::string_view text, std::size_t offset, const std::string& file,
                          std::string_view message) {
  const std::string_view before = text.substr(0, offset);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t column = offset - (before.rfind('\n') + 1) + 1;  // npos + 1 is 0
  throw Error(fmt::format("{}: line {}, column {}: {}", file, line, column, message));
}

/// "1e999" of "number overflow parsing '1e999'".
std::string quoted_end(std::string_view text) {
  const std::size_t last = text.rfind('\'');
  const std::size_t first = text.rfind('\'', last == text.npos || last == 0 ? 0 : last - 1);
  return first == text.npos || last <= first
             ? std::string()
             : std::string(text.substr(first + 1, last - first - 1));
}

std::string sort_of(const Json& json) {
  switch (json.type()) {
    case Json::value_t::object:
      return "an object";
    case Json::value_t::array:
      return "a list";
    case Json::value_t::string:
      return fmt::format("the text \"{}\"", shortened(json.get<std::string>(), k_shown_text));
    default:
      return json.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
}

// What people write beside, however near it may be to something else.
bool is_remark(std::string_view key) {
  constexpr std::array<std::string_view, 6> k_remarks{"comment",     "note",  "notes",
                                                      "description", "title", "why"};
  return key.starts_with('_') || key.starts_with('$') || key.starts_with("x-") ||
         std::find(k_remarks.begin(), k_remarks.end(), key) != k_remarks.end();
}

}  // namespace

Json parse_json(std::string_view text, const std::string& file) {
  if (const std::size_t at = too_deep_at(text); at != text.npos) {
    fail_at(text, at, file,
            fmt::format("objects and lists are nested more than {} levels deep", k_deepest_json));
  }
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    const std::size_t end = std::min(text.size(), error.byte == 0 ? 0 : error.byte - 1);
    fail_at(text, end, file,
            end == text.size() ? "this is not JSON; the file ends too early"
                               : "this is not JSON; something else is expected here");
  } catch (const Json::out_of_range& error) {  // whose text ends in the number, in quotes
    const std::string number = quoted_end(error.what());
    fail_at(text, std::min(text.find(number), text.size()), file,
            fmt::format("the number {} is too large, for dmc and for most that reads JSON",
                        shortened(number, k_shown_text)));
  }
}

void JsonPlace::fail(const std::string& message) const {
  throw Error(path_.empty()
                  ? fmt::format("{}: {}", file_, message)
                  : fmt::format("{}: {}: {}", file_, shortened(path_, 5 * k_shown_text), message));
}

std::string JsonPlace::text() const {
  if (!json_->is_string()) {
    fail(fmt::format("a text is expected, not {}", sort_of(*json_)));
  }
  return json_->get<std::string>();
}

std::uint64_t JsonPlace::count() const {
  if (!json_->is_number_unsigned()) {
    fail(fmt::format("a whole number, 0 or more, is expected, not {}", sort_of(*json_)));
  }
  return json_->get<std::uint64_t>();
}

double JsonPlace::real() const {
  if (!json_->is_number()) {
    fail(fmt::format("a number is expected, not {}", sort_of(*json_)));
  }
  return json_->get<double>();
}

CheckedValue JsonPlace::figure() const {
  if (json_->is_number_unsigned()) {
    return count();
  }
  return real();
}

std::vector<JsonPlace> JsonPlace::items() const {
  if (!json_->is_array()) {
    fail(fmt::format("a list is expected, not {}", sort_of(*json_)));
  }
  std::vector<JsonPlace> all;
  for (const Json& item : *json_) {
    all.push_back(JsonPlace(item, file_, fmt::format("{}[{}]", path_, all.size())));
  }
  return all;
}

void JsonPlace::check_object() const {
  if (!json_->is_object()) {
    fail(fmt::format("an object is expected, not {}", sort_of(*json_)));
  }
}

std::vector<std::pair<std::string, JsonPlace>> JsonPlace::members() const {
  check_object();
  std::vector<std::pair<std::string, JsonPlace>> all;
  for (const auto& [key, value] : json_->items()) {
    all.emplace_back(key, JsonPlace(value, file_, path_.empty() ? key : path_ + '.' + key));
  }
  return all;
}

std::optional<JsonPlace> JsonPlace::find(const std::string& key) const {
  check_object();
  const auto found = json_->find(key);
  if (found == json_->end()) {
    return std::nullopt;
  }
  return JsonPlace(*found, file_, path_.empty() ? key : path_ + '.' + key);
}

JsonPlace JsonPlace::member(const std::string& key) const {
  const auto found = find(key);
  if (!found) {
    fail(fmt::format("\"{}\" is missing", key));
  }
  return *found;
}

void JsonPlace::check_keys(std::span<const std::string_view> known, bool others_allowed) const {
  for (const auto& [key, place] : members()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) {
      continue;
    }
    const bool is_mistyped = !is_remark(key) && !nearest_name(key, known).empty();
    if (!others_allowed || is_mistyped) {
      place.fail(unknown_name("key", key, known));
    }
  }
}

}  // namespace dmc
