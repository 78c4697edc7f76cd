#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "catch.hpp"
#include "chart_axis.hpp"

using namespace dmc;
using Scale = Axis::Scale;
using Direction = PlacedAxis::Direction;

namespace {

struct Range {
  double low;
  double high;
};

PlacedAxis placed(Scale scale, Range range, double length,
                  Direction direction = Direction::rightwards) {
  Extent data(scale);
  data.include(range.low);
  data.include(range.high);
  return {{.label = "", .key = "", .scale = scale}, data, length, direction};
}

std::vector<std::string> labels_of(const PlacedAxis& axis) {
  std::vector<std::string> labels;
  for (const Tick& tick : axis.ticks()) {
    if (!tick.label.empty()) {
      labels.push_back(tick.label);
    }
  }
  return labels;
}

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

// At least two labels, all in ascending order, on the axis, and apart.
void check_ticks(const PlacedAxis& axis, Range range, Direction direction) {
  CHECK(axis.first() <= range.low * (1 + 1e-9));
  CHECK(axis.last() >= range.high * (1 - 1e-9));
  CHECK(labels_of(axis).size() >= 2);
  CHECK(labels_of(axis).size() <= 30);
  double before = -1;
  double free = -HUGE_VAL;
  for (const Tick& tick : axis.ticks()) {
    const double at = axis.place(tick.value);
    CHECK(at > before);
    CHECK(at <= axis.length() + 1e-6);
    before = at;
    // A character of DejaVu Sans that a label has is 0.64 of its 11 pixels wide at most.
    const double half = direction == Direction::upwards
                            ? 6.0
                            : static_cast<double>(characters(tick.label)) * 0.32 * 11;
    if (!tick.label.empty()) {
      CHECK(at - half > free);
      free = at + half;
    }
  }
}

}  // namespace

TEST_CASE("a number on an axis is as short as can be") {
  CHECK(tick_text(0) == "0");
  CHECK(tick_text(0.05) == "0.05");
  CHECK(tick_text(-2.5) == "-2.5");
  CHECK(tick_text(448) == "448");
  CHECK(tick_text(2000) == "2000");
  CHECK(tick_text(10000) == "10 k");
  CHECK(tick_text(1.5e6) == "1.5 M");
  CHECK(tick_text(2e10) == "20 G");
  CHECK(tick_text(3e21) == "3×10²¹");
  CHECK(tick_text(2e-5) == "2×10⁻⁵");
  CHECK(tick_text(5e8, 2e9) == "0.5 G");
  CHECK(tick_text(2000, 12000) == "2 k");
}

TEST_CASE("whatever the range and the length, labels do not touch and the data is on the axis") {
  const std::vector<Range> ranges{{1, 2},     {0, 2000},     {50, 2000},   {64, 4096}, {0.97, 1.03},
                                  {1e-6, 3},  {3.5e9, 4e9},  {1, 1e12},    {9, 46},    {2, 262144},
                                  {0.2, 0.4}, {123, 123.04}, {1e-3, 1e-2}, {5, 5},     {7e5, 8e17}};
  for (const Scale scale : {Scale::linear, Scale::log10, Scale::log2}) {
    for (const Direction direction : {Direction::rightwards, Direction::upwards}) {
      for (const double length : {180.0, 300.0, 610.0, 1200.0}) {
        for (const Range& range : ranges) {
          if (scale != Scale::linear && range.low <= 0) {
            continue;
          }
          CAPTURE(static_cast<int>(scale), static_cast<int>(direction), length, range.low,
                  range.high);
          check_ticks(placed(scale, range, length, direction), range, direction);
        }
      }
    }
  }
}

TEST_CASE("labels of a linear axis are multiples of 1, 2 or 5 times a power of ten") {
  for (const Range& range : {Range{0, 7}, {0, 13}, {0, 64}, {0, 2048}, {0, 3.3e9}, {0, 0.007}}) {
    const PlacedAxis axis = placed(Scale::linear, range, 600);
    std::vector<double> values;
    for (const Tick& tick : axis.ticks()) {
      if (!tick.label.empty()) {
        values.push_back(tick.value);
      }
    }
    const double step = values[1] - values[0];
    const double mantissa = step / std::pow(10, std::floor(std::log10(step) + 1e-9));
    CAPTURE(range.high, step);
    CHECK((std::abs(mantissa - 1) < 1e-6 || std::abs(mantissa - 2) < 1e-6 ||
           std::abs(mantissa - 5) < 1e-6));
    for (const double value : values) {
      CHECK(std::abs(value / step - std::round(value / step)) < 1e-6);
    }
  }
}

TEST_CASE("an axis of few decades reads 1, 2, 5; one of many reads powers of ten") {
  CHECK(labels_of(placed(Scale::log10, {0.5, 10}, 300)) ==
        std::vector<std::string>{"0.5", "1", "2", "5", "10"});
  CHECK(labels_of(placed(Scale::log10, {1e6, 1e9}, 600)) ==
        std::vector<std::string>{"10⁶", "10⁷", "10⁸", "10⁹"});
  CHECK(labels_of(placed(Scale::log10, {0.01, 100}, 600)) ==
        std::vector<std::string>{"0.01", "0.1", "1", "10", "100"});
}

TEST_CASE("an axis of powers of two") {
  CHECK(labels_of(placed(Scale::log2, {64, 1024}, 600)) ==
        std::vector<std::string>{"64", "128", "256", "512", "1024"});
  CHECK(labels_of(placed(Scale::log2, {1024, 16384}, 600)) ==
        std::vector<std::string>{"2¹⁰", "2¹¹", "2¹²", "2¹³", "2¹⁴"});
}

TEST_CASE("values lie where the scale says") {
  const PlacedAxis linear = placed(Scale::linear, {0, 100}, 500);
  CHECK(linear.place(0) == Approx(0));
  CHECK(linear.place(25) == Approx(125));
  CHECK(linear.place(150) == Approx(750));
  const PlacedAxis log10 = placed(Scale::log10, {1, 10000}, 400);
  CHECK(log10.place(1) == Approx(0).margin(1e-9));
  CHECK(log10.place(10) == Approx(100));
  CHECK(log10.place(0.1) == Approx(-100));
  CHECK(std::isnan(log10.place(0)));
  CHECK(std::isnan(log10.place(-1)));
  const PlacedAxis log2 = placed(Scale::log2, {1, 256}, 400);
  CHECK(log2.place(16) == Approx(200));
}

TEST_CASE("given ends and ticks are kept") {
  Extent data(Scale::linear);
  data.include(3);
  data.include(17);
  const PlacedAxis axis(
      {.label = "", .key = "", .scale = Scale::linear, .min = 2.5, .max = 20, .ticks = {3, 9, 17}},
      data, 400, Direction::rightwards);
  CHECK(axis.first() == 2.5);
  CHECK(axis.last() == 20);
  CHECK(labels_of(axis) == std::vector<std::string>{"3", "9", "17"});
}

TEST_CASE("an axis without data has ends all the same") {
  for (const Scale scale : {Scale::linear, Scale::log10, Scale::log2}) {
    const PlacedAxis axis({.label = "", .key = "", .scale = scale}, Extent(scale), 300,
                          Direction::upwards);
    CHECK(axis.first() < axis.last());
    CHECK(labels_of(axis).size() >= 2);
  }
  Extent positive(Scale::log10);
  positive.include(0);
  positive.include(-3);
  positive.include(std::nan(""));
  CHECK(positive.empty());
}
