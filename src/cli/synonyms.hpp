#pragma once

#include <string>
#include <string_view>

#include "command.hpp"
#include "parser.hpp"

namespace dmc::cli {

/// The option of a parser that is meant by a word which other tools use for it: "--granule" for
/// "--line-size". Empty where there is none.
[[nodiscard]] std::string_view option_meant_by(std::string_view word, const Parser& parser);

/// The subcommand that is meant by a word which other tools use for it; empty where there is none.
[[nodiscard]] std::string_view subcommand_meant_by(std::string_view word);

/// The subcommand that measures or explains what has this name, if it is a kernel's or a formula's;
/// empty otherwise.
[[nodiscard]] std::string_view subject_of(std::string_view name);

/// The whole command that somebody meant who left the subcommand out: "dmc run conv --n 8" for
/// "conv --n 8". Empty where none is meant.
[[nodiscard]] std::string command_meant_by(Arguments arguments);

}  // namespace dmc::cli
