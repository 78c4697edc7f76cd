# The audit: every claim asked for with its verdict, the evidence, and commands that give the same numbers.
import json
import os
import shlex
import subprocess

from calls import DMC, as_json, dmc, output

QUICK = ("lem3.9", "def2.1", "asymmetry", "lem3.13", "thm3.21", "fig2", "--quick")
VERDICTS = {"definition", "holds", "holds asymptotically", "slip: corrected form holds", "undecided",
            "bound violated", "refuted"}

result = as_json("audit", *QUICK)
assert result["schema"] == "dmc.audit/1" and result["effort"] == "quick", result
# In the order of the paper, whatever the order asked for.
assert [claim["id"] for claim in result["claims"]] == \
       ["def2.1", "fig2", "lem3.9", "asymmetry", "lem3.13", "thm3.21"]
assert set(result["verdicts"]) == VERDICTS
assert sum(result["verdicts"].values()) == len(result["claims"])
for claim in result["claims"]:
    assert claim["verdict"] in VERDICTS and claim["why"].endswith("."), claim
    assert claim["statement"] and claim["source"] and claim["brief"], claim
    assert claim["command"] == f"dmc audit {claim['id']} --quick", claim
    assert claim["findings"]
    for finding in claim["findings"]:
        assert finding["rule"].startswith("holds if") and finding["outcome"], finding
        for row in finding["evidence"]:
            assert row["command"] and row["subject"], row


def close(a, b):
    return abs(a - b) <= 1e-9 * abs(b)


def printed_by(command):
    """What a command that stands beside a number prints, as JSON."""
    words = shlex.split(command)
    assert words[0] == "dmc", command
    done = subprocess.run([DMC, *words[1:], "--json"], capture_output=True, encoding="utf-8",
                          stdin=subprocess.DEVNULL, check=True)
    return json.loads(done.stdout)


# Each command is one that the program takes, and gives the number that it stands beside.
known = {}
checked = 0
for claim in result["claims"]:
    for finding in claim["findings"]:
        for row in finding["evidence"]:
            commands = row["command"].split("; ")
            if commands[0].startswith(("printf", "awk")):
                shell = subprocess.run(row["command"].replace("dmc ", DMC + " "), shell=True, check=True,
                                       capture_output=True, encoding="utf-8")
                assert shell.stdout, row
                continue
            for command in commands:
                if command not in known:
                    known[command] = printed_by(command)
            runs = [known[command] for command in commands]
            if runs[0]["schema"] == "dmc.run/1" and row["quantity"] in ("DMD", "data"):
                key = {"DMD": "dmd", "data": "data"}[row["quantity"]]
                assert close(row["measured"], runs[0][key]), row
                assert len(runs) < 2 or close(row["claimed"], runs[1][key]), row
                checked += 1
            elif runs[0]["schema"] == "dmc.run/1" and row["quantity"] == "DMD, column-wise reuses":
                classes = sum(one["dmd"] for one in runs[0]["reuse_classes"]
                              if one["class"] == "column-wise reuses")
                assert close(row["measured"], classes), row
                checked += 1
            elif runs[0]["schema"] == "dmc.formula/1":
                assert close(row["measured"], runs[0]["formulas"][0]["value"]), row
                checked += 1
            elif runs[0]["schema"] == "dmc.figure/1":
                h, q = (float(word.split("=")[1]) for word in row["subject"].split()[-2:])
                [point] = [p for p in runs[0]["points"] if p["series"] == f"h = {h:.0f}" and close(p["q"], q)]
                assert abs(row["measured"] - point["d"]) < 1e-6 * point["d"], (row, point)
                checked += 1
assert checked > 50, checked

# The same with another number of threads, and in a file.
again = as_json("audit", *QUICK, "--threads", 1)
assert again == result
output("audit", *QUICK, "-o", "audit.json")
with open("audit.json", encoding="utf-8") as file:
    assert json.load(file) == result

# For people: a table of verdicts, or the evidence in full for claims that are named.
table = output("audit", "thm3.21", "fig2", "--quick", env={**os.environ, "COLUMNS": "80"})
assert "bound violated" in table and "Rule: holds if" in table and "dmc run" in table, table
assert max(map(len, table.splitlines())) <= 80, table
assert "Rule:" not in output("audit", "thm3.21", "fig2", "--quick", "--verdicts")
markdown = output("audit", "fig2", "--quick", "--markdown")
assert markdown == output("audit", "fig2", "--quick", "--format", "markdown")
assert "### Figure 2, dimension against group size: refuted\n" in markdown, markdown
csv = output("audit", "fig2", "--quick", "--format", "csv")
assert "d for 10^5 DMD at h=8 q=1" in csv, csv

for arguments, words in (
        (["thm3.1O"], "did you mean 'thm3.10'?"),
        (["table9"], "no claim 'table9'"),
        (["fig2", "--quikc"], "--quick"),
        (["fig2", "--json", "--markdown"], "contradict"),
        (["fig2", "--markdown", "--format", "csv"], "contradict"),
        (["fig2", "--evidence", "--verdicts"], "contradict"),
        (["fig2", "--threads", "0"], "--threads"),
        (["fig2", "-o", "no/such/place.json"], "-o")):
    done = dmc("audit", *arguments)
    assert done.returncode == 2 and words in done.stderr and done.stdout == "", (arguments, done)
