#include <string>
#include <variant>

#include <nlohmann/json.hpp>

#include "dmc/report/format.hpp"
#include "dmc/util/printable.hpp"

namespace dmc {
namespace {

using Json = nlohmann::ordered_json;

Json json(const Value& value);

struct JsonOf {
  Json operator()(std::monostate) const { return nullptr; }
  Json operator()(const List& list) const {
    Json array = Json::array();
    for (const Value& value : list) {
      array.push_back(json(value));
    }
    return array;
  }
  Json operator()(const Object& object) const {
    Json map = Json::object();
    for (const auto& [key, value] : object) {
      map[key] = json(value);
    }
    return map;
  }
  template <class T>
  Json operator()(const T& scalar) const {
    return scalar;  // a double that is no number becomes null
  }
};

Json json(const Value& value) {
  return std::visit(JsonOf{}, value.data);
}

}  // namespace

std::string render_json(const Document& document, const Terminal& /*terminal*/) {
  Json root = Json::object();
  root["schema"] = document.schema;
  for (const auto& [key, value] : members_of(document)) {
    root[key] = json(value);
  }
  return printable_json(root.dump(2, ' ', false, Json::error_handler_t::replace)) + '\n';
}

}  // namespace dmc
