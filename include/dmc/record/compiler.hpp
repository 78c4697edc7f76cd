#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dmc/util/terminal.hpp"

namespace dmc {

/// What a compiler translates.
enum class SourceLanguage : std::uint8_t { c, cxx, fortran };

/// A compiler's name and arguments as the user gives them, and the folder where the recorder is.
struct CompilerCall {
  std::string compiler;
  bool is_clang = false;
  std::string runtime;
  std::vector<std::string> arguments;
};

/// The compiler that is meant: DMC_CC, CC, or the system's (CXX for C++, FC for Fortran). One of
/// these variables that names dmc itself is passed over.
[[nodiscard]] std::string choose_compiler(SourceLanguage language, const Environment& environment);

/// Whether a compiler is Clang, by its name or by what it says of itself.
[[nodiscard]] bool is_clang(const std::string& compiler);

/// The call that makes the program record its accesses; whatever the arguments ask for is done as
/// the compiler alone would do it.
[[nodiscard]] std::vector<std::string> recording_command(const CompilerCall& call);

/// The folder with the recorder's libraries. Throws dmc::Error where they are not installed.
[[nodiscard]] std::string runtime_folder();

/// Runs it in place of this process. Throws dmc::Error where there is no such compiler.
[[noreturn]] void become_compiler(const std::vector<std::string>& command);

}  // namespace dmc
