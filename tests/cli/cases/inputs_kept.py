# A file that is read is never written to, whatever names it goes by.
import json
import os
import shutil
import subprocess

from calls import DMC, dmc, output

output("trace", "conv", "--n", "9", "-q", "-o", "a.dmct")
with open("a.din", "w", encoding="utf-8") as file:
    file.write("0 10\n1 20\n0 10\n")
output("sweep", "conv", "--n", "8:64:x2", "-o", "a.csv")
for i in (1, 2):
    output("analyze", "a.dmct", "--segment", f"{i}/2", "-q", "-o", f"{i}.dmcs")
output("run", "conv", "--n", "9", "-o", "r.json")
os.mkdir("sub")
checks = {"schema": "dmc.check/1",
          "checks": [{"kernel": "conv", "parameters": {"n": 9}, "expect": []},
                     {"result": "../r.json", "expect": []}]}
with open("sub/c.json", "w", encoding="utf-8") as file:
    json.dump(checks, file)
FILES = ["a.dmct", "a.din", "a.csv", "1.dmcs", "2.dmcs", "r.json", "sub/c.json"]
contents = {}
for name in FILES:
    os.symlink(os.path.abspath(name), f"{name}.link")
    os.link(name, f"{name}.twin")
    with open(name, "rb") as file:
        contents[name] = file.read()
before = sorted(os.listdir())


def check_kept(what):
    for name in FILES:
        with open(name, "rb") as file:
            assert file.read() == contents[name], (what, name)
    assert sorted(os.listdir()) == before, (what, os.listdir())


def check_refused(*arguments, option="-o", **settings):
    done = dmc(*arguments, **settings)
    assert done.returncode == 2 and done.stdout == "", (arguments, done)
    assert done.stderr.startswith(f"dmc: {option}: "), (arguments, done.stderr)
    assert "is read" in done.stderr and "overwritten" in done.stderr, (arguments, done.stderr)
    check_kept(arguments)


for name, command in (("a.dmct", ["analyze"]), ("a.din", ["analyze"]), ("a.csv", ["fit"]),
                      ("sub/c.json", ["check"])):
    for target in (name, f"./{name}", f"{name}.link", f"{name}.twin", os.path.abspath(name)):
        check_refused(*command, name, "-o", target)
        check_refused(*command, f"{name}.link", f"--output={target}")
for target in ("a.din", "a.din.link", "a.din.twin"):
    check_refused("analyze", "a.din", "--histogram", target, option="--histogram")
    check_refused("analyze", "a.din", "--mrc", target, option="--mrc")
    check_refused("analyze", "a.din", "--plot", target, option="--plot")
    check_refused("analyze", "a.din", "--segment", "1/2", "-o", target)
    with open("a.din", "rb") as file:
        done = subprocess.run([DMC, "analyze", "-", "-o", target], stdin=file, capture_output=True,
                              check=False)
    assert done.returncode == 2 and b"standard input" in done.stderr, done
    check_kept("standard input")
for target in ("1.dmcs", "2.dmcs", "2.dmcs.link"):
    check_refused("merge", "1.dmcs", "2.dmcs", "-o", target)
check_refused("check", "sub/c.json", "--junit", "sub/c.json", option="--junit")
check_refused("check", "sub/c.json", "-o", "r.json")  # which a check reads
check_refused("check", "sub/c.json", "--junit", "r.json.link", option="--junit")

# Standard output that goes to the end of the file that is read, or over it.
for flags in (os.O_APPEND, 0):
    descriptor = os.open("a.din", os.O_RDWR | flags)
    done = subprocess.run([DMC, "analyze", "a.din"], stdin=subprocess.DEVNULL, stdout=descriptor,
                          stderr=subprocess.PIPE, check=False)
    os.close(descriptor)
    assert done.returncode == 2 and b"standard output" in done.stderr, done
    check_kept("standard output")

# What is another file, or none, may be written; --update is for the file itself.
shutil.copy("a.din", "b.txt")
output("analyze", "a.din", "-o", "b.txt")
output("analyze", "a.din", "-o", "/dev/null")
assert dmc("check", "sub/c.json", "--update").returncode == 0
output("run", "conv", "--n", "9", "-o", "conv")  # a kernel's name is no file's
output("run", "conv", "--n", "9", "-o", "conv")

# Two results in one file, however it is called.
for one, other in (("x.csv", "./x.csv"), ("x.csv", "sub/../x.csv")):
    done = dmc("run", "conv", "--n", "9", "--histogram", one, "--mrc", other)
    assert done.returncode == 2 and "name the same file" in done.stderr, done
done = dmc("sweep", "conv", "--n", "8,9", "-o", "y.csv", "--plot", "./y.csv.partial")
assert done.returncode == 2, done

# Nests, and what standard input brings without being named.
with open("n.loop", "w", encoding="utf-8") as file:
    file.write("for i < n: A[i] = B[i]\n")
for arguments in (["run", "n.loop", "--n", "4", "-o", "n.loop"], ["show", "n.loop", "-o", "./n.loop"],
                  ["trace", "n.loop", "--n", "4", "-o", "n.loop"]):
    done = dmc(*arguments)
    assert done.returncode == 2 and "is read" in done.stderr, (arguments, done)
with open("n.json", "w", encoding="utf-8") as file:
    json.dump({"schema": "dmc.check/1",
               "checks": [{"kernel": "n.loop", "parameters": {"n": 4}, "expect": []}]}, file)
done = dmc("check", "n.json", "-o", "n.loop")
assert done.returncode == 2 and "is read" in done.stderr, done
with open("a.din", "rb") as file:
    done = subprocess.run([DMC, "analyze", "-o", "a.din"], stdin=file, capture_output=True, check=False)
assert done.returncode == 2 and b"standard input" in done.stderr, done
