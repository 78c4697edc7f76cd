#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/report/run_report.hpp"
#include "dmc/report/value_text.hpp"
#include "dmc/util/number.hpp"

namespace dmc {
namespace {

std::string text_of(const Object& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters) {
    text += (text.empty() ? "" : " ") + name + "=" + parameter_text(value);
  }
  return text;
}

}  // namespace

Object parameters_object(const Kernel& kernel, const Parameters& parameters) {
  Object object;
  for (const Parameter& parameter : kernel.parameters) {
    if (!parameters.has(parameter.name)) {
      continue;
    }
    const std::uint64_t value = parameters[parameter.name];
    const bool is_choice = value < parameter.choices.size();
    object.emplace_back(parameter.name, is_choice ? Value(parameter.choices[value]) : Value(value));
  }
  return object;
}

Object parameters_object(const RunResult& result) {
  if (result.kernel != nullptr) {
    return parameters_object(*result.kernel, result.parameters);
  }
  Object object;
  for (const auto& [name, value] : result.parameters.entries()) {
    object.emplace_back(name, value);
  }
  return object;
}

std::string program_name(const RunResult& result) {
  return result.kernel != nullptr ? std::string(result.kernel->name) : result.program;
}

std::string parameter_text(const Value& value) {
  const auto* number = std::get_if<std::uint64_t>(&value.data);
  return number != nullptr ? std::to_string(*number) : value_text(value, Kind::text);
}

std::string parameters_text(const Kernel& kernel, const Parameters& parameters) {
  return text_of(parameters_object(kernel, parameters));
}

std::string parameters_text(const RunResult& result) {
  return text_of(parameters_object(result));
}

Object model_object(const Model& model) {
  List omit;
  for (const std::string& name : model.omit) {
    omit.emplace_back(name);
  }
  return {{"block", model.block},
          {"bits", model.bits},
          {"cold", to_string(model.cold)},
          {"omit", std::move(omit)},
          {"temporaries", to_string(model.temporaries)}};
}

std::string model_text(const Model& model) {
  std::string text = fmt::format("block {}, bits {}, cold {}, temporaries {}", model.block,
                                 model.bits, to_string(model.cold), to_string(model.temporaries));
  if (!model.omit.empty()) {
    text += fmt::format(", omitted: {}", fmt::join(model.omit, " "));
  }
  return text;
}

std::string distances_text(const ReuseTotals& totals) {
  if (totals.reuses == 0) {
    return {};
  }
  if (totals.min_distance == totals.max_distance) {
    return grouped(totals.min_distance);
  }
  return grouped(totals.min_distance) + "–" + grouped(totals.max_distance);
}

std::string class_text(const ClassTotals& totals) {
  return totals.carried_by.empty()
             ? totals.array
             : fmt::format("{} carried by {}", totals.array, totals.carried_by);
}

}  // namespace dmc
