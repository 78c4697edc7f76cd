#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dmc {

/// A piece of an HTML page that is also well-formed XML. Text gets into it escaped and in no other
/// way, so nothing that a claim or a file says can become markup.
class Html {
 public:
  Html() = default;
  Html(std::string_view text);  // NOLINT(google-explicit-constructor): text is content
  Html(const std::string& text) : Html(std::string_view(text)) {}  // NOLINT: the same
  Html(const char* text) : Html(std::string_view(text)) {}         // NOLINT: the same

  /// Markup that dmc made itself, taken as it is: <svg> of chart_svg(), <math> of Expression.
  [[nodiscard]] static Html trusted(std::string markup);

  Html& operator+=(const Html& more);

  [[nodiscard]] const std::string& markup() const { return markup_; }
  [[nodiscard]] bool empty() const { return markup_.empty(); }

 private:
  std::string markup_;
};

struct Attribute {
  std::string_view name;
  std::string value;
};
using Attributes = std::vector<Attribute>;

/// <name attributes>content</name>.
[[nodiscard]] Html enclosed(std::string_view name, const Attributes& attributes,
                            const Html& content);

/// The same with content in parts: element("p", {}, "a < b, ", element("em", {}, "always")).
template <class... Parts>
[[nodiscard]] Html element(std::string_view name, const Attributes& attributes,
                           const Parts&... parts) {
  Html content;
  ((content += parts), ...);
  return enclosed(name, attributes, content);
}

/// An element that cannot hold anything: <meta …/>.
/// A sentence whose powers, n^2.5 or n^(2.5 ± 0.1), are written as such.
[[nodiscard]] Html with_powers(std::string_view text);
[[nodiscard]] Html void_element(std::string_view name, const Attributes& attributes);

/// A class attribute: element("p", look("why"), …).
[[nodiscard]] Attributes look(std::string_view classes);

/// Text as part of an id: letters, digits, "-", "_" and "." stay, anything else becomes "-".
[[nodiscard]] std::string id_text(std::string_view text);

}  // namespace dmc
