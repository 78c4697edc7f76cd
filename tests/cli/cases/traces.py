# Every sample trace gives what an independent computation gives (traces/oracle.py), which in turn is
# what expected.json says; in whole and in part, with every granule, from files and from pipes.
import csv
import json
import math
import subprocess
import sys
from pathlib import Path

from calls import DMC, output

TRACES = Path(__file__).resolve().parents[3] / "traces"
sys.path.insert(0, str(TRACES))
import oracle  # noqa: E402

EXPECTED = json.loads((TRACES / "expected.json").read_text(encoding="utf-8"))
assert set(EXPECTED) == {name for name, *_ in oracle.TRACES}


def analyze(name, *options):
    return json.loads(output("analyze", TRACES / name, "--json", "--quiet", *options))


def check(got, wanted, context):
    for key in ("accesses", "data", "reuses", "max_distance"):
        assert got[key] == wanted[key], (context, key, got[key], wanted[key])
    for key in ("dmd", "mean_distance", "mean_time"):
        if key in got:
            assert math.isclose(got[key], wanted[key], rel_tol=1e-12), (context, key)


def histogram_of(name, *options):
    analyze(name, "--histogram", "h.csv", *options)
    with open("h.csv", encoding="utf-8") as file:
        return {int(row["distance"]): int(row["reuses"]) for row in csv.DictReader(file)}


for name, _, format_name, _, options in oracle.TRACES:
    got = analyze(name, *options)
    wanted = oracle.result_of(name)
    assert got["input"]["format"] == format_name, name
    assert oracle.summary(wanted) == EXPECTED[name], name
    check(got, wanted, name)
    assert histogram_of(name, *options) == wanted["histogram"], name
    # The bins are the histogram's, by powers of two.
    for bin_ in got["bins"]:
        reuses = sum(count for distance, count in wanted["histogram"].items()
                     if bin_["from"] <= distance <= bin_["to"])
        assert bin_["reuses"] == reuses, (name, bin_)
        if bin_["miss_ratio"] is not None:
            misses = wanted["data"] + sum(count for distance, count in wanted["histogram"].items()
                                          if distance > bin_["to"])
            assert math.isclose(bin_["miss_ratio"], misses / wanted["accesses"]), (name, bin_)
    assert sum(bin_["times"] for bin_ in got["bins"]) == wanted["reuses"], name
    # What comes through a pipe, and is called by its format, is the same trace.
    named = [] if "--input-format" in options else ["--input-format", format_name]
    piped = subprocess.run([DMC, "analyze", "-", *named, "--json", *options],
                           input=(TRACES / name).read_bytes(), capture_output=True, check=True)
    again = json.loads(piped.stdout)
    assert again.pop("input")["file"] == "standard input" and got.pop("input")
    assert again == got, name

CHOICES = {"both": "rw", "reads": "r", "writes": "w", "fetches": "i", "all": "rwi"}
for name in ("true.din.gz", "two-threads.drmemtrace.xz", "true.champsim.xz", "true.gem5.gz"):
    for choice, kinds in CHOICES.items():
        for granule in (1, 4, 64):
            check(analyze(name, "--accesses", choice, "--granule", granule),
                  oracle.result_of(name, kinds, granule), (name, choice, granule))

# Tables know reads from writes, too.
for name in ("gcc.alibaba.csv.gz", "gcc.tencent.csv.gz", "gcc.systor.csv.gz", "gcc.blkparse.gz",
             "gcc.twitter.csv.gz", "gcc.meta.csv.gz"):
    *_, fallback, options = next(trace for trace in oracle.TRACES if trace[0] == name)
    for choice in ("reads", "writes"):
        for granule in (512, 65536) if fallback > 1 else (1,):
            check(analyze(name, "--accesses", choice, "--granule", granule, *options),
                  oracle.result_of(name, CHOICES[choice], granule), (name, choice, granule))

apart = analyze("two-threads.drmemtrace.xz", "--per-thread")
by_thread = dict(oracle.result_of("two-threads.drmemtrace.xz", per_thread=True))
assert [thread["name"] for thread in apart["threads"]] == list(by_thread)
for thread in apart["threads"]:
    check(thread, by_thread[thread["name"]], thread["name"])
assert apart["reuses"] == sum(result["reuses"] for result in by_thread.values())
