#include "program.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "affine.hpp"

namespace dmc::derive {
namespace {

/// Walks through a nest and notes every access.
class Walk {
 public:
  Walk(Program& program, const Scope& scope, const std::vector<std::string>& omit)
      : program_(program), scope_(scope), omit_(omit) {}

  void body(const nest::Body& nodes, const Set& domain) {
    place_.push_back(0);
    for (const nest::Node& node : nodes) {
      std::visit([&](const auto& one) { visit(one, domain); }, node.is);
      ++place_.back();
    }
    place_.pop_back();
  }

 private:
  void visit(const nest::Statement& statement, const Set& domain) {
    for (const nest::Reference& access : statement.accesses) {
      add(access, domain);
      ++place_.back();
    }
  }

  void visit(const nest::Loop& loop, const Set& domain) {
    loops_.push_back(&loop);
    scope_.loops = loops_;
    Set inside(isl_set_add_dims(domain.copy(), isl_dim_set, 1));
    inside = isl_set_intersect(inside.release(), iterations(scope_, loop, inside).release());
    program_.depth = std::max(program_.depth, loops_.size());
    body(loop.body, inside);
    loops_.pop_back();
    scope_.loops = loops_;
  }

  void visit(const nest::Branch& branch, const Set& domain) {
    const Set holds = condition(scope_, branch.condition, domain);
    branch_body(branch.then, isl_set_intersect(domain.copy(), holds.copy()));
    branch_body(branch.otherwise, isl_set_subtract(domain.copy(), holds.copy()));
  }

  void visit(const nest::Phase& phase, const Set& domain) { branch_body(phase.body, domain); }

  // No loop: what is inside stands among the rest.
  void branch_body(const nest::Body& nodes, const Set& domain) {
    for (const nest::Node& node : nodes) {
      std::visit([&](const auto& one) { visit(one, domain); }, node.is);
      ++place_.back();
    }
  }

  void add(const nest::Reference& access, const Set& domain) {
    const nest::Nest& nest = *program_.nest;
    const std::string& name = nest.arrays[access.array].name;
    if (std::find(omit_.begin(), omit_.end(), name) != omit_.end()) {
      return;
    }
    std::vector<std::size_t> loops;
    for (const nest::Loop* loop : loops_) {
      loops.push_back(loop->id);
    }
    Map element(isl_map_from_domain(domain.copy()));
    for (const nest::Expr& subscript : access.subscripts) {
      isl_map* one = isl_map_from_pw_aff(value(scope_, subscript, domain).release());
      element = isl_map_flat_range_product(element.release(), one);
    }
    const Set simple(isl_set_coalesce(domain.copy()));
    element = isl_map_intersect_domain(element.release(), simple.copy());
    program_.references.push_back(
        {access.array, to_text(nest, access), std::move(loops), simple, element, place_});
  }

  Program& program_;
  Scope scope_;
  const std::vector<std::string>& omit_;
  std::vector<const nest::Loop*> loops_;
  std::vector<std::size_t> place_;
};

/// The parameters that loops, conditions and subscripts use: others only stand for defaults.
class UsedParameters {
 public:
  explicit UsedParameters(const nest::Nest& nest) : used_(nest.parameters.size()) {
    body(nest.body);
  }
  [[nodiscard]] bool has(std::size_t parameter) const { return used_[parameter]; }

 private:
  void body(const nest::Body& nodes) {
    for (const nest::Node& node : nodes) {
      std::visit([&](const auto& one) { visit(one); }, node.is);
    }
  }
  void visit(const nest::Statement& statement) {
    for (const nest::Reference& access : statement.accesses) {
      std::for_each(access.subscripts.begin(), access.subscripts.end(),
                    [&](const nest::Expr& expr) { visit(expr); });
    }
  }
  void visit(const nest::Loop& loop) {
    visit(loop.begin);
    visit(loop.end);
    visit(loop.step);
    body(loop.body);
  }
  void visit(const nest::Branch& branch) {
    visit(branch.condition);
    body(branch.then);
    body(branch.otherwise);
  }
  void visit(const nest::Phase& phase) { body(phase.body); }
  void visit(const nest::Condition& condition) {
    for (const nest::Expr& side : condition.sides) {
      visit(side);
    }
    for (const nest::Condition& part : condition.parts) {
      visit(part);
    }
  }
  void visit(const nest::Expr& expr) {
    if (expr.kind == nest::Expr::Kind::parameter) {
      used_[static_cast<std::size_t>(expr.value)] = true;
    }
    std::for_each(expr.operands.begin(), expr.operands.end(),
                  [&](const nest::Expr& operand) { visit(operand); });
  }

  std::vector<bool> used_;
};

}  // namespace

Program program_of(const nest::Nest& nest, const DeriveOptions& options) {
  Program program;
  program.context.reset(isl_ctx_alloc());
  isl_options_set_on_error(program.isl(), ISL_ON_ERROR_CONTINUE);
  program.nest = &nest;
  Scope scope{.nest = &nest};
  Space space(isl_space_set_alloc(program.isl(), 0, 0));
  const UsedParameters used(nest);
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
  Walk(program, scope, options.omit).body(nest.body, isl_set_universe(space.copy()));
  return program;
}

std::size_t shared_loops(const Reference& a, const Reference& b) {
  // Loops have an id each, so that those with the same id are the same one.
  const auto [end, other] =
      std::mismatch(a.loops.begin(), a.loops.end(), b.loops.begin(), b.loops.end());
  return static_cast<std::size_t>(end - a.loops.begin());
}

}  // namespace dmc::derive
