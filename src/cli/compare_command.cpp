#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include "dmc/analysis/compare.hpp"
#include "dmc/report/compare_report.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/progress.hpp"
#include "dmc/util/terminal.hpp"

#include "command.hpp"
#include "kernel_argument.hpp"
#include "options.hpp"
#include "parser.hpp"

namespace dmc::cli {
namespace {

using Kernels = std::vector<const Kernel*>;

std::string joined_names(const Kernels& kernels, std::string_view separator) {
  std::vector<std::string_view> names;
  for (const Kernel* kernel : kernels) {
    names.push_back(kernel->name);
  }
  return fmt::format("{}", fmt::join(names, separator));
}

/// The parameter in the range that every kernel that has it allows.
Parameter in_common(Parameter parameter, const Kernels& kernels) {
  for (const Kernel* kernel : kernels) {
    for (const Parameter& own : kernel->parameters) {
      if (own.name == parameter.name) {
        parameter.min = std::max(parameter.min, own.min);
        parameter.max = std::min(parameter.max, own.max);
      }
    }
  }
  return parameter;
}

/// Defaults of the comparison: the first kernel's, where another does not work with one value
/// alone.
Parameters defaults_of(const Kernels& kernels) {
  Parameters defaults;
  for (const Kernel* kernel : kernels) {
    const Parameters own = default_parameters(*kernel, fixed_by_others(*kernel, kernels));
    for (const auto& [name, value] : own.entries()) {
      if (!defaults.has(name)) {
        defaults.set(name, value);
      }
    }
  }
  return defaults;
}

/// "; winograd: only 3", and which kernels a parameter is for where it is not for all.
std::string restrictions(std::string_view name, const Kernels& kernels) {
  std::string text;
  Kernels owners;
  for (const Kernel* kernel : kernels) {
    if (has_parameter(*kernel, name)) {
      owners.push_back(kernel);
    }
    for (const auto& [fixed, value] : kernel->fixed) {
      if (fixed == name) {
        text += fmt::format("; {}: only {}", kernel->name, value);
      }
    }
  }
  const bool for_all = owners.size() == kernels.size() || !text.empty();
  return for_all ? text : text + fmt::format("; for {}", joined_names(owners, ", "));
}

void add_parameter_options(Parser& parser, const Kernels& kernels) {
  const Parameters defaults = defaults_of(kernels);
  for (const Parameter* parameter : all_parameters(kernels)) {
    parser.add({"Parameters (several values, separated by commas: each combination is compared)",
                fmt::format("--{}", parameter->name),
                parameter->choices.empty() ? "N,..." : "NAME,...",
                parameter_help(in_common(*parameter, kernels), defaults) +
                    restrictions(parameter->name, kernels)});
  }
}

Parser compare_parser(const Kernels& kernels) {
  const std::string names = kernels.empty() ? "KERNEL KERNEL..." : joined_names(kernels, " ");
  Parser parser(
      fmt::format("compare {} [options]", names),
      "Measures kernels on the same problem and shows them side by side: what each costs, "
      "what the paper's formulas say, which wins and by how much, and which classes of "
      "reuses make the difference.");
  parser.add_positional("KERNEL", std::max<std::size_t>(kernels.size(), 2));
  add_nest_option(parser);
  add_parameter_options(parser, kernels);
  add_model_options(parser);
  add_thread_option(parser, "runs at a time at most, as far as they fit in memory");
  add_output_options(parser);
  return parser;
}

/// One line a task that several kernels solve.
std::string peers_list() {
  std::vector<std::pair<std::string, std::string>> tasks;
  for (const Kernel& kernel : dmc::kernels()) {
    const auto known = std::find_if(tasks.begin(), tasks.end(),
                                    [&](const auto& task) { return task.second == kernel.task; });
    if (known == tasks.end()) {
      tasks.emplace_back(kernel.name, kernel.task);
    } else {
      known->first += fmt::format(", {}", kernel.name);
    }
  }
  std::erase_if(tasks, [](const auto& task) { return task.first.find(',') == std::string::npos; });
  return definition_list(tasks, describe_terminal(STDOUT_FILENO, ColorChoice::never).width);
}

void add_compare_help(Parser& parser, const Kernels& kernels) {
  if (kernels.empty()) {
    parser.add_section("Kernels for the same task (dmc compare A B --help shows their parameters)",
                       {peers_list()});
    parser.add_examples({"dmc compare fft conv --n 512 --k 3,5,7",
                         "dmc compare conv im2col winograd --n 64 --omit R",
                         "dmc compare mha gqa --l 32 --d 64 --h 8 --p 1,2,4 --json"});
    return;
  }
  std::string command = "dmc compare";
  for (const Kernel* kernel : kernels) {
    command += ' ' + argument_of(*kernel);
  }
  const std::string_view size = first_parameter(*kernels.front());
  parser.add_examples({fmt::format("{} --{} {}", command, size, 64),
                       fmt::format("{} --{} 16,32,64 -o sizes.csv", command, size),
                       fmt::format("{} --{} 64 --cold bound --json", command, size)});
}

std::vector<std::uint64_t> values_of(const Parameter& parameter, const std::string& list) {
  std::vector<std::uint64_t> values;
  for (const std::string& text : split_at_commas({list})) {
    const std::uint64_t value = parameter_value(parameter, text);
    if (std::find(values.begin(), values.end(), value) == values.end()) {
      values.push_back(value);
    }
  }
  return values;
}

CompareRequest request_of(const Parser& parser, const Kernels& asked, const Kernels& kernels) {
  CompareRequest request{.kernels = asked, .values = {}, .model = model_of(parser, kernels)};
  for (const Parameter* parameter : all_parameters(kernels)) {
    if (const auto list = parser.value(fmt::format("--{}", parameter->name))) {
      request.values.emplace_back(parameter->name,
                                  values_of(in_common(*parameter, kernels), *list));
    }
  }
  request.threads = threads_of(parser);
  return request;
}

}  // namespace

int compare_command(Arguments arguments) {
  const Parser common = compare_parser({});
  NamedKernels named(common);
  Kernels asked;
  for (const std::string& name : kernel_arguments(arguments, common)) {
    asked.push_back(&named.find(name));
  }
  std::vector<std::string> notes;
  const bool is_general = asked.size() < 2 && asks_for_help(arguments);
  const Kernels kernels = is_general ? Kernels() : comparable(asked, notes);
  Parser parser = compare_parser(kernels);
  add_compare_help(parser, kernels);
  if (!is_general) {
    check_parameters(arguments, kernels, parser);
  }
  if (!parser.parse(arguments)) {
    return 0;
  }
  // All that can be wrong with what was given is found before any file is touched.
  CompareRequest request = request_of(parser, asked, kernels);
  check_compare(request);
  Output output(parser);
  Progress progress(joined_names(kernels, ", "), output.messages());
  request.progress = [&](std::uint64_t done, std::uint64_t total) { progress.report(done, total); };
  const CompareResult result = compare(request);
  progress.clear();
  output.print(compare_document(result));
  return 0;
}

}  // namespace dmc::cli
