#include "reference_values.hpp"

#include <fmt/format.h>

#include "catch.hpp"
#include "naive_lru.hpp"
#include "record.hpp"

namespace dmc::test {
namespace {

constexpr std::uint64_t k_few_accesses = 100'000;  // that the naive stack gets through at once

TEST_CASE("every kernel makes the accesses of its definition") {
  for (const ReferenceValue& reference : reference_values()) {
    if (reference.accesses > k_few_accesses) {
      continue;
    }
    CAPTURE(reference.kernel, reference.accesses, reference.data);
    const Recording recording = record(reference.kernel, reference.parameters, reference.model);
    NaiveLru lru;
    for (const Access access : recording.accesses) {
      lru.access(access.datum());
    }
    CHECK(recording.accesses.size() == reference.accesses);
    CHECK(lru.data() == reference.data);
    CHECK(lru.reuses() == reference.reuses);
    CHECK(fmt::format("{:.12g}", lru.dmd()) == reference.dmd);
  }
}

}  // namespace
}  // namespace dmc::test
