#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "command.hpp"
#include "overwriting.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11 calls it so
class App;
}  // namespace CLI

namespace dmc::cli {

/// An option as help pages show it and the parser takes it.
struct Option {
  enum class Takes : unsigned char {
    nothing,
    value,   ///< once at most
    values,  ///< may be repeated
  };
  std::string group;     ///< heading on the help page
  std::string names;     ///< "-o,--output"; the last one is what the parser's answers go by
  std::string argument;  ///< "FILE"; empty where it takes nothing
  std::string meaning;
  Takes takes = Takes::value;
};

/// The options of a subcommand, its help page, and what was given. Errors are dmc::Error, with the
/// nearest existing option for one that does not exist.
class Parser {
 public:
  /// `usage` is what follows the program's name on the help page's first line.
  Parser(const std::string& usage, std::string description, std::string program = "dmc");
  ~Parser();
  Parser(Parser&&) noexcept;
  Parser& operator=(Parser&&) noexcept;

  void add(Option option);
  /// `values` arguments without dashes, at most.
  void add_positional(std::string name, std::size_t at_most);
  /// Free text between the options and the examples.
  void add_section(std::string title, std::vector<std::string> lines);
  void add_examples(std::vector<std::string> examples) { examples_ = std::move(examples); }

  /// False where the help page was asked for, which is then printed.
  [[nodiscard]] bool parse(Arguments arguments);

  [[nodiscard]] std::optional<std::string> value(const std::string& name) const;
  [[nodiscard]] std::vector<std::string> values(const std::string& name) const;
  [[nodiscard]] bool given(const std::string& name) const;

  /// Whether there is an option of that name.
  [[nodiscard]] bool knows(std::string_view name) const { return find(name) != nullptr; }

  /// The files that are to be written: what options that take a FILE were given. Results go to
  /// standard output, "-", unless -o says otherwise.
  [[nodiscard]] OutputNames outputs() const;

  /// Whether an argument is an option that takes no value.
  [[nodiscard]] bool is_flag(std::string_view argument) const;

 private:
  [[nodiscard]] const Option* find(std::string_view name) const;
  [[nodiscard]] std::string help() const;
  [[nodiscard]] std::vector<std::string> inputs() const;
  void check_values(Arguments arguments) const;
  [[noreturn]] void complain_about(const std::string& argument) const;

  std::unique_ptr<CLI::App> app_;
  std::string usage_;  // with the program's name
  std::string description_;
  std::vector<Option> options_;
  struct TextSection {
    std::string title;
    std::vector<std::string> lines;
  };
  std::vector<TextSection> sections_;
  std::vector<std::string> examples_;
};

/// Whether the arguments ask for the help page.
[[nodiscard]] bool asks_for_help(Arguments arguments);

/// Two columns, the second wrapped: names and what they mean, indented by two.
[[nodiscard]] std::string definition_list(
    const std::vector<std::pair<std::string, std::string>>& entries, std::size_t width);

}  // namespace dmc::cli
