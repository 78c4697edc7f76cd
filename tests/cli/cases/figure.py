# Every figure is drawn as SVG that a parser reads, and its numbers come in every format.
import csv
import io
import json
import xml.etree.ElementTree as xml

from calls import as_json, dmc, output

QUICK = ("--longest", 200000)

figures = as_json("list", "figures")["figures"]
assert {"2", "3", "4", "6", "7", "ratios", "classes", "fft"} <= {one["name"] for one in figures}

for figure in figures:
    name = figure["name"]
    assert output("figure", name, *QUICK, "-o", "figure.svg") == ""
    with open("figure.svg", encoding="utf-8") as file:
        drawn = file.read()
    root = xml.fromstring(drawn)
    assert root.tag == "{http://www.w3.org/2000/svg}svg" and root.get("viewBox"), name
    assert "url(" not in drawn and "href" not in drawn and "<script" not in drawn, name
    assert output("figure", name, *QUICK, "--format", "svg", "--threads", 1) == drawn, name
    result = as_json("figure", name, *QUICK)
    assert result["schema"] == "dmc.figure/1" and result["figure"] == name, result
    assert result["title"] in output("figure", name, *QUICK)

# The same points in JSON and CSV.
points = as_json("figure", "3", *QUICK)["points"]
output("figure", "3", *QUICK, "-o", "figure.csv")
with open("figure.csv", encoding="utf-8") as file:
    rows = [row for row in csv.DictReader(file) if row["record"] == "points"]
assert [(row["series"], float(row["n"]), float(row["dmd"])) for row in rows] == \
       [(point["series"], point["n"], point["dmd"]) for point in points]

# A measured point is the run that it says.
measured = {point["n"]: point["dmd"] for point in as_json("figure", "3", "--longest", 1000000)["points"]
            if point["series"] == "x = c, measured"}
run = as_json("run", "batchconv", "--n", 64, "--k", 3, "--c", 10, "--x", 10)
assert measured == {64: run["dmd"]}, measured

# --format wins over the file's ending; what makes no sense is refused before anything is written.
output("figure", "2", "-o", "numbers.svg", "--format", "json")
with open("numbers.svg", encoding="utf-8") as file:
    assert json.load(file)["figure"] == "2"
for arguments, words in [
        ((), "which figure?"),
        (("5",), "no figure '5'"),
        (("ratio",), "did you mean 'ratios'?"),
        (("2", "3"), "unexpected argument '3'"),
        (("2", "--longest", "-1"), "--longest"),
        (("2", "--format", "pdf"), "no format 'pdf'"),
        (("2", "--json", "--format", "svg"), "contradict"),
        (("2", "-o", "no/such/place.svg"), "-o")]:
    done = dmc("figure", *arguments)
    assert done.returncode == 2 and words in done.stderr and done.stdout == "", (arguments, done)

# Only figures are pictures.
assert "no format 'svg'" in dmc("run", "conv", "--n", "9", "--format", "svg").stderr
