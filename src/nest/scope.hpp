#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string_view>
#include <vector>

#include "dmc/nest/nest.hpp"

#include "names.hpp"
#include "syntax.hpp"

namespace dmc::nest {

/// What names mean at the point of a text that is being resolved.
struct Scope {
  struct Open {
    std::string_view variable;
    std::size_t loop;
  };

  std::shared_ptr<const Source> source;
  NameUse use;
  Nest nest;  ///< as far as it is known
  std::map<std::string_view, std::size_t> parameters = {};
  std::map<std::string_view, std::size_t> arrays = {};
  std::set<std::string_view> registers = {};
  std::map<std::string_view, const Raw*> values = {};  ///< that registers are declared with
  std::vector<Open> open = {};                         ///< loops, from the outermost in

  [[noreturn]] void fail(Place place, std::string_view message) const {
    fail_at(*source, place, message);
  }
  [[nodiscard]] const Open* find_open(std::string_view variable) const {
    const auto found = std::find_if(open.begin(), open.end(),
                                    [&](const Open& one) { return one.variable == variable; });
    return found == open.end() ? nullptr : &*found;
  }
};

/// Expressions with every name resolved; a name that nobody knows becomes a parameter where that is
/// allowed. Throw dmc::Error for what is none.
[[nodiscard]] Expr resolve_integer(Scope& scope, const Raw& raw);
[[nodiscard]] Condition resolve_condition(Scope& scope, const Raw& raw);

}  // namespace dmc::nest
