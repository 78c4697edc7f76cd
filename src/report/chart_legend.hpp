#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dmc/report/chart.hpp"
#include "dmc/report/svg.hpp"

namespace dmc {

/// How a series is drawn: what is left open in it is decided.
struct SeriesLook {
  std::string line;   ///< classes; empty: no line
  std::string color;  ///< class of the marker
  Series::Marker marker = Series::Marker::none;
};
[[nodiscard]] SeriesLook look_of(const Series& series, std::size_t place);

/// Classes of a layer. Besides the colour its strength differs, for print in grey.
[[nodiscard]] std::string layer_look(std::size_t place);

/// A marker with its centre at (x, y).
void draw_marker(Svg& svg, double x, double y, const SeriesLook& look);

/// The names of what is drawn, with samples, in lines from left to right.
class Legend {
 public:
  Legend(const Chart& chart, double width);

  [[nodiscard]] double height() const;
  /// (x, y) is the upper left corner.
  void draw(Svg& svg, double x, double y) const;

 private:
  struct Entry {
    std::string name;
    SeriesLook look;     ///< of a series
    std::string filled;  ///< classes of a layer or a region
    double x = 0;
    double line = 0;  ///< counted from the top
  };
  void add(Entry entry, double width);

  std::vector<Entry> entries_;
  double end_ = 0;  // of the last entry
};

}  // namespace dmc
