#pragma once

#include <span>
#include <string>
#include <string_view>

namespace dmc::cli {

/// What follows the subcommand's name.
using Arguments = std::span<const std::string>;

/// A subcommand. Adding one is a file with its function and a row in commands().
struct Command {
  std::string_view name;
  std::string_view summary;
  int (*run)(Arguments arguments);  ///< returns the exit code; throws dmc::Error for bad input
};

/// Every subcommand, in the order of the help page.
[[nodiscard]] std::span<const Command> commands();

// One function a subcommand, one file each.
int run_command(Arguments arguments);
int compare_command(Arguments arguments);
int formula_command(Arguments arguments);
int sweep_command(Arguments arguments);
int check_command(Arguments arguments);
int fit_command(Arguments arguments);
int tune_command(Arguments arguments);
int trace_command(Arguments arguments);
int figure_command(Arguments arguments);
int analyze_command(Arguments arguments);
int record_command(Arguments arguments);
int annotate_command(Arguments arguments);
int cc_command(Arguments arguments);
int cxx_command(Arguments arguments);
int fortran_command(Arguments arguments);
int merge_command(Arguments arguments);
int audit_command(Arguments arguments);
int derive_command(Arguments arguments);
int show_command(Arguments arguments);
int list_command(Arguments arguments);
int help_command(Arguments arguments);

}  // namespace dmc::cli
