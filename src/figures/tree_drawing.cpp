#include "tree_drawing.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/report/chart.hpp"
#include "dmc/report/svg.hpp"

namespace dmc {
namespace {

using Anchor = Svg::Anchor;

constexpr double k_width = 800;
constexpr double k_margin = 16;
constexpr double k_left = 150;       // of the tree; before it, which roots a level reads
constexpr double k_top = 122;        // middle of the outermost call
constexpr double k_level = 92;       // from one level to the next
constexpr double k_half_width = 27;  // of a call
constexpr double k_half_height = 17;
constexpr double k_arrow = 7;

struct KinshipLook {
  Kinship kinship;
  std::string_view name;
  std::string_view color;
  std::string_view line;
};
constexpr std::array k_looks{
    KinshipLook{Kinship::distant, "distant", "c1", "c1 line"},
    KinshipLook{Kinship::parent, "child to parent", "c2", "c2 dash2"},
    KinshipLook{Kinship::sibling, "sibling", "c0", "c0 dash1"},
};

const KinshipLook& look_of(Kinship kinship) {
  return *std::find_if(k_looks.begin(), k_looks.end(),
                       [kinship](const KinshipLook& look) { return look.kinship == kinship; });
}

bool reads(const TransformCall& call, std::uint64_t root) {
  return std::find(call.roots.begin(), call.roots.end(), root) != call.roots.end();
}

/// Middles of the calls: the calls of a level side by side, in their order from left to right.
std::vector<Point> places_of(const std::vector<TransformCall>& calls) {
  std::vector<Point> places;
  std::map<std::size_t, double> taken;  // calls placed so far, by level
  for (const TransformCall& call : calls) {
    const std::size_t level = call.path.size();
    const double room = (k_width - k_margin - k_left) / std::ldexp(1.0, static_cast<int>(level));
    places.push_back(
        {k_left + room * (taken[level]++ + 0.5), k_top + k_level * static_cast<double>(level)});
  }
  return places;
}

std::string pixel(Point point) {
  return fmt::format("{} {}", pixels_text(point.x), pixels_text(point.y));
}

/// A curve that ends in an arrowhead, coming in from `c2`.
void draw_arrow(Svg& svg, Point from, Point c1, Point c2, Point to, const KinshipLook& look) {
  const double length = std::hypot(to.x - c2.x, to.y - c2.y);
  const Point along{(to.x - c2.x) / length, (to.y - c2.y) / length};
  const Point base{to.x - k_arrow * along.x, to.y - k_arrow * along.y};
  const double half = k_arrow / 2.2;
  svg.path(fmt::format("M{}C{} {} {}", pixel(from), pixel(c1), pixel(c2), pixel(base)), look.line);
  svg.path(fmt::format("M{}L{}L{}Z", pixel(to),
                       pixel({base.x - half * along.y, base.y + half * along.x}),
                       pixel({base.x + half * along.y, base.y - half * along.x})),
           look.color);
}

void draw_reuse(Svg& svg, Point from, Point to, Kinship kinship) {
  const KinshipLook& look = look_of(kinship);
  if (kinship == Kinship::sibling) {  // in a bow below the two
    const double bow = 30;
    draw_arrow(svg, {from.x + 8, from.y + k_half_height},
               {from.x + 14, from.y + k_half_height + bow}, {to.x - 14, to.y + k_half_height + bow},
               {to.x - 8, to.y + k_half_height}, look);
  } else if (kinship == Kinship::parent) {  // straight up from the right child
    const Point start{from.x + 6, from.y - k_half_height};
    const Point end{to.x + k_half_width - 8, to.y + k_half_height};
    draw_arrow(svg, start, {start.x, start.y - 18}, {end.x + 6, end.y + 24}, end, look);
  } else {  // out to the right, then down
    const Point start{from.x + k_half_width, from.y};
    const Point end{to.x, to.y - k_half_height};
    draw_arrow(svg, start, {end.x - 6, start.y}, {end.x, start.y + 0.3 * (end.y - start.y)}, end,
               look);
  }
}

void draw_branches(Svg& svg, const std::vector<TransformCall>& calls,
                   const std::vector<Point>& places) {
  for (std::size_t i = 0; i < calls.size(); ++i) {
    if (calls[i].caller) {
      const Point above = places[*calls[i].caller];
      svg.line(above.x, above.y, places[i].x, places[i].y, "branch");
    }
  }
}

void draw_call(Svg& svg, const TransformCall& call, Point place, std::optional<std::size_t> turn) {
  svg.rectangle(place.x - k_half_width, place.y - k_half_height, 2 * k_half_width,
                2 * k_half_height, turn ? "box" : "ghost");
  const std::string name = fmt::format("FFT({})", call.size);
  svg.text(place.x, place.y + (turn ? -2 : 4), name, turn ? "small strong" : "small faint",
           Anchor::middle);
  if (turn) {
    svg.text(place.x, place.y + 12, fmt::format("{}", *turn), "small faint", Anchor::middle);
  }
}

/// What the calls of each level read: "ω[0 2 4 6]".
void draw_levels(Svg& svg, const std::vector<TransformCall>& calls) {
  std::size_t drawn = 0;
  for (const TransformCall& call : calls) {
    if (call.path.size() != drawn) {
      continue;
    }
    const double y = k_top + k_level * static_cast<double>(drawn);
    ++drawn;
    svg.text(k_margin, y - 2, fmt::format("FFT({}) reads", call.size), "small faint");
    const bool all = call.roots.size() <= 4;
    const auto roots = all ? fmt::format("{}", fmt::join(call.roots, " "))
                           : fmt::format("{} {} {} … {}", call.roots[0], call.roots[1],
                                         call.roots[2], call.roots.back());
    svg.text(k_margin, y + 13, fmt::format("ω[{}]", roots), "small faint");
  }
}

void draw_legend(Svg& svg, const RootReuses& reuses) {
  double x = k_margin;
  for (const KinshipLook& look : k_looks) {
    const auto count =
        std::count_if(reuses.reuses.begin(), reuses.reuses.end(),
                      [&](const RootReuse& reuse) { return reuse.kinship == look.kinship; });
    const std::string text = fmt::format("{}: {}", look.name, count);
    svg.line(x, 70, x + 28, 70, look.line);
    svg.text(x + 35, 74, text, "label");
    x += 35 + text_width(text) + 20;
  }
}

}  // namespace

std::string tree_svg(const RootReuses& reuses, std::uint64_t root, const std::string& title,
                     const std::string& subtitle) {
  const std::vector<Point> places = places_of(reuses.calls);
  double bottom = 0;
  for (const Point& place : places) {
    bottom = std::max(bottom, place.y);
  }
  Svg svg(k_width, bottom + 62, title, subtitle);
  svg.text(k_margin, 27, title, "title");
  svg.text(k_margin, 47, subtitle, "faint");
  draw_legend(svg, reuses);
  draw_levels(svg, reuses.calls);
  draw_branches(svg, reuses.calls, places);
  std::vector<std::optional<std::size_t>> turns(reuses.calls.size());
  std::size_t turn = 0;
  for (const RootReuse& reuse : reuses.reuses) {
    for (const std::size_t call : {reuse.from, reuse.to}) {
      turns[call] = turns[call] ? turns[call] : ++turn;
    }
  }
  for (std::size_t i = 0; i < reuses.calls.size(); ++i) {
    if (reads(reuses.calls[i], root)) {
      turns[i] = turns[i] ? turns[i] : 1;
    }
    draw_call(svg, reuses.calls[i], places[i], turns[i]);
  }
  for (const RootReuse& reuse : reuses.reuses) {
    if (reuse.kinship != Kinship::same) {
      const TransformCall& to = reuses.calls[reuse.to];
      svg.begin_group(fmt::format("FFT({}) to FFT({}), {}: distance {}",
                                  reuses.calls[reuse.from].size, to.size, to_string(reuse.kinship),
                                  reuse.distance));
      draw_reuse(svg, places[reuse.from], places[reuse.to], reuse.kinship);
      svg.end_group();
    }
  }
  return std::move(svg).finish();
}

}  // namespace dmc
