#include "sweep_options.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/util/error.hpp"
#include "dmc/util/value_range.hpp"

#include "options.hpp"

namespace dmc::cli {
namespace {

constexpr std::string_view k_nothing = "none";

/// Each value once, in the order given.
template <class Value>
void add_once(std::vector<Value>& values, Value value) {
  if (std::find(values.begin(), values.end(), value) == values.end()) {
    values.push_back(std::move(value));
  }
}

std::vector<std::uint64_t> choices_in(const std::string& option, const std::string& list,
                                      std::span<const std::string_view> choices) {
  std::vector<std::uint64_t> values;
  for (const std::string& name : split_at_commas({list})) {
    add_once(values, std::uint64_t{choice_of(option, name, choices)});
  }
  return values;
}

std::vector<std::uint64_t> values_of(const Parameter& parameter, const std::string& list) {
  const std::string option = fmt::format("--{}", parameter.name);
  return parameter.choices.empty() ? parse_values(option, list, parameter.min, parameter.max)
                                   : choices_in(option, list, parameter.choices);
}

template <class Enum>
std::vector<Enum> enums_of(const Parser& parser, const std::string& option,
                           std::span<const std::string_view> names) {
  std::vector<Enum> values;
  const auto list = parser.value(option);
  for (const std::uint64_t value :
       list ? choices_in(option, *list, names) : std::vector<std::uint64_t>{0}) {
    values.push_back(static_cast<Enum>(value));
  }
  return values;
}

std::vector<std::uint64_t> counts_of(const Parser& parser, const std::string& option) {
  const auto list = parser.value(option);
  return list ? parse_values(option, *list, 1, k_max_count) : std::vector<std::uint64_t>{1};
}

std::vector<std::vector<std::string>> omits_of(const Parser& parser, const Kernel& kernel) {
  std::vector<std::vector<std::string>> omits;
  for (const std::string& list : parser.values("--omit")) {
    add_once(omits, omitted_arrays(list, kernel));
  }
  if (omits.empty()) {
    omits.emplace_back();
  }
  return omits;
}

}  // namespace

std::vector<std::string> omitted_arrays(const std::string& list, const Kernel& kernel) {
  std::vector<std::string> arrays;
  if (list == k_nothing) {
    return arrays;
  }
  for (std::string& name : split_at_commas({list})) {
    if (std::find(kernel.arrays.begin(), kernel.arrays.end(), name) == kernel.arrays.end()) {
      throw Error(fmt::format("--omit: {} has no array '{}'; its arrays are {}; none omits nothing",
                              kernel.name, name, fmt::join(kernel.arrays, ", ")));
    }
    add_once(arrays, std::move(name));
  }
  return arrays;
}

void add_sweep_options(Parser& parser, const Kernel* kernel) {
  if (kernel != nullptr) {
    const Parameters defaults = default_parameters(*kernel);
    for (const Parameter& parameter : kernel->parameters) {
      parser.add(
          {fmt::format("Parameters of {}", kernel->name), fmt::format("--{}", parameter.name),
           parameter.choices.empty() ? "VALUES" : "NAME,...", parameter_help(parameter, defaults)});
    }
  }
  parser.add({"Model", "--block", "VALUES", "elements in a block (default 1)"});
  parser.add({"Model", "--bits", "VALUES", "size of a datum (default 1)"});
  parser.add({"Model", "--cold", "NAME,...",
              "what first accesses cost: free, bound, stack (default free)"});
  parser.add({"Model", "--omit", "ARRAY,...",
              "arrays to leave out together; each time it is given is a case of its own, and none "
              "is one, too",
              Option::Takes::values});
  parser.add({"Model", "--temporaries", "NAME,...", "fresh, reuse (default fresh)"});
}

SweepRequest sweep_request_of(const Parser& parser, const Kernel& kernel) {
  SweepRequest request{.kernel = &kernel};
  for (const Parameter& parameter : kernel.parameters) {
    if (const auto list = parser.value(fmt::format("--{}", parameter.name))) {
      request.values.emplace_back(parameter.name, values_of(parameter, *list));
    }
  }
  request.blocks = counts_of(parser, "--block");
  request.bits = counts_of(parser, "--bits");
  request.colds = enums_of<Cold>(parser, "--cold", k_cold_names);
  request.omits = omits_of(parser, kernel);
  request.temporaries = enums_of<Temporaries>(parser, "--temporaries", k_temporaries_names);
  return request;
}

}  // namespace dmc::cli
