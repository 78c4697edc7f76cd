#include "operations.hpp"

#include <algorithm>
#include <array>

namespace dmc {
namespace {

constexpr std::array<std::string_view, 16> k_reads{
    "get", "read", "r",     "gets",   "get_lease", "reads",    "rd",     "load",
    "ld",  "l",    "fetch", "lookup", "mget",      "multiget", "exists", "gat"};
constexpr std::array<std::string_view, 28> k_writes{
    "set",       "write",   "w",         "add",   "replace",    "cas",    "delete",
    "append",    "prepend", "incr",      "decr",  "set_lease",  "put",    "writes",
    "wr",        "store",   "st",        "s",     "del",        "remove", "update",
    "increment", "insert",  "decrement", "touch", "invalidate", "modify", "upsert"};

constexpr std::size_t k_longest = 16;

template <class Words>
bool holds(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

std::optional<ReferenceKind> operation_of(std::string_view word, const OperationCodes& codes) {
  if (!codes.reads.empty()) {
    if (holds(codes.reads, word)) {
      return ReferenceKind::read;
    }
    const bool writes = codes.writes.empty() || holds(codes.writes, word);
    return writes ? std::optional(ReferenceKind::write) : std::nullopt;
  }
  if (word.empty()) {
    return ReferenceKind::other;
  }
  if (word.size() > k_longest) {
    return std::nullopt;
  }
  std::array<char, k_longest> lower{};
  std::transform(word.begin(), word.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  const std::string_view plain(lower.data(), word.size());
  if (holds(k_reads, plain)) {
    return ReferenceKind::read;
  }
  return holds(k_writes, plain) ? std::optional(ReferenceKind::write) : std::nullopt;
}

}  // namespace dmc
