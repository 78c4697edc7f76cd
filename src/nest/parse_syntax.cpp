#include <algorithm>
#include <array>
#include <utility>

#include "dmc/util/names.hpp"

#include "cursor.hpp"

namespace dmc::nest {
namespace {

using StatementKind = RawStatement::Kind;

constexpr std::array<std::string_view, 18> k_declaration_types{
    "int",  "long",   "short",  "unsigned", "signed",    "float",   "double", "char", "const",
    "bool", "size_t", "static", "register", "DATA_TYPE", "int64_t", "real",   "auto", "volatile"};

constexpr std::array<std::string_view, 11> k_keywords{
    "for", "if", "else", "params", "array", "read", "write", "update", "phase", "in", "step"};

constexpr std::array<std::string_view, 8> k_refused_statements{
    "while", "do", "switch", "goto", "return", "break", "continue", "struct"};

template <std::size_t N>
bool is_one_of(const Token& token, const std::array<std::string_view, N>& words) {
  return token.kind == Token::Kind::name &&
         std::find(words.begin(), words.end(), token.text) != words.end();
}

bool is_type_name(const Token& token) {
  return is_one_of(token, k_declaration_types) ||
         (token.kind == Token::Kind::name && token.text.ends_with("_t"));
}

Raw integer(std::string_view text, Place place) {
  return {.kind = Raw::Kind::integer, .text = text, .place = place};
}

Raw plus_one(Raw raw, std::string_view sign) {
  Raw chain{.kind = Raw::Kind::chain, .text = {}, .place = raw.place};
  chain.operands.push_back(std::move(raw));
  chain.operands.push_back(integer("1", chain.place));
  chain.operators.push_back(sign);
  return chain;
}

Raw negative(Raw raw) {
  Raw result{.kind = Raw::Kind::negative, .text = "-", .place = raw.place};
  result.operands.push_back(std::move(raw));
  return result;
}

class Parser {
 public:
  explicit Parser(const Source& source)
      : source_(source), tokens_(tokenize(source)), cursor_(source_, tokens_) {}

  Syntax run() {
    Syntax syntax;
    syntax.first_line = cursor_.peek().place.line;
    while (cursor_.peek().kind != Token::Kind::end) {
      if (cursor_.peek().is("}")) {
        cursor_.fail(cursor_.peek().place, "this brace closes nothing; leave it out");
      }
      statement(syntax.statements);
    }
    syntax.comments = std::move(tokens_.comments);
    return syntax;
  }

 private:
  using Statements = std::vector<RawStatement>;

  void statement(Statements& into) {
    const Cursor::Depth depth(cursor_);
    const Token& token = cursor_.peek();
    if (cursor_.take_if(";")) {
      return;
    }
    RawStatement result{.place = token.place};
    if (cursor_.peek(1).is(":") &&
        (token.kind == Token::Kind::name || token.kind == Token::Kind::string)) {
      result.label = token.text;
      cursor_.take();
      cursor_.take();
      if (!cursor_.peek().is_word("for")) {
        cursor_.fail_expected(fmt::format("a loop behind the label '{}:'", result.label));
      }
    }
    fill(result);
    into.push_back(std::move(result));
  }

  void fill(RawStatement& result) {
    if (cursor_.take_word("parallel")) {
      skip_parallel();
    }
    if (cursor_.peek().is("{")) {
      result.body = block();
    } else if (cursor_.take_word("for")) {
      loop(result);
    } else if (cursor_.take_word("if")) {
      branch(result);
    } else if (cursor_.take_word("phase")) {
      phase(result);
    } else if (cursor_.take_word("params")) {
      result.kind = StatementKind::parameters;
      declare_parameters(result.names);
    } else if (cursor_.take_word("array")) {
      result.kind = StatementKind::arrays;
      declare_arrays(result.names);
    } else if (!accesses(result)) {
      other(result);
    }
  }

  // AutoLALA's `parallel(8) for`: its iterations are taken one after the other.
  void skip_parallel() {
    if (cursor_.take_if("(")) {
      (void)parse_expression(cursor_);
      cursor_.expect(")", "behind the number of threads");
    }
    if (!cursor_.peek().is_word("for")) {
      cursor_.fail_expected("a loop behind 'parallel'");
    }
  }

  bool accesses(RawStatement& result) {
    const std::array kinds{std::pair{std::string_view("read"), StatementKind::read},
                           std::pair{std::string_view("write"), StatementKind::write},
                           std::pair{std::string_view("update"), StatementKind::update}};
    for (const auto& [word, kind] : kinds) {
      if (cursor_.peek().is_word(word) && cursor_.peek(1).kind == Token::Kind::name) {
        cursor_.take();
        result.kind = kind;
        do {
          result.exprs.push_back(parse_expression(cursor_));
        } while (cursor_.take_if(","));
        end_statement();
        return true;
      }
    }
    return false;
  }

  void other(RawStatement& result) {
    const Token& token = cursor_.peek();
    if (is_one_of(token, k_refused_statements)) {
      cursor_.fail(token.place,
                   fmt::format("'{}' is not supported: a nest has for loops, if, phases and "
                               "accesses; write it with these",
                               token.text));
    }
    if (token.is_word("else")) {
      cursor_.fail(token.place, "this 'else' has no 'if' before it");
    }
    if (is_declaration()) {
      return declare_registers(result);
    }
    result.kind = StatementKind::values;
    do {
      result.exprs.push_back(parse_assignment(cursor_));
    } while (cursor_.take_if(","));
    end_statement();
  }

  // A type's name, or two names: DATA_TYPE x. A mistyped keyword is no type.
  [[nodiscard]] bool is_declaration() const {
    const Token& token = cursor_.peek();
    if (is_type_name(token)) {
      return true;
    }
    const Token& next = cursor_.peek(1);
    if (token.kind != Token::Kind::name || next.kind != Token::Kind::name || next.starts_line) {
      return false;
    }
    const std::string_view nearest = nearest_name(token.text, k_keywords);
    if (!nearest.empty()) {
      cursor_.fail(token.place, fmt::format("no statement begins with '{}'; did you mean '{}'?",
                                            token.text, nearest));
    }
    return true;
  }

  void end_statement() {
    const Token& token = cursor_.peek();
    if (cursor_.take_if(";") || token.starts_line || token.is("}") ||
        token.kind == Token::Kind::end || token.is_word("else")) {
      return;
    }
    cursor_.fail_expected("';' or a new line behind the statement");
  }

  std::vector<RawStatement> block() {
    const Place begin = cursor_.take().place;
    Statements statements;
    while (!cursor_.take_if("}")) {
      if (cursor_.peek().kind == Token::Kind::end) {
        cursor_.fail(begin, "this brace is never closed; write } behind its block");
      }
      statement(statements);
    }
    return statements;
  }

  // What follows the head of a loop or a condition.
  std::vector<RawStatement> body(bool may_be_bare, std::string_view what) {
    if (cursor_.peek().is("{")) {
      return block();
    }
    if (!cursor_.take_if(":") && !may_be_bare) {
      cursor_.fail_expected(
          fmt::format("':' and a statement or a block in braces behind {}", what));
    }
    if (cursor_.peek().kind == Token::Kind::end || cursor_.peek().is("}")) {
      cursor_.fail_expected(fmt::format("a statement: the body of {}", what));
    }
    Statements statements;
    statement(statements);
    return statements;
  }

  void loop(RawStatement& result) {
    result.kind = StatementKind::loop;
    bool bare = false;
    do {
      bare = cursor_.peek().is("(");
      result.heads.push_back(bare ? c_head() : head());
    } while (cursor_.take_if(","));
    result.body = body(bare, "the loop");
  }

  RawHead head() {
    const Token& name = cursor_.expect_name("a loop variable, as in: for i in 0 .. n");
    RawHead head{.variable = name.text,
                 .begin = integer("0", name.place),
                 .end = {},
                 .step = integer("1", name.place),
                 .place = name.place};
    if (cursor_.take_word("in")) {
      head.begin = parse_expression(cursor_);
      cursor_.expect("..", fmt::format("between the first value of {} and its end", name.text));
      head.end = parse_expression(cursor_);
    } else if (cursor_.take_if("<=")) {
      head.end = plus_one(parse_bound(), "+");
    } else {
      cursor_.expect("<", fmt::format("or 'in' behind the loop variable {}", name.text));
      head.end = parse_bound();
    }
    if (cursor_.take_word("step")) {
      head.step = parse_expression(cursor_);
    }
    return head;
  }

  Raw parse_bound() { return parse_expression(cursor_); }

  RawHead c_head() {
    cursor_.take();
    while (is_type_name(cursor_.peek())) {
      cursor_.take();
    }
    const Token& name = cursor_.expect_name("a loop variable, as in: for (i = 0; i < n; i++)");
    RawHead head{.variable = name.text, .begin = {}, .end = {}, .step = {}, .place = name.place};
    cursor_.expect("=", fmt::format("and the first value of {}", name.text));
    head.begin = parse_expression(cursor_);
    cursor_.expect(";", "behind the loop's first part");
    const bool up = c_end(head);
    cursor_.expect(";", "behind the loop's second part");
    c_step(head, up);
    cursor_.expect(")", "behind the loop's third part");
    return head;
  }

  // v < end and the like. Whether the loop counts up.
  bool c_end(RawHead& head) {
    Raw raw = parse_expression(cursor_);
    const bool compares = raw.kind == Raw::Kind::chain && raw.operators.size() == 1 &&
                          raw.operands[0].kind == Raw::Kind::name &&
                          raw.operands[0].text == head.variable;
    const std::string_view sign = compares ? raw.operators[0] : std::string_view();
    if (sign != "<" && sign != "<=" && sign != ">" && sign != ">=") {
      cursor_.fail(raw.place, fmt::format("expected one comparison of {0} by <, <=, > or >=, as in "
                                          "{0} < n; two ends are written with min or max",
                                          head.variable));
    }
    const bool up = sign.front() == '<';
    head.end = sign.size() == 2 ? plus_one(std::move(raw.operands[1]), up ? "+" : "-")
                                : std::move(raw.operands[1]);
    return up;
  }

  // v++, --v, v += step, v = v + step.
  void c_step(RawHead& head, bool up) {
    Raw raw = parse_assignment(cursor_);
    const Place place = raw.place;
    std::string_view sign;
    Raw size = integer("1", place);
    const auto is_variable = [&](const Raw& one) {
      return one.kind == Raw::Kind::name && one.text == head.variable;
    };
    if (raw.kind == Raw::Kind::step && is_variable(raw.operands[0])) {
      sign = raw.text;
    } else if (raw.kind == Raw::Kind::assignment && is_variable(raw.operands[0])) {
      sign = raw.operators[0];
      Raw& value = raw.operands[1];
      if (sign != "=") {
        size = std::move(value);
      } else if (value.kind == Raw::Kind::chain && value.operators.size() == 1 &&
                 is_variable(value.operands[0])) {
        sign = value.operators[0];
        size = Raw(std::move(value.operands[1]));
      }
    }
    if (sign.empty() || (sign.front() != '+' && sign.front() != '-')) {
      cursor_.fail(place,
                   fmt::format("expected a step of {0}, as in {0}++ or {0} += 2", head.variable));
    }
    const bool plain = size.kind == Raw::Kind::integer;
    if (plain && (sign.front() == '+') != up) {
      cursor_.fail(place, fmt::format("{} counts {}, away from its end: this loop would not end as "
                                      "written",
                                      head.variable, up ? "down" : "up"));
    }
    head.step = sign.front() == '-' ? negative(std::move(size)) : std::move(size);
  }

  void branch(RawStatement& result) {
    result.kind = StatementKind::branch;
    const bool bare = cursor_.peek().is("(");
    result.exprs.push_back(parse_expression(cursor_));
    result.body = body(bare, "the condition");
    if (cursor_.take_word("else")) {
      if (cursor_.peek().is_word("if")) {
        statement(result.otherwise);
      } else {
        result.otherwise = body(true, "'else'");
      }
    }
  }

  void phase(RawStatement& result) {
    result.kind = StatementKind::phase;
    const Token& name = cursor_.peek();
    if (name.kind != Token::Kind::name && name.kind != Token::Kind::string) {
      cursor_.fail_expected("the name of the phase");
    }
    result.label = cursor_.take().text;
    if (!cursor_.peek().is("{")) {
      cursor_.fail_expected("'{' behind the name of the phase");
    }
    result.body = block();
  }

  void declare_parameters(std::vector<RawName>& names) {
    do {
      const Token& name = cursor_.expect_name("the name of a parameter");
      names.push_back({.name = name.text, .place = name.place});
      if (cursor_.take_if("=")) {
        names.back().values.push_back(parse_expression(cursor_));
      }
    } while (cursor_.take_if(","));
    end_statement();
  }

  void declare_arrays(std::vector<RawName>& names) {
    do {
      const Token& name = cursor_.expect_name("the name of an array");
      names.push_back({.name = name.text, .place = name.place});
      extents(names.back());
    } while (cursor_.take_if(","));
    end_statement();
  }

  void extents(RawName& array) {
    while (!cursor_.peek().starts_line && cursor_.take_if("[")) {
      do {
        array.values.push_back(parse_expression(cursor_));
      } while (cursor_.take_if(","));
      cursor_.expect("]", fmt::format("behind the extents of {}", array.name));
    }
  }

  void declare_registers(RawStatement& result) {
    result.kind = StatementKind::registers;
    do {
      while (is_type_name(cursor_.peek())) {
        cursor_.take();
      }
      if (result.names.empty() && result.arrays.empty() &&
          cursor_.peek(1).kind == Token::Kind::name) {
        cursor_.take();  // a type that is not known
      }
      if (cursor_.peek().is("*")) {
        cursor_.fail(cursor_.peek().place,
                     "pointers are not supported; write arrays with subscripts");
      }
      declare_register(result);
    } while (cursor_.take_if(","));
    end_statement();
  }

  void declare_register(RawStatement& result) {
    const Token& token = cursor_.expect_name("the name of what is declared");
    RawName name{.name = token.text, .place = token.place};
    extents(name);
    if (cursor_.peek().is("(")) {
      cursor_.fail(cursor_.peek().place,
                   "functions are not supported; write the loops of its body alone");
    }
    if (!name.values.empty()) {
      result.arrays.push_back(std::move(name));
      return;
    }
    if (cursor_.take_if("=")) {
      name.values.push_back(parse_assignment(cursor_));
    }
    result.names.push_back(std::move(name));
  }

  const Source& source_;
  Tokens tokens_;
  Cursor cursor_;
};

}  // namespace

Syntax parse_syntax(const Source& source) {
  return Parser(source).run();
}

}  // namespace dmc::nest
