#include <string>
#include <vector>

#include "dmc/kernels/nest_kernel.hpp"
#include "dmc/nest/bound_nest.hpp"

#include "catch.hpp"

namespace dmc::test {
namespace {

nest::Nest parsed(const std::string& text) {
  return nest::parse(text, "test");
}

std::string plain(const std::string& text) {
  return to_text(parsed(text));
}

std::vector<std::string> scopes_of(const std::string& text) {
  std::vector<std::string> scopes;
  for (const nest::LoopInfo& loop : parsed(text).loops) {
    scopes.push_back(loop.scope);
  }
  return scopes;
}

using Names = std::vector<std::string>;

TEST_CASE("one form of a nest is as good as another") {
  const std::string wanted = plain("for i in 0 .. n { read A[i]; update B[i]; }");
  for (const char* text :
       {"for i<n: B[i] += A[i]", "for i<n { B[i] += A[i] }", "for i<n\n{\n  B[i] += A[i];\n}",
        "for (i = 0; i < n; i++) B[i] += A[i];", "for (int i=0; i<n; ++i) { B[i]+=A[i]; }",
        "for (int i = 0; i <= n - 1; i += 1) B[i] *= 2 * A[i] + c;",
        "for i in 0..n {\n  read A[i]\n  update B[i]\n}", "for i<n: B[i] -= (double)A[i]",
        "for i<n: B[i] += sqrt(A[i])",
        "# a comment\nfor i<n: // another\n  B[i] += A[i] /* and\n one */",
        "int i; double s = 0;\nfor i<n { s = A[i]; B[i] += s; }",
        "#pragma scop\nfor i<n: B[i] /= A[i]",
        "parallel(8) for i in 0 .. n { read A[i]; update B[i]; }", "for i<n: B[i] += A[\n i\n ]",
        "for i<n: B[i] +=\n  A[i]", "for i<n: B[i] += 1.5e-3\n * A[i]"}) {
    INFO(text);
    nest::Nest nest = parsed(text);
    nest.summary.clear();
    const nest::Nest same = parsed("for i in 0 .. n { read A[i]; update B[i]; }");
    const bool c_end = std::string(text).find("<=") != std::string::npos;
    CHECK((nest.body == same.body || c_end));
    CHECK((to_text(nest) == wanted || c_end));
    CHECK(nest.parameters.size() == 1);
  }
}

TEST_CASE("accesses happen in the order that docs/nests.md gives") {
  CHECK(plain("A[0] += B[1] * C[2]") == "read B[1]; read C[2]; update A[0];\n");
  CHECK(plain("A[0] = A[0] + B[1]") == "read A[0]; read B[1]; write A[0];\n");
  CHECK(plain("A[0] = B[0] = C[0]") == "read C[0]; write B[0]; write A[0];\n");
  CHECK(plain("A[0]++") == "update A[0];\n");
  CHECK(plain("x = A[0]; y += B[0]") == "read A[0]; read B[0];\n");
  CHECK(plain("A[0] = max(B[0], f(C[0], D[0]))") ==
        "read B[0]; read C[0]; read D[0]; write A[0];\n");
  CHECK(plain("A[0] = -B[0] / (C[0] - D[0])") == "read B[0]; read C[0]; read D[0]; write A[0];\n");
  CHECK(plain("double t = A[1]; B[0] = t") == "read A[1]; write B[0];\n");
}

TEST_CASE("A[i][j] is A[i, j], and integers are what they are in mathematics") {
  CHECK(parsed("for i<4, j<4: A[i][j] = 0").body == parsed("for i<4, j<4: A[i, j] = 0").body);
  CHECK(plain("for i<9: A[(i - 3) / 2 % 3 + min(i, 2, 3) - -1 - (i - 1)] = 0")
            .find("A[(i - 3) / 2 % 3 + min(i, 2, 3) + 1 - (i - 1)]") != std::string::npos);
  CHECK(plain("for i<9: A[-i * 2 - i * 3] = 0").find("A[-i * 2 - i * 3]") != std::string::npos);
}

TEST_CASE("C's headers become half-open ranges") {
  CHECK(plain("for (i = n-1; i >= 0; i--) A[i] = 0").find("for i in n - 1 .. 0 - 1 step -1 {") !=
        std::string::npos);
  CHECK(plain("for (i = n; i > 0; i -= 2) A[i] = 0").find("for i in n .. 0 step -2 {") !=
        std::string::npos);
  CHECK(plain("for (i = a; i <= b; i = i + s) A[i] = 0").find("for i in a .. b + 1 step s {") !=
        std::string::npos);
}

TEST_CASE("registers that keep the value they are declared with stand for it") {
  CHECK(plain("int m = n - k + 1; for i<m: A[i] = 0").find("for i in 0 .. n - k + 1 {") !=
        std::string::npos);
}

TEST_CASE("scopes are called by their loops' variables, and told apart where there are several") {
  CHECK(scopes_of("for i<2, j<2: A[i, j] = 0") == Names{"i", "j"});
  CHECK(scopes_of("for t<2 { for i<2: A[i] = 0\n for i<2: B[i] = 0 }") ==
        Names{"t", "t/i", "t/i'"});
  CHECK(scopes_of("init: for i<2: A[i] = 0\n for i<2: B[i] = 0") == Names{"init", "i"});
  CHECK(scopes_of("phase a { for i<2: A[i] = 0 }\n phase b { for i<2: B[i] = 0 }") ==
        Names{"a/i", "b/i"});
  CHECK(scopes_of("for i<2: A[i] = 0\n for i<2 { for j<2: B[i] = 0\n for j<2: C[j] = 0 }") ==
        Names{"i", "i'", "i'/j", "i'/j'"});
  CHECK(scopes_of("_: for i<2: A[i] = 0") == Names{""});
  CHECK(scopes_of("\"tile i\": for i<2, j<2: A[i, j] = 0") == Names{"tile i", "j"});
}

TEST_CASE("parameters are what is neither declared nor a loop's variable, in their order") {
  const auto names = [](const std::string& text) {
    Names all;
    for (const nest::ParameterInfo& one : parsed(text).parameters) {
      all.push_back(one.name);
    }
    return all;
  };
  CHECK(names("for i<n, j<m: C[i, j] *= beta + k[0]") == Names{"n", "m"});
  CHECK(names("params b, a; for i<a, j<b: C[i, j] = 0") == Names{"b", "a"});
  CHECK(names("for i in lo .. hi step s: if i != p: A[i + o] = 0") ==
        Names{"lo", "hi", "s", "p", "o"});
}

TEST_CASE("what files say of themselves") {
  const nest::Nest nest = nest::parse(
      "# A stencil\n# of three points\n\n# not this\nparams n = 8;  # points\nparams m = n * 2\n"
      "for i<n: A[i] = 0",
      "some/where/stencil.loop");
  CHECK(nest.name == "stencil");
  CHECK(nest.summary == "A stencil of three points");
  CHECK(nest.parameters[0].meaning == "points");
  const NestKernel kernel(nest);
  CHECK(kernel.kernel().parameters[0].fallback == 8);
  CHECK(resolve_parameters(kernel.kernel(), {{"n", 5}})["m"] == 10);
  CHECK(resolve_parameters(kernel.kernel(), {{"m", 3}})["m"] == 3);
}

TEST_CASE("extents that nobody declares are the smallest that hold every access") {
  const auto sizes = [](const std::string& text, const nest::Values& values) {
    const nest::Nest nest = parsed(text);
    const nest::BoundNest bound(nest, complete(nest, values));
    std::vector<std::vector<std::uint64_t>> all;
    for (const nest::ArraySize& array : bound.arrays()) {
      all.push_back(array.extents);
    }
    return all;
  };
  using Sizes = std::vector<std::vector<std::uint64_t>>;
  CHECK(sizes("for i<n, j<i: A[j, i] = 0", {{"n", 7}}) == Sizes{{6, 7}});
  CHECK(sizes("for i<n, j<n-i: A[i+j] = 0", {{"n", 7}}) == Sizes{{7}});
  CHECK(sizes("for i<n: if i % 4 == 1: A[i] = 0", {{"n", 9}}) == Sizes{{6}});
  CHECK(sizes("for i in 0 .. n step 4: A[i] = 0", {{"n", 10}}) == Sizes{{9}});
  CHECK(sizes("for ii in 0 .. n step 4, i in ii .. min(ii+4, n): A[i] = B[ii]", {{"n", 10}}) ==
        Sizes{{9}, {10}});
  CHECK(sizes("for i<n, j in i .. 0 step -1: A[i-j, i*j % 3] = 0", {{"n", 5}}) == Sizes{{4, 3}});
  CHECK(sizes("for i<0: A[i] = 0", {}) == Sizes{{0}});
}

}  // namespace
}  // namespace dmc::test
