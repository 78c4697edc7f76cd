#include <fmt/format.h>

#include "dmc/util/error.hpp"
#include "dmc/util/input_file.hpp"
#include "dmc/util/utf8.hpp"

#include "evidence.hpp"
#include "json_place.hpp"
#include "read_check.hpp"

namespace dmc {
namespace {

/// What names the parts in a list, and what they are then of.
struct PartList {
  const char* key;
  const char* name;
  std::optional<std::string> Subject::*of;
};

constexpr PartList k_part_lists[] = {
    {"arrays", "name", &Subject::array},         {"named_classes", "name", &Subject::reuse_class},
    {"stages", "name", &Subject::stage},         {"formulas", "id", &Subject::formula},
    {"reuse_classes", "array", &Subject::array},
};

Evidence::Figures read_figures(const JsonPlace& place) {
  Evidence::Figures figures;
  for (const CheckedQuantity& quantity : checked_quantities()) {
    const auto member = place.find(std::string(quantity.name));
    if (member && !member->json().is_null()) {
      figures.emplace(quantity.name, quantity.is_count ? CheckedValue(member->count())
                                                       : CheckedValue(member->real()));
    }
  }
  return figures;
}

void read_parts(const JsonPlace& root, const PartList& list, Evidence& evidence) {
  const auto parts = root.find(list.key);
  if (!parts) {
    return;
  }
  for (const JsonPlace& part : parts->items()) {
    Subject subject;
    subject.*list.of = part.member(list.name).text();
    if (const auto carrier = part.find("carried_by")) {
      subject.carried_by = carrier->text();
    }
    const Evidence::Figures figures = read_figures(part);
    evidence.parts[subject] = figures;
    if (subject.carried_by && figures.contains("reuses") && figures.contains("dmd")) {
      evidence.classes.push_back(
          {*subject.array,
           *subject.carried_by,
           {std::get<std::uint64_t>(figures.at("reuses")), number_of(figures.at("dmd"))}});
    }
  }
}

}  // namespace

Evidence read_evidence(const std::string& path) {
  const Json json = parse_json(read_whole_file(path), path);
  const JsonPlace root(json, path);
  const std::string schema = root.member("schema").text();
  Evidence evidence;
  evidence.parts[{}] = read_figures(root);
  if (evidence.parts[{}].empty()) {
    root.fail(
        fmt::format("a \"{}\" holds nothing that can be checked; a result has \"accesses\", "
                    "\"reuses\", \"dmd\" and so on at its top",
                    shortened(schema, 40)));
  }
  for (const PartList& list : k_part_lists) {
    read_parts(root, list, evidence);
  }
  return evidence;
}

}  // namespace dmc
