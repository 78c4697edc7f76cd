#include "parser.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Error.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include "dmc/kernels/kernel.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/names.hpp"
#include "dmc/util/output_file.hpp"
#include "dmc/util/printable.hpp"
#include "dmc/util/terminal.hpp"
#include "dmc/util/utf8.hpp"

#include "synonyms.hpp"

namespace dmc::cli {
namespace {

constexpr std::size_t k_widest_help = 100;

std::vector<std::string> split_names(const std::string& names) {
  std::vector<std::string> parts;
  for (std::size_t start = 0; start <= names.size();) {
    const std::size_t comma = std::min(names.find(',', start), names.size());
    parts.push_back(names.substr(start, comma - start));
    start = comma + 1;
  }
  return parts;
}

std::string_view without_dashes(std::string_view name) {
  name.remove_prefix(std::min(name.find_first_not_of('-'), name.size()));
  return name;
}

}  // namespace

bool asks_for_help(Arguments arguments) {
  return std::any_of(arguments.begin(), arguments.end(), [](const std::string& argument) {
    return argument == "--help" || argument == "-h";
  });
}

std::string definition_list(const std::vector<std::pair<std::string, std::string>>& entries,
                            std::size_t width) {
  std::size_t column = 0;
  for (const auto& [name, meaning] : entries) {
    column = std::max(column, std::min<std::size_t>(display_width(name), 24) + 4);
  }
  std::string text;
  for (const auto& [name, meaning] : entries) {
    std::string line = "  " + name;
    if (display_width(line) + 2 > column) {
      text += line + '\n';
      line.clear();
    }
    text += padded(line, column, false);
    // The first word stands at `column`, so the first line has that much less room, as the others
    // do.
    const std::string body = wrapped(meaning, std::max(width, column + 20) - column);
    for (const char c : body) {
      text += c == '\n' ? "\n" + std::string(column, ' ') : std::string(1, c);
    }
    text += '\n';
  }
  return text;
}

Parser::Parser(const std::string& usage, std::string description, std::string program)
    : app_(std::make_unique<CLI::App>()),  // an App cannot be moved
      usage_(std::move(program) + ' ' + usage),
      description_(std::move(description)) {
  app_->set_help_flag();
  app_->allow_extras();
}

Parser::~Parser() = default;
Parser::Parser(Parser&&) noexcept = default;
Parser& Parser::operator=(Parser&&) noexcept = default;

void Parser::add(Option option) {
  if (option.takes == Option::Takes::nothing) {
    app_->add_flag(option.names)->disable_flag_override();
  } else {
    // What is given twice is counted below, where there are better words for it.
    app_->add_option(option.names)
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  }
  options_.push_back(std::move(option));
}

void Parser::add_positional(std::string name, std::size_t at_most) {
  CLI::Option* option = app_->add_option(std::move(name));
  option->expected(1, static_cast<int>(at_most))->allow_extra_args(at_most > 1);
}

void Parser::add_section(std::string title, std::vector<std::string> lines) {
  sections_.push_back({std::move(title), std::move(lines)});
}

bool Parser::parse(Arguments arguments) {
  add({"Help", "-h,--help", "", "show this page", Option::Takes::nothing});
  if (asks_for_help(arguments)) {
    write_stdout(help());
    return false;
  }
  check_values(arguments);
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());  // as CLI11 wants it
  try {
    app_->parse(std::move(reversed));
  } catch (const CLI::ArgumentMismatch& error) {
    // The one thing that can still be missing is a value at the end.
    const Option* last = arguments.empty() ? nullptr : find(arguments.back());
    throw Error(last == nullptr ? error.what()
                                : fmt::format("{} needs a value: {} {}", arguments.back(),
                                              arguments.back(), last->argument));
  } catch (const CLI::ParseError& error) {
    throw Error(error.what());
  }
  if (const std::vector<std::string> rest = app_->remaining(); !rest.empty()) {
    complain_about(rest.front());
  }
  for (const Option& option : options_) {
    const std::string name = split_names(option.names).back();
    if (option.takes == Option::Takes::value && app_->count(name) > 1) {
      throw Error(fmt::format("{} is given {} times; give it once", name, app_->count(name)));
    }
  }
  if (!knows("--update") || !given("--update")) {  // which is for writing to what is read
    refuse_overwriting(outputs(), inputs());
  }
  return true;
}

OutputNames Parser::outputs() const {
  OutputNames outputs;
  for (const Option& option : options_) {
    const std::vector<std::string> names = split_names(option.names);
    if (!option.argument.starts_with("FILE")) {
      continue;
    }
    const bool is_result = names.back() == "--output";
    for (const std::string& path : values(names.back())) {
      outputs.emplace_back(names.front(), path);
    }
    if (is_result && !given(names.back())) {
      outputs.emplace_back(names.front(), "-");
    }
  }
  return outputs;
}

/// What may be read: every argument that is not the name of something dmc knows.
std::vector<std::string> Parser::inputs() const {
  constexpr std::array<std::string_view, 4> k_names_of_things{"CLAIM", "ID", "NAME", "TOPIC"};
  std::vector<std::string> inputs;
  for (const CLI::Option* option : app_->get_options()) {
    const std::string name = option->get_name(true);
    if (!option->get_positional() || std::find(k_names_of_things.begin(), k_names_of_things.end(),
                                               name) != k_names_of_things.end()) {
      continue;
    }
    if (option->results().empty() && name == "FILE") {
      inputs.emplace_back("-");  // a trace may be fed to standard input
    }
    for (const std::string& value : option->results()) {
      if (!name.starts_with("KERNEL") || !is_compiled_kernel(value)) {
        inputs.push_back(value);
      }
    }
  }
  return inputs;
}

std::optional<std::string> Parser::value(const std::string& name) const {
  const std::vector<std::string> all = values(name);
  return all.empty() ? std::nullopt : std::optional(all.front());
}

std::vector<std::string> Parser::values(const std::string& name) const {
  return app_->get_option(name)->results();
}

bool Parser::given(const std::string& name) const {
  return app_->count(name) > 0;
}

const Option* Parser::find(std::string_view name) const {
  const auto found = std::find_if(options_.begin(), options_.end(), [&](const Option& option) {
    const std::vector<std::string> names = split_names(option.names);
    return std::find(names.begin(), names.end(), name) != names.end();
  });
  return found == options_.end() ? nullptr : &*found;
}

void Parser::check_values(Arguments arguments) const {
  for (const std::string& argument : arguments) {
    const std::string name = argument.substr(0, argument.find('='));
    if (name.size() == argument.size()) {
      continue;
    }
    if (is_flag(name)) {
      throw Error(fmt::format("{}: {} takes no value; leave out what follows it", argument, name));
    }
    if (const Option* option = find(name); option != nullptr && argument.ends_with('=')) {
      throw Error(fmt::format("{} needs a value: {} {}", name, name, option->argument));
    }
  }
}

bool Parser::is_flag(std::string_view argument) const {
  const Option* option = find(argument);
  return option != nullptr && option->takes == Option::Takes::nothing;
}

void Parser::complain_about(const std::string& argument) const {
  if (!argument.starts_with('-') || argument == "-") {
    throw Error(fmt::format("unexpected argument '{}'; usage: {}", argument, usage_));
  }
  const std::string name = argument.substr(0, argument.find('='));
  const std::string_view word = without_dashes(name);
  std::vector<std::string> names;
  std::vector<std::string_view> bare;
  for (const Option& option : options_) {
    names.push_back(split_names(option.names).back());
  }
  std::transform(names.begin(), names.end(), std::back_inserter(bare),
                 [](const std::string& one) { return without_dashes(one); });
  // One letter is near to every other letter: there a list says more.
  std::string_view nearest = word.size() < 2 ? std::string_view() : nearest_name(word, bare);
  if (const std::string_view meant = option_meant_by(word, *this); !meant.empty()) {
    nearest = meant;
  }
  if (!nearest.empty()) {
    throw Error(fmt::format("no option '{}'; did you mean '{}{}'?", name,
                            nearest.size() > 1 ? "--" : "-", nearest));
  }
  throw Error(fmt::format("no option '{}'; there are {}", name, fmt::join(names, ", ")));
}

std::string Parser::help() const {
  const Terminal terminal = describe_terminal(STDOUT_FILENO, ColorChoice::automatic);
  const std::size_t width = std::min(terminal.width, k_widest_help);
  std::string text =
      wrapped("Usage: " + usage_, width, 7) + "\n\n" + wrapped(description_, width) + '\n';
  std::vector<std::string> groups;
  for (const Option& option : options_) {
    if (std::find(groups.begin(), groups.end(), option.group) == groups.end()) {
      groups.push_back(option.group);
    }
  }
  for (const TextSection& section : sections_) {
    text += fmt::format("\n{}:\n", section.title);
    for (const std::string& line : section.lines) {
      text += line;
    }
  }
  for (const std::string& group : groups) {
    std::vector<std::pair<std::string, std::string>> entries;
    for (const Option& option : options_) {
      if (option.group == group) {
        const std::string names = fmt::format("{}", fmt::join(split_names(option.names), ", "));
        entries.emplace_back(option.argument.empty() ? names : names + ' ' + option.argument,
                             option.meaning);
      }
    }
    text += fmt::format("\n{}:\n{}", group, definition_list(entries, width));
  }
  text += "\nExamples:\n";
  for (const std::string& example : examples_) {
    text += fmt::format("  {}\n", example);
  }
  return printable_lines(text);  // names of files and what stands in them are among it
}

}  // namespace dmc::cli
