#include <Eigen/Dense>

#include "catch.hpp"
#include "record.hpp"

namespace dmc::test {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

std::uint64_t size(Eigen::Index i) {
  return static_cast<std::uint64_t>(i);
}

/// A kernel for products, with what it takes beside the sides.
void check_product(Eigen::Index m, Eigen::Index n, Eigen::Index l,
                   std::string_view kernel = "matmul", const Parameters& more = {}) {
  CAPTURE(m, n, l, kernel, more.entries());
  const InputData input;
  const auto a = input.fill("A", size(m * n));
  const auto b = input.fill("B", size(n * l));
  const Matrix expected =
      Eigen::Map<const Matrix>(a.data(), m, n) * Eigen::Map<const Matrix>(b.data(), n, l);
  Parameters given{{"m", size(m)}, {"n", size(n)}, {"l", size(l)}};
  for (const auto& [name, value] : more.entries()) {
    given.set(name, value);
  }
  const auto run = record(kernel, given);
  REQUIRE(run.result.size() == size(m * l));
  CHECK((Eigen::Map<const Matrix>(run.result.data(), m, l) - expected).cwiseAbs().maxCoeff() <
        1e-12);
}

TEST_CASE("matmul agrees with Eigen") {
  check_product(1, 1, 1);
  check_product(5, 6, 7);
  check_product(17, 1, 4);
  check_product(1, 40, 3);
  check_product(32, 24, 1);
}

TEST_CASE("tiled products agree with Eigen in every order") {
  for (const std::uint64_t order : {0U, 1U, 2U, 3U, 4U, 5U}) {
    check_product(7, 5, 6, "tiledmatmul", {{"order", order}, {"tile", 3}});
    check_product(7, 5, 6, "tiledmatmul", {{"order", order}, {"tm", 2}, {"tn", 9}, {"tl", 1}});
    check_product(1, 1, 1, "tiledmatmul", {{"order", order}});
    check_product(16, 16, 16, "tiledmatmul", {{"order", order}, {"tile", 4}});
  }
}

TEST_CASE("recursive products agree with Eigen") {
  for (const Eigen::Index n : {1, 2, 4, 16, 32}) {
    check_product(n, n, n, "recmatmul");
    check_product(n, n, n, "recmatmul-tmp");
  }
}

TEST_CASE("one tile, in the order ijk, is the plain product access for access") {
  const Parameters sides{{"m", 5}, {"n", 6}, {"l", 7}};
  Parameters tiled = sides;
  for (const std::uint64_t tile : {7U, 100U}) {
    tiled.set("tile", tile);
    CHECK(record("tiledmatmul", tiled).accesses == record("matmul", sides).accesses);
  }
}

}  // namespace
}  // namespace dmc::test
