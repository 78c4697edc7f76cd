#include <string>

#include "dmc/util/json_depth.hpp"

#include "catch.hpp"

using namespace dmc;

namespace {

std::string nested(std::size_t levels, char open, char close) {
  return std::string(levels, open) + std::string(levels, close);
}

}  // namespace

TEST_CASE("JSON may be as deep as the limit, and no deeper") {
  CHECK_FALSE(is_too_deep(nested(k_deepest_json, '[', ']')));
  CHECK(too_deep_at(nested(k_deepest_json + 1, '[', ']')) == k_deepest_json);
  CHECK(is_too_deep(nested(k_deepest_json + 1, '{', '}')));
  CHECK(is_too_deep(std::string(1'000'000, '[')));  // never closed
  CHECK(is_too_deep("{\"a\": \"]\", \"b\": " + std::string(k_deepest_json, '[')));
}

TEST_CASE("only what is open counts as depth") {
  std::string beside;
  for (int i = 0; i < 1000; ++i) {
    beside += "[{}],";
  }
  CHECK_FALSE(is_too_deep('[' + beside + "[]]"));
  CHECK_FALSE(is_too_deep('"' + std::string(1000, '[') + '"'));
  CHECK_FALSE(is_too_deep("\"\\\"" + std::string(1000, '[') + '"'));    // an escaped quote
  CHECK(is_too_deep("[\"\\\\\"," + std::string(k_deepest_json, '[')));  // an escaped backslash
  CHECK_FALSE(is_too_deep(""));
}
