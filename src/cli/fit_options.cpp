#include "fit_options.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include "dmc/util/number.hpp"
#include "dmc/util/terminal.hpp"
#include "dmc/util/value_range.hpp"

#include "kernel_argument.hpp"
#include "options.hpp"
#include "sweep_options.hpp"

namespace dmc::cli {
namespace {

// In the order of the enum.
constexpr std::array<std::string_view, 5> k_fitted{"dmd", "cost", "reuses", "accesses", "data"};

using Values = std::vector<std::pair<std::string, std::vector<std::uint64_t>>>;
using Names = std::vector<std::pair<std::string, std::string>>;

void add_parameter_options(Parser& parser, const Kernel& kernel) {
  const Parameters defaults = default_parameters(kernel);
  for (const Parameter& parameter : kernel.parameters) {
    parser.add({fmt::format("Parameters of {}", kernel.name), fmt::format("--{}", parameter.name),
                parameter.choices.empty() ? "RANGE" : "NAME", parameter_help(parameter, defaults)});
  }
}

void add_row_options(Parser& parser, const Kernel& kernel) {
  const std::string group = "Which rows of the sweep";
  for (const Parameter& parameter : kernel.parameters) {
    parser.add({group, fmt::format("--{}", parameter.name),
                parameter.choices.empty() ? "RANGE" : "NAME", std::string(parameter.meaning)});
  }
  parser.add({group, "--block", "N", "elements in a block"});
  parser.add({group, "--bits", "N", "size of a datum"});
  parser.add({group, "--cold", "NAME", "what first accesses cost: free, bound, stack"});
  parser.add({group, "--omit", "ARRAY,...", "the arrays that were left out; none is possible"});
  parser.add({group, "--temporaries", "NAME", "fresh, reuse"});
}

void add_value_help(Parser& parser) {
  const std::vector<std::pair<std::string, std::string>> forms{
      {"64", "one value"},
      {"64,96,128", "each of these"},
      {"64:1024:64", "64, 128, 192, and so on to 1024"},
      {"64:1024:x2", "64, 128, 256, 512, 1024"},
      {"n", "always the same as --n"}};
  parser.add_section(
      "What RANGE may be",
      {definition_list(forms, describe_terminal(STDOUT_FILENO, ColorChoice::never).width)});
}

/// The values of parameters, and which have those of another.
std::pair<Values, Names> values_of(const Parser& parser, const Kernel& kernel) {
  std::pair<Values, Names> all;
  auto& [values, same] = all;
  for (const Parameter& parameter : kernel.parameters) {
    const std::string option = fmt::format("--{}", parameter.name);
    const auto text = parser.value(option);
    if (!text) {
      continue;
    }
    if (!parameter.choices.empty()) {
      values.push_back({std::string(parameter.name), {parameter_value(parameter, *text)}});
    } else if (has_parameter(kernel, *text)) {
      same.emplace_back(parameter.name, *text);
    } else {
      values.emplace_back(parameter.name,
                          parse_values(option, *text, parameter.min, parameter.max));
    }
  }
  return all;
}

Fitted fitted_of(const Parser& parser) {
  const auto fitted = parser.value("--of");
  return fitted ? static_cast<Fitted>(choice_of("--of", *fitted, k_fitted)) : Fitted::dmd;
}

std::optional<std::uint64_t> count_of(const Parser& parser, const std::string& option) {
  const auto text = parser.value(option);
  return text ? std::optional(parse_count(option, *text, 1, k_max_count)) : std::nullopt;
}

template <class Enum>
std::optional<Enum> enum_of(const Parser& parser, const std::string& option,
                            std::span<const std::string_view> names) {
  const auto text = parser.value(option);
  return text ? std::optional(static_cast<Enum>(choice_of(option, *text, names))) : std::nullopt;
}

std::optional<std::set<std::string>> omit_of(const Parser& parser, const Kernel& kernel) {
  const auto list = parser.value("--omit");
  if (!list) {
    return std::nullopt;
  }
  const std::vector<std::string> arrays = omitted_arrays(*list, kernel);
  return std::set<std::string>(arrays.begin(), arrays.end());
}

}  // namespace

Parser fit_parser(const Kernel* kernel, FitSource source) {
  const bool from_runs = source == FitSource::runs;
  Parser parser(
      fmt::format("fit {} [options]", !from_runs          ? "FILE"
                                      : kernel != nullptr ? argument_of(*kernel)
                                                          : "KERNEL|FILE"),
      from_runs ? "Measures a kernel at several sizes and says how it grows: the law and its "
                  "coefficient in the limit, the exponent from size to size, and what the ratio to "
                  "each formula tends to. Where the sizes do not support a claim, it says so."
                : "Says by what law the costs grow that a sweep has measured, as dmc fit KERNEL "
                  "does of its own runs.");
  parser.add_positional("KERNEL|FILE", 1);
  if (from_runs) {
    add_nest_option(parser);
  }
  if (kernel != nullptr) {
    from_runs ? add_parameter_options(parser, *kernel) : add_row_options(parser, *kernel);
  }
  parser.add({"Fit", "--of", "NAME",
              fmt::format("what is fitted: {}; cost is DMD and cold cost (default dmd)",
                          fmt::join(k_fitted, ", "))});
  parser.add({"Fit", "--class", "NAME", "a named class of reuses alone, its DMD or reuses"});
  if (from_runs) {
    add_model_options(parser);
    add_thread_option(parser, "runs at a time at most, as far as they fit in memory");
  }
  add_output_options(parser);
  return parser;
}

void add_fit_help(Parser& parser, const Kernel* kernel, FitSource source, std::string_view file) {
  if (kernel == nullptr) {
    parser.add_section("FILE", {"  written by dmc sweep KERNEL -o FILE.csv or FILE.jsonl\n"});
    parser.add_section("Kernels (dmc fit KERNEL --help shows the parameters)",
                       {kernel_summaries()});
    parser.add_examples({"dmc fit conv --n 64:1024:x2 --k 3",
                         "dmc fit matmul --n 16:128:x2 --m n --l n",
                         "dmc fit conv --n 16:256:x2 --k 3 --class 'column-wise reuses'"});
    return;
  }
  add_value_help(parser);
  const std::string_view first = first_parameter(*kernel);
  const std::string of = source == FitSource::sweep
                             ? std::string(file)
                             : fmt::format("{} --{} 16:256:x2", argument_of(*kernel), first);
  parser.add_examples(
      {fmt::format("dmc fit {}", of), fmt::format("dmc fit {} --of data --json", of)});
}

FitRequest fit_request_of(const Parser& parser, const Kernel& kernel) {
  auto [values, same] = values_of(parser, kernel);
  const std::array kernels{&kernel};
  return {.kernel = &kernel,
          .values = std::move(values),
          .same = std::move(same),
          .model = model_of(parser, kernels),
          .fitted = fitted_of(parser),
          .reuse_class = parser.value("--class").value_or(""),
          .threads = threads_of(parser)};
}

SweepFitRequest sweep_fit_request_of(const Parser& parser, const Sweep& sweep,
                                     const std::string& path) {
  auto [values, same] = values_of(parser, *sweep.kernel);
  return {
      .sweep = &sweep,
      .path = path,
      .only = {.values = std::move(values),
               .same = std::move(same),
               .block = count_of(parser, "--block"),
               .bits = count_of(parser, "--bits"),
               .cold = enum_of<Cold>(parser, "--cold", k_cold_names),
               .omit = omit_of(parser, *sweep.kernel),
               .temporaries = enum_of<Temporaries>(parser, "--temporaries", k_temporaries_names)},
      .fitted = fitted_of(parser),
      .reuse_class = parser.value("--class").value_or("")};
}

}  // namespace dmc::cli
