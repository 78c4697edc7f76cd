#include <cmath>
#include <limits>

#include <Eigen/Dense>

#include "catch.hpp"
#include "record.hpp"

namespace dmc::test {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Index = Eigen::Index;

std::uint64_t unsigned_of(Index i) {
  return static_cast<std::uint64_t>(i);
}

/// The `copy`-th array of that name and shape that a kernel fills.
Matrix input(std::string_view name, Index rows, Index columns, Index copy = 0) {
  const InputData data;
  Matrix matrix(rows, columns);
  for (Index i = 0; i < rows; ++i) {
    for (Index j = 0; j < columns; ++j) {
      matrix(i, j) = data(name, unsigned_of((copy * rows + i) * columns + j));
    }
  }
  return matrix;
}

Matrix softmax(const Matrix& scores) {
  const Matrix exponentials =
      (scores.colwise() - scores.rowwise().maxCoeff().eval()).array().exp().matrix();
  return exponentials.array().colwise() / exponentials.rowwise().sum().array();
}

Matrix causal(Index l) {
  Matrix mask = Matrix::Zero(l, l);
  mask.triangularView<Eigen::StrictlyUpper>().setConstant(-std::numeric_limits<double>::infinity());
  return mask;
}

Matrix head(const Matrix& q, const Matrix& k, const Matrix& v, const Matrix& mask) {
  return softmax(q * k.transpose() / std::sqrt(static_cast<double>(q.cols())) + mask) * v;
}

/// A whole layer; weights continue after those of `before` layers.
Matrix layer(const Matrix& q, const Matrix& k, const Matrix& v, Index h, Index p,
             const Matrix& mask, Index before = 0) {
  const Index d = q.cols();
  const Index width = d / h;
  Matrix joined(q.rows(), d);
  for (Index index = 0; index < h; ++index) {
    const Index group = before * p + index / (h / p);
    joined.middleCols(index * width, width) =
        head(q * input("WQ", d, width, before * h + index), k * input("WK", d, width, group),
             v * input("WV", d, width, group), mask);
  }
  return joined * input("W0", d, d, before);
}

Matrix normalised(const Matrix& x, Index copy) {
  const Index d = x.cols();
  const Eigen::VectorXd mean = x.rowwise().mean();
  const Matrix centred = x.colwise() - mean;
  const Eigen::VectorXd deviation =
      (centred.array().square().rowwise().mean() + 1e-5).sqrt().matrix();
  const Matrix scaled = centred.array().colwise() / deviation.array();
  const Eigen::RowVectorXd gain = input("gain", 1, d, copy);
  const Eigen::RowVectorXd bias = input("bias", 1, d, copy);
  return (scaled.array().rowwise() * gain.array()).rowwise() + bias.array();
}

struct Decoder {
  Index l, d, h, f, layers, vocab;
  [[nodiscard]] Parameters parameters() const {
    return {{"l", unsigned_of(l)}, {"d", unsigned_of(d)},           {"h", unsigned_of(h)},
            {"f", unsigned_of(f)}, {"layers", unsigned_of(layers)}, {"vocab", unsigned_of(vocab)}};
  }
};

Matrix decode(const Decoder& s) {
  const Matrix words = input("E", std::min(s.l, s.vocab), s.d);
  Matrix x = input("Pos", s.l, s.d);
  for (Index t = 0; t < s.l; ++t) {
    x.row(t) += words.row(t % s.vocab);
  }
  const Matrix all = Matrix::Zero(s.l, s.l);
  for (Index i = 0; i < s.layers; ++i) {
    x = normalised(x + layer(x, x, x, s.h, s.h, causal(s.l), 2 * i), 3 * i);
    x = normalised(x + layer(x, x, x, s.h, s.h, all, 2 * i + 1), 3 * i + 1);
    const Matrix relu = (x * input("W1", s.d, s.f, i)).cwiseMax(0.0);
    x = normalised(x + relu * input("W2", s.f, s.d, i), 3 * i + 2);
  }
  return softmax(x * input("WL", s.d, s.vocab));
}

void check_near(const std::vector<double>& actual, const Matrix& expected,
                double tolerance = 1e-12) {
  REQUIRE(actual.size() == unsigned_of(expected.size()));
  const Eigen::Map<const Matrix> matrix(actual.data(), expected.rows(), expected.cols());
  CHECK((matrix - expected).cwiseAbs().maxCoeff() < tolerance);
}

TEST_CASE("attention agrees with a plain reference") {
  for (const auto& [l, d, h] : {std::tuple{5, 12, 3}, {1, 4, 2}, {7, 6, 1}, {6, 1, 1}, {3, 8, 8}}) {
    CAPTURE(l, d, h);
    const Matrix expected =
        head(input("Q", l, d) * input("WQ", d, d / h), input("K", l, d) * input("WK", d, d / h),
             input("V", l, d) * input("WV", d, d / h), Matrix::Zero(l, l));
    const Parameters given{{"l", unsigned_of(l)}, {"d", unsigned_of(d)}, {"h", unsigned_of(h)}};
    check_near(record("attention", given).result, expected);
  }
}

TEST_CASE("attention in blocks agrees with attention") {
  for (const auto& [l, d, h, bq, bk] : {std::tuple{5U, 12U, 3U, 2U, 2U},
                                        {8U, 6U, 1U, 4U, 2U},
                                        {8U, 6U, 1U, 1U, 1U},
                                        {7U, 6U, 2U, 9U, 3U},
                                        {7U, 6U, 2U, 3U, 9U},
                                        {1U, 4U, 2U, 1U, 1U},
                                        {64U, 16U, 2U, 16U, 8U}}) {
    CAPTURE(l, d, h, bq, bk);
    const Parameters head{{"l", l}, {"d", d}, {"h", h}};
    const auto expected = record("attention", head).result;
    for (const std::uint64_t outer : {0U, 1U}) {
      Parameters blocks{{"l", l}, {"d", d}, {"h", h}, {"bq", bq}, {"bk", bk}, {"outer", outer}};
      const auto result = record("flash", blocks).result;
      REQUIRE(result.size() == expected.size());
      double worst = 0;
      for (std::size_t i = 0; i < result.size(); ++i) {
        worst = std::max(worst, std::abs(result[i] - expected[i]));
      }
      CHECK(worst < 1e-12);
    }
  }
}

/// One token after another, each attending to the cache, to those before it and to itself. The
/// cache's entries are given for each group; columns of the weights belong to heads and groups.
Matrix decode_tokens(Index cached, Index d, Index h, Index p, Index steps) {
  const Index v = d / h;
  const Matrix x = input("x", steps, d);
  Matrix joined(steps, d);
  for (Index head_index = 0; head_index < h; ++head_index) {
    const Index group = head_index / (h / p);
    Matrix keys(cached + steps, v);
    Matrix values(cached + steps, v);
    keys.topRows(cached) = input("K", cached, v, group);
    values.topRows(cached) = input("V", cached, v, group);
    keys.bottomRows(steps) = x * input("WK", d, p * v).middleCols(group * v, v);
    values.bottomRows(steps) = x * input("WV", d, p * v).middleCols(group * v, v);
    for (Index t = 0; t < steps; ++t) {
      const Index seen = cached + t + 1;
      joined.block(t, head_index * v, 1, v) =
          head(x.row(t) * input("WQ", d, d).middleCols(head_index * v, v), keys.topRows(seen),
               values.topRows(seen), Matrix::Zero(1, seen));
    }
  }
  return joined * input("W0", d, d);
}

TEST_CASE("decoding agrees with a plain reference") {
  for (const auto& [l, d, h, p, steps] : {std::tuple{5, 12, 6, 2, 1},
                                          {5, 12, 6, 6, 3},
                                          {4, 12, 6, 1, 4},
                                          {1, 4, 1, 1, 2},
                                          {9, 8, 8, 4, 2}}) {
    CAPTURE(l, d, h, p, steps);
    const Parameters given{{"l", unsigned_of(l)},
                           {"d", unsigned_of(d)},
                           {"h", unsigned_of(h)},
                           {"p", unsigned_of(p)},
                           {"steps", unsigned_of(steps)}};
    check_near(record("decode", given).result, decode_tokens(l, d, h, p, steps));
  }
}

TEST_CASE("grouped and multi-head attention agree with a plain reference") {
  for (const auto& [l, d, h, p] : {std::tuple{5, 12, 6, 2},
                                   {5, 12, 6, 1},
                                   {5, 12, 6, 6},
                                   {4, 12, 6, 3},
                                   {1, 8, 4, 2},
                                   {3, 5, 1, 1},
                                   {8, 8, 8, 4}}) {
    CAPTURE(l, d, h, p);
    const Matrix expected =
        layer(input("Q", l, d), input("K", l, d), input("V", l, d), h, p, Matrix::Zero(l, l));
    Parameters given{{"l", unsigned_of(l)}, {"d", unsigned_of(d)}, {"h", unsigned_of(h)}};
    if (p == h) {
      check_near(record("mha", given).result, expected);
    }
    given.set("p", unsigned_of(p));
    check_near(record("gqa", given).result, expected);
  }
}

TEST_CASE("transformer agrees with a plain reference, and its rows are distributions") {
  for (const Decoder& sizes : {Decoder{4, 8, 2, 12, 2, 6}, Decoder{7, 6, 3, 5, 1, 3},
                               Decoder{1, 4, 1, 4, 3, 5}, Decoder{5, 8, 8, 1, 2, 5}}) {
    CAPTURE(sizes.l, sizes.d, sizes.h, sizes.layers);
    for (const Temporaries temporaries : {Temporaries::fresh, Temporaries::reuse}) {
      Model model;
      model.temporaries = temporaries;
      const auto result = record("transformer", sizes.parameters(), model).result;
      check_near(result, decode(sizes), 1e-10);
      const Eigen::Map<const Matrix> rows(result.data(), sizes.l, sizes.vocab);
      CHECK((rows.rowwise().sum().array() - 1.0).abs().maxCoeff() < 1e-14);
      CHECK(rows.minCoeff() > 0);
    }
  }
}

}  // namespace
}  // namespace dmc::test
