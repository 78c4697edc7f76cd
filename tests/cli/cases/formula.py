# dmc formula evaluates, shows where a formula is from, and holds it against a run.
import csv
import io
import math

from calls import as_json, dmc, output

# Values by hand: 2*sqrt(2)*27*512^2 + 3^1.5*512^2.5.
by_hand = 2 * math.sqrt(2) * 27 * 512**2 + 3**1.5 * 512**2.5
answer = as_json("formula", "thm3.10", "--n", 512, "--k", 3)
assert answer["schema"] == "dmc.formula/1"
(formula,) = answer["formulas"]
assert math.isclose(formula["value"], by_hand, rel_tol=1e-14)
assert formula["id"] == "thm3.10" and formula["source"] == "Theorem 3.10"
assert formula["form"] == "printed" and formula["relation"] == "~" and formula["applies"]
assert formula["parameters"]["n"] == 512 and formula["kernel"] == "conv"
assert formula["measured"] is None and formula["ratio"] is None
assert formula["latex"] == r"2\sqrt{2}k^{3}n^{2} + k^{1.5}n^{2.5}"
assert formula["mathml"].startswith("<math")
assert {"thm3.10.corrected", "thm3.10.exact"} <= {other["id"] for other in answer["others"]}

table = output("formula", "thm3.10", "--n", 512, "--k", 3)
for text in ("50,841,004.2835", "Theorem 3.10", "printed", r"2\sqrt{2}k^{3}n^{2}", "thm3.10.exact",
             "2√2·k³·n² + k^1.5·n^2.5"):
    assert text in table, text

# A measurement is the run's; exact forms equal it.
measured = as_json("formula", "thm3.10", "--n", 40, "--k", 3, "--measure")
run = as_json("run", "conv", "--n", 40, "--k", 3)
assert measured["formulas"][0]["measured"] == run["dmd"]
assert measured["formulas"][0]["ratio"] == run["dmd"] / measured["formulas"][0]["value"]
exact = {other["id"]: other for other in measured["others"]}["thm3.10.exact"]
assert math.isclose(exact["ratio"], 1, rel_tol=1e-12)
without = as_json("formula", "thm3.10.exact.no-R", "--n", 40, "--k", 3, "--omit", "R", "--measure")
assert math.isclose(without["formulas"][0]["ratio"], 1, rel_tol=1e-12)
assert "measured / value" in output("formula", "lem3.7", "--n", 16, "--measure")
assert "Not measured" in output("formula", "thm3.10.hw", "--n", 9, "--measure")

# A family, several ids of several kernels, sums, symbols that are no parameters.
bounds = as_json("formula", "thm3.18.lower", "--n", 1024)["formulas"]
assert [one["id"] for one in bounds] == [f"thm3.18.lower.{log}" for log in ("log2", "ln", "log10")]
assert math.isclose(bounds[2]["value"], 6.4 * 1024**1.5 * math.sqrt(math.log10(1024)))
several = as_json("formula", "thm3.10", "thm3.12", "lem3.7", "--n", 64, "--k", 3)["formulas"]
assert sorted(one["kernel"] for one in several) == ["conv", "conv", "im2col"]
total = sum(2**(8 - d) * 2**d * math.sqrt((2 * (d - 1) + 1.5) * 2**(d - 1)) for d in range(2, 9))
assert math.isclose(as_json("formula", "lem3.14", "--n", 256)["formulas"][0]["value"], total)
assert as_json("formula", "lem3.17", "--n", 64, "--X", 2)["formulas"][0]["value"] == 7
assert math.isclose(as_json("formula", "lem3.5", "--m", 100)["formulas"][0]["value"], 1000)
cold = as_json("formula", "lem3.5", "--kernel", "conv", "--n", 9, "--k", 3, "--cold", "bound",
               "--measure")["formulas"][0]
assert math.isclose(cold["value"], 139**1.5) and math.isclose(cold["ratio"], 1)
block = as_json("formula", "thm3.21", "--kernel", "conv", "--n", 40, "--k", 3, "--block", 4,
                "--measure")["formulas"][0]
assert math.isclose(block["value"], 2 * run["dmd"]) and block["ratio"] < 1

# Markup alone, and every format.
assert output("formula", "thm3.10", "--latex") == formula["latex"] + "\n"
assert output("formula", "thm3.10", "--mathml") == formula["mathml"] + "\n"
assert len(output("formula", "thm3.18.lower", "--latex").splitlines()) == 3
records = list(csv.DictReader(io.StringIO(output("formula", "thm3.10", "--format", "csv"))))
assert {"formula", "formulas", "others"} == {record["record"] for record in records}
assert output("formula", "thm3.10", "--format", "markdown").startswith("## thm3.10 ")

# Without an id: the list. What is in it can be asked for.
listed = as_json("formula")
assert listed == as_json("list", "formulas")
for one in listed["formulas"][::12]:
    symbols = [f"--{name}=2" for name in ("X", "N", "l", "D", "f", "m")
               if dmc("formula", one["id"], "--help").stdout.count(f"--{name} VALUE")]
    (found,) = as_json("formula", one["id"], *symbols)["formulas"]
    assert found["id"] == one["id"] and found["latex"] == one["latex"], one["id"]


def refused(*arguments):
    done = dmc("formula", *arguments)
    assert done.returncode == 2 and done.stdout == "", (arguments, done)
    return done.stderr


assert "did you mean 'thm3.10'?" in refused("thm3.100")
assert "lem3.17 needs a value for X: --X VALUE" in refused("lem3.17", "--n", 64)
assert "--X: 'many' is not a number" in refused("lem3.17", "--n", 64, "--X", "many")
assert "im2col has no parameter --x" in refused("thm3.12", "--x", 3)
assert "--kernel conv" in refused("lem3.5", "--measure")
assert "is about fft" in refused("lem3.13", "--kernel", "conv")
assert "leave out --json" in refused("thm3.10", "--latex", "--json")
assert "did you mean '--measure'?" in refused("thm3.10", "--measur")
assert "forms for these sizes: thm3.10.hw" in refused("thm3.10", "--h", 9, "--w", 12)
assert "--k" in refused("thm3.10", "--n", 3, "--k", 5)
