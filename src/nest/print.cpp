#include <algorithm>

#include <fmt/format.h>

#include "dmc/nest/nest.hpp"

namespace dmc::nest {

bool operator==(const Loop& a, const Loop& b) {
  return a.id == b.id && a.begin == b.begin && a.end == b.end && a.step == b.step &&
         a.body == b.body;
}
bool operator==(const Branch& a, const Branch& b) {
  return a.condition == b.condition && a.then == b.then && a.otherwise == b.otherwise;
}
bool operator==(const Phase& a, const Phase& b) {
  return a.name == b.name && a.body == b.body;
}
bool operator==(const Node& a, const Node& b) {
  return a.is == b.is;
}

namespace {

constexpr std::size_t k_wide = 60;  // where a line of accesses ends

// How tightly what is printed holds together.
enum class Binding : std::uint8_t { sum, product, unary };

class Printer {
 public:
  explicit Printer(const Nest& nest) : nest_(nest) {}

  [[nodiscard]] std::string expr(const Expr& e, Binding least) const {
    switch (e.kind) {
      case Expr::Kind::number:
        return e.value < 0 ? bracketed(fmt::format("{}", e.value), Binding::unary, least)
                           : fmt::format("{}", e.value);
      case Expr::Kind::parameter:
        return nest_.parameter_name(e);
      case Expr::Kind::variable:
        return nest_.loops[static_cast<std::size_t>(e.value)].variable;
      case Expr::Kind::sum:
        return bracketed(sum(e), Binding::sum, least);
      case Expr::Kind::product:
        return product(e, least);
      case Expr::Kind::quotient:
        return bracketed(pair(e, "/"), Binding::product, least);
      case Expr::Kind::remainder:
        return bracketed(pair(e, "%"), Binding::product, least);
      case Expr::Kind::ceildiv:
        return call(e, "ceildiv");
      case Expr::Kind::minimum:
        return call(e, "min");
      case Expr::Kind::maximum:
        break;
    }
    return call(e, "max");
  }

  [[nodiscard]] std::string reference(const Reference& reference) const {
    std::string text = nest_.arrays[reference.array].name;
    return reference.subscripts.empty() ? text : text + list(reference.subscripts);
  }

  std::string run() {
    if (!nest_.summary.empty()) {
      text_ += fmt::format("# {}\n", nest_.summary);
    }
    for (const ParameterInfo& parameter : nest_.parameters) {
      text_ += fmt::format("params {}", parameter.name);
      text_ += parameter.fallback ? " = " + expr(*parameter.fallback, Binding::sum) : "";
      text_ += parameter.meaning.empty() ? ";\n" : fmt::format(";  # {}\n", parameter.meaning);
    }
    const bool all = std::all_of(nest_.arrays.begin(), nest_.arrays.end(),
                                 [](const ArrayInfo& array) { return array.declared; });
    // `array` asks for all of them to be declared; C's way does not.
    for (const ArrayInfo& array : nest_.arrays) {
      if (array.declared) {
        text_ += fmt::format("{} {}{};\n", all ? "array" : "double", array.name,
                             array.extents.empty() ? "" : list(array.extents));
      }
    }
    body(nest_.body, 0);
    return std::move(text_);
  }

 private:
  static std::string bracketed(const std::string& text, Binding own, Binding least) {
    return own < least ? '(' + text + ')' : text;
  }

  [[nodiscard]] std::string list(const std::vector<Expr>& exprs) const {
    std::string text;
    for (const Expr& one : exprs) {
      text += (text.empty() ? "[" : ", ") + expr(one, Binding::sum);
    }
    return text + ']';
  }

  [[nodiscard]] std::string call(const Expr& e, std::string_view name) const {
    std::string arguments = list(e.operands);
    arguments.front() = '(';
    arguments.back() = ')';
    return std::string(name) + arguments;
  }

  // Whether it is a product with -1 alone, and can be written with a minus.
  static bool is_negated(const Expr& e) {
    return e.kind == Expr::Kind::product && e.operands.size() == 2 &&
           e.operands[0].kind == Expr::Kind::number && e.operands[0].value == -1;
  }

  [[nodiscard]] std::string sum(const Expr& e) const {
    std::string text = expr(e.operands[0], Binding::product);
    for (std::size_t i = 1; i < e.operands.size(); ++i) {
      const Expr& term = e.operands[i];
      if (term.kind == Expr::Kind::number && term.value < 0) {
        text += fmt::format(" - {}", -(term.value + 1) + 1);
      } else if (is_negated(term)) {
        text += " - " + expr(term.operands[1], Binding::product);
      } else {
        text += " + " + expr(term, Binding::product);
      }
    }
    return text;
  }

  [[nodiscard]] std::string product(const Expr& e, Binding least) const {
    if (is_negated(e)) {
      return bracketed('-' + expr(e.operands[1], Binding::unary), Binding::unary, least);
    }
    std::string text = factor(e.operands[0], e.operands[0].kind == Expr::Kind::product);
    for (std::size_t i = 1; i < e.operands.size(); ++i) {
      text += " * " + factor(e.operands[i], true);
    }
    return bracketed(text, Binding::product, least);
  }

  // The first factor needs no brackets where it is a quotient: a / b * c.
  [[nodiscard]] std::string factor(const Expr& e, bool alone) const {
    return expr(e, alone && !is_negated(e) ? Binding::unary : Binding::product);
  }

  [[nodiscard]] std::string pair(const Expr& e, std::string_view sign) const {
    return fmt::format("{} {} {}", expr(e.operands[0], Binding::product), sign,
                       expr(e.operands[1], Binding::unary));
  }

  [[nodiscard]] std::string condition(const Condition& c, bool inside) const {
    using Kind = Condition::Kind;
    if (c.kind == Kind::negation) {
      return fmt::format("!({})", condition(c.parts[0], false));
    }
    if (c.kind == Kind::all || c.kind == Kind::any) {
      std::string text;
      for (const Condition& part : c.parts) {
        text += (text.empty() ? "" : c.kind == Kind::all ? " && " : " || ") + condition(part, true);
      }
      return inside ? '(' + text + ')' : text;
    }
    const std::string_view sign = c.kind == Kind::less         ? "<"
                                  : c.kind == Kind::less_equal ? "<="
                                  : c.kind == Kind::equal      ? "=="
                                                               : "!=";
    return fmt::format("{} {} {}", expr(c.sides[0], Binding::sum), sign,
                       expr(c.sides[1], Binding::sum));
  }

  void line(std::size_t depth, std::string_view text) {
    text_ += std::string(2 * depth, ' ');
    text_ += text;
    text_ += '\n';
  }

  void body(const Body& nodes, std::size_t depth) {
    for (const Node& node : nodes) {
      std::visit([&](const auto& one) { print(one, depth); }, node.is);
    }
  }

  void print(const Statement& statement, std::size_t depth) {
    std::string text;
    for (std::size_t i = 0; i < statement.accesses.size(); ++i) {
      const Reference& access = statement.accesses[i];
      const bool updates = !access.is_write && i + 1 < statement.accesses.size() &&
                           statement.accesses[i + 1].is_write &&
                           statement.accesses[i + 1].array == access.array &&
                           statement.accesses[i + 1].subscripts == access.subscripts;
      if (text.size() + 2 * depth > k_wide) {
        line(depth, text);
        text.clear();
      }
      text += text.empty() ? "" : " ";
      text += updates ? "update " : access.is_write ? "write " : "read ";
      text += reference(access) + ';';
      i += updates ? 1 : 0;
    }
    line(depth, text);
  }

  void print(const Loop& loop, std::size_t depth) {
    const LoopInfo& info = nest_.loops[loop.id];
    const bool plain = std::all_of(info.label.begin(), info.label.end(), [](char c) {
      return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
    const std::string label = info.label.empty() ? ""
                              : plain            ? info.label + ": "
                                                 : fmt::format("\"{}\": ", info.label);
    const bool one = loop.step.kind == Expr::Kind::number && loop.step.value == 1;
    line(depth, fmt::format("{}for {} in {} .. {}{} {{", label, info.variable,
                            expr(loop.begin, Binding::sum), expr(loop.end, Binding::sum),
                            one ? "" : " step " + expr(loop.step, Binding::sum)));
    body(loop.body, depth + 1);
    line(depth, "}");
  }

  void print(const Branch& branch, std::size_t depth) {
    line(depth, fmt::format("if {} {{", condition(branch.condition, false)));
    body(branch.then, depth + 1);
    if (!branch.otherwise.empty()) {
      line(depth, "} else {");
      body(branch.otherwise, depth + 1);
    }
    line(depth, "}");
  }

  void print(const Phase& phase, std::size_t depth) {
    line(depth, fmt::format("phase \"{}\" {{", phase.name));
    body(phase.body, depth + 1);
    line(depth, "}");
  }

  const Nest& nest_;
  std::string text_;
};

}  // namespace

std::string to_text(const Nest& nest) {
  return Printer(nest).run();
}

std::string to_text(const Nest& nest, const Expr& expr) {
  return Printer(nest).expr(expr, Binding::sum);
}

std::string to_text(const Nest& nest, const Reference& reference) {
  return Printer(nest).reference(reference);
}

}  // namespace dmc::nest
