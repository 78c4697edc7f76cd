#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/analysis/formula_values.hpp"
#include "dmc/report/formula_report.hpp"
#include "dmc/report/listing.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/names.hpp"
#include "dmc/util/progress.hpp"

#include "command.hpp"
#include "kernel_argument.hpp"
#include "options.hpp"
#include "parser.hpp"

namespace dmc::cli {
namespace {

using Takes = Option::Takes;

/// Formulas that are evaluated together: they are about one kernel, or about none in particular.
struct Group {
  const Kernel* kernel;
  std::vector<const Formula*> formulas;
};

/// What is asked for, as the names and --kernel say.
struct Question {
  std::vector<Group> groups;
  std::vector<const Kernel*> kernels;   ///< of the groups that have one
  std::vector<std::string_view> given;  ///< symbols that are no parameter of any of the kernels
};

// The kernel that a formula is evaluated for. One that is about every kernel takes the one named.
const Kernel* kernel_of(const Formula& formula, const Kernel* named) {
  if (formula.kernels.empty()) {
    return named;
  }
  if (named == nullptr) {
    return &find_kernel(formula.kernels.front());
  }
  if (!speaks_about(formula, named->name)) {
    throw Error(fmt::format("--kernel {}: {} is about {}", named->name, formula.id,
                            formula.kernels.front()));
  }
  return named;
}

bool is_parameter_of(std::string_view name, const std::vector<const Kernel*>& kernels) {
  const auto parameters = all_parameters(kernels);
  return std::any_of(parameters.begin(), parameters.end(),
                     [&](const Parameter* parameter) { return parameter->name == name; });
}

Question question_of(const std::vector<std::string>& ids, const Kernel* named) {
  Question question;
  std::vector<const Formula*> all;
  for (const std::string& id : ids) {
    for (const Formula* formula : find_formulas(id)) {
      if (std::find(all.begin(), all.end(), formula) == all.end()) {
        all.push_back(formula);
      }
    }
  }
  for (const Formula* formula : all) {
    const Kernel* kernel = kernel_of(*formula, named);
    auto group = std::find_if(question.groups.begin(), question.groups.end(),
                              [&](const Group& some) { return some.kernel == kernel; });
    if (group == question.groups.end()) {
      group = question.groups.insert(question.groups.end(), Group{kernel, {}});
      if (kernel != nullptr) {
        question.kernels.push_back(kernel);
      }
    }
    group->formulas.push_back(formula);
  }
  for (const Formula* formula : all) {
    for (const std::string_view name : formula->given) {
      const auto& given = question.given;
      if (!is_parameter_of(name, question.kernels) &&
          std::find(given.begin(), given.end(), name) == given.end()) {
        question.given.push_back(name);
      }
    }
  }
  return question;
}

void add_parameters(Parser& parser, const Question& question) {
  for (const Parameter* parameter : all_parameters(question.kernels)) {
    const Kernel* owner = question.kernels.front();
    for (const Kernel* kernel : question.kernels) {
      const auto& own = kernel->parameters;
      if (std::any_of(own.begin(), own.end(),
                      [&](const Parameter& one) { return &one == parameter; })) {
        owner = kernel;
      }
    }
    parser.add({"Parameters", fmt::format("--{}", parameter->name),
                parameter->choices.empty() ? "N" : "NAME",
                parameter_help(*parameter, resolve_parameters(*owner, {}))});
  }
  for (const std::string_view name : question.given) {
    parser.add({"Parameters", fmt::format("--{}", name), "VALUE",
                fmt::format("value of the formula's symbol {}", name)});
  }
}

Parser formula_parser(const Question& question) {
  Parser parser("formula [ID...] [options]",
                "Evaluates formulas of the paper and the forms that correct them, and shows where "
                "they are from. An id that is the beginning of several names them all: thm3.18. "
                "Without an id, lists what there is.");
  parser.add_positional("ID", formulas().size());
  add_parameters(parser, question);
  parser.add({"Formula", "--kernel", "NAME",
              "the kernel, for formulas that are about every kernel, such as lem3.5"});
  parser.add(
      {"Formula", "--measure", "", "run the kernel and show measured / value", Takes::nothing});
  parser.add({"Formula", "--latex", "", "print the LaTeX and nothing else", Takes::nothing});
  parser.add({"Formula", "--mathml", "", "print the MathML and nothing else", Takes::nothing});
  add_model_options(parser);
  add_thread_option(parser, "threads that measure; the result does not depend on it");
  add_output_options(parser);
  parser.add_examples({"dmc formula thm3.10 --n 512 --k 3", "dmc formula lem3.14 --n 256 --measure",
                       "dmc formula thm3.18 --n 1024 --measure --json"});
  return parser;
}

Variables given_values(const Parser& parser, const Question& question) {
  Variables values;
  for (const std::string_view name : question.given) {
    const std::string option = fmt::format("--{}", name);
    const auto text = parser.value(option);
    if (!text) {
      continue;
    }
    double value = 0;
    const char* end = text->data() + text->size();
    const auto [rest, error] = std::from_chars(text->data(), end, value);
    if (error != std::errc() || rest != end || !std::isfinite(value) || value < 0) {
      throw Error(fmt::format("{}: '{}' is not a number of 0 or more", option, *text));
    }
    values.emplace(name, value);
  }
  return values;
}

FormulaRequest request_of(const Parser& parser, const Question& question, const Group& group) {
  FormulaRequest request{.formulas = group.formulas, .kernel = group.kernel};
  if (group.kernel != nullptr) {
    request.parameters = kernel_parameters(parser, *group.kernel);
  }
  request.model = model_of(parser, question.kernels);
  request.given = given_values(parser, question);
  request.measure = parser.given("--measure");
  request.threads = threads_of(parser);
  return request;
}

// Of several formulas a line each.
std::string markup_of(const Question& question, bool mathml) {
  std::string text;
  for (const Group& group : question.groups) {
    for (const Formula* formula : group.formulas) {
      const Expression& expression = formula->expression;
      text += (mathml ? expression.mathml() : expression.latex()) + '\n';
    }
  }
  return text;
}

void check_markup(const Parser& parser) {
  constexpr std::array<std::string_view, 5> k_others{"--latex", "--mathml", "--json", "--format",
                                                     "--measure"};
  for (const std::string markup : {"--latex", "--mathml"}) {
    for (const std::string_view other : k_others) {
      if (parser.given(markup) && other != markup && parser.given(std::string(other))) {
        throw Error(fmt::format("{} prints a formula alone; leave out {}", markup, other));
      }
    }
  }
}

// The forms that have a value where the one asked for has none, for an error's end.
std::string instead(const FormulaResults& results) {
  std::vector<std::string_view> ids;
  for (const FormulaValue& one : results.others) {
    if (one.is_about && one.value) {
      ids.push_back(one.formula->id);
    }
  }
  return ids.empty() ? "" : fmt::format("; forms for these sizes: {}", fmt::join(ids, ", "));
}

// A symbol that has no value is an option to give. Of a family, those without are left empty.
void check_values(const FormulaResults& results, const std::vector<std::string_view>& options) {
  const FormulaValue& one = results.asked.front();
  if (one.value || results.asked.size() > 1) {
    return;
  }
  for (const std::string_view name : one.formula->given) {
    if (results.given.find(name) == results.given.end() &&
        std::find(options.begin(), options.end(), name) != options.end()) {
      throw Error(fmt::format("{} needs a value for {}: --{} VALUE", one.formula->id, name, name));
    }
  }
  throw Error(fmt::format("{}: {}{}", one.formula->id, one.missing, instead(results)));
}

Document list_document() {
  Document document;
  document.schema = "dmc.list/1";
  document.sections = {formula_list()};
  return document;
}

// The kernel named by --kernel, looked for before options are parsed, as it decides which there
// are.
const Kernel* named_kernel(Arguments arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].starts_with("--kernel=")) {
      return &find_kernel(std::string_view(arguments[i]).substr(9));
    }
    if (arguments[i] == "--kernel" && i + 1 < arguments.size()) {
      return &find_kernel(arguments[i + 1]);
    }
  }
  return nullptr;
}

void answer(const Parser& parser, const Question& question) {
  check_markup(parser);
  std::vector<FormulaRequest> requests;
  for (const Group& group : question.groups) {
    requests.push_back(request_of(parser, question, group));
  }
  Output output(parser);
  if (parser.given("--latex") || parser.given("--mathml")) {
    output.print(markup_of(question, parser.given("--mathml")));
    return;
  }
  std::vector<FormulaResults> results;
  for (FormulaRequest& request : requests) {
    Progress progress(std::string(request.kernel == nullptr ? "" : request.kernel->name),
                      output.messages());
    request.progress = [&](std::uint64_t done, std::uint64_t total) {
      progress.report(done, total);
    };
    results.push_back(evaluate_formulas(request));
    check_values(results.back(), question.given);
  }
  output.print(formula_document(results));
}

}  // namespace

int formula_command(Arguments arguments) {
  const Kernel* named = named_kernel(arguments);
  std::vector<std::string> ids = kernel_arguments(arguments, formula_parser({}));
  const Question question = question_of(joined_statements(ids), named);
  Parser parser = formula_parser(question);
  check_parameters(arguments, question.kernels, parser);
  if (!parser.parse(arguments)) {
    return 0;
  }
  if (question.groups.empty()) {
    Output output(parser);
    output.print(list_document());
    return 0;
  }
  answer(parser, question);
  return 0;
}

}  // namespace dmc::cli
