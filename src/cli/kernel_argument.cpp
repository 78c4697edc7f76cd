#include "kernel_argument.hpp"

#include <algorithm>
#include <filesystem>
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

constexpr std::string_view k_nest_option = "-e";
constexpr std::string_view k_text_prefix = "-e ";
constexpr std::string_view k_example_value = "64";  // of a parameter that must be given

bool is_kernel(const std::string& name) {
  return known_kernel(name) != nullptr || is_nest_file(name);
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
  const bool takes_nests = common.knows(k_nest_option);
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (takes_nests && argument == k_nest_option) {
      if (++i < arguments.size()) {
        names.push_back(std::string(k_text_prefix) + arguments[i]);
      }
      continue;
    }
    if (takes_nests && argument.starts_with(k_nest_option)) {
      names.push_back(std::string(k_text_prefix) + argument.substr(k_nest_option.size()));
      continue;
    }
    if (argument == "-") {
      names.push_back(argument);
      continue;
    }
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

void add_nest_option(Parser& parser) {
  parser.add(
      {"Nests", std::string(k_nest_option), "NEST",
       "a loop nest in place of a kernel's name, as in -e 'for i<n: A[i] = B[i]'; a file that "
       "ends in .loop or .c is one, too",
       Option::Takes::values});
}

bool is_nest_file(const std::string& argument) {
  if (argument == "-" || argument.ends_with(".loop") || argument.ends_with(".c")) {
    return true;
  }
  std::error_code error;
  return known_kernel(argument) == nullptr && std::filesystem::is_regular_file(argument, error);
}

const Kernel& NamedKernels::find(const std::string& argument) {
  if (argument.starts_with(k_text_prefix)) {
    return add(nest::parse(argument.substr(k_text_prefix.size()), std::string(k_nest_option)),
               "-e NEST");
  }
  return is_nest_file(argument) ? add(nest::read_nest(argument), argument) : find_kernel(argument);
}

const Kernel* NamedKernels::only(const std::vector<std::string>& arguments) {
  const bool has_text = std::any_of(arguments.begin(), arguments.end(), [](const auto& argument) {
    return argument.starts_with(k_text_prefix);
  });
  if (arguments.size() > 1 && has_text) {
    throw Error("-e stands in place of a kernel's name; give one of them");
  }
  return arguments.empty() ? nullptr : &find(arguments.front());
}

const Kernel& NamedKernels::add(nest::Nest nest, const std::string& origin) {
  for (const nest::ParameterInfo& parameter : nest.parameters) {
    const std::string option = fmt::format("--{}", parameter.name);
    if (common_.knows(option) || parameter.name == "help") {
      nest::fail_at(*nest.source, parameter.place,
                    fmt::format("{} cannot be given, as {} is another option; call the parameter "
                                "something else",
                                parameter.name, option));
    }
  }
  const auto named = [&](const std::string& name) {
    return std::any_of(nests_.begin(), nests_.end(),
                       [&](const NestKernel& one) { return one.kernel().name == name; });
  };
  const std::string name = nest.name;
  for (std::size_t times = 2; named(nest.name); ++times) {
    nest.name = fmt::format("{}-{}", name, times);
  }
  origins_.push_back(origin);
  return nests_.emplace_back(std::move(nest), origins_.back()).kernel();
}

const nest::Nest* NamedKernels::nest_of(const Kernel& kernel) const {
  const auto found = std::find_if(nests_.begin(), nests_.end(),
                                  [&](const NestKernel& one) { return &one.kernel() == &kernel; });
  if (found != nests_.end()) {
    return &found->nest();
  }
  const NestKernel* shipped = shipped_nest(kernel.name);
  return shipped == nullptr ? nullptr : &shipped->nest();
}

std::string argument_of(const Kernel& kernel) {
  return std::string(kernel.origin.empty() ? kernel.name : kernel.origin);
}

std::string_view first_parameter(const Kernel& kernel) {
  return kernel.parameters.empty() ? "n" : kernel.parameters.front().name;
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
                            own.empty() ? "none" : fmt::format("{}", fmt::join(own, ", "))));
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
  const Parameters defaults = default_parameters(kernel);
  std::string text;
  for (const Parameter& parameter : kernel.parameters) {
    // Of the derived ones only the first is sure not to contradict the others.
    const bool first = &parameter == kernel.parameters.data();
    const std::string option = fmt::format(
        " --{} {}", parameter.name,
        parameter.required ? std::string(k_example_value) : default_text(parameter, defaults));
    if (first || (!parameter.derived && text.size() + option.size() <= k_example_width)) {
      text += option;
    }
  }
  return text;
}

}  // namespace dmc::cli
