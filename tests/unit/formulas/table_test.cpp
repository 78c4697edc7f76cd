#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "dmc/formulas/formula.hpp"
#include "dmc/util/error.hpp"

#include "catch.hpp"

namespace dmc {
namespace {

std::set<std::string> offered_to(const Formula& formula, const Kernel& kernel) {
  std::set<std::string> names = {"b", "s"};
  for (const Parameter& parameter : kernel.parameters) {
    names.emplace(parameter.name);
  }
  names.insert(formula.given.begin(), formula.given.end());
  return names;
}

bool has_all(const std::set<std::string>& names, const Expression& expression) {
  const std::vector<std::string> used = expression.variables();
  return std::all_of(used.begin(), used.end(),
                     [&](const std::string& name) { return names.count(name) == 1; });
}

// Braces match, and so do \left and \right.
bool is_balanced(const std::string& latex) {
  int braces = 0;
  for (const char c : latex) {
    braces += c == '{' ? 1 : c == '}' ? -1 : 0;
    if (braces < 0) {
      return false;
    }
  }
  const auto count = [&](const std::string& what) {
    int found = 0;
    for (std::size_t at = latex.find(what); at != std::string::npos;
         at = latex.find(what, at + 1)) {
      ++found;
    }
    return found;
  };
  return braces == 0 && count("(") == count(")") && count("\\left") == count("\\right");
}

// Every element that opens closes, in order.
bool is_well_formed(const std::string& xml) {
  std::vector<std::string> open;
  for (std::size_t at = xml.find('<'); at != std::string::npos; at = xml.find('<', at + 1)) {
    const bool closes = xml[at + 1] == '/';
    const std::size_t begin = at + (closes ? 2 : 1);
    const std::string name = xml.substr(begin, xml.find_first_of(" >", begin) - begin);
    if (!closes) {
      open.push_back(name);
    } else if (open.empty() || open.back() != name) {
      return false;
    } else {
      open.pop_back();
    }
  }
  return open.empty();
}

TEST_CASE("ids are unique and say which statement of the paper they are of") {
  std::set<std::string_view> ids;
  for (const Formula& formula : formulas()) {
    CAPTURE(formula.id);
    CHECK(ids.insert(formula.id).second);
    CHECK_FALSE(formula.source.empty());
    CHECK_FALSE(formula.title.empty());
    if (formula.id.substr(0, 3) == "thm") {
      const std::string number(formula.id.substr(3, formula.id.find('.', 5) - 3));
      CHECK(formula.source == "Theorem " + number);
    }
    if (formula.id.substr(0, 3) == "lem") {
      const std::string number(formula.id.substr(3, formula.id.find('.', 5) - 3));
      CHECK(formula.source == "Lemma " + number);
    }
  }
}

TEST_CASE("the statements of the paper that are formulas are all there") {
  for (const char* id : {"lem3.1",
                         "lem3.2",
                         "lem3.3",
                         "thm3.4",
                         "lem3.5",
                         "lem3.6",
                         "lem3.7",
                         "lem3.8",
                         "lem3.9",
                         "thm3.10",
                         "thm3.10.hw",
                         "thm3.11",
                         "thm3.12",
                         "lem3.13",
                         "lem3.14",
                         "lem3.15",
                         "lem3.16",
                         "lem3.17",
                         "thm3.18.lower.log2",
                         "thm3.18.upper.log10",
                         "fftconv.ln",
                         "thm3.20"}) {
    CAPTURE(id);
    CHECK(find_formula(id).form == Form::printed);
  }
}

TEST_CASE("every formula uses what its kernels offer, and each symbol of its own") {
  for (const Formula& formula : formulas()) {
    for (const Kernel& kernel : kernels()) {
      if (!speaks_about(formula, kernel.name)) {
        continue;
      }
      CAPTURE(formula.id, kernel.name, formula.expression.text());
      std::set<std::string> names = offered_to(formula, kernel);
      for (const Definition& definition : formula.where) {
        CHECK(has_all(names, definition.value));
        names.emplace(definition.name);
      }
      CHECK(has_all(names, formula.expression));
    }
  }
}

TEST_CASE("formulas name kernels and classes that exist") {
  for (const Formula& formula : formulas()) {
    for (const std::string_view name : formula.kernels) {
      CAPTURE(formula.id, name);
      const Kernel& kernel = find_kernel(name);
      const bool exists =
          std::any_of(kernel.classes.begin(), kernel.classes.end(),
                      [&](const ReuseClass& c) { return c.name == formula.reuse_class; });
      CHECK((formula.reuse_class.empty() || exists));
    }
  }
}

TEST_CASE("every formula has a value at its kernel's defaults, in every print") {
  for (const Formula& formula : formulas()) {
    for (const Kernel& kernel : kernels()) {
      if (!speaks_about(formula, kernel.name)) {
        continue;
      }
      CAPTURE(formula.id, kernel.name);
      const Parameters parameters = resolve_parameters(kernel, {});
      const Variables given{{"m", 1000}, {"X", 1}, {"l", 9}, {"N", 5}, {"D", 100}, {"f", 100}};
      CHECK(std::isfinite(evaluate(formula, parameters, {}, given)));
      CHECK(evaluate(formula, parameters, {}, given) >= 0);
    }
    CHECK(is_balanced(formula.expression.latex()));
    CHECK(is_well_formed(formula.expression.mathml()));
    CHECK_FALSE(formula.expression.text().empty());
    for (const Definition& definition : formula.where) {
      CHECK(is_balanced(definition.value.latex()));
    }
  }
}

TEST_CASE("a mistyped id is answered with the nearest") {
  CHECK_THROWS_AS(find_formula("thm3.01"), Error);
  CHECK_THROWS_WITH(find_formula("thm3.100"), Catch::Contains("did you mean 'thm3.10'?"));
  CHECK_THROWS_WITH(find_formula("lemm3.7"), Catch::Contains("did you mean 'lem3.7'?"));
}

std::vector<std::string> ids_of(const std::vector<const Formula*>& some) {
  std::vector<std::string> ids;
  for (const Formula* formula : some) {
    ids.emplace_back(formula->id);
  }
  return ids;
}

TEST_CASE("an id names its formula, or the family that begins with it") {
  using Ids = std::vector<std::string>;
  CHECK(ids_of(find_formulas("thm3.10")) == Ids{"thm3.10"});
  CHECK(ids_of(find_formulas("thm3.18.lower")) ==
        Ids{"thm3.18.lower.log2", "thm3.18.lower.ln", "thm3.18.lower.log10"});
  CHECK(find_formulas("tab1").size() > 7);
  CHECK_THROWS_AS(find_formulas("thm3.1"), Error);  // not thm3.10 and so on
  CHECK_THROWS_AS(find_formulas(""), Error);
  CHECK_THROWS_WITH(find_formulas("thm3.13"), Catch::Contains("thm3.1"));
}

TEST_CASE("other forms say the same of the same quantity") {
  const auto others = [](const char* id) { return ids_of(other_forms(find_formula(id))); };
  using Ids = std::vector<std::string>;
  CHECK(others("lem3.8") == Ids{"lem3.8.exact", "lem3.8.exact.no-R"});
  CHECK(others("lem3.8.exact") == Ids{"lem3.8", "lem3.8.exact.no-R"});
  CHECK(others("lem3.8.count").empty());
  CHECK(others("tab1.linear") == Ids{"tab1.linear.corrected"});
  CHECK(others("lem3.17") == Ids{"lem3.17.closed"});
  CHECK(others("thm3.20").empty());
  for (const Formula& formula : formulas()) {
    for (const Formula* other : other_forms(formula)) {
      CAPTURE(formula.id, other->id);
      const auto back = other_forms(*other);
      CHECK(std::find(back.begin(), back.end(), &formula) != back.end());
    }
  }
}

TEST_CASE("the size of a datum scales costs and not counts") {
  const Parameters conv{{"n", 16}, {"h", 16}, {"w", 16}, {"k", 3}};
  Model wide;
  wide.bits = 64;
  const Formula& cost = find_formula("thm3.10");
  const Formula& count = find_formula("lem3.7.count");
  CHECK(evaluate(cost, conv, wide) == Approx(8 * evaluate(cost, conv, {})).epsilon(1e-14));
  CHECK(evaluate(count, conv, wide) == evaluate(count, conv, {}));
  CHECK(variables_of(conv, wide).at("s") == 64);
  CHECK(variables_of(conv, wide).at("b") == 1);
}

TEST_CASE("a formula applies where it speaks about the run") {
  const Parameters square{{"n", 16}, {"h", 16}, {"w", 16}, {"k", 3}};
  const Parameters oblong{{"h", 8}, {"w", 16}, {"k", 3}};
  Model blocks, no_r, no_k, reuse;
  blocks.block = 8;
  no_r.omit = {"R"};
  no_k.omit = {"K"};
  reuse.temporaries = Temporaries::reuse;
  const auto does = [](const char* id, const Parameters& parameters, const Model& model) {
    return applies(find_formula(id), parameters, model);
  };
  CHECK(does("thm3.10", square, {}));
  CHECK(does("thm3.10", square, no_r));
  CHECK_FALSE(does("thm3.10", square, no_k));
  CHECK_FALSE(does("thm3.10", square, blocks));
  CHECK_FALSE(does("thm3.10", oblong, {}));
  CHECK(does("thm3.10.hw", oblong, {}));
  CHECK_FALSE(does("thm3.10.hw", square, {}));
  CHECK(does("thm3.10.corrected", square, {}));
  CHECK_FALSE(does("thm3.10.corrected", square, no_r));
  CHECK(does("thm3.10.corrected.no-R", square, no_r));
  CHECK(does("lem3.7.count", oblong, no_r));
  CHECK(does("thm3.20", square, blocks));
  CHECK_FALSE(does("thm3.20", square, {}));
  CHECK(does("thm3.18.lower.ln", {{"n", 64}}, {}));
  CHECK_FALSE(does("thm3.18.lower.ln", {{"n", 1}}, {}));
  CHECK_FALSE(does("thm3.18.lower.ln", {{"n", 64}}, reuse));
  CHECK(does("tab1.softmax", {}, {}));
  CHECK_FALSE(does("lem3.16", {{"n", 64}}, {}));
}

TEST_CASE("forms and quantities have names") {
  CHECK(to_string(Form::printed) == "printed");
  CHECK(to_string(Form::corrected) == "corrected");
  CHECK(to_string(Form::exact) == "exact");
  CHECK(to_string(Quantity::dmd) == "DMD");
  CHECK(to_string(Quantity::reuses) == "reuses");
  CHECK(to_string(Quantity::data) == "data");
  CHECK(to_string(Quantity::cold_cost) == "cold cost");
  CHECK(to_string(Quantity::number) == "number");
}

}  // namespace
}  // namespace dmc
