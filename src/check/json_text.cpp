#include "json_text.hpp"

#include "dmc/util/utf8.hpp"

namespace dmc {
namespace {

constexpr std::size_t k_width = 100;

std::string scalar_text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string one_line(const Json& json) {
  if (!json.is_structured()) {
    return scalar_text(json);
  }
  std::string text;
  for (const auto& [key, value] : json.items()) {
    text += text.empty() ? "" : ", ";
    text += (json.is_object() ? scalar_text(key) + ": " : "") + one_line(value);
  }
  return json.is_object() ? '{' + text + '}' : '[' + text + ']';
}

void write(const Json& json, std::size_t indent, std::size_t before, std::string& text) {
  const std::string line = one_line(json);
  const bool fits = before + display_width(line) + 1 <= k_width;  // and a comma
  if (!json.is_structured() || json.empty() || (fits && indent > 0)) {
    text += line;
    return;
  }
  const std::string margin(indent + 2, ' ');
  text += json.is_object() ? '{' : '[';
  bool first = true;
  for (const auto& [key, value] : json.items()) {
    const std::string name = json.is_object() ? scalar_text(key) + ": " : "";
    text.append(first ? "\n" : ",\n").append(margin).append(name);
    write(value, indent + 2, indent + 2 + display_width(name), text);
    first = false;
  }
  text += '\n' + std::string(indent, ' ') + (json.is_object() ? '}' : ']');
}

}  // namespace

std::string json_text(const Json& json) {
  std::string text;
  write(json, 0, 0, text);
  return text + '\n';
}

}  // namespace dmc
