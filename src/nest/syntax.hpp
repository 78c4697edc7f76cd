#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/nest/source.hpp"

namespace dmc::nest {

// A text as its grammar has it; names are not resolved. Texts point into the source.

/// An expression of any kind: of integers, of conditions, or of values, which only matter for what
/// they read.
struct Raw {
  enum class Kind : std::uint8_t {
    integer,
    real,
    name,
    element,     ///< `text` is the array, the operands are its subscripts
    call,        ///< `text` is the function
    negative,    ///< of one operand
    negation,    ///< of one operand
    chain,       ///< operands with operators of one precedence between them, left to right
    assignment,  ///< of operands[1] to operands[0] by operators[0]
    step,        ///< ++ or -- of one operand
    choice,      ///< condition ? one : other
  };
  Kind kind = Kind::integer;
  std::string_view text = {};
  std::vector<Raw> operands = {};
  std::vector<std::string_view> operators = {};
  Place place = {};
};

struct RawHead {
  std::string_view variable;
  Raw begin;
  Raw end;
  Raw step;
  Place place;
};

struct RawName {
  std::string_view name;
  std::vector<Raw> values =
      {};  ///< of a parameter or register: at most one; of an array: its extents
  Place place = {};
};

struct RawStatement {
  enum class Kind : std::uint8_t {
    block,       ///< `body`
    loop,        ///< `heads`, `body`, perhaps `label`
    branch,      ///< `exprs[0]`, `body`, `otherwise`
    phase,       ///< `label`, `body`
    parameters,  ///< `names`
    arrays,      ///< `names`
    registers,   ///< of C: `names`; those that have extents are in `arrays`
    read,        ///< `exprs`, as the next two
    write,
    update,
    values,  ///< `exprs`: assignments and calls
  };
  Kind kind = Kind::block;
  std::string_view label = {};
  std::vector<RawHead> heads = {};
  std::vector<RawName> names = {};
  std::vector<RawName> arrays = {};
  std::vector<Raw> exprs = {};
  std::vector<RawStatement> body = {};
  std::vector<RawStatement> otherwise = {};
  Place place = {};
};

struct Syntax {
  std::vector<RawStatement> statements = {};
  std::map<std::uint32_t, std::string> comments = {};  ///< by line
  std::uint32_t first_line = 0;                        ///< that has more than a comment
};

/// Throws dmc::Error with the place and what was expected.
[[nodiscard]] Syntax parse_syntax(const Source& source);

}  // namespace dmc::nest
