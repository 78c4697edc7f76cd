#include "options.hpp"

#include <algorithm>
#include <array>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include "dmc/report/listing.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/names.hpp"
#include "dmc/util/number.hpp"

namespace dmc::cli {
namespace {

using Takes = Option::Takes;

constexpr std::uint64_t k_max_threads = 1024;
// In the order of the enums that they stand for.
constexpr std::array<std::string_view, 3> k_colors{"auto", "always", "never"};
// Formats that have a flag of their own, the second in some subcommands only.
constexpr std::array<std::string_view, 2> k_format_flags{"json", "markdown"};
// Endings of files that an option of their own writes.
constexpr std::array k_other_endings{std::pair{".svg", "--plot"}, std::pair{".html", "--html"},
                                     std::pair{".xml", "--junit"}};

std::uint64_t count_of(const Parser& parser, const std::string& option, std::uint64_t fallback,
                       std::uint64_t max) {
  const auto text = parser.value(option);
  return text ? parse_count(option, *text, 1, max) : fallback;
}

template <class Enum, std::size_t N>
Enum enum_of(const Parser& parser, const std::string& option,
             const std::array<std::string_view, N>& names, Enum fallback) {
  const auto text = parser.value(option);
  return text ? static_cast<Enum>(choice_of(option, *text, names)) : fallback;
}

ColorChoice color_of(const Parser& parser) {
  return enum_of(parser, "--color", k_colors, ColorChoice::automatic);
}

[[noreturn]] void refuse_ending(const Parser& parser, const std::string& path, Pictures pictures) {
  const std::string ending = file_ending(path);
  std::vector<std::string_view> known;
  for (const Format& format : formats()) {
    known.push_back(format.ending);
  }
  if (pictures == Pictures::yes) {
    known.emplace_back(".svg");
  }
  std::string other;
  for (const auto& [drawn, option] : k_other_endings) {
    if (ending == drawn && parser.knows(option)) {
      other = fmt::format("; {} writes {}", option, drawn);
    }
  }
  throw Error(
      fmt::format("-o: {} is not the ending of a format; a name may end in {}, and with "
                  "--format in anything{}",
                  ending, fmt::join(known, ", "), other));
}

const Format& format_of(const Parser& parser, Pictures pictures) {
  auto name = parser.value("--format");
  std::string said_by = "--format " + name.value_or("");
  for (const std::string_view shorthand : k_format_flags) {
    const std::string flag = fmt::format("--{}", shorthand);
    if (!parser.knows(flag) || !parser.given(flag)) {
      continue;
    }
    if (name && *name != shorthand) {
      throw Error(fmt::format("{} and {} contradict each other; give one of them", flag, said_by));
    }
    name = shorthand;
    said_by = flag;
  }
  if (name) {
    return find_format(*name);
  }
  const std::string path = parser.value("--output").value_or("-");
  const Format* by_ending = format_for_file(path);
  if (by_ending == nullptr) {
    refuse_ending(parser, path, pictures);
  }
  return *by_ending;
}

bool asks_for_picture(const Parser& parser) {
  const auto name = parser.value("--format");
  return name ? *name == "svg" && !parser.given("--json")
              : !parser.given("--json") &&
                    file_ending(parser.value("--output").value_or("")) == ".svg";
}

std::string array_names(std::span<const Kernel* const> kernels) {
  std::vector<std::string_view> names;
  for (const Kernel* kernel : kernels) {
    for (const std::string_view array : kernel->arrays) {
      if (std::find(names.begin(), names.end(), array) == names.end()) {
        names.push_back(array);
      }
    }
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

void check_array(const std::string& name, std::span<const Kernel* const> kernels) {
  std::vector<std::string_view> owners;
  for (const Kernel* kernel : kernels) {
    if (std::find(kernel->arrays.begin(), kernel->arrays.end(), name) != kernel->arrays.end()) {
      return;
    }
    owners.push_back(kernel->name);
  }
  const bool one = owners.size() == 1;
  throw Error(fmt::format("--omit: {} {} no array '{}'; {} arrays are {}",
                          fmt::join(owners, " and "), one ? "has" : "have", name,
                          one ? "its" : "their", array_names(kernels)));
}

/// One value, or a list of one for each of the parameters that it stands for.
void set_parameter(Parameters& parameters, const Kernel& kernel, const Parameter& parameter,
                   const std::string& text) {
  if (parameter.parts.empty() || text.find(',') == std::string::npos) {
    parameters.set(parameter.name, parameter_value(parameter, text));
    return;
  }
  const std::vector<std::string> values = split_at_commas({text});
  if (values.size() != parameter.parts.size()) {
    throw Error(fmt::format("--{} {}: give one value, or one each for --{}", parameter.name, text,
                            fmt::join(parameter.parts, ", --")));
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto part =
        std::find_if(kernel.parameters.begin(), kernel.parameters.end(),
                     [&](const Parameter& one) { return one.name == parameter.parts[i]; });
    parameters.set(part->name, parameter_value(*part, values[i]));
  }
}

}  // namespace

std::size_t choice_of(std::string_view option, std::string_view value,
                      std::span<const std::string_view> choices) {
  const auto found = std::find(choices.begin(), choices.end(), value);
  if (found == choices.end()) {
    throw Error(fmt::format("{}: '{}' is not one of its values; give one of {}", option, value,
                            fmt::join(choices, ", ")));
  }
  return static_cast<std::size_t>(found - choices.begin());
}

std::vector<std::string> split_at_commas(const std::vector<std::string>& lists) {
  std::vector<std::string> names;
  for (const std::string& list : lists) {
    for (std::size_t start = 0; start <= list.size();) {
      const std::size_t comma = std::min(list.find(',', start), list.size());
      names.push_back(list.substr(start, comma - start));
      start = comma + 1;
    }
  }
  return names;
}

std::string parameter_help(const Parameter& parameter, const Parameters& defaults) {
  const std::string fallback = default_text(parameter, defaults);
  return fmt::format("{} ({}{})", parameter.meaning,
                     parameter.required ? "must be given; "
                     : fallback.empty() ? ""
                                        : fmt::format("default {}; ", fallback),
                     range_text(parameter));
}

std::uint64_t parameter_value(const Parameter& parameter, const std::string& text) {
  const std::string option = fmt::format("--{}", parameter.name);
  return parameter.choices.empty() ? parse_count(option, text, parameter.min, parameter.max)
                                   : choice_of(option, text, parameter.choices);
}

void add_kernel_options(Parser& parser, const Kernel& kernel) {
  const Parameters defaults = default_parameters(kernel);
  for (const Parameter& parameter : kernel.parameters) {
    parser.add({fmt::format("Parameters of {}", kernel.name), fmt::format("--{}", parameter.name),
                parameter.choices.empty() ? "N" : "NAME", parameter_help(parameter, defaults)});
  }
}

Parameters kernel_parameters(const Parser& parser, const Kernel& kernel) {
  Parameters parameters;
  for (const Parameter& parameter : kernel.parameters) {
    const std::string option = fmt::format("--{}", parameter.name);
    if (const auto text = parser.value(option)) {
      set_parameter(parameters, kernel, parameter, *text);
    }
  }
  return parameters;
}

void add_model_options(Parser& parser) {
  parser.add({"Model", "--block", "N", "elements in a block; distances count blocks (default 1)"});
  parser.add(
      {"Model", "--bits", "N", "size of a datum: DMD is multiplied by its root (default 1)"});
  parser.add({"Model", "--cold", "NAME",
              "what the first accesses to m data cost: free; bound, m^1.5; or stack, the sum of √i "
              "(default free)"});
  parser.add({"Model", "--omit", "ARRAY",
              "leave an array's accesses out, as if it were in registers; may be repeated, or a "
              "list: A,B",
              Takes::values});
  parser.add(
      {"Model", "--temporaries", "NAME",
       "fresh: temporary arrays never give their data back; reuse: they do (default fresh)"});
}

Model model_of(const Parser& parser, std::span<const Kernel* const> kernels) {
  Model model;
  model.block = count_of(parser, "--block", model.block, k_max_count);
  model.bits = count_of(parser, "--bits", model.bits, k_max_count);
  model.cold = enum_of(parser, "--cold", k_cold_names, model.cold);
  model.temporaries = enum_of(parser, "--temporaries", k_temporaries_names, model.temporaries);
  model.omit = omitted_arrays(parser, kernels);
  return model;
}

std::vector<std::string> omitted_arrays(const Parser& parser,
                                        std::span<const Kernel* const> kernels) {
  std::vector<std::string> omit;
  for (std::string& name : split_at_commas(parser.values("--omit"))) {
    check_array(name, kernels);
    if (std::find(omit.begin(), omit.end(), name) == omit.end()) {
      omit.push_back(std::move(name));
    }
  }
  return omit;
}

void add_thread_option(Parser& parser, const std::string& meaning) {
  parser.add({"Running", "--threads", "N",
              fmt::format("{} (default: one a core; 1 to {})", meaning, k_max_threads)});
}

unsigned threads_of(const Parser& parser) {
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  return static_cast<unsigned>(count_of(parser, "--threads", cores, k_max_threads));
}

void add_output_options(Parser& parser, Pictures pictures) {
  std::vector<std::string_view> names;
  for (const Format& format : formats()) {
    names.push_back(format.name);
  }
  if (pictures == Pictures::yes) {
    names.emplace_back("svg");
  }
  parser.add({"Output", "--format", "NAME",
              fmt::format("{} (default: as the ending of -o says, else {})", fmt::join(names, ", "),
                          names.front())});
  parser.add({"Output", "--json", "", "the same as --format json", Takes::nothing});
  parser.add({"Output", "-o,--output", "FILE",
              "write the result to a file; - is standard output (default -)"});
  parser.add({"Output", "-q,--quiet", "", "no progress on standard error", Takes::nothing});
  parser.add({"Output", "--color", "WHEN",
              fmt::format("{} (default {})", fmt::join(k_colors, ", "), k_colors.front())});
}

Terminal messages_of(const Parser& parser) {
  Terminal messages = describe_terminal(STDERR_FILENO, color_of(parser));
  messages.interactive = messages.interactive && !parser.given("--quiet");
  return messages;
}

Output::Output(const Parser& parser, Pictures pictures) : Output(parser, pictures, Relayed::no) {}

Output::Output(const Parser& parser, Pictures pictures, Relayed relayed)
    : format_(pictures == Pictures::yes && asks_for_picture(parser) ? nullptr
                                                                    : &format_of(parser, pictures)),
      messages_(messages_of(parser)),
      file_(parser.value("--output").value_or("-"), "-o") {
  const bool is_file = file_.path() != "-";
  const bool may_be_terminal = !is_file && relayed == Relayed::no;
  terminal_ = describe_terminal(may_be_terminal ? STDOUT_FILENO : -1, color_of(parser));
  // No terminal is behind a file, whatever COLUMNS says of the one that dmc is called from.
  if (is_file) {
    terminal_.is_narrow = false;
    terminal_.width = Terminal{}.width;
  }
}

void Output::print(const Document& document) {
  print(format_->render(document, terminal_));
}

void Output::print(std::string_view text) {
  file_.write(text);
  file_.commit();
}

}  // namespace dmc::cli
