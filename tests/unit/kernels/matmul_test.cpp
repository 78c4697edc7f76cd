#include <Eigen/Dense>

#include "catch.hpp"
#include "record.hpp"

namespace dmc::test {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

void check_product(Eigen::Index m, Eigen::Index n, Eigen::Index l) {
  CAPTURE(m, n, l);
  const auto size = [](Eigen::Index i) { return static_cast<std::uint64_t>(i); };
  const InputData input;
  const auto a = input.fill("A", size(m * n));
  const auto b = input.fill("B", size(n * l));
  const Matrix expected =
      Eigen::Map<const Matrix>(a.data(), m, n) * Eigen::Map<const Matrix>(b.data(), n, l);
  const auto run = record("matmul", {{"m", size(m)}, {"n", size(n)}, {"l", size(l)}});
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

}  // namespace
}  // namespace dmc::test
