#include <bit>

#include <fmt/format.h>

#include "dmc/analysis/root_reuses.hpp"

#include "questions.hpp"
#include "topics.hpp"

namespace dmc {
namespace {

double count(std::uint64_t n, std::uint64_t root, Kinship kinship) {
  double found = 0;
  for (const RootReuse& reuse : root_reuses(n, root).reuses) {
    found += reuse.kinship == kinship ? 1 : 0;
  }
  return found;
}

/// The command that counts them: for the paper's own examples a drawing, else the audit itself.
std::string_view counting(std::uint64_t n, std::uint64_t root) {
  if (n == 16 && (root == 0 || root == 4)) {
    return root == 0 ? "dmc figure 6" : "dmc figure 7";
  }
  return root == 0 ? "dmc audit lem3.16 --quick" : "dmc audit lem3.17 --quick";
}

Item counted(std::uint64_t n, std::uint64_t root, Kinship kinship, double claimed) {
  return computed(static_cast<double>(n),
                  {.subject = fmt::format("fft n={}, omega[{}]", n, root),
                   .command = std::string(counting(n, root)),
                   .quantity = fmt::format("reuses, {}", to_string(kinship)),
                   .measured = count(n, root, kinship),
                   .claimed = claimed});
}

double claimed(std::string_view id, std::uint64_t n, std::uint64_t lowest_level) {
  return evaluate(find_formula(id), {{"n", n}}, {}, {{"X", static_cast<double>(lowest_level)}});
}

Question first_root(std::string_view id, Kinship kinship, std::string_view what) {
  std::vector<Item> items;
  for (const std::uint64_t n : doubling(4, 128)) {
    items.push_back(counted(n, 0, kinship, claimed(id, n, 0)));
  }
  Question question = asked(Role::formula, fmt::format("whether omega[0] has {} reuses", what), "n",
                            std::move(items), equal);
  question.claimed = find_formula(id).expression.text();
  question.mathml = find_formula(id).expression.mathml();
  return question;
}

std::vector<Question> first_root_questions(Effort /*effort*/) {
  return {first_root("lem3.16", Kinship::distant, "as many distant"),
          first_root("lem3.16.closed", Kinship::distant, "n/4 - 1 distant"),
          first_root("lem3.16.sibling", Kinship::sibling, "n/4 sibling"),
          first_root("lem3.16.parent", Kinship::parent, "n/2 - 1 child-parent")};
}

/// Every root but the first, whose lowest level X follows from the factors 2 of its index.
std::vector<Item> other_roots(std::string_view id, bool even) {
  std::vector<Item> items;
  for (const std::uint64_t n : doubling(4, 32)) {
    for (std::uint64_t b = 1; b < n / 2; ++b) {
      if ((b % 2 == 0) == even) {
        const auto level = static_cast<std::uint64_t>(std::countr_zero(n) - std::countr_zero(b));
        items.push_back(counted(n, b, Kinship::distant, claimed(id, n, level)));
      }
    }
  }
  return items;
}

std::vector<Question> other_root_questions(Effort /*effort*/) {
  const auto about = [](Role role, std::string_view id, bool even) {
    Question question = asked(role,
                              fmt::format("whether {} gives the distant reuses of omega[b], b {}",
                                          id, even ? "even" : "odd"),
                              "n", other_roots(id, even), equal);
    question.claimed = find_formula(id).expression.text();
    question.mathml = find_formula(id).expression.mathml();
    return question;
  };
  return {about(Role::formula, "lem3.17", true), about(Role::formula, "lem3.17.closed", true),
          about(Role::formula, "lem3.17", false), about(Role::context, "lem3.17.closed", false)};
}

}  // namespace

std::vector<Claim> root_claims() {
  return {
      {"lem3.16", "Lemma 3.16", "reuses of omega[0]",
       "c(0, n) = n/4 - 1 distant reuses; n/4 sibling and n/2 - 1 child-parent reuses.",
       first_root_questions, AuditVerdict::holds,
       "Every call but the outermost is followed by its caller or by a call under its sibling."},
      {"lem3.17", "Lemma 3.17", "reuses of omega[b]",
       "c(n, b, X) = Σ[d = X+1 … log₂ n - 1] 2^(log₂ n - 1 - d) = n/2^(X+1) - 1 distant reuses, X "
       "the lowest level in which b appears.",
       other_root_questions, AuditVerdict::holds,
       "The sum holds for every b; its closed form for those that are read below the outermost "
       "call, since for odd b it would give -1/2."},
  };
}

}  // namespace dmc
