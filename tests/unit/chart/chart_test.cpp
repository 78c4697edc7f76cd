#include "dmc/report/chart.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "dmc/report/format.hpp"
#include "dmc/report/svg.hpp"

#include "catch.hpp"
#include "markup.hpp"

using namespace dmc;
using test::elements_with;
using test::MarkupReader;

namespace {

// Both axes from 0 to 10, so that a tenth of the plot's width is 1.
Chart tenths(std::vector<Point> points) {
  return {.title = "tenths",
          .x = {.label = "x", .key = "x", .min = 0, .max = 10},
          .y = {.label = "y", .key = "y", .min = 0, .max = 10},
          .series = {{.name = "s", .points = std::move(points)}}};
}

struct Frame {
  double left;
  double top;
  double width;
  double height;

  explicit Frame(const MarkupReader& reader)
      : Frame(elements_with(reader, "rect", "frame").at(0)) {}
  explicit Frame(const test::Element& rect)
      : left(rect.number("x")),
        top(rect.number("y")),
        width(rect.number("width")),
        height(rect.number("height")) {}

  [[nodiscard]] Point at(Point value) const {
    return {left + value.x / 10 * width, top + height - value.y / 10 * height};
  }
  [[nodiscard]] bool holds(Point pixel) const {
    return pixel.x >= left - 0.02 && pixel.x <= left + width + 0.02 && pixel.y >= top - 0.02 &&
           pixel.y <= top + height + 0.02;
  }
};

// The circles that stand within the frame, which those of the legend do not.
std::vector<Point> marks(const MarkupReader& reader) {
  const Frame frame(reader);
  std::vector<Point> found;
  for (const auto& circle : elements_with(reader, "circle", "mark")) {
    const Point centre{circle.number("cx"), circle.number("cy")};
    if (frame.holds(centre)) {
      found.push_back(centre);
    }
  }
  return found;
}

// Every corner of a path.
std::vector<Point> corners(std::string commands) {
  std::vector<Point> found;
  for (char& c : commands) {
    c = c == 'M' || c == 'L' || c == 'Z' ? ' ' : c;
  }
  std::istringstream numbers(commands);
  for (Point point{}; numbers >> point.x >> point.y;) {
    found.push_back(point);
  }
  return found;
}

Chart everything() {
  Chart chart = tenths({{1, 1}, {2, 4}, {3, 9}});
  chart.title =
      "All there is: a < b & \"c\", in a title that is too long for one line of the picture";
  chart.subtitle = "<ω>";
  chart.series.push_back({.name = "R & D", .points = {{0, 5}, {10, 6}}});
  chart.regions = {columns_between("left <", -HUGE_VAL, 2), rows_between("band", 6, 7)};
  chart.references = {{"at 5", Reference::Direction::vertical, 5},
                      {"y = 3", Reference::Direction::horizontal, 3}};
  chart.annotations = {{"here & now", {2, 4}, Annotation::Side::left}};
  chart.notes = {"Some words about it.", "And more."};
  chart.stack = Stack{.positions = {2, 4}, .layers = {{"lower", {1, 2}}, {"upper", {2, 2}}}};
  return chart;
}

}  // namespace

TEST_CASE("points stand where their values say") {
  const std::vector<Point> points{{0, 0}, {2.5, 7.5}, {10, 10}};
  const std::string svg = chart_svg(tenths(points));
  const MarkupReader reader(svg);
  const Frame frame(reader);
  const std::vector<Point> found = marks(reader);
  REQUIRE(found.size() == points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    CHECK(found[i].x == Approx(frame.at(points[i]).x).margin(0.02));
    CHECK(found[i].y == Approx(frame.at(points[i]).y).margin(0.02));
  }
}

TEST_CASE("on a logarithmic axis equal ratios are equal lengths") {
  Chart chart = tenths({{1, 1}, {10, 2}, {100, 4}, {0, 3}, {-5, 3}});
  chart.x = {.label = "x", .key = "x", .scale = Axis::Scale::log10, .min = 1, .max = 100};
  const std::string svg = chart_svg(chart);
  const MarkupReader reader(svg);
  const Frame frame(reader);
  const std::vector<Point> found = marks(reader);
  REQUIRE(found.size() == 3);
  CHECK(found[1].x == Approx(frame.left + frame.width / 2).margin(0.02));
  CHECK(found[2].x == Approx(frame.left + frame.width).margin(0.02));
}

TEST_CASE("nothing is drawn outside of the plot") {
  Chart chart = tenths({{-5, 5}, {5, 25}, {5, -40}, {50, 5}, {2, 2}});
  chart.series[0].line = Series::Line::solid;
  const std::string svg = chart_svg(chart);
  const MarkupReader reader(svg);
  const Frame frame(reader);
  CHECK(marks(reader).size() == 1);
  const auto lines = elements_with(reader, "path", "line");
  REQUIRE(lines.size() == 1);
  const std::vector<Point> found = corners(lines[0].attributes.at("d"));
  CHECK(found.size() >= 4);
  for (const Point& corner : found) {
    CHECK(frame.holds(corner));
  }
  // From (-5, 5) to (5, 25) nothing is inside but the corner; the line down at 5 runs all the way.
  CHECK(found[0].x == Approx(frame.at({5, 10}).x).margin(0.02));
  CHECK(found[0].y == Approx(frame.at({5, 10}).y).margin(0.02));
  CHECK(found[1].y == Approx(frame.at({5, 0}).y).margin(0.02));
}

TEST_CASE("what is no number is a gap in the line") {
  Chart chart = tenths({{1, 1}, {2, 2}, {3, std::nan("")}, {4, 4}, {5, 5}});
  const std::string svg = chart_svg(chart);
  const auto lines = elements_with(MarkupReader(svg), "path", "line");
  REQUIRE(lines.size() == 1);
  const std::string& commands = lines[0].attributes.at("d");
  CHECK(std::count(commands.begin(), commands.end(), 'M') == 2);
  CHECK(std::count(commands.begin(), commands.end(), 'L') == 2);
  CHECK(svg.find("nan") == svg.npos);
  CHECK(svg.find("inf") == svg.npos);
}

TEST_CASE("a chart is well-formed, says the same each time, and keeps to its width") {
  const Chart chart = everything();
  for (const double width : {320.0, 480.0, 720.0, 1000.0}) {
    const std::string svg = chart_svg(chart, {width, 440});
    CHECK(svg == chart_svg(chart, {width, 440}));
    const MarkupReader reader(svg);
    for (const auto& element : reader.elements()) {
      if (element.name != "text" || element.attributes.count("x") == 0) {
        continue;
      }
      const std::string& anchor = element.attributes.at("text-anchor");
      const double size = element.attributes.at("class") == "title" ? 15 : 11;
      const double room = text_width(element.text, size);
      const double left = element.number("x") - room * (anchor == "end"      ? 1
                                                        : anchor == "middle" ? 0.5
                                                                             : 0);
      CAPTURE(width, element.text);
      CHECK(left >= 0);
      CHECK(left + room <= width);
    }
  }
}

TEST_CASE("the legend names each thing once, and nothing in it overlaps") {
  Chart chart = tenths({});
  chart.series.clear();
  for (int i = 0; i < 12; ++i) {
    chart.series.push_back({.name = "series number " + std::to_string(i), .points = {{1, 1}}});
  }
  chart.series.push_back({.name = "series number 3", .points = {{2, 2}}});
  chart.series.push_back({.name = "unnamed", .points = {{3, 3}}, .in_legend = false});
  const std::string svg = chart_svg(chart, {500, 440});
  const MarkupReader reader(svg);
  const Frame frame(reader);
  std::vector<test::Element> names;
  for (const auto& text : elements_with(reader, "text", "label")) {
    if (text.text.starts_with("series")) {
      names.push_back(text);
      CHECK(text.number("y") < frame.top);
      CHECK(text.number("x") + text_width(text.text) <= 500 - 16);
    }
    CHECK(text.text != "unnamed");
  }
  CHECK(names.size() == 12);
  for (std::size_t i = 1; i < names.size(); ++i) {
    const bool same_line = names[i].number("y") == names[i - 1].number("y");
    const double end = names[i - 1].number("x") + text_width(names[i - 1].text);
    CHECK((!same_line || names[i].number("x") > end));
    CHECK((same_line || names[i].number("y") >= names[i - 1].number("y") + 12));
  }
}

TEST_CASE("series look different from each other, also without colour") {
  Chart chart = tenths({});
  chart.series.clear();
  for (int i = 0; i < 8; ++i) {
    chart.series.push_back({.name = std::to_string(i), .points = {{1, 1}, {9, 9}}});
  }
  const std::string svg = chart_svg(chart);
  const MarkupReader reader(svg);
  std::vector<std::string> lines;
  for (const auto& path : reader.elements()) {
    if (path.name == "path" && path.attributes.at("class").find("mark") == std::string::npos) {
      lines.push_back(path.attributes.at("class"));
    }
  }
  REQUIRE(lines.size() == 8);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      CHECK(lines[i] != lines[j]);
    }
    if (i > 0) {
      CHECK(lines[i].substr(3) != lines[i - 1].substr(3));  // the pattern behind the colour
    }
  }
}

TEST_CASE("bars stand upon each other") {
  Chart chart = tenths({});
  chart.series.clear();
  chart.stack = Stack{.positions = {2, 4, 6}, .layers = {{"a", {1, 2, 3}}, {"b", {4, 3, 2}}}};
  const std::string svg = chart_svg(chart);
  const MarkupReader reader(svg);
  const Frame frame(reader);
  std::vector<test::Element> bars;
  for (const auto& rect : elements_with(reader, "rect", "area")) {
    if (rect.number("y") >= frame.top) {
      bars.push_back(rect);
    }
  }
  REQUIRE(bars.size() == 6);
  const double unit = frame.height / 10;
  const std::vector<double> heights{1, 4, 2, 3, 3, 2};
  for (std::size_t i = 0; i < bars.size(); ++i) {
    CHECK(bars[i].number("height") == Approx(heights[i] * unit).margin(0.03));
    const double top = i % 2 == 0 ? heights[i] : heights[i] + heights[i - 1];
    CHECK(bars[i].number("y") == Approx(frame.top + frame.height - top * unit).margin(0.03));
  }
}

TEST_CASE("regions reach the plot's edges and no further") {
  Chart chart = tenths({{5, 5}});
  chart.regions = {columns_between("", -HUGE_VAL, 4)};
  const std::string svg = chart_svg(chart);
  const MarkupReader reader(svg);
  const Frame frame(reader);
  const auto regions = elements_with(reader, "path", "region");
  REQUIRE(regions.size() == 1);
  const std::vector<Point> found = corners(regions[0].attributes.at("d"));
  REQUIRE(found.size() == 4);
  CHECK(found[0].x == Approx(frame.left).margin(0.02));
  CHECK(found[1].x == Approx(frame.at({4, 0}).x).margin(0.02));
  CHECK(found[1].y == Approx(frame.top + frame.height).margin(0.02));
  CHECK(found[2].y == Approx(frame.top).margin(0.02));
}

TEST_CASE("a chart without any data is drawn all the same") {
  for (const auto scale : {Axis::Scale::linear, Axis::Scale::log10, Axis::Scale::log2}) {
    const Chart chart{.title = "",
                      .x = {.label = "", .key = "x", .scale = scale},
                      .y = {.label = "", .key = "y", .scale = scale}};
    const std::string svg = chart_svg(chart);
    CHECK_NOTHROW(MarkupReader(svg));
    CHECK(svg.find("nan") == svg.npos);
  }
}

TEST_CASE("the points of a chart as CSV") {
  Chart chart = tenths({{1, 0.5}, {2, 1e9}});
  chart.x.key = "n";
  chart.y.key = "dmd";
  chart.series[0].name = "measured, all";
  chart.stack = Stack{.positions = {3}, .layers = {{"layer", {7}}}};
  const Document document{
      .schema = "", .title = "", .facts = {}, .sections = {chart_points(chart)}};
  CHECK(render_csv(document, {}) ==
        "record,series,n,dmd\n"
        "points,\"measured, all\",1,0.5\n"
        "points,\"measured, all\",2,1000000000\n"
        "points,layer,3,7\n");
}
