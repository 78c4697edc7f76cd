#include "dmc/report/document.hpp"

#include "dmc/util/printable.hpp"

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

void make_printable(std::string& text) {
  text = printable(text);
}

void make_printable(Value& value) {
  if (auto* text = std::get_if<std::string>(&value.data)) {
    make_printable(*text);
  } else if (auto* list = std::get_if<List>(&value.data)) {
    for (Value& one : *list) {
      make_printable(one);
    }
  } else if (auto* object = std::get_if<Object>(&value.data)) {
    for (auto& [key, one] : *object) {
      make_printable(key);
      make_printable(one);
    }
  }
}

void make_printable(Fact& fact);
void make_printable(Column& column);
void make_printable(Row& row);
void make_printable(Section& section);

template <class Items>
void make_all_printable(Items& items) {
  for (auto& item : items) {
    make_printable(item);
  }
}

void make_printable(Fact& fact) {
  make_printable(fact.key);
  make_printable(fact.label);
  make_printable(fact.value);
}

void make_printable(Column& column) {
  make_printable(column.key);
  make_printable(column.header);
}

void make_printable(Row& row) {
  make_all_printable(row.cells);
}

void make_printable(Section& section) {
  make_printable(section.key);
  make_printable(section.title);
  make_all_printable(section.columns);
  make_all_printable(section.rows);
  make_all_printable(section.notes);
}

}  // namespace

Document printable(Document document) {
  make_printable(document.title);
  make_all_printable(document.lead);
  make_all_printable(document.facts);
  make_all_printable(document.sections);
  make_printable(document.footer);
  return document;
}

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
