#include <map>
#include <string>

#include "dmc/util/terminal.hpp"

#include "catch.hpp"

using namespace dmc;

namespace {

// What is known of a stream that is no terminal, in an environment of these variables.
Terminal piped(const std::map<std::string, std::string>& variables,
               ColorChoice choice = ColorChoice::automatic) {
  return describe_terminal(-1, choice, [&](const char* name) -> const char* {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  });
}

}  // namespace

TEST_CASE("a stream that is no terminal has no colour unless it is asked for") {
  CHECK_FALSE(piped({}).interactive);
  CHECK_FALSE(piped({}).color);
  CHECK(piped({{"FORCE_COLOR", "1"}}).color);
  CHECK_FALSE(piped({{"FORCE_COLOR", "0"}}).color);
  CHECK_FALSE(piped({{"FORCE_COLOR", ""}}).color);
  CHECK(piped({}, ColorChoice::always).color);
}

TEST_CASE("NO_COLOR wins over FORCE_COLOR, and --color over both") {
  CHECK_FALSE(piped({{"FORCE_COLOR", "1"}, {"NO_COLOR", "1"}}).color);
  CHECK(piped({{"FORCE_COLOR", "1"}, {"NO_COLOR", ""}}).color);
  CHECK(piped({{"NO_COLOR", "1"}}, ColorChoice::always).color);
  CHECK_FALSE(piped({{"FORCE_COLOR", "1"}}, ColorChoice::never).color);
}

TEST_CASE("COLUMNS gives the width where it is a number") {
  CHECK(piped({}).width == 80);
  CHECK(piped({{"COLUMNS", "132"}}).width == 132);
  for (const char* wrong : {"", "0", "wide", "-5", "80x"}) {
    INFO(wrong);
    CHECK(piped({{"COLUMNS", wrong}}).width == 80);
  }
}

TEST_CASE("tables are bound by a width only where somebody set one") {
  CHECK_FALSE(piped({}).is_narrow);
  CHECK_FALSE(piped({{"COLUMNS", "wide"}}).is_narrow);
  CHECK(piped({{"COLUMNS", "60"}}).is_narrow);
}
