#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dmc/util/error.hpp"
#include "dmc/util/input_file.hpp"
#include "dmc/util/json_depth.hpp"
#include "dmc/util/utf8.hpp"

#include "sweep_text.hpp"

namespace dmc {
namespace {

using Json = nlohmann::ordered_json;

/// A line that is not what a sweep writes; who reads the file says which line.
class BadLine : public Error {
 public:
  using Error::Error;
};

template <class Number>
Number number_of(std::string_view column, std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw BadLine(fmt::format("'{}' is not a number for {}", shortened(text, 40), column));
  }
  return number;
}

std::size_t choice_of(std::string_view column, std::string_view text,
                      std::span<const std::string_view> choices) {
  const auto found = std::find(choices.begin(), choices.end(), text);
  if (found == choices.end()) {
    throw BadLine(fmt::format("'{}' is not a value of {}", text, column));
  }
  return static_cast<std::size_t>(found - choices.begin());
}

void set_parameter(SweepRow& row, const Kernel& kernel, std::string_view name,
                   std::string_view text) {
  const auto parameter = std::find_if(kernel.parameters.begin(), kernel.parameters.end(),
                                      [&](const Parameter& one) { return one.name == name; });
  if (parameter == kernel.parameters.end()) {
    throw BadLine(fmt::format("{} has no parameter {}", kernel.name, name));
  }
  if (!text.empty()) {
    row.parameters.set(name, parameter->choices.empty()
                                 ? number_of<std::uint64_t>(name, text)
                                 : choice_of(name, text, parameter->choices));
  }
}

std::vector<std::string> arrays_in(std::string_view text) {
  std::vector<std::string> arrays;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    arrays.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return arrays;
}

bool set_model(SweepRow& row, std::string_view column, std::string_view text) {
  Model& model = row.model;
  if (column == "block") {
    model.block = number_of<std::uint64_t>(column, text);
  } else if (column == "bits") {
    model.bits = number_of<std::uint64_t>(column, text);
  } else if (column == "cold") {
    model.cold = static_cast<Cold>(choice_of(column, text, k_cold_names));
  } else if (column == "omit") {
    model.omit = arrays_in(text);
  } else if (column == "temporaries") {
    model.temporaries = static_cast<Temporaries>(choice_of(column, text, k_temporaries_names));
  } else {
    return false;
  }
  return true;
}

/// One of k_figure_columns.
void set_figure(SweepRow& row, std::string_view column, std::string_view text) {
  const std::pair<std::string_view, std::uint64_t*> counts[] = {
      {"accesses", &row.accesses},
      {"data", &row.data},
      {"reuses", &row.reuses},
      {"max_distance", &row.max_distance}};
  for (const auto& [name, count] : counts) {
    if (name == column) {
      *count = number_of<std::uint64_t>(column, text);
      return;
    }
  }
  double& real = column == "dmd"         ? row.dmd
                 : column == "cold_cost" ? row.cold_cost
                                         : row.mean_distance;
  real = number_of<double>(column, text);
  if (!std::isfinite(real) || real < 0) {
    throw BadLine(fmt::format("{} cannot be {}", column, real));
  }
}

SweepClass& class_of(SweepRow& row, std::string_view name) {
  const auto found = std::find_if(row.classes.begin(), row.classes.end(),
                                  [&](const SweepClass& one) { return one.name == name; });
  return found != row.classes.end() ? *found
                                    : row.classes.emplace_back(SweepClass{std::string(name)});
}

void set_cell(SweepRow& row, const Kernel& kernel, std::string_view column, std::string_view text) {
  const auto is_in = [&](const auto& columns) {
    return std::find(columns.begin(), columns.end(), column) != columns.end();
  };
  if (column == "kernel" || set_model(row, column, text)) {
    return;
  }
  if (is_in(k_figure_columns)) {
    set_figure(row, column, text);
  } else if (column.starts_with("ratio.")) {
    if (!text.empty()) {
      row.ratios.emplace_back(column.substr(6), number_of<double>(column, text));
    }
  } else if (column.starts_with("reuses.")) {
    class_of(row, column.substr(7)).reuses = number_of<std::uint64_t>(column, text);
  } else if (column.starts_with("dmd.")) {
    class_of(row, column.substr(4)).dmd = number_of<double>(column, text);
  } else {
    set_parameter(row, kernel, column, text);
  }
}

const Kernel& kernel_called(const Sweep& sweep, const std::string& name) {
  const Kernel& kernel = find_kernel(name);
  if (sweep.kernel != nullptr && sweep.kernel != &kernel) {
    throw BadLine(
        fmt::format("this row is of {}, those before are of {}", name, sweep.kernel->name));
  }
  return kernel;
}

SweepRow csv_row(Sweep& sweep, const std::vector<std::string>& columns, std::string_view line) {
  const std::vector<std::string> cells = csv_cells(line);
  if (cells.size() != columns.size()) {
    throw BadLine(fmt::format("{} cells, where the header has {}", cells.size(), columns.size()));
  }
  sweep.kernel = &kernel_called(sweep, cells.front());
  SweepRow row;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    set_cell(row, *sweep.kernel, columns[i], cells[i]);
  }
  std::erase_if(row.classes, [](const SweepClass& one) { return one.reuses == 0; });
  return row;
}

std::string cell_text(const Json& json) {
  if (!json.is_array()) {
    return json.is_string() ? json.get<std::string>() : json.dump();
  }
  std::string text;
  for (const Json& one : json) {
    text += (text.empty() ? "" : ";") + cell_text(one);
  }
  return text;
}

SweepRow jsonl_row(Sweep& sweep, std::string_view line) {
  if (is_too_deep(line)) {
    throw BadLine(
        fmt::format("objects and lists are nested more than {} levels deep", k_deepest_json));
  }
  const Json object = Json::parse(line);
  if (object.at("schema") != k_sweep_schema) {
    throw BadLine(fmt::format("\"{}\" is expected as its schema", k_sweep_schema));
  }
  sweep.kernel = &kernel_called(sweep, object.at("kernel").get<std::string>());
  SweepRow row;
  for (const char* part : {"parameters", "model"}) {
    for (const auto& [key, value] : object.at(part).items()) {
      set_cell(row, *sweep.kernel, key, cell_text(value));
    }
  }
  for (const std::string_view column : k_figure_columns) {
    set_figure(row, column, cell_text(object.at(std::string(column))));
  }
  for (const auto& [id, ratio] : object.at("ratios").items()) {
    // What is no number in JSON is the ratio to a formula that is 0 there.
    row.ratios.emplace_back(id, ratio.is_null() ? HUGE_VAL : ratio.get<double>());
  }
  for (const Json& one : object.value("classes", Json::array())) {
    row.classes.push_back({one.at("name").get<std::string>(), one.at("reuses").get<std::uint64_t>(),
                           one.at("dmd").get<double>()});
  }
  return row;
}

}  // namespace

SweepRow sweep_row_in(std::string_view line, Sweep& sweep,
                      const std::vector<std::string>& columns) {
  try {
    return line.starts_with('{') ? jsonl_row(sweep, line) : csv_row(sweep, columns, line);
  } catch (const Json::exception&) {
    throw BadLine("this is not a row of a sweep");
  }
}

Sweep read_sweep(const std::string& path) {
  const std::string text = read_whole_file(path, k_largest_table);
  Sweep sweep;
  std::vector<std::string> columns;
  std::size_t number = 0;
  for (const std::string_view line : complete_lines(text)) {
    ++number;
    try {
      if (number == 1 && !line.starts_with('{')) {
        columns = csv_cells(line);
      } else {
        sweep.rows.push_back(sweep_row_in(line, sweep, columns));
      }
    } catch (const Error& error) {
      throw Error(fmt::format("{}: line {}: {}", path, number, error.what()));
    }
  }
  const bool is_csv = columns.size() > 1 && columns.front() == "kernel";
  if (sweep.rows.empty() && !is_csv) {
    throw Error(
        fmt::format("{}: this is not a sweep; dmc sweep KERNEL -o FILE.csv writes one", path));
  }
  return sweep;
}

}  // namespace dmc
