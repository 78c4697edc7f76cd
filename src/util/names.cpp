#include "dmc/util/names.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include <fmt/format.h>

#include "dmc/util/ascii.hpp"
#include "dmc/util/utf8.hpp"

namespace dmc {
namespace {

// No name is so long; what is takes too long to compare, and nobody wants to read it.
constexpr std::size_t k_longest = 100;

// Optimal string alignment distance (Damerau-Levenshtein without overlapping edits).
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      d[i][j] = std::min(
          {d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

constexpr std::string_view k_letters = "abcdefghijklmnopqrstuvwxyz";

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower;
}

/// How ids abbreviate what statements are called; empty for any other word.
std::string_view statement_word(std::string_view word) {
  struct Word {
    std::string_view full;
    std::string_view id;
  };
  constexpr std::array k_words{Word{"theorem", "thm"}, Word{"lemma", "lem"},
                               Word{"definition", "def"}, Word{"table", "tab"},
                               Word{"figure", "fig"}};
  for (const Word& one : k_words) {
    if (word == one.full || word == one.id) {
      return one.id;
    }
  }
  return {};
}

/// An id as a name can be compared with it: a bare number says nothing of the word before it.
std::string_view without_word(std::string_view id, std::string_view name) {
  if (!name.empty() && is_digit(name[0])) {
    id.remove_prefix(std::min(id.find_first_not_of(k_letters), id.size()));
  }
  return id;
}

}  // namespace

std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates) {
  if (name.size() > k_longest) {
    return {};
  }
  std::string_view nearest;
  // One slip in three letters is a typing error; more than that is another word.
  std::size_t least = std::max<std::size_t>(1, name.size() / 3) + 1;
  for (const std::string_view candidate : candidates) {
    const bool begins_so = !name.empty() && candidate.starts_with(name);
    const std::size_t distance = begins_so ? 1 : edit_distance(name, candidate);
    if (distance < least && distance < candidate.size()) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

std::string unknown_name(std::string_view kind, std::string_view name,
                         std::span<const std::string_view> candidates, std::string_view all) {
  const std::string_view nearest = nearest_name(name, candidates);
  if (!nearest.empty()) {
    return fmt::format("no {} '{}'; did you mean '{}'?", kind, name, nearest);
  }
  if (!all.empty()) {
    return fmt::format("no {} '{}'; {} shows them all", kind, shortened(name, k_longest), all);
  }
  return fmt::format("no {} '{}'; there are {}", kind, shortened(name, k_longest),
                     fmt::join(candidates, ", "));
}

std::string statement_id(std::string_view name) {
  std::string id = in_lower_case(name);
  const std::size_t letters = std::min(id.find_first_not_of(k_letters), id.size());
  const std::size_t number = id.find_first_not_of(". ", letters);
  const std::string_view word = statement_word(id.substr(0, letters));
  if (word.empty() || number == std::string::npos || !is_digit(id[number])) {
    return id;
  }
  return std::string(word) + id.substr(number);
}

bool is_named(std::string_view id, std::string_view name) {
  return without_word(id, name) == name;
}

bool belongs_to(std::string_view id, std::string_view name) {
  id = without_word(id, name);
  return id.starts_with(name) && (id.size() == name.size() || id[name.size()] == '.');
}

std::vector<std::string> joined_statements(const std::vector<std::string>& words) {
  std::vector<std::string> names;
  bool awaits_number = false;
  for (const std::string& word : words) {
    if (awaits_number && !word.empty() && is_digit(word[0])) {
      names.back() += ' ' + word;
      awaits_number = false;
      continue;
    }
    names.push_back(word);
    std::string bare = in_lower_case(word);
    bare.resize(bare.find_last_not_of('.') + 1);
    awaits_number = !statement_word(bare).empty();
  }
  return names;
}

}  // namespace dmc
