#include "synonyms.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/formulas/formula.hpp"
#include "dmc/kernels/kernel.hpp"
#include "dmc/util/names.hpp"

namespace dmc::cli {
namespace {

struct Synonym {
  std::string_view word;
  std::string_view meant;
};

// In the order of preference: a parser may have several of what a word can mean.
constexpr std::array k_options{
    Synonym{"block", "granule"},
    Synonym{"block-size", "granule"},
    Synonym{"block-size", "block"},
    Synonym{"line", "granule"},
    Synonym{"line", "block"},
    Synonym{"line-size", "granule"},
    Synonym{"line-size", "block"},
    Synonym{"cache-line", "granule"},
    Synonym{"cache-line", "block"},
    Synonym{"page", "granule"},
    Synonym{"page-size", "granule"},
    Synonym{"granularity", "granule"},
    Synonym{"granularity", "block"},
    Synonym{"granule", "block"},
    Synonym{"cache", "size"},
    Synonym{"cache-size", "size"},
    Synonym{"cachesize", "size"},
    Synonym{"capacity", "size"},
    Synonym{"element-size", "bits"},
    Synonym{"word", "bits"},
    Synonym{"count", "limit"},
    Synonym{"max", "limit"},
    Synonym{"first", "limit"},
    Synonym{"head", "limit"},
    Synonym{"rate", "sample"},
    Synonym{"sampling", "sample"},
    Synonym{"window", "interval"},
    Synonym{"period", "interval"},
    Synonym{"every", "interval"},
    Synonym{"reads", "accesses"},
    Synonym{"writes", "accesses"},
    Synonym{"ops", "accesses"},
    Synonym{"filter", "accesses"},
    Synonym{"field", "column"},
    Synonym{"key", "column"},
    Synonym{"ranges", "region"},
    Synonym{"jobs", "threads"},
    Synonym{"cores", "threads"},
    Synonym{"cpus", "threads"},
    Synonym{"parallel", "threads"},
    Synonym{"workers", "threads"},
    Synonym{"file", "output"},
    Synonym{"save", "output"},
    Synonym{"silent", "quiet"},
    Synonym{"colour", "color"},
    Synonym{"no-color", "color"},
    Synonym{"no-colour", "color"},
    Synonym{"csv", "format"},
    Synonym{"markdown", "format"},
    Synonym{"md", "format"},
    Synonym{"table", "format"},
    Synonym{"svg", "plot"},
    Synonym{"chart", "plot"},
    Synonym{"graph", "plot"},
    Synonym{"miss-ratio", "mrc"},
    Synonym{"miss-ratios", "mrc"},
    Synonym{"miss-rate", "mrc"},
    Synonym{"curve", "mrc"},
    Synonym{"distances", "histogram"},
    Synonym{"exclude", "omit"},
    Synonym{"skip", "omit"},
    Synonym{"ignore", "omit"},
    Synonym{"ignore-errors", "lenient"},
    Synonym{"skip-bad", "lenient"},
    Synonym{"type", "input-format"},
    Synonym{"from", "input-format"},
};

constexpr std::array k_subcommands{
    Synonym{"measure", "run"},      Synonym{"bench", "run"},         Synonym{"exec", "run"},
    Synonym{"kernels", "list"},     Synonym{"ls", "list"},           Synonym{"show", "list"},
    Synonym{"formulas", "formula"}, Synonym{"claims", "audit"},      Synonym{"figures", "figure"},
    Synonym{"plot", "figure"},      Synonym{"draw", "figure"},       Synonym{"diff", "compare"},
    Synonym{"record", "trace"},     Synonym{"read", "analyze"},      Synonym{"analyse", "analyze"},
    Synonym{"verify", "check"},     Synonym{"test", "check"},        Synonym{"optimize", "tune"},
    Synonym{"join", "merge"},       Synonym{"version", "--version"},
};

bool is_formula(std::string_view name) {
  const std::string id = statement_id(name);
  const auto table = formulas();
  return std::any_of(table.begin(), table.end(),
                     [&](const Formula& formula) { return belongs_to(formula.id, id); });
}

}  // namespace

std::string_view option_meant_by(std::string_view word, const Parser& parser) {
  for (const Synonym& one : k_options) {
    if (one.word == word && parser.knows(fmt::format("--{}", one.meant))) {
      return one.meant;
    }
  }
  return {};
}

std::string_view subcommand_meant_by(std::string_view word) {
  const auto found = std::find_if(k_subcommands.begin(), k_subcommands.end(),
                                  [&](const Synonym& one) { return one.word == word; });
  return found == k_subcommands.end() ? std::string_view() : found->meant;
}

std::string_view subject_of(std::string_view name) {
  return is_compiled_kernel(name) ? "run" : is_formula(name) ? "formula" : "";
}

std::string command_meant_by(Arguments arguments) {
  std::error_code error;
  std::string_view subcommand = subject_of(arguments.front());
  if (subcommand.empty() && std::filesystem::is_regular_file(arguments.front(), error)) {
    subcommand = "analyze";
  }
  return subcommand.empty() ? "" : fmt::format("dmc {} {}", subcommand, fmt::join(arguments, " "));
}

}  // namespace dmc::cli
