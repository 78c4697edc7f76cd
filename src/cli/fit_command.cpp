#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include "dmc/analysis/fit_growth.hpp"
#include "dmc/report/fit_report.hpp"
#include "dmc/report/run_report.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/progress.hpp"
#include "dmc/util/terminal.hpp"
#include "dmc/util/value_range.hpp"

#include "command.hpp"
#include "kernel_argument.hpp"
#include "options.hpp"
#include "parser.hpp"

namespace dmc::cli {
namespace {

// In the order of the enum.
constexpr std::array<std::string_view, 5> k_fitted{"dmd", "cost", "reuses", "accesses", "data"};

void add_parameter_options(Parser& parser, const Kernel& kernel) {
  const Parameters defaults = resolve_parameters(kernel, {});
  for (const Parameter& parameter : kernel.parameters) {
    parser.add({fmt::format("Parameters of {}", kernel.name), fmt::format("--{}", parameter.name),
                parameter.choices.empty() ? "RANGE" : "NAME", parameter_help(parameter, defaults)});
  }
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

Parser make_parser(const Kernel* kernel) {
  Parser parser(
      fmt::format("fit {} [options]", kernel != nullptr ? kernel->name : "KERNEL"),
      "Measures a kernel at several sizes and says how it grows: the law and its coefficient in "
      "the limit, the exponent from size to size, and what the ratio to each formula tends to. "
      "Where the sizes do not support a claim, it says so.");
  parser.add_positional("KERNEL", 1);
  if (kernel != nullptr) {
    add_parameter_options(parser, *kernel);
  }
  parser.add({"Fit", "--of", "NAME",
              fmt::format("what is fitted: {}; cost is DMD and cold cost (default dmd)",
                          fmt::join(k_fitted, ", "))});
  parser.add({"Fit", "--class", "NAME", "a named class of reuses alone, its DMD or reuses"});
  add_model_options(parser);
  add_thread_option(parser, "runs at a time at most, as far as they fit in memory");
  add_output_options(parser);
  return parser;
}

void add_help(Parser& parser, const Kernel* kernel) {
  if (kernel == nullptr) {
    parser.add_section("Kernels (dmc fit KERNEL --help shows the parameters)",
                       {kernel_summaries()});
    parser.add_examples({"dmc fit conv --n 64:1024:x2 --k 3",
                         "dmc fit matmul --n 16:128:x2 --m n --l n",
                         "dmc fit conv --n 16:256:x2 --k 3 --class 'column-wise reuses'"});
    return;
  }
  add_value_help(parser);
  const std::string_view first = kernel->parameters.front().name;
  parser.add_examples(
      {fmt::format("dmc fit {} --{} 16:256:x2", kernel->name, first),
       fmt::format("dmc fit {} --{} 16:256:x2 --of data --json", kernel->name, first)});
}

bool is_parameter(const Kernel& kernel, const std::string& name) {
  return std::any_of(kernel.parameters.begin(), kernel.parameters.end(),
                     [&](const Parameter& one) { return one.name == name; });
}

FitRequest request_of(const Parser& parser, const Kernel& kernel) {
  FitRequest request{.kernel = &kernel, .values = {}};
  for (const Parameter& parameter : kernel.parameters) {
    const std::string option = fmt::format("--{}", parameter.name);
    const auto text = parser.value(option);
    if (!text) {
      continue;
    }
    if (!parameter.choices.empty()) {
      request.values.push_back({std::string(parameter.name), {parameter_value(parameter, *text)}});
    } else if (is_parameter(kernel, *text)) {
      request.same.emplace_back(parameter.name, *text);
    } else {
      request.values.emplace_back(parameter.name,
                                  parse_values(option, *text, parameter.min, parameter.max));
    }
  }
  const std::array kernels{&kernel};
  request.model = model_of(parser, kernels);
  request.reuse_class = parser.value("--class").value_or("");
  if (const auto fitted = parser.value("--of")) {
    request.fitted = static_cast<Fitted>(choice_of("--of", *fitted, k_fitted));
  }
  request.threads = threads_of(parser);
  return request;
}

}  // namespace

int fit_command(Arguments arguments) {
  const std::vector<std::string> names = kernel_arguments(arguments, make_parser(nullptr));
  const bool is_general = names.empty() && asks_for_help(arguments);
  if (names.empty() && !is_general) {
    throw Error("fit takes a kernel, as in: dmc fit conv --n 64:1024:x2 --k 3");
  }
  const Kernel* kernel = is_general ? nullptr : &find_kernel(names.front());
  Parser parser = make_parser(kernel);
  add_help(parser, kernel);
  if (kernel != nullptr) {
    const std::array kernels{kernel};
    check_parameters(arguments, kernels, parser);
  }
  if (!parser.parse(arguments)) {
    return 0;
  }
  FitRequest request = request_of(parser, *kernel);
  Output output(parser);
  Progress progress(std::string(kernel->name), output.messages());
  request.progress = [&](std::uint64_t done, std::uint64_t total) { progress.report(done, total); };
  const FitResult result = fit_growth(request);
  progress.clear();
  output.print(fit_document(result));
  return 0;
}

}  // namespace dmc::cli
