#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "dmc/figures/figure.hpp"
#include "dmc/report/chart.hpp"

#include "markup.hpp"

namespace dmc::test {

using Records = std::vector<std::map<std::string, Value>>;

/// A figure without measurements, or with those of so many accesses.
[[nodiscard]] inline FigureResult draw(std::string_view name, std::uint64_t longest = 0,
                                       unsigned threads = 1) {
  return find_figure(name).draw({.longest = longest, .threads = threads, .progress = {}});
}

[[nodiscard]] inline double number(const Value& value) {
  if (const auto* count = std::get_if<std::uint64_t>(&value.data)) {
    return static_cast<double>(*count);
  }
  return std::get<double>(value.data);
}

[[nodiscard]] inline Value fact(const Document& document, std::string_view key) {
  for (const Fact& fact : document.facts) {
    if (fact.key == key) {
      return fact.value;
    }
  }
  throw std::runtime_error("no fact " + std::string(key));
}

/// The rows of a section as they are in JSON.
[[nodiscard]] inline Records records_of(const Document& document, std::string_view key) {
  Records records;
  for (const Section& section : document.sections) {
    if (section.key != key) {
      continue;
    }
    for (const Row& row : section.rows) {
      records.emplace_back();
      for (std::size_t i = 0; i < section.columns.size(); ++i) {
        records.back()[section.columns[i].key] = row.cells[i];
      }
    }
  }
  return records;
}

[[nodiscard]] inline std::vector<Point> points_of(const Document& document, std::string_view series,
                                                  const std::string& x, const std::string& y) {
  std::vector<Point> points;
  for (const auto& record : records_of(document, "points")) {
    if (std::get<std::string>(record.at("series").data) == series) {
      points.push_back({number(record.at(x)), number(record.at(y))});
    }
  }
  return points;
}

}  // namespace dmc::test
