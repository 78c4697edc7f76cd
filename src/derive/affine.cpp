#include "affine.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace dmc::derive {
namespace {

using Kind = nest::Expr::Kind;
using Combine = isl_pw_aff*(isl_pw_aff*, isl_pw_aff*);

[[noreturn]] void not_affine(const Scope& scope, const nest::Expr& expr, std::string_view what) {
  nest::fail_at(*scope.nest->source, expr.place,
                fmt::format("{} is not affine: {}; dmc run measures it at given sizes",
                            to_text(*scope.nest, expr), what));
}

isl_local_space* local_space(const Set& domain) {
  return isl_local_space_from_space(isl_set_get_space(domain.get()));
}

PiecewiseAffine constant(std::int64_t number, const Set& domain) {
  isl_val* value = isl_val_int_from_si(isl_set_get_ctx(domain.get()), number);
  return isl_pw_aff_from_aff(isl_aff_val_on_domain(local_space(domain), value));
}

PiecewiseAffine column(isl_dim_type type, unsigned index, const Set& domain) {
  return isl_pw_aff_var_on_domain(local_space(domain), type, index);
}

PiecewiseAffine parameter(const Scope& scope, const nest::Expr& expr, const Set& domain) {
  const auto index = static_cast<std::size_t>(expr.value);
  const std::optional<std::int64_t>& given = scope.parameters[index];
  if (given) {
    return constant(*given, domain);
  }
  const Residue& residue = scope.residues[index];
  PiecewiseAffine times = column(isl_dim_param, scope.columns[index], domain);
  times = isl_pw_aff_mul(times.release(), constant(residue.divisor, domain).release());
  return isl_pw_aff_add(times.release(), constant(residue.remainder, domain).release());
}

PiecewiseAffine counter_of(const EnclosingLoop& enclosing, const Set& domain) {
  PiecewiseAffine counter = column(isl_dim_set, enclosing.dimension, domain);
  if (enclosing.strip == 1) {
    return counter;
  }
  counter = isl_pw_aff_mul(counter.release(), constant(enclosing.strip, domain).release());
  PiecewiseAffine rest = column(isl_dim_set, enclosing.dimension + 1, domain);
  return isl_pw_aff_add(counter.release(), rest.release());
}

PiecewiseAffine variable(const Scope& scope, const nest::Expr& expr, const Set& domain) {
  const auto found = std::find_if(scope.loops.begin(), scope.loops.end(), [&](const auto& one) {
    return one.loop->id == static_cast<std::size_t>(expr.value);
  });
  PiecewiseAffine counter = counter_of(*found, domain);
  const std::int64_t step = step_of(scope, *found->loop);
  if (step == 1) {
    return counter;
  }
  counter = isl_pw_aff_mul(counter.release(), constant(step, domain).release());
  return isl_pw_aff_add(value(scope, found->loop->begin, domain).release(), counter.release());
}

PiecewiseAffine folded(const Scope& scope, const nest::Expr& expr, const Set& domain,
                       Combine* combine) {
  PiecewiseAffine result = value(scope, expr.operands[0], domain);
  for (std::size_t i = 1; i < expr.operands.size(); ++i) {
    PiecewiseAffine next = value(scope, expr.operands[i], domain);
    if (expr.kind == Kind::product && !truth(isl_pw_aff_is_cst(result.get())) &&
        !truth(isl_pw_aff_is_cst(next.get()))) {
      not_affine(scope, expr, "what is multiplied varies, or is not known");
    }
    result = combine(result.release(), next.release());
  }
  return result;
}

PiecewiseAffine divided(const Scope& scope, const nest::Expr& expr, const Set& domain) {
  PiecewiseAffine top = value(scope, expr.operands[0], domain);
  PiecewiseAffine bottom = value(scope, expr.operands[1], domain);
  if (!truth(isl_pw_aff_is_cst(bottom.get()))) {
    not_affine(scope, expr, "it is divided by something that is not a number");
  }
  if (expr.kind == Kind::ceildiv) {
    return isl_pw_aff_ceil(isl_pw_aff_div(top.release(), bottom.release()));
  }
  PiecewiseAffine quotient(isl_pw_aff_floor(isl_pw_aff_div(top.copy(), bottom.copy())));
  if (expr.kind == Kind::quotient) {
    return quotient;
  }
  isl_pw_aff* taken = isl_pw_aff_mul(quotient.release(), bottom.release());
  return isl_pw_aff_sub(top.release(), taken);
}

Set compared(const nest::Condition& condition, PiecewiseAffine a, PiecewiseAffine b) {
  switch (condition.kind) {
    case nest::Condition::Kind::less:
      return isl_pw_aff_lt_set(a.release(), b.release());
    case nest::Condition::Kind::less_equal:
      return isl_pw_aff_le_set(a.release(), b.release());
    case nest::Condition::Kind::equal:
      return isl_pw_aff_eq_set(a.release(), b.release());
    default:
      return isl_pw_aff_ne_set(a.release(), b.release());
  }
}

}  // namespace

PiecewiseAffine value(const Scope& scope, const nest::Expr& expr, const Set& domain) {
  switch (expr.kind) {
    case Kind::number:
      return constant(expr.value, domain);
    case Kind::parameter:
      return parameter(scope, expr, domain);
    case Kind::variable:
      return variable(scope, expr, domain);
    case Kind::sum:
      return folded(scope, expr, domain, isl_pw_aff_add);
    case Kind::product:
      return folded(scope, expr, domain, isl_pw_aff_mul);
    case Kind::minimum:
      return folded(scope, expr, domain, isl_pw_aff_min);
    case Kind::maximum:
      return folded(scope, expr, domain, isl_pw_aff_max);
    default:
      return divided(scope, expr, domain);
  }
}

Set condition(const Scope& scope, const nest::Condition& given, const Set& domain) {
  using What = nest::Condition::Kind;
  if (given.kind == What::negation) {
    return isl_set_complement(condition(scope, given.parts[0], domain).release());
  }
  if (given.kind != What::all && given.kind != What::any) {
    return compared(given, value(scope, given.sides[0], domain),
                    value(scope, given.sides[1], domain));
  }
  Set result = condition(scope, given.parts[0], domain);
  for (std::size_t i = 1; i < given.parts.size(); ++i) {
    Set next = condition(scope, given.parts[i], domain);
    result = given.kind == What::all ? isl_set_intersect(result.release(), next.release())
                                     : isl_set_union(result.release(), next.release());
  }
  return result;
}

std::int64_t step_of(const Scope& scope, const nest::Loop& loop) {
  if (loop.step.kind == Kind::number && loop.step.value != 0) {
    return loop.step.value;
  }
  if (loop.step.kind == Kind::parameter) {
    const auto& given = scope.parameters[static_cast<std::size_t>(loop.step.value)];
    if (given && *given != 0) {
      return *given;
    }
  }
  not_affine(scope, loop.step,
             "a loop's step has to be a number; give its parameter one, as in --tile 4");
}

Set iterations(const Scope& scope, const Set& domain) {
  const EnclosingLoop& enclosing = scope.loops.back();
  const nest::Loop& loop = *enclosing.loop;
  nest::Expr own{.kind = Kind::variable, .value = static_cast<std::int64_t>(loop.id)};
  PiecewiseAffine at = value(scope, own, domain);
  PiecewiseAffine end = value(scope, loop.end, domain);
  const std::int64_t step = step_of(scope, loop);
  PiecewiseAffine counter = counter_of(enclosing, domain);
  PiecewiseAffine first = step == 1 ? value(scope, loop.begin, domain) : constant(0, domain);
  const Set begun(isl_pw_aff_ge_set(counter.release(), first.release()));
  const Set open(step > 0 ? isl_pw_aff_lt_set(at.release(), end.release())
                          : isl_pw_aff_gt_set(at.release(), end.release()));
  Set result(isl_set_intersect(begun.copy(), open.copy()));
  if (enclosing.strip != 1) {
    const unsigned rest = enclosing.dimension + 1;
    const auto most = static_cast<int>(enclosing.strip - 1);
    result = isl_set_lower_bound_si(result.release(), isl_dim_set, rest, 0);
    result = isl_set_upper_bound_si(result.release(), isl_dim_set, rest, most);
  }
  return result;
}

PiecewiseAffine divided_by(PiecewiseAffine value, std::int64_t divisor, const Set& domain) {
  return isl_pw_aff_floor(isl_pw_aff_div(value.release(), constant(divisor, domain).release()));
}

}  // namespace dmc::derive
