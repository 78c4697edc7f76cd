#include <algorithm>

#include <fmt/format.h>

#include "dmc/analysis/root_reuses.hpp"

#include "parts.hpp"
#include "rows.hpp"
#include "tree_drawing.hpp"

namespace dmc {
namespace {

constexpr std::uint64_t k_size = 16;

std::uint64_t count_of(const RootReuses& reuses, Kinship kinship) {
  return static_cast<std::uint64_t>(
      std::count_if(reuses.reuses.begin(), reuses.reuses.end(),
                    [kinship](const RootReuse& reuse) { return reuse.kinship == kinship; }));
}

/// "FFT(4) eo".
std::string call_text(const TransformCall& call) {
  return fmt::format("FFT({}){}{}", call.size, call.path.empty() ? "" : " ", call.path);
}

Section reuse_list(const RootReuses& reuses) {
  Section section{
      "reuses",
      "Reuses, in their order",
      {{"from", "read in", Kind::text, 9},
       {"to", "read again in", Kind::text, 8},
       {"kinship", "how they are related", Kind::text, 7},
       {"distance", "distance", Kind::count, 6}},
      {},
      {"e and o: the even and odd halves on the way to a call. Each call also reads the root a "
       "second time, at distance 4; those reuses are not listed."}};
  for (const RootReuse& reuse : reuses.reuses) {
    if (reuse.kinship != Kinship::same) {
      section.rows.push_back(
          {{call_text(reuses.calls[reuse.from]), call_text(reuses.calls[reuse.to]),
            to_string(reuse.kinship), reuse.distance}});
    }
  }
  return section;
}

FigureResult draw(std::string_view name, std::uint64_t root) {
  const RootReuses reuses = root_reuses(k_size, root);
  const std::string title =
      fmt::format("Figure {}: reuses of ω[{}] in FFT({})", name, root, k_size);
  const std::string subtitle =
      "From the trace. The number in a call is its turn; calls without one do not read it.";
  FigureResult result{tree_svg(reuses, root, title, subtitle),
                      figure_document(name, title, subtitle)};
  for (const auto& [key, kinship] :
       {std::pair("distant", Kinship::distant), std::pair("sibling", Kinship::sibling),
        std::pair("child_to_parent", Kinship::parent), std::pair("same_call", Kinship::same)}) {
    result.document.facts.push_back({key, fmt::format("{} reuses", to_string(kinship)),
                                     count_of(reuses, kinship), Kind::count});
  }
  result.document.sections = {reuse_list(reuses)};
  return result;
}

}  // namespace

FigureResult draw_reuses_of_root_0(const FigureRequest& /*request*/) {
  return draw("6", 0);
}

FigureResult draw_reuses_of_root_4(const FigureRequest& /*request*/) {
  return draw("7", 4);
}

}  // namespace dmc
