#include "record_text.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

#include <nlohmann/json.hpp>

#include "dmc/tracefile/recorded_file.hpp"
#include "dmc/util/json_depth.hpp"

namespace dmc::tracefile {
namespace {

using Json = nlohmann::ordered_json;

// In the order of the enums that they stand for.
constexpr std::array<std::string_view, 3> k_colds{"free", "bound", "stack"};
constexpr std::array<std::string_view, 2> k_temporaries{"fresh", "reuse"};

template <class Names>
std::string_view name_of(const Names& names, std::size_t index) {
  return names.at(index);
}

template <class Enum, class Names>
Enum enum_of(const Names& names, const Json& value) {
  const auto found = std::find(names.begin(), names.end(), value.get<std::string>());
  if (found == names.end()) {
    throw std::out_of_range("a choice");
  }
  return static_cast<Enum>(found - names.begin());
}

std::uint64_t number_of(const Json& value) {
  if (!value.is_number_unsigned()) {
    throw std::out_of_range("a number");
  }
  return value.get<std::uint64_t>();
}

Json model_json(const Model& model) {
  return {{"block", model.block},
          {"bits", model.bits},
          {"cold", name_of(k_colds, static_cast<std::size_t>(model.cold))},
          {"omit", model.omit},
          {"temporaries", name_of(k_temporaries, static_cast<std::size_t>(model.temporaries))}};
}

Model model_of(const Json& json) {
  Model model;
  model.block = number_of(json.at("block"));
  model.bits = number_of(json.at("bits"));
  model.cold = enum_of<Cold>(k_colds, json.at("cold"));
  model.omit = json.at("omit").get<std::vector<std::string>>();
  model.temporaries = enum_of<Temporaries>(k_temporaries, json.at("temporaries"));
  if (model.block == 0 || model.bits == 0) {
    throw std::out_of_range("a size");
  }
  return model;
}

RecordedHeader header_of(const Json& json) {
  RecordedHeader header;
  header.program = json.at("program").get<std::string>();
  header.is_kernel = json.at("is_kernel").get<bool>();
  for (const auto& [name, value] : json.at("parameters").items()) {
    header.parameters.emplace_back(name, number_of(value));
  }
  header.model = model_of(json.at("model"));
  header.element_bytes = number_of(json.at("element_bytes"));
  header.expected_accesses = number_of(json.at("expected_accesses"));
  header.expected_data = number_of(json.at("expected_data"));
  return header;
}

RecordedNames names_of(const Json& json) {
  RecordedNames names;
  names.names.arrays = json.at("arrays").get<std::vector<std::string>>();
  for (const Json& stage : json.at("stages")) {
    names.names.stages.push_back(static_cast<LabelId>(number_of(stage)));
  }
  names.names.labels = json.at("labels").get<std::vector<std::string>>();
  names.accesses = number_of(json.at("accesses"));
  names.blocks = number_of(json.at("blocks"));
  const auto labels = names.names.labels.size();
  if (names.names.stages.size() != names.names.arrays.size() ||
      std::any_of(json.at("stages").begin(), json.at("stages").end(),
                  [&](const Json& stage) { return number_of(stage) >= labels; })) {
    throw std::out_of_range("a stage");
  }
  return names;
}

// Whatever is missing or of another type ends here.
template <class Read>
auto parse(std::string_view text, Read read) -> std::optional<decltype(read(Json()))> {
  if (is_too_deep(text)) {
    return std::nullopt;
  }
  try {
    return read(Json::parse(text));
  } catch (const Json::exception&) {
    return std::nullopt;
  } catch (const std::out_of_range&) {
    return std::nullopt;
  }
}

// Names need not be UTF-8: what is not is replaced.
std::string text_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json header_json(const RecordedHeader& header) {
  Json parameters = Json::object();
  for (const auto& [name, value] : header.parameters) {
    parameters[name] = value;
  }
  return {{"program", header.program},
          {"is_kernel", header.is_kernel},
          {"parameters", parameters},
          {"model", model_json(header.model)},
          {"element_bytes", header.element_bytes},
          {"expected_accesses", header.expected_accesses},
          {"expected_data", header.expected_data}};
}

Json names_json(const RecordedNames& names) {
  // Names that no tracer gave need not speak of stages.
  std::vector<LabelId> stages = names.names.stages;
  stages.resize(names.names.arrays.size());
  return {{"arrays", names.names.arrays},
          {"stages", stages},
          {"labels", names.names.labels},
          {"accesses", names.accesses},
          {"blocks", names.blocks}};
}

}  // namespace

std::string header_text(const RecordedHeader& header) {
  return text_of(header_json(header));
}

std::string names_text(const RecordedNames& names) {
  return text_of(names_json(names));
}

std::string description_text(const RecordedHeader& header, const RecordedNames& names) {
  return text_of(
      {{"kind", k_trace_magic}, {"header", header_json(header)}, {"names", names_json(names)}});
}

std::optional<RecordedHeader> parse_header(std::string_view text) {
  return parse(text, header_of);
}
std::optional<RecordedNames> parse_names(std::string_view text) {
  return parse(text, names_of);
}

}  // namespace dmc::tracefile

namespace dmc {

std::optional<RecordedDescription> parse_description(std::string_view text) {
  using tracefile::Json;
  return tracefile::parse(text, [](const Json& json) {
    if (json.at("kind") != tracefile::k_trace_magic) {
      throw std::out_of_range("a kind");
    }
    return RecordedDescription{tracefile::header_of(json.at("header")),
                               tracefile::names_of(json.at("names")).names};
  });
}

}  // namespace dmc
