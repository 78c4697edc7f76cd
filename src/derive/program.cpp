#include "program.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "affine.hpp"

namespace dmc::derive {
namespace {

/// Hands out every node of a nest, in the order of the text.
template <class Function>
void for_each_node(const nest::Body& nodes, const Function& function) {
  for (const nest::Node& node : nodes) {
    function(node);
    if (const auto* loop = std::get_if<nest::Loop>(&node.is)) {
      for_each_node(loop->body, function);
    } else if (const auto* phase = std::get_if<nest::Phase>(&node.is)) {
      for_each_node(phase->body, function);
    } else if (const auto* branch = std::get_if<nest::Branch>(&node.is)) {
      for_each_node(branch->then, function);
      for_each_node(branch->otherwise, function);
    }
  }
}

/// Notes which parameters, or which loops' variables, expressions mention.
class Mentions {
 public:
  Mentions(nest::Expr::Kind kind, std::size_t count) : kind_(kind), found_(count) {}

  [[nodiscard]] bool has(std::size_t index) const { return found_[index]; }
  void note(const nest::Expr& expr) {
    if (expr.kind == kind_) {
      found_[static_cast<std::size_t>(expr.value)] = true;
    }
    std::for_each(expr.operands.begin(), expr.operands.end(),
                  [&](const nest::Expr& operand) { note(operand); });
  }
  void note(const nest::Condition& condition) {
    std::for_each(condition.sides.begin(), condition.sides.end(),
                  [&](const nest::Expr& side) { note(side); });
    std::for_each(condition.parts.begin(), condition.parts.end(),
                  [&](const nest::Condition& part) { note(part); });
  }

 private:
  nest::Expr::Kind kind_;
  std::vector<bool> found_;
};

/// The loops whose variables say where in a row an element is.
Mentions row_loops(const nest::Nest& nest) {
  Mentions loops(nest::Expr::Kind::variable, nest.loops.size());
  for_each_node(nest.body, [&](const nest::Node& node) {
    if (const auto* statement = std::get_if<nest::Statement>(&node.is)) {
      for (const nest::Reference& access : statement->accesses) {
        if (!access.subscripts.empty()) {
          loops.note(access.subscripts.back());
        }
      }
    }
  });
  return loops;
}

/// The parameters that loops, conditions and subscripts use: others only stand for defaults.
Mentions used_parameters(const nest::Nest& nest) {
  Mentions used(nest::Expr::Kind::parameter, nest.parameters.size());
  for_each_node(nest.body, [&](const nest::Node& node) {
    if (const auto* statement = std::get_if<nest::Statement>(&node.is)) {
      for (const nest::Reference& access : statement->accesses) {
        std::for_each(access.subscripts.begin(), access.subscripts.end(),
                      [&](const nest::Expr& subscript) { used.note(subscript); });
      }
    } else if (const auto* loop = std::get_if<nest::Loop>(&node.is)) {
      for (const nest::Expr* expr : {&loop->begin, &loop->end, &loop->step}) {
        used.note(*expr);
      }
    } else if (const auto* branch = std::get_if<nest::Branch>(&node.is)) {
      used.note(branch->condition);
    }
  });
  return used;
}

bool mentions(const nest::Expr& expr, std::size_t loop) {
  return (expr.kind == nest::Expr::Kind::variable &&
          static_cast<std::size_t>(expr.value) == loop) ||
         std::any_of(expr.operands.begin(), expr.operands.end(),
                     [&](const nest::Expr& operand) { return mentions(operand, loop); });
}

/// Walks through a nest and notes every access.
class Walk {
 public:
  Walk(Program& program, const Scope& scope, const DeriveOptions& options)
      : program_(program), scope_(scope), options_(options), rows_(row_loops(*program.nest)) {}

  void body(const nest::Body& nodes, const Set& domain) {
    place_.push_back(0);
    statements(nodes, domain);
    place_.pop_back();
  }

 private:
  void statements(const nest::Body& nodes, const Set& domain) {
    for (const nest::Node& node : nodes) {
      std::visit([&](const auto& one) { visit(one, domain); }, node.is);
      ++place_.back();
    }
  }

  void visit(const nest::Statement& statement, const Set& domain) {
    for (const nest::Reference& access : statement.accesses) {
      add(access, domain);
      ++place_.back();
    }
  }

  void visit(const nest::Loop& loop, const Set& domain) {
    const std::int64_t strip = rows_.has(loop.id) ? options_.block : 1;
    const auto before = static_cast<unsigned>(loops_.size());
    scope_.loops.push_back({&loop, before, strip});
    loops_.push_back(loop.id);
    if (strip != 1) {
      loops_.push_back(loop.id + program_.nest->loops.size());
      place_.push_back(0);
    }
    const auto more = static_cast<unsigned>(loops_.size()) - before;
    Set inside(isl_set_add_dims(domain.copy(), isl_dim_set, more));
    inside = isl_set_intersect(inside.release(), iterations(scope_, inside).release());
    program_.depth = std::max(program_.depth, loops_.size());
    body(loop.body, inside);
    if (strip != 1) {
      place_.pop_back();
    }
    loops_.resize(before);
    scope_.loops.pop_back();
  }

  void visit(const nest::Branch& branch, const Set& domain) {
    const Set holds = condition(scope_, branch.condition, domain);
    statements(branch.then, isl_set_intersect(domain.copy(), holds.copy()));
    statements(branch.otherwise, isl_set_subtract(domain.copy(), holds.copy()));
  }

  void visit(const nest::Phase& phase, const Set& domain) { statements(phase.body, domain); }

  void add(const nest::Reference& access, const Set& domain) {
    const nest::Nest& nest = *program_.nest;
    const std::string& name = nest.arrays[access.array].name;
    if (std::find(options_.omit.begin(), options_.omit.end(), name) != options_.omit.end()) {
      return;
    }
    if (options_.block != 1) {
      check_rows(access, domain);
    }
    const Set simple(isl_set_coalesce(domain.copy()));
    Map element = element_of(access, simple);
    element = isl_map_intersect_domain(element.release(), simple.copy());
    program_.references.push_back({access.array, to_text(nest, access), loops_, simple,
                                   by_remainder(access, element), place_});
  }

  Map element_of(const nest::Reference& access, const Set& domain) {
    Map element(isl_map_from_domain(domain.copy()));
    for (std::size_t i = 0; i < access.subscripts.size(); ++i) {
      PiecewiseAffine at = value(scope_, access.subscripts[i], domain);
      if (options_.block != 1 && i + 1 == access.subscripts.size()) {
        at = divided_by(std::move(at), options_.block, domain);
      }
      element = isl_map_flat_range_product(element.release(), isl_map_from_pw_aff(at.release()));
    }
    return element;
  }

  // Rows are made of whole blocks, so that a block is a row and a number in it.
  void check_rows(const nest::Reference& access, const Set& domain) {
    const nest::ArrayInfo& array = program_.nest->arrays[access.array];
    if (array.dimensions < 2) {
      return;
    }
    const std::string advice = fmt::format(
        "give it extents of which the last is a multiple of {}, "
        "as in --multiples n={}",
        options_.block, options_.block);
    if (array.extents.empty()) {
      nest::fail_at(*program_.nest->source, access.place,
                    fmt::format("{} has no declared extents, so that blocks may reach from one row "
                                "into the next; {}",
                                array.name, advice));
    }
    PiecewiseAffine last = value(scope_, array.extents.back(), domain);
    PiecewiseAffine whole = divided_by(last, options_.block, domain);
    isl_val* block = isl_val_int_from_si(program_.isl(), options_.block);
    whole = isl_pw_aff_scale_val(whole.release(), block);
    const Set differs(isl_pw_aff_ne_set(last.release(), whole.release()));
    if (!truth(isl_set_is_empty(differs.get()))) {
      nest::fail_at(*program_.nest->source, access.place,
                    fmt::format("{} may have blocks that reach from one row into the next; {}",
                                array.name, advice));
    }
  }

  // With the rest within a block at each of its values, which decides all divisions.
  Map by_remainder(const nest::Reference& access, const Map& element) {
    Map result = element;
    for (const EnclosingLoop& enclosing : scope_.loops) {
      if (enclosing.strip == 1 || access.subscripts.empty() ||
          !mentions(access.subscripts.back(), enclosing.loop->id)) {
        continue;
      }
      std::optional<Map> all;
      for (std::int64_t rest = 0; rest < enclosing.strip; ++rest) {
        Map one(isl_map_fix_si(result.copy(), isl_dim_in, enclosing.dimension + 1,
                               static_cast<int>(rest)));
        all = all ? Map(isl_map_union(all->release(), one.release())) : one;
      }
      result = *all;
    }
    return options_.block == 1 ? result : Map(isl_map_coalesce(result.release()));
  }

  Program& program_;
  Scope scope_;
  const DeriveOptions& options_;
  Mentions rows_;
  std::vector<std::size_t> loops_;
  std::vector<std::size_t> place_;
};

}  // namespace

Program program_of(const nest::Nest& nest, const DeriveOptions& options) {
  Program program;
  program.context.reset(isl_ctx_alloc());
  isl_options_set_on_error(program.isl(), ISL_ON_ERROR_CONTINUE);
  program.nest = &nest;
  Scope scope{.nest = &nest};
  Space space(isl_space_set_alloc(program.isl(), 0, 0));
  const Mentions used = used_parameters(nest);
  for (const nest::ParameterInfo& info : nest.parameters) {
    const auto found = options.fixed.find(info.name);
    if (found != options.fixed.end() || !used.has(scope.parameters.size())) {
      scope.parameters.emplace_back(found != options.fixed.end() ? found->second : 0);
      continue;
    }
    const auto index = static_cast<unsigned>(program.parameters.size());
    scope.parameters.emplace_back(std::nullopt);
    scope.columns.resize(scope.parameters.size());
    scope.columns.back() = index;
    scope.residues.resize(scope.parameters.size());
    const auto residue = options.residues.find(info.name);
    if (residue != options.residues.end()) {
      scope.residues.back() = residue->second;
    }
    program.parameters.push_back(info.name);
    space = isl_space_add_dims(space.release(), isl_dim_param, 1);
    space = isl_space_set_dim_id(space.release(), isl_dim_param, index,
                                 isl_id_alloc(program.isl(), info.name.c_str(), nullptr));
  }
  scope.columns.resize(scope.parameters.size());
  scope.residues.resize(scope.parameters.size());
  Walk(program, scope, options).body(nest.body, isl_set_universe(space.copy()));
  return program;
}

std::string Program::index_name(const Reference& reference, std::size_t level) const {
  const std::size_t loop = reference.loops[level];
  if (loop >= nest->loops.size()) {
    return variable(loop) + "_r";
  }
  const bool in_strips =
      level + 1 < reference.loops.size() && reference.loops[level + 1] == loop + nest->loops.size();
  return variable(loop) + (in_strips ? "_b" : "");
}

std::size_t shared_loops(const Reference& a, const Reference& b) {
  // Loops have an id each, so that those with the same id are the same one.
  const auto [end, other] =
      std::mismatch(a.loops.begin(), a.loops.end(), b.loops.begin(), b.loops.end());
  return static_cast<std::size_t>(end - a.loops.begin());
}

}  // namespace dmc::derive
