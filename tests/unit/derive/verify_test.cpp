#include "dmc/derive/verify.hpp"

#include <string>

#include "dmc/kernels/nest_kernel.hpp"
#include "dmc/util/error.hpp"

#include "catch.hpp"

namespace dmc::derive {
namespace {

const NestKernel& matmul() {
  return *shipped_nest("paper/matmul");
}

TEST_CASE("a derivation is verified at sizes that vary in every parameter", "[derive]") {
  Derivation derivation = derive(matmul().nest());
  verify(derivation, matmul().kernel());
  REQUIRE(derivation.verified.size() >= 6);
  for (std::size_t i = 0; i < derivation.parameters.size(); ++i) {
    bool varies = false;
    for (const Sizes& sizes : derivation.verified) {
      varies = varies || sizes[i] != derivation.verified.front()[i];
      CHECK(holds_at(derivation, sizes));
    }
    CHECK(varies);
  }
  for (const Term& term : derivation.terms) {
    bool any = false;
    for (const Sizes& sizes : derivation.verified) {
      for_each_reuse(term, sizes, [&](Int128, Int128) { any = true; });
    }
    CHECK(any);
  }
}

TEST_CASE("a distance that is one too long is caught, whichever it is", "[derive]") {
  const Derivation right = derive(matmul().nest());
  for (std::size_t i = 0; i < right.terms.size(); ++i) {
    Derivation wrong = right;
    wrong.terms[i].distance = wrong.terms[i].distance + Polynomial(1);
    CHECK_THROWS_AS(verify(wrong, matmul().kernel()), VerificationFailed);
  }
}

TEST_CASE("a count, the accesses or the data that are one too many are caught", "[derive]") {
  const Derivation right = derive(matmul().nest());
  Derivation wrong = right;
  wrong.terms.back().count = wrong.terms.back().count + Polynomial(1);
  CHECK_THROWS_AS(verify(wrong, matmul().kernel()), VerificationFailed);
  wrong = right;
  wrong.accesses[0].count = wrong.accesses[0].count + Polynomial(1);
  CHECK_THROWS_AS(verify(wrong, matmul().kernel()), VerificationFailed);
  wrong = right;
  wrong.data[0].count = wrong.data[0].count - Polynomial(1);
  CHECK_THROWS_AS(verify(wrong, matmul().kernel()), VerificationFailed);
}

TEST_CASE("what is undecided may be missing, but nothing may be too many", "[derive]") {
  Derivation partial = derive(matmul().nest());
  partial.terms.pop_back();
  CHECK_THROWS_AS(verify(partial, matmul().kernel()), VerificationFailed);
  partial.undecided.push_back({"B[p, j]", "left out"});
  CHECK_NOTHROW(verify(partial, matmul().kernel()));
  CHECK(values_at(partial, {5, 6, 7}).undecided > 0);
  partial.terms.back().count = partial.terms.back().count * Polynomial(3);
  CHECK_THROWS_AS(verify(partial, matmul().kernel()), VerificationFailed);
}

TEST_CASE("outside of its region a derivation has no values", "[derive]") {
  const Derivation derivation = derive(matmul().nest());
  REQUIRE_FALSE(holds_at(derivation, {1, 1, 1}));
  CHECK_THROWS_WITH(values_at(derivation, {1, 1, 1}), Catch::Contains("hold where m"));
}

}  // namespace
}  // namespace dmc::derive
