#include "dmc/record/compiler.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "catch.hpp"

using dmc::choose_compiler;
using dmc::recording_command;
using dmc::SourceLanguage;
using Words = std::vector<std::string>;

namespace {

dmc::Environment environment(const std::map<std::string, std::string>& variables) {
  return [&variables](const char* name) -> const char* {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  };
}

bool has(const Words& words, const std::string& wanted) {
  return std::find(words.begin(), words.end(), wanted) != words.end();
}

}  // namespace

TEST_CASE("The compiler is the one that the environment names, but never dmc itself", "[record]") {
  std::map<std::string, std::string> variables{{"CC", "clang-14"}, {"CXX", "dmc c++"}, {"FC", ""}};
  REQUIRE(choose_compiler(SourceLanguage::c, environment(variables)) == "clang-14");
  variables["CC"] = "/opt/bin/dmc cc";
  REQUIRE(choose_compiler(SourceLanguage::c, environment(variables)).find("dmc") ==
          std::string::npos);
  variables["DMC_CC"] = "gcc-12";
  REQUIRE(choose_compiler(SourceLanguage::c, environment(variables)) == "gcc-12");
  REQUIRE(choose_compiler(SourceLanguage::cxx, environment(variables)).find("dmc") ==
          std::string::npos);
  REQUIRE_FALSE(choose_compiler(SourceLanguage::fortran, environment(variables)).empty());
}

TEST_CASE("GCC gets its specs, and the user's arguments as they are", "[record]") {
  const Words command = recording_command({"ccache gcc", false, "/r", {"-c", "a b.c"}});
  REQUIRE(command == Words{"ccache", "gcc", "-specs=/r/dmc.specs", "-L/r", "-c", "a b.c"});
}

TEST_CASE("Clang is told to instrument what it translates and to link the recorder to programs",
          "[record]") {
  const auto clang = [](const Words& arguments) {
    return recording_command({"clang", true, "/r", arguments});
  };
  const std::string hook = "-fsanitize=thread";
  const std::string library = "-l:libdmcrecord.a";
  REQUIRE(has(clang({"-c", "a.c"}), hook));
  REQUIRE_FALSE(has(clang({"-c", "a.c"}), library));
  REQUIRE(has(clang({"a.c", "-o", "a"}), hook));
  REQUIRE(has(clang({"a.c", "-o", "a"}), library));
  REQUIRE_FALSE(has(clang({"a.o", "-o", "a"}), hook));
  REQUIRE(has(clang({"a.o", "-o", "a"}), library));
  REQUIRE_FALSE(has(clang({"-shared", "a.o", "-o", "liba.so"}), library));
  REQUIRE(has(clang({"-static", "a.o"}), library));
  REQUIRE_FALSE(has(clang({"-static", "a.o"}), "-l:libdmcrecord_calls.a"));
  for (const Words& question :
       {Words{"--version"}, Words{"-v"}, Words{"-print-search-dirs"}, Words{"-o", "a"}}) {
    REQUIRE_FALSE(has(clang(question), library));
  }
}

TEST_CASE("A compiler's name tells whether it is Clang", "[record]") {
  REQUIRE(dmc::is_clang("/usr/bin/clang++-16"));
  REQUIRE_FALSE(dmc::is_clang("x86_64-linux-gnu-gcc-12"));
  REQUIRE_FALSE(dmc::is_clang("gfortran"));
}
