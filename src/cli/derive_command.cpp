#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/derive/derivation.hpp"
#include "dmc/derive/verify.hpp"
#include "dmc/kernels/nest_kernel.hpp"
#include "dmc/nest/bound_nest.hpp"
#include "dmc/report/derive_report.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/names.hpp"
#include "dmc/util/number.hpp"
#include "dmc/util/progress.hpp"

#include "command.hpp"
#include "kernel_argument.hpp"
#include "options.hpp"
#include "parser.hpp"

namespace dmc::cli {
namespace {

using SizesByName = std::map<std::string, std::int64_t, std::less<>>;

constexpr std::uint64_t k_largest_block = 64;
constexpr std::uint64_t k_longest = 86'400;  // seconds
constexpr std::string_view k_own_nests = "paper/";

Parser derive_parser(const Kernel* kernel) {
  const std::string name = kernel != nullptr ? argument_of(*kernel) : "NEST";
  Parser parser(
      fmt::format("derive {} [options]", name),
      "Derives what a loop nest costs as exact formulas of its parameters: accesses, distinct "
      "data, "
      "and every reuse with its distance. They are compared with measurements, to the last count, "
      "before they are printed.");
  parser.add_positional("NEST", 1);
  add_nest_option(parser);
  if (kernel != nullptr) {
    add_kernel_options(parser, *kernel);
  }
  parser.add({"Derivation", "--in", "NAMES",
              "parameters that stay letters: n,k; the others get their values (default: those that "
              "are given no value)"});
  parser.add({"Derivation", "--at", "SIZES", "evaluate the formulas there: n=1000,k=7"});
  parser.add({"Derivation", "--grow", "NAMES",
              "the DMD's leading terms as these parameters grow, at the same rate: n or m,n,l"});
  parser.add({"Derivation", "--block", "N",
              "elements in a block; distances count blocks, and rows have to be whole blocks "
              "(default 1)"});
  parser.add({"Derivation", "--multiples", "NUMBERS",
              "sizes that are multiples of a number, which tiles fit into: n=16,m=16; or leave a "
              "remainder: n=16+3"});
  parser.add({"Derivation", "--omit", "ARRAY",
              "leave an array's accesses out, as if it were in registers; may be repeated, or a "
              "list: A,B",
              Option::Takes::values});
  parser.add({"Derivation", "--time-limit", "SECONDS",
              "what is not derived by then stays undecided, and is said to be (default: none)"});
  add_output_options(parser);
  const std::string example = kernel != nullptr ? argument_of(*kernel) : "polybench/lu";
  parser.add_examples({fmt::format("dmc derive {}", example),
                       "dmc derive matmul --at m=1000000,n=1000000,l=1000000",
                       "dmc derive -e 'for i<n, j<n: x[i] += A[i,j] * y[j]' --json"});
  return parser;
}

// dmc's own kernels are nests where a nest of the same name makes the same accesses.
const NestKernel* own_nest(const Kernel& kernel) {
  return shipped_nest(fmt::format("{}{}", k_own_nests, kernel.name));
}

const nest::Nest& nest_of(const NamedKernels& named, const Kernel& kernel) {
  if (const nest::Nest* nest = named.nest_of(kernel)) {
    return *nest;
  }
  if (const NestKernel* own = own_nest(kernel)) {
    return own->nest();
  }
  throw Error(
      fmt::format("{0} is not known as a loop nest, which is what can be derived; dmc list nests "
                  "shows those that come with dmc, and dmc formula the formulas for {0}",
                  kernel.name));
}

// What is run to verify: the kernel, or the nest where only that has all parameters (the width of a
// head, which follows from others for the kernel).
const Kernel& verifying(const Kernel& kernel, const derive::Derivation& derivation) {
  const bool takes_all =
      std::all_of(derivation.parameters.begin(), derivation.parameters.end(),
                  [&](const std::string& name) { return has_parameter(kernel, name); });
  return takes_all ? kernel : own_nest(kernel)->kernel();
}

void check_is_parameter(std::string_view option, std::string_view name, const nest::Nest& nest) {
  std::vector<std::string_view> names;
  for (const nest::ParameterInfo& info : nest.parameters) {
    names.push_back(info.name);
  }
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    throw Error(fmt::format("{}: {}", option, unknown_name("parameter", name, names)));
  }
}

/// A parameter's name and the text behind it: "n=1000".
struct Assignment {
  std::string name;
  std::string value;
};

/// "n=1000,k=7"; `example` says how it is written.
std::vector<Assignment> assignments_of(std::string_view option, const std::string& text,
                                       const nest::Nest& nest, std::string_view example) {
  std::vector<Assignment> assignments;
  for (const std::string& one : split_at_commas({text})) {
    const std::size_t equals = one.find('=');
    if (equals == std::string::npos) {
      throw Error(fmt::format("{} {}: give parameters' names and numbers: {} {}", option, text,
                              option, example));
    }
    assignments.push_back({one.substr(0, equals), one.substr(equals + 1)});
    check_is_parameter(option, assignments.back().name, nest);
  }
  return assignments;
}

SizesByName sizes_of(const std::string& text, const nest::Nest& nest) {
  SizesByName sizes;
  for (const auto& [name, value] : assignments_of("--at", text, nest, "n=1000,k=7")) {
    sizes[name] =
        static_cast<std::int64_t>(parse_count(fmt::format("--at {}", name), value, 0, k_max_count));
  }
  return sizes;
}

// "n=16,m=16+3"
std::map<std::string, derive::Residue, std::less<>> residues_of(const std::string& text,
                                                                const nest::Nest& nest) {
  std::map<std::string, derive::Residue, std::less<>> residues;
  for (const auto& [name, value] : assignments_of("--multiples", text, nest, "n=16")) {
    const std::size_t plus = std::min(value.find('+'), value.size());
    const std::string option = fmt::format("--multiples {}", name);
    derive::Residue& residue = residues[name];
    residue.divisor =
        static_cast<std::int64_t>(parse_count(option, value.substr(0, plus), 1, k_max_count));
    if (plus < value.size()) {
      residue.remainder = static_cast<std::int64_t>(parse_count(
          option, value.substr(plus + 1), 0, static_cast<std::uint64_t>(residue.divisor - 1)));
    }
  }
  return residues;
}

// The values of all parameters where these are given.
SizesByName complete_sizes(const nest::Nest& nest, const SizesByName& given) {
  nest::Values values;
  for (const auto& [name, value] : given) {
    values[name] = static_cast<std::uint64_t>(value);
  }
  const std::vector<std::int64_t> all = nest::complete(nest, values);
  SizesByName result;
  for (std::size_t i = 0; i < all.size(); ++i) {
    result[nest.parameters[i].name] = all[i];
  }
  return result;
}

SizesByName fixed_sizes(const Parser& parser, const Kernel& kernel, const nest::Nest& nest) {
  SizesByName fixed;
  const Parameters given = kernel_parameters(parser, kernel);
  for (const auto& [name, value] : given.entries()) {
    check_is_parameter(fmt::format("--{}", name), name, nest);
    fixed[name] = static_cast<std::int64_t>(value);
  }
  const std::optional<std::string> letters = parser.value("--in");
  if (!letters) {
    return fixed;
  }
  const std::vector<std::string> names = split_at_commas({*letters});
  for (const std::string& name : names) {
    check_is_parameter("--in", name, nest);
    if (fixed.contains(name)) {
      throw Error(fmt::format("--in {0} says that {0} stays a letter; leave out --{0}", name));
    }
  }
  for (const auto& [name, value] : complete_sizes(nest, fixed)) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      fixed[name] = value;
    }
  }
  return fixed;
}

// All sizes where some are given; a derivation may have others already.
SizesByName all_sizes(const derive::Derivation& derivation, const nest::Nest& nest,
                      const SizesByName& given) {
  SizesByName all = derivation.fixed;
  for (const auto& [name, value] : given) {
    const auto fixed = derivation.fixed.find(name);
    if (fixed != derivation.fixed.end() && fixed->second != value) {
      throw Error(
          fmt::format("--at {0}={1}: {0} is {2} in this derivation", name, value, fixed->second));
    }
    all[name] = value;
  }
  return complete_sizes(nest, all);
}

derive::Sizes letters_of(const derive::Derivation& derivation, const nest::Nest& nest,
                         const SizesByName& given) {
  const SizesByName all = all_sizes(derivation, nest, given);
  derive::Sizes sizes;
  for (const std::string& name : derivation.parameters) {
    sizes.push_back(all.at(name));
  }
  return sizes;
}

std::optional<DerivedValues> values_of(const derive::Derivation& derivation, const nest::Nest& nest,
                                       const SizesByName& given) {
  return DerivedValues{all_sizes(derivation, nest, given),
                       derive::values_at(derivation, letters_of(derivation, nest, given))};
}

bool is_of(const nest::Nest& nest, const std::string& name, const std::string& from) {
  return name == from ||
         std::any_of(nest.parameters.begin(), nest.parameters.end(), [&](const auto& info) {
           return info.name == name && info.fallback &&
                  info.fallback->kind == nest::Expr::Kind::parameter &&
                  nest.parameter_name(*info.fallback) == from;
         });
}

// The letters that grow: those named, and those that are the same as one named unless given.
std::optional<derive::Leading> leading_of(const derive::Derivation& derivation,
                                          const nest::Nest& nest, const std::string& text) {
  std::vector<std::size_t> grown;
  const std::vector<std::string> names = split_at_commas({text});
  for (const std::string& name : names) {
    check_is_parameter("--grow", name, nest);
    const std::size_t before = grown.size();
    for (std::size_t i = 0; i < derivation.parameters.size(); ++i) {
      if (is_of(nest, derivation.parameters[i], name) &&
          std::find(grown.begin(), grown.end(), i) == grown.end()) {
        grown.push_back(i);
      }
    }
    if (grown.size() == before) {
      throw Error(fmt::format("--grow {0}: {0} is not a parameter of these formulas", name));
    }
  }
  std::optional<derive::Leading> leading = derive::leading_terms(derivation, grown, names.front());
  if (!leading) {
    throw Error(
        fmt::format("--grow {}: the leading terms are not a formula of the other parameters; "
                    "let more of them grow, or give them values",
                    text));
  }
  return leading;
}

// What is asked for; all that can be wrong with it is found here.
derive::DeriveOptions options_of(const Parser& parser, const Kernel& kernel,
                                 const nest::Nest& nest) {
  derive::DeriveOptions options;
  options.fixed = fixed_sizes(parser, kernel, nest);
  const std::array kernels{&kernel};
  options.omit = omitted_arrays(parser, kernels);
  if (const std::optional<std::string> limit = parser.value("--time-limit")) {
    options.seconds = static_cast<double>(parse_count("--time-limit", *limit, 1, k_longest));
  }
  if (const std::optional<std::string> block = parser.value("--block")) {
    options.block = static_cast<std::int64_t>(parse_count("--block", *block, 1, k_largest_block));
  }
  if (const std::optional<std::string> multiples = parser.value("--multiples")) {
    options.residues = residues_of(*multiples, nest);
  }
  return options;
}

// Derived and verified. Where the sizes asked for are in another region, it is that one.
derive::Derivation verified(derive::DeriveOptions options, const Kernel& kernel,
                            const nest::Nest& nest, const std::optional<SizesByName>& at) {
  derive::Derivation derivation = derive::derive(nest, options);
  if (at && !derive::holds_at(derivation, letters_of(derivation, nest, *at))) {
    options.around = all_sizes(derivation, nest, *at);
    derivation = derive::derive(nest, options);
  }
  derivation.name = kernel.name;
  derive::verify(derivation, verifying(kernel, derivation),
                 {.omit = options.omit, .progress = options.progress});
  return derivation;
}

int derive_and_print(const Parser& parser, const Kernel& kernel, const nest::Nest& nest) {
  const std::optional<std::string> at_text = parser.value("--at");
  const std::optional<SizesByName> at =
      at_text ? std::optional(sizes_of(*at_text, nest)) : std::nullopt;
  derive::DeriveOptions options = options_of(parser, kernel, nest);
  Output output(parser);
  Progress progress(std::string(kernel.name), output.messages());
  options.progress = [&](std::uint64_t done, std::uint64_t total) { progress.report(done, total); };
  const derive::Derivation derivation = verified(options, kernel, nest, at);
  progress.clear();
  const std::optional<std::string> grow = parser.value("--grow");
  const std::optional<derive::Leading> leading =
      grow ? leading_of(derivation, nest, *grow) : std::nullopt;
  output.print(
      derive_document(derivation, at ? values_of(derivation, nest, *at) : std::nullopt, leading));
  return 0;
}

}  // namespace

int derive_command(Arguments arguments) {
  const Parser common = derive_parser(nullptr);
  NamedKernels named(common);
  const Kernel* kernel = named.only(kernel_arguments(arguments, common));
  Parser parser = derive_parser(kernel);
  if (kernel == nullptr && !asks_for_help(arguments)) {
    throw Error(
        "which nest? Give a file or a name: dmc derive polybench/lu; dmc list nests shows them");
  }
  if (kernel != nullptr) {
    check_parameters(arguments, {&kernel, 1}, parser);
  }
  if (!parser.parse(arguments)) {
    return 0;
  }
  return derive_and_print(parser, *kernel, nest_of(named, *kernel));
}

}  // namespace dmc::cli
