# What `dmc analyze` shows and writes; the figures are worked out by hand.
import csv
import io
import json
import math
import os
import subprocess

from calls import DMC, dmc, output


def analyze(text, *options):
    return subprocess.run([DMC, "analyze", "-", *options], input=text, capture_output=True,
                          encoding="utf-8", check=False)


# abbbca, with a program's output between; 8-byte data.
TRACE = """==1== Lackey
 L 1000,8
 S 1008,8
hello
 L 1008,8
I  400000,4
 S 1008,4
 L 1010,8
 L 1000,8
"""
done = analyze(TRACE, "--json", "--size", "8,16B,1KiB", "--top", "2", "--interval", "4",
               "--region", "low=0x1000-0x1008")
assert done.returncode == 0, done
assert done.stderr == ("dmc: 1 line is no part of a lackey trace, perhaps the traced program's own "
                       "output\n"), done.stderr
result = json.loads(done.stdout)
assert result["schema"] == "dmc.analyze/1"
assert result["input"] == {"file": "standard input", "format": "lackey", "compression": "none"}
assert result["model"]["granule"] == 8 and result["estimate"] is None
assert (result["accesses"], result["data"], result["reuses"], result["left_out"]) == (6, 3, 3, 1)
assert math.isclose(result["dmd"], 2 + math.sqrt(3))
assert [(one["reuses"], one["times"]) for one in result["bins"]] == [(2, 2), (0, 0), (1, 0), (0, 1)]
assert [one["miss_ratio"] for one in result["caches"]] == [4 / 6, 4 / 6, 3 / 6]
assert [(one["name"], one["accesses"], one["reuses"]) for one in result["regions"]] == [
    ("low", 2, 1), ("elsewhere", 4, 2)]
assert [(one["address"], one["accesses"]) for one in result["top"]] == [(0x1008, 3), (0x1000, 2)]
assert [(one["first"], one["accesses"], one["cold_misses"], one["data"])
        for one in result["intervals"]] == [(0, 4, 2, 2), (4, 2, 1, 2)]
assert analyze(TRACE, "--json", "--quiet").stderr == ""

# Every format of output says the same.
records = list(csv.DictReader(io.StringIO(analyze(TRACE, "--format", "csv", "--top", "2").stdout)))
assert records[0]["record"] == "analyze" and float(records[0]["dmd"]) == result["dmd"]
assert [one["address"] for one in records if one["record"] == "top"] == ["4104", "4096"]
table = analyze(TRACE, "--top", "2", "--size", "1KiB").stdout
for text in ("3.73205080757", "0x1008", "1.0 KiB", "█", "by time"):
    assert text in table, text
assert max(map(len, table.splitlines())) <= 80
# Distances go up to 3; the one longer by time has no line, but a note. Three data are 24 bytes, so a line up to 4
# is of 32; what is not counted is named.
bins = table.split("Reuses by distance\n")[1].split("\n\n")[0].splitlines()
assert [line.split()[0] for line in bins[1:4]] == ["1", "2", "3–4"], bins
assert [" ".join(line.split()[1:3]) for line in bins[1:4]] == ["8 bytes", "16 bytes", "32 bytes"], bins
assert "By time, 1 reuse is longer than 4 accesses;" in " ".join(" ".join(bins).split()), bins
assert "8-byte granules, reads and writes; left out: 1 instruction fetch\n" in table
reads = analyze(TRACE, "--accesses", "reads").stdout
assert "reads; left out: 3 writes and instruction fetches\n" in reads.replace("\n  ", " "), reads
assert "left out" not in analyze(TRACE, "--accesses", "all").stdout
assert "bytes" not in analyze("1\n2\n1\n").stdout, "ids have no size"
assert "| 0x1008 |" in analyze(TRACE, "--top", "2", "--format", "markdown").stdout

# Series are those of a run, with another head.
with open("trace", "w", encoding="utf-8") as file:
    file.write(TRACE)
dmc("analyze", "trace", "--histogram", "h.json", "--mrc", "m.csv")
with open("h.json", encoding="utf-8") as file:
    histogram = json.load(file)
assert histogram["schema"] == "dmc.histogram/1" and histogram["input"]["format"] == "lackey"
assert histogram["bins"] == [{"distance": 1, "reuses": 2}, {"distance": 3, "reuses": 1}]
with open("m.csv", encoding="utf-8") as file:
    assert file.read().splitlines()[:2] == ["cache_size,misses,miss_ratio", "0,6,1"]

# Bad lines are skipped and counted where that is asked for.
lenient = analyze(" L 10,8\n L 18\n S 10,8\n", "--json", "--lenient")
assert json.loads(lenient.stdout)["bad_records"] == 1
assert lenient.stderr.startswith("dmc: 1 bad line or record was skipped; the first: standard input, "
                                 "line 2"), lenient.stderr

# An estimate says so, in every format; what is exact does not.
ids = "".join(f"{i % 1000}\n" for i in range(20000))
sampled = analyze(ids, "--sample", "0.2")
assert sampled.stdout.splitlines()[1].startswith("ESTIMATE from a sample of 20.0% of the data")
assert "±" in sampled.stdout and "ESTIMATE" not in analyze(ids).stdout
estimate = json.loads(analyze(ids, "--sample", "0.2", "--json").stdout)
assert estimate["estimate"]["rate"] == 0.2 and estimate["accesses"] == 20000
assert 800 < estimate["data"] < 1200 and estimate["estimate"]["data_error"] > 0

# Output does not grow with the trace.
many = "".join(f"{i}\n" for i in range(100000))
assert len(analyze(many, "--interval", "1").stdout.splitlines()) < 80
assert len(json.loads(analyze(many, "--interval", "1", "--json").stdout)["intervals"]) <= 4096

# A pipe that still has more is left when the limit is reached.
endless = subprocess.run(f"yes ' L 10,8' | {DMC} analyze - --limit 1000 --json", shell=True,
                         capture_output=True, check=True, timeout=60)
assert json.loads(endless.stdout)["accesses"] == 1000

# What dmc itself recorded gives what running it gives.
dmc("trace", "conv", "--n", "16", "-o", "conv.dmct")
assert output("analyze", "conv.dmct", "--json") == output("run", "conv", "--n", "16", "--json")
# As references it has the same distances, and answers what only references can.
direct = json.loads(output("run", "conv", "--n", "16", "--bits", "32", "--cold", "stack", "--json"))
dmc("trace", "conv", "--n", "16", "--bits", "32", "--cold", "stack", "-o", "conv.dmct")
asked = json.loads(output("analyze", "conv.dmct", "--top", "3", "--size", "2KiB", "--interval",
                          "1000", "--json"))
assert asked["schema"] == "dmc.analyze/1" and asked["input"]["format"] == "recorded"
for key in ("accesses", "data", "reuses", "dmd", "cold_cost", "max_distance"):
    assert asked[key] == direct[key], key
assert len(asked["top"]) == 3 and asked["top"][0]["address"] == 0  # K[0]
for option in ("--lenient", "--column=2", "--keys=text"):
    assert "recorded by dmc trace" in dmc("analyze", "conv.dmct", option).stderr
refused = dmc("analyze", "conv.dmct", "--segment", "1/2", "--top", "3", "-o", "part.dmcs").stderr
assert "a segment keeps" in refused
os.remove("conv.dmct")
