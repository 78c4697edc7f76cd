# Sweeps: every combination, in order, whatever interrupts them.
import csv
import io
import itertools
import json
import os
import signal
import subprocess
import time
import xml.etree.ElementTree as ElementTree

from calls import DMC, as_json, dmc, output


def read(name):
    with open(name, encoding="utf-8") as file:
        return file.read()


# Rows are what single runs give.
result = as_json("sweep", "conv", "--n", "8:16:x2", "--k", "3,5", "--block", "1,4", "--omit", "none",
                 "--omit", "R", "--cold", "bound", "--classes")
assert list(result) == ["schema", "kernel", "skipped", "why", "rows"]
assert (result["schema"], result["kernel"], result["skipped"]) == ("dmc.sweep/1", "conv", 0)
points = list(itertools.product((1, 4), ([], ["R"]), (8, 16), (3, 5)))
assert [(row["model"]["block"], row["model"]["omit"], row["parameters"]["n"], row["parameters"]["k"])
        for row in result["rows"]] == points
for row, (block, omit, n, k) in zip(result["rows"], points):
    run = as_json("run", "conv", "--n", n, "--k", k, "--block", block, "--cold", "bound",
                  *(["--omit", "R"] if omit else []))
    for key in ("parameters", "model", "accesses", "data", "reuses", "dmd", "cold_cost",
                "mean_distance", "max_distance"):
        assert row[key] == run[key], (key, row, run)
    assert row["ratios"] == {one["id"]: one["ratio"] for one in run["formulas"]}
    assert row["classes"] == [{key: one[key] for key in ("name", "reuses", "dmd")}
                              for one in run["named_classes"]]

# Files: a table, and an object a line; each says the same.
SMALL = ["sweep", "conv", "--n", "8,9,10", "--k", "3,5", "--block", "1,4"]
rows = as_json(*SMALL)["rows"]
assert output(*SMALL, "-o", "s.csv") == "" and output(*SMALL, "-o", "s.jsonl") == ""
table = list(csv.DictReader(io.StringIO(read("s.csv"))))
lines = [json.loads(line) for line in read("s.jsonl").splitlines()]
assert len(table) == len(lines) == len(rows) == 12
for row, cells, line in zip(rows, table, lines):
    assert line == {"schema": "dmc.sweep/1", "kernel": "conv", **row}
    assert cells["kernel"] == "conv" and int(cells["n"]) == row["parameters"]["n"]
    assert float(cells["dmd"]) == row["dmd"] and int(cells["block"]) == row["model"]["block"]
    assert {key[6:]: float(value) for key, value in cells.items()
            if key.startswith("ratio.") and value} == row["ratios"]
assert sorted(os.listdir()) == ["s.csv", "s.jsonl"]
for threads in (1, 3):
    output(*SMALL, "-o", "t.csv", "--threads", threads, "--memory", "1GiB")
    assert read("t.csv") == read("s.csv")

# Combinations that are impossible are left out, and it is said.
some = ["sweep", "conv", "--n", "4,8", "--k", "3,5"]
assert as_json(*some)["skipped"] == 1
assert "1 of 4 combinations was left out" in " ".join(output(*some).split())
done = dmc(*some, "-o", "u.csv")
assert done.returncode == 0 and done.stderr.startswith("dmc: 1 of 4 combinations was left out"), done
assert dmc(*some, "-o", "u.csv", "-q").stderr == ""

# Killed in the middle, even within a line, and resumed: the same file as one that ran through.
LONG = ["sweep", "conv", "--n", "150:250:4", "--k", "3,5", "--threads", "2", "-q"]
for name in ("long.csv", "long.jsonl"):
    output(*LONG, "-o", f"through-{name}")
    resume, lines, kills = [], 1, 0
    for _ in range(3):
        process = subprocess.Popen([DMC, *LONG, "-o", name, *resume], stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            if os.path.exists(f"{name}.partial") and read(f"{name}.partial").count("\n") > lines + 3:
                break
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        if process.wait() != -signal.SIGKILL:
            break  # it was done before
        kills += 1
        assert not os.path.exists(name)
        partial = read(f"{name}.partial")
        with open(f"{name}.partial", "w", encoding="utf-8") as file:
            file.write(partial[:-20])  # as though it had been killed within its last line
        assert partial[:-20].count("\n") > lines, "what was there is kept, and more came"
        lines = partial[:-20].count("\n")
        resume = ["--resume"]
    assert kills > 0, "none was killed in time"
    if kills == 3:
        refused = dmc(*LONG, "-o", name)
        assert refused.returncode == 2 and "add --resume" in refused.stderr, refused
    output(*LONG, "-o", name, "--resume")
    assert read(name) == read(f"through-{name}"), name
    assert not os.path.exists(f"{name}.partial")
    # Once more there is nothing to do, and nothing changes.
    output(*LONG, "-o", name, "--resume")
    assert read(name) == read(f"through-{name}")

# A signal leaves the partial file, which is worth keeping, and nothing else.
process = subprocess.Popen([DMC, *LONG, "-o", "int.csv"], stdin=subprocess.DEVNULL)
while not os.path.exists("int.csv.partial"):
    time.sleep(0.005)
process.send_signal(signal.SIGINT)
assert process.wait() in (-signal.SIGINT, 0)
assert not [name for name in os.listdir() if name.endswith(".part")], os.listdir()

# A plot: one curve for each of the others.
output(*SMALL, "-o", "p.csv", "--plot", "p.svg")
svg = ElementTree.parse("p.svg").getroot()
assert svg.tag.endswith("svg")
texts = [element.text or "" for element in svg.iter() if element.tag.endswith("text")]
for curve in ("k=3 block=1", "k=3 block=4", "k=5 block=1", "k=5 block=4"):
    assert any(curve in text for text in texts), (curve, texts)

# Tables fit.
for width in (40, 80, 160):
    text = output(*SMALL, env={**os.environ, "COLUMNS": str(width)})
    assert max(map(len, text.splitlines())) <= width
assert output(*SMALL, "--format", "markdown").startswith("## sweep of conv")
records = list(csv.DictReader(io.StringIO(output(*SMALL, "--format", "csv"))))
assert all(None not in record and None not in record.values() for record in records)
