# What people type in place of what there is: other names of the same thing are understood or answered with
# the right one, and a suggestion is never merely similar in letters.
import os
import subprocess

from calls import DMC, as_json, dmc, output


def refused(*arguments):
    done = dmc(*arguments)
    assert (done.returncode, done.stdout) == (2, ""), (arguments, done)
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


assert output("-V") == output("--version")
assert output("help", "conv") == output("run", "conv", "--help") == output("help", "run", "conv")
assert output("help", "thm3.10") == output("formula", "thm3.10", "--help")
assert "did you mean 'run'?" in refused("help", "rnu")

# A subcommand left out.
assert "did you mean 'dmc run conv --n 8'?" in refused("conv", "--n", "8")
assert "did you mean 'dmc formula thm3.10'?" in refused("thm3.10")
with open("trace.din", "w", encoding="utf-8") as file:
    file.write("0 10\n0 20\n0 10\n")
assert "did you mean 'dmc analyze trace.din'?" in refused("trace.din")
for word, meant in (("plot", "figure"), ("diff", "compare"), ("kernels", "list"), ("analyse", "analyze"),
                    ("version", "--version")):
    assert f"did you mean '{meant}'?" in refused(word), word
assert "did you mean" not in refused("zebra")

# Options: words of other tools, slips of the finger, and words that are neither.
for arguments, meant in ((("analyze", "t", "--block", "64"), "--granule"),
                         (("analyze", "t", "--line-size", "64"), "--granule"),
                         (("analyze", "t", "--cache-size", "64"), "--size"),
                         (("analyze", "t", "--granul", "64"), "--granule"),
                         (("run", "conv", "--granule", "8"), "--block"),
                         (("run", "conv", "--jobs", "2"), "--threads"),
                         (("run", "conv", "--outptu", "x"), "--output"),
                         (("run", "conv", "--josn"), "--json"),
                         (("run", "conv", "--exclude", "R"), "--omit")):
    assert f"no option '{[a for a in arguments if a.startswith('--')][0]}'; did you mean '{meant}'?" in \
        refused(*arguments), arguments
for arguments in (("run", "conv", "--size", "8"), ("check", "--gate"),
                  ("analyze", "t", "--what")):
    assert "did you mean" not in refused(*arguments), arguments

# What the paper calls its statements.
for words in (("3.10",), ("Theorem 3.10",), ("Theorem", "3.10"), ("THM3.10",), ("thm. 3.10",), ("theorem3.10",)):
    assert as_json("formula", *words, "--n", "64") == as_json("formula", "thm3.10", "--n", "64"), words
assert [one["id"] for one in as_json("formula", "3.7", "--n", "8")["formulas"]] == \
    [one["id"] for one in as_json("formula", "lem3.7", "--n", "8")["formulas"]]
assert {one["id"] for one in as_json("formula", "Table 1")["formulas"]} == \
    {one["id"] for one in as_json("list", "formulas")["formulas"] if one["id"].startswith("tab1.")}
assert as_json("audit", "Lemma 3.8", "--quick")["claims"][0]["id"] == "lem3.8"
assert output("figure", "Figure 2") == output("figure", "fig2") == output("figure", "2")
for words in (("3.99",), ("Theorem 9.9",)):
    answer = refused("formula", *words)
    assert "dmc list formulas shows them all" in answer and len(answer) < 120, answer
assert "dmc list claims shows them all" in refused("audit", "9.9")

# A format is known by the ending of a file, and no ending is passed over.
for name in ("x.yaml", "x.JPEG", "dir.d/x.html"):
    answer = refused("run", "conv", "--n", "4", "-o", name)
    assert answer.startswith("dmc: -o: .") and all(end in answer for end in (".txt", ".json", ".csv", ".md")), answer
assert ".svg" in refused("figure", "2", "-o", "x.png") and "--plot writes .svg" in refused("sweep", "conv", "--n", "4", "-o", "x.svg")
assert os.listdir() == ["trace.din"], "nothing is written"
table = output("run", "conv", "--n", "4")
for name in ("x.txt", "x", "x-0.5", ".x", "tmp.Xa3bq9Zk2c"):
    assert output("run", "conv", "--n", "4", "-o", name) == ""
    with open(name, encoding="utf-8") as file:
        assert file.read() == table, name
assert output("run", "conv", "--n", "4", "--format", "csv", "-o", "x.yaml") == ""
assert output("run", "conv", "--n", "4", "-o", "x.JSON") == ""
with open("x.JSON", encoding="utf-8") as file:
    assert file.read() == output("run", "conv", "--n", "4", "--json")


# A trace on standard input needs no name.
def fed(stdin, **settings):
    return subprocess.run([DMC, "analyze", "--json"], stdin=stdin, capture_output=True, encoding="utf-8",
                          check=False, **settings)


named = subprocess.run([DMC, "analyze", "-", "--json"], input="0 10\n0 20\n0 10\n", capture_output=True,
                       encoding="utf-8", check=True).stdout
with open("trace.din", encoding="utf-8") as file:
    assert fed(file).stdout == named
assert subprocess.run([DMC, "analyze", "--json"], input="0 10\n0 20\n0 10\n", capture_output=True,
                      encoding="utf-8", check=True).stdout == named
assert "which trace?" in fed(subprocess.DEVNULL).stderr
