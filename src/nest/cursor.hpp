#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "lexer.hpp"
#include "syntax.hpp"

namespace dmc::nest {

/// Where a parser is in its tokens.
class Cursor {
 public:
  Cursor(const Source& source, const Tokens& tokens) : source_(source), tokens_(tokens) {}

  [[nodiscard]] const Token& peek(std::size_t ahead = 0) const {
    return tokens_.all[std::min(at_ + ahead, tokens_.all.size() - 1)];
  }
  const Token& take() {
    const Token& token = peek();
    ++at_;
    return token;
  }
  bool take_if(std::string_view symbol) {
    const bool found = peek().is(symbol);
    at_ += found ? 1 : 0;
    return found;
  }
  bool take_word(std::string_view word) {
    const bool found = peek().is_word(word);
    at_ += found ? 1 : 0;
    return found;
  }
  void expect(std::string_view symbol, std::string_view why) {
    if (!take_if(symbol)) {
      fail_expected(fmt::format("'{}' {}", symbol, why));
    }
  }
  const Token& expect_name(std::string_view what) {
    if (peek().kind != Token::Kind::name) {
      fail_expected(what);
    }
    return take();
  }

  [[noreturn]] void fail(Place place, std::string_view message) const {
    fail_at(source_, place, message);
  }
  [[noreturn]] void fail_expected(std::string_view what) const {
    fail(peek().place, fmt::format("expected {}, found {}", what, describe(peek())));
  }

  /// One level further in, for as long as it lives: texts must not exhaust the stack.
  class Depth {
   public:
    explicit Depth(Cursor& cursor) : cursor_(cursor) {
      if (++cursor_.depth_ > k_most_depth) {
        cursor_.fail(cursor_.peek().place,
                     fmt::format("this is more than {} levels deep; nest less", k_most_depth));
      }
    }
    ~Depth() { --cursor_.depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;

   private:
    Cursor& cursor_;
  };

 private:
  static constexpr std::size_t k_most_depth = 250;

  static std::string describe(const Token& token) {
    switch (token.kind) {
      case Token::Kind::end:
        return "the end of the text";
      case Token::Kind::string:
        return fmt::format("\"{}\"", token.text);
      default:
        return fmt::format("'{}'", token.text);
    }
  }

  const Source& source_;
  const Tokens& tokens_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
};

/// An expression, up to what cannot be part of one.
[[nodiscard]] Raw parse_expression(Cursor& cursor);
/// The same, or an assignment.
[[nodiscard]] Raw parse_assignment(Cursor& cursor);

}  // namespace dmc::nest
