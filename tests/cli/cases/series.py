# The histogram and the miss ratio curve hold together with the run, in CSV and in JSON.
import csv
import json
import math

from calls import as_json, output

run = as_json("run", "fft", "--n", 64, "--histogram", "h.csv", "--mrc", "m.csv")
output("run", "fft", "--n", 64, "-q", "--histogram", "h.json", "--mrc", "m.json")

with open("h.csv", encoding="utf-8") as file:
    bins = [(int(row["distance"]), int(row["reuses"])) for row in csv.DictReader(file)]
assert bins == sorted(set(bins)) and all(reuses > 0 for _, reuses in bins)
assert sum(reuses for _, reuses in bins) == run["reuses"]
dmd = sum(reuses * distance**0.5 for distance, reuses in bins)
assert math.isclose(dmd, run["dmd"], rel_tol=1e-12)
assert max(bins)[0] == run["max_distance"]

with open("m.csv", encoding="utf-8") as file:
    points = [(int(row["cache_size"]), int(row["misses"]), float(row["miss_ratio"]))
              for row in csv.DictReader(file)]
assert points[0] == (0, run["accesses"], 1.0), "an empty cache misses always"
assert points[-1][1] == run["cold_misses"], "a large one misses first accesses only"
for size, misses, ratio in points:
    too_far = sum(reuses for distance, reuses in bins if distance > size)
    assert misses == run["cold_misses"] + too_far
    assert ratio == misses / run["accesses"]

with open("h.json", encoding="utf-8") as file:
    histogram = json.load(file)
with open("m.json", encoding="utf-8") as file:
    curve = json.load(file)
assert histogram["schema"] == "dmc.histogram/1" and curve["schema"] == "dmc.mrc/1"
assert histogram["kernel"] == "fft" and histogram["parameters"] == {"n": 64}
assert [(one["distance"], one["reuses"]) for one in histogram["bins"]] == bins
assert [(one["cache_size"], one["misses"], one["miss_ratio"]) for one in curve["points"]] == points
