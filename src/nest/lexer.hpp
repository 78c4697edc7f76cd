#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/nest/source.hpp"

namespace dmc::nest {

struct Token {
  enum class Kind : std::uint8_t { name, integer, real, string, symbol, end };
  Kind kind = Kind::end;
  bool starts_line = false;    ///< the first token of its line
  std::string_view text = {};  ///< of a string, what is between the quotes
  Place place = {};

  [[nodiscard]] bool is(std::string_view symbol) const {
    return kind == Kind::symbol && text == symbol;
  }
  [[nodiscard]] bool is_word(std::string_view word) const {
    return kind == Kind::name && text == word;
  }
};

/// A text as tokens, the last of which is the end. They point into the source.
struct Tokens {
  std::vector<Token> all = {};
  std::map<std::uint32_t, std::string> comments = {};  ///< by line, those that end with their line
};

/// Throws dmc::Error for characters that no nest has.
[[nodiscard]] Tokens tokenize(const Source& source);

}  // namespace dmc::nest
