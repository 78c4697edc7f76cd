#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "dmc/derive/derivation.hpp"
#include "dmc/derive/growth.hpp"
#include "dmc/formulas/expression.hpp"
#include "dmc/report/document.hpp"

namespace dmc {

/// What a derivation says at sizes that were asked for.
struct DerivedValues {
  std::map<std::string, std::int64_t, std::less<>> parameters;
  derive::Values values;
};

/// A derivation as a document; its JSON has the schema "dmc.derive/1": `accesses`, `data`, `reuses`
/// and `dmd` as formulas, `region`, `terms`, `verified` (sizes), `undecided` (how many reuses no
/// term covers, at the sizes asked for or else at the largest verified) and, where asked for, `at`
/// and `leading`.
[[nodiscard]] Document derive_document(const derive::Derivation& derivation,
                                       const std::optional<DerivedValues>& at,
                                       const std::optional<derive::Leading>& leading = {});

/// A formula as machines get it: `text` and `latex`.
[[nodiscard]] Object formula_object(const Expression& expression);

}  // namespace dmc
