#include "reuse.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "region.hpp"

namespace dmc::derive {
namespace {

std::string statement_name(std::size_t reference) {
  return fmt::format("S{}", reference);
}

std::size_t statement_index(const char* name) {
  return std::stoul(std::string(name).substr(1));
}

Map named_element(const Reference& reference, std::size_t index, const Set& region) {
  Map map(isl_map_intersect_params(reference.element.copy(), isl_set_params(region.copy())));
  map = isl_map_set_tuple_name(map.release(), isl_dim_in, statement_name(index).c_str());
  return isl_map_set_tuple_name(map.release(), isl_dim_out,
                                fmt::format("A{}", reference.array).c_str());
}

// The time of an access: its place at each depth, with the loops' iterations between.
Map time_of(const Program& program, std::size_t index) {
  const Reference& reference = program.references[index];
  Map map(isl_map_from_domain(reference.domain.copy()));
  map = isl_map_set_tuple_name(map.release(), isl_dim_in, statement_name(index).c_str());
  const auto width = static_cast<unsigned>(2 * program.depth + 1);
  map = isl_map_add_dims(map.release(), isl_dim_out, width);
  for (std::size_t depth = 0; depth <= program.depth; ++depth) {
    const auto column = static_cast<int>(2 * depth);
    const std::size_t place = depth < reference.place.size() ? reference.place[depth] : 0;
    map = isl_map_fix_si(map.release(), isl_dim_out, static_cast<unsigned>(column),
                         static_cast<int>(place));
    if (depth < reference.loops.size()) {
      map = isl_map_equate(map.release(), isl_dim_in, static_cast<int>(depth), isl_dim_out,
                           column + 1);
    } else if (depth < program.depth) {
      map = isl_map_fix_si(map.release(), isl_dim_out, static_cast<unsigned>(column) + 1, 0);
    }
  }
  return map;
}

// From an access to the last one before it to the same element.
UnionMap previous_accesses(const Program& program, const Set& region) {
  isl_space* space = isl_set_get_space(region.get());
  UnionMap accesses(isl_union_map_empty(isl_space_params(space)));
  UnionMap times(accesses);
  for (std::size_t i = 0; i < program.references.size(); ++i) {
    Map element = named_element(program.references[i], i, region);
    accesses = isl_union_map_add_map(accesses.release(), element.release());
    times = isl_union_map_add_map(times.release(), time_of(program, i).release());
  }
  isl_union_access_info* info = isl_union_access_info_from_sink(accesses.copy());
  info = isl_union_access_info_set_must_source(info, accesses.copy());
  info = isl_union_access_info_set_schedule_map(info, times.release());
  isl_union_flow* flow = isl_union_access_info_compute_flow(info);
  UnionMap found(isl_union_flow_get_must_dependence(flow));
  isl_union_flow_free(flow);
  return isl_union_map_reverse(found.release());
}

isl_stat keep_map(isl_map* map, void* user) {
  static_cast<std::vector<Map>*>(user)->emplace_back(map);
  return isl_stat_ok;
}

// The same iteration of `depth` loops, and a later one of the next, where there is one.
Set carried_at(Set pairs, std::size_t depth, std::size_t shared, std::size_t current_loops) {
  for (std::size_t i = 0; i < depth; ++i) {
    pairs = isl_set_equate(pairs.release(), isl_dim_set, static_cast<int>(i), isl_dim_set,
                           static_cast<int>(current_loops + i));
  }
  if (depth == shared) {
    return pairs;
  }
  isl_local_space* space = isl_local_space_from_space(isl_set_get_space(pairs.get()));
  isl_constraint* later = isl_constraint_alloc_inequality(space);
  const auto at = static_cast<int>(depth);
  later = isl_constraint_set_coefficient_si(later, isl_dim_set, at, 1);
  later = isl_constraint_set_coefficient_si(later, isl_dim_set,
                                            at + static_cast<int>(current_loops), -1);
  later = isl_constraint_set_constant_si(later, -1);
  return isl_set_add_constraint(pairs.release(), later);
}

// Conditions that one iteration vector comes before another, a level each: it is the same on all
// loops outside of the level, and less at it. Where `same` they may be the same on all shared ones.
struct Order {
  std::size_t earlier;  // first dimension of either
  std::size_t later;
  std::size_t shared;
  bool same;
};

Row row_between(const Frame& frame, std::size_t plus, std::size_t minus, std::int64_t constant) {
  Row row(frame.width());
  row[0] = constant;
  row[1 + frame.parameters() + plus] += 1;
  row[1 + frame.parameters() + minus] -= 1;
  return row;
}

std::vector<Constraints> levels(const Frame& frame, const Order& order, std::size_t from) {
  std::vector<Constraints> result;
  for (std::size_t level = from; level < order.shared + (order.same ? 1U : 0U); ++level) {
    Constraints one;
    for (std::size_t i = 0; i < std::min(level, order.shared); ++i) {
      one.equal.push_back(row_between(frame, order.later + i, order.earlier + i, 0));
    }
    if (level < order.shared) {
      one.not_negative.push_back(
          row_between(frame, order.later + level, order.earlier + level, -1));
    }
    result.push_back(std::move(one));
  }
  return result;
}

// The iterations of a reference in the window, with all three sets of loops as dimensions: those of
// the current access, of the previous one, and of the reference.
std::optional<Set> window(const Program& program, const Reuse& reuse, std::size_t other,
                          const Set& pairs) {
  const Reference& current = program.references[reuse.current];
  const Reference& previous = program.references[reuse.previous];
  const Reference& between = program.references[other];
  const std::size_t to_previous = shared_loops(previous, between);
  const std::size_t to_current = shared_loops(current, between);
  if (std::min(to_previous, to_current) < reuse.carrier) {
    return std::nullopt;  // outside of the loop iteration in which all happens
  }
  const std::size_t a = current.loops.size();
  const std::size_t b = previous.loops.size();
  const Frame frame(program.isl(), program.parameters, a + b + between.loops.size());
  const auto after = levels(frame, {a, a + b, to_previous, other >= reuse.previous}, reuse.carrier);
  const auto before = levels(frame, {a + b, 0, to_current, other < reuse.current}, reuse.carrier);
  Set all(isl_set_add_dims(pairs.copy(), isl_dim_set, static_cast<unsigned>(between.loops.size())));
  const Set domain(
      isl_set_insert_dims(between.domain.copy(), isl_dim_set, 0, static_cast<unsigned>(a + b)));
  all = isl_set_intersect(all.release(), domain.copy());
  Set result(isl_set_empty(frame.space().copy()));
  for (const Constraints& left : after) {
    for (const Constraints& right : before) {
      Set one(isl_set_from_basic_set(frame.set_of(left).release()));
      one = isl_set_intersect(one.release(), isl_set_from_basic_set(frame.set_of(right).release()));
      one = isl_set_intersect(one.release(), all.copy());
      if (!truth(isl_set_is_empty(one.get()))) {
        result = isl_set_union(result.release(), one.release());
      }
    }
  }
  return result;
}

}  // namespace

std::vector<Reuse> reuses_of(const Program& program, const Set& region) {
  const UnionMap found = previous_accesses(program, region);
  std::vector<Map> maps;
  if (isl_union_map_foreach_map(found.get(), keep_map, &maps) != isl_stat_ok) {
    throw IslFailure();
  }
  std::vector<Reuse> result;
  for (Map& map : maps) {
    const std::size_t current = statement_index(isl_map_get_tuple_name(map.get(), isl_dim_in));
    const std::size_t previous = statement_index(isl_map_get_tuple_name(map.get(), isl_dim_out));
    const Reference& later = program.references[current];
    const std::size_t shared = shared_loops(later, program.references[previous]);
    map = isl_map_coalesce(map.release());
    const Set pairs(isl_set_flatten(isl_map_wrap(map.release())));
    for (std::size_t depth = 0; depth <= shared; ++depth) {
      Set carried = carried_at(pairs, depth, shared, later.loops.size());
      carried = isl_set_make_disjoint(isl_set_coalesce(carried.release()));
      for (BasicSet& part : parts_of(carried)) {
        if (!truth(isl_basic_set_is_empty(part.get()))) {
          result.push_back({current, previous, depth, std::move(part)});
        }
      }
    }
  }
  return result;
}

std::vector<Set> touched_between(const Program& program, const Reuse& reuse, const Set& region) {
  const auto a = static_cast<unsigned>(program.references[reuse.current].loops.size());
  const auto b = static_cast<unsigned>(program.references[reuse.previous].loops.size());
  Set pairs(isl_set_from_basic_set(reuse.pairs.copy()));
  pairs = isl_set_intersect_params(pairs.release(), isl_set_params(region.copy()));
  std::map<std::size_t, Map> by_array;
  for (std::size_t other = 0; other < program.references.size(); ++other) {
    const std::optional<Set> inside = window(program, reuse, other, pairs);
    if (!inside || truth(isl_set_is_empty(inside->get()))) {
      continue;
    }
    const Reference& between = program.references[other];
    Map map(isl_map_insert_dims(between.element.copy(), isl_dim_in, 0, a + b));
    map = isl_map_intersect_domain(map.release(), inside->copy());
    const unsigned rest = b + static_cast<unsigned>(between.loops.size());
    map = isl_map_project_out(map.release(), isl_dim_in, a, rest);
    map = without_divisions(isl_map_coalesce(map.release()));
    const auto known = by_array.find(between.array);
    if (known == by_array.end()) {
      by_array.emplace(between.array, std::move(map));
    } else {
      known->second = isl_map_coalesce(isl_map_union(known->second.release(), map.release()));
    }
  }
  std::vector<Set> result;
  result.reserve(by_array.size());
  for (auto& [array, map] : by_array) {
    result.emplace_back(isl_set_flatten(isl_map_wrap(map.release())));
  }
  return result;
}

}  // namespace dmc::derive
