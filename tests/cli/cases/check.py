# Expectations: what holds, what does not, and how a file of them is kept up to date.
import csv
import io
import json
import os
import xml.etree.ElementTree as ElementTree

from calls import DMC, as_json, dmc, output


def write(name, value):
    with open(name, "w", encoding="utf-8") as file:
        file.write(value if isinstance(value, str) else json.dumps(value))


def read(name):
    with open(name, encoding="utf-8") as file:
        return file.read()


def file_of(*checks):
    return {"schema": "dmc.check/1", "checks": list(checks)}


def conv(*expect, **others):
    return {"kernel": "conv", "parameters": {"n": 9, "k": 3}, "expect": list(expect), **others}


def failing(*arguments):
    done = dmc("check", *arguments)
    assert done.returncode == 1 and done.stderr == "", done
    return done.stdout


# The reference values are built in: they need no file and hold.
reference = as_json("check")
assert reference["schema"] == "dmc.checked/1" and reference["failing"] == 0
assert reference["checks"] >= 19 and reference["holding"] >= 4 * reference["checks"]
assert output("check").splitlines()[1].endswith("expectations: all hold.")
assert output("check", "--threads", 1) == output("check", "--threads", 3)

# What does not hold, for people and for programs. The figures are those of the kernel definitions.
write("e.json", file_of(
    conv({"quantity": "accesses", "value": 930}, {"quantity": "dmd", "value": 3572.7992568},
         {"quantity": "data", "min": 100, "max": 138},
         {"quantity": "reuses", "class": "kernel reuses", "value": 432},
         {"quantity": "dmd", "value": 3600, "tolerance": "1%"}, name="small & <odd> \"name\""),
    {"kernel": "fft", "parameters": {"n": 32}, "model": {"temporaries": "reuse"},
     "expect": [{"quantity": "data", "value": 172}]}))
text = failing("e.json")
assert "1 of 2 checks fail: 2 of 6 expectations do not hold." in text
assert "100 to 138" in text and "930" in text and "931" in text and "+1 (" in text
result = json.loads(failing("e.json", "--json"))
assert (result["checks"], result["failed_checks"], result["failing"], result["holding"]) == (2, 1, 2, 4)
small, transform = result["results"]
assert [one["verdict"] for one in small["expectations"]] == ["fails", "holds", "fails", "holds", "holds"]
assert [one["difference"] for one in small["expectations"]][:3:2] == [1, 1]
assert small["verdict"] == "fails" and transform["verdict"] == "holds"
assert small["parameters"]["n"] == 9 and transform["model"]["temporaries"] == "reuse"
records = list(csv.DictReader(io.StringIO(failing("e.json", "--format", "csv"))))
assert all(None not in record and None not in record.values() for record in records), "a rectangle"
assert sum(record["verdict"] == "fails" for record in records) == 2
assert failing("e.json", "--format", "markdown").startswith("## check e.json\n")
for width in (30, 60, 80, 120):
    done = dmc("check", "e.json", env={**os.environ, "COLUMNS": str(width)})
    assert max(map(len, done.stdout.splitlines())) <= width, width

# JUnit: well formed whatever the names are, with the failures and why.
failing("e.json", "--junit", "report.xml")
suites = ElementTree.parse("report.xml").getroot()
assert suites.tag == "testsuites" and (suites.get("tests"), suites.get("failures")) == ("6", "2")
assert [suite.get("name") for suite in suites] == ["small & <odd> \"name\"", "fft n=32 temporaries=reuse"]
assert [(len(suite), suite.get("tests"), suite.get("failures")) for suite in suites] == [
    (5, "5", "2"), (1, "1", "0")]
failures = [case.find("failure") for case in suites.iter("testcase")]
assert [failure is not None for failure in failures] == [True, False, True, False, False, False]
assert failures[0].get("message") == "accesses is 931, expected 930"
assert "measured: 139" in failures[2].text
assert all(case.get("name") and case.get("classname") for case in suites.iter("testcase"))

# --update mends values, not bounds, and writes the classes; then the file is left alone.
failing("e.json", "--update")
updated = json.loads(read("e.json"))
expect = updated["checks"][0]["expect"]
assert expect[0]["value"] == 931 and expect[1]["value"] == 3572.7992568 and expect[2]["max"] == 138
run = as_json("run", "conv", "--n", 9, "--k", 3)
assert updated["checks"][0]["classes"] == [
    {key: one[key] for key in ("array", "carried_by", "reuses", "dmd")} for one in run["reuse_classes"]]
expect[2]["max"] = 139
write("e.json", updated)
before = read("e.json")
assert "all hold" in output("check", "e.json")
output("check", "e.json", "--update")
assert read("e.json") == before, "nothing to update"

# A failure later on says which class has changed: here, two sizes that differ.
updated["checks"][0]["parameters"]["n"] = 10
write("e.json", updated)
changes = json.loads(failing("e.json", "--json"))["results"][0]["changes"]
now = as_json("run", "conv", "--n", 10, "--k", 3)["reuse_classes"]
for one in now:
    (change,) = [change for change in changes
                 if (change["array"], change["carried_by"]) == (one["array"], one["carried_by"])]
    (old,) = [old for old in run["reuse_classes"]
              if (old["array"], old["carried_by"]) == (one["array"], one["carried_by"])]
    assert (change["reuses_before"], change["reuses"]) == (old["reuses"], one["reuses"])
    assert (change["dmd_before"], change["dmd"]) == (old["dmd"], one["dmd"])
differences = [abs(change["dmd"] - change["dmd_before"]) for change in changes]
assert differences == sorted(differences, reverse=True)
assert "What has changed in small" in failing("e.json")
failing("e.json", "--junit", "report.xml")
assert "K carried by j: 378 to " in ElementTree.parse("report.xml").getroot().find(".//failure").text

# Results from files: of a run, beside the expectations, with everything that a run can be asked for.
os.mkdir("sub")
output("run", "conv", "--n", 9, "--k", 3, "-o", "sub/out.json")
write("sub/e.json", file_of({"result": "out.json", "expect": [
    {"quantity": "accesses", "value": 931}, {"quantity": "dmd", "value": 3572.7992568},
    {"quantity": "reuses", "array": "K", "value": 432},
    {"quantity": "reuses", "array": "I", "carried_by": "j", "value": 252},
    {"quantity": "reuses", "class": "row-wise reuses", "value": 252},
    {"quantity": "ratio", "formula": "thm3.10.exact", "value": 1}]}))
assert as_json("check", "sub/e.json")["holding"] == 6
output("check", "sub/e.json", "--update")
assert json.loads(read("sub/e.json"))["checks"][0]["classes"] == updated["checks"][0]["classes"]

# Stages, of a run and of a file: both say the same.
decoder = {"l": 4, "d": 8, "h": 2, "f": 12, "layers": 2, "vocab": 6}
options = [word for name, value in decoder.items() for word in (f"--{name}", value)]
run = as_json("run", "transformer", *options)
output("run", "transformer", *options, "-o", "decoder.json")
stages = [{"quantity": quantity, "stage": stage["name"], "value": stage[quantity]}
          for stage in run["stages"] for quantity in ("accesses", "reuses", "dmd")]
assert len(stages) > 10
write("stages.json", file_of({"kernel": "transformer", "parameters": decoder, "expect": stages},
                             {"result": "decoder.json", "expect": stages}))
assert as_json("check", "stages.json")["holding"] == 2 * len(stages)

# Expectations on standard input.
done = dmc("check", "-", "--json")
assert done.returncode == 2 and "standard input: line 1" in done.stderr, done

# One is not several, and a result without classes of reuses gets no advice about them.
write("measured.json", json.dumps({"schema": "mine/1", "accesses": 5, "reuses": 2}))
write("one.json", file_of({"result": "measured.json", "expect": [{"quantity": "reuses", "value": 3}]}))
text = failing("one.json")
assert "1 of 1 check fails: 1 of 1 expectation does not hold." in text and "classes" not in text, text
