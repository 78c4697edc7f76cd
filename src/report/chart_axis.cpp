#include "chart_axis.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

#include <fmt/format.h>

#include "dmc/report/svg.hpp"

namespace dmc {
namespace {

using Scale = Axis::Scale;

constexpr double k_tick_size = 11;      // of the labels' font
constexpr double k_label_gap = 12;      // between labels side by side
constexpr double k_label_height = 20;   // from one label to the one above it
constexpr double k_pixels_a_tick = 52;  // where there is room: more ticks do not help
constexpr double k_rounding = 1e-9;     // of a step: what is as near to a tick is at it
constexpr std::array k_mantissas{1.0, 2.0, 5.0};
// Where a logarithmic axis may end: near its data, whatever they are.
constexpr std::array k_ends{1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0};
constexpr std::array<std::string_view, 10> k_superscripts{"⁰", "¹", "²", "³", "⁴",
                                                          "⁵", "⁶", "⁷", "⁸", "⁹"};

/// The ends of an axis and its ticks.
struct Grid {
  double first = 0;
  double last = 1;
  std::vector<Tick> ticks = {};
};

std::string power_text(int base, int exponent) {
  std::string text = fmt::format("{}{}", base, exponent < 0 ? "⁻" : "");
  for (const char digit : fmt::format("{}", std::abs(exponent))) {
    text += k_superscripts[static_cast<std::size_t>(digit - '0')];
  }
  return text;
}

double power(int base, int exponent) {
  return base == 2 ? std::ldexp(1.0, exponent) : std::pow(10.0, exponent);
}

double logarithm(int base, double value) {
  return base == 2 ? std::log2(value) : std::log10(value);
}

// Values that people read as they are; others are written as powers.
bool reads_plainly(double least, double most, int base) {
  return base == 2 ? least >= 1 && most <= 4096 : least >= 0.001 && most <= 1000;
}

/// Ends as given, else where `round` puts them.
template <class RoundDown, class RoundUp>
void set_ends(Grid& grid, const Axis& axis, const Extent& data, RoundDown down, RoundUp up) {
  grid.first = axis.min ? *axis.min : down(data.least());
  grid.last = axis.max ? *axis.max : up(data.most());
}

// On a logarithmic axis, where nearness is a ratio.
bool within(const Grid& grid, double value) {
  return value >= grid.first * (1 - k_rounding) && value <= grid.last * (1 + k_rounding);
}

/// Labels at the multiples of `step`, and `parts` minor steps in each.
Grid linear_grid(const Axis& axis, const Extent& data, double step, int parts) {
  Grid grid;
  set_ends(
      grid, axis, data,
      [step](double value) { return std::floor(value / step + k_rounding) * step; },
      [step](double value) { return std::ceil(value / step - k_rounding) * step; });
  const double small = step / parts;
  const auto begin = static_cast<std::int64_t>(std::ceil(grid.first / small - k_rounding));
  const auto end = static_cast<std::int64_t>(std::floor(grid.last / small + k_rounding));
  for (std::int64_t i = begin; i <= end; ++i) {
    const double value = static_cast<double>(i) * small;
    grid.ticks.push_back({value, i % parts == 0 ? tick_text(value, grid.last) : ""});
  }
  return grid;
}

double decade_of(double value) {
  return std::pow(10.0, std::floor(std::log10(value) + k_rounding));
}

/// The largest possible end that is not above the value, or the least that is not below it.
double round_down(double value) {
  const double decade = decade_of(value);
  const double mantissa = value / decade * (1 + k_rounding);
  return *std::prev(std::upper_bound(k_ends.begin(), std::prev(k_ends.end()), mantissa)) * decade;
}
double round_up(double value) {
  const double decade = decade_of(value);
  const double mantissa = value / decade * (1 - k_rounding);
  return *std::lower_bound(k_ends.begin(), std::prev(k_ends.end()), mantissa) * decade;
}

/// Labels at every `every`-th power, minor ticks at the powers between, or within decades.
Grid power_grid(const Axis& axis, const Extent& data, int base, int every) {
  Grid grid;
  if (base == 2) {
    set_ends(
        grid, axis, data,
        [](double value) { return std::exp2(std::floor(std::log2(value) + k_rounding)); },
        [](double value) { return std::exp2(std::ceil(std::log2(value) - k_rounding)); });
  } else {
    set_ends(grid, axis, data, round_down, round_up);
  }
  const bool plain = reads_plainly(grid.first, grid.last, base);
  const auto begin = static_cast<int>(std::floor(logarithm(base, grid.first) + k_rounding));
  const auto end = static_cast<int>(std::floor(logarithm(base, grid.last) + k_rounding));
  for (int exponent = begin; exponent <= end; ++exponent) {
    const double value = power(base, exponent);
    const bool major = exponent % every == 0;
    if (within(grid, value)) {
      grid.ticks.push_back({value, !major  ? ""
                                   : plain ? tick_text(value)
                                           : power_text(base, exponent)});
    }
    for (int mantissa = 2; base == 10 && every == 1 && mantissa < 10; ++mantissa) {
      if (within(grid, mantissa * value)) {
        grid.ticks.push_back({mantissa * value, ""});
      }
    }
  }
  return grid;
}

/// Labels at 1, 2 and 5 times the powers of ten: for a few decades.
Grid mantissa_grid(const Axis& axis, const Extent& data) {
  Grid grid = power_grid(axis, data, 10, 1);
  for (Tick& tick : grid.ticks) {
    const double decade = std::pow(10.0, std::floor(std::log10(tick.value) + k_rounding));
    const auto mantissa = std::lround(tick.value / decade);
    tick.label = mantissa == 1 || mantissa == 2 || mantissa == 5 ? tick_text(tick.value) : "";
  }
  return grid;
}

std::size_t labels_of(const Grid& grid) {
  return static_cast<std::size_t>(std::count_if(
      grid.ticks.begin(), grid.ticks.end(), [](const Tick& tick) { return !tick.label.empty(); }));
}

/// Grids with fewer and fewer labels.
std::vector<Grid> linear_grids(const Axis& axis, const Extent& data, double length) {
  const double low = axis.min.value_or(data.least());
  const double given = axis.max.value_or(data.most()) - low;
  const double range = given > 0 ? given : 1;
  const double finest = range / std::max(2.0, length / k_pixels_a_tick);
  const int decade = static_cast<int>(std::floor(std::log10(finest)));
  std::vector<Grid> grids;
  for (int exponent = decade; exponent <= decade + 2; ++exponent) {
    for (const double mantissa : k_mantissas) {
      const double step = mantissa * std::pow(10.0, exponent);
      if (step >= finest * (1 - k_rounding)) {
        grids.push_back(linear_grid(axis, data, step, mantissa == 2 ? 4 : 5));
      }
    }
  }
  return grids;
}

std::vector<Grid> logarithmic_grids(const Axis& axis, const Extent& data, double length) {
  std::vector<Grid> grids;
  const int base = axis.scale == Scale::log2 ? 2 : 10;
  if (base == 10) {
    grids.push_back(mantissa_grid(axis, data));
    if (labels_of(grids.back()) > 6) {
      grids.clear();  // decades suffice
    }
  }
  const std::size_t most = std::max<std::size_t>(3, static_cast<std::size_t>(length / 30));
  for (int every = 1; every <= 64; every += 1 + every / 4) {
    Grid grid = power_grid(axis, data, base, every);
    const std::size_t labels = labels_of(grid);
    if (labels < 2) {
      break;
    }
    if (labels <= most) {
      grids.push_back(std::move(grid));
    }
  }
  if (grids.empty() || labels_of(grids.front()) < 2) {
    grids = linear_grids(axis, data, length);  // less than a power: as a ruler has it
  }
  return grids;
}

/// Data that give an axis some length, and an honest zero where that is near.
Extent widened(const Axis& axis, const Extent& data) {
  Extent wide = data;
  if (data.empty()) {
    wide.include(1);
    wide.include(axis.scale == Scale::linear ? 0 : 10);
  } else if (axis.scale == Scale::linear) {
    if (data.least() > 0 && data.least() < 0.5 * data.most()) {
      wide.include(0);
    } else if (data.least() == data.most()) {
      wide.include(data.least() == 0 ? 1 : 0);
    }
  } else if (data.least() == data.most()) {
    wide.include(2 * data.least());
    wide.include(data.least() / 2);
  }
  return wide;
}

double half_extent(const Tick& tick, PlacedAxis::Direction direction) {
  return direction == PlacedAxis::Direction::upwards
             ? k_label_height / 2
             : (text_width(tick.label, k_tick_size) + k_label_gap) / 2;
}

}  // namespace

std::string tick_text(double value, double largest) {
  constexpr std::array<std::string_view, 7> k_units{"", " k", " M", " G", " T", " P", " E"};
  const double magnitude = std::max(std::abs(value), std::abs(largest));
  if (magnitude >= 1e21 || (magnitude > 0 && magnitude < 1e-4)) {
    const int exponent = static_cast<int>(std::floor(std::log10(magnitude) + k_rounding));
    return fmt::format("{:.3g}×{}", value / std::pow(10.0, exponent), power_text(10, exponent));
  }
  std::size_t unit = 0;
  double scale = 1;
  while (magnitude >= 1e4 && magnitude / scale >= 1000 * (1 - k_rounding)) {
    scale *= 1000;
    ++unit;
  }
  return value == 0 ? "0" : fmt::format("{:.4g}{}", value / scale, k_units[unit]);
}

void Extent::include(double value) {
  if (std::isfinite(value) && (scale_ == Scale::linear || value > 0)) {
    least_ = std::min(least_, value);
    most_ = std::max(most_, value);
  }
}

PlacedAxis::PlacedAxis(const Axis& axis, const Extent& data, double length, Direction direction)
    : scale_(axis.scale), direction_(direction), length_(length) {
  const Extent wide = widened(axis, data);
  std::vector<Grid> grids = scale_ == Scale::linear ? linear_grids(axis, wide, length)
                                                    : logarithmic_grids(axis, wide, length);
  for (Grid& grid : grids) {
    first_ = grid.first;
    last_ = grid.last;
    ticks_ = std::move(grid.ticks);
    if (labels_fit()) {
      break;
    }
  }
  if (!(first_ < last_)) {
    last_ = first_ + 1;
  }
  if (!axis.ticks.empty()) {
    ticks_.clear();
    for (const double value : axis.ticks) {
      ticks_.push_back({value, tick_text(value)});
    }
  }
  drop_labels_that_touch();
}

double PlacedAxis::place(double value) const {
  const auto scaled = [this](double some) {
    return scale_ == Scale::linear ? some : some > 0 ? std::log2(some) : std::nan("");
  };
  return (scaled(value) - scaled(first_)) / (scaled(last_) - scaled(first_)) * length_;
}

bool PlacedAxis::labels_fit() const {
  double end = -HUGE_VAL;
  for (const Tick& tick : ticks_) {
    if (tick.label.empty()) {
      continue;
    }
    const double half = half_extent(tick, direction_);
    if (place(tick.value) - half < end) {
      return false;
    }
    end = place(tick.value) + half;
  }
  return true;
}

void PlacedAxis::drop_labels_that_touch() {
  double end = -HUGE_VAL;
  for (Tick& tick : ticks_) {
    if (tick.label.empty()) {
      continue;
    }
    const double half = half_extent(tick, direction_);
    if (place(tick.value) - half < end) {
      tick.label.clear();
    } else {
      end = place(tick.value) + half;
    }
  }
}

}  // namespace dmc
