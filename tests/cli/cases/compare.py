# Kernels on the same problem, side by side.
import csv
import io
import math
import os
import re

from calls import as_json, output


def unwrapped(text):
    return " ".join(text.split())


# The comparison of the paper's Section 3.5.1, on a smaller image.
result = as_json("compare", "fft", "conv", "--n", 16, "--k", "3,5")
assert list(result) == ["schema", "kernels", "notes", "model", "problems"]
assert result["schema"] == "dmc.compare/1"
assert result["kernels"] == ["fftconv", "conv"]
assert len(result["notes"]) == 1 and result["notes"][0].startswith("fft stands for fftconv")
assert [p["parameters"] for p in result["problems"]] == [{"n": 16, "k": 3}, {"n": 16, "k": 5}]

for problem in result["problems"]:
    k = problem["parameters"]["k"]
    runs = [as_json("run", kernel, "--n", 16, "--k", k) for kernel in ("fftconv", "conv")]
    for contender, run in zip(problem["contenders"], runs):
        del run["schema"]
        assert {key: contender[key] for key in run} == run, "all that run gives"
        assert set(contender) - set(run) == {"cost", "ratio", "why"}
        assert contender["cost"] == run["dmd"]
        assert math.isclose(contender["ratio"], run["dmd"] / runs[0]["dmd"])
    assert problem["winner"] == "conv" and runs[1]["dmd"] < runs[0]["dmd"]
    assert math.isclose(problem["factor"], runs[0]["dmd"] / runs[1]["dmd"])
    loser, winner = problem["contenders"]
    assert winner["why"] == []
    difference = sum(part["cost"] for part in loser["why"])
    assert math.isclose(difference, runs[0]["dmd"] - runs[1]["dmd"], rel_tol=1e-9)
    bounds = {one["id"]: one for one in loser["formulas"] if one["form"] == "printed"}
    for name, log in (("log2", math.log2), ("ln", math.log), ("log10", math.log10)):
        bound = 38.5 * 16**2.5 * math.sqrt(log(16))
        assert math.isclose(bounds[f"fftconv.{name}"]["value"], bound, rel_tol=1e-12), name
        assert math.isclose(bounds[f"fftconv.{name}"]["ratio"], runs[0]["dmd"] / bound, rel_tol=1e-12)

# The paper's own figures, with the measurement beside them: 51 million for k = 3; its 376 million for
# the transform needs the logarithm of base 10.
table = output("compare", "conv", "im2col", "--n", 512, "--k", 3)
assert re.search(r"conv .* 40\.06 M +1 +best +thm3\.10 +~ +50\.84 M +0\.787[0-9]\n", table), table
assert round(38.5 * 512**2.5 * math.sqrt(math.log10(512)) / 1e6) == 376

# Words for people.
table = output("compare", "fft", "conv", "--n", 16, "--k", "3,5")
words = unwrapped(table)
assert "fft stands for fftconv" in words
for problem in result["problems"]:
    loser = problem["contenders"][0]
    sentence = f"k={problem['parameters']['k']}: conv wins by {problem['factor']:.3g}x: fftconv pays "
    assert sentence in words, sentence
    assert f" more in {loser['why'][0]['class']}, " in words.split(sentence)[1][:60]
for text in ("fftconv.log2", "fftconv.ln", "fftconv.log10", "thm3.10", "rows to columns", "kernel reuses"):
    assert text in table, text

# What one kernel is fixed to, the others are given; arrays are omitted where they are.
fixed = as_json("compare", "conv", "winograd", "--n", 10, "--omit", "R,U")
conv, winograd = fixed["problems"][0]["contenders"]
assert conv["parameters"]["k"] == 3 and winograd["parameters"] == {"n": 10}
assert conv["dmd"] == as_json("run", "conv", "--n", 10, "--omit", "R")["dmd"]
assert winograd["dmd"] == as_json("run", "winograd", "--n", 10, "--omit", "R,U")["dmd"]
assert conv["model"]["omit"] == ["R"] and fixed["model"]["omit"] == ["R", "U"]
assert as_json("compare", "conv", "winograd", "--n", 10, "--k", 3, "--omit", "R,U") == fixed

# First accesses count where they cost something.
cold = as_json("compare", "conv", "im2col", "--n", 9, "--k", 3, "--cold", "bound")
for contender, data in zip(cold["problems"][0]["contenders"], (139, 580)):
    assert math.isclose(contender["cold_cost"], data**1.5)
    assert math.isclose(contender["cost"], contender["dmd"] + data**1.5)
assert "cold cost" in output("compare", "conv", "im2col", "--n", 9, "--cold", "stack")

# Grouped query attention: only gqa has groups, so mha is the same throughout.
groups = as_json("compare", "mha", "gqa", "--l", 5, "--d", 12, "--h", 6, "--p", "2,6")
for problem, p in zip(groups["problems"], (2, 6)):
    mha, gqa = problem["contenders"]
    assert problem["parameters"]["p"] == p and gqa["parameters"]["p"] == p
    assert "p" not in mha["parameters"]
two, six = groups["problems"]
assert f"{two['contenders'][1]['dmd']:.12g}" == "36624.5814948" and two["winner"] == "gqa"
assert six["factor"] == 1 and six["contenders"][1]["why"] == [], "as many groups as heads is mha"
tie = output("compare", "mha", "gqa", "--l", 5, "--d", 12, "--h", 6, "--p", 6)
assert "mha and gqa cost the same." in tie

# Lists give every combination; a value that is given twice is one; choices go by name.
grid = as_json("compare", "conv", "im2col", "--k", "1,2,1", "--n", "8,9", "--variant", "gemv,printed")
assert [tuple(p["parameters"].values()) for p in grid["problems"]] == [
    (n, k, variant) for n in (8, 9) for k in (1, 2) for variant in ("gemv", "printed")]

# Every format, any number of threads and any order of the arguments give the same.
COMPARE = ["compare", "conv", "im2col", "fftconv", "--n", "8,16", "--k", "3"]
assert output(*COMPARE, "--threads", 1) == output(*COMPARE, "--threads", 3) == output(*COMPARE)
assert output("compare", "--k=3", "conv", "--n", "8,16", "-q", "im2col", "fftconv") == output(*COMPARE)
records = list(csv.DictReader(io.StringIO(output(*COMPARE, "--format", "csv"))))
assert all(None not in record and None not in record.values() for record in records), "a rectangle"
contenders = [record for record in records if record["record"] == "contenders"]
assert [(r["problem.n"], r["kernel"]) for r in contenders] == [
    (n, kernel) for n in ("8", "16") for kernel in ("conv", "im2col", "fftconv")]
assert f"{float(contenders[2]['dmd']):.12g}" == "20221.1029023"
markdown = output(*COMPARE, "--format", "markdown")
assert markdown.startswith("## conv, im2col, fftconv ")
for part in markdown.split("### ")[1:]:
    bars = [len(re.findall(r"(?<!\\)\|", line)) for line in part.splitlines() if line.startswith("|")]
    assert len(set(bars)) == 1, part
output(*COMPARE, "-o", "result.json")
with open("result.json", encoding="utf-8") as file:
    assert file.read() == output(*COMPARE, "--json")

# Nothing wraps at any width, and no line is empty but between parts.
LISTS = (COMPARE, ["compare", "mha", "gqa", "--l", "8", "--p", "1,2", "--cold", "bound"],
         ["compare", "fft", "conv", "im2col", "winograd", "--n", "8,16"])
for command in LISTS:
    for width in (30, 40, 60, 80, 100, 200):
        lines = output(*command, env={**os.environ, "COLUMNS": str(width)}).splitlines()
        assert max(map(len, lines)) <= width, (command, width, max(lines, key=len))
        assert not any(line.endswith(" ") for line in lines), (command, width)
        assert lines.count("") == 2, (command, width, lines)
