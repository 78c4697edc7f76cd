# Tuning: tables, sentences, pictures, and what is refused.
import csv
import io
import os
import xml.etree.ElementTree

from calls import as_json, dmc, output

batch = as_json("tune", "batch", "--n", "32", "--k", "3", "--c", "5", "--plot", "batch.svg")
assert batch["schema"] == "dmc.tune/1" and batch["tuning"] == "batch"
assert xml.etree.ElementTree.parse("batch.svg").getroot().tag.endswith("svg")
measured = {cost["parameters"]["x"]: cost for cost in batch["costs"] if cost["source"] == "measured"}
assert sorted(measured) == [1, 2, 3, 4, 5]
for x, cost in measured.items():
    run = as_json("run", "batchconv", "--n", "32", "--k", "3", "--c", "5", "--x", str(x))
    assert cost["cost"] == run["dmd"] and not cost["scaled"], cost
    for formula in run["formulas"]:
        same = [one for one in batch["costs"]
                if one["source"] == formula["id"] and one["parameters"]["x"] == x]
        assert not same or same[0]["cost"] == formula["value"], (formula, same)
least = min(measured, key=lambda x: measured[x]["cost"])
assert measured[least]["is_least"] and measured[least]["over_least"] == 1
assert f"x={least} costs least" in batch["answer"][0], batch["answer"]

text = output("tune", "batch", "--n", "64", "--k", "3", "--c", "4", "--longest", "20000")
assert "so a smaller problem was measured" in " ".join(text.split()), text
assert max(map(len, text.splitlines())) <= 80

table = output("tune", "attention", "--l", "8", "--d", "8", "--h", "2", "--format", "csv")
rows = [row for row in csv.DictReader(io.StringIO(table)) if row["record"] == "costs"]
assert len(rows) >= 16 + 1, "4 × 4 blocks, what is near the best, and attention without any"
# The best blocks are no power of two here; nothing beside them costs less.
blocks = as_json("tune", "attention", "--l", "9", "--d", "4", "--h", "1")
costs = {(one["parameters"]["bq"], one["parameters"]["bk"]): one["cost"]
         for one in blocks["costs"] if one["source"] == "measured" and "bq" in one["parameters"]}
least = min(costs, key=costs.get)
for bq in range(1, 10):
    run = as_json("run", "flash", "--l", "9", "--d", "4", "--h", "1", "--bq", str(bq), "--bk", "5")
    assert run["dmd"] >= costs[least], (bq, least)
assert blocks["answer"][-1].startswith("Tried: powers of two"), blocks["answer"]

tile = as_json("tune", "tile", "--m", "8", "--n", "8", "--l", "8", "--order", "ikj")
assert tile["parameters"]["order"] == "ikj"
assert any("smith22" in cost["source"] for cost in as_json(
    "tune", "tile", "--m", "8", "--n", "8", "--l", "8")["costs"])

gqa = as_json("tune", "gqa", "--l", "4", "--d", "8", "--h", "4")
assert [cost["parameters"]["p"] for cost in gqa["costs"] if cost["source"] == "measured"] == [1, 2, 4]
budget = as_json("tune", "gqa", "--l", "4", "--h", "4", "--budget", "1e5", "--plot", "widths.svg")
assert [width["q"] for width in budget["widths"]] == [1, 2, 4] and os.path.exists("widths.svg")

crossover = as_json("tune", "crossover", "batchconv:x=1", "batchconv:x=10", "--over", "n", "--k", "3",
                    "--c", "10", "--longest", "1000000", "--plot", "crossover.svg")
printed = [one for one in crossover["crossings"] if one["source"] == "thm3.11"]
assert printed == [{"source": "thm3.11", "before": 447, "after": 448,
                    "cheaper_after": "batchconv:x=10"}], printed  # the paper's Figure 3
assert os.path.exists("crossover.svg")
over_k = as_json("tune", "crossover", "conv", "im2col", "--over", "k", "--n", "12", "--k", "2:5")
assert [cost["k"] for cost in over_k["costs"] if cost["source"] == "measured"] == [2, 3, 4, 5]

for arguments, message in (
        ([], "name what is to be tuned"),
        (["bacth"], "did you mean 'batch'?"),
        (["batch", "--x", "3"], "--x"),
        (["batch", "--n", "2"], "--k 3 is larger than the image"),
        (["batch", "--n", "8", "--plot", "missing/tune.svg"], "missing/tune.svg"),
        (["gqa", "--budget", "none"], "--budget"),
        (["attention", "--longest", "0"], "--longest"),
        (["crossover", "conv"], "two kernels"),
        (["crossover", "conv", "fftconv"], "--over"),
        (["crossover", "conv", "matmul", "--over", "n"], "same problem"),
        (["crossover", "batchconv:y=3", "batchconv:x=2", "--over", "n"], "y=3"),
        (["crossover", "batchconv:x=1", "batchconv:x=2", "--over", "x"], "--over x")):
    answer = dmc("tune", *arguments)
    assert answer.returncode == 2 and message in answer.stderr, (arguments, answer)
