#include "dmc/report/series.hpp"

#include <cstddef>
#include <string>

#include <fmt/format.h>

#include "dmc/report/document.hpp"
#include "dmc/report/format.hpp"
#include "dmc/report/run_report.hpp"
#include "dmc/util/error.hpp"

namespace dmc {
namespace {

/// What the series is of, and the beginning of its array: an object left open.
std::string json_head(Document head, std::string_view schema, std::string_view array) {
  head.schema = schema;
  std::string text = render_json(head, {});
  text.resize(text.rfind("\n}"));
  return text + fmt::format(",\n  \"{}\": [", array);
}

Document head_of(const RunResult& result) {
  Document head;
  head.facts = {{"kernel", "", program_name(result)},
                {"parameters", "", parameters_object(result)},
