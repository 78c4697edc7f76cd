#include "lexer.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "dmc/util/ascii.hpp"

namespace dmc::nest {
namespace {

bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool goes_on_in_name(char c) {
  return begins_name(c) || is_digit(c);
}

// The longest first.
constexpr std::array<std::string_view, 36> k_symbols{
    "<<=", ">>=", "...", "..", "&&", "||", "<=", ">=", "==", "!=", "+=", "-=",
    "*=",  "/=",  "%=",  "&=", "|=", "^=", "++", "--", "<<", ">>", "->", "+",
    "-",   "*",   "/",   "%",  "<",  ">",  "=",  "!",  "(",  ")",  "[",  "]"};
constexpr std::string_view k_single = "{},;:?.&|^~";

// Lines of C that are no comments but begin like one.
constexpr std::array<std::string_view, 6> k_directives{"pragma", "include", "define",
                                                       "if",     "endif",   "undef"};

class Lexer {
 public:
  explicit Lexer(const Source& source) : source_(source), text_(source.text) {}

  Tokens run() {
    while (skip_blanks(), at_ < text_.size()) {
      next();
    }
    add(Token::Kind::end, 0);
    return std::move(tokens_);
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  [[nodiscard]] Place place() const {
    return {line_, static_cast<std::uint32_t>(at_ - line_begin_ + 1)};
  }

  void new_line() {
    ++line_;
    line_begin_ = at_ + 1;
    starts_line_ = true;
  }

  void skip_blanks() {
    for (; at_ < text_.size(); ++at_) {
      if (peek() == '\n') {
        new_line();
      } else if (peek() == '#' || (peek() == '/' && peek(1) == '/')) {
        skip_line_comment();
        --at_;
      } else if (peek() == '/' && peek(1) == '*') {
        skip_comment();
      } else if (peek() != ' ' && peek() != '\t' && peek() != '\r') {
        return;
      }
    }
  }

  // Stops before the line's end.
  void skip_line_comment() {
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    std::string_view comment = text_.substr(at_, end - at_);
    comment.remove_prefix(std::min(comment.find_first_not_of("#/ \t"), comment.size()));
    comment = comment.substr(0, comment.find_last_not_of(" \t\r") + 1);
    const bool is_directive = std::any_of(k_directives.begin(), k_directives.end(),
                                          [&](auto word) { return comment.starts_with(word); });
    if (!is_directive) {
      tokens_.comments.emplace(line_, comment);
    }
    at_ = end;
  }

  // Stops at its last character.
  void skip_comment() {
    const Place begin = place();
    for (at_ += 2; !(peek() == '*' && peek(1) == '/'); ++at_) {
      if (at_ >= text_.size()) {
        fail_at(source_, begin, "this comment has no end; write */ behind it");
      }
      if (peek() == '\n') {
        new_line();
      }
    }
    ++at_;
  }

  void add(Token::Kind kind, std::size_t length) {
    tokens_.all.push_back({kind, starts_line_, text_.substr(at_, length), place()});
    starts_line_ = false;
    at_ += length;
  }

  void next() {
    if (begins_name(peek())) {
      std::size_t length = 1;
      while (goes_on_in_name(peek(length))) {
        ++length;
      }
      add(Token::Kind::name, length);
    } else if (is_digit(peek()) || (peek() == '.' && is_digit(peek(1)))) {
      number();
    } else if (peek() == '"') {
      string();
    } else {
      symbol();
    }
  }

  // "0..m" is a number and a range: a point that another one follows belongs to the range.
  void number() {
    std::size_t length = 0;
    bool real = false;
    while (is_digit(peek(length))) {
      ++length;
    }
    if (peek(length) == '.' && peek(length + 1) != '.') {
      real = true;
      for (++length; is_digit(peek(length)); ++length) {
      }
    }
    if (const char e = peek(length); e == 'e' || e == 'E') {
      const std::size_t sign = peek(length + 1) == '-' || peek(length + 1) == '+' ? 1 : 0;
      if (is_digit(peek(length + 1 + sign))) {
        real = true;
        for (length += 2 + sign; is_digit(peek(length)); ++length) {
        }
      }
    }
    const std::size_t digits = length;
    while (std::string_view("fFlLuU").find(peek(length)) != std::string_view::npos &&
           peek(length) != '\0') {
      real = real || peek(length) == 'f' || peek(length) == 'F';
      ++length;
    }
    if (goes_on_in_name(peek(length))) {
      fail_at(source_, place(), "a name cannot begin with a digit, and a product needs its *");
    }
    add(real ? Token::Kind::real : Token::Kind::integer, length);
    tokens_.all.back().text = tokens_.all.back().text.substr(0, digits);
  }

  void string() {
    const std::size_t end = text_.find_first_of("\"\n", at_ + 1);
    if (end == std::string_view::npos || text_[end] == '\n') {
      fail_at(source_, place(), "this name has no end; write \" behind it");
    }
    add(Token::Kind::string, end + 1 - at_);
    std::string_view& text = tokens_.all.back().text;
    text = text.substr(1, text.size() - 2);
  }

  void symbol() {
    for (const std::string_view symbol : k_symbols) {
      if (text_.substr(at_).starts_with(symbol)) {
        return add(Token::Kind::symbol, symbol.size());
      }
    }
    if (k_single.find(peek()) == std::string_view::npos || peek() == '\0') {
      const auto byte = static_cast<unsigned char>(peek());
      fail_at(source_, place(),
              byte < 0x20 || byte > 0x7e
                  ? fmt::format("this is not text of a loop nest: byte 0x{:02x}", byte)
                  : fmt::format("'{}' has no meaning in a loop nest", peek()));
    }
    add(Token::Kind::symbol, 1);
  }

  const Source& source_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_begin_ = 0;
  std::uint32_t line_ = 1;
  bool starts_line_ = true;
  Tokens tokens_;
};

}  // namespace

Tokens tokenize(const Source& source) {
  return Lexer(source).run();
}

}  // namespace dmc::nest
