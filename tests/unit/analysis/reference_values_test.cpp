#include "reference_values.hpp"

#include <fmt/format.h>

#include "dmc/analysis/run.hpp"

#include "catch.hpp"

namespace dmc::test {
namespace {

TEST_CASE("every reference value holds to its last digit") {
  for (const ReferenceValue& reference : reference_values()) {
    CAPTURE(reference.kernel, reference.accesses, reference.data);
    const RunResult result =
        run({&find_kernel(reference.kernel), reference.parameters, reference.model});
    CHECK(result.accesses == reference.accesses);
    CHECK(result.data == reference.data);
    CHECK(result.reuses == reference.reuses);
    CHECK(fmt::format("{:.12g}", result.dmd) == reference.dmd);
    CHECK(result.cold_cost == 0);
  }
}

}  // namespace
}  // namespace dmc::test
