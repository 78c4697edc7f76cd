#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "dmc/util/names.hpp"

#include "scope.hpp"

namespace dmc::nest {
namespace {

constexpr std::size_t k_most_nodes = 100'000;  // of one expression

struct Function {
  std::string_view name;
  Expr::Kind kind;
};
constexpr std::array k_functions{
    Function{"min", Expr::Kind::minimum},     Function{"max", Expr::Kind::maximum},
    Function{"ceildiv", Expr::Kind::ceildiv}, Function{"MIN", Expr::Kind::minimum},
    Function{"MAX", Expr::Kind::maximum},     Function{"floordiv", Expr::Kind::quotient},
    Function{"ceild", Expr::Kind::ceildiv},   Function{"floord", Expr::Kind::quotient},
    Function{"mod", Expr::Kind::remainder},
};
constexpr std::array<std::string_view, 6> k_comparisons{"<", "<=", ">", ">=", "==", "!="};
constexpr std::array k_divisions{
    Function{"/", Expr::Kind::quotient},      Function{"%", Expr::Kind::remainder},
    Function{"ceildiv", Expr::Kind::ceildiv}, Function{"floordiv", Expr::Kind::quotient},
    Function{"mod", Expr::Kind::remainder},
};

Expr number(std::int64_t value, Place place) {
  return {.kind = Expr::Kind::number, .value = value, .place = place};
}

Expr negated(Expr expr) {
  if (expr.kind == Expr::Kind::number) {
    expr.value = -expr.value;  // literals are not negative
    return expr;
  }
  const Place place = expr.place;
  Expr product{.kind = Expr::Kind::product, .place = place};
  product.operands.push_back(number(-1, place));
  product.operands.push_back(std::move(expr));
  return product;
}

/// One expression.
class Integers {
 public:
  explicit Integers(Scope& scope) : scope_(scope) {}

  Condition condition(const Raw& raw) {
    if (raw.kind == Raw::Kind::negation) {
      Condition result{.kind = Condition::Kind::negation};
      result.parts.push_back(condition(raw.operands[0]));
      return result;
    }
    const std::string_view op =
        raw.kind == Raw::Kind::chain ? raw.operators.front() : std::string_view();
    if (op == "&&" || op == "||") {
      Condition result{.kind = op == "&&" ? Condition::Kind::all : Condition::Kind::any};
      for (const Raw& part : raw.operands) {
        result.parts.push_back(condition(part));
      }
      return result;
    }
    if (is_comparison(op)) {
      return comparison(raw, op);
    }
    Condition result{.kind = Condition::Kind::not_equal};
    result.sides.push_back(integer(raw));
    result.sides.push_back(number(0, raw.place));
    return result;
  }

  Expr integer(const Raw& raw) {
    if (++nodes_ > k_most_nodes) {
      scope_.fail(raw.place, "this expression is too long; write it with fewer names of names");
    }
    switch (raw.kind) {
      case Raw::Kind::integer:
        return literal(raw);
      case Raw::Kind::real:
        scope_.fail(raw.place, fmt::format("expected an integer, found {}", raw.text));
      case Raw::Kind::name:
        return name(raw);
      case Raw::Kind::element:
        scope_.fail(raw.place,
                    fmt::format("{} is read from memory, and what a nest accesses cannot depend "
                                "on data; use loop variables and parameters",
                                raw.text));
      case Raw::Kind::call:
        return call(raw);
      case Raw::Kind::negative:
        return negated(integer(raw.operands[0]));
      case Raw::Kind::chain:
        return chain(raw);
      case Raw::Kind::negation:
      case Raw::Kind::assignment:
      case Raw::Kind::step:
      case Raw::Kind::choice:
        break;
    }
    scope_.fail(raw.place, "expected an integer made with + - * / %, min, max and ceildiv");
  }

 private:
  static bool is_comparison(std::string_view op) {
    return std::find(k_comparisons.begin(), k_comparisons.end(), op) != k_comparisons.end();
  }

  Condition comparison(const Raw& raw, std::string_view op) {
    if (raw.operators.size() != 1) {
      scope_.fail(raw.place, "compare two at a time and join them by &&, as in: i < j && j < k");
    }
    Condition result;
    result.sides.push_back(integer(raw.operands[0]));
    result.sides.push_back(integer(raw.operands[1]));
    if (op.front() == '>') {
      std::swap(result.sides[0], result.sides[1]);
    }
    result.kind = op == "=="       ? Condition::Kind::equal
                  : op == "!="     ? Condition::Kind::not_equal
                  : op.size() == 2 ? Condition::Kind::less_equal
                                   : Condition::Kind::less;
    return result;
  }

  Expr literal(const Raw& raw) const {
    std::int64_t value = 0;
    const auto [end, failure] =
        std::from_chars(raw.text.data(), raw.text.data() + raw.text.size(), value);
    if (failure != std::errc() || end != raw.text.data() + raw.text.size()) {
      scope_.fail(raw.place, fmt::format("{} is too large; integers have 63 bits", raw.text));
    }
    return number(value, raw.place);
  }

  Expr name(const Raw& raw) {
    if (const Scope::Open* open = scope_.find_open(raw.text)) {
      return {.kind = Expr::Kind::variable,
              .value = static_cast<std::int64_t>(open->loop),
              .place = raw.place};
    }
    const auto known = scope_.parameters.find(raw.text);
    if (known != scope_.parameters.end()) {
      return parameter(known->second, raw.place);
    }
    if (scope_.registers.count(raw.text) != 0) {
      return register_value(raw);
    }
    if (scope_.arrays.count(raw.text) != 0) {
      scope_.fail(
          raw.place,
          fmt::format("{} is an array, and what a nest accesses cannot depend on data", raw.text));
    }
    if (scope_.use.variables.count(raw.text) != 0) {
      scope_.fail(raw.place,
                  fmt::format("{} is the variable of a loop that does not enclose this", raw.text));
    }
    if (scope_.use.assigned.count(raw.text) != 0) {
      return register_value(raw);
    }
    if (!scope_.use.parameters.empty()) {
      scope_.fail(raw.place, unknown_name(raw.text));
    }
    scope_.parameters.emplace(raw.text, scope_.nest.parameters.size());
    scope_.nest.parameters.push_back({.name = std::string(raw.text), .place = raw.place});
    return parameter(scope_.nest.parameters.size() - 1, raw.place);
  }

  static Expr parameter(std::size_t index, Place place) {
    return {
        .kind = Expr::Kind::parameter, .value = static_cast<std::int64_t>(index), .place = place};
  }

  // int m = n - k + 1: as long as nothing else is assigned to it, it stands for its value.
  Expr register_value(const Raw& raw) {
    const auto found = scope_.values.find(raw.text);
    if (found == scope_.values.end() || scope_.use.assigned.count(raw.text) != 0 || depth_ > 100) {
      scope_.fail(raw.place, fmt::format("{} is a register whose value is not known here; use loop "
                                         "variables and parameters",
                                         raw.text));
    }
    ++depth_;
    const Raw* value = found->second;
    scope_.values.erase(found);  // it cannot stand for itself
    Expr result = integer(*value);
    scope_.values[raw.text] = value;
    --depth_;
    return result;
  }

  [[nodiscard]] std::string unknown_name(std::string_view name) const {
    std::vector<std::string_view> names;
    for (const ParameterInfo& one : scope_.nest.parameters) {
      names.push_back(one.name);
    }
    for (const Scope::Open& open : scope_.open) {
      names.push_back(open.variable);
    }
    const std::string_view nearest = nearest_name(name, names);
    return nearest.empty()
               ? fmt::format(
                     "no loop variable or parameter is called {0}; declare it: "
                     "params {0}",
                     name)
               : fmt::format("no loop variable or parameter is called {}; did you mean {}?", name,
                             nearest);
  }

  Expr call(const Raw& raw) {
    const auto found = std::find_if(k_functions.begin(), k_functions.end(),
                                    [&](const Function& one) { return one.name == raw.text; });
    if (found == k_functions.end()) {
      scope_.fail(
          raw.place,
          fmt::format("{} is not a function of integers; there are min, max, ceildiv", raw.text));
    }
    const bool many = found->kind == Expr::Kind::minimum || found->kind == Expr::Kind::maximum;
    if (many ? raw.operands.empty() : raw.operands.size() != 2) {
      scope_.fail(raw.place,
                  fmt::format("{} takes {}", raw.text, many ? "one argument or more" : "two"));
    }
    Expr result{.kind = found->kind, .place = raw.place};
    for (const Raw& operand : raw.operands) {
      result.operands.push_back(integer(operand));
    }
    return result;
  }

  Expr chain(const Raw& raw) {
    const std::string_view op = raw.operators.front();
    if (op == "&&" || op == "||" || is_comparison(op)) {
      scope_.fail(raw.place, "expected an integer, found a condition");
    }
    return op == "+" || op == "-" ? sum(raw) : product(raw);
  }

  Expr sum(const Raw& raw) {
    Expr result{.kind = Expr::Kind::sum, .place = raw.place};
    result.operands.push_back(integer(raw.operands[0]));
    for (std::size_t i = 1; i < raw.operands.size(); ++i) {
      Expr term = integer(raw.operands[i]);
      result.operands.push_back(raw.operators[i - 1] == "-" ? negated(std::move(term))
                                                            : std::move(term));
    }
    return result;
  }

  Expr product(const Raw& raw) {
    Expr result = integer(raw.operands[0]);
    std::size_t divisions = 0;
    for (std::size_t i = 1; i < raw.operands.size(); ++i) {
      Expr::Kind kind = Expr::Kind::product;
      for (const Function& one : k_divisions) {
        kind = one.name == raw.operators[i - 1] ? one.kind : kind;
      }
      if (kind != Expr::Kind::product && ++divisions > 100) {
        scope_.fail(raw.place, "this has more than 100 divisions; write it with fewer");
      }
      if (result.kind == Expr::Kind::product && kind == Expr::Kind::product && i > 1) {
        result.operands.push_back(integer(raw.operands[i]));
        continue;
      }
      Expr next{.kind = kind, .place = raw.place};
      next.operands.push_back(std::move(result));
      next.operands.push_back(integer(raw.operands[i]));
      result = std::move(next);
    }
    return result;
  }

  Scope& scope_;
  std::size_t nodes_ = 0;
  std::size_t depth_ = 0;  // of registers that stand for others
};

}  // namespace

Expr resolve_integer(Scope& scope, const Raw& raw) {
  return Integers(scope).integer(raw);
}

Condition resolve_condition(Scope& scope, const Raw& raw) {
  return Integers(scope).condition(raw);
}

}  // namespace dmc::nest
