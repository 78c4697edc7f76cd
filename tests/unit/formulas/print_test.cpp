#include <string>

#include "dmc/formulas/formula.hpp"

#include "catch.hpp"

// Expected prints are read off the paper's pages, with every exponent in braces.
namespace dmc {
namespace {

std::string latex(const char* id) {
  return find_formula(id).expression.latex();
}
std::string text(const char* id) {
  return find_formula(id).expression.text();
}
std::string mathml(const Expression& e) {
  const std::string all = e.mathml();
  const std::string open = "<math xmlns=\"http://www.w3.org/1998/Math/MathML\">";
  const std::string close = "</math>";
  REQUIRE(all.substr(0, open.size()) == open);
  REQUIRE(all.substr(all.size() - close.size()) == close);
  return all.substr(open.size(), all.size() - open.size() - close.size());
}

const Expression k_side = Expression::variable("n");
const Expression k_k = Expression::variable("k");

TEST_CASE("LaTeX is the paper's") {
  CHECK(latex("lem3.1") == "(mnl)^{3/2}");
  CHECK(latex("lem3.2") ==
        "ld^{3}\\frac{1}{\\sqrt{h}} + hld^{5/2} + hl^{5/2} + hl^{5/2}d^{3/2} + hl");
  CHECK(latex("lem3.2.simplified") == "ld^{5/2}h + \\frac{ld^{3}}{\\sqrt{h}}");
  CHECK(latex("lem3.3") == "l(hvd)^{3/2}");
  CHECK(latex("tab1.feed-forward") == "\\sqrt{4df}");
  CHECK(latex("tab1.linear") == "3ld^{3/2}");
  CHECK(latex("thm3.4") == "n(2ld^{3})");
  CHECK(latex("lem3.5") == "m^{1.5}");
  CHECK(latex("lem3.6") ==
        "p\\left(d^{2} + \\frac{2d^{2}}{h}\\right)^{1.5} + "
        "2p(q - 1)\\frac{d^{2}}{h}\\sqrt{l^{2} + \\frac{4d^{2}}{h}}");
  CHECK(latex("lem3.7") == "k^{2}((n - k + 1)^{2} - 1)\\sqrt{2k^{2} - 1}");
  CHECK(latex("lem3.8") == "k(k - 1)(n - 3k + 2)(n - k)\\sqrt{2k^{2} - 1}");
  CHECK(latex("lem3.9") == "(k - 1)((n - k - 1)^{2} - 1)\\sqrt{nk + k^{2}}");
  CHECK(latex("thm3.10") == "2\\sqrt{2}k^{3}n^{2} + k^{1.5}n^{2.5}");
  CHECK(latex("thm3.10.hw") == "2\\sqrt{2}k^{3}hw + k^{1.5}hw^{1.5}");
  CHECK(latex("thm3.11") ==
        "c\\sqrt{x}(2\\sqrt{2}k^{3}n^{2} + k^{1.5}n^{2.5}) + "
        "\\sqrt{x}\\left(\\frac{c}{x} - 1\\right)n^{3}");
  CHECK(latex("thm3.12") == "2\\sqrt{2}k^{3}n^{2} + k^{1.5}n^{2.5} + kn^{3}");
  CHECK(latex("lem3.13") == "(2L + 1.5) \\cdot 2^{L}");
  CHECK(latex("lem3.14") ==
        "\\sum_{d=2}^{\\log_{2}(n)} 2^{\\log_{2}(n) - d} \\cdot "
        "\\sum_{a=0}^{2^{d} - 1} \\sqrt{(2(d - 1) + 1.5) \\cdot 2^{d - 1}}");
  CHECK(latex("lem3.16") == "\\sum_{d=2}^{\\log_{2}(n) - 1} 2^{\\log_{2}(n) - 1 - d}");
  CHECK(latex("lem3.17.closed") == "\\frac{n}{2^{X + 1}} - 1");
  CHECK(latex("thm3.18.lower.log2") == "6.4n^{1.5}\\sqrt{\\log n}");
  CHECK(latex("thm3.18.upper.ln") == "6.5n^{1.5}\\sqrt{\\log n}");
  CHECK(latex("fftconv.log10") == "38.5n^{2.5}\\sqrt{\\log n}");
  CHECK(latex("thm3.20") == "\\frac{1}{\\sqrt{b}}(2\\sqrt{2}n^{2}k^{3} + n^{2.5}k^{1.5})");
}

TEST_CASE("plain text reads on one line") {
  CHECK(text("lem3.1") == "(m·n·l)^(3/2)");
  CHECK(text("lem3.5") == "m^1.5");
  CHECK(text("lem3.5.corrected") == "(2/3)·m^1.5");
  CHECK(text("lem3.6") == "p·(d² + 2d²/h)^1.5 + 2p·(q − 1)·(d²/h)·√(l² + 4d²/h)");
  CHECK(text("lem3.7") == "k²·((n − k + 1)² − 1)·√(2k² − 1)");
  CHECK(text("thm3.10") == "2√2·k³·n² + k^1.5·n^2.5");
  CHECK(text("thm3.11") == "c·√x·(2√2·k³·n² + k^1.5·n^2.5) + √x·(c/x − 1)·n³");
  CHECK(text("lem3.13") == "(2L + 1.5)·2^L");
  CHECK(text("lem3.16") == "Σ[d = 2 … log₂ n − 1] 2^(log₂ n − 1 − d)");
  CHECK(text("thm3.18.lower.log2") == "6.4n^1.5·√(log n)");
  CHECK(text("thm3.20") == "1/√b·(2√2·n²·k³ + n^2.5·k^1.5)");
  CHECK(pow(k_side, 12).text() == "n¹²");
  CHECK(pow(k_side, k_k).text() == "n^k");
  CHECK(log(k_side * k_k, 10).text() == "log₁₀(n·k)");
  CHECK(log(k_side, 0).text() == "ln n");
  CHECK(ceil(k_side / k_k).text() == "⌈n/k⌉");
  CHECK(floor(k_side / k_k).text() == "⌊n/k⌋");
  CHECK(max(k_side, k_k - 1).text() == "max(n, k − 1)");
}

TEST_CASE("parentheses stand where they are needed and nowhere else") {
  CHECK((k_side - (k_k - 1)).text() == "n − (k − 1)");
  CHECK((k_side + (k_k - 1)).text() == "n + k − 1");
  CHECK((k_side - k_k * 2).text() == "n − k·2");
  CHECK((k_side / (k_k * 2)).text() == "n/(k·2)");
  CHECK(((k_side + 1) / k_k).text() == "(n + 1)/k");
  CHECK((k_side / k_k / 2).text() == "n/k/2");
  CHECK((k_side / (k_k / 2)).text() == "n/(k/2)");
  CHECK(pow(2 * k_side, 2).text() == "(2n)²");
  CHECK(pow(pow(k_side, 2), 3).text() == "(n²)³");
  CHECK(pow(sqrt(k_side), 3).text() == "(√n)³");
  CHECK(pow(-k_side, 2).text() == "(−n)²");
  CHECK((-(k_side + 1)).text() == "−(n + 1)");
  CHECK((k_side - -k_k).text() == "n − (−k)");
  CHECK((Expression(3) * 2 * k_side).text() == "3·2n");
  CHECK((k_side * (2 * k_k)).text() == "n·(2k)");
  CHECK((k_side + -3).text() == "n − 3");
  CHECK((k_side * -3).text() == "n·(−3)");
  CHECK((Expression(3) * 2 * k_side).latex() == "3 \\cdot 2n");
  CHECK(pow(pow(k_side, 2), 3).latex() == "(n^{2})^{3}");
  CHECK((k_side / (k_k + 1)).latex() == "\\frac{n}{k + 1}");
  CHECK((k_side - (k_k - 1)).latex() == "n - (k - 1)");
  CHECK((log_unstated(k_side, 2) * k_k).latex() == "(\\log n)k");
  CHECK(Expression::variable("layers").latex() == "\\mathit{layers}");
}

TEST_CASE("a finite sum does not swallow what follows it") {
  const Expression inner = sum("i", 1, k_side, Expression::variable("i"));
  CHECK((inner + k_k).text() == "(Σ[i = 1 … n] i) + k");
  CHECK((k_k + inner).text() == "k + Σ[i = 1 … n] i");
  CHECK((inner * k_k).text() == "(Σ[i = 1 … n] i)·k");
  CHECK((2 * inner - k_k).text() == "(2Σ[i = 1 … n] i) − k");
  CHECK(sum("i", 1, k_side, k_k + 1).text() == "Σ[i = 1 … n] (k + 1)");
  CHECK((inner + k_k).latex() == "\\left(\\sum_{i=1}^{n} i\\right) + k");
}

TEST_CASE("MathML has the same structure") {
  CHECK(mathml(2 * sqrt(2) * pow(k_k, 3)) ==
        "<mrow><mn>2</mn><mo>&#x2062;</mo><msqrt><mn>2</mn></msqrt><mo>&#x2062;</mo>"
        "<msup><mi>k</mi><mn>3</mn></msup></mrow>");
  CHECK(mathml(k_side - 1) == "<mrow><mi>n</mi><mo>&#x2212;</mo><mn>1</mn></mrow>");
  CHECK(mathml(k_side / k_k) == "<mfrac><mi>n</mi><mi>k</mi></mfrac>");
  CHECK(mathml(pow(k_side + 1, 1.5)) ==
        "<msup><mrow><mo>(</mo><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow><mo>)</mo></mrow>"
        "<mn>1.5</mn></msup>");
  CHECK(mathml(pow(k_side, Expression::rational(3, 2))) ==
        "<msup><mi>n</mi><mrow><mn>3</mn><mo>/</mo><mn>2</mn></mrow></msup>");
  CHECK(mathml(log(k_side, 2)) ==
        "<mrow><msub><mi>log</mi><mn>2</mn></msub><mo>&#x2061;</mo><mi>n</mi></mrow>");
  CHECK(mathml(log_unstated(k_side, 2)) == "<mrow><mi>log</mi><mo>&#x2061;</mo><mi>n</mi></mrow>");
  CHECK(mathml(sum("i", 1, k_side, k_k)) ==
        "<mrow><munderover><mo>&#x2211;</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow>"
        "<mi>n</mi></munderover><mi>k</mi></mrow>");
  CHECK(mathml(Expression(3) * 2 * k_side) ==
        "<mrow><mn>3</mn><mo>&#x22C5;</mo><mn>2</mn><mo>&#x2062;</mo><mi>n</mi></mrow>");
}

}  // namespace
}  // namespace dmc
