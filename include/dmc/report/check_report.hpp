#pragma once

#include <string>

#include "dmc/check/check.hpp"
#include "dmc/report/document.hpp"

namespace dmc {

/// What holds and what does not, and which classes of reuses have changed, as a document; its JSON
/// has the schema "dmc.checked/1": `file`, `checks`, `failed`, … and `results`, each with `name`,
/// `verdict`, its `expectations` and the `changes` of classes.
[[nodiscard]] Document check_document(const CheckResult& result);

/// The same as JUnit XML, which CI systems read: a test suite a check, a test case an expectation.
[[nodiscard]] std::string junit_text(const CheckResult& result);

}  // namespace dmc
