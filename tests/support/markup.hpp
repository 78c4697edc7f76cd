#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace dmc::test {

/// An element as it stands in the text: its name, its attributes, and the text right behind its
/// begin.
struct Element {
  std::string name;
  std::map<std::string, std::string> attributes;
  std::string text;

  [[nodiscard]] double number(const std::string& attribute) const {
    return std::stod(attributes.at(attribute));
  }
};

/// Reads XML without comments, CDATA and processing instructions. Throws std::runtime_error where
/// it is not well-formed: elements that do not nest, attributes without quotes or given twice, bare
/// special characters, unknown entities, more than one root.
class MarkupReader {
 public:
  explicit MarkupReader(std::string_view text) : text_(text) {
    while (at_ < text_.size()) {
      text_[at_] == '<' ? tag() : characters();
    }
    require(open_.empty() && !elements_.empty(), "an element is not closed");
  }

  [[nodiscard]] const std::vector<Element>& elements() const { return elements_; }

 private:
  void require(bool holds, const std::string& what) const {
    if (!holds) {
      throw std::runtime_error(what + " before: " + std::string(text_.substr(at_, 40)));
    }
  }

  // Everything up to the character, which is skipped.
  std::string_view up_to(char end) {
    const std::size_t found = text_.find(end, at_);
    require(found != text_.npos, std::string("no ") + end);
    const std::string_view part = text_.substr(at_, found - at_);
    at_ = found + 1;
    return part;
  }

  std::string unescaped(std::string_view part) const {
    static const std::map<std::string_view, char> k_entities{
        {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    std::string plain;
    for (std::size_t i = 0; i < part.size(); ++i) {
      require(part[i] != '<' && (static_cast<unsigned char>(part[i]) >= ' ' || part[i] == '\n'),
              "a bare special character");
      if (part[i] != '&') {
        plain += part[i];
        continue;
      }
      const std::size_t end = part.find(';', i);
      require(end != part.npos, "a bare &");
      // Characters by number are operators of formulas, whose text no test looks at.
      if (part[i + 1] != '#') {
        const auto entity = k_entities.find(part.substr(i + 1, end - i - 1));
        require(entity != k_entities.end(), "an unknown entity");
        plain += entity->second;
      }
      i = end;
    }
    return plain;
  }

  void characters() {
    const std::size_t end = std::min(text_.find('<', at_), text_.size());
    const std::string text = unescaped(text_.substr(at_, end - at_));
    require(!open_.empty() || text.find_first_not_of(" \n") == text.npos, "text outside");
    if (!elements_.empty() && elements_.back().text.empty()) {
      elements_.back().text = text;
    }
    at_ = end;
  }

  void tag() {
    ++at_;
    std::string_view inside = up_to('>');
    if (inside.front() == '/') {
      require(!open_.empty() && open_.back() == inside.substr(1), "a wrong end");
      open_.pop_back();
      return;
    }
    const bool is_empty = inside.back() == '/';
    inside.remove_suffix(is_empty ? 1 : 0);
    const std::size_t name_end = std::min(inside.find(' '), inside.size());
    require(!open_.empty() || elements_.empty(), "a second root");
    elements_.push_back({std::string(inside.substr(0, name_end)), {}, {}});
    attributes(inside.substr(name_end));
    if (!is_empty) {
      open_.push_back(elements_.back().name);
    }
  }

  void attributes(std::string_view part) {
    while (part.find_first_not_of(' ') != part.npos) {
      part.remove_prefix(part.find_first_not_of(' '));
      const std::size_t equals = part.find("=\"");
      require(equals != part.npos, "an attribute without quotes");
      const std::size_t end = part.find('"', equals + 2);
      require(end != part.npos, "an open quote");
      const bool is_new =
          elements_.back()
              .attributes
              .emplace(part.substr(0, equals), unescaped(part.substr(equals + 2, end - equals - 2)))
              .second;
      require(is_new, "an attribute given twice");
      part.remove_prefix(end + 1);
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<std::string> open_;
  std::vector<Element> elements_;
};

/// The elements of that name whose class attribute has the word.
[[nodiscard]] inline std::vector<Element> elements_with(const MarkupReader& reader,
                                                        std::string_view name,
                                                        const std::string& look) {
  std::vector<Element> found;
  for (const Element& element : reader.elements()) {
    const auto attribute = element.attributes.find("class");
    if (element.name == name && attribute != element.attributes.end() &&
        (' ' + attribute->second + ' ').find(' ' + look + ' ') != std::string::npos) {
      found.push_back(element);
    }
  }
  return found;
}

}  // namespace dmc::test
