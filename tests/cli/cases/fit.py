# Growth: laws with their evidence, and no claims without any.
from calls import as_json, dmc, output

# Theorem 3.10 with R counted: (k - 1)·√(k + 1)·n^2.5 = 4·n^2.5 for k = 3.
fit = as_json("fit", "conv", "--n", "64:1024:x2", "--k", "3")
assert fit["schema"] == "dmc.fit/1" and fit["kernel"] == "conv" and fit["fitted"] == "DMD"
assert [size["size"] for size in fit["sizes"]] == [64, 128, 256, 512, 1024]
assert fit["sizes"][0]["value"] == as_json("run", "conv", "--n", "64", "--k", "3")["dmd"]
assert "local_exponent" in fit["sizes"][1]
[law] = fit["laws"]
assert law["law"] == "n^2.5" and law["exponent"] == 2.5 and law["log_power"] == 0, law
assert law["low"] < 4 < law["high"], law
[verdict] = fit["verdicts"]
assert verdict["decided"] is True and verdict["low"] <= 2.5 <= verdict["high"], verdict
exact = [one for one in fit["formulas"] if one["formula"] == "thm3.10.exact"]
assert abs(exact[0]["limit"] - 1) < 1e-9 and exact[0]["verdict"] == "right", exact
printed = [one for one in fit["formulas"] if one["formula"] == "thm3.10"]
# Its n^2.5 term is k^1.5, so the ratio tends to 4/√27.
assert printed[0]["low"] < 4 / 27 ** 0.5 < printed[0]["high"], printed
assert printed[0]["verdict"] == "off"

table = output("fit", "conv", "--n", "64:1024:x2", "--k", "3")
assert "grows like n^2.5, with the coefficient" in table, table
assert max(map(len, table.splitlines())) <= 80

# Parameters can be the same as others; too few sizes support no claim.
square = as_json("fit", "matmul", "--n", "8:64:x2", "--m", "n", "--l", "n")
assert square["parameters"] == {"m": 64, "n": 64, "l": 64}
assert not square["laws"] and not square["verdicts"][0]["decided"]
assert "support no claim" in square["verdicts"][0]["verdict"]
assert as_json("fit", "recmatmul", "--n", "4:64:x2", "--of", "accesses")["fitted"] == "accesses"
assert dmc("fit", "conv", "--n", "64").returncode == 2

for arguments, message in (
        ([], "fit takes a kernel"),
        (["conv", "--n", "64"], "nothing varies"),
        (["conv", "--n", "64:1024:x1"], "--n"),
        (["conv", "--n", "16,32", "--of", "time"], "--of"),
        (["conv", "--n", "16,32", "--class", "rows"], "row-wise reuses"),
        (["conv", "--n", "2,16"], "--k 3 is larger than the image"),
        (["cnov", "--n", "2,16"], "did you mean 'conv'?")):
    answer = dmc("fit", *arguments)
    assert answer.returncode == 2 and message in answer.stderr, (arguments, answer)
