#include <fmt/format.h>

#include "dmc/check/check.hpp"

#include "json_place.hpp"
#include "json_text.hpp"

namespace dmc {
namespace {

Json json_of(const CheckedValue& figure) {
  return std::visit([](auto number) { return Json(number); }, figure);
}

/// Bounds are what the user demands; what cannot be measured has nothing to be replaced with.
bool can_be_updated(const Finding& finding) {
  return finding.verdict == Verdict::fails && finding.measured && !finding.expectation.min &&
         !finding.expectation.max;
}

Json classes_of(const CheckOutcome& outcome) {
  Json classes = Json::array();
  for (const KnownClass& one : outcome.classes) {
    classes.push_back({{"array", one.array},
                       {"carried_by", one.carried_by},
                       {"reuses", one.totals.reuses},
                       {"dmd", one.totals.dmd}});
  }
  return classes;
}

void update_check(CheckOutcome& outcome, Json& json) {
  for (std::size_t i = 0; i < outcome.findings.size(); ++i) {
    Finding& finding = outcome.findings[i];
    if (can_be_updated(finding)) {
      json["expect"][i]["value"] = json_of(*finding.measured);
      finding.verdict = Verdict::updated;
      finding.why.clear();
    }
  }
  if (!outcome.check.has_classes || !outcome.changes.empty()) {
    json["classes"] = classes_of(outcome);
  }
}

}  // namespace

std::string update(CheckResult& result) {
  Json json = parse_json(result.expectations.text, result.expectations.file);
  const Json before = json;
  for (std::size_t i = 0; i < result.outcomes.size(); ++i) {
    update_check(result.outcomes[i], json["checks"][i]);
  }
  return json == before ? result.expectations.text : json_text(json);
}

}  // namespace dmc
