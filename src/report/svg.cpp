#include "dmc/report/svg.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include <fmt/format.h>

#include "dmc/util/printable.hpp"

namespace dmc {
namespace {

// Rules are scoped to the drawing, as a page applies them to all that it holds. Where a rule must
// win over another of the same weight it stands below it.
constexpr std::string_view k_svg_style = R"(<style>
.dmc-svg{font-family:"DejaVu Sans",Verdana,Arial,sans-serif;font-size:12px}
.dmc-svg .paper{fill:#fff}
.dmc-svg text{fill:#1f2933}
.dmc-svg .title{font-size:15px;font-weight:bold}
.dmc-svg .strong{font-weight:bold}
.dmc-svg .small{font-size:11px}
.dmc-svg .faint{fill:#52606d}
.dmc-svg .halo{stroke:#fff;stroke-width:4px;stroke-linejoin:round;paint-order:stroke}
.dmc-svg .c0{stroke:#0072b2;fill:#0072b2}
.dmc-svg .c1{stroke:#d55e00;fill:#d55e00}
.dmc-svg .c2{stroke:#00835e;fill:#00835e}
.dmc-svg .c3{stroke:#b8578f;fill:#b8578f}
.dmc-svg .c4{stroke:#c98500;fill:#c98500}
.dmc-svg .c5{stroke:#3a9bd1;fill:#3a9bd1}
.dmc-svg .c6{stroke:#6b4fa0;fill:#6b4fa0}
.dmc-svg .c7{stroke:#52606d;fill:#52606d}
.dmc-svg .line,.dmc-svg .dash1,.dmc-svg .dash2,.dmc-svg .dash3{fill:none;stroke-width:2;stroke-linejoin:round}
.dmc-svg .dash1{stroke-dasharray:8 4}
.dmc-svg .dash2{stroke-dasharray:2 3}
.dmc-svg .dash3{stroke-dasharray:9 3 2 3}
.dmc-svg .thin{stroke-width:1.2}
.dmc-svg .mark{stroke:#fff;stroke-width:1}
.dmc-svg .open{fill:#fff;stroke-width:1.6}
.dmc-svg .area{stroke:#fff;stroke-width:1}
.dmc-svg .o1{fill-opacity:.72}
.dmc-svg .o2{fill-opacity:.46}
.dmc-svg .o3{fill-opacity:.24}
.dmc-svg .frame{fill:none;stroke:#52606d}
.dmc-svg .box{fill:#fff;stroke:#52606d}
.dmc-svg .ghost{fill:#fff;stroke:#cbd2d9}
.dmc-svg .branch{stroke:#b8c2cc}
.dmc-svg .tick{stroke:#52606d}
.dmc-svg .grid{stroke:#e4e7eb}
.dmc-svg .region{fill:#7b8794;fill-opacity:.16;stroke:none}
.dmc-svg .reference{stroke:#3e4c59;stroke-width:1.2;stroke-dasharray:5 4}
@media (prefers-color-scheme:dark){
.dmc-svg .paper{fill:#161b22}
.dmc-svg text{fill:#e6edf3}
.dmc-svg .faint{fill:#9aa5b1}
.dmc-svg .halo{stroke:#161b22}
.dmc-svg .c0{stroke:#4aa8e0;fill:#4aa8e0}
.dmc-svg .c1{stroke:#f58442;fill:#f58442}
.dmc-svg .c2{stroke:#2fbf94;fill:#2fbf94}
.dmc-svg .c3{stroke:#dd8fbd;fill:#dd8fbd}
.dmc-svg .c4{stroke:#e6b03a;fill:#e6b03a}
.dmc-svg .c5{stroke:#8accf2;fill:#8accf2}
.dmc-svg .c6{stroke:#a78fd8;fill:#a78fd8}
.dmc-svg .c7{stroke:#9aa5b1;fill:#9aa5b1}
.dmc-svg .line,.dmc-svg .dash1,.dmc-svg .dash2,.dmc-svg .dash3{fill:none}
.dmc-svg .mark,.dmc-svg .area{stroke:#161b22}
.dmc-svg .open{fill:#161b22}
.dmc-svg .frame{fill:none;stroke:#7b8794}
.dmc-svg .box{fill:#161b22;stroke:#9aa5b1}
.dmc-svg .ghost{fill:#161b22;stroke:#3e4c59}
.dmc-svg .branch{stroke:#52606d}
.dmc-svg .tick{stroke:#7b8794}
.dmc-svg .grid{stroke:#2b333d}
.dmc-svg .region{fill:#9aa5b1;fill-opacity:.18;stroke:none}
.dmc-svg .reference{stroke:#b8c2cc}
}
</style>
)";

// Advance widths of DejaVu Sans in thousandths of its size, from ' ' to '~'.
constexpr std::array<int, 95> k_advances{
    318,  401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337,  // to '/'
    636,  636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531,  // to '?'
    1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787,  // to 'O'
    603,  787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500,  // to '_'
    500,  613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612,  // to 'o'
    635,  635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838};
constexpr double k_advance_of_others = 0.65;  // Greek, arrows, signs
constexpr double k_advance_of_superscripts = 0.42;

constexpr std::array<std::string_view, 3> k_anchors{"start", "middle", "end"};

// U+00B2, U+00B3, U+00B9 and U+2070 to U+2079, by their bytes.
bool is_superscript(std::string_view rest) {
  return rest.starts_with("\u00b2") || rest.starts_with("\u00b3") || rest.starts_with("\u00b9") ||
         (rest.starts_with("\xe2\x81") && rest.size() > 2 && rest[2] >= '\xb0');
}

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U;
}

}  // namespace

std::string xml_escaped(std::string_view text) {
  std::string escaped;
  // Line ends are layout here; anything else that is not seen is shown (and would not be XML).
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    escaped += start == 0 ? "" : "\n";
    for (const char c : printable(text.substr(start, end - start))) {
      switch (c) {
        case '&':
          escaped += "&amp;";
          break;
        case '<':
          escaped += "&lt;";
          break;
        case '>':
          escaped += "&gt;";
          break;
        case '"':
          escaped += "&quot;";
          break;
        default:
          escaped += c;
      }
    }
    start = end + 1;
  }
  return escaped;
}

std::string pixels_text(double length) {
  // Rounded first, so that no "-0" is left.
  const double rounded = std::round(length * 100) / 100;
  std::string text = fmt::format("{:.2f}", rounded == 0 ? 0 : rounded);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') {
    text.pop_back();
  }
  return text;
}

double text_width(std::string_view text, double size) {
  double ems = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c >= ' ' && c <= '~') {
      ems += k_advances[static_cast<std::size_t>(c - ' ')] / 1000.0;
    } else if (!is_continuation(c)) {
      ems += is_superscript(text.substr(i)) ? k_advance_of_superscripts : k_advance_of_others;
    }
  }
  return ems * size;
}

std::vector<std::string> text_lines(std::string_view text, double width, double size) {
  std::vector<std::string> lines;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t space = std::min(text.find(' ', start), text.size());
    const std::string word(text.substr(start, space - start));
    start = space + 1;
    if (lines.empty() || text_width(lines.back() + ' ' + word, size) > width) {
      lines.push_back(word);
    } else {
      lines.back() += ' ' + word;
    }
  }
  return lines;
}

Svg::Svg(double width, double height, std::string_view title, std::string_view description) {
  const std::string w = pixels_text(width);
  const std::string h = pixels_text(height);
  body_ = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"dmc-svg\" viewBox=\"0 0 {} {}\" "
      "width=\"{}\" height=\"{}\" role=\"img\" aria-label=\"{}\">\n",
      w, h, w, h, xml_escaped(title));
  body_ += fmt::format("<title>{}</title>\n", xml_escaped(title));
  if (!description.empty()) {
    body_ += fmt::format("<desc>{}</desc>\n", xml_escaped(description));
  }
  body_ += k_svg_style;
  rectangle(0, 0, width, height, "paper");
}

void Svg::rectangle(double x, double y, double width, double height, std::string_view look) {
  body_ +=
      fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" class=\"{}\"/>\n",
                  pixels_text(x), pixels_text(y), pixels_text(width), pixels_text(height), look);
}

void Svg::line(double x1, double y1, double x2, double y2, std::string_view look) {
  body_ += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" class=\"{}\"/>\n",
                       pixels_text(x1), pixels_text(y1), pixels_text(x2), pixels_text(y2), look);
}

void Svg::circle(double x, double y, double radius, std::string_view look) {
  body_ += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\" class=\"{}\"/>\n", pixels_text(x),
                       pixels_text(y), pixels_text(radius), look);
}

void Svg::path(std::string_view commands, std::string_view look) {
  body_ += fmt::format("<path d=\"{}\" class=\"{}\"/>\n", commands, look);
}

void Svg::text(double x, double y, std::string_view text, std::string_view look, Anchor anchor) {
  body_ += fmt::format("<text x=\"{}\" y=\"{}\" class=\"{}\" text-anchor=\"{}\">{}</text>\n",
                       pixels_text(x), pixels_text(y), look,
                       k_anchors[static_cast<std::size_t>(anchor)], xml_escaped(text));
}

void Svg::upright_text(double x, double y, std::string_view text, std::string_view look) {
  body_ += fmt::format(
      "<text transform=\"translate({} {}) rotate(-90)\" class=\"{}\" text-anchor=\"middle\">{}"
      "</text>\n",
      pixels_text(x), pixels_text(y), look, xml_escaped(text));
}

void Svg::begin_group(std::string_view tooltip) {
  body_ += fmt::format("<g><title>{}</title>\n", xml_escaped(tooltip));
}

std::string Svg::finish() && {
  return std::move(body_) + "</svg>\n";
}

}  // namespace dmc
