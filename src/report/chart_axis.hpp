#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "dmc/report/chart.hpp"

namespace dmc {

/// A number as short as an axis wants it: "0.05", "200", "1.5 M". The unit is that of the larger
/// one, so that all of an axis's labels have the same.
[[nodiscard]] std::string tick_text(double value, double largest = 0);

/// The least and the largest value that an axis must show.
class Extent {
 public:
  explicit Extent(Axis::Scale scale) : scale_(scale) {}

  /// Takes in a value; those that the scale cannot show are left out.
  void include(double value);
  [[nodiscard]] bool empty() const { return least_ > most_; }
  [[nodiscard]] double least() const { return least_; }
  [[nodiscard]] double most() const { return most_; }

 private:
  Axis::Scale scale_;
  double least_ = HUGE_VAL;
  double most_ = -HUGE_VAL;
};

struct Tick {
  double value;
  std::string label;  ///< empty: a minor one
};

/// An axis of so many pixels: its ends, its ticks, and where a value lies.
class PlacedAxis {
 public:
  enum class Direction : std::uint8_t { rightwards, upwards };

  /// Ends that are not given lie at round values beyond the data. Labels never touch: a shorter
  /// axis has fewer ticks.
  PlacedAxis(const Axis& axis, const Extent& data, double length, Direction direction);

  /// Pixels from the axis's begin. Outside of [0, length] for what lies beyond its ends; no number
  /// for what the scale cannot show.
  [[nodiscard]] double place(double value) const;
  [[nodiscard]] double length() const { return length_; }
  [[nodiscard]] double first() const { return first_; }
  [[nodiscard]] double last() const { return last_; }
  [[nodiscard]] const std::vector<Tick>& ticks() const { return ticks_; }

 private:
  [[nodiscard]] bool labels_fit() const;
  void drop_labels_that_touch();

  Axis::Scale scale_;
  Direction direction_;
  double length_;
  double first_ = 0;
  double last_ = 1;
  std::vector<Tick> ticks_;
};

}  // namespace dmc
