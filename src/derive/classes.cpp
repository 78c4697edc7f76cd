#include "classes.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <numeric>
#include <utility>

#include <fmt/format.h>

namespace dmc::derive {
namespace {

std::vector<std::size_t> columns_between(std::size_t first, std::size_t last) {
  std::vector<std::size_t> columns(last - first);
  std::iota(columns.begin(), columns.end(), first);
  return columns;
}

Frame frame_of(const Program& program, const BasicSet& set) {
  return {program.isl(), program.parameters, number(isl_basic_set_dim(set.get(), isl_dim_set))};
}

// How a set is made of disjoint parts. Fewer parts are quicker, but the sides of large ones may be
// slanted, so that bounds become fractions.
enum class Division : std::uint8_t { coarse, medium, fine };
constexpr std::array k_divisions{Division::coarse, Division::medium, Division::fine};

Set divided_set(const Set& set, Division division) {
  if (division == Division::fine) {
    return isl_set_make_disjoint(set.copy());
  }
  Set result(isl_set_make_disjoint(isl_set_coalesce(set.copy())));
  return division == Division::medium ? result : Set(isl_set_coalesce(result.release()));
}

// Sums 1 over all dimensions from `kept` on. Some may be left.
std::vector<Part> counted_once(const Program& program, const Set& set, std::size_t kept) {
  const std::size_t parameters = program.parameters.size();
  std::vector<Part> result;
  for (const BasicSet& one : lifted_parts_of(set)) {
    const Frame frame = frame_of(program, one);
    const auto columns = columns_between(parameters + kept, parameters + frame.dimensions());
    std::vector<Part> parts = sum_out(frame, constraints_of(one), Polynomial(1), columns);
    for (Part& part : parts) {
      part.dimensions = frame.dimensions();
    }
    std::move(parts.begin(), parts.end(), std::back_inserter(result));
  }
  return result;
}

std::vector<Part> counted(const Program& program, const Set& set, std::size_t kept) {
  std::vector<Part> result;
  for (const Division division : k_divisions) {
    result = counted_once(program, divided_set(set, division), kept);
    if (std::all_of(result.begin(), result.end(),
                    [](const auto& one) { return one.left.empty(); })) {
      break;
    }
  }
  return result;
}

Constraints narrowed(const Constraints& where, std::size_t width) {
  Constraints result = where;
  for (auto* rows : {&result.equal, &result.not_negative}) {
    for (Row& row : *rows) {
      row.resize(width);
    }
  }
  return result;
}

// How many elements are in a set, added up over parts of where.
struct Contribution {
  Set where;
  Polynomial count;
};

void add_contribution(std::vector<Contribution>& all, Set where, const Polynomial& count) {
  for (Contribution& known : all) {
    if (truth(isl_set_plain_is_equal(known.where.get(), where.get()))) {
      known.count = known.count + count;
      return;
    }
  }
  all.push_back({std::move(where), count});
}

// Cuts the cells along where the count is to be added.
void add_to_cells(std::vector<Cell>& cells, const Contribution& more) {
  std::vector<Cell> result;
  for (Cell& cell : cells) {
    Set inside(isl_set_intersect(cell.where.copy(), more.where.copy()));
    if (truth(isl_set_is_empty(inside.get()))) {
      result.push_back(std::move(cell));
      continue;
    }
    Set outside(isl_set_subtract(cell.where.copy(), more.where.copy()));
    result.push_back({isl_set_coalesce(inside.release()), cell.distance + more.count});
    if (!truth(isl_set_is_empty(outside.get()))) {
      result.push_back({isl_set_coalesce(outside.release()), cell.distance});
    }
  }
  cells = std::move(result);
}

// Makes terms of what is left of a cell when all but the dimensions that its distance depends on
// are summed out.
class Ranges {
 public:
  Ranges(const Frame& frame, Assumptions& assumptions, std::vector<Term>& terms)
      : frame_(frame), assumptions_(assumptions), terms_(terms) {}

  void add(const Part& part, const Polynomial& distance, std::vector<std::size_t> open,
           const std::vector<std::pair<std::size_t, Index>>& done) {
    if (open.empty()) {
      if (assumptions_.settle(part.where)) {
        finish(part.count, distance, done);
      }
      return;
    }
    const std::size_t y = open.back();
    open.pop_back();
    for (const Ranged& range : ranges_of(frame_, part, y)) {
      auto more = done;
      if (range.value) {
        // Bounds of indices inside of this one may use it.
        for (auto& [variable, index] : more) {
          replace(index.first, y, *range.value);
          replace(index.last, y, *range.value);
        }
        add(range.part, distance.substituted(y, Polynomial::affine(*range.value)), open, more);
      } else {
        more.insert(more.begin(), {y, Index{"", range.first, range.last}});
        add(range.part, distance, open, more);
      }
    }
  }

 private:
  static void replace(Bound& bound, std::size_t y, const Row& value) {
    const std::int64_t factor = std::exchange(bound.row[y + 1], 0);
    for (std::size_t i = 0; i < bound.row.size(); ++i) {
      bound.row[i] += factor * value[i];
    }
  }

  // Indices get numbers of their own right behind the parameters, so that terms can be compared.
  void finish(Polynomial count, Polynomial distance,
              const std::vector<std::pair<std::size_t, Index>>& done) {
    Term term;
    const std::size_t parameters = frame_.parameters();
    for (std::size_t i = 0; i < done.size(); ++i) {
      // Dimensions go up from the outermost, so that none is overwritten.
      const auto variable = Polynomial::variable(parameters + i);
      count = count.substituted(done[i].first, variable);
      distance = distance.substituted(done[i].first, variable);
      Index index = done[i].second;
      index.first.row = renumbered(index.first.row, done);
      index.last.row = renumbered(index.last.row, done);
      index.name = std::to_string(done[i].first - parameters);
      term.indices.push_back(std::move(index));
    }
    term.count = std::move(count);
    term.distance = std::move(distance);
    terms_.push_back(std::move(term));
  }

  [[nodiscard]] Row renumbered(const Row& row,
                               const std::vector<std::pair<std::size_t, Index>>& done) const {
    Row result(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(1 + frame_.parameters()));
    for (const auto& [variable, index] : done) {
      result.push_back(row[variable + 1]);
    }
    return result;
  }

  const Frame& frame_;
  Assumptions& assumptions_;
  std::vector<Term>& terms_;
};

}  // namespace

void merge_cells(std::vector<Cell>& cells) {
  std::vector<Cell> merged;
  for (Cell& cell : cells) {
    const auto same = std::find_if(merged.begin(), merged.end(), [&](const Cell& known) {
      return known.distance == cell.distance;
    });
    if (same == merged.end()) {
      merged.push_back(std::move(cell));
    } else {
      same->where = isl_set_union(same->where.release(), cell.where.release());
      same->where = isl_set_coalesce(same->where.release());
    }
  }
  cells = std::move(merged);
}

std::vector<Cell> cells_of(const Program& program, const Reuse& reuse, Assumptions& assumptions) {
  const std::size_t loops = program.references[reuse.current].loops.size();
  const Frame frame(program.isl(), program.parameters, loops);
  Set pairs(isl_set_from_basic_set(reuse.pairs.copy()));
  if (!assumptions.settle(pairs)) {
    return {};
  }
  const auto all = static_cast<unsigned>(number(isl_set_dim(pairs.get(), isl_dim_set)));
  Set where(isl_set_project_out(pairs.copy(), isl_dim_set, static_cast<unsigned>(loops),
                                all - static_cast<unsigned>(loops)));
  std::vector<Contribution> contributions;
  for (const Set& touched : touched_between(program, reuse, assumptions.region())) {
    for (const Part& part : counted(program, touched, loops)) {
      if (!part.left.empty()) {
        throw NotCounted("a bound is a fraction");
      }
      const Constraints own = narrowed(part.where, frame.width());
      Set holds(isl_set_from_basic_set(frame.set_of(own).release()));
      holds = isl_set_intersect(holds.release(), where.copy());
      if (assumptions.settle(holds)) {
        holds = isl_set_gist(holds.release(), where.copy());
        add_contribution(contributions, std::move(holds), part.count);
      }
    }
  }
  where = isl_set_intersect_params(where.release(), isl_set_params(assumptions.region().copy()));
  std::vector<Cell> cells{{where, Polynomial()}};
  for (const Contribution& more : contributions) {
    add_to_cells(cells, more);
  }
  merge_cells(cells);
  return cells;
}

std::vector<Term> terms_of(const Program& program, const Cell& cell, Assumptions& assumptions) {
  Set where(
      isl_set_intersect_params(cell.where.copy(), isl_set_params(assumptions.region().copy())));
  where = without_divisions(isl_set_coalesce(where.release()));
  where = isl_set_make_disjoint(where.release());
  std::vector<Term> terms;
  for (const BasicSet& one : lifted_parts_of(where)) {
    const Frame frame = frame_of(program, one);
    Ranges ranges(frame, assumptions, terms);
    std::vector<std::size_t> stay;
    std::vector<std::size_t> go;
    for (std::size_t i = 0; i < frame.dimensions(); ++i) {
      const std::size_t column = frame.parameters() + i;
      (cell.distance.depends_on(column) ? stay : go).push_back(column);
    }
    for (const Part& part : sum_out(frame, constraints_of(one), Polynomial(1), go)) {
      std::vector<std::size_t> open = stay;
      open.insert(open.end(), part.left.begin(), part.left.end());
      std::sort(open.begin(), open.end());
      ranges.add(part, cell.distance, std::move(open), {});
    }
  }
  return terms;
}

void add_total(const Program& program, const Set& set, Assumptions& assumptions,
               std::vector<Amount>& sum) {
  Set where(isl_set_intersect_params(set.copy(), isl_set_params(assumptions.region().copy())));
  std::vector<Term> terms;
  for (const Part& part : counted(program, without_divisions(where), 0)) {
    const Frame frame(program.isl(), program.parameters, part.dimensions);
    std::vector<std::size_t> open = part.left;
    std::sort(open.begin(), open.end());
    Ranges(frame, assumptions, terms).add(part, Polynomial(), std::move(open), {});
  }
  for (Term& term : terms) {
    for (std::size_t i = 0; i < term.indices.size(); ++i) {
      term.indices[i].name = fmt::format("q{}", i == 0 ? "" : std::to_string(i));
    }
    const auto same = std::find_if(sum.begin(), sum.end(),
                                   [&](const Amount& known) { return same_ranges(known, term); });
    if (same == sum.end()) {
      sum.push_back(std::move(term));
    } else {
      same->count = same->count + term.count;
    }
  }
}

bool same_ranges(const Amount& a, const Amount& b) {
  return std::equal(
      a.indices.begin(), a.indices.end(), b.indices.begin(), b.indices.end(),
      [](const Index& x, const Index& y) { return x.first == y.first && x.last == y.last; });
}

}  // namespace dmc::derive
