#include "dmc/record/compiler.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <sstream>
#include <string_view>

#include <fmt/format.h>
#include <unistd.h>

#include "dmc/util/error.hpp"

#include "launch.hpp"

namespace dmc {
namespace {

namespace fs = std::filesystem;

struct LanguageRow {
  std::array<const char*, 2> variables;
  std::array<const char*, 3> compilers;  // the first there is
};
// In the order of SourceLanguage.
constexpr std::array k_languages{
    LanguageRow{{"DMC_CC", "CC"}, {"gcc", "clang", "cc"}},
    LanguageRow{{"DMC_CXX", "CXX"}, {"g++", "clang++", "c++"}},
    LanguageRow{{"DMC_FC", "FC"}, {"gfortran", "gfortran-13", "gfortran-12"}},
};

// With one of these nothing is linked.
constexpr std::array<std::string_view, 10> k_no_program{
    "-c", "-S", "-E", "-M", "-MM", "-fsyntax-only", "-shared", "-r", "--version", "-dumpversion"};
constexpr std::array<std::string_view, 12> k_source_endings{
    ".c", ".cc", ".cpp", ".cxx", ".C", ".c++", ".f", ".F", ".f90", ".F90", ".i", ".ii"};

bool contains(const std::vector<std::string>& arguments, std::string_view wanted) {
  return std::find(arguments.begin(), arguments.end(), wanted) != arguments.end();
}

bool names_dmc(const std::string& command) {
  const std::string first = command.substr(0, command.find(' '));
  return fs::path(first).filename() == "dmc";
}

// Files to translate or link, so that more than questions are asked.
bool has_inputs(const std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "-o") {
      ++i;
    } else if (arguments[i] == "-" || !arguments[i].starts_with('-')) {
      return true;
    }
  }
  return false;
}

bool translates(const std::vector<std::string>& arguments) {
  return contains(arguments, "-x") ||
         std::any_of(arguments.begin(), arguments.end(), [](const std::string& argument) {
           return !argument.starts_with('-') &&
                  std::any_of(k_source_endings.begin(), k_source_endings.end(),
                              [&](std::string_view ending) { return argument.ends_with(ending); });
         });
}

bool links_program(const std::vector<std::string>& arguments) {
  return has_inputs(arguments) &&
         std::none_of(k_no_program.begin(), k_no_program.end(),
                      [&](std::string_view option) { return contains(arguments, option); });
}

// Clang reads no specs; its arguments depend on what is asked for.
void add_clang_arguments(const CompilerCall& call, std::vector<std::string>& command) {
  if (translates(call.arguments)) {
    command.insert(command.end(), {"-fsanitize=thread", "-fno-sanitize-link-runtime", "-mllvm",
                                   "-tsan-instrument-read-before-write=1"});
  }
  command.insert(command.end(), call.arguments.begin(), call.arguments.end());
  if (links_program(call.arguments)) {
    command.insert(command.end(),
                   {"-L" + call.runtime, "-Wl,--push-state,--whole-archive", "-l:libdmcrecord.a"});
    if (!contains(call.arguments, "-static")) {
      command.emplace_back("-l:libdmcrecord_calls.a");
    }
    command.insert(command.end(), {"-Wl,--pop-state", "-Wl,--export-dynamic-symbol=__tsan_*",
                                   "-Wl,--export-dynamic-symbol=dmc_record_*"});
  }
}

}  // namespace

std::string choose_compiler(SourceLanguage language, const Environment& environment) {
  const LanguageRow& row = k_languages[static_cast<std::size_t>(language)];
  for (const char* const variable : row.variables) {
    const char* const value = environment(variable);
    if (value != nullptr && *value != '\0' && !names_dmc(value)) {
      return value;
    }
  }
  for (const char* const compiler : row.compilers) {
    if (!record::find_program(compiler).empty()) {
      return compiler;
    }
  }
  return row.compilers.front();
}

bool is_clang(const std::string& compiler) {
  const std::string name = fs::path(compiler.substr(0, compiler.find(' '))).filename();
  if (name.find("clang") != name.npos) {
    return true;
  }
  if (name.find("gcc") != name.npos || name.find("g++") != name.npos ||
      name.find("gfortran") != name.npos) {
    return false;
  }
  const std::string command = compiler + " --version 2>/dev/null";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
  std::array<char, 4096> text{};
  const std::size_t length = pipe ? std::fread(text.data(), 1, text.size(), pipe.get()) : 0;
  return std::string_view(text.data(), length).find("clang") != std::string_view::npos;
}

std::vector<std::string> recording_command(const CompilerCall& call) {
  std::vector<std::string> command;
  std::istringstream words(call.compiler);  // "ccache gcc" is two
  for (std::string word; words >> word;) {
    command.push_back(word);
  }
  if (call.is_clang) {
    add_clang_arguments(call, command);
  } else {
    command.insert(command.end(), {"-specs=" + call.runtime + "/dmc.specs", "-L" + call.runtime});
    command.insert(command.end(), call.arguments.begin(), call.arguments.end());
  }
  // A library's calls of the recorder are found in the program.
  if (contains(call.arguments, "-shared")) {
    command.emplace_back("-Wl,-z,undefs");
  }
  return command;
}

std::string runtime_folder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const char* const chosen = std::getenv("DMC_RUNTIME");
  const fs::path above = program.parent_path().parent_path();
  const std::array<fs::path, 3> folders{fs::path(chosen == nullptr ? "" : chosen),
                                        above / "lib" / "dmc", above / DMC_LIBDIR / "dmc"};
  for (const fs::path& folder : folders) {
    if (!folder.empty() && fs::exists(folder / "libdmcrecord.a", error)) {
      return folder;
    }
  }
  throw Error(fmt::format(
      "the recorder's library is not there: no {}/libdmcrecord.a; install dmc whole, or "
      "say where it is: DMC_RUNTIME=FOLDER",
      folders[1].string()));
}

void become_compiler(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& argument : command) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  for (const int ignored : {SIGPIPE, SIGXFSZ}) {  // by dmc, not by who started it
    std::signal(ignored, SIG_DFL);
  }
  ::execvp(arguments[0], arguments.data());
  throw Error(
      fmt::format("no compiler '{}': {}; install it, or name another: CC=clang dmc cc …, and CXX "
                  "and FC for the "
                  "other languages",
                  command.front(), std::strerror(errno)));
}

}  // namespace dmc
