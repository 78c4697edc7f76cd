#include <cmath>
#include <memory>

#include <fftw3.h>

#include "catch.hpp"
#include "record.hpp"

namespace dmc::test {
namespace {

/// The forward transform of the interleaved complex numbers, by FFTW.
std::vector<double> fftw(const std::vector<double>& input) {
  const std::size_t n = input.size() / 2;
  const auto allocate = [n] {
    return std::unique_ptr<fftw_complex[], decltype(&fftw_free)>(fftw_alloc_complex(n), fftw_free);
  };
  const auto in = allocate();
  const auto out = allocate();
  const fftw_plan plan =
      fftw_plan_dft_1d(static_cast<int>(n), in.get(), out.get(), FFTW_FORWARD, FFTW_ESTIMATE);
  for (std::size_t i = 0; i < input.size(); ++i) {
    in[i / 2][i % 2] = input[i];
  }
  fftw_execute(plan);
  fftw_destroy_plan(plan);
  std::vector<double> result(input.size());
  for (std::size_t i = 0; i < result.size(); ++i) {
    result[i] = out[i / 2][i % 2];
  }
  return result;
}

TEST_CASE("fft agrees with FFTW") {
  for (std::uint64_t n = 1; n <= 1024; n *= 2) {
    for (const Temporaries temporaries : {Temporaries::fresh, Temporaries::reuse}) {
      CAPTURE(n);
      Model model;
      model.temporaries = temporaries;
      const auto actual = record("fft", {{"n", n}}, model).result;
      const auto expected = fftw(InputData().fill("A", 2 * n));
      REQUIRE(actual.size() == expected.size());
      double worst = 0;
      for (std::size_t i = 0; i < actual.size(); ++i) {
        worst = std::max(worst, std::abs(actual[i] - expected[i]));
      }
      CHECK(worst < 1e-12 * static_cast<double>(n));
    }
  }
}

TEST_CASE("fft makes 6 n log n accesses to (2 log n + 1.5) n data (Lemma 3.13)") {
  std::uint64_t levels = 1;
  for (std::uint64_t n = 2; n <= 256; n *= 2) {
    const Kernel& kernel = find_kernel("fft");
    const auto size = footprint(kernel.plan({{"n", n}}), Model{});
    CHECK(size.accesses == 6 * n * levels);
    CHECK(2 * size.data == (4 * levels + 3) * n);
    ++levels;
  }
}

}  // namespace
}  // namespace dmc::test
