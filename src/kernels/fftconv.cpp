#include <array>

#include "fourier.hpp"
#include "multiply.hpp"
#include "parameters.hpp"
#include "ranges.hpp"
#include "rows.hpp"

namespace dmc {
namespace {

constexpr std::array k_parameters{
    Parameter{.name = "n",
              .meaning = "side of the image, a power of two",
              .fallback = 512,
              .max = std::uint64_t{1} << 31},
    Parameter{.name = "k", .meaning = "side of the kernel, at most n", .fallback = 3},
};

Parameters resolve(const Parameters& given) {
  Parameters all = complete(k_parameters, given);
  check_power_of_two("n", all["n"]);
  check_fits(all["k"], all["n"], "--n");
  return all;
}

/// Adds one FFT2 that reads `source` and leaves its columns under `result`; gives the roots'
/// accesses.
Count plan_fft2(Plan& plan, std::uint64_t n, std::string_view result) {
  const TransformPlan rows = plan_transforms(n, n, "Y");
  const TransformPlan columns = plan_transforms(n, n, result);
  plan.arrays.insert(plan.arrays.end(), rows.arrays.begin(), rows.arrays.end());
  plan.arrays.insert(plan.arrays.end(), columns.arrays.begin(), columns.arrays.end());
  plan.arrays.push_back({"Y", 0, 0, columns.source, true});  // rows, read again by the columns
  return rows.omega + columns.omega;
}

Plan plan(const Parameters& parameters) {
  const std::uint64_t n = parameters["n"];
  const Count square = Count(n) * n;
  const Count m = n - parameters["k"] + 1;
  Plan plan{.arrays = {{.name = "I", .size = square, .accesses = square},
                       {.name = "K", .size = square, .accesses = square},
                       {.name = "R", .size = m * m, .accesses = m * m}},
            .recycled = {},
            .element_bytes = sizeof(Complex)};
  if (n == 1) {
    // Every transform is its own source, so P is also z.
    plan.arrays.push_back({.name = "P", .size = 1, .accesses = 2});
    return plan;
  }
  plan.arrays.push_back({.name = "P", .size = square, .accesses = Count(2) * square});
  Count omega;
  for (const std::string_view result : {"F", "G", "z"}) {
    omega += plan_fft2(plan, n, result);
    plan.arrays.push_back({result, 0, 0, result == "z" ? m * m : square, true});
  }
  plan.arrays.push_back({.name = "omega", .size = n / 2, .accesses = omega});
  // Alive at most: F, and the rows and columns of the second transform.
  plan.recycled = recycled_ranges({transform_ranges(n), {{n, Count(3) * n}}});
  return plan;
}

/// One row of a matrix, in place.
struct RowView {
  const Traced<Complex>& matrix;
  std::uint64_t offset;
  [[nodiscard]] Complex read(std::uint64_t i) const { return matrix.read(offset + i); }
};

/// Arrays that stand side by side; they end last first.
class Lines {
 public:
  explicit Lines(std::uint64_t count) { lines_.reserve(count); }
  ~Lines() {
    while (!lines_.empty()) {
      lines_.pop_back();
    }
  }
  Lines(Lines&&) = default;
  Lines(const Lines&) = delete;
  Lines& operator=(Lines&&) = delete;
  Lines& operator=(const Lines&) = delete;

  void add(Traced<Complex> line) { lines_.push_back(std::move(line)); }
  [[nodiscard]] Complex read(std::uint64_t line, std::uint64_t i) const {
    return lines_[line].read(i);
  }

 private:
  std::vector<Traced<Complex>> lines_;
};

/// Element i of every line.
struct CrossView {
  const Lines& lines;
  std::uint64_t i;
  [[nodiscard]] Complex read(std::uint64_t line) const { return lines.read(line, i); }
};

/// Transforms in two dimensions that share their roots of unity.
class PlaneFourier {
 public:
  PlaneFourier(Tracer& tracer, std::uint64_t n) : tracer_(tracer), n_(n), fourier_(tracer, n) {}

  /// The columns of the transform, counted under `result`.
  Lines transform(std::string_view phase_name, Traced<Complex>& plane, ArrayId result,
                  Direction direction = Direction::forward) {
    const Block phase = tracer_.phase(phase_name);
    Lines columns(n_);
    if (n_ == 1) {
      columns.add(std::move(plane));  // its own transform
      return columns;
    }
    const ArrayId row_name = tracer_.name_array("Y");
    Lines rows(n_);
    for (const auto r : tracer_.loop("rows", n_)) {
      rows.add(fourier_.transform(RowView{plane, r * n_}, row_name, direction));
    }
    for (const auto c : tracer_.loop("columns", n_)) {
      columns.add(fourier_.transform(CrossView{rows, c}, result, direction));
    }
    return columns;
  }

 private:
  Tracer& tracer_;
  std::uint64_t n_;
  Fourier fourier_;
};

/// P = F times the conjugate of G, which makes the convolution slide the kernel without turning it.
void multiply(Tracer& tracer, LoopLabels loops, const Lines& f, const Lines& g,
              Traced<Complex>& p) {
  const Block phase = tracer.phase("product");
  const std::uint64_t n = p.columns();
  for (const auto r : tracer.loop(loops.i, n)) {
    for (std::uint64_t c = 0; c < n; ++c) {
      const Complex image = f.read(c, r);
      const Complex kernel = g.read(c, r);
      p.write(r, c, times(image, std::conj(kernel)));
    }
  }
}

void take_result(Tracer& tracer, LoopLabels loops, const Lines& z, double scale,
                 Traced<double>& result) {
  const Block phase = tracer.phase("result");
  const std::uint64_t m = result.columns();
  for (const auto i : tracer.loop(loops.i, m)) {
    for (std::uint64_t j = 0; j < m; ++j) {
      const Complex value = z.read(j, i);
      result.write(i, j, value.real() * scale);
    }
  }
}

void fill(Traced<Complex>& plane, std::uint64_t side, const std::vector<double>& values) {
  for (std::uint64_t i = 0; i < values.size(); ++i) {
    plane.values()[i / side * plane.columns() + i % side] = values[i];
  }
}

std::vector<double> run(const Parameters& parameters, Tracer& tracer, const InputData& input) {
  const std::uint64_t n = parameters["n"];
  const std::uint64_t k = parameters["k"];
  const LoopLabels loops(tracer);
  auto image = tracer.matrix<Complex>("I", n, n);
  auto kernel = tracer.matrix<Complex>("K", n, n);
  fill(image, n, input.fill("I", n * n));
  fill(kernel, k, input.fill("K", k * k));
  PlaneFourier fourier(tracer, n);
  auto p = tracer.matrix<Complex>("P", n, n);
  {
    const Lines f = fourier.transform("FFT2 of I", image, tracer.name_array("F"));
    const Lines g = fourier.transform("FFT2 of K", kernel, tracer.name_array("G"));
    multiply(tracer, loops, f, g, p);
  }
  const Lines z = fourier.transform("inverse FFT2", p, tracer.name_array("z"), Direction::inverse);
  auto result = tracer.matrix<double>("R", n - k + 1, n - k + 1);
  const double scale = 1.0 / (static_cast<double>(n) * static_cast<double>(n));
  take_result(tracer, loops, z, scale, result);
  return result.values();
}

}  // namespace

Kernel fftconv_kernel() {
  return {.name = "fftconv",
          .summary = "convolution by way of Fourier transforms in two dimensions",
          .source = "Section 3.5.1",
          .task = k_convolution_task,
          .parameters = k_parameters,
          .arrays = {"I", "K", "omega", "E", "O", "Y", "F", "G", "P", "z", "R"},
          .classes = {{"second reads", "", {}, {"butterflies"}},
                      {"divide", "Lemma 3.14", {"E", "O"}, {"fft"}},
                      {"conquer", "Lemma 3.15", {"Y"}, {"fft"}},
                      {"roots of unity", "Lemmas 3.16 and 3.17", {"omega"}},
                      {"rows to columns", "", {"Y"}, {"FFT2 of I", "FFT2 of K", "inverse FFT2"}},
                      {"spectra", "", {"F", "G", "P", "z"}}},
          .resolve = resolve,
          .plan = plan,
          .run = run};
}

}  // namespace dmc
