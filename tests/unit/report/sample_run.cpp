#include "sample_run.hpp"

#include <array>

using namespace dmc;

namespace {

constexpr std::array<std::string_view, 2> k_layouts{"nchw", "nhwc"};
constexpr std::array k_parameters{
    Parameter{.name = "n", .meaning = "side", .fallback = 8},
    Parameter{.name = "layout", .meaning = "order", .fallback = 0, .choices = k_layouts},
};

const Kernel& sample_kernel() {
  static const Kernel k_kernel = [] {
    Kernel made{};
    made.name = "sample";
    made.summary = "a kernel, made up";
    made.source = "Section 0";
    made.parameters = k_parameters;
    made.arrays = {"A", "B|C"};
    return made;
  }();
  return k_kernel;
}

const Formula& sample_formula() {
  static const Formula k_formula{
      .id = "thm0.1",
      .kernels = {"sample"},
      .source = "Theorem 0.1",
      .title = "sample",
      .form = Form::printed,
      .quantity = Quantity::dmd,
      .expression = 2 * Expression::variable("n") * sqrt(Expression::variable("n")),
  };
  return k_formula;
}

}  // namespace

RunResult sample_run() {
  RunResult result{};
  result.kernel = &sample_kernel();
  result.parameters = {{"n", 8}, {"layout", 1}};
  result.model.omit = {"X", "Y"};
  result.accesses = 1000;
  result.data = 100;
  result.reuses = 900;
  result.dmd = 10000;
  result.mean_distance = 0.1;
  result.max_distance = 1234;
  result.histogram.bins = {{1, 600}, {1234, 300}};
  result.formulas = {{&sample_formula(), 20000, 10000, 0.5}};
  result.arrays = {{"A", 700, {600, 7500, 1, 1}}, {"B|C", 300, {300, 2500, 2, 1234}}};
  result.stages = {{"first", 660, 60, {600, 7500, 1, 1}}, {"", 340, 40, {300, 2500, 2, 1234}}};
  result.classes = {{"A", "i", "inner reuses", {600, 7500, 1, 1}},
                    {"B|C", "j", "outer reuses", {290, 2495, 1234, 1234}},
                    {"B|C", "within j", "", {4, 3, 2, 2}},
                    {"B|C", "k", "", {3, 1, 3, 3}},
                    {"B|C", "l", "", {3, 1, 5, 7}}};
  result.named = {{"outer reuses", "", {290, 2495, 1234, 1234}},
                  {"inner reuses", "Lemma 0.2", {600, 7500, 1, 1}}};
  result.seconds = 0.25;
  return result;
}
