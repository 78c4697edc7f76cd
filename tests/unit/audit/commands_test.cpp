// Every number comes with the command that makes it. Here the commands are read back: they name
// what there is, and those of runs say exactly what was run.
#include <algorithm>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "dmc/audit/audit.hpp"
#include "dmc/audit/question.hpp"
#include "dmc/formulas/formula.hpp"

#include "catch.hpp"

using namespace dmc;

namespace {

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) {
    words.push_back(word);
  }
  return words;
}

/// A command of several parts: "dmc run …; dmc run …".
std::vector<std::string> parts_of(const std::string& command) {
  std::vector<std::string> parts;
  std::size_t start = 0;
  for (std::size_t end = 0; end != std::string::npos; start = end + 2) {
    end = command.find("; ", start);
    parts.push_back(command.substr(start, end - start));
  }
  return parts;
}

std::uint64_t value_of_word(const Kernel& kernel, const std::string& name,
                            const std::string& word) {
  for (const Parameter& parameter : kernel.parameters) {
    if (parameter.name == name && !parameter.choices.empty()) {
      const auto found = std::find(parameter.choices.begin(), parameter.choices.end(), word);
      REQUIRE(found != parameter.choices.end());
      return static_cast<std::uint64_t>(found - parameter.choices.begin());
    }
  }
  return std::stoull(word);
}

void read_option(RunRequest& request, const std::string& name, const std::string& word) {
  Model& model = request.model;
  if (name == "block") {
    model.block = std::stoull(word);
  } else if (name == "bits") {
    model.bits = std::stoull(word);
  } else if (name == "cold") {
    model.cold = word == "bound" ? Cold::bound : word == "stack" ? Cold::stack : Cold::free;
  } else if (name == "temporaries") {
    model.temporaries = word == "reuse" ? Temporaries::reuse : Temporaries::fresh;
  } else if (name == "omit") {
    std::istringstream list(word);
    for (std::string array; std::getline(list, array, ',');) {
      model.omit.push_back(array);
    }
  } else {
    const std::vector<Parameter> known(request.kernel->parameters.begin(),
                                       request.kernel->parameters.end());
    CHECK(std::any_of(known.begin(), known.end(),
                      [&](const Parameter& one) { return one.name == name; }));
    request.parameters.set(name, value_of_word(*request.kernel, name, word));
  }
}

/// "dmc run KERNEL --name value …".
RunRequest read_back(const std::string& command) {
  const std::vector<std::string> words = words_of(command);
  REQUIRE(words.size() >= 3);
  RunRequest request{.kernel = &find_kernel(words[2]), .parameters = {}, .model = {}};
  REQUIRE(words.size() % 2 == 1);
  for (std::size_t i = 3; i < words.size(); i += 2) {
    REQUIRE(words[i].starts_with("--"));
    read_option(request, words[i].substr(2), words[i + 1]);
  }
  return request;
}

void check_formula_command(const std::vector<std::string>& words) {
  const Formula& formula = find_formula(words.at(2));
  std::set<std::string_view> symbols(formula.given.begin(), formula.given.end());
  for (const std::string_view kernel : formula.kernels) {
    for (const Parameter& parameter : find_kernel(kernel).parameters) {
      symbols.insert(parameter.name);
    }
  }
  for (std::size_t i = 3; i < words.size(); i += 2) {
    CHECK(symbols.count(words[i].substr(2)) == 1);
  }
}

void check_command(const std::string& command) {
  INFO(command);
  const std::vector<std::string> words = words_of(command);
  REQUIRE(words.size() >= 3);
  if (words[0] != "dmc") {
    // Arithmetic on what the paper prints, and the example of Section 2 as a trace.
    CHECK((words[0] == "awk" || command.find("| dmc analyze") != std::string::npos));
  } else if (words[1] == "formula") {
    check_formula_command(words);
  } else if (words[1] == "audit") {
    CHECK(find_claims(words[2]).size() == 1);
  } else {
    CHECK((words[1] == "run" || words[1] == "figure"));
  }
}

template <class Visit>
void each_item(Effort effort, Visit visit) {
  for (const Claim& claim : claims()) {
    for (const Question& question : claim.questions(effort)) {
      for (const Item& item : question.items) {
        visit(item);
      }
    }
  }
}

}  // namespace

TEST_CASE("the command of a run says what is run, and it can be run") {
  std::set<std::string> known;
  for (const Effort effort : {Effort::quick, Effort::full}) {
    each_item(effort, [&](const Item& item) {
      for (const RunRequest& run : item.runs) {
        const std::string command = command_of(run);
        if (!known.insert(command).second) {
          continue;
        }
        INFO(command);
        const RunRequest read = read_back(command);
        CHECK(read.kernel == run.kernel);
        CHECK(read.parameters.entries() == run.parameters.entries());
        CHECK(read.model.block == run.model.block);
        CHECK(read.model.bits == run.model.bits);
        CHECK(read.model.cold == run.model.cold);
        CHECK(read.model.temporaries == run.model.temporaries);
        CHECK(read.model.omit == run.model.omit);
        CHECK_NOTHROW(check_run(run));
      }
    });
  }
  CHECK(known.size() > 100);
}

TEST_CASE("numbers that take no run have a command as well") {
  std::size_t numbers = 0;
  each_item(Effort::full, [&](const Item& item) {
    if (item.runs.empty()) {
      ++numbers;
      for (const std::string& part : parts_of(item.row({}).command)) {
        check_command(part);
      }
    }
  });
  CHECK(numbers > 50);
}

TEST_CASE("the quick audit takes a part of the whole one's runs") {
  const auto accesses = [](Effort effort) {
    std::set<std::string> known;
    std::uint64_t sum = 0;
    each_item(effort, [&](const Item& item) {
      for (const RunRequest& run : item.runs) {
        if (known.insert(command_of(run)).second) {
          sum += check_run(run).accesses;
        }
      }
    });
    return sum;
  };
  CHECK(3 * accesses(Effort::quick) < accesses(Effort::full));
}
