#pragma once

#include <deque>
#include <span>
#include <string>
#include <vector>

#include "dmc/kernels/kernel.hpp"
#include "dmc/kernels/nest_kernel.hpp"

#include "command.hpp"
#include "parser.hpp"

namespace dmc::cli {

// A kernel's name decides which options there are, so it is looked for before they are parsed.

/// The arguments that are neither options nor the values of options, and the nests behind -e, which
/// have "-e " before them. `common` knows the options that do not depend on the kernel; any other
/// is taken to have a value, unless a kernel's name follows.
[[nodiscard]] std::vector<std::string> kernel_arguments(Arguments arguments, const Parser& common);

/// -e, for parsers of subcommands that take nests.
void add_nest_option(Parser& parser);

/// Whether an argument is meant to be the file of a nest.
[[nodiscard]] bool is_nest_file(const std::string& argument);

/// The kernels that arguments name. The nests that are read for them live as long as this.
class NamedKernels {
 public:
  /// `common` is the parser of a subcommand that knows no kernel yet: a nest's parameters cannot be
  /// called like its options.
  explicit NamedKernels(const Parser& common) : common_(common) {}

  /// A name, a file, or a text behind "-e ". Throws dmc::Error where it is none of them.
  [[nodiscard]] const Kernel& find(const std::string& argument);
  /// The only one; null where there is none. Throws dmc::Error where there are several.
  [[nodiscard]] const Kernel* only(const std::vector<std::string>& arguments);
  /// The nest of a kernel that find() has returned; null where it is none.
  [[nodiscard]] const nest::Nest* nest_of(const Kernel& kernel) const;

 private:
  const Kernel& add(nest::Nest nest, const std::string& origin);

  const Parser& common_;
  std::deque<std::string> origins_;
  std::deque<NestKernel> nests_;
};

/// How the command line calls a kernel, for examples: its name, or a nest's file.
[[nodiscard]] std::string argument_of(const Kernel& kernel);

/// The first parameter's name, or "n" where there is none, for examples.
[[nodiscard]] std::string_view first_parameter(const Kernel& kernel);

/// Throws dmc::Error where an option is a parameter of other kernels, but of none of these: the
/// nearest name would mislead then. `parser` knows these kernels' options.
void check_parameters(Arguments arguments, std::span<const Kernel* const> kernels,
                      const Parser& parser);

/// Every parameter of these kernels once, in their order.
[[nodiscard]] std::vector<const Parameter*> all_parameters(std::span<const Kernel* const> kernels);

/// Name and summary of every kernel, for a help page.
[[nodiscard]] std::string kernel_summaries();

/// " --n 512 --k 3": the kernel's own parameters at their defaults, for an example; as many as a
/// line takes.
[[nodiscard]] std::string example_parameters(const Kernel& kernel);

}  // namespace dmc::cli
