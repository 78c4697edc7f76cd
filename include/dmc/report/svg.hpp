#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dmc {

/// Text that may stand between tags or in a quoted attribute. Characters that XML does not allow
/// are left out.
[[nodiscard]] std::string xml_escaped(std::string_view text);

/// A length in pixels with two decimals at most, the same on every machine: "12.5", "0".
[[nodiscard]] std::string pixels_text(double length);

/// Room that a line of text takes in a wide sans-serif font (DejaVu Sans), in pixels; others take
/// less.
[[nodiscard]] double text_width(std::string_view text, double size = 12);

/// The text in lines that each take `width` pixels at most, as far as its words allow.
[[nodiscard]] std::vector<std::string> text_lines(std::string_view text, double width,
                                                  double size = 12);

/// A vector graphic being drawn: one <svg> element that needs nothing from outside, scales by its
/// viewBox, and has light and dark colours. It has no ids, so that a page can hold several.
///
/// Looks are classes of one style sheet, each drawing carrying its own copy:
///     c0 … c7          colours of the palette; with `line` or `dash1` … `dash3` the stroke's, with
///                      `area` the fill's
///     title, label, small, strong, faint    texts
///     frame, grid, tick, reference, region  parts of a chart
///     box, ghost, branch                    parts of a tree
/// The palette is that of Okabe and Ito, which people with any colour vision can tell apart.
class Svg {
 public:
  enum class Anchor : std::uint8_t { start, middle, end };

  /// Width and height in pixels. `title` and `description` are for those who cannot see it.
  Svg(double width, double height, std::string_view title, std::string_view description);

  void rectangle(double x, double y, double width, double height, std::string_view look);
  void line(double x1, double y1, double x2, double y2, std::string_view look);
  void circle(double x, double y, double radius, std::string_view look);
  /// `commands` as the attribute d of a path has them.
  void path(std::string_view commands, std::string_view look);
  void text(double x, double y, std::string_view text, std::string_view look,
            Anchor anchor = Anchor::start);
  /// Text that runs upwards, its middle at (x, y).
  void upright_text(double x, double y, std::string_view text, std::string_view look);

  /// What is drawn up to end_group() belongs together; a pointer that rests on it shows the text.
  void begin_group(std::string_view tooltip);
  void end_group() { body_ += "</g>\n"; }

  /// The whole element, with a line end.
  [[nodiscard]] std::string finish() &&;

 private:
  std::string body_;
};

}  // namespace dmc
