#include <algorithm>
#include <set>

#include "dmc/formulas/expression.hpp"
#include "dmc/formulas/formula.hpp"
#include "dmc/report/audit_page.hpp"

#include "catch.hpp"
#include "markup.hpp"

using namespace dmc;
using test::Element;
using test::elements_with;
using test::MarkupReader;

namespace {

constexpr std::string_view k_hostile = R"(</style><script>"a" & 'b' < c</script>)";

EvidenceRow row(double x, double measured, double claimed) {
  return {.x = x,
          .subject = "conv",
          .command = "dmc run conv --n 8",
          .quantity = "DMD",
          .measured = measured,
          .claimed = claimed,
          .ratio = measured / claimed};
}

AuditFinding finding(Role role, Outcome outcome, std::vector<EvidenceRow> rows) {
  AuditFinding one;
  one.role = role;
  one.outcome = outcome;
  one.question = "whether it is so";
  one.rule = "holds if it is";
  one.brief = "it is";
  one.along = "n";
  one.rows = std::move(rows);
  return one;
}

/// A claim of that id with a verdict, and nothing asked.
ClaimResult claim(const Claim& row, AuditVerdict verdict) {
  return {
      .claim = &row, .verdict = verdict, .why = "Because.", .brief = "so it is", .findings = {}};
}

Claim claim_row(std::string_view id) {
  return {.id = id,
          .source = "Lemma 9.9",
          .title = "nothing",
          .statement = "n = n",
          .questions = nullptr,
          .explained = AuditVerdict::holds,
          .why = "Because."};
}

std::string page_of(const ClaimResult& one, std::span<const PageFigure> figures = {}) {
  AuditResult result;
  result.claims = {one};
  return audit_page(result, "1.2.3", figures);
}

/// Without the line that is no element. Throws where the rest is not well-formed.
MarkupReader read(const std::string& page) {
  REQUIRE(page.starts_with("<!DOCTYPE html>\n<html"));
  return MarkupReader(std::string_view(page).substr(page.find('\n') + 1));
}

std::size_t count(const MarkupReader& reader, std::string_view name) {
  return static_cast<std::size_t>(
      std::count_if(reader.elements().begin(), reader.elements().end(),
                    [&](const Element& one) { return one.name == name; }));
}

bool any_text_is(const MarkupReader& reader, std::string_view text) {
  return std::any_of(reader.elements().begin(), reader.elements().end(),
                     [&](const Element& one) { return one.text == text; });
}

}  // namespace

TEST_CASE("nothing that a claim or its evidence says becomes markup") {
  Claim row_of_table = claim_row(k_hostile);
  row_of_table.source = row_of_table.title = row_of_table.statement = k_hostile;
  ClaimResult one = claim(row_of_table, AuditVerdict::holds);
  one.why = one.brief = k_hostile;
  AuditFinding hostile = finding(Role::statement, Outcome::holds, {row(1, 1, 1), row(2, 1, 1)});
  hostile.reading = hostile.question = hostile.claimed = hostile.rule = hostile.brief = k_hostile;
  hostile.along = k_hostile;
  for (EvidenceRow& evidence : hostile.rows) {
    evidence.subject = evidence.quantity = k_hostile;
    evidence.command = "dmc " + std::string(k_hostile);
  }
  one.findings = {hostile};
  const std::vector<PageFigure> figures = {{.claim = "",
                                            .caption = std::string(k_hostile),
                                            .command = std::string(k_hostile),
                                            .svg = ""}};
  const std::string page = page_of(one, figures);
  const MarkupReader reader = read(page);
  CHECK(count(reader, "script") == 0);
  CHECK(any_text_is(reader, k_hostile));
}

TEST_CASE("each verdict has a look of its own") {
  const Claim row_of_table = claim_row("lem9.9");
  std::set<std::string> looks;
  for (const AuditVerdict verdict :
       {AuditVerdict::definition, AuditVerdict::holds, AuditVerdict::holds_asymptotically,
        AuditVerdict::slip, AuditVerdict::undecided, AuditVerdict::bound_violated,
        AuditVerdict::refuted}) {
    const std::string page = page_of(claim(row_of_table, verdict));
    const MarkupReader reader = read(page);
    const std::vector<Element> marks = elements_with(reader, "span", "verdict");
    // Among the counts, in the table, at the claim.
    REQUIRE(marks.size() == 3);
    for (const Element& mark : marks) {
      CHECK(mark.text == to_string(verdict));
      CHECK(mark.attributes.at("class") == marks[0].attributes.at("class"));
    }
    const std::string name = marks[0].attributes.at("class").substr(std::string("verdict ").size());
    CHECK(page.find("." + name + "{") != std::string::npos);
    looks.insert(name);
  }
  CHECK(looks.size() == 7);
}

TEST_CASE("formulas are typeset as their expressions are") {
  const Claim row_of_table = claim_row("thm3.10");
  ClaimResult one = claim(row_of_table, AuditVerdict::slip);
  AuditFinding asked = finding(Role::formula, Outcome::fails, {row(8, 2, 1)});
  asked.mathml = sqrt(Expression::variable("zeta")).mathml();
  one.findings = {asked};
  const std::string page = page_of(one);
  read(page);
  CHECK(page.find(asked.mathml) != std::string::npos);
  std::size_t typeset = 1;
  for (const Formula& formula : formulas()) {
    if (formula.id == "thm3.10" || formula.id.starts_with("thm3.10.")) {
      const std::string command = "dmc formula " + std::string(formula.id);
      CHECK(page.find("<code>" + command + "</code>") != std::string::npos);
      typeset += 1 + formula.where.size();
    }
  }
  CHECK(typeset > 3);
  CHECK(elements_with(read(page), "div", "formula").size() == typeset);
}

TEST_CASE("only long formulas may go over several lines, and lose nothing by it") {
  const Expression n = Expression::variable("n");
  const Claim row_of_table = claim_row("none9.9");
  ClaimResult one = claim(row_of_table, AuditVerdict::holds);
  const auto page_with = [&](const Expression& expression) {
    AuditFinding asked = finding(Role::formula, Outcome::holds, {row(8, 1, 1)});
    asked.mathml = expression.mathml();
    one.findings = {asked};
    return page_of(one);
  };
  const std::string brief = page_with(2 * n * (n - 1) + sqrt(n));
  CHECK(elements_with(read(brief), "div", "formula").size() == 1);
  CHECK(elements_with(read(brief), "div", "long").empty());
  CHECK(elements_with(read(brief), "mo", "sign").empty());
  Expression sum = n;
  for (int i = 0; i < 30; ++i) {
    sum = sum + n * (n - 1);
  }
  const std::string whole = page_with(sum);
  const MarkupReader reader = read(whole);
  CHECK(elements_with(reader, "div", "long").size() == 1);
  CHECK(elements_with(reader, "mo", "sign").size() == 60);
  CHECK(count(reader, "mi") == 61);
  CHECK(std::count_if(reader.elements().begin(), reader.elements().end(), [](const Element& mo) {
          return mo.name == "mo" && mo.attributes.contains("stretchy");
        }) == 60);
}

TEST_CASE("a formula stands with the claim that is about it most closely") {
  const Claim whole = claim_row("tab1");
  const Claim part = claim_row("tab1.linear");
  const std::string of_whole = page_of(claim(whole, AuditVerdict::holds));
  const std::string of_part = page_of(claim(part, AuditVerdict::holds));
  CHECK(of_whole.find("dmc formula tab1.linear") == std::string::npos);
  CHECK(of_part.find("<code>dmc formula tab1.linear</code>") != std::string::npos);
}

TEST_CASE("evidence stands with its numbers and commands") {
  const Claim row_of_table = claim_row("lem9.9");
  ClaimResult one = claim(row_of_table, AuditVerdict::slip);
  one.findings = {finding(Role::formula, Outcome::fails, {row(8, 1234.5678901, 2), row(9, 3, 4)}),
                  finding(Role::corrected, Outcome::holds, {row(8, 5, 5)})};
  one.findings[1].rows[0].command = "dmc run conv --n 8; dmc run conv --n 9";
  const std::string page = page_of(one);
  const MarkupReader reader = read(page);
  std::vector<double> numbers;
  for (const Element& element : reader.elements()) {
    if (element.name == "data") {
      numbers.push_back(element.number("value"));
    }
  }
  CHECK(numbers ==
        std::vector<double>{8, 1234.5678901, 2, 1234.5678901 / 2, 9, 3, 4, 0.75, 8, 5, 5, 1});
  CHECK(count(reader, "details") == 2);
  CHECK(page.find("<code>dmc run conv --n 9</code>") != std::string::npos);
  CHECK(page.find("dmc audit lem9.9") != std::string::npos);
}

TEST_CASE("what runs along sizes is drawn, all questions of a claim together") {
  const Claim row_of_table = claim_row("lem9.9");
  ClaimResult one = claim(row_of_table, AuditVerdict::slip);
  one.findings = {
      finding(Role::formula, Outcome::fails, {row(8, 3, 2), row(16, 5, 4)}),
      finding(Role::corrected, Outcome::holds, {row(8, 1, 1), row(16, 1, 1)}),
      finding(Role::context, Outcome::holds, {row(8, 1, 1)}),  // a single point is no course
  };
  const std::string together = page_of(one);
  CHECK(count(read(together), "svg") == 1);
  CHECK(together.find("1 formula</text>") != std::string::npos);
  CHECK(together.find("2 corrected</text>") != std::string::npos);
  CHECK(together.find("3 context</text>") == std::string::npos);
  one.findings[1].along = "k";
  const std::string without_equal = page_of(one);
  CHECK(count(read(without_equal), "svg") == 1);
  one.findings[1].rows[1] = row(16, 1.01, 1);
  const std::string apart = page_of(one);
  CHECK(count(read(apart), "svg") == 2);
  one.findings[0].along = one.findings[1].along = "";
  const std::string none = page_of(one);
  CHECK(count(read(none), "svg") == 0);
}

TEST_CASE("figures stand where they belong") {
  const Claim row_of_table = claim_row("lem9.9");
  const ClaimResult one = claim(row_of_table, AuditVerdict::holds);
  const std::vector<PageFigure> figures = {
      {.claim = "lem9.9", .caption = "Of it", .command = "dmc figure a", .svg = "<svg>A</svg>"},
      {.claim = "lem8.8", .caption = "Other", .command = "dmc figure b", .svg = "<svg>B</svg>"},
      {.claim = "", .caption = "Of all", .command = "dmc figure c", .svg = "<svg>C</svg>"},
  };
  const std::string page = page_of(one, figures);
  const std::size_t article = page.find("<article");
  REQUIRE(article != std::string::npos);
  CHECK(page.find("<svg>A</svg>") > article);
  CHECK(page.find("<svg>C</svg>") < article);
  CHECK(page.find("<svg>B</svg>") == std::string::npos);
  CHECK(page.find("<code>dmc figure a</code>") > article);
}

TEST_CASE("a page says what made it") {
  const Claim row_of_table = claim_row("lem9.9");
  const std::string page = page_of(claim(row_of_table, AuditVerdict::holds));
  CHECK(page.find("dmc 1.2.3") != std::string::npos);
  CHECK(page.find("dmc audit lem9.9 --html audit.html") != std::string::npos);
}
