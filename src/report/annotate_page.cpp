#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "dmc/cost/dmd.hpp"
#include "dmc/report/html.hpp"
#include "dmc/report/record_report.hpp"
#include "dmc/util/number.hpp"

#include "annotated_lines.hpp"

namespace dmc {
namespace {

constexpr const char* k_annotate_style =
    "body{font:15px/1.4 system-ui,sans-serif;margin:2em;color:#1a1a1a;background:#fff}"
    "table{border-collapse:collapse;font-size:13px}"
    "th,td{padding:1px .7em;text-align:right;white-space:nowrap}"
    "th{border-bottom:1px solid #888}"
    "td.code,th.code{text-align:left;white-space:pre;font-family:ui-monospace,monospace}"
    "tr.gap td{color:#666}";

// Darker with the share; black text stays readable on it.
std::string shade(double share) {
  return share <= 0 ? "" : fmt::format("background:rgba(224,108,0,{:.3f})", 0.05 + 0.5 * share);
}

Html cell(const std::string& text) {
  return element("td", {}, text);
}

Html head_of(const LineProfile& profile) {
  Html row = element("th", {}, "line");
  row += element("th", {}, "accesses");
  row += element("th", {}, "DMD");
  row += element("th", {}, "share");
  for (const std::uint64_t size : profile.sizes) {
    row += element("th", {}, "misses in " + size_name(size));
  }
  row += element("th", look("code"), "source");
  return element("thead", {}, element("tr", {}, row));
}

Html row_of(const LineProfile& profile, const AnnotatedLine& line, double dmd) {
  const LineTotals& totals = line.totals;
  const bool costs = totals.accesses() != 0;
  const double share = dmd > 0 ? totals.dmd / dmd : 0;
  Html row = cell(std::to_string(line.number));
  row += cell(costs ? grouped(totals.accesses()) : "");
  row += cell(costs ? human(totals.dmd) : "");
  row += cell(costs ? percent(share) : "");
  for (std::size_t i = 0; i < profile.sizes.size(); ++i) {
    row += cell(costs ? percent(static_cast<double>(totals.misses[i]) /
                                static_cast<double>(totals.accesses()))
                      : "");
  }
  row += element("td", look("code"), line.text);
  const std::string color = shade(share);
  return element("tr", color.empty() ? Attributes{} : Attributes{{"style", color}}, row);
}

Html table_of(const LineProfile& profile, const AnnotatedFile& file, double dmd) {
  Html rows;
  for (const AnnotatedLine& line : file.lines) {
    if (line.after_gap) {
      const Attributes wide{{"colspan", std::to_string(5 + profile.sizes.size())}};
      rows += element("tr", look("gap"), element("td", wide, "⋮"));
    }
    rows += row_of(profile, line, dmd);
  }
  return element("table", {}, head_of(profile), element("tbody", {}, rows));
}

}  // namespace

std::string annotate_page(const LineProfile& profile, const std::string& title) {
  const double dmd = data_movement_distance(profile.counts.histogram);
  Html body = element("h1", {}, title);
  body +=
      element("p", {},
              fmt::format("{} accesses to {}-byte data; DMD {}. Misses are those of an LRU cache.",
                          grouped(profile.counts.accesses), profile.granule, significant(dmd, 12)));
  for (const AnnotatedFile& file : annotated_files(profile)) {
    body +=
        element("h2", {}, fmt::format("{}: {}", file.name, percent(dmd > 0 ? file.dmd / dmd : 0)));
    body += table_of(profile, file, dmd);
  }
  const Html head =
      element("head", {}, void_element("meta", {{"charset", "utf-8"}}), element("title", {}, title),
              element("style", {}, Html::trusted(k_annotate_style)));
  return "<!DOCTYPE html>\n" +
         element("html", {{"lang", "en"}}, head, element("body", {}, body)).markup() + "\n";
}

}  // namespace dmc
