#include "kernel_argument.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include "dmc/report/listing.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/terminal.hpp"

namespace dmc::cli {
namespace {

constexpr std::size_t k_example_width = 60;  // of parameters, for a line of 80 columns

bool is_kernel(std::string_view name) {
  const auto table = kernels();
  return std::any_of(table.begin(), table.end(),
                     [&](const Kernel& kernel) { return kernel.name == name; });
}

bool is_parameter(std::string_view option) {
  const auto table = kernels();
  return std::any_of(table.begin(), table.end(), [&](const Kernel& kernel) {
    return std::any_of(kernel.parameters.begin(), kernel.parameters.end(), [&](const auto& one) {
      return option.substr(std::min<std::size_t>(2, option.size())) == one.name;
    });
  });
}

}  // namespace

std::vector<std::string> kernel_arguments(Arguments arguments, const Parser& common) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (!argument.starts_with('-')) {
      names.push_back(argument);
      continue;
    }
    if (argument.find('=') != std::string::npos || common.is_flag(argument) || argument == "-h" ||
        argument == "--help") {
      continue;
    }
    const bool known = common.knows(argument) || is_parameter(argument);
    const bool kernel_follows = i + 1 < arguments.size() && is_kernel(arguments[i + 1]);
    if (known || !kernel_follows) {
      ++i;
    }
  }
  return names;
}

std::vector<const Parameter*> all_parameters(std::span<const Kernel* const> kernels) {
  std::vector<const Parameter*> all;
  for (const Kernel* kernel : kernels) {
    for (const Parameter& parameter : kernel->parameters) {
      if (std::none_of(all.begin(), all.end(),
                       [&](const Parameter* known) { return known->name == parameter.name; })) {
        all.push_back(&parameter);
      }
    }
  }
  return all;
}

void check_parameters(Arguments arguments, std::span<const Kernel* const> kernels,
                      const Parser& parser) {
  for (const std::string& argument : arguments) {
    const std::string name = argument.substr(0, argument.find('='));
    if (!name.starts_with("--") || parser.knows(name) || !is_parameter(name)) {
      continue;
    }
    std::vector<std::string_view> names;
    for (const Kernel* kernel : kernels) {
      names.push_back(kernel->name);
    }
    std::vector<std::string> own;
    for (const Parameter* parameter : all_parameters(kernels)) {
      own.push_back(fmt::format("--{}", parameter->name));
    }
    const bool one = names.size() == 1;
    throw Error(fmt::format("{} {} no parameter {}; {} {}", fmt::join(names, " and "),
                            one ? "has" : "have", name, one ? "it takes" : "they take",
                            fmt::join(own, ", ")));
  }
}

std::string kernel_summaries() {
  std::vector<std::pair<std::string, std::string>> entries;
  for (const Kernel& kernel : kernels()) {
    entries.emplace_back(kernel.name, kernel.summary);
  }
  return definition_list(entries, describe_terminal(STDOUT_FILENO, ColorChoice::never).width);
}

std::string example_parameters(const Kernel& kernel) {
  const Parameters defaults = resolve_parameters(kernel, {});
  std::string text;
  for (const Parameter& parameter : kernel.parameters) {
    // Of the derived ones only the first is sure not to contradict the others.
    const bool first = &parameter == kernel.parameters.data();
    const std::string option =
        fmt::format(" --{} {}", parameter.name, default_text(parameter, defaults));
    if (first || (!parameter.derived && text.size() + option.size() <= k_example_width)) {
      text += option;
    }
  }
  return text;
}

}  // namespace dmc::cli
