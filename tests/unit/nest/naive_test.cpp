#include "naive.hpp"

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "dmc/kernels/nest_kernel.hpp"

#include "catch.hpp"
#include "counted.hpp"

namespace dmc::test {
namespace {

constexpr std::array<std::uint64_t, 3> k_blocks{1, 2, 8};

using Int = std::int64_t;

/// A nest, and the same loops in C++.
struct Twin {
  std::string name;  ///< of one that comes with dmc, or
  std::string text;  ///< what is written here
  Parameters parameters;
  std::function<void(Naive& a)> program;
  std::string omitted;
};

// The functions below are the loops as one writes them down; arrays are announced in the order in
// which the nest has them.

Twin trmm() {
  return {"polybench/trmm",
          "",
          {{"m", 7}, {"n", 5}},
          [](Naive& a) {
            const Int m = 7;
            const Int n = 5;
            a.array("A", m * m);
            a.array("B", m * n);
            a.loop("i", 0, m, [&](Int i) {
              a.loop("j", 0, n, [&](Int j) {
                a.loop("k", i + 1, m, [&](Int k) {
                  a("A", k * m + i);
                  a("B", k * n + j);
                  a("B", i * n + j);
                  a("B", i * n + j);
                });
                a("B", i * n + j);
                a("B", i * n + j);
              });
            });
          },
          "A"};
}

Twin symm() {
  return {"polybench/symm",
          "",
          {{"m", 6}, {"n", 5}},
          [](Naive& a) {
            const Int m = 6;
            const Int n = 5;
            a.array("C", m * n);
            a.array("A", m * m);
            a.array("B", m * n);
            a.loop("i", 0, m, [&](Int i) {
              a.loop("j", 0, n, [&](Int j) {
                a.loop("k", 0, i, [&](Int k) {
                  a("B", i * n + j);
                  a("A", i * m + k);
                  a("C", k * n + j);
                  a("C", k * n + j);
                  a("B", k * n + j);
                  a("A", i * m + k);
                });
                a("C", i * n + j);
                a("B", i * n + j);
                a("A", i * m + i);
                a("C", i * n + j);
              });
            });
          },
          "C"};
}

Twin durbin() {
  return {"polybench/durbin",
          "",
          {{"n", 14}},
          [](Naive& a) {
            const Int n = 14;
            for (const char* name : {"r", "y", "z"}) {
              a.array(name, n);
            }
            a("r", 0);
            a("y", 0);
            a("r", 0);
            a.loop("k", 1, n, [&](Int k) {
              a.loop("k/i", 0, k, [&](Int i) {
                a("r", k - i - 1);
                a("y", i);
              });
              a("r", k);
              a.loop("k/i'", 0, k, [&](Int i) {
                a("y", i);
                a("y", k - i - 1);
                a("z", i);
              });
              a.loop("k/i''", 0, k, [&](Int i) {
                a("z", i);
                a("y", i);
              });
              a("y", k);
            });
          },
          "z"};
}

Twin ludcmp() {
  return {"polybench/ludcmp",
          "",
          {{"n", 8}},
          [](Naive& a) {
            const Int n = 8;
            a.array("A", n * n);
            for (const char* name : {"b", "x", "y"}) {
              a.array(name, n);
            }
            a.loop("i", 0, n, [&](Int i) {
              a.loop("i/j", 0, i, [&](Int j) {
                a("A", i * n + j);
                a.loop("i/j/k", 0, j, [&](Int k) {
                  a("A", i * n + k);
                  a("A", k * n + j);
                });
                a("A", j * n + j);
                a("A", i * n + j);
              });
              a.loop("i/j'", i, n, [&](Int j) {
                a("A", i * n + j);
                a.loop("i/j'/k", 0, i, [&](Int k) {
                  a("A", i * n + k);
                  a("A", k * n + j);
                });
                a("A", i * n + j);
              });
            });
            a.loop("i'", 0, n, [&](Int i) {
              a("b", i);
              a.loop("i'/j", 0, i, [&](Int j) {
                a("A", i * n + j);
                a("y", j);
              });
              a("y", i);
            });
            a.loop(
                "i''", n - 1, -1,
                [&](Int i) {
                  a("y", i);
                  a.loop("i''/j", i + 1, n, [&](Int j) {
                    a("A", i * n + j);
                    a("x", j);
                  });
                  a("A", i * n + i);
                  a("x", i);
                },
                -1);
          },
          "b"};
}

Twin fdtd() {
  return {"polybench/fdtd-2d",
          "",
          {{"t", 3}, {"nx", 6}, {"ny", 7}},
          [](Naive& a) {
            const Int nx = 6;
            const Int ny = 7;
            for (const char* name : {"ex", "ey", "hz"}) {
              a.array(name, nx * ny);
            }
            a.array("fict", 3);
            const auto at = [](Int i, Int j) { return i * ny + j; };
            a.loop("s", 0, 3, [&](Int s) {
              a.loop("s/j", 0, ny, [&](Int j) {
                a("fict", s);
                a("ey", at(0, j));
              });
              a.loop("s/i", 1, nx, [&](Int i) {
                a.loop("s/i/j", 0, ny, [&](Int j) {
                  a("ey", at(i, j));
                  a("hz", at(i, j));
                  a("hz", at(i - 1, j));
                  a("ey", at(i, j));
                });
              });
              a.loop("s/i'", 0, nx, [&](Int i) {
                a.loop("s/i'/j", 1, ny, [&](Int j) {
                  a("ex", at(i, j));
                  a("hz", at(i, j));
                  a("hz", at(i, j - 1));
                  a("ex", at(i, j));
                });
              });
              a.loop("s/i''", 0, nx - 1, [&](Int i) {
                a.loop("s/i''/j", 0, ny - 1, [&](Int j) {
                  a("hz", at(i, j));
                  a("ex", at(i, j + 1));
                  a("ex", at(i, j));
                  a("ey", at(i + 1, j));
                  a("ey", at(i, j));
                  a("hz", at(i, j));
                });
              });
            });
          },
          "hz"};
}

Twin convolution() {
  return {"",
          "for i<n-k+1, j<n-k+1 { for y<k, x<k: s += K[y,x] * I[i+y,j+x];  R[i,j] = s }",
          {{"n", 11}, {"k", 3}},
          [](Naive& a) {
            a.array("K", 9);
            a.array("I", 121);
            a.array("R", 81);
            a.loop("i", 0, 9, [&](Int i) {
              a.loop("j", 0, 9, [&](Int j) {
                a.loop("y", 0, 3, [&](Int y) {
                  a.loop("x", 0, 3, [&](Int x) {
                    a("K", y * 3 + x);
                    a("I", (i + y) * 11 + j + x);
                  });
                });
                a("R", i * 9 + j);
              });
            });
          },
          "R"};
}

// Arrays that no one declares, on a triangle: their extents are not those of the box around it.
Twin antidiagonals() {
  return {"",
          "for d<2*n-1, i in max(0, d-n+1) .. min(d+1, n): B[d-i] = A[d] + C[2*i+3*(d-i), i]",
          {{"n", 6}},
          [](Naive& a) {
            const Int n = 6;
            a.array("A", 2 * n - 1);
            a.array("C", (5 * (n - 1) + 1) * n);  // 2 i + 3 (d - i), largest where both are n - 1
            a.array("B", n);
            a.loop("d", 0, 2 * n - 1, [&](Int d) {
              a.loop("i", std::max<Int>(0, d - n + 1), std::min(d + 1, n), [&](Int i) {
                a("A", d);
                a("C", (2 * i + 3 * (d - i)) * n + i);
                a("B", d - i);
              });
            });
          },
          "A"};
}

Twin not_affine() {
  return {"",
          R"(params n = 9; array H[n * n], X[n / 2 + 1];
                 for i<n, j in n-1 .. -1 step -2 {
                   if i % 3 == 1 || !(i*j < n): H[(i*i + j) % n] += X[min(i, j) / 2]
                   else { read H[i * j]; read X[ceildiv(j, 3) % 2] }
                 })",
          {{"n", 9}},
          [](Naive& a) {
            const Int n = 9;
            a.array("H", n * n);
            a.array("X", n / 2 + 1);
            a.loop("i", 0, n, [&](Int i) {
              a.loop(
                  "j", n - 1, -1,
                  [&](Int j) {
                    if (i % 3 == 1 || i * j >= n) {
                      a("X", std::min(i, j) / 2);
                      a("H", (i * i + j) % n);
                      a("H", (i * i + j) % n);
                    } else {
                      a("H", i * j);
                      a("X", (j + 2) / 3 % 2);
                    }
                  },
                  -2);
            });
          },
          "X"};
}

Twin negative_strides() {
  return {"",
          R"(params n, s; array A[n, n], B[n];
                 phase up { for i in 0 .. n step s, j in i .. -1 step -s: A[n-1-i, j] = B[i-j] }
                 phase down { for i in n-1 .. -1 step -1, j<n: read A[j, i] })",
          {{"n", 10}, {"s", 3}},
          [](Naive& a) {
            const Int n = 10;
            a.array("A", n * n);
            a.array("B", n);
            a.loop("up", 0, 1, [&](Int) {
              a.loop(
                  "up/i", 0, n,
                  [&](Int i) {
                    a.loop(
                        "up/i/j", i, -1,
                        [&](Int j) {
                          a("B", i - j);
                          a("A", (n - 1 - i) * n + j);
                        },
                        -3);
                  },
                  3);
            });
            a.loop("down", 0, 1, [&](Int) {
              a.loop(
                  "down/i", n - 1, -1,
                  [&](Int i) { a.loop("down/i/j", 0, n, [&](Int j) { a("A", j * n + i); }); }, -1);
            });
          },
          "B"};
}

Twin tiles() {
  return {"",
          R"(params n, t; array A[n, n], B[n, n];
                 for ii in 0 .. n step t, jj in 0 .. n step t,
                     i in ii .. min(ii + t, n), j in jj .. min(jj + t, n): B[j, i] += A[i, j])",
          {{"n", 13}, {"t", 4}},
          [](Naive& a) {
            const Int n = 13;
            a.array("A", n * n);
            a.array("B", n * n);
            a.loop(
                "ii", 0, n,
                [&](Int ii) {
                  a.loop(
                      "jj", 0, n,
                      [&](Int jj) {
                        a.loop("i", ii, std::min(ii + 4, n), [&](Int i) {
                          a.loop("j", jj, std::min(jj + 4, n), [&](Int j) {
                            a("A", i * n + j);
                            a("B", j * n + i);
                            a("B", j * n + i);
                          });
                        });
                      },
                      4);
                },
                4);
          },
          "A"};
}

Twin scalars() {
  return {"",
          R"(array total, A[n], last[1];
                 for i<n { total += A[i];  for j<3: last = A[i] * total })",
          {{"n", 21}},
          [](Naive& a) {
            a.array("total", 1);
            a.array("A", 21);
            a.array("last", 1);
            a.loop("i", 0, 21, [&](Int i) {
              a("A", i);
              a("total", 0);
              a("total", 0);
              a.loop("j", 0, 3, [&](Int) {
                a("A", i);
                a("total", 0);
                a("last", 0);
              });
            });
          },
          "total"};
}

std::vector<Twin> twins() {
  return {trmm(),          symm(),       durbin(),           ludcmp(), fdtd(),   convolution(),
          antidiagonals(), not_affine(), negative_strides(), tiles(),  scalars()};
}

void check(const Twin& twin, const Kernel& kernel, std::uint64_t block,
           const std::string& omitted) {
  Naive naive(block, omitted);
  twin.program(naive);
  Model model;
  model.block = block;
  if (!omitted.empty()) {
    model.omit = {omitted};
  }
  for (const unsigned threads : {1U, 3U}) {
    INFO(twin.name << twin.text << " block " << block << ", omitted '" << omitted << "', threads "
                   << threads);
    Counted result = counted(kernel, twin.parameters, model, threads);
    CHECK(result.accesses == naive.accesses);
    CHECK(result.data == naive.lru.data());
    CHECK(result.histogram == naive.lru.histogram());
    // A phase is a scope that runs once: what its one iteration contains, it contains.
    for (const char* phase : {"up", "down"}) {
      auto node = result.classes.extract({"A", phase});
      if (!node.empty()) {
        node.key().second = std::string("within ") + phase;
        result.classes.insert(std::move(node));
      }
    }
    CHECK(result.classes == naive.classes);
  }
}

TEST_CASE("nests make the accesses that the same loops make in C++") {
  for (const Twin& twin : twins()) {
    const NestKernel own(nest::parse(twin.text, "test"));
    const Kernel& kernel = twin.name.empty() ? own.kernel() : find_kernel(twin.name);
    for (const std::uint64_t block : k_blocks) {
      check(twin, kernel, block, "");
      check(twin, kernel, block, twin.omitted);
    }
  }
}

}  // namespace
}  // namespace dmc::test
