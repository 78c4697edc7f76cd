#include <string>
#include <vector>

#include <fmt/format.h>

#include "dmc/kernels/nest_kernel.hpp"
#include "dmc/util/error.hpp"

#include "catch.hpp"

namespace dmc::test {
namespace {

/// A text, and what is said of it.
struct Bad {
  std::string text;
  std::string place;              ///< "line:column"
  std::vector<std::string> said;  ///< each is part of the message
  Parameters parameters = {};
};

/// What parsing, or else running, says.
std::string message_of(const Bad& bad) {
  try {
    const NestKernel nest(nest::parse(bad.text, "bad"));
    Tracer tracer({}, [](Batch&) {});
    (void)nest.kernel().run(resolve_parameters(nest.kernel(), bad.parameters), tracer, InputData());
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing";
}

const std::vector<Bad>& bad_texts() {
  static const std::vector<Bad> k_bad{
      // Grammar
      {"for i<n y[i] = 0", "1:9", {"expected ':'", "found 'y'"}},
      {"for i in 0 .. n", "1:16", {"expected ':'", "the end of the text"}},
      {"for i in 0 n: A[i] = 0", "1:12", {"expected '..'", "found 'n'"}},
      {"for (i = 0; i < n; i++", "1:23", {"expected ')'"}},
      {"for (i = 0; i < n; i--) A[i] = 0", "1:20", {"would not end"}},
      {"for (i = 0; i != n; i++) A[i] = 0", "1:13", {"comparison of i"}},
      {"for (i = 0; i < n; i *= 2) A[i] = 0", "1:20", {"expected a step of i", "i += 2"}},
      {"for i<n {\n  A[i] = 0\n", "1:9", {"never closed"}},
      {"for i<n: A[i] = 0 }", "1:19", {"closes nothing"}},
      {"fro i<n: A[i] = 0", "1:1", {"did you mean 'for'?"}},
      {"array A[4]\nraed A[0]", "2:1", {"did you mean 'read'?"}},
      {"while (1) A[0] = 0", "1:1", {"'while' is not supported"}},
      {"A[0] = B[0] C[0] = 1", "1:13", {"expected ';' or a new line", "found 'C'"}},
      {"A[] = 0", "1:1", {"empty brackets"}},
      {"A[0] = ", "1:8", {"expected an expression"}},
      {"A[0] = *p", "1:8", {"pointers"}},
      {"A[0] = s.x", "1:9", {"structures"}},
      {"for i<n: A[i << 1] = 0", "1:14", {"works on bits"}},
      {"A[0] + 1", "1:1", {"does nothing"}},
      {"x: A[0] = 1", "1:4", {"expected a loop behind the label 'x:'"}},
      {"phase {A[0] = 1}", "1:7", {"name of the phase"}},
      {"A[2x] = 1", "1:3", {"cannot begin with a digit"}},
      {"A[0] = 1 @", "1:10", {"'@' has no meaning"}},
      {"/* no end", "1:1", {"has no end"}},
      {std::string("\x7f"
                   "ELF\x02\x01\x00\x00",
                   8),
       "1:1",
       {"not text of a loop nest"}},
      {"else A[0] = 1", "1:1", {"no 'if' before it"}},
      {"int f(int x) { }", "1:6", {"functions are not supported"}},
      // Names
      {"params n; for i<m: A[i] = 0",
       "1:17",
       {"no loop variable or parameter is called m", "params m"}},
      {"params size; for i<sise: A[i] = 0", "1:20", {"did you mean size?"}},
      {"array image[4]; read imgae[0]", "1:22", {"no array is called imgae; did you mean image?"}},
      {"params n; array A[n]\nparams n", "2:8", {"n cannot be a parameter", "from line 1"}},
      {"array A[4]\narray A[5]", "2:7", {"A cannot be an array", "from line 1"}},
      {"params A; array A[4]", "1:17", {"A cannot be an array: it is a parameter"}},
      {"params n; for n<4: A[n] = 0", "1:15", {"n cannot be a loop variable"}},
      {"for i<n, i<n: A[i] = 0", "1:10", {"variable of a loop around this one"}},
      {"for i<n: A[i] = 0\nB[i] = 0", "2:3", {"does not enclose this"}},
      {"for i<n { i = 2 }", "1:11", {"only its loop changes"}},
      {"params n; n = 2", "1:11", {"keeps its value"}},
      // Subscripts
      {"array A[4, 4]; for i<4: A[i] = 0", "1:25", {"1 subscript here, but 2", "line 1"}},
      {"A[0] = 1\nA[0][1] = 2",
       "2:1",
       {"2 subscripts here, but 1 where it first appears in line 1"}},
      {"array A[4]; A = 1", "1:13", {"no subscript here, but 1"}},
      {"for i<n: A[B[i]] = 0", "1:12", {"B is read from memory"}},
      {"for i<n { k = k + 1; A[k] = 0 }", "1:24", {"k is a register"}},
      {"for i<n: A[0.5] = 0", "1:12", {"expected an integer, found 0.5"}},
      {"for i<n: A[foo(i)] = 0", "1:12", {"foo is not a function of integers"}},
      {"for i<n: A[i < 2] = 0", "1:12", {"found a condition"}},
      {"for i<n: if A[i] < 2: A[i] = 0", "1:13", {"A is read from memory"}},
      {"for i<n: A[i] = B[i] < 0 ? B[i] : 0", "1:17", {"depend on data"}},
      {"for i<n: A[i] = B[i] && C[i]", "1:17", {"depend on data"}},
      {"for i<n: if 0 < i < 4: A[i] = 0", "1:13", {"two at a time"}},
      {"A[99999999999999999999] = 0", "1:3", {"too large"}},
      // Values
      {"for i in 0 .. n step 0: A[i] = 0", "1:22", {"step of i is 0"}},
      {"params n, s; array A[n]\nfor i in 0 .. n step s: A[i] = 0",
       "2:5",
       {"step", "becomes 0"},
       {{"n", 4}, {"s", 0}}},
      {"params n; for i in 0 .. n step n / 3: write B[i]",
       "1:15",
       {"step", "becomes 0"},
       {{"n", 2}}},
      {"array A[8], B[8]\nfor i<8:\n  B[i] = A[i+1]", "3:10", {"A[8] is outside of A[8]", "i = 7"}},
      {"array A[8, 8]\nfor i<8, j<4, k<9: A[i, j+k] = 0",
       "2:20",
       {"A[0, 8] is outside of A[8, 8]", "i = 0, j = 0, k = 8"}},
      {"for i<8: A[i-1] = 0", "1:10", {"A[-1] is outside of A, whose indices begin at 0", "i = 0"}},
      {"array A[4]; for i<8: A[i*i % 5] = 0", "1:22", {"A[4] is outside of A[4]", "i = 2"}},
      {"params n; array A[n - 9]; for i<n: A[i] = 0",
       "1:19",
       {"extent of A becomes -5"},
       {{"n", 4}}},
      {"params n = 4, m = n - 5; array A[9]; for i<m: A[i] = 0", "1:19", {"m becomes -1"}},
      {"for i<n: A[i / (n - 4)] = 0", "1:12", {"divided by 0"}, {{"n", 4}}},
      {"for i<n: A[i * n * n * n] = 0", "1:12", {"larger than 64 bits"}, {{"n", 0xffffffff}}},
      {"array A[1]; for a<n, b<n, c<n: read A[0]",
       "1:27",
       {"more often than 64 bits"},
       {{"n", 0xffffffff}}},
  };
  return k_bad;
}

TEST_CASE("whatever is wrong with a nest is said with its place, its line and what to do") {
  for (const Bad& bad : bad_texts()) {
    const std::string message = message_of(bad);
    INFO(bad.text << "\n" << message);
    CHECK(message.starts_with(fmt::format("bad:{}: ", bad.place)));
    for (const std::string& part : bad.said) {
      CHECK(message.find(part) != std::string::npos);
    }
    // The line, and a mark below the column.
    const std::size_t mark = message.rfind('\n') + 1;
    const std::string column = bad.place.substr(bad.place.find(':') + 1);
    CHECK(message.size() - mark == std::stoul(column) + 2);
    CHECK(message.back() == '^');
  }
}

TEST_CASE("parameters that have no value are asked for") {
  const NestKernel nest(nest::parse("for i<size: A[i] = 0", "-e"));
  CHECK_THROWS_WITH(resolve_parameters(nest.kernel(), {}),
                    Catch::Contains("--size") && Catch::Contains("needs a value"));
}

TEST_CASE("ranges may be empty") {
  for (const char* text : {"for i in 5 .. 2: A[i] = 0", "for i in 0 .. 3 step -1: A[i] = 0",
                           "for i<0, j<9: A[i, j] = 0", "for (i = 4; i < 4; i++) A[i] = 0", "",
                           "# nothing but a comment"}) {
    INFO(text);
    CHECK(message_of({text, "", {}}) == "nothing");
  }
}

std::string nested(std::size_t depth) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) {
    text += fmt::format("for v{} < 1 {{\n", i);
  }
  text += "A[v0 + v" + std::to_string(depth - 1) + "] = 1\n";
  return text + std::string(depth, '}');
}

TEST_CASE("deep nests and long texts work, or are refused") {
  CHECK(message_of({nested(100), "", {}}) == "nothing");
  CHECK_THAT(message_of({nested(100'000), "", {}}), Catch::Contains("levels deep"));
  CHECK_THAT(message_of({"A[0] = " + std::string(100'000, '('), "", {}}),
             Catch::Contains("levels deep"));
  CHECK_THAT(message_of({"A[" + std::string(100'000, '-') + "1] = 0", "", {}}),
             Catch::Contains("levels deep"));
  std::string sum = "A[0] = B[0]";
  std::string lines;
  for (int i = 0; i < 100'000; ++i) {
    sum += " + B[1]";
    lines += "for i<1: A[i] = B[i]\n";
  }
  CHECK(message_of({sum, "", {}}) == "nothing");
  CHECK(message_of({lines, "", {}}) == "nothing");
  std::string statements;
  for (int i = 0; i < 100'000; ++i) {
    statements += "A[0] = B[1]\n";
  }
  CHECK(message_of({statements, "", {}}) == "nothing");
}

}  // namespace
}  // namespace dmc::test
