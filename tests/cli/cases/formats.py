# Every format says the same, each in its own way; the figures are those of the kernel definitions.
import csv
import io
import re

from calls import as_json, output

RUN = ["run", "conv", "--n", 9, "--k", 3]
json_run = as_json(*RUN)
assert list(json_run)[:4] == ["schema", "kernel", "parameters", "model"]
assert json_run["schema"] == "dmc.run/1"
assert json_run["parameters"]["n"] == 9 and json_run["parameters"]["k"] == 3
assert json_run["model"] == {"block": 1, "bits": 1, "cold": "free", "omit": [],
                             "temporaries": "fresh"}
assert (json_run["accesses"], json_run["data"], json_run["reuses"]) == (931, 139, 792)
assert f"{json_run['dmd']:.12g}" == "3572.7992568"
assert json_run["cold_misses"] == 139 and json_run["cold_cost"] == 0
assert json_run["max_distance"] >= json_run["mean_distance"] >= 1

# Parts add up to the whole.
for part in ("arrays", "reuse_classes"):
    assert sum(one["reuses"] for one in json_run[part]) == 792, part
    assert abs(sum(one["dmd"] for one in json_run[part]) - json_run["dmd"]) < 1e-9, part
    assert abs(sum(one["share"] for one in json_run[part]) - 1) < 1e-12, part
assert sum(array["accesses"] for array in json_run["arrays"]) == 931
for one in json_run["formulas"]:
    assert one["ratio"] == one["measured"] / one["value"], one
    if one["form"] == "exact":
        assert abs(one["ratio"] - 1) < 1e-12, one

records = list(csv.DictReader(io.StringIO(output(*RUN, "--format", "csv"))))
assert all(None not in record and None not in record.values() for record in records), "a rectangle"
(run,) = [record for record in records if record["record"] == "run"]
assert run["kernel"] == "conv" and run["parameters.n"] == "9" and run["model.block"] == "1"
assert float(run["dmd"]) == json_run["dmd"], "doubles read back the same"
for section in ("formulas", "arrays", "reuse_classes", "named_classes"):
    rows = [record for record in records if record["record"] == section]
    assert len(rows) == len(json_run[section]), section

markdown = output(*RUN, "--format", "markdown")
assert markdown.startswith("## conv ")
bars = [len(re.findall(r"(?<!\\)\|", line)) for line in markdown.split("### ")[1].splitlines()
        if line.startswith("|")]
assert len(set(bars)) == 1 and len(bars) == 2 + len(json_run["formulas"]), "a table"

table = output(*RUN)
for text in ("3,572.7992568", "931", "792", "139", "thm3.10", "Lemma 3.7", "Lemma 3.8",
             "Lemma 3.9"):
    assert text in table, text
assert "\x1b" not in table

# The same run gives the same text, in every format and however it is asked for.
for name in ("table", "json", "csv", "markdown"):
    assert output(*RUN, "--format", name) == output(*RUN, "--format", name), name
assert output(*RUN, "--json") == output(*RUN, "--format", "json")
assert output("run", "--n=9", "--json", "--k", 3, "conv") == output(*RUN, "--json")
