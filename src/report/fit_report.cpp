#include "dmc/report/fit_report.hpp"

#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/report/run_report.hpp"
#include "dmc/util/number.hpp"

namespace dmc {
namespace {

/// The ends of an interval, with more digits where it takes them to tell the two apart; none where
/// seven are not enough.
std::optional<std::pair<std::string, std::string>> ends_of(const Estimate& estimate) {
  for (const int digits : {4, 7}) {
    std::string low = significant(estimate.low, digits);
    std::string high = significant(estimate.high, digits);
    if (low != high) {
      return std::pair(std::move(low), std::move(high));
    }
  }
  return std::nullopt;
}

/// "1.5 to 2.5", or nothing.
std::string interval_text(const Estimate& estimate) {
  const auto ends = ends_of(estimate);
  return ends ? fmt::format("{} to {}", ends->first, ends->second) : std::string();
}

/// "DMD", "DMD of column-wise reuses", "number of column-wise reuses", "reuses".
std::string quantity_text(const FitResult& result) {
  const std::string_view what = to_string(result.fitted);
  if (result.reuse_class.empty()) {
    return std::string(what);
  }
  return fmt::format("{} of {}", result.fitted == Fitted::reuses ? "number" : what,
                     result.reuse_class);
}

/// "DMD grows", "accesses grow".
std::string growing_text(const FitResult& result) {
  const bool is_one = result.fitted == Fitted::dmd || !result.reuse_class.empty();
  return quantity_text(result) + (is_one ? " grows" : " grow");
}

/// A number, or nothing where it is not finite.
Value finite(double value) {
  return std::isfinite(value) ? Value(value) : Value();
}

std::string law_names(const FitSlice& slice, std::string_view between = " or ") {
  std::vector<std::string> names;
  for (const LawFit& law : slice.growth.laws) {
    names.push_back(law.law.text(slice.parameter));
  }
  return fmt::format("{}", fmt::join(names, between));
}

/// Why no law is claimed, and what would help.
std::string doubt_text(const FitSlice& slice) {
  const Growth& growth = slice.growth;
  const std::string missed = significant(100 * growth.missed, 2);
  switch (growth.doubt) {
    case Doubt::few_sizes:
      return fmt::format("{} sizes support no claim about the limit; give 5 or more",
                         growth.points.size());
    case Doubt::rough:
      return fmt::format(
          "the data do not determine the law: fitted to the smaller sizes, the best misses the "
          "largest by {}%. Give larger sizes; if the values go up and down, give sizes of one "
          "kind, such "
          "as powers of two",
          missed);
    case Doubt::exponent:
      return "the data do not determine the law: its exponent is known too badly. Give larger "
             "sizes, and more in between";
    case Doubt::coefficient:
      return "the data do not determine the law: its leading term cannot be told from lower ones. "
             "Give larger sizes, and more in between";
    case Doubt::several:
    case Doubt::none:
      break;
  }
  return growth.laws.empty()
             ? "the data do not determine the law: several predict the largest sizes about equally "
               "well. Give larger sizes, and more in between"
             : fmt::format(
                   "the data do not determine the law: {} the largest sizes {}, too. Give "
                   "larger sizes, and more in between",
                   law_names(slice, " and ") + (growth.laws.size() == 1 ? " predicts" : " predict"),
                   growth.laws.size() == 1 ? "well, but others may"
                                           : "about equally well, and others may");
}

/// Without a law only the sizes measured can be spoken of.
std::string without_law(const FitResult& result, const FitSlice& slice) {
  const Growth& growth = slice.growth;
  const std::string_view x = slice.parameter;
  return fmt::format(
      "{}: {}. From {} to {} the {} like {}^{} on the whole, and like {}^{} at the end.", x,
      doubt_text(slice), significant(growth.points.front().x, 12),
      significant(growth.points.back().x, 12), growing_text(result), x,
      significant(growth.line.exponent.value, 3), x, significant(growth.local.back(), 3));
}

Section sizes_section(const FitResult& result) {
  Section section{"sizes",
                  "Sizes, and the exponent from each to the next",
                  {{"parameter", "with", Kind::text, 8},
                   {"size", "size", Kind::count, 9},
                   {"value", quantity_text(result), Kind::magnitude, 9},
                   {"local_exponent", "local exponent", Kind::ratio, 7},
                   {"coefficient", "over the law", Kind::magnitude, 6}},
                  {}};
  for (const FitSlice& slice : result.slices) {
    const Growth& growth = slice.growth;
    for (std::size_t i = 0; i < growth.points.size(); ++i) {
      const SizedValue point = growth.points[i];
      const Value local = i == 0 ? Value() : Value(growth.local[i - 1]);
      const Value coefficient =
          growth.is_decided() ? Value(point.y / growth.laws.front().law.of(point.x)) : Value();
      section.rows.push_back(
          {{slice.parameter, static_cast<std::uint64_t>(point.x), point.y, local, coefficient}});
    }
  }
  return section;
}

Section laws_section(const FitResult& result) {
  Section section{"laws",
                  "Laws of growth that the data allow",
                  {{"parameter", "with", Kind::text, 8},
                   {"law", "law", Kind::text, 9},
                   {"exponent", "", Kind::real, 0},
                   {"log_power", "", Kind::real, 0},
                   {"coefficient", "coefficient", Kind::ratio, 9},
                   {"low", "from", Kind::ratio, 7},
                   {"high", "to", Kind::ratio, 7},
                   {"error", "missed by", Kind::ratio, 5}},
                  {}};
  for (const FitSlice& slice : result.slices) {
    for (const LawFit& law : slice.growth.laws) {
      section.rows.push_back(
          {{slice.parameter, law.law.text(slice.parameter), law.law.exponent, law.law.log_power,
            law.coefficient.value, law.coefficient.low, law.coefficient.high, law.error}});
    }
  }
  return section;
}

/// Wider limits say that the formula is off, or nothing.
constexpr double k_right_width = 0.05;

/// Whether the interval says that the formula is right in the limit, wrong, or neither.
std::string_view limit_word(const FormulaLimit& formula) {
  if (formula.runs) {
    return "off";
  }
  if (!formula.limit || !std::isfinite(formula.limit->low)) {
    return "open";
  }
  if (!formula.limit->contains(1)) {
    return "off";
  }
  return formula.limit->half_width() <= k_right_width ? "right" : "open";
}

Section formulas_section(const FitResult& result) {
  Section section{"formulas",
                  "Measured / formula, and what it tends to",
                  {{"parameter", "with", Kind::text, 6},
                   {"formula", "formula", Kind::text, 9},
                   {"form", "form", Kind::text, 3},
                   {"first", "first", Kind::ratio, 5},
                   {"last", "last", Kind::ratio, 8},
                   {"limit", "limit", Kind::ratio, 8},
                   {"low", "from", Kind::ratio, 7},
                   {"high", "to", Kind::ratio, 7},
                   {"verdict", "in the limit", Kind::text, 4},
                   {"grows_like", "", Kind::text, 0}},
                  {}};
  for (const FitSlice& slice : result.slices) {
    for (const FormulaLimit& one : slice.formulas) {
      const bool known = one.limit.has_value();
      section.rows.push_back(
          {{slice.parameter, one.formula->id, to_string(one.formula->form), one.ratios.front(),
            one.ratios.back(), known ? finite(one.limit->value) : Value(),
            known ? finite(one.limit->low) : Value(), known ? finite(one.limit->high) : Value(),
            limit_word(one), one.runs ? Value(one.runs->text(slice.parameter)) : Value()}});
    }
  }
  return section;
}

}  // namespace

std::string growth_verdict(const FitResult& result, const FitSlice& slice) {
  const Growth& growth = slice.growth;
  if (!growth.is_decided()) {
    return without_law(result, slice);
  }
  const LawFit& law = growth.laws.front();
  const auto exponent = ends_of(*growth.exponent);
  const std::string coefficient = interval_text(law.coefficient);
  return fmt::format("{}: the {} like {}, with the coefficient {} ({}). {}.", slice.parameter,
                     growing_text(result), law_names(slice), significant(law.coefficient.value, 4),
                     coefficient.empty() ? "known to seven digits" : coefficient,
                     exponent ? fmt::format("The local exponents tend to something from {} to {}",
                                            exponent->first, exponent->second)
                              : fmt::format("The local exponents tend to {}",
                                            significant(growth.exponent->value, 4)));
}

namespace {

Section verdicts_section(const FitResult& result) {
  Section verdicts{"verdicts",
                   "",
                   {{"parameter", ""},
                    {"decided", ""},
                    {"exponent", ""},
                    {"low", ""},
                    {"high", ""},
                    {"verdict", ""},
                    {"law", ""},
                    {"reason", ""}},
                   {}};
  for (const FitSlice& slice : result.slices) {
    const auto& exponent = slice.growth.exponent;
    const bool is_decided = slice.growth.is_decided();
    verdicts.rows.push_back(
        {{slice.parameter, is_decided, exponent ? finite(exponent->value) : Value(),
          exponent ? finite(exponent->low) : Value(), exponent ? finite(exponent->high) : Value(),
          growth_verdict(result, slice), is_decided ? Value(law_names(slice)) : Value(),
          is_decided ? Value() : Value(doubt_text(slice))}});
  }
  return verdicts;
}

}  // namespace

Document fit_document(const FitResult& result) {
  Document document;
  document.schema = "dmc.fit/1";
  document.title = fmt::format("{}  {}", result.kernel->name,
                               parameters_text(*result.kernel, result.slices.back().others));
  const bool is_read = !result.sweep.empty();
  document.lead = {fmt::format("growth of the {}{}", quantity_text(result),
                               is_read ? " in " + result.sweep : std::string()),
                   model_text(result.model)};
  document.facts = {
      {"kernel", "", result.kernel->name},
      {"parameters", "", parameters_object(*result.kernel, result.slices.back().others)},
      {"model", "", model_object(result.model)},
      {"fitted", "", to_string(result.fitted)},
      {"reuse_class", "", result.reuse_class},
      {"sweep", "", is_read ? Value(result.sweep) : Value()}};
  for (const FitSlice& slice : result.slices) {
    document.lead.push_back(growth_verdict(result, slice));
  }
  document.sections = {verdicts_section(result), sizes_section(result), laws_section(result),
                       formulas_section(result)};
  document.footer = is_read ? std::string() : duration(result.seconds);
  return document;
}

}  // namespace dmc
