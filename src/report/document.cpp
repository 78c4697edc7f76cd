#include "dmc/report/document.hpp"

namespace dmc {
namespace {

Object object_of(const Row& row, const std::vector<Column>& columns) {
  Object object;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (!columns[c].key.empty()) {
      object.emplace_back(columns[c].key, row.cells[c]);
    }
  }
  return object;
}

}  // namespace

Object members_of(const Document& document) {
  Object members;
  for (const Fact& fact : document.facts) {
    if (!fact.key.empty()) {
      members.emplace_back(fact.key, fact.value);
    }
  }
  for (const Section& section : document.sections) {
    if (section.key.empty() || section.shape == Section::Shape::flat) {
      continue;
    }
    List list;
    for (const Row& row : section.rows) {
      list.emplace_back(object_of(row, section.columns));
    }
    members.emplace_back(section.key, std::move(list));
  }
  return members;
}

}  // namespace dmc
