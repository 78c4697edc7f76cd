# Names are anybody's: nothing that is printed acts on the terminal it is printed to.
import json
import os
import re
import subprocess
import unicodedata

from calls import DMC, dmc, output

HOSTILE = "\x1b[31m\x07\u009b32m\u202eabc\x7f\u2028\r\t"
SHOWN = r"\x1b[31m\x07\u009b32m\u202eabc\x7f\u2028\x0d\t"


def check_plain(text, what):
    for line in text.split("\n"):
        for character in line:
            assert unicodedata.category(character) not in ("Cc", "Cf", "Zl", "Zp"), (what, repr(line))


def run(*arguments):
    """Both streams, as bytes that must be UTF-8."""
    done = subprocess.run([DMC, *arguments], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    texts = done.stdout.decode(), done.stderr.decode()
    for text in texts:
        check_plain(text, arguments)
    return done.returncode, *texts


with open("t.din", "w", encoding="utf-8") as file:
    file.write("0 10\n1 20\n0 10\n")
trace = f"{HOSTILE}.din"
os.rename("t.din", trace)

for form in ("table", "markdown", "csv", "json"):
    code, out, err = run("analyze", trace, "--region", f"{HOSTILE}=0x0-0x18", "--format", form)
    assert code == 0 and err == "", err
    if form == "json":
        assert json.loads(out)["regions"][0]["name"] == HOSTILE, "the same name, in escapes"
    elif form == "markdown":
        assert SHOWN.replace("\\", "\\\\").replace("[", "\\[") in out, out
    else:
        assert SHOWN in out, out

# Keys and file names in messages; what is mistyped is shown as it was typed.
for arguments in (["analyze", HOSTILE], ["run", HOSTILE], [HOSTILE], ["run", "conv", f"--{HOSTILE}"],
                  ["run", "conv", "--n", HOSTILE], ["list", HOSTILE], ["formula", HOSTILE],
                  ["audit", HOSTILE], ["fit", f"{HOSTILE}.csv"], ["check", f"{HOSTILE}.json"],
                  ["merge", HOSTILE], ["run", "conv", "--omit", HOSTILE],
                  ["analyze", trace, "--column", HOSTILE], ["run", "conv", "-o", f"{HOSTILE}/x"],
                  ["run", "conv", "--format", HOSTILE], ["figure", HOSTILE], ["tune", HOSTILE]):
    code, out, err = run(*arguments)
    assert code == 2 and out == "" and err.startswith("dmc: "), (arguments, out, err)
    assert err.count("\n") == 1 and r"\x1b[31m\x07" in err, (arguments, err)

# A line end in a name does not make a message of its own.
code, out, err = run("analyze", "a\ndmc: all is well")
assert err.count("\n") == 1 and r"a\ndmc: all is well" in err, err

# Bytes that are no UTF-8 in a file's name.
name = b"\x9b31m\xff.din"
with open(name, "w", encoding="utf-8") as file:
    file.write("0 10\n1 20\n0 10\n")
code, out, err = run("analyze", name)
assert code == 0 and r"\x9b31m\xff.din" in out, out
code, out, err = run("analyze", name, "--segment", "3/2", "-o", "x.dmcs")
assert code == 2, err

# What stands in check files.
check = {"schema": "dmc.check/1",
         "checks": [{"name": HOSTILE, "kernel": "conv", "parameters": {"n": 9, "k": 3},
                     "expect": [{"quantity": "reuses", "value": 1},
                                {"quantity": "reuses", "array": HOSTILE, "value": 1}]}]}
with open("c.json", "w", encoding="utf-8") as file:
    json.dump(check, file, ensure_ascii=False)
for form in ("table", "markdown", "csv", "json"):
    code, out, err = run("check", "c.json", "--format", form)
    assert code == 1, (out, err)
code, out, err = run("check", "c.json", "--junit", "j.xml")
with open("j.xml", encoding="utf-8") as file:
    check_plain(file.read(), "junit")
for place, wrong in (("quantity", HOSTILE), ("tolerance", HOSTILE), (HOSTILE + "quantity", 1)):
    broken = json.loads(json.dumps(check))
    broken["checks"][0]["expect"][0][place] = wrong
    with open("d.json", "w", encoding="utf-8") as file:
        json.dump(broken, file, ensure_ascii=False)
    code, out, err = run("check", "d.json")
    assert code in (1, 2), (place, out, err)

# A sweep's file that says nonsense; the help page, which shows the file's name.
with open("s.csv", "w", encoding="utf-8") as file:
    file.write(f"kernel,n,block,dmd\n{HOSTILE},3,1,2\n".replace("\r", ""))
code, out, err = run("fit", "s.csv")
assert code == 2 and r"\x1b[31m" in err, err
sweep = f"{HOSTILE}.csv"
output("sweep", "conv", "--n", "8:16:x2", "-o", sweep)
code, out, err = run("fit", sweep, "--help")
assert code == 0 and SHOWN in out, out

# A curve drawn by a page or a picture names files, too.
assert re.search("\x1b", output("run", "conv", "--n", "9", "--color", "always")), "colours are ours"
assert dmc("run", "conv", "--n", "9", "--color", "always").returncode == 0

# Nests: what is wrong is shown where it is, on lines of their own; names and comments are plain.
with open(f"{HOSTILE}.loop".replace("\t", ""), "w", encoding="utf-8") as file:
    file.write("# a \x1b[31mred\u009b comment\nfor i < n: A[i] = = B[i]\n")
code, out, err = run("run", f"{HOSTILE}.loop".replace("\t", ""))
assert code == 2 and err.count("\n") == 3 and err.endswith("^\n"), err
with open("n.loop", "w", encoding="utf-8") as file:
    file.write("# a \x1b[31mred\u009b comment\nfor i < n: A[i] = B[i]\n")
for arguments in (["run", "n.loop", "--n", "4"], ["run", "n.loop", "--help"], ["show", "n.loop"]):
    code, out, err = run(*arguments)
    assert code == 0, (arguments, err)
