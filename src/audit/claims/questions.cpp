#include "questions.hpp"

#include <fmt/format.h>

namespace dmc {
namespace {

Role role_of(Form form) {
  return form == Form::printed ? Role::formula : Role::corrected;
}

std::string tendency(const std::string& what, const std::string& target, const SizeSweep& sweep) {
  return fmt::format("whether {} tends to {} as {} grows{}", what, target, sweep.along,
                     sweep.at.empty() ? "" : fmt::format(" ({})", sweep.at));
}

std::string about(const Formula& formula) {
  std::string text(to_string(formula.quantity));
  if (!formula.reuse_class.empty()) {
    text += fmt::format(" of {}", formula.reuse_class);
  }
  for (const std::string_view stage : formula.stages) {
    text += fmt::format(" of {}", stage);
  }
  return text;
}

}  // namespace

RunRequest run_of(std::string_view kernel, const Parameters& parameters, const Model& model) {
  return {.kernel = &find_kernel(kernel), .parameters = parameters, .model = model};
}

Model omitting(std::string_view array) {
  Model model;
  model.omit.emplace_back(array);
  return model;
}

Model reusing_temporaries() {
  Model model;
  model.temporaries = Temporaries::reuse;
  return model;
}

Model in_blocks(std::uint64_t elements) {
  Model model;
  model.block = elements;
  return model;
}

Sizes doubling(std::uint64_t start, std::uint64_t last) {
  Sizes sizes;
  for (std::uint64_t size = start; size <= last; size *= 2) {
    sizes.push_back(size);
  }
  return sizes;
}

std::vector<Term> half_powers() {
  return {power_term(-0.5), power_term(-1)};
}

std::vector<Term> whole_powers() {
  return {power_term(-1), power_term(-2)};
}

std::vector<Term> logarithms() {
  return {log_term(-0.5), log_term(-1)};
}

Question tends(std::string_view formula_id, const SizeSweep& sweep) {
  const Formula& formula = find_formula(formula_id);
  std::vector<Item> items;
  for (const std::uint64_t size : sweep.sizes) {
    items.push_back(held(static_cast<double>(size), sweep.run(size), formula_id));
  }
  Question question =
      tends(role_of(formula.form), tendency(about(formula), std::string(formula_id), sweep),
            sweep.along, std::move(items), sweep.fading);
  question.claimed = formula.expression.text();
  question.mathml = formula.expression.mathml();
  return question;
}

Question tends(Role role, const Measurand& measurand, const Expression& expression,
               const SizeSweep& sweep) {
  std::vector<Item> items;
  for (const std::uint64_t size : sweep.sizes) {
    items.push_back(held(static_cast<double>(size), sweep.run(size), measurand, expression));
  }
  Question question = tends(role, tendency(measurand.name, expression.text(), sweep), sweep.along,
                            std::move(items), sweep.fading);
  question.claimed = expression.text();
  question.mathml = expression.mathml();
  return question;
}

Question tends(Role role, const std::string& text, const std::string& along,
               std::vector<Item> items, const std::vector<Term>& fading) {
  return asked(role, text, along, std::move(items),
               [=](Rows rows) { return tends_to_claimed(rows, along, fading); });
}

Question read_as(std::string_view reading, Question question) {
  question.reading = reading;
  return question;
}

Question as(Role role, Question question) {
  question.role = role;
  return question;
}

Item arithmetic(double x, std::string_view what, std::string_view command, double computed_value,
                double printed) {
  return computed(x, {.subject = std::string(what),
                      .command = std::string(command),
                      .quantity = "arithmetic",
                      .measured = computed_value,
                      .claimed = printed});
}

double value_of(std::string_view formula_id, const Parameters& parameters) {
  const Formula& formula = find_formula(formula_id);
  const Parameters complete = resolve_parameters(find_kernel(formula.kernels.front()), parameters);
  return evaluate(formula, complete, {});
}

std::string formula_command(std::string_view formula_id, const Parameters& parameters) {
  std::string text = fmt::format("dmc formula {}", formula_id);
  for (const auto& [name, value] : parameters.entries()) {
    text += fmt::format(" --{} {}", name, value);
  }
  return text;
}

double root_between(double low, double high, const std::function<double(double)>& function) {
  const bool rises = function(low) < 0;
  for (int step = 0; step < 200; ++step) {
    const double middle = (low + high) / 2;
    ((function(middle) < 0) == rises ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace dmc
