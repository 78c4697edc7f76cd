#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <utility>

#include "cursor.hpp"

namespace dmc::nest {
namespace {

// Operators by precedence, the loosest first, as in C.
constexpr std::size_t k_levels = 5;
constexpr std::array<std::array<std::string_view, 6>, k_levels> k_operators{{
    {"||"},
    {"&&"},
    {"<", "<=", ">", ">=", "==", "!="},
    {"+", "-"},
    {"*", "/", "%", "ceildiv", "floordiv", "mod"},
}};

constexpr std::array<std::string_view, 6> k_assignments{"=", "+=", "-=", "*=", "/=", "%="};

constexpr std::array<std::string_view, 10> k_refused{"&",  "|",   "^",   "~",  "<<",
                                                     ">>", "<<=", ">>=", "&=", "|="};

constexpr std::array<std::string_view, 16> k_types{
    "int",   "long",   "short", "unsigned", "signed",    "float",   "double", "char",
    "const", "size_t", "bool",  "static",   "DATA_TYPE", "int64_t", "real",   "register"};

bool is_one_of(const Token& token, std::span<const std::string_view> texts) {
  return (token.kind == Token::Kind::symbol || token.kind == Token::Kind::name) &&
         !token.text.empty() && std::find(texts.begin(), texts.end(), token.text) != texts.end();
}

Raw parse_level(Cursor& cursor, std::size_t level);

std::vector<Raw> parse_list(Cursor& cursor, std::string_view close, std::string_view what) {
  std::vector<Raw> list;
  if (cursor.take_if(close)) {
    return list;
  }
  do {
    list.push_back(parse_assignment(cursor));
  } while (cursor.take_if(","));
  cursor.expect(close, what);
  return list;
}

// A[i,j] is A[i][j].
Raw parse_subscripts(Cursor& cursor, Raw array) {
  array.kind = Raw::Kind::element;
  while (!cursor.peek().starts_line && cursor.take_if("[")) {
    std::vector<Raw> more = parse_list(cursor, "]", "behind the subscripts");
    if (more.empty()) {
      cursor.fail(array.place,
                  fmt::format("{} has empty brackets; write its subscripts in them", array.text));
    }
    std::move(more.begin(), more.end(), std::back_inserter(array.operands));
  }
  return array;
}

Raw parse_name(Cursor& cursor) {
  const Token& token = cursor.take();
  Raw name{.kind = Raw::Kind::name, .text = token.text, .place = token.place};
  if (!cursor.peek().starts_line && cursor.peek().is("[")) {
    return parse_subscripts(cursor, std::move(name));
  }
  if (!cursor.peek().starts_line && cursor.take_if("(")) {
    name.kind = Raw::Kind::call;
    name.operands = parse_list(cursor, ")", "behind the arguments");
  }
  if (const Token& next = cursor.peek(); next.is(".") || next.is("->")) {
    cursor.fail(next.place, "structures are not supported; write an array for each member");
  }
  return name;
}

bool is_cast(const Cursor& cursor) {
  return cursor.peek().is("(") && is_one_of(cursor.peek(1), k_types);
}

void skip_cast(Cursor& cursor) {
  cursor.take();
  while (is_one_of(cursor.peek(), k_types)) {
    cursor.take();
  }
  cursor.expect(")", "behind a type");
}

Raw parse_primary(Cursor& cursor) {
  const Token& token = cursor.peek();
  switch (token.kind) {
    case Token::Kind::integer:
    case Token::Kind::real:
      cursor.take();
      return {.kind = token.kind == Token::Kind::integer ? Raw::Kind::integer : Raw::Kind::real,
              .text = token.text,
              .place = token.place};
    case Token::Kind::name:
      return parse_name(cursor);
    default:
      break;
  }
  if (cursor.take_if("(")) {
    Raw inside = parse_assignment(cursor);
    cursor.expect(")", "to close the bracket");
    return inside;
  }
  if (token.is("*") || token.is("&")) {
    cursor.fail(token.place, "pointers are not supported; write arrays with subscripts");
  }
  cursor.fail_expected("an expression");
}

Raw parse_postfix(Cursor& cursor) {
  Raw operand = parse_primary(cursor);
  const Token& next = cursor.peek();
  if (!next.starts_line && (next.is("++") || next.is("--"))) {
    cursor.take();
    Raw step{.kind = Raw::Kind::step, .text = next.text, .place = operand.place};
    step.operands.push_back(std::move(operand));
    return step;
  }
  return operand;
}

Raw parse_unary(Cursor& cursor) {
  const Cursor::Depth depth(cursor);
  if (is_cast(cursor)) {
    skip_cast(cursor);
    return parse_unary(cursor);
  }
  const Token& token = cursor.peek();
  if (cursor.take_if("+")) {
    return parse_unary(cursor);
  }
  Raw::Kind kind = Raw::Kind::negative;
  if (token.is("!")) {
    kind = Raw::Kind::negation;
  } else if (token.is("++") || token.is("--")) {
    kind = Raw::Kind::step;
  } else if (!token.is("-")) {
    return parse_postfix(cursor);
  }
  cursor.take();
  Raw raw{.kind = kind, .text = token.text, .place = token.place};
  raw.operands.push_back(parse_unary(cursor));
  return raw;
}

Raw parse_level(Cursor& cursor, std::size_t level) {
  if (level == k_levels) {
    return parse_unary(cursor);
  }
  Raw first = parse_level(cursor, level + 1);
  if (!is_one_of(cursor.peek(), k_operators[level])) {
    return first;
  }
  Raw chain{.kind = Raw::Kind::chain, .text = {}, .place = first.place};
  chain.operands.push_back(std::move(first));
  while (is_one_of(cursor.peek(), k_operators[level])) {
    chain.operators.push_back(cursor.take().text);
    chain.operands.push_back(parse_level(cursor, level + 1));
  }
  return chain;
}

}  // namespace

Raw parse_expression(Cursor& cursor) {
  const Cursor::Depth depth(cursor);
  Raw raw = parse_level(cursor, 0);
  if (is_one_of(cursor.peek(), k_refused)) {
    cursor.fail(cursor.peek().place,
                fmt::format("'{}' works on bits, which is not supported; write "
                            "it with + - * / and %",
                            cursor.peek().text));
  }
  if (!cursor.take_if("?")) {
    return raw;
  }
  Raw choice{.kind = Raw::Kind::choice, .text = {}, .place = raw.place};
  choice.operands.push_back(std::move(raw));
  choice.operands.push_back(parse_expression(cursor));
  cursor.expect(":", "between the two values of a choice");
  choice.operands.push_back(parse_expression(cursor));
  return choice;
}

Raw parse_assignment(Cursor& cursor) {
  const Cursor::Depth depth(cursor);
  Raw left = parse_expression(cursor);
  const Token& token = cursor.peek();
  if (!is_one_of(token, k_assignments)) {
    return left;
  }
  cursor.take();
  Raw assignment{.kind = Raw::Kind::assignment, .text = {}, .place = left.place};
  assignment.operators.push_back(token.text);
  assignment.operands.push_back(std::move(left));
  assignment.operands.push_back(parse_assignment(cursor));
  return assignment;
}

}  // namespace dmc::nest
