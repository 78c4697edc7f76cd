#include "dmc/report/html.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "dmc/report/svg.hpp"

namespace dmc {
namespace {

std::string attributes_text(const Attributes& attributes) {
  std::string text;
  for (const Attribute& attribute : attributes) {
    text += fmt::format(" {}=\"{}\"", attribute.name, xml_escaped(attribute.value));
  }
  return text;
}

/// Elements that stand on lines of their own, so that the page's source can be read.
bool ends_line(std::string_view name) {
  constexpr std::string_view k_inline[] = {"a",     "b",    "code",   "data", "em",
                                           "small", "span", "strong", "sup"};
  return std::find(std::begin(k_inline), std::end(k_inline), name) == std::end(k_inline);
}

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

}  // namespace

Html::Html(std::string_view text) : markup_(xml_escaped(text)) {}

Html Html::trusted(std::string markup) {
  Html html;
  html.markup_ = std::move(markup);
  return html;
}

Html with_powers(std::string_view text) {
  Html html;
  for (std::size_t at = text.find('^'); at != std::string_view::npos; at = text.find('^')) {
    const std::string_view rest = text.substr(at + 1);
    const bool in_brackets = rest.starts_with('(');
    std::size_t end = in_brackets ? rest.find(')') : rest.find_first_not_of("-0123456789.");
    end = std::min(end, rest.size());
    while (!in_brackets && end > 0 && rest[end - 1] == '.') {
      --end;  // of the sentence
    }
    html += text.substr(0, at);
    html += enclosed("sup", {}, rest.substr(in_brackets ? 1 : 0, in_brackets ? end - 1 : end));
    text = rest.substr(std::min(rest.size(), in_brackets ? end + 1 : end));
  }
  html += text;
  return html;
}

Html& Html::operator+=(const Html& more) {
  markup_ += more.markup_;
  return *this;
}

Html enclosed(std::string_view name, const Attributes& attributes, const Html& content) {
  return Html::trusted(fmt::format("<{0}{1}>{2}</{0}>{3}", name, attributes_text(attributes),
                                   content.markup(), ends_line(name) ? "\n" : ""));
}

Html void_element(std::string_view name, const Attributes& attributes) {
  return Html::trusted(fmt::format("<{}{}/>\n", name, attributes_text(attributes)));
}

Attributes look(std::string_view classes) {
  return {{"class", std::string(classes)}};
}

std::string id_text(std::string_view text) {
  std::string id(text);
  std::replace_if(
      id.begin(), id.end(), [](char c) { return !is_plain(c); }, '-');
  return id;
}

}  // namespace dmc
