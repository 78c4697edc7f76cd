#include "dmc/check/expectations.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/formulas/formula.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/input_file.hpp"
#include "dmc/util/names.hpp"
#include "dmc/util/utf8.hpp"

#include "json_place.hpp"
#include "read_check.hpp"

namespace dmc {
namespace {

constexpr std::size_t k_shown = 40;  // of a text that may be very long

constexpr std::array<std::string_view, 10> k_expectation_keys{
    "quantity", "array", "carried_by", "class", "stage",
    "formula",  "value", "tolerance",  "min",   "max"};

const CheckedQuantity& quantity_of(const JsonPlace& place) {
  const JsonPlace name = place.member("quantity");
  std::vector<std::string_view> names;
  for (const CheckedQuantity& quantity : checked_quantities()) {
    if (quantity.name == name.text()) {
      return quantity;
    }
    names.push_back(quantity.name);
  }
  name.fail(unknown_name("quantity", name.text(), names));
}

std::optional<std::string> text_of(const JsonPlace& place, const std::string& key) {
  const auto member = place.find(key);
  return member ? std::optional(member->text()) : std::nullopt;
}

CheckedQuantity::Of sort_of(const Subject& subject) {
  using Q = CheckedQuantity;
  return subject.formula                             ? Q::formula
         : subject.stage                             ? Q::stage
         : subject.reuse_class || subject.carried_by ? Q::reuses
         : subject.array                             ? Q::array
                                                     : Q::whole;
}

void check_subject(const JsonPlace& place, const CheckedQuantity& quantity,
                   const Subject& subject) {
  const int alone = int{subject.array || subject.carried_by} +
                    int{subject.reuse_class.has_value()} + int{subject.stage.has_value()} +
                    int{subject.formula.has_value()};
  if (alone > 1) {
    place.fail(
        "give one of \"array\" (with or without \"carried_by\"), \"class\", \"stage\" and "
        "\"formula\"");
  }
  if (subject.carried_by && !subject.array) {
    place.fail("\"carried_by\" goes with the \"array\" whose reuses are carried");
  }
  if ((quantity.of & sort_of(subject)) == 0) {
    place.fail(quantity.of == CheckedQuantity::whole
                   ? fmt::format("{} is known of the whole result alone", quantity.name)
               : quantity.of == CheckedQuantity::formula
                   ? "ratio is measured / formula; say which \"formula\" by its id"
                   : fmt::format("{} is not known of such a part", quantity.name));
  }
  if (subject.formula) {
    try {
      static_cast<void>(find_formula(*subject.formula));
    } catch (const Error& error) {
      place.member("formula").fail(error.what());
    }
  }
}

std::optional<CheckedValue> figure_of(const JsonPlace& place, const std::string& key,
                                      const CheckedQuantity& quantity) {
  const auto member = place.find(key);
  if (!member || member->json().is_null()) {
    return std::nullopt;
  }
  if (quantity.is_count) {
    return member->count();
  }
  return member->real();
}

/// A number as it is, or a text such as "1.5%", of the value.
double tolerance_of(const JsonPlace& place, const std::optional<CheckedValue>& value) {
  if (!value) {
    place.fail("a tolerance goes with a \"value\"");
  }
  double tolerance = 0;
  if (place.json().is_number()) {
    tolerance = place.real();
  } else {
    const std::string text = place.text();
    char* end = nullptr;
    tolerance = std::strtod(text.c_str(), &end) / 100 * std::abs(number_of(*value));
    if (end == text.c_str() || std::string_view(end) != "%") {
      place.fail(fmt::format("a number or a share such as \"1%\" is expected, not \"{}\"",
                             shortened(text, k_shown)));
    }
  }
  if (!(tolerance >= 0) || std::isinf(tolerance)) {
    place.fail("a tolerance is 0 or more");
  }
  return tolerance;
}

std::string text_as_given(const JsonPlace& place) {
  return place.json().is_string() ? place.text() : place.json().dump();
}

Expectation read_expectation(const JsonPlace& place) {
  place.check_keys(k_expectation_keys, true);
  const CheckedQuantity& quantity = quantity_of(place);
  Expectation one{
      .quantity = std::string(quantity.name),
      .subject = {text_of(place, "array"), text_of(place, "carried_by"), text_of(place, "class"),
                  text_of(place, "stage"), text_of(place, "formula")},
      .value = figure_of(place, "value", quantity),
      .min = figure_of(place, "min", quantity),
      .max = figure_of(place, "max", quantity),
      .place = place.path()};
  check_subject(place, quantity, one.subject);
  if (one.value && (one.min || one.max)) {
    place.fail("give either a \"value\" or bounds (\"min\", \"max\")");
  }
  if (one.min && one.max && number_of(*one.min) > number_of(*one.max)) {
    place.fail("\"min\" is larger than \"max\"");
  }
  if (const auto tolerance = place.find("tolerance")) {
    one.tolerance = tolerance_of(*tolerance, one.value);
    one.tolerance_text = text_as_given(*tolerance);
  }
  return one;
}

KnownClass read_class(const JsonPlace& place) {
  return {place.member("array").text(),
          place.member("carried_by").text(),
          {place.member("reuses").count(), place.member("dmd").real()}};
}

Check read_check(const JsonPlace& place) {
  Check check{.name = {}, .place = place.path()};
  read_source(place, check);
  for (const JsonPlace& one : place.member("expect").items()) {
    check.expect.push_back(read_expectation(one));
  }
  if (const auto classes = place.find("classes")) {
    check.has_classes = true;
    for (const JsonPlace& one : classes->items()) {
      check.classes.push_back(read_class(one));
    }
  }
  return check;
}

}  // namespace

Expectations parse_expectations(std::string text, std::string name) {
  Expectations all{.file = std::move(name), .text = std::move(text), .checks = {}};
  const Json json = parse_json(all.text, all.file);
  const JsonPlace root(json, all.file);
  constexpr std::array<std::string_view, 2> k_keys{"schema", "checks"};
  const JsonPlace schema = root.member("schema");
  if (schema.text() != "dmc.check/1") {
    schema.fail(
        fmt::format("\"dmc.check/1\" is expected, not \"{}\"", shortened(schema.text(), k_shown)));
  }
  root.check_keys(k_keys, true);
  const JsonPlace checks = root.member("checks");
  for (const JsonPlace& one : checks.items()) {
    all.checks.push_back(read_check(one));
  }
  if (all.checks.empty()) {
    checks.fail("there is nothing to check; a file has one check at least");
  }
  return all;
}

Expectations read_expectations(const std::string& path) {
  return parse_expectations(read_whole_file(path), path == "-" ? "standard input" : path);
}

}  // namespace dmc
