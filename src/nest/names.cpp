#include "names.hpp"

#include <algorithm>
#include <variant>

#include <fmt/format.h>

namespace dmc::nest {
namespace {

class Gatherer {
 public:
  explicit Gatherer(NameUse& use) : use_(use) {}

  void statements(const std::vector<RawStatement>& all) {
    for (const RawStatement& one : all) {
      statement(one);
    }
  }

 private:
  void statement(const RawStatement& one) {
    using Kind = RawStatement::Kind;
    if (one.kind == Kind::parameters) {
      use_.parameters.push_back(&one);
    }
    if (one.kind == Kind::arrays || !one.arrays.empty()) {
      use_.arrays.push_back(&one);
      use_.declares_arrays = use_.declares_arrays || one.kind == Kind::arrays;
    }
    for (const RawHead& head : one.heads) {
      use_.variables.insert(head.variable);
    }
    for (const RawName& name : one.names) {
      for (const Raw& raw : name.values) {
        if (one.kind == Kind::registers) {
          expression(raw);
        }
      }
    }
    for (const Raw& raw : one.exprs) {
      expression(raw);
    }
    statements(one.body);
    statements(one.otherwise);
  }

  void expression(const Raw& raw) {
    const bool assigns = raw.kind == Raw::Kind::assignment || raw.kind == Raw::Kind::step;
    if (assigns && raw.operands[0].kind == Raw::Kind::name) {
      use_.assigned.insert(raw.operands[0].text);
    }
    // In the order of the accesses, so that the plain form of a nest has its arrays in this order.
    if (raw.kind == Raw::Kind::assignment) {
      expression(raw.operands[1]);
      return expression(raw.operands[0]);
    }
    note(raw);
    for (const Raw& operand : raw.operands) {
      expression(operand);
    }
  }

  void note(const Raw& raw) {
    if (raw.kind == Raw::Kind::element && seen_.insert(raw.text).second) {
      use_.elements.push_back({raw.text, raw.operands.size(), raw.place});
    }
  }

  NameUse& use_;
  std::set<std::string_view> seen_;
};

// A loop's own name, if it is the only one of that name; otherwise with all that encloses it, and
// where that is not enough, with primes: t/i, t/i'.
class ScopeNames {
 public:
  explicit ScopeNames(Nest& nest) : nest_(nest) {}

  void run() {
    for (const LoopInfo& loop : nest_.loops) {
      ++uses_[loop.variable];
      taken_.insert(loop.label);
    }
    name(nest_.body, "");
  }

 private:
  void name(const Body& body, const std::string& path) {
    for (const Node& node : body) {
      if (const auto* loop = std::get_if<Loop>(&node.is)) {
        name(loop->body, path + scope_of(nest_.loops[loop->id], path) + '/');
      } else if (const auto* branch = std::get_if<Branch>(&node.is)) {
        name(branch->then, path);
        name(branch->otherwise, path);
      } else if (const auto* phase = std::get_if<Phase>(&node.is)) {
        name(phase->body, path + phase->name + '/');
      }
    }
  }

  // Sets the scope; returns what the loop adds to the path of what it encloses.
  std::string scope_of(LoopInfo& loop, const std::string& path) {
    if (!loop.label.empty()) {
      loop.scope = loop.label == "_" ? "" : loop.label;
      return loop.label == "_" ? loop.variable : loop.label;
    }
    std::string own = loop.variable;
    for (const std::string full = path + own; uses_[loop.variable] > 1;) {
      const std::size_t before = times_[full]++;
      own += before <= 3 ? std::string(before, '\'') : fmt::format("'{}", before);
      loop.scope = path + own;
      if (taken_.insert(loop.scope).second) {
        return own;
      }
      own = loop.variable;
    }
    loop.scope = own;
    return own;
  }

  Nest& nest_;
  std::map<std::string_view, std::size_t> uses_;
  std::map<std::string, std::size_t> times_;  // that a path has been named
  std::set<std::string> taken_;
};

}  // namespace

NameUse gather_names(const std::vector<RawStatement>& statements) {
  NameUse use;
  Gatherer(use).statements(statements);
  return use;
}

void name_scopes(Nest& nest) {
  ScopeNames(nest).run();
}

}  // namespace dmc::nest
