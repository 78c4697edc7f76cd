#include "dmc/report/audit_page.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "dmc/report/html.hpp"
#include "dmc/util/number.hpp"

#include "audit_page_parts.hpp"

namespace dmc {
namespace {

constexpr std::string_view k_title = "The paper’s claims, decided by measurement";

Html head() {
  return element("head", {}, void_element("meta", {{"charset", "utf-8"}}),
                 void_element("meta", {{"name", "viewport"},
                                       {"content", "width=device-width, initial-scale=1"}}),
                 void_element("meta", {{"name", "color-scheme"}, {"content", "light dark"}}),
                 element("title", {}, k_title),
                 element("style", {}, Html::trusted(std::string(page_style()))));
}

/// What makes this page.
std::string page_command(const AuditResult& result) {
  std::string text = "dmc audit";
  if (result.claims.size() != claims().size()) {
    for (const ClaimResult& one : result.claims) {
      text += fmt::format(" {}", one.claim->id);
    }
  }
  return text + (result.effort == Effort::quick ? " --quick" : "") + " --html audit.html";
}

Html fact(std::string_view name, const Html& value) {
  Html pair = element("dt", {}, name);
  pair += element("dd", {}, value);
  return pair;
}

Html facts(const AuditResult& result, std::string_view version) {
  const std::string work = fmt::format("{} runs, {} accesses, each with its exact reuse distance",
                                       result.runs, human(static_cast<double>(result.accesses)));
  const std::string sizes =
      result.effort == Effort::quick ? "quick: fewer and smaller sizes" : "full";
  Html list = fact("Measured", work);
  list += fact("Sizes", sizes);
  list += fact("Program", fmt::format("dmc {}", version));
  list += fact("This page", command_text(page_command(result)));
  return element("dl", look("facts"), list);
}

std::size_t count_of(const AuditResult& result, AuditVerdict verdict) {
  return static_cast<std::size_t>(
      std::count_if(result.claims.begin(), result.claims.end(),
                    [&](const ClaimResult& one) { return one.verdict == verdict; }));
}

/// How many claims have each verdict: a bar to see it, and the numbers.
Html counts(const AuditResult& result) {
  Html bar;
  Html list;
  for (const AuditVerdict verdict : k_audit_verdicts) {
    const std::size_t count = count_of(result, verdict);
    if (count > 0) {
      const std::string title = fmt::format("{} {}", count, to_string(verdict));
      bar += element("span", {{"class", std::string(verdict_class(verdict))},
                              {"style", fmt::format("flex:{} 0 0", count)},
                              {"title", title}});
      list += element("li", {}, element("b", {}, fmt::format("{}", count)), verdict_mark(verdict));
    }
  }
  Html both = element("div", {{"class", "share"}, {"aria-hidden", "true"}}, bar);
  both += element("ul", look("counts"), list);
  return both;
}

/// Sentences that begin with what they are about and a colon, which is set off.
Html rule(std::string_view sentence) {
  const std::size_t colon = sentence.find(": ");
  if (colon == std::string_view::npos) {
    return element("li", {}, sentence);
  }
  return element("li", {}, element("strong", {}, sentence.substr(0, colon)),
                 sentence.substr(colon));
}

Html rules() {
  Html list;
  for (const std::string& sentence : verdict_rules()) {
    list += rule(sentence);
  }
  return list;
}

Html summary(const AuditResult& result, std::string_view version) {
  return element("header", {}, element("h1", {}, k_title),
                 element("p", look("lead"),
                         element("em", {}, "DMC4ML: Data Movement Complexity for Machine Learning"),
                         " (arXiv:2312.14441), compared with exact measurements."),
                 counts(result), facts(result, version));
}

Html reading() {
  return element(
      "section", {}, element("h2", {{"id", "reading"}}, "How to read this"),
      element("p", {},
              "The data movement distance (DMD) of a reuse is the square root of its reuse "
              "distance: the number of distinct data accessed since the same datum was last used, "
              "itself included. That of a program is the sum over its reuses. A claim is decided "
              "by questions. Each has a rule, told with it, that looks at numbers only: what was "
              "measured, what was claimed, and the ratio of the two, which is 1 where they agree."),
      element("p", {},
              "What is measured can be measured again: the command stands beside it and is "
              "selected by one click. Numbers show four digits; pointing at one shows all of it."),
      element("h3", {}, "How a verdict follows"), element("ul", look("rules"), rules()));
}

Html claim_row(const ClaimResult& one) {
  const Html link = element("a", {{"href", "#" + claim_anchor(one)}}, std::string(one.claim->id));
  return element("tr", {}, element("td", look("name"), link), element("td", {}, one.claim->source),
                 element("td", {}, one.claim->title),
                 element("td", look("whole"), verdict_mark(one.verdict)),
                 element("td", look("whole"), with_powers(one.brief)));
}

Html claim_table(const AuditResult& result) {
  Html heads;
  for (const std::string_view name : {"Claim", "Source", "About", "Verdict", "Evidence"}) {
    heads += element("th", {{"scope", "col"}}, name);
  }
  Html rows;
  for (const ClaimResult& one : result.claims) {
    rows += claim_row(one);
  }
  return element("section", {}, element("h2", {{"id", "claims"}}, "All claims"),
                 element("table", look("claims"), element("thead", {}, element("tr", {}, heads)),
                         element("tbody", {}, rows)));
}

Html overview_figures(std::span<const PageFigure> figures) {
  Html drawings;
  for (const PageFigure& figure : figures) {
    if (figure.claim.empty()) {
      drawings += page_drawing(figure);
    }
  }
  return drawings.empty() ? Html() : element("div", look("pictures"), drawings);
}

Html details(const AuditResult& result, std::span<const PageFigure> figures) {
  Html articles;
  for (const ClaimResult& one : result.claims) {
    articles += claim_article(one, result.effort, figures);
  }
  return element("section", {}, element("h2", {{"id", "evidence"}}, "Claim by claim"), articles);
}

}  // namespace

std::string audit_page(const AuditResult& result, std::string_view version,
                       std::span<const PageFigure> figures) {
  const Html body = element("body", {}, summary(result, version),
                            element("main", {}, overview_figures(figures), claim_table(result),
                                    reading(), details(result, figures)),
                            element("footer", {},
                                    element("p", {}, "Made by ", command_text(page_command(result)),
                                            fmt::format(", dmc {}.", version))));
  return "<!DOCTYPE html>\n" + element("html", {{"lang", "en"}}, head(), body).markup();
}

}  // namespace dmc
