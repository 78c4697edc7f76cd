#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "dmc/nest/source.hpp"

// Loop nests as data: what a text says, checked, with every name resolved. Parameters have no
// values yet. docs/nests.md defines the language.
namespace dmc::nest {

/// An integer expression of parameters and loop variables.
struct Expr {
  enum class Kind : std::uint8_t {
    number,     ///< `value`
    parameter,  ///< `value` is an index into Nest::parameters
    variable,   ///< `value` is a loop's id, an index into Nest::loops
    sum,        ///< of all operands; what is subtracted is a product with -1
    product,    ///< of all operands
    quotient,   ///< of two, rounded towards minus infinity
    remainder,  ///< of two: what such a quotient leaves, with the sign of the divisor
    ceildiv,    ///< of two, rounded towards plus infinity
    minimum,    ///< of all operands
    maximum,
  };
  Kind kind = Kind::number;
  std::int64_t value = 0;
  std::vector<Expr> operands = {};
  Place place = {};

  friend bool operator==(const Expr& a, const Expr& b) {  // places aside
    return a.kind == b.kind && a.value == b.value && a.operands == b.operands;
  }
};

/// What an `if` asks.
struct Condition {
  enum class Kind : std::uint8_t {
    less,        ///< sides[0] < sides[1]
    less_equal,  ///< sides[0] <= sides[1]
    equal,
    not_equal,
    all,       ///< of the parts
    any,       ///< of the parts
    negation,  ///< of the one part
  };
  Kind kind = Kind::equal;
  std::vector<Expr> sides = {};
  std::vector<Condition> parts = {};

  friend bool operator==(const Condition&, const Condition&) = default;
};

/// One access to an element of an array.
struct Reference {
  std::size_t array = 0;  ///< index into Nest::arrays
  std::vector<Expr> subscripts = {};
  bool is_write = false;
  Place place = {};

  friend bool operator==(const Reference& a, const Reference& b) {
    return a.array == b.array && a.subscripts == b.subscripts && a.is_write == b.is_write;
  }
};

// Without initialisers where a Body is a member: Node is not complete there.
struct Node;
using Body = std::vector<Node>;

/// Accesses in the order in which they happen.
struct Statement {
  std::vector<Reference> accesses = {};
  Place place = {};

  friend bool operator==(const Statement& a, const Statement& b) {
    return a.accesses == b.accesses;
  }
};

/// for v in begin .. end step step: half open, downwards where the step is negative.
struct Loop {
  std::size_t id = 0;  ///< index into Nest::loops, which has its variable's name
  Expr begin = {};
  Expr end = {};
  Expr step = {.value = 1};
  Body body;
  Place place = {};
};

struct Branch {
  Condition condition = {};
  Body then;
  Body otherwise;
  Place place = {};
};

/// A part with a name.
struct Phase {
  std::string name = {};
  Body body;
  Place place = {};
};

struct Node {
  std::variant<Statement, Loop, Branch, Phase> is;
};

bool operator==(const Loop& a, const Loop& b);
bool operator==(const Branch& a, const Branch& b);
bool operator==(const Phase& a, const Phase& b);
bool operator==(const Node& a, const Node& b);

struct ParameterInfo {
  std::string name = {};
  std::string meaning = {};           ///< from a comment behind it, or empty
  std::optional<Expr> fallback = {};  ///< of earlier parameters; none: it must be given
  Place place = {};
};

struct ArrayInfo {
  std::string name = {};
  std::vector<Expr> extents = {};  ///< empty where it is not declared, or has one element
  std::size_t dimensions = 0;
  bool declared = false;  ///< otherwise it gets the smallest extents that hold every access
  Place place = {};
};

struct LoopInfo {
  std::string variable = {};
  std::string label = {};  ///< as written before the loop, or empty; "_": it is no scope
  std::string scope = {};  ///< what reuses that it carries go by; empty: it is no scope
};

/// A program of loops.
struct Nest {
  std::string name = {};     ///< of the file without ending, or "nest"
  std::string summary = {};  ///< the comment it begins with
  std::shared_ptr<const Source> source = {};
  std::vector<ParameterInfo> parameters = {};
  std::vector<ArrayInfo> arrays = {};  ///< in the order in which they are laid out
  std::vector<LoopInfo> loops = {};    ///< by id, in the order of the text
  Body body = {};

  [[nodiscard]] const std::string& parameter_name(const Expr& parameter) const {
    return parameters[static_cast<std::size_t>(parameter.value)].name;
  }
};

/// The nest that a text describes. `name` is how messages call it: a file's path, or "-e". Throws
/// dmc::Error with the place, the line and what was expected.
[[nodiscard]] Nest parse(std::string text, std::string name);

/// The nest in a file; "-" is standard input. Throws dmc::Error where it cannot be read.
[[nodiscard]] Nest read_nest(const std::string& path);

/// The nest in dmc's own form, one access a statement: parsing it gives the same nest.
[[nodiscard]] std::string to_text(const Nest& nest);

/// An expression as it is written in a nest.
[[nodiscard]] std::string to_text(const Nest& nest, const Expr& expr);
[[nodiscard]] std::string to_text(const Nest& nest, const Reference& reference);

}  // namespace dmc::nest
