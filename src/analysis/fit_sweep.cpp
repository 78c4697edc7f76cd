#include "dmc/analysis/fit_sweep.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/util/error.hpp"

#include "fit_rows.hpp"
#include "sweep_text.hpp"

namespace dmc {
namespace {

using Rows = std::vector<SweepRow>;

const Parameter& parameter_called(const Kernel& kernel, std::string_view name) {
  return *std::find_if(kernel.parameters.begin(), kernel.parameters.end(),
                       [&](const Parameter& one) { return one.name == name; });
}

/// Every value that a parameter has in some row.
std::set<std::uint64_t> values_in(const Rows& rows, std::string_view name) {
  std::set<std::uint64_t> values;
  for (const SweepRow& row : rows) {
    if (row.parameters.has(name)) {
      values.insert(row.parameters[name]);
    }
  }
  return values;
}

/// Only the rows that it holds of; throws where there is none.
template <class Holds>
void keep(Rows& rows, const std::string& demand, Holds holds) {
  std::erase_if(rows, [&](const SweepRow& row) { return !holds(row.parameters, row.model); });
  if (rows.empty()) {
    throw Error(fmt::format("{}: the sweep has no such row", demand));
  }
}

void select_values(Rows& rows, const Parameter& parameter,
                   const std::vector<std::uint64_t>& wanted) {
  const std::string name(parameter.name);
  const std::set<std::uint64_t> present = values_in(rows, name);
  std::vector<std::string> there;
  there.reserve(present.size());
  for (const std::uint64_t value : present) {
    there.push_back(value_name(parameter, value));
  }
  for (const std::uint64_t value : wanted) {
    if (!present.contains(value)) {
      throw Error(fmt::format("--{} {}: the sweep has no such row; its values are {}", name,
                              value_name(parameter, value), fmt::join(there, ", ")));
    }
  }
  keep(rows, fmt::format("--{}", name), [&](const Parameters& row, const Model&) {
    return row.has(name) && std::find(wanted.begin(), wanted.end(), row[name]) != wanted.end();
  });
}

std::string text_of(std::uint64_t value) {
  return std::to_string(value);
}
std::string text_of(Cold cold) {
  return std::string(to_string(cold));
}
std::string text_of(Temporaries temporaries) {
  return std::string(to_string(temporaries));
}
std::string text_of(const std::set<std::string>& arrays) {
  return arrays.empty() ? "none" : fmt::format("{}", fmt::join(arrays, ","));
}

/// Calls with each option of the model: its name, the value wanted, and how rows' models have it.
template <class Visit>
void visit_options(const SweepSelection& only, Visit visit) {
  visit("--block", only.block, &Model::block);
  visit("--bits", only.bits, &Model::bits);
  visit("--cold", only.cold, &Model::cold);
  visit("--omit", only.omit, [](const Model& model) {
    return std::set<std::string>(model.omit.begin(), model.omit.end());
  });
  visit("--temporaries", only.temporaries, &Model::temporaries);
}

/// The growth of one model is fitted; which of several is not dmc's to choose.
void select_model(Rows& rows, const SweepSelection& only) {
  visit_options(only, [&](const char* option, const auto& wanted, auto of) {
    if (wanted) {
      keep(
          rows, fmt::format("{} {}", option, text_of(*wanted)),
          [&](const Parameters&, const Model& model) { return std::invoke(of, model) == *wanted; });
    }
  });
  std::vector<std::string_view> missing;
  visit_options(only, [&](const char* option, const auto& /*wanted*/, auto of) {
    const auto first = std::invoke(of, rows.front().model);
    if (std::any_of(rows.begin(), rows.end(),
                    [&](const SweepRow& row) { return std::invoke(of, row.model) != first; })) {
      missing.emplace_back(option);
    }
  });
  if (!missing.empty()) {
    throw Error(
        fmt::format("the sweep has rows of several models, and a fit is of one: say which with {}",
                    fmt::join(missing, " and ")));
  }
}

/// Whether these parameters alone make the kernel complete every row to what it is.
bool determine(const Kernel& kernel, const std::vector<std::string_view>& names, const Rows& rows) {
  return std::all_of(rows.begin(), rows.end(), [&](const SweepRow& row) {
    Parameters given;
    for (const std::string_view name : names) {
      given.set(name, row.parameters[name]);
    }
    try {
      return resolve_parameters(kernel, given).entries() == row.parameters.entries();
    } catch (const Error&) {
      return false;  // these contradict each other, or need another one
    }
  });
}

/// The parameters that the others follow from: all that are not derived, and as many of the others
/// as it takes.
std::vector<std::string_view> independent(const Kernel& kernel, const Rows& rows) {
  std::vector<std::string_view> names;
  std::vector<std::string_view> derived;
  for (const Parameter& parameter : kernel.parameters) {
    const bool everywhere = std::all_of(rows.begin(), rows.end(), [&](const SweepRow& row) {
      return row.parameters.has(parameter.name);
    });
    if (everywhere) {
      (parameter.derived ? derived : names).push_back(parameter.name);
    }
  }
  for (std::size_t i = 0; i < derived.size() && !determine(kernel, names, rows); ++i) {
    names.push_back(derived[i]);
  }
  return names;
}

/// Those that sizes can be taken from: numbers with several values, but for what is the same as
/// another one.
std::vector<std::string> varied_parameters(const Kernel& kernel, const SweepSelection& only,
                                           const Rows& rows) {
  std::vector<std::string> varied;
  const std::vector<std::string_view> names = independent(kernel, rows);
  for (const Parameter& parameter : kernel.parameters) {
    const bool is_free = std::find(names.begin(), names.end(), parameter.name) != names.end() &&
                         std::none_of(only.same.begin(), only.same.end(),
                                      [&](const auto& one) { return one.first == parameter.name; });
    if (!is_free || values_in(rows, parameter.name).size() < 2) {
      continue;
    }
    if (!parameter.choices.empty()) {
      throw Error(fmt::format("--{}: the sweep has several, and a fit is of one; choose it",
                              parameter.name));
    }
    varied.emplace_back(parameter.name);
  }
  if (varied.empty()) {
    throw Error("nothing varies in these rows: a fit needs a parameter with several values");
  }
  return varied;
}

/// The rows along one parameter, in ascending order; the others are at their largest.
Rows rows_along(const std::string& along, const std::vector<std::string>& varied,
                const Rows& rows) {
  Rows chosen = rows;
  std::string others;
  for (const std::string& name : varied) {
    if (name != along) {
      const std::uint64_t largest = *values_in(rows, name).rbegin();
      std::erase_if(chosen, [&](const SweepRow& row) { return row.parameters[name] != largest; });
      others += fmt::format(" --{} {}", name, largest);
    }
  }
  if (chosen.size() < 2) {
    throw Error(fmt::format(
        "--{}: at{} the sweep has {} of its values, and a fit needs two; choose smaller others, "
        "with one value each",
        along, others, chosen.size()));
  }
  std::sort(chosen.begin(), chosen.end(), [&](const SweepRow& a, const SweepRow& b) {
    return a.parameters[along] < b.parameters[along];
  });
  return chosen;
}

Rows select(const SweepFitRequest& request) {
  const SweepSelection& only = request.only;
  Rows rows = request.sweep->rows;
  if (rows.empty()) {
    throw Error("the sweep has no rows");
  }
  for (const auto& [name, values] : only.values) {
    select_values(rows, parameter_called(*request.sweep->kernel, name), values);
  }
  for (const auto& [name, other] : only.same) {
    keep(rows, fmt::format("--{} {}", name, other),
         [a = name, b = other](const Parameters& row, const Model&) {
           return row.has(a) && row.has(b) && row[a] == row[b];
         });
  }
  select_model(rows, only);
  const bool has_classes = std::any_of(rows.begin(), rows.end(),
                                       [](const SweepRow& row) { return !row.classes.empty(); });
  if (!request.reuse_class.empty() && !has_classes) {
    throw Error("--class: the sweep was made without classes; make it with --classes");
  }
  return rows;
}

}  // namespace

FitResult fit_sweep(const SweepFitRequest& request) {
  FitResult result{.kernel = request.sweep->kernel,
                   .fitted = request.fitted,
                   .reuse_class = request.reuse_class,
                   .sweep = request.path};
  check_class(result);
  try {
    const Rows rows = select(request);
    result.model = rows.front().model;
    const std::vector<std::string> varied = varied_parameters(*result.kernel, request.only, rows);
    for (const std::string& name : varied) {
      result.slices.push_back(fit_rows(result, name, rows_along(name, varied, rows)));
    }
  } catch (const Error& error) {
    throw Error(fmt::format("{}: {}", request.path, error.what()));
  }
  return result;
}

}  // namespace dmc
