#include "sweep_text.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "dmc/util/error.hpp"
#include "dmc/util/number.hpp"

#include "check_row.hpp"

namespace dmc {
namespace {

using Json = nlohmann::ordered_json;

std::vector<std::string> class_columns(const Kernel& kernel) {
  std::vector<std::string> columns;
  for (const ReuseClass& one : kernel.classes) {
    columns.push_back(fmt::format("reuses.{}", one.name));
    columns.push_back(fmt::format("dmd.{}", one.name));
  }
  return columns;
}

std::string csv_key_cells(const Kernel& kernel, const Parameters& parameters, const Model& model) {
  std::string text(kernel.name);
  for (const Parameter& parameter : kernel.parameters) {
    text += ',';
    text += parameters.has(parameter.name) ? value_name(parameter, parameters[parameter.name]) : "";
  }
  return fmt::format("{},{},{},{},{},{},", text, model.block, model.bits, to_string(model.cold),
                     fmt::join(model.omit, ";"), to_string(model.temporaries));
}

/// Cells of a class, both empty where the run has no such reuses, which is 0.
std::string csv_class_cells(const ReuseClass& one, const SweepRow& row) {
  const auto found = std::find_if(row.classes.begin(), row.classes.end(),
                                  [&](const SweepClass& some) { return some.name == one.name; });
  return found == row.classes.end() ? ",0,0"
                                    : fmt::format(",{},{}", found->reuses, shortest(found->dmd));
}

Json jsonl_object(const Kernel& kernel, const Parameters& parameters, const Model& model) {
  Json object{{"schema", k_sweep_schema}, {"kernel", kernel.name}};
  Json& values = object["parameters"] = Json::object();
  for (const Parameter& parameter : kernel.parameters) {
    if (parameters.has(parameter.name)) {
      const std::uint64_t value = parameters[parameter.name];
      values[std::string(parameter.name)] =
          parameter.choices.empty() ? Json(value) : Json(value_name(parameter, value));
    }
  }
  object["model"] = {{"block", model.block},
                     {"bits", model.bits},
                     {"cold", to_string(model.cold)},
                     {"omit", model.omit},
                     {"temporaries", to_string(model.temporaries)}};
  return object;
}

void add_figures(Json& object, const SweepRow& row) {
  object["accesses"] = row.accesses;
  object["data"] = row.data;
  object["reuses"] = row.reuses;
  object["dmd"] = row.dmd;
  object["cold_cost"] = row.cold_cost;
  object["mean_distance"] = row.mean_distance;
  object["max_distance"] = row.max_distance;
  Json& ratios = object["ratios"] = Json::object();
  for (const auto& [id, ratio] : row.ratios) {
    ratios[id] = ratio;
  }
}

}  // namespace

std::string value_name(const Parameter& parameter, std::uint64_t value) {
  return value < parameter.choices.size() ? std::string(parameter.choices[value])
                                          : fmt::format("{}", value);
}

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"") == text.npos) {
    return std::string(text);
  }
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c == '"' ? "\"\"" : std::string(1, c);
  }
  return quoted + '"';
}

std::vector<std::string> csv_cells(std::string_view line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool is_quote = line[i] == '"';
    if (is_quote && quoted && line.substr(i + 1).starts_with('"')) {
      cells.back() += line[++i];
    } else if (is_quote) {
      quoted = !quoted;
    } else if (line[i] == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += line[i];
    }
  }
  return cells;
}

std::vector<std::string_view> complete_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t end = text.find('\n'); end != text.npos; end = text.find('\n')) {
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::string_view csv_key(std::string_view line, std::size_t columns) {
  std::size_t end = 0;
  for (std::size_t i = 0; i < columns && end != line.npos; ++i) {
    end = line.find(',', end);
    end += end == line.npos ? 0 : 1;
  }
  return line.substr(0, end);
}

std::string_view jsonl_key(std::string_view line) {
  constexpr std::string_view k_first_figure = "\"accesses\":";
  const std::size_t found = line.find(k_first_figure);
  return line.substr(0, found == line.npos ? 0 : found + k_first_figure.size());
}

std::vector<std::string> sweep_formulas(const SweepPlan& plan) {
  std::vector<std::string> ids;
  for (const Formula& formula : formulas()) {
    const bool is_used =
        speaks_about(formula, plan.kernel->name) &&
        std::any_of(plan.points.begin(), plan.points.end(), [&](const RunRequest& point) {
          return applies(formula, point.parameters, point.model);
        });
    if (is_used) {
      ids.emplace_back(formula.id);
    }
  }
  return ids;
}

SweepText::SweepText(const SweepPlan& plan, SweepFormat format, bool classes)
    : kernel_(plan.kernel), format_(format), classes_(classes) {
  if (format == SweepFormat::jsonl) {
    return;
  }
  formulas_ = sweep_formulas(plan);
  std::vector<std::string> columns{"kernel"};
  for (const Parameter& parameter : kernel_->parameters) {
    columns.emplace_back(parameter.name);
  }
  columns.insert(columns.end(), k_model_columns.begin(), k_model_columns.end());
  keys_ = columns.size();
  columns.insert(columns.end(), k_figure_columns.begin(), k_figure_columns.end());
  for (const std::string& id : formulas_) {
    columns.push_back("ratio." + id);
  }
  if (classes_) {
    const std::vector<std::string> more = class_columns(*kernel_);
    columns.insert(columns.end(), more.begin(), more.end());
  }
  for (const std::string& column : columns) {
    header_ += (header_.empty() ? "" : ",") + csv_cell(column);
  }
  header_ += '\n';
  columns_ = std::move(columns);
}

std::string SweepText::beginning(const Parameters& parameters, const Model& model) const {
  if (format_ == SweepFormat::csv) {
    return csv_key_cells(*kernel_, parameters, model);
  }
  std::string text = jsonl_object(*kernel_, parameters, model).dump();
  text.pop_back();
  return text + ",\"accesses\":";
}

std::string SweepText::line(const SweepRow& row) const {
  if (format_ == SweepFormat::jsonl) {
    Json object = jsonl_object(*kernel_, row.parameters, row.model);
    add_figures(object, row);
    if (classes_) {
      Json& list = object["classes"] = Json::array();
      for (const SweepClass& one : row.classes) {
        list.push_back({{"name", one.name}, {"reuses", one.reuses}, {"dmd", one.dmd}});
      }
    }
    return object.dump() + '\n';
  }
  std::string text =
      beginning(row.parameters, row.model) +
      fmt::format("{},{},{},{},{},{},{}", row.accesses, row.data, row.reuses, shortest(row.dmd),
                  shortest(row.cold_cost), shortest(row.mean_distance), row.max_distance);
  for (const std::string& id : formulas_) {
    const auto ratio = std::find_if(row.ratios.begin(), row.ratios.end(),
                                    [&](const auto& one) { return one.first == id; });
    text += ',' + (ratio == row.ratios.end() ? "" : shortest(ratio->second));
  }
  if (classes_) {
    for (const ReuseClass& one : kernel_->classes) {
      text += csv_class_cells(one, row);
    }
  }
  return text + '\n';
}

std::string_view SweepText::key_of(std::string_view line) const {
  return format_ == SweepFormat::csv ? csv_key(line, keys_) : jsonl_key(line);
}

std::string SweepText::fault_in(std::string_view text) const {
  try {
    Sweep sweep{.kernel = kernel_};
    const SweepRow row = sweep_row_in(text, sweep, columns_);
    if (line(row) != std::string(text) + '\n') {
      return "it is not as a sweep writes it";
    }
    return dmc::fault_in(*kernel_, row);
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace dmc
