// The page that defines the kernels names their scopes; here they are read off it and compared with
// those that the kernels open.
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "catch.hpp"
#include "problems.hpp"

namespace dmc::test {
namespace {

using Names = std::set<std::string>;

struct Scopes {
  Names loops;
  Names blocks;  ///< calls and phases
  Names phases;  ///< said: all of them; made: the stages
};

void add(Scopes& to, const Scopes& more) {
  to.loops.insert(more.loops.begin(), more.loops.end());
  to.blocks.insert(more.blocks.begin(), more.blocks.end());
  to.phases.insert(more.phases.begin(), more.phases.end());
}

/// "fft" of "fft n=16".
std::string without_size(const std::string& label) {
  return label.substr(0, label.find(" n="));
}

/// In a line of pseudo-code: loop i, loop "tile x", call "fft n=s", phase softmax.
void read_line(const std::string& line, Scopes& scopes) {
  static const std::regex pattern(R"re(\b(loop|call|phase) (?:"([^"]+)"|([a-zA-Z0-9]+)))re");
  for (std::sregex_iterator match(line.begin(), line.end(), pattern), end; match != end; ++match) {
    const std::string name =
        without_size((*match)[2].matched ? (*match)[2].str() : (*match)[3].str());
    if ((*match)[1] == "loop") {
      scopes.loops.insert(name);
    } else {
      scopes.blocks.insert(name);
      if ((*match)[1] == "phase") {
        scopes.phases.insert(name);
      }
    }
  }
}

/// The scopes in the pseudo-code of each section, by its heading.
std::map<std::string, Scopes> read_page() {
  std::ifstream page(DMC_MODEL_PAGE);
  std::map<std::string, Scopes> sections;
  std::string section;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("### ")) {
      section = line.substr(4);
    } else if (line.starts_with("    ")) {
      read_line(line, sections[section]);
    }
  }
  return sections;
}

struct Described {
  std::string_view section;
  std::vector<std::string_view> others = {};  ///< sections that it refers to
  bool phases_of_others_are_stages = true;    ///< or they are inside of its own
};

const std::map<std::string_view, Described> k_described = {
    {"matmul", {"matmul"}},
    {"tiledmatmul", {"tiledmatmul"}},
    {"recmatmul", {"recmatmul"}},
    {"recmatmul-tmp", {"recmatmul"}},
    {"attention", {"attention", {"matmul"}}},
    {"flash", {"flash", {"matmul"}}},
    {"mha", {"gqa and mha", {"attention", "matmul"}}},
    {"gqa", {"gqa and mha", {"attention", "matmul"}}},
    {"transformer", {"transformer", {"gqa and mha", "attention", "matmul"}, false}},
    {"decode", {"decode", {"attention"}}},
    {"conv", {"conv"}},
    {"batchconv", {"batchconv"}},
    {"multiconv", {"multiconv"}},
    {"depthwise", {"depthwise"}},
    {"im2col", {"im2col"}},
    {"winograd", {"winograd"}},
    {"fft", {"fft"}},
    {"fftconv", {"fftconv", {"fft"}}},
};

/// Scopes of the page are written for any order of the loops of a tiled product.
Scopes with_any_order(Scopes scopes) {
  Names loops;
  for (const std::string& name : scopes.loops) {
    const bool stands_for_all = name.find_first_of("xyz") == name.size() - 1;
    for (const char loop : stands_for_all ? std::string("ijk") : name.substr(name.size() - 1)) {
      loops.insert(name.substr(0, name.size() - 1) + loop);
    }
  }
  scopes.loops = loops;
  return scopes;
}

Scopes said_of(std::string_view kernel, const std::map<std::string, Scopes>& page) {
  const Described& described = k_described.at(kernel);
  Scopes said = page.at(std::string(described.section));
  for (const std::string_view other : described.others) {
    Scopes more = page.at(std::string(other));
    if (!described.phases_of_others_are_stages) {
      more.phases.clear();
    }
    add(said, more);
  }
  if (kernel == "recmatmul") {
    said.blocks.erase("add");  // of the other kernel of the section
  }
  return kernel == "tiledmatmul" ? with_any_order(said) : said;
}

Scopes made_by(std::string_view name) {
  Scopes made;
  for (const Problem& one : small_problems()) {
    if (one.kernel != name) {
      continue;
    }
    const Kernel& kernel = find_kernel(name);
    std::set<std::pair<ScopeEvent::Kind, LabelId>> entered;
    Tracer tracer(Model{}, [&](Batch& batch) {
      for (const ScopeEvent& event : batch.events) {
        entered.emplace(event.kind, event.label);
      }
    });
    (void)kernel.run(resolve_parameters(kernel, one.given), tracer, InputData());
    tracer.finish();
    for (const auto& [kind, label] : entered) {
      const std::string text = without_size(tracer.names().labels[label]);
      if (kind == ScopeEvent::Kind::enter_loop) {
        made.loops.insert(text);
      } else if (kind == ScopeEvent::Kind::enter_block) {
        made.blocks.insert(text);
      }
    }
    for (const LabelId stage : tracer.names().stages) {
      if (stage != 0) {
        made.phases.insert(tracer.names().labels[stage]);
      }
    }
  }
  return made;
}

TEST_CASE("the scopes of every kernel are those that the model's page names") {
  const std::map<std::string, Scopes> page = read_page();
  for (const Kernel& kernel : kernels()) {
    CAPTURE(kernel.name);
    REQUIRE(k_described.count(kernel.name) == 1);
    const Scopes said = said_of(kernel.name, page);
    const Scopes made = made_by(kernel.name);
    CHECK(made.loops == said.loops);
    CHECK(made.blocks == said.blocks);
    CHECK(made.phases == said.phases);
  }
}

}  // namespace
}  // namespace dmc::test
