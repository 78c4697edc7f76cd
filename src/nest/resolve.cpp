#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "dmc/util/error.hpp"
#include "dmc/util/input_file.hpp"
#include "dmc/util/names.hpp"

#include "scope.hpp"

namespace dmc::nest {
namespace {

/// From a text's grammar to a nest: every name gets its meaning.
class Resolver {
 public:
  Resolver(const std::shared_ptr<const Source>& source, const Syntax& syntax)
      : syntax_(syntax), scope_{source, gather_names(syntax.statements), {.source = source}} {}

  Nest run() {
    declare_parameters();
    declare_arrays();
    scope_.nest.body = body(syntax_.statements);
    name_scopes(scope_.nest);
    return std::move(scope_.nest);
  }

 private:
  // Declarations

  void declare_parameters() {
    for (const RawStatement* statement : scope_.use.parameters) {
      for (const RawName& name : statement->names) {
        check_new(name, "a parameter");
        ParameterInfo info{.name = std::string(name.name), .place = name.place};
        if (!name.values.empty()) {
          info.fallback = resolve_integer(scope_, name.values.front());
        }
        info.meaning = comment_of(*statement, name);
        scope_.parameters.emplace(name.name, scope_.nest.parameters.size());
        scope_.nest.parameters.push_back(std::move(info));
      }
    }
  }

  // The comment behind the only parameter of a line.
  [[nodiscard]] std::string comment_of(const RawStatement& statement, const RawName& name) const {
    const auto found = syntax_.comments.find(name.place.line);
    const auto same_line =
        std::count_if(statement.names.begin(), statement.names.end(),
                      [&](const RawName& one) { return one.place.line == name.place.line; });
    return found == syntax_.comments.end() || same_line != 1 ? "" : found->second;
  }

  void declare_arrays() {
    for (const RawStatement* statement : scope_.use.arrays) {
      const bool c = statement->kind == RawStatement::Kind::registers;
      for (const RawName& name : c ? statement->arrays : statement->names) {
        check_new(name, "an array");
        ArrayInfo info{.name = std::string(name.name),
                       .dimensions = name.values.size(),
                       .declared = true,
                       .place = name.place};
        for (const Raw& extent : name.values) {
          info.extents.push_back(resolve_integer(scope_, extent));
        }
        scope_.arrays.emplace(name.name, scope_.nest.arrays.size());
        scope_.nest.arrays.push_back(std::move(info));
      }
    }
    for (const NameUse::Element& one : scope_.use.elements) {
      if (scope_.arrays.count(one.array) == 0 && !scope_.use.declares_arrays) {
        scope_.arrays.emplace(one.array, scope_.nest.arrays.size());
        scope_.nest.arrays.push_back(
            {.name = std::string(one.array), .dimensions = one.dimensions, .place = one.place});
      }
    }
  }

  void check_new(const RawName& name, std::string_view what) const {
    const auto parameter = scope_.parameters.find(name.name);
    const auto array = scope_.arrays.find(name.name);
    if (parameter != scope_.parameters.end()) {
      fail_redeclared(name, what, "a parameter", scope_.nest.parameters[parameter->second].place);
    }
    if (array != scope_.arrays.end()) {
      fail_redeclared(name, what, "an array", scope_.nest.arrays[array->second].place);
    }
  }

  [[noreturn]] void fail_redeclared(const RawName& name, std::string_view what,
                                    std::string_view kind, Place before) const {
    scope_.fail(name.place,
                fmt::format("{} cannot be {}: it is {} already, from line {}; give one of them "
                            "another name",
                            name.name, what, kind, before.line));
  }

  // Statements

  Body body(const std::vector<RawStatement>& statements) {
    Body result;
    add(statements, result);
    return result;
  }

  void add(const std::vector<RawStatement>& statements, Body& into) {
    for (const RawStatement& one : statements) {
      add(one, into);
    }
  }

  void add(const RawStatement& one, Body& into) {
    using Kind = RawStatement::Kind;
    switch (one.kind) {
      case Kind::block:
        return add(one.body, into);
      case Kind::loop:
        into.push_back({loop(one, 0)});
        return;
      case Kind::branch: {
        into.push_back({Branch{.condition = resolve_condition(scope_, one.exprs.front()),
                               .then = body(one.body),
                               .otherwise = body(one.otherwise),
                               .place = one.place}});
        return;
      }
      case Kind::phase:
        into.push_back({Phase{std::string(one.label), body(one.body), one.place}});
        return;
      case Kind::parameters:
      case Kind::arrays:
        return;
      case Kind::registers:
        return registers(one, into);
      case Kind::read:
      case Kind::write:
      case Kind::update:
        return explicit_accesses(one, into);
      case Kind::values:
        Statement statement{.place = one.place};
        for (const Raw& raw : one.exprs) {
          value_statement(raw, statement.accesses);
        }
        return add_statement(std::move(statement), into);
    }
  }

  // Statements that follow each other are one: what matters is the order of their accesses.
  static void add_statement(Statement statement, Body& into) {
    if (statement.accesses.empty()) {
      return;
    }
    if (!into.empty()) {
      if (auto* last = std::get_if<Statement>(&into.back().is)) {
        std::move(statement.accesses.begin(), statement.accesses.end(),
                  std::back_inserter(last->accesses));
        return;
      }
    }
    into.push_back({std::move(statement)});
  }

  Loop loop(const RawStatement& raw, std::size_t head_index) {
    const RawHead& head = raw.heads[head_index];
    check_variable(head);
    Loop result{.id = scope_.nest.loops.size(),
                .begin = resolve_integer(scope_, head.begin),
                .end = resolve_integer(scope_, head.end),
                .step = resolve_integer(scope_, head.step),
                .body = {},
                .place = head.place};
    if (result.step.kind == Expr::Kind::number && result.step.value == 0) {
      scope_.fail(head.step.place,
                  fmt::format("the step of {} is 0, so the loop would not end; give it "
                              "another one",
                              head.variable));
    }
    scope_.nest.loops.push_back({.variable = std::string(head.variable),
                                 .label = head_index == 0 ? std::string(raw.label) : ""});
    scope_.open.push_back({head.variable, result.id});
    if (head_index + 1 < raw.heads.size()) {
      result.body.push_back({loop(raw, head_index + 1)});
    } else {
      result.body = body(raw.body);
    }
    scope_.open.pop_back();
    return result;
  }

  void check_variable(const RawHead& head) const {
    if (scope_.find_open(head.variable) != nullptr) {
      scope_.fail(head.place,
                  fmt::format("{0} is the variable of a loop around this one already; give "
                              "this loop another one",
                              head.variable));
    }
    check_new({.name = head.variable, .place = head.place}, "a loop variable");
  }

  void registers(const RawStatement& one, Body& into) {
    Statement statement{.place = one.place};
    for (const RawName& name : one.names) {
      if (scope_.arrays.count(name.name) != 0 || scope_.parameters.count(name.name) != 0) {
        check_new(name, "a register");
      }
      scope_.registers.insert(name.name);
      scope_.values.erase(name.name);
      for (const Raw& raw : name.values) {
        reads(raw, statement.accesses);
        scope_.values[name.name] = &raw;
      }
    }
    add_statement(std::move(statement), into);
  }

  void explicit_accesses(const RawStatement& one, Body& into) {
    Statement statement{.place = one.place};
    for (const Raw& raw : one.exprs) {
      if (raw.kind != Raw::Kind::element && raw.kind != Raw::Kind::name) {
        scope_.fail(raw.place, "expected an element of an array, as in A[i, j]");
      }
      Reference access = reference(raw);
      if (one.kind != RawStatement::Kind::write) {
        statement.accesses.push_back(access);
      }
      if (one.kind != RawStatement::Kind::read) {
        access.is_write = true;
        statement.accesses.push_back(std::move(access));
      }
    }
    add_statement(std::move(statement), into);
  }

  void value_statement(const Raw& raw, std::vector<Reference>& into) {
    if (raw.kind == Raw::Kind::assignment) {
      assign(raw, into);
    } else if (raw.kind == Raw::Kind::step) {
      write(raw.operands[0], true, into);
    } else if (raw.kind == Raw::Kind::call) {
      reads(raw, into);
    } else {
      scope_.fail(raw.place,
                  "this does nothing; expected an assignment, as in A[i] = B[i], or read, write "
                  "or update and an element");
    }
  }

  // The right-hand side's reads, the read of an update, the write.
  void assign(const Raw& raw, std::vector<Reference>& into) {
    const Raw& value = raw.operands[1];
    if (value.kind == Raw::Kind::assignment) {
      assign(value, into);
    } else {
      reads(value, into);
    }
    write(raw.operands[0], raw.operators[0] != "=", into);
  }

  void write(const Raw& target, bool is_update, std::vector<Reference>& into) {
    if (target.kind == Raw::Kind::name && scope_.arrays.count(target.text) == 0) {
      return assign_register(target);
    }
    if (target.kind != Raw::Kind::element && target.kind != Raw::Kind::name) {
      scope_.fail(target.place, "expected an element of an array or a register to assign to");
    }
    Reference access = reference(target);
    if (is_update) {
      into.push_back(access);
    }
    access.is_write = true;
    into.push_back(std::move(access));
  }

  void assign_register(const Raw& target) {
    if (scope_.find_open(target.text) != nullptr) {
      scope_.fail(target.place,
                  fmt::format("{} is a loop's variable, which only its loop changes", target.text));
    }
    if (scope_.parameters.count(target.text) != 0) {
      scope_.fail(target.place,
                  fmt::format("{} is a parameter and keeps its value; use another name for "
                              "the register",
                              target.text));
    }
    scope_.registers.insert(target.text);
  }

  // What a value reads, left to right.
  void reads(const Raw& raw, std::vector<Reference>& into) {
    switch (raw.kind) {
      case Raw::Kind::element:
        into.push_back(reference(raw));
        return;
      case Raw::Kind::name:
        if (scope_.arrays.count(raw.text) != 0) {
          into.push_back(reference(raw));
        }
        return;
      case Raw::Kind::assignment:
        return assign(raw, into);
      case Raw::Kind::step:
        return write(raw.operands[0], true, into);
      case Raw::Kind::choice:
        scope_.fail(raw.place,
                    "which of two values is read would depend on data; write if and else with a "
                    "condition on loop variables");
      case Raw::Kind::chain:
        if (const auto op = raw.operators.front(); op == "&&" || op == "||") {
          scope_.fail(raw.place,
                      fmt::format("whether the right side of '{}' is read would depend on data; "
                                  "write an if with a condition on loop variables",
                                  op));
        }
        break;
      default:
        break;
    }
    for (const Raw& operand : raw.operands) {
      reads(operand, into);
    }
  }

  Reference reference(const Raw& raw) {
    const auto found = scope_.arrays.find(raw.text);
    if (found == scope_.arrays.end()) {
      scope_.fail(raw.place, unknown_array(raw.text));
    }
    const ArrayInfo& array = scope_.nest.arrays[found->second];
    const bool whole = raw.operands.empty() && array.declared && array.dimensions == 1 &&
                       array.extents[0].kind == Expr::Kind::number && array.extents[0].value == 1;
    if (raw.operands.size() != array.dimensions && !whole) {
      scope_.fail(raw.place,
                  fmt::format("{} has {} here, but {} where it {} in line {}", raw.text,
                              subscripts(raw.operands.size()), array.dimensions,
                              array.declared ? "is declared" : "first appears", array.place.line));
    }
    Reference result{.array = found->second, .place = raw.place};
    for (const Raw& subscript : raw.operands) {
      result.subscripts.push_back(resolve_integer(scope_, subscript));
    }
    if (whole) {
      result.subscripts.push_back(Expr{.value = 0, .place = raw.place});
    }
    return result;
  }

  static std::string subscripts(std::size_t count) {
    return count == 0 ? "no subscript"
                      : fmt::format("{} subscript{}", count, count == 1 ? "" : "s");
  }

  [[nodiscard]] std::string unknown_array(std::string_view name) const {
    std::vector<std::string_view> names;
    for (const ArrayInfo& array : scope_.nest.arrays) {
      names.push_back(array.name);
    }
    const std::string_view nearest = nearest_name(name, names);
    return nearest.empty()
               ? fmt::format("no array is called {}; declare it: array {}[...]", name, name)
               : fmt::format("no array is called {}; did you mean {}?", name, nearest);
  }

  const Syntax& syntax_;
  Scope scope_;
};

std::string stem_of(const std::string& path) {
  if (path == "-e" || path == "-") {
    return "nest";
  }
  const std::size_t slash = path.find_last_of('/');
  std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
  const std::size_t point = name.find_last_of('.');
  return point == std::string::npos || point == 0 ? name : name.substr(0, point);
}

// The comment lines before everything else, up to the first empty one.
std::string summary_of(const Syntax& syntax) {
  std::string summary;
  std::uint32_t expected = 0;
  for (const auto& [line, text] : syntax.comments) {
    if (line >= syntax.first_line || (expected != 0 && line != expected) || text.empty()) {
      break;
    }
    summary += (summary.empty() ? "" : " ") + text;
    expected = line + 1;
  }
  return summary;
}

}  // namespace

Nest parse(std::string text, std::string name) {
  const auto source = std::make_shared<const Source>(Source{std::move(name), std::move(text)});
  const Syntax syntax = parse_syntax(*source);
  Nest nest = Resolver(source, syntax).run();
  nest.name = stem_of(source->name);
  nest.summary = summary_of(syntax);
  return nest;
}

Nest read_nest(const std::string& path) {
  constexpr std::uint64_t k_longest = std::uint64_t{4} << 20;
  return parse(read_whole_file(path, k_longest), path);
}

}  // namespace dmc::nest
