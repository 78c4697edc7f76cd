# Every help page fits into 80 columns, ends in two or three examples, and the examples work.
import os
import shlex

from calls import as_json, dmc, output

kernels = [kernel["name"] for kernel in as_json("list", "kernels")["kernels"]]
pages = [["run"], ["compare"], ["formula"], ["analyze"], ["figure"], ["list"], ["audit"]]
pages += [["run", name] for name in kernels]
pages += [["derive"], ["derive", "matmul"], ["show"], ["run", "polybench/lu"], ["sweep", "paper/conv"],
          ["compare", "polybench/lu", "polybench/cholesky"]]
pages += [["compare", "conv", "im2col", "winograd"], ["compare", "mha", "gqa"]]
pages += [["formula", "thm3.10"], ["check"], ["sweep"], ["sweep", "conv"]]
pages += [["record"], ["annotate"], ["cc"], ["c++"], ["fortran"]]
pages += [["fit"], ["fit", "conv"], ["fit", "recmatmul-tmp"], ["tune"],
          ["tune", "crossover", "conv", "fftconv"]]
pages += [["tune", name] for name in ("batch", "gqa", "tile", "attention", "crossover")]


def examples_of(page):
    tail = page.split("\nExamples:\n")[1]
    return [line.strip() for line in tail.splitlines()]


overview = output()
assert overview == output("--help") == output("-h") == output("help"), "four ways to the overview"
for command in ("run", "compare", "formula", "derive", "sweep", "tune", "fit", "audit", "check", "analyze", "record", "annotate",
                "cc", "c++", "fortran", "figure", "show", "list", "help"):
    assert f"\n  {command} " in overview, command
assert 2 <= len(examples_of(overview)) <= 3

seen = set()
for page in pages:
    text = output(*page, "--help")
    assert text == output(*page, "-h") == output("help", *page), page
    assert text.startswith(f"Usage: dmc {page[0]}"), page
    assert max(map(len, text.splitlines())) <= 80, page
    examples = examples_of(text)
    assert 2 <= len(examples) <= 3, (page, examples)
    seen.update(examples)

# The defaults are of a size to be looked at, so not all of them are run here.
for example in sorted(seen):
    words = shlex.split(example.rsplit("| ", 1)[-1])  # another tool may feed dmc
    assert words[0] == "dmc", example
    is_quick = "512" not in words if words[1] == "compare" else words[2:3] in (
        ["conv"], ["matmul"], ["fft"])
    if words[1] in ("list", "formula") or words[1:] == ["figure", "2"] or is_quick:
        output(*words[1:])
        for name in os.listdir():
            os.remove(name)

# A kernel's page shows the kernel's parameters with default and range, and no other kernel's.
conv = output("run", "conv", "--help")
assert "--n N" in conv and "default 512" in conv and "--layout" not in conv
assert output("run", "--help", "--n", "8", "conv") == conv
compared = output("compare", "conv", "winograd", "--help")
assert "--k N,..." in compared and "winograd: only 3" in compared and "--variant" not in compared
assert "4 or more" in compared, "the range that all of them allow"
assert output("compare", "--help", "--n", "8", "conv", "winograd") == compared
assert "conv, im2col, winograd, fftconv\n" in output("compare", "--help")
batchconv = output("run", "batchconv", "--help")
assert "--layout NAME" in batchconv and "nchw, nhwc" in batchconv

assert output("--version").startswith("dmc ")
assert dmc("help", "no-such").returncode == 2
