#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "dmc/derive/derivation.hpp"
#include "dmc/nest/bound_nest.hpp"
#include "dmc/util/error.hpp"

#include "classes.hpp"
#include "program.hpp"
#include "residues.hpp"
#include "reuse.hpp"

namespace dmc::derive {
namespace {

using Clock = std::chrono::steady_clock;
using FixedValues = std::map<std::string, std::int64_t, std::less<>>;

constexpr std::uint64_t k_unknown_size = 64;  // of a parameter that has no value of its own
// Examples are large, so that small sizes, where everything is an exception, are not what is
// derived; and they differ, so that none is a multiple of another by chance.
constexpr std::int64_t k_scale = 1000;
constexpr std::int64_t k_step = 37;
// What isl may do for one set of reuses; beyond, they stay undecided.
constexpr unsigned long k_quota = 20'000'000;

std::vector<std::int64_t> example_of(const nest::Nest& nest, const Program& program,
                                     const DeriveOptions& options) {
  nest::Values given;
  for (const nest::ParameterInfo& info : nest.parameters) {
    const auto fixed = options.fixed.find(info.name);
    if (fixed != options.fixed.end()) {
      given[info.name] = static_cast<std::uint64_t>(fixed->second);
    } else if (!info.fallback) {
      given[info.name] = k_unknown_size;
    }
  }
  const std::vector<std::int64_t> all = nest::complete(nest, given);
  std::vector<std::int64_t> example;
  for (std::size_t i = 0; i < nest.parameters.size(); ++i) {
    const std::string& name = nest.parameters[i].name;
    if (std::find(program.parameters.begin(), program.parameters.end(), name) ==
        program.parameters.end()) {
      continue;
    }
    const auto around = options.around.find(name);
    const auto place = static_cast<std::int64_t>(example.size() + 1);
    const bool is_given = around != options.around.end();
    const std::int64_t size = is_given ? around->second : all[i] * k_scale + k_step * place * place;
    const auto residue = options.residues.find(name);
    example.push_back(residue == options.residues.end() ? size : size / residue->second.divisor);
  }
  return example;
}

bool follows_from(const nest::Nest& nest, const nest::Expr& expr, const FixedValues& fixed) {
  if (expr.kind == nest::Expr::Kind::parameter) {
    return fixed.contains(nest.parameter_name(expr));
  }
  return std::all_of(expr.operands.begin(), expr.operands.end(),
                     [&](const nest::Expr& one) { return follows_from(nest, one, fixed); });
}

// A parameter whose default follows from those that have values has one itself.
FixedValues completed(const nest::Nest& nest, FixedValues fixed) {
  for (std::size_t i = 0; i < nest.parameters.size(); ++i) {
    const nest::ParameterInfo& info = nest.parameters[i];
    const bool follows = info.fallback && info.fallback->kind != nest::Expr::Kind::number &&
                         follows_from(nest, *info.fallback, fixed);
    if (follows && !fixed.contains(info.name)) {
      nest::Values given;
      for (const nest::ParameterInfo& one : nest.parameters) {
        const auto found = fixed.find(one.name);
        if (found != fixed.end()) {
          given[one.name] = static_cast<std::uint64_t>(found->second);
        } else if (!one.fallback) {
          given[one.name] = k_unknown_size;
        }
      }
      fixed[info.name] = nest::complete(nest, given)[i];
    }
  }
  return fixed;
}

std::string carried_by(const Program& program, const Reuse& reuse) {
  const Reference& current = program.references[reuse.current];
  const std::size_t shared = shared_loops(current, program.references[reuse.previous]);
  const auto variable = [&](std::size_t depth) { return program.variable(current.loops[depth]); };
  if (reuse.carrier < shared) {
    return variable(reuse.carrier);
  }
  return shared == 0 ? std::string() : "within " + variable(shared - 1);
}

std::vector<Amount> accesses_of(const Program& program, Assumptions& assumptions) {
  std::vector<Amount> sum;
  for (const Reference& reference : program.references) {
    add_total(program, reference.domain, assumptions, sum);
  }
  return sum;
}

std::vector<Amount> data_of(const Program& program, Assumptions& assumptions) {
  std::map<std::size_t, Set> by_array;
  for (const Reference& reference : program.references) {
    Set range(isl_map_range(reference.element.copy()));
    range = isl_set_coalesce(range.release());
    const auto [known, is_new] = by_array.try_emplace(reference.array, range);
    if (!is_new) {
      Set both(isl_set_union(known->second.release(), range.release()));
      known->second = isl_set_coalesce(both.release());
    }
  }
  std::vector<Amount> sum;
  for (const auto& [array, set] : by_array) {
    add_total(program, set, assumptions, sum);
  }
  return sum;
}

// An equation is a row that is not negative either way round.
std::vector<Row> region_rows(const Constraints& region) {
  std::vector<Row> rows = region.not_negative;
  for (const Row& row : region.equal) {
    rows.push_back(row);
    rows.push_back(row);
    for (std::int64_t& value : rows.back()) {
      value = -value;
    }
  }
  return rows;
}

/// Collects the classes of a program.
class Deriver {
 public:
  Deriver(const Program& program, Assumptions& assumptions, const DeriveOptions& options,
          Derivation& result)
      : program_(program), assumptions_(assumptions), options_(options), result_(result) {}

  void run() {
    const std::vector<Reuse> reuses = reuses_of(program_, assumptions_.region());
    for (std::size_t i = 0; i < reuses.size(); ++i) {
      if (options_.progress) {
        options_.progress(i, reuses.size());
      }
      const std::string& reference = program_.references[reuses[i].current].text;
      attempt(reference, [&] { add_cells(reuses[i]); });
    }
    for (auto& one : cells_) {
      attempt(program_.references[one.first.first].text, [&] { add_terms(one.first, one.second); });
    }
  }

 private:
  using Key = std::pair<std::size_t, std::string>;  // reference, carried by

  template <class Action>
  void attempt(const std::string& reference, const Action& action) {
    const std::chrono::duration<double> spent = Clock::now() - started_;
    if (options_.seconds > 0 && spent.count() > options_.seconds) {
      result_.undecided.push_back({reference, "no time was left"});
      return;
    }
    isl_ctx_reset_operations(program_.isl());
    isl_ctx_set_max_operations(program_.isl(), k_quota);
    try {
      action();
    } catch (const IslFailure& failure) {
      result_.undecided.push_back({reference, failure.what()});
    } catch (const NotCounted& reason) {
      result_.undecided.push_back({reference, reason.what()});
    } catch (const Overflow& overflow) {
      result_.undecided.push_back({reference, overflow.what()});
    }
    isl_ctx_set_max_operations(program_.isl(), 0);
    isl_ctx_reset_error(program_.isl());
  }

  void add_cells(const Reuse& reuse) {
    std::vector<Cell> cells = cells_of(program_, reuse, assumptions_);
    std::vector<Cell>& all = cells_[{reuse.current, carried_by(program_, reuse)}];
    std::move(cells.begin(), cells.end(), std::back_inserter(all));
  }

  void add_terms(const Key& key, std::vector<Cell>& cells) {
    merge_cells(cells);
    const Reference& reference = program_.references[key.first];
    for (const Cell& cell : cells) {
      for (Term& term : terms_of(program_, cell, assumptions_)) {
        term.array = program_.nest->arrays[reference.array].name;
        term.reference = reference.text;
        term.carried_by = key.second;
        for (Index& index : term.indices) {
          const std::size_t dimension = std::stoul(index.name);
          const bool is_loop = dimension < reference.loops.size();
          index.name = is_loop ? program_.index_name(reference, dimension) : "q";
        }
        add_term(std::move(term));
      }
    }
  }

  void add_term(Term term) {
    for (Term& known : result_.terms) {
      if (known.array == term.array && known.carried_by == term.carried_by &&
          known.distance == term.distance && same_ranges(known, term)) {
        known.count = known.count + term.count;
        return;
      }
    }
    result_.terms.push_back(std::move(term));
  }

  const Program& program_;
  Assumptions& assumptions_;
  const DeriveOptions& options_;
  Derivation& result_;
  std::map<Key, std::vector<Cell>> cells_;
  Clock::time_point started_ = Clock::now();
};

Derivation derived(const nest::Nest& nest, const DeriveOptions& given) {
  DeriveOptions options = given;
  options.fixed = completed(nest, given.fixed);
  const Program program = program_of(nest, options);
  Assumptions assumptions(program, example_of(nest, program, options));
  Derivation result;
  result.name = nest.name;
  result.parameters = program.parameters;
  result.fixed = options.fixed;
  result.block = options.block;
  for (const Reference& reference : program.references) {
    (void)assumptions.settle(reference.domain);
  }
  result.accesses = accesses_of(program, assumptions);
  result.data = data_of(program, assumptions);
  Deriver(program, assumptions, options, result).run();
  result.region = region_rows(assumptions.constraints());
  std::erase_if(result.terms, [](const Term& term) { return term.count.is_zero(); });
  for (const std::string& name : program.parameters) {
    const auto residue = options.residues.find(name);
    if (residue != options.residues.end()) {
      result.residues.insert(*residue);
    }
  }
  put_residues(result);
  return result;
}

}  // namespace

bool can_derive() {
  return true;
}

Derivation derive(const nest::Nest& nest, const DeriveOptions& options) {
  constexpr std::string_view k_advice = "dmc run measures it at given sizes";
  try {
    return derived(nest, options);
  } catch (const IslFailure&) {
    throw Error(fmt::format("{} is too large to find out which access follows which; {}", nest.name,
                            k_advice));
  } catch (const NotCounted& reason) {
    throw Error(fmt::format("the accesses and data of {} cannot be counted: {}; {}", nest.name,
                            reason.what(), k_advice));
  } catch (const Overflow&) {
    throw Error(
        fmt::format("deriving {} comes to numbers beyond 128 bits; {}", nest.name, k_advice));
  }
}

}  // namespace dmc::derive
