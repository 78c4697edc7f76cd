#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "dmc/record/compiler.hpp"

#include "command.hpp"
#include "parser.hpp"

namespace dmc::cli {
namespace {

struct Wrapper {
  const char* name;
  const char* language;
  const char* variable;
  const char* example;
  const char* objects;  // the same in two steps
};
// In the order of SourceLanguage.
constexpr std::array k_wrappers{
    Wrapper{"cc", "C", "CC", "dmc cc -O1 -g mm.c -o mm", "dmc cc -O1 -g -c mesh.c"},
    Wrapper{"c++", "C++", "CXX", "dmc c++ -O1 -g mesh.cpp -o mesh", "dmc c++ -O1 -g -c mesh.cpp"},
    Wrapper{"fortran", "Fortran", "FC", "dmc fortran -O1 -g heat.f90 -o heat",
            "dmc fortran -O1 -g -c heat.f90"},
};

int compile(SourceLanguage language, Arguments arguments) {
  const Wrapper& wrapper = k_wrappers[static_cast<std::size_t>(language)];
  if (arguments.empty() || (arguments.size() == 1 && asks_for_help(arguments))) {
    Parser parser(
        fmt::format("{} ARGUMENTS...", wrapper.name),
        fmt::format("Compiles and links {} as the compiler does, for dmc record: the program notes "
                    "every access to memory where dmc listens, and runs as ever where it does not. "
                    "All arguments are the compiler's. Which one is used says {}; gcc, its kin and "
                    "clang will do.",
                    wrapper.language, wrapper.variable));
    parser.add_section("Projects", {"  CC=\"dmc cc\" CXX=\"dmc c++\" ./configure && make\n",
                                    "  CC=\"dmc cc\" CXX=\"dmc c++\" cmake -B build\n"});
    parser.add_examples({wrapper.example, wrapper.objects});
    const std::vector<std::string> help{"--help"};
    static_cast<void>(parser.parse(help));
    return 0;
  }
  const std::string compiler =
      choose_compiler(language, [](const char* name) { return std::getenv(name); });
  become_compiler(recording_command(
      {compiler, is_clang(compiler), runtime_folder(), {arguments.begin(), arguments.end()}}));
}

}  // namespace

int cc_command(Arguments arguments) {
  return compile(SourceLanguage::c, arguments);
}
int cxx_command(Arguments arguments) {
  return compile(SourceLanguage::cxx, arguments);
}
int fortran_command(Arguments arguments) {
  return compile(SourceLanguage::fortran, arguments);
}

}  // namespace dmc::cli
