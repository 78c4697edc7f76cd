#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/figures/figure.hpp"
#include "dmc/report/audit_report.hpp"
#include "dmc/report/listing.hpp"

#include "command.hpp"
#include "options.hpp"
#include "parser.hpp"

namespace dmc::cli {
namespace {

struct Topic {
  std::string_view name;
  std::vector<Section> (*sections)();
};

constexpr std::array k_topics{
    Topic{"kernels",
          [] {
            return std::vector{kernel_list(), parameter_list()};
          }},
    Topic{"nests", [] { return std::vector{nest_list()}; }},
    Topic{"formulas", [] { return std::vector{formula_list()}; }},
    Topic{"claims", [] { return std::vector{claim_list()}; }},
    Topic{"figures", [] { return std::vector{figure_list()}; }},
    Topic{"formats", [] { return std::vector{format_list()}; }},
    Topic{"traces", [] { return std::vector{trace_format_list()}; }},
};

Document list_of(const std::optional<std::string>& wanted) {
  if (wanted) {
    std::array<std::string_view, k_topics.size()> names;
    for (std::size_t i = 0; i < names.size(); ++i) {
      names[i] = k_topics[i].name;
    }
    static_cast<void>(choice_of("list", *wanted, names));
  }
  Document document;
  document.schema = "dmc.list/1";
  for (const Topic& topic : k_topics) {
    if (!wanted || *wanted == topic.name) {
      for (Section& section : topic.sections()) {
        document.sections.push_back(std::move(section));
      }
    }
  }
  return document;
}

}  // namespace

int list_command(Arguments arguments) {
  Parser parser(
      "list [kernels|nests|formulas|claims|figures|formats|traces] [options]",
      "Lists what there is: kernels with their parameters, defaults and ranges; the loop nests "
      "that "
      "come with dmc; the paper's "
      "formulas and claims; figures; output formats; formats of traces. All unless one is named.");
  parser.add_positional("TOPIC", 1);
  add_output_options(parser);
  parser.add_examples({"dmc list", "dmc list formulas", "dmc list kernels --json"});
  if (!parser.parse(arguments)) {
    return 0;
  }
  const Document document = list_of(parser.value("TOPIC"));
  Output output(parser);
  output.print(document);
  return 0;
}

}  // namespace dmc::cli
