# Growth: laws with their evidence, and no claims without any.
import os

from calls import as_json, dmc, output

# Theorem 3.10 with R counted: (k - 1)·√(k + 1)·n^2.5 = 4·n^2.5 for k = 3.
sizes = "64,96,128,192,256,384,512,768,1024"
fit = as_json("fit", "conv", "--n", sizes, "--k", "3")
assert fit["schema"] == "dmc.fit/1" and fit["kernel"] == "conv" and fit["fitted"] == "DMD"
assert [size["size"] for size in fit["sizes"]] == [int(n) for n in sizes.split(",")]
assert fit["sizes"][0]["value"] == as_json("run", "conv", "--n", "64", "--k", "3")["dmd"]
assert "local_exponent" in fit["sizes"][1]
[law] = fit["laws"]
assert law["law"] == "n^2.5" and law["exponent"] == 2.5 and law["log_power"] == 0, law
assert law["low"] < 4 < law["high"] < 4.01, law
[verdict] = fit["verdicts"]
assert verdict["decided"] is True and verdict["low"] <= 2.5 <= verdict["high"], verdict
assert verdict["law"] == "n^2.5" and verdict["reason"] is None, verdict
exact = [one for one in fit["formulas"] if one["formula"] == "thm3.10.exact"]
assert abs(exact[0]["limit"] - 1) < 1e-9 and exact[0]["verdict"] == "right", exact
printed = [one for one in fit["formulas"] if one["formula"] == "thm3.10"]
# Its n^2.5 term is k^1.5, so the ratio tends to 4/√27.
assert printed[0]["low"] < 4 / 27 ** 0.5 < printed[0]["high"], printed
assert printed[0]["verdict"] == "off"

table = output("fit", "conv", "--n", sizes, "--k", "3", env={**os.environ, "COLUMNS": "80"})
assert "grows like n^2.5, with the coefficient" in table, table
assert max(map(len, table.splitlines())) <= 80

# Parameters can be the same as others; too few sizes support no claim.
square = as_json("fit", "matmul", "--n", "8:64:x2", "--m", "n", "--l", "n")
assert square["parameters"] == {"m": 64, "n": 64, "l": 64}
assert not square["laws"] and not square["verdicts"][0]["decided"]
assert "support no claim" in square["verdicts"][0]["verdict"]
assert square["verdicts"][0]["law"] is None and "give 5 or more" in square["verdicts"][0]["reason"]
# Twice as many accesses each second time: no law, and no exponents either.
output("sweep", "conv", "--n", "16:512:x2", "--k", "3", "-o", "waves.csv")
with open("waves.csv", encoding="utf-8") as file:
    head, *rows = [line.split(",") for line in file.read().splitlines()]
dmd = head.index("dmd")
for place, row in enumerate(rows):
    row[dmd] = repr(16.0 ** 2 * 4.0 ** place * (1.2 if place % 2 else 0.8))
with open("waves.csv", "w", encoding="utf-8") as file:
    file.write("\n".join(",".join(row) for row in [head, *rows]) + "\n")
waves = as_json("fit", "waves.csv")
assert waves["verdicts"][0]["law"] is None and not waves["laws"], waves["verdicts"]
assert waves["verdicts"][0]["low"] is None and "misses" in waves["verdicts"][0]["reason"]
assert as_json("fit", "recmatmul", "--n", "4:64:x2", "--of", "accesses")["fitted"] == "accesses"
assert dmc("fit", "conv", "--n", "64").returncode == 2

# What a sweep has measured is fitted as the same runs are, from any of its files.
output("sweep", "conv", "--n", "16:256:x2", "--k", "3,5", "--block", "1,8", "--classes", "-o", "s.csv")
output("sweep", "conv", "--n", "16:256:x2", "--k", "3,5", "--block", "1,8", "--classes", "-o", "s.jsonl")
for options in ([], ["--block", "8"], ["--of", "reuses", "--class", "column-wise reuses"]):
    direct = as_json("fit", "conv", "--n", "16:256:x2", "--k", "3", *options)
    for name in ("s.csv", "s.jsonl"):
        selection = options if "--block" in options else [*options, "--block", "1"]
        later = as_json("fit", name, "--k", "3", *selection)
        assert (later.pop("sweep"), direct.pop("sweep", None)) == (name, None)
        assert later == direct, (name, options)
both = as_json("fit", "s.csv", "--block", "1")
assert [one["parameter"] for one in both["verdicts"]] == ["n", "k"], both["verdicts"]
assert both["parameters"] == {"n": 256, "h": 256, "w": 256, "k": 5}
page = output("fit", "s.csv", "--help")
assert page.startswith("Usage: dmc fit FILE [options]") and "--threads" not in page
assert "dmc fit s.csv --of data --json" in page and max(map(len, page.splitlines())) <= 80
assert "growth of the DMD in s.csv" in output("fit", "s.csv", "--block", "1", "--omit", "none")

# Half a sweep can be looked at while the rest is under way.
with open("s.csv", encoding="utf-8") as whole, open("s.csv.partial", "w", encoding="utf-8") as part:
    lines = whole.read().splitlines(keepends=True)
    part.write("".join(lines[:6]) + lines[6][:9])
partial = as_json("fit", "s.csv.partial", "--k", "5")
assert [size["size"] for size in partial["sizes"]] == [16, 32], partial["sizes"]

for arguments, message in (
        (["s.csv"], "s.csv: the sweep has rows of several models, and a fit is of one: say which "
                    "with --block"),
        (["s.csv", "--block", "4"], "s.csv: --block 4: the sweep has no such row"),
        (["s.csv", "--k", "4"], "s.csv: --k 4: the sweep has no such row; its values are 3, 5"),
        (["s.csv", "--block", "1", "--n", "16", "--k", "3"], "s.csv: nothing varies"),
        (["s.csv", "--threads", "2"], "--threads"),
        (["s.csv", "--layout", "nchw"], "conv has no parameter --layout"),
        (["s.csv", "--omit", "none,Q"], "--omit: conv has no array 'none'"),
        (["no.csv"], "cannot read no.csv"),
        (["."], "cannot read .")):
    answer = dmc("fit", *arguments)
    assert answer.returncode == 2 and message in answer.stderr, (arguments, answer)

for arguments, message in (
        ([], "fit takes a kernel or a sweep"),
        (["conv", "--n", "64"], "nothing varies"),
        (["conv", "--n", "64:1024:x1"], "--n"),
        (["conv", "--n", "16,32", "--of", "time"], "--of"),
        (["conv", "--n", "16,32", "--class", "rows"], "row-wise reuses"),
        (["conv", "--n", "2,16"], "--k 3 is larger than the image"),
        (["cnov", "--n", "2,16"], "did you mean 'conv'?")):
    answer = dmc("fit", *arguments)
    assert answer.returncode == 2 and message in answer.stderr, (arguments, answer)
