#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/nest/source_error.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/names.hpp"
#include "dmc/util/utf8.hpp"

#include "read_check.hpp"

namespace dmc {
namespace {

constexpr std::uint64_t k_max_count = 0xffffffff;

constexpr std::array<std::string_view, 8> k_check_keys{
    "name", "kernel", "parameters", "model", "result", "measurement", "expect", "classes"};
constexpr std::array<std::string_view, 5> k_model_keys{"block", "bits", "cold", "omit",
                                                       "temporaries"};

std::size_t choice_of(const JsonPlace& place, std::span<const std::string_view> choices) {
  const std::string text = place.text();
  const auto found = std::find(choices.begin(), choices.end(), text);
  if (found == choices.end()) {
    place.fail(fmt::format("'{}' is none of {}", shortened(text, 40), fmt::join(choices, ", ")));
  }
  return static_cast<std::size_t>(found - choices.begin());
}

/// What a library function that complains does for one place in the file.
template <class Function>
auto said_of(const JsonPlace& place, Function function) {
  try {
    return function();
  } catch (const nest::SourceError& error) {
    place.fail(std::string(error.message()));
  } catch (const Error& error) {
    place.fail(error.what());
  }
}

Parameters read_parameters(const JsonPlace& place, const Kernel& kernel) {
  Parameters parameters;
  std::vector<std::string_view> names;
  for (const Parameter& parameter : kernel.parameters) {
    names.push_back(parameter.name);
  }
  place.check_keys(names, false);
  for (const auto& [key, value] : place.members()) {
    const auto parameter = std::find_if(kernel.parameters.begin(), kernel.parameters.end(),
                                        [&key = key](const auto& one) { return one.name == key; });
    parameters.set(
        key, parameter->choices.empty() ? value.count() : choice_of(value, parameter->choices));
  }
  return parameters;
}

std::uint64_t positive(const JsonPlace& place) {
  const std::uint64_t value = place.count();
  if (value == 0 || value > k_max_count) {
    place.fail(fmt::format("a number from 1 to {} is expected, not {}", k_max_count, value));
  }
  return value;
}

std::vector<std::string> read_omitted(const JsonPlace& place, const Kernel& kernel) {
  std::vector<std::string> names;
  for (const JsonPlace& one : place.items()) {
    static_cast<void>(choice_of(one, kernel.arrays));
    names.push_back(one.text());
  }
  return names;
}

Model read_model(const JsonPlace& place, const Kernel& kernel) {
  place.check_keys(k_model_keys, false);
  Model model;
  if (const auto block = place.find("block")) {
    model.block = positive(*block);
  }
  if (const auto bits = place.find("bits")) {
    model.bits = positive(*bits);
  }
  if (const auto cold = place.find("cold")) {
    model.cold = static_cast<Cold>(choice_of(*cold, k_cold_names));
  }
  if (const auto omit = place.find("omit")) {
    model.omit = read_omitted(*omit, kernel);
  }
  if (const auto temporaries = place.find("temporaries")) {
    model.temporaries = static_cast<Temporaries>(choice_of(*temporaries, k_temporaries_names));
  }
  return model;
}

std::string plain_text(const Json& json) {
  if (json.is_string()) {
    return json.get<std::string>();
  }
  if (!json.is_array()) {
    return json.dump();
  }
  std::string list;
  for (const Json& item : json) {
    list += (list.empty() ? "" : ",") + plain_text(item);
  }
  return list;
}

/// "conv n=9 k=3 omit=R", as the file says it.
std::string run_name(const JsonPlace& place, const Kernel& kernel) {
  std::string name(kernel.name);
  for (const char* part : {"parameters", "model"}) {
    if (const auto object = place.find(part)) {
      for (const auto& [key, value] : object->members()) {
        name += fmt::format(" {}={}", key, plain_text(value.json()));
      }
    }
  }
  return name;
}

/// A kernel's name, or the file of a nest.
void read_kernel(const JsonPlace& place, Check& check) {
  const std::string name = place.text();
  if (name.ends_with(".loop") || name.ends_with(".c")) {
    check.nest = std::make_shared<const NestKernel>(nest::read_nest(beside(place.file(), name)));
    check.kernel = &check.nest->kernel();
  } else {
    check.kernel = &find_kernel(name);
  }
}

void read_run(const JsonPlace& place, Check& check) {
  const JsonPlace kernel = place.member("kernel");
  said_of(kernel, [&] { read_kernel(kernel, check); });
  if (const auto model = place.find("model")) {
    check.model = read_model(*model, *check.kernel);
  }
  const auto parameters = place.find("parameters");
  if (parameters) {
    check.parameters = read_parameters(*parameters, *check.kernel);
  }
  check.parameters = said_of(parameters.value_or(place), [&] {
    const RunRequest request{check.kernel, check.parameters, check.model};
    static_cast<void>(check_run(request));
    return resolve_parameters(*check.kernel, check.parameters);
  });
  check.name = run_name(place, *check.kernel);
}

}  // namespace

std::string beside(const std::string& expectations, const std::string& file) {
  return (std::filesystem::path(expectations).parent_path() / file).string();
}

void read_source(const JsonPlace& place, Check& check) {
  place.check_keys(k_check_keys, true);
  const auto kernel = place.find("kernel");
  const auto result = place.find("result");
  const auto measurement = place.find("measurement");
  if (int{kernel.has_value()} + int{result.has_value()} + int{measurement.has_value()} != 1) {
    place.fail(
        "say what to measure by one of \"kernel\" (a run), \"result\" (a file with a result as "
        "JSON) and \"measurement\" (what a program has measured itself)");
  }
  if (!kernel) {
    for (const char* key : {"parameters", "model"}) {
      if (const auto extra = place.find(key)) {
        extra->fail("this goes with a \"kernel\"; a result has its own");
      }
    }
    (result ? check.result : check.measurement) = (result ? result : measurement)->text();
    check.name = check.result + check.measurement;
  } else {
    read_run(place, check);
  }
  if (const auto name = place.find("name")) {
    check.name = name->text();
  }
}

}  // namespace dmc
