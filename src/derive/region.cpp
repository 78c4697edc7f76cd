#include "region.hpp"

#include <algorithm>
#include <utility>

namespace dmc::derive {
namespace {

Matrix matrix_of(isl_ctx* context, const std::vector<Row>& rows, std::size_t width) {
  Matrix matrix(
      isl_mat_alloc(context, static_cast<unsigned>(rows.size()), static_cast<unsigned>(width)));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < width; ++j) {
      isl_val* value = isl_val_int_from_si(context, j < rows[i].size() ? rows[i][j] : 0);
      matrix = isl_mat_set_element_val(matrix.release(), static_cast<int>(i), static_cast<int>(j),
                                       value);
    }
  }
  return matrix;
}

std::vector<Row> rows_of(isl_mat* taken) {
  const Matrix matrix(taken);
  const unsigned height = number(isl_mat_rows(matrix.get()));
  const unsigned width = number(isl_mat_cols(matrix.get()));
  std::vector<Row> rows(height, Row(width));
  for (unsigned i = 0; i < height; ++i) {
    for (unsigned j = 0; j < width; ++j) {
      isl_val* value =
          isl_mat_get_element_val(matrix.get(), static_cast<int>(i), static_cast<int>(j));
      rows[i][j] = isl_val_get_num_si(value);
      const bool fits = truth(isl_val_is_int(value)) && isl_val_cmp_si(value, rows[i][j]) == 0;
      isl_val_free(value);
      if (!fits) {
        throw Overflow();
      }
    }
  }
  return rows;
}

isl_stat keep_basic_set(isl_basic_set* set, void* user) {
  static_cast<std::vector<BasicSet>*>(user)->emplace_back(set);
  return isl_stat_ok;
}

}  // namespace

Frame::Frame(isl_ctx* context, const std::vector<std::string>& parameters, std::size_t dimensions)
    : parameters_(parameters.size()),
      dimensions_(dimensions),
      space_(isl_space_set_alloc(context, static_cast<unsigned>(parameters.size()),
                                 static_cast<unsigned>(dimensions))) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    space_ = isl_space_set_dim_id(space_.release(), isl_dim_param, static_cast<unsigned>(i),
                                  isl_id_alloc(context, parameters[i].c_str(), nullptr));
  }
}

BasicSet Frame::set_of(const Constraints& constraints) const {
  isl_ctx* context = isl_space_get_ctx(space_.get());
  return isl_basic_set_from_constraint_matrices(
      space_.copy(), matrix_of(context, constraints.equal, width()).release(),
      matrix_of(context, constraints.not_negative, width()).release(), isl_dim_cst, isl_dim_param,
      isl_dim_set, isl_dim_div);
}

std::optional<Constraints> Frame::reduced(const Constraints& constraints) const {
  BasicSet set = set_of(constraints);
  set = isl_basic_set_detect_equalities(set.release());
  set = isl_basic_set_remove_redundancies(set.release());
  if (truth(isl_basic_set_is_empty(set.get()))) {
    return std::nullopt;
  }
  return constraints_of(set);
}

Constraints constraints_of(const BasicSet& set) {
  if (number(isl_basic_set_dim(set.get(), isl_dim_div)) != 0) {
    throw NotCounted("a division is left");
  }
  return {rows_of(isl_basic_set_equalities_matrix(set.get(), isl_dim_cst, isl_dim_param,
                                                  isl_dim_set, isl_dim_div)),
          rows_of(isl_basic_set_inequalities_matrix(set.get(), isl_dim_cst, isl_dim_param,
                                                    isl_dim_set, isl_dim_div))};
}

std::vector<BasicSet> lifted_parts_of(const Set& set) {
  std::vector<BasicSet> result;
  for (const BasicSet& part : parts_of(isl_set_compute_divs(set.copy()))) {
    result.emplace_back(isl_basic_set_flatten(isl_basic_set_lift(part.copy())));
  }
  return result;
}

Set without_divisions(const Set& set) {
  if (!truth(isl_set_involves_locals(set.get()))) {
    return set;
  }
  Set wider(isl_set_remove_divs(set.copy()));
  return truth(isl_set_is_subset(wider.get(), set.get())) ? wider : set;
}

Map without_divisions(const Map& map) {
  const Set wrapped(isl_map_wrap(map.copy()));
  if (!truth(isl_set_involves_locals(wrapped.get()))) {
    return map;
  }
  Map wider(isl_map_remove_divs(map.copy()));
  return truth(isl_map_is_subset(wider.get(), map.get())) ? wider : map;
}

std::vector<BasicSet> parts_of(const Set& set) {
  std::vector<BasicSet> parts;
  if (isl_set_foreach_basic_set(set.get(), keep_basic_set, &parts) != isl_stat_ok) {
    throw IslFailure();
  }
  return parts;
}

}  // namespace dmc::derive
