#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/kernels/kernel.hpp"
#include "dmc/report/document.hpp"
#include "dmc/report/format.hpp"
#include "dmc/trace/model.hpp"
#include "dmc/util/output_file.hpp"
#include "dmc/util/terminal.hpp"

#include "parser.hpp"

namespace dmc::cli {

// Groups of options that subcommands have in common: first added to a parser, then read from it.

/// Of what is counted in 32 bits.
inline constexpr std::uint64_t k_max_count = 0xffffffff;
/// As many files as anyone will name.
inline constexpr std::size_t k_most_files = 1'000'000;

/// --n, --k, … of a kernel, with meaning, default and range on the help page.
void add_kernel_options(Parser& parser, const Kernel& kernel);
/// The values given, each checked against its own range; what they say together is the kernel's to
/// check.
[[nodiscard]] Parameters kernel_parameters(const Parser& parser, const Kernel& kernel);

/// "side of the kernel (default 3; 1 or more)".
[[nodiscard]] std::string parameter_help(const Parameter& parameter, const Parameters& defaults);
/// The value that a text gives a parameter. Throws dmc::Error naming the option and what is legal.
[[nodiscard]] std::uint64_t parameter_value(const Parameter& parameter, const std::string& text);
/// "a,b" and a list of several such are one list.
[[nodiscard]] std::vector<std::string> split_at_commas(const std::vector<std::string>& lists);

/// --block, --bits, --cold, --omit, --temporaries.
void add_model_options(Parser& parser);
/// Omitted arrays must be ones of the kernels.
[[nodiscard]] Model model_of(const Parser& parser, std::span<const Kernel* const> kernels);
/// What --omit says.
[[nodiscard]] std::vector<std::string> omitted_arrays(const Parser& parser,
                                                      std::span<const Kernel* const> kernels);

/// --threads, with what the subcommand does with them.
void add_thread_option(Parser& parser, const std::string& meaning);
/// How many threads to use: as given, else as many as the machine has.
[[nodiscard]] unsigned threads_of(const Parser& parser);

/// Whether a subcommand can also draw its result, as SVG.
enum class Pictures : std::uint8_t { no, yes };

/// --format, --json, -o, -q, --color.
void add_output_options(Parser& parser, Pictures pictures = Pictures::no);

/// Standard error, on which progress is shown; not interactive where the user wants quiet.
[[nodiscard]] Terminal messages_of(const Parser& parser);

/// Whether what the program prints goes through another one, which may give it a terminal to print
/// to that the user does not have.
enum class Relayed : std::uint8_t { no, yes };

/// Where results go, opened before the work begins so that a file that cannot be written is known
/// then.
class Output {
 public:
  explicit Output(const Parser& parser, Pictures pictures = Pictures::no);
  Output(const Parser& parser, Pictures pictures, Relayed relayed);

  /// Whether a drawing is asked for, by --format svg or by the file's ending. Such text is then
  /// printed in place of a document.
  [[nodiscard]] bool wants_picture() const { return format_ == nullptr; }

  /// Writes the result as the user wants it, and puts the file in place.
  void print(const Document& document);
  void print(std::string_view text);

  /// Standard error, on which progress is shown; not interactive where the user wants quiet.
  [[nodiscard]] const Terminal& messages() const { return messages_; }
  [[nodiscard]] const OutputFile& file() const { return file_; }

 private:
  const Format* format_;  // null: a picture
  Terminal terminal_;
  Terminal messages_;
  OutputFile file_;
};

/// The value if it is one of the choices. Throws dmc::Error naming the option, the nearest and all.
[[nodiscard]] std::size_t choice_of(std::string_view option, std::string_view value,
                                    std::span<const std::string_view> choices);

}  // namespace dmc::cli
