#include <array>

#include "command.hpp"

namespace dmc::cli {
namespace {

constexpr std::array k_commands{
    Command{"run", "measure one kernel and compare it with the paper's formulas", run_command},
    Command{"compare", "measure kernels that solve the same problem, side by side",
            compare_command},
    Command{"formula", "evaluate the paper's formulas, and compare them with a run",
            formula_command},
    Command{"derive", "derive exact formulas of a loop nest, verified by measurement",
            derive_command},
    Command{"sweep", "measure a kernel for every combination of values", sweep_command},
    Command{"check", "compare measurements with expectations: regression checks for CI",
            check_command},
    Command{"tune", "find the parameters that cost least, and what choosing wrongly costs",
            tune_command},
    Command{"fit", "measure how a kernel grows with its sizes, and what formulas' ratios tend to",
            fit_command},
    Command{"trace", "record a kernel's accesses in a file", trace_command},
    Command{"analyze", "reuse distances of any address trace", analyze_command},
    Command{"record", "measure a program while it runs, line by line", record_command},
    Command{"annotate", "a recorded program's source, with what each line costs", annotate_command},
    Command{"cc", "compile C for dmc record, as the compiler does", cc_command},
    Command{"c++", "compile C++ for dmc record", cxx_command},
    Command{"fortran", "compile Fortran for dmc record", fortran_command},
    Command{"merge", "combine measured segments of a trace", merge_command},
    Command{"figure", "draw the paper's figures, with measurements added", figure_command},
    Command{"audit", "decide the paper's claims by measurement", audit_command},
    Command{"show", "print a loop nest in plain form", show_command},
    Command{"list", "kernels and nests with their parameters, formulas, claims, figures, formats",
            list_command},
    Command{"help", "explain a subcommand: dmc help run", help_command},
};

}  // namespace

std::span<const Command> commands() {
  return k_commands;
}

}  // namespace dmc::cli
