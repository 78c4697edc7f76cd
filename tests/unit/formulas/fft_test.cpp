#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "dmc/formulas/formula.hpp"
#include "dmc/formulas/real_values.hpp"

#include "catch.hpp"
#include "lru.hpp"

namespace dmc {
namespace {

using test::Lru;

// Algorithm 3 with fresh temporaries. Copying to a half divides, a butterfly's operands conquer; a
// reuse within one pass of the butterfly loop is a second read.
class Transform {
 public:
  explicit Transform(std::uint64_t n) : n_(n) {
    std::vector<Lru::Datum> input;
    for (std::uint64_t i = 0; i < n; ++i) {
      input.emplace_back("input", 0, i, 0);
    }
    run(input);
  }
  [[nodiscard]] const Lru& lru() const { return lru_; }

 private:
  void copy(const Lru::Datum& datum) { lru_.access(datum, "divide"); }
  void combine(const Lru::Datum& datum, const std::string& reuse_class) {
    lru_.access(datum, passes_, [&](std::uint64_t last) {
      return last == passes_ ? std::string("second reads") : reuse_class;
    });
  }
  std::vector<Lru::Datum> half(const std::vector<Lru::Datum>& input, std::uint64_t parity) {
    const std::uint64_t array = ++arrays_;
    std::vector<Lru::Datum> part;
    for (std::uint64_t i = 0; i < input.size() / 2; ++i) {
      copy(input[2 * i + parity]);
      part.emplace_back("temporary", array, i, 0);
      copy(part.back());
    }
    return run(part);
  }
  std::vector<Lru::Datum> run(const std::vector<Lru::Datum>& input) {
    const std::uint64_t size = input.size();
    if (size == 1) {
      return input;
    }
    const std::vector<Lru::Datum> even = half(input, 0);
    const std::vector<Lru::Datum> odd = half(input, 1);
    const std::uint64_t array = ++arrays_;
    std::vector<Lru::Datum> result(size);
    for (std::uint64_t k = 0; k < size / 2; ++k) {
      ++passes_;
      for (const std::uint64_t place : {k, k + size / 2}) {
        combine(even[k], "conquer");
        combine({"omega", 0, k * (n_ / size), 0}, "roots of unity");
        combine(odd[k], "conquer");
        result[place] = {"temporary", array, place, 0};
        combine(result[place], "conquer");
      }
    }
    return result;
  }

  std::uint64_t n_;
  std::uint64_t arrays_ = 0;
  std::uint64_t passes_ = 0;
  Lru lru_;
};

TEST_CASE("Lemma 3.13 is the distinct data of a transform with fresh temporaries") {
  for (std::uint64_t n = 2; n <= 64; n *= 2) {
    CAPTURE(n);
    const auto data = static_cast<double>(Transform(n).lru().data());
    CHECK(evaluate(find_formula("lem3.13"), {{"n", n}}, {}) == data);
    CHECK(evaluate(find_formula("lem3.13.exact"), {{"n", n}}, {}) == data);
  }
  CHECK(evaluate(find_formula("lem3.13"), {{"n", 32}}, {}) == 368);
}

TEST_CASE("exact forms of the transform and its classes hold") {
  for (std::uint64_t n = 2; n <= 128; n *= 2) {
    CAPTURE(n);
    const Transform transform(n);
    const auto count = [&](const char* id) { return evaluate(find_formula(id), {{"n", n}}, {}); };
    const auto reuses = [&](const char* name) {
      return static_cast<double>(transform.lru().of(name).reuses);
    };
    CHECK(count("lem3.14.count") == reuses("divide"));
    CHECK(count("lem3.15.count") == reuses("conquer"));
    CHECK(count("lem3.17.count") == reuses("roots of unity"));
    CHECK(count("thm3.18.second-reads.count") == reuses("second reads"));
    const auto is_cost = [&](const char* id, double dmd) {
      CAPTURE(id);
      CHECK(evaluate(find_formula(id), {{"n", n}}, {}) == Approx(dmd).epsilon(1e-12));
    };
    is_cost("lem3.14.exact", transform.lru().of("divide").dmd);
    is_cost("lem3.15.exact", transform.lru().of("conquer").dmd);
    is_cost("lem3.17.exact", transform.lru().of("roots of unity").dmd);
    is_cost("thm3.18.second-reads.exact", transform.lru().of("second reads").dmd);
    is_cost("thm3.18.exact", transform.lru().all().dmd);
  }
}

double data_size(double level) {
  return (2 * level + 1.5) * std::pow(2, level);
}

// Σ over calls of size 2^d, written as loops.
double phase(int levels) {
  double total = 0;
  for (int d = 2; d <= levels; ++d) {
    for (int call = 0; call < (1 << (levels - d)); ++call) {
      for (int a = 0; a < (1 << d); ++a) {
        total += std::sqrt(data_size(d - 1));
      }
    }
  }
  return total;
}

TEST_CASE("exact forms of the transform give the reference value, and approach the corrected one") {
  CHECK(evaluate(find_formula("thm3.18.exact"), {{"n", 32}}, {}) ==
        Approx(2259.10251154).epsilon(1e-11));
  for (const int levels : {11, 14, 18}) {
    CAPTURE(levels);
    const Parameters n{{"n", std::uint64_t{1} << levels}};
    CHECK(evaluate(find_formula("thm3.18.corrected"), n, {}) ==
          Approx(evaluate(find_formula("thm3.18.exact"), n, {})).epsilon(0.01));
  }
}

TEST_CASE("Lemmas 3.14 and 3.15 are the sums they print") {
  for (int levels = 1; levels <= 12; ++levels) {
    CAPTURE(levels);
    const Parameters n{{"n", std::uint64_t{1} << levels}};
    const auto value = [&](const char* id) { return evaluate(find_formula(id), n, {}); };
    CHECK(value("lem3.14") == Approx(phase(levels)).epsilon(1e-12));
    CHECK(value("lem3.15") == Approx(phase(levels)).epsilon(1e-12));
  }
}

TEST_CASE("the limits of the corrected transform are those of its sums") {
  // Divide and conquer over n^1.5·√log n approach 1.2071 and 1.7071 from above, as 1/√log n.
  const auto over_scale = [](const char* id, double levels) {
    const double n = std::pow(2, levels);
    return evaluate(find_formula(id), {{"n", n}}) / std::pow(n, 1.5) / std::sqrt(levels);
  };
  const auto limit = [&](const char* id) {
    return 2 * over_scale(id, 600) - over_scale(id, 150);  // of which 1/√log n is the half
  };
  const double divide = (1 + std::sqrt(2)) / 2, conquer = 1 + std::sqrt(2) / 2;
  CHECK(limit("lem3.14.corrected") == Approx(divide).epsilon(0.005));
  CHECK(limit("lem3.15.corrected") == Approx(conquer).epsilon(0.005));
  const double roots = (1 + std::sqrt(2) / 2) / 4 / (1 - std::pow(2, -1.5));
  CHECK(limit("thm3.18.corrected") == Approx(divide + conquer + roots).epsilon(1e-4));
}

// The mean of f over the unit interval, or over the unit square for a function of two.
template <typename Function>
double mean(const Function& f) {
  constexpr int k_steps = 2000;
  double total = 0;
  for (int i = 0; i < k_steps; ++i) {
    total += f((i + 0.5) / k_steps);
  }
  return total / k_steps;
}

TEST_CASE("FFT convolution is dominated by what waits for whole transforms") {
  // In units of a pass of n transforms, 2n²·log n data: a column's element waits from its row to
  // its column, in each of three transforms of the image; F waits for the rest of its columns and
  // all of G; G, the product and the inverse wait for part of one pass.
  const double rows_to_columns = mean(
      [](double row) { return mean([&](double column) { return std::sqrt(1 - row + column); }); });
  const double first_spectrum = mean([](double u) { return std::sqrt(2 + u); });
  const double others = mean([](double u) { return std::sqrt(u); });
  const double expected = std::sqrt(2) * (3 * rows_to_columns + first_spectrum + 3 * others);
  const double levels = 300;  // far enough for what is of the order of n³ and n^2.5 to fade
  const double n = std::pow(2, levels);
  CHECK(evaluate(find_formula("fftconv.corrected"), {{"n", n}, {"k", 3}}) / std::pow(n, 3) /
            std::sqrt(levels) ==
        Approx(expected).epsilon(0.005));
}

// The calls that read ω[b], in the order of their butterfly loops: (level, position in that level).
struct Call {
  int level;
  std::uint64_t position;
};

void collect(int level, std::uint64_t position, int lowest, std::vector<Call>& calls) {
  if (level > lowest) {
    collect(level - 1, 2 * position, lowest, calls);
    collect(level - 1, 2 * position + 1, lowest, calls);
  }
  calls.push_back({level, position});
}

struct Reuses {
  double distant = 0;
  double sibling = 0;
  double parent = 0;
};

Reuses count_reuses(int levels, int lowest) {
  std::vector<Call> calls;
  collect(levels, 0, lowest, calls);
  Reuses reuses;
  for (std::size_t i = 1; i < calls.size(); ++i) {
    const Call& before = calls[i - 1];
    const Call& after = calls[i];
    if (after.level == before.level + 1 && after.position == before.position / 2) {
      ++reuses.parent;
    } else if (after.level == before.level && after.position / 2 == before.position / 2) {
      ++reuses.sibling;
    } else {
      ++reuses.distant;
    }
  }
  return reuses;
}

TEST_CASE("Lemmas 3.16 and 3.17 count the reuses of the roots of unity on the tree of calls") {
  for (int levels = 2; levels <= 9; ++levels) {
    const Parameters n{{"n", std::uint64_t{1} << levels}};
    const auto value = [&](const char* id, double lowest) {
      return evaluate(find_formula(id), n, {}, {{"X", lowest}});
    };
    const Reuses first = count_reuses(levels, 1);
    CHECK(value("lem3.16", 0) == first.distant);
    CHECK(value("lem3.16.closed", 0) == first.distant);
    CHECK(value("lem3.16.sibling", 0) == first.sibling);
    CHECK(value("lem3.16.parent", 0) == first.parent);
    for (int lowest = 1; lowest < levels; ++lowest) {
      CAPTURE(levels, lowest);
      CHECK(value("lem3.17", lowest) == count_reuses(levels, lowest).distant);
      CHECK(value("lem3.17.closed", lowest) == count_reuses(levels, lowest).distant);
    }
  }
}

}  // namespace
}  // namespace dmc
