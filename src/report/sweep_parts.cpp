#include "sweep_parts.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dmc {
namespace {

struct ModelChoice {
  const char* name;
  Value (*value)(const Model& model);
};

constexpr std::array k_model_choices{
    ModelChoice{"block", [](const Model& model) { return Value(model.block); }},
    ModelChoice{"bits", [](const Model& model) { return Value(model.bits); }},
    ModelChoice{"cold", [](const Model& model) { return Value(to_string(model.cold)); }},
    ModelChoice{
        "omit",
        [](const Model& model) { return Value(fmt::format("{}", fmt::join(model.omit, " "))); }},
    ModelChoice{"temporaries",
                [](const Model& model) { return Value(to_string(model.temporaries)); }},
};

bool same(const Value& a, const Value& b) {
  const auto* a_text = std::get_if<std::string>(&a.data);
  const auto* b_text = std::get_if<std::string>(&b.data);
  if (a_text != nullptr && b_text != nullptr) {
    return *a_text == *b_text;
  }
  const auto* a_number = std::get_if<std::uint64_t>(&a.data);
  const auto* b_number = std::get_if<std::uint64_t>(&b.data);
  return a_number != nullptr && b_number != nullptr ? *a_number == *b_number
                                                    : a.data.index() == b.data.index();
}

bool varies(const Varying& one, const std::vector<SweepRow>& rows) {
  return std::any_of(rows.begin(), rows.end(), [&](const SweepRow& row) {
    return !same(one.value(row), one.value(rows.front()));
  });
}

bool follows(const Varying& one, const std::vector<Varying>& others,
             const std::vector<SweepRow>& rows) {
  return std::any_of(others.begin(), others.end(), [&](const Varying& other) {
    return std::all_of(rows.begin(), rows.end(),
                       [&](const SweepRow& row) { return same(one.value(row), other.value(row)); });
  });
}

}  // namespace

Value Varying::value(const SweepRow& row) const {
  if (of_model != nullptr) {
    return of_model(row.model);
  }
  if (!row.parameters.has(name)) {
    return {};
  }
  const std::uint64_t value = row.parameters[name];
  return value < parameter->choices.size() ? Value(parameter->choices[value]) : Value(value);
}

std::vector<Varying> varying_of(const SweepPlan& plan, const std::vector<SweepRow>& rows) {
  std::vector<Varying> all;
  for (const Parameter& parameter : plan.kernel->parameters) {
    const Varying one{.name = std::string(parameter.name), .parameter = &parameter};
    if (varies(one, rows) && !follows(one, all, rows)) {
      all.push_back(one);
    }
  }
  for (const ModelChoice& choice : k_model_choices) {
    const Varying one{.name = choice.name, .of_model = choice.value};
    if (varies(one, rows)) {
      all.push_back(one);
    }
  }
  return all;
}

}  // namespace dmc
