// The table of claims: complete, in order, found by name.
#include <set>
#include <string>
#include <vector>

#include "dmc/audit/audit.hpp"
#include "dmc/audit/question.hpp"
#include "dmc/util/error.hpp"

#include "catch.hpp"

using namespace dmc;

namespace {

// Every computable statement of the paper, in its order.
const std::vector<std::string> k_statements = {
    "def2.1",        "def2.2",   "lem3.1",        "lem3.2",
    "lem3.3",        "tab1",     "thm3.4",        "lem3.5",
    "lem3.6",        "fig2",     "lem3.7",        "lem3.8",
    "lem3.9",        "thm3.10",  "asymmetry",     "thm3.11",
    "fig3",          "fig4",     "thm3.12",       "winograd",
    "lem3.13",       "lem3.14",  "lem3.15",       "lem3.16",
    "lem3.17",       "thm3.18",  "fftconv-bound", "fftconv-numbers",
    "fftconv-k3",    "def3.19",  "thm3.20",       "thm3.21",
    "channels-last", "confirm1", "confirm2",      "confirm3",
    "confirm4"};

// The entries of Table 1.
const std::vector<std::string> k_entries = {
    "embedding", "position", "masked-attention", "attention", "feed-forward", "linear", "softmax"};

std::string message_for(std::string_view name) {
  try {
    static_cast<void>(find_claims(name));
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("every statement of the paper is a claim, in the paper's order") {
  std::vector<std::string> ids;
  std::set<std::string> entries;
  for (const Claim& claim : claims()) {
    if (claim.id.starts_with("tab1.")) {
      entries.emplace(claim.id.substr(5));
    } else {
      ids.emplace_back(claim.id);
    }
  }
  CHECK(ids == k_statements);
  CHECK(entries == std::set<std::string>(k_entries.begin(), k_entries.end()));
}

TEST_CASE("every claim says what it is about and has questions that decide it") {
  std::set<std::string_view> ids;
  for (const Claim& claim : claims()) {
    INFO(claim.id);
    CHECK(ids.insert(claim.id).second);
    CHECK_FALSE(claim.source.empty());
    CHECK_FALSE(claim.title.empty());
    CHECK_FALSE(claim.statement.empty());
    CHECK(claim.why.ends_with('.'));
    for (const Effort effort : {Effort::quick, Effort::full}) {
      bool decided = false;
      for (const Question& question : claim.questions(effort)) {
        CHECK_FALSE(question.items.empty());
        CHECK_FALSE(question.text.empty());
        decided = decided || (question.role != Role::context && question.role != Role::corrected);
      }
      CHECK(decided);
    }
  }
}

TEST_CASE("claims are found by id, and those of a table by its name") {
  REQUIRE(find_claims("thm3.10").size() == 1);
  CHECK(find_claims("thm3.10").front()->id == "thm3.10");
  // Not Theorem 3.10 to 3.12.
  CHECK(find_claims("lem3.1").size() == 1);
  CHECK(find_claims("tab1").size() == 1 + k_entries.size());
  CHECK(find_claims("tab1.softmax").size() == 1);
}

TEST_CASE("an unknown claim is answered with the nearest one") {
  CHECK(message_for("thm3.1O").find("thm3.10") != std::string::npos);
  CHECK(message_for("confrim1").find("confirm1") != std::string::npos);
  CHECK_FALSE(message_for("").empty());
}
