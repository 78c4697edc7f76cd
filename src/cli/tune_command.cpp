#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include "dmc/report/tune_report.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/names.hpp"
#include "dmc/util/number.hpp"
#include "dmc/util/progress.hpp"
#include "dmc/util/value_range.hpp"

#include "command.hpp"
#include "kernel_argument.hpp"
#include "options.hpp"
#include "parser.hpp"
#include "series_files.hpp"

namespace dmc::cli {
namespace {

constexpr std::string_view k_crossover = "crossover";
constexpr std::uint64_t k_most_accesses = std::uint64_t{1} << 40;

void add_shared_options(Parser& parser) {
  parser.add({"Tuning", "--longest", "N",
              fmt::format("accesses of one run at most; larger problems are measured at half the "
                          "size, or a quarter, and so on; 0: none is (default {})",
                          TuneRequest{}.longest)});
  parser.add({"Tuning", "--plot", "FILE", "draw the curves: an SVG file"});
  add_model_options(parser);
  add_thread_option(parser, "runs at a time at most, as far as they fit in memory");
  add_output_options(parser);
}

std::uint64_t longest_of(const Parser& parser) {
  const auto text = parser.value("--longest");
  return text ? parse_count("--longest", *text, 0, k_most_accesses) : TuneRequest{}.longest;
}

/// What is not looked for, and may be given; a tile's cube is made of its sides.
std::vector<Parameter> free_parameters(const Tuning& tuning) {
  std::vector<Parameter> all;
  for (const Parameter& parameter : find_kernel(tuning.kernel).parameters) {
    const bool is_tuned =
        std::find(tuning.tuned.begin(), tuning.tuned.end(), parameter.name) != tuning.tuned.end();
    if (!is_tuned && parameter.parts.empty()) {
      all.push_back(parameter);
    }
  }
  return all;
}

/// The answer to a tuning goes where it is asked for, the picture as well.
class TuneOutput {
 public:
  explicit TuneOutput(const Parser& parser) : output_(parser) {
    if (const auto path = parser.value("--plot")) {
      plot_.emplace(*path, "--plot");
      check_different({{"-o", &output_.file()}, {"--plot", &*plot_}});
    }
  }

  [[nodiscard]] const Terminal& messages() const { return output_.messages(); }

  void print(const Document& document, const Chart& chart) {
    if (plot_) {
      plot_->write(chart_svg(chart));
      plot_->commit();
    }
    output_.print(document);
  }

 private:
  Output output_;
  std::optional<OutputFile> plot_;
};

Parser tuning_parser(const Tuning& tuning) {
  const Kernel& kernel = find_kernel(tuning.kernel);
  Parser parser(fmt::format("tune {} [options]", tuning.name),
                fmt::format("Finds what costs least by formula and by measurement: {}, --{} of {}.",
                            tuning.summary, fmt::join(tuning.tuned, ", --"), kernel.name));
  const Parameters defaults = default_parameters(kernel);
  for (const Parameter& parameter : free_parameters(tuning)) {
    parser.add({fmt::format("Parameters of {}", kernel.name), fmt::format("--{}", parameter.name),
                parameter.choices.empty() ? "N" : "NAME", parameter_help(parameter, defaults)});
  }
  if (tuning.name == "gqa") {
    parser.add({"Tuning", "--budget", "DMD",
                "in place of the cost for a width d, the width that a cost allows (Figure 2): "
                "--budget 1e5"});
  }
  add_shared_options(parser);
  parser.add_positional("NAME", 1);
  const std::string_view size = tuning.scaled.front();
  parser.add_examples(
      {fmt::format("dmc tune {} --{} 64", tuning.name, size),
       fmt::format("dmc tune {} --{} 64 --cold bound --plot tune.svg", tuning.name, size),
       fmt::format("dmc tune {} --{} 64 --json", tuning.name, size)});
  return parser;
}

// Beyond it, as an exponent, which no unit follows.
constexpr std::uint64_t k_largest_budget = std::uint64_t{1} << 62;

double parse_budget(const std::string& text) {
  double budget = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), budget);
  if (!text.empty() && std::isalpha(static_cast<unsigned char>(text.back())) != 0) {
    return static_cast<double>(parse_count("--budget", text, 1, k_largest_budget));
  }
  if (failure != std::errc() || end != text.data() + text.size() || !(budget > 0) ||
      !std::isfinite(budget)) {
    throw Error(fmt::format(
        "--budget: '{}' is not a cost; give a number above 0, as in 1e5 or 100k", text));
  }
  return budget;
}

int run_tuning(const Tuning& tuning, Arguments arguments) {
  Parser parser = tuning_parser(tuning);
  if (!parser.parse(arguments)) {
    return 0;
  }
  const Kernel& kernel = find_kernel(tuning.kernel);
  const std::array kernels{&kernel};
  TuneRequest request{.tuning = &tuning, .problem = {}, .model = model_of(parser, kernels)};
  for (const Parameter& parameter : free_parameters(tuning)) {
    if (const auto text = parser.value(fmt::format("--{}", parameter.name))) {
      request.problem.set(parameter.name, parameter_value(parameter, *text));
    }
  }
  request.longest = longest_of(parser);
  request.threads = threads_of(parser);
  const bool has_budget = tuning.name == "gqa" && parser.given("--budget");
  const double budget = has_budget ? parse_budget(*parser.value("--budget")) : 0;
  (void)resolve_parameters(kernel, request.problem);
  TuneOutput output(parser);
  if (has_budget) {
    const BudgetResult result = width_for_budget(request, budget);
    output.print(budget_document(result), budget_chart(result));
    return 0;
  }
  Progress progress(fmt::format("tune {}", tuning.name), output.messages());
  request.progress = [&](std::uint64_t done, std::uint64_t total) { progress.report(done, total); };
  const TuneResult result = tune(request);
  progress.clear();
  output.print(tune_document(result), tune_chart(result));
  return 0;
}

/// "batchconv:x=1,layout=nhwc": a kernel and values of its own.
CrossoverSide side_of(const std::string& text, NamedKernels& named) {
  const std::size_t colon = text.starts_with("-e ") ? std::string::npos : text.find(':');
  CrossoverSide side{&named.find(text.substr(0, colon))};
  if (colon == std::string::npos) {
    return side;
  }
  for (const std::string& part : split_at_commas({text.substr(colon + 1)})) {
    const std::size_t equals = part.find('=');
    const std::string name = part.substr(0, equals);
    const auto parameters = side.kernel->parameters;
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const Parameter& one) { return one.name == name; });
    if (equals == std::string::npos || found == parameters.end()) {
      throw Error(
          fmt::format("{}: '{}' gives {} no value; write {}:NAME=VALUE with one of its "
                      "parameters",
                      text, part, side.kernel->name, side.kernel->name));
    }
    side.own.set(name, parameter_value(*found, part.substr(equals + 1)));
  }
  return side;
}

Parser crossover_parser(const std::vector<const Kernel*>& kernels) {
  Parser parser(
      "tune crossover KERNEL KERNEL --over NAME [options]",
      "Finds the size from which on one of two kernels is cheaper than the other, by measurement "
      "and by formulas. A kernel may have values of its own: batchconv:x=1.");
  parser.add_positional("KERNEL", 3);  // "crossover" is the first
  add_nest_option(parser);
  parser.add({"Tuning", "--over", "NAME",
              "the parameter that varies; its own option may give a list or a range, such as "
              "8:512:x2, and without it there are as many values as --longest allows"});
  for (const Parameter* parameter : all_parameters(kernels)) {
    parser.add({"Parameters", fmt::format("--{}", parameter->name),
                parameter->choices.empty() ? "N" : "NAME", std::string(parameter->meaning)});
  }
  add_shared_options(parser);
  parser.add_examples({"dmc tune crossover conv fftconv --over n --k 7 --longest 1000000",
                       "dmc tune crossover batchconv:x=1 batchconv:x=10 --over n --k 3 --c 10",
                       "dmc tune crossover conv fftconv --over k --n 16"});
  return parser;
}

CrossoverRequest crossover_request(const Parser& parser, const std::array<CrossoverSide, 2>& sides,
                                   const std::vector<const Kernel*>& kernels) {
  CrossoverRequest request{.sides = sides, .over = {}};
  const auto over = parser.value("--over");
  if (!over) {
    throw Error("which size is to vary? Give --over, as in: --over n");
  }
  request.over = *over;
  for (const Parameter* parameter : all_parameters(kernels)) {
    const std::string option = fmt::format("--{}", parameter->name);
    const auto text = parser.value(option);
    if (text && parameter->name == request.over) {
      request.values = parse_values(option, *text, parameter->min, parameter->max);
    } else if (text) {
      request.problem.set(parameter->name, parameter_value(*parameter, *text));
    }
  }
  request.model = model_of(parser, kernels);
  request.longest = longest_of(parser);
  request.threads = threads_of(parser);
  return request;
}

int run_crossover(Arguments arguments, const std::vector<std::string>& names) {
  std::vector<const Kernel*> kernels;
  const Parser common = crossover_parser({});
  NamedKernels named(common);
  std::array<CrossoverSide, 2> sides{};
  const bool complete = names.size() == 3;
  if (complete) {
    sides = {side_of(names[1], named), side_of(names[2], named)};
    kernels = {sides[0].kernel, sides[1].kernel};
  } else if (!asks_for_help(arguments)) {
    throw Error("crossover takes two kernels, as in: dmc tune crossover conv fftconv --over n");
  }
  Parser parser = crossover_parser(kernels);
  if (!parser.parse(arguments)) {
    return 0;
  }
  CrossoverRequest request = crossover_request(parser, sides, kernels);
  TuneOutput output(parser);
  Progress progress("tune crossover", output.messages());
  request.progress = [&](std::uint64_t done, std::uint64_t total) { progress.report(done, total); };
  const CrossoverResult result = find_crossover(request);
  progress.clear();
  output.print(crossover_document(result), crossover_chart(result));
  return 0;
}

std::vector<std::pair<std::string, std::string>> tuning_entries() {
  std::vector<std::pair<std::string, std::string>> entries;
  for (const Tuning& tuning : tunings()) {
    entries.emplace_back(tuning.name, tuning.summary);
  }
  entries.emplace_back(k_crossover, "the size from which on one kernel is cheaper than another");
  return entries;
}

Parser general_parser() {
  Parser parser("tune NAME [options]",
                "Finds the parameters that cost least, by formula and by measurement, and what "
                "choosing wrongly costs.");
  parser.add_positional("NAME", 3);
  add_nest_option(parser);
  parser.add({"Tuning", "--over", "NAME", "of crossover: the parameter that varies"});
  add_shared_options(parser);
  parser.add_section("What can be tuned (dmc tune NAME --help shows the parameters)",
                     {definition_list(tuning_entries(),
                                      describe_terminal(STDOUT_FILENO, ColorChoice::never).width)});
  parser.add_examples({"dmc tune batch --n 64 --k 3 --c 16", "dmc tune tile --m 32 --n 32 --l 32",
                       "dmc tune crossover conv fftconv --over k --n 16"});
  return parser;
}

const Tuning& find_tuning(const std::string& name) {
  std::vector<std::string_view> names;
  for (const Tuning& tuning : tunings()) {
    if (tuning.name == name) {
      return tuning;
    }
    names.push_back(tuning.name);
  }
  names.push_back(k_crossover);
  throw Error(unknown_name("tuning", name, names));
}

}  // namespace

int tune_command(Arguments arguments) {
  Parser general = general_parser();
  const std::vector<std::string> names = kernel_arguments(arguments, general);
  if (names.empty()) {
    if (asks_for_help(arguments)) {
      (void)general.parse(arguments);
      return 0;
    }
    throw Error("name what is to be tuned, as in: dmc tune batch --n 64 --k 3 --c 16");
  }
  return names.front() == k_crossover ? run_crossover(arguments, names)
                                      : run_tuning(find_tuning(names.front()), arguments);
}

}  // namespace dmc::cli
