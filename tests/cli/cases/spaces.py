# Several files, and several processes in one: what is one datum and what is not; counted by hand.
import json
import subprocess
from pathlib import Path

from calls import DMC, as_json, dmc, output


def write(name, text):
    Path(name).write_text(text, encoding="utf-8")


def figures(*arguments):
    result = as_json("analyze", *arguments)
    return result["accesses"], result["data"], result["reuses"], result["dmd"]


# Twice the same 3 addresses: as one trace each is reused at a distance of 3.
write("a.din", "0 10\n0 20\n1 30\n")
write("b.din", "0 10\n0 20\n1 30\n")
assert figures("a.din", "b.din") == (6, 6, 0, 0)
assert figures("a.din", "b.din", "--shared") == (6, 3, 3, 3 * 3 ** 0.5)
assert figures("a.din", "a.din") == (6, 6, 0, 0)
spaces = as_json("analyze", "a.din", "b.din")["spaces"]
assert spaces == [{"name": "a.din", "accesses": 3, "data": 3},
                  {"name": "b.din", "accesses": 3, "data": 3}], spaces
assert as_json("analyze", "a.din")["spaces"] == []
assert as_json("analyze", "a.din", "b.din", "--limit", 4)["accesses"] == 4
assert as_json("analyze", "a.din", "b.din", "--accesses", "writes")["accesses"] == 2
text = output("analyze", "a.din", "b.din")
assert text.startswith("a.din, b.din\n") and "Address spaces" in text, text

# A log of two processes: 100 touches A B, 101 touches A, 100 touches A again, over B and 101's A.
log = ("==100== Lackey, an example Valgrind tool\n L 1000,8\n L 2000,8\n"
       "==101== Lackey, an example Valgrind tool\n L 1000,8\n"
       "==100== \n S 1000,8\n")
write("two.lackey", log)
assert figures("two.lackey") == (4, 3, 1, 3 ** 0.5)
assert figures("two.lackey", "--shared") == (4, 2, 2, 2 ** 0.5 + 1)
top = as_json("analyze", "two.lackey", "--top", 1)["top"]
assert [(one["address"], one["space"], one["accesses"]) for one in top] == \
    [(0x1000, "process 100", 2)], top
assert "process 100" in output("analyze", "two.lackey", "--top", 1)
assert as_json("analyze", "two.lackey", "--interval", 2)["intervals"][1]["cold_misses"] == 1
# Through a pipe, and compressed, it is the same.
piped = subprocess.run([DMC, "analyze", "-", "--json"], input=log.encode(), capture_output=True,
                       check=True)
assert json.loads(piped.stdout)["data"] == 3
for program in (["gzip"], ["xz"]):
    subprocess.run([*program, "-kf", "two.lackey"], check=True)
assert figures("two.lackey.gz", "two.lackey.xz") == (8, 6, 2, 2 * 3 ** 0.5)

# Disks: equal offsets of different ones are different data, also with --shared.
write("a.spc", "0,8,4096,r,0.1\n1,8,4096,r,0.2\n")
write("b.spc", "1,8,4096,w,0.3\n0,8,4096,r,0.4\n")
assert figures("a.spc") == (2, 2, 0, 0)
assert figures("a.spc", "b.spc") == (4, 4, 0, 0)
assert figures("a.spc", "b.spc", "--shared") == (4, 2, 2, 1 + 2 ** 0.5)
write("usr.msr", "1,usr,0,Read,0,4096,1\n2,web,0,Read,0,4096,1\n3,usr,0,Write,0,4096,1\n")
assert figures("usr.msr") == (3, 2, 1, 2 ** 0.5)

# In segments.
write("a.lackey", log)
whole = output("analyze", "two.lackey", "a.lackey", "--granule", 16, "--json")
for number in (1, 2, 3):
    output("analyze", "two.lackey", "a.lackey", "--granule", 16, "--segment", f"{number}/3", "-o",
           f"{number}.dmcs")
assert output("merge", "1.dmcs", "2.dmcs", "3.dmcs", "--json") == whole

# What cannot be is said.
for arguments, said in ((("a.din", "a.spc"), "must be of one format"),
                        (("a.din", "nowhere"), "nowhere"),
                        (("nowhere", "a.din"), "nowhere")):
    done = dmc("analyze", *arguments)
    assert done.returncode == 2 and done.stdout == "" and said in done.stderr, done
output("trace", "matmul", "--n", 4, "--m", 4, "--l", 4, "-q", "-o", "own.dmct")
for arguments in (("own.dmct", "own.dmct"), ("a.din", "own.dmct")):
    done = dmc("analyze", *arguments)
    assert done.returncode == 2 and "recorded by dmc trace" in done.stderr, done
done = dmc("analyze", "own.dmct", "--shared")
assert done.returncode == 2 and "--shared" in done.stderr, done

# A region in which nothing is, and the last byte of all.
write("end.din", "0 ffffffffffffffff\n0 10\n0 ffffffffffffffff\n")
done = dmc("analyze", "end.din", "--granule", 1, "--json", "--region",
           "end=0xffffffffffffffff-0x10000000000000000", "--region", "none=0x20-0x40")
regions = {region["name"]: region["accesses"] for region in json.loads(done.stdout)["regions"]}
assert regions == {"end": 2, "none": 0, "elsewhere": 1}, regions
assert done.stderr.count("\n") == 1 and "--region none" in done.stderr, done.stderr
assert "0x10" in done.stderr and "0xffffffffffffffff" in done.stderr, done.stderr
quiet = dmc("analyze", "end.din", "--region", "none=0x20-0x40", "-q")
assert quiet.stderr == "", quiet
for region in ("x=0x10-0x10", "x=0x20-0x10", "x=0-0", "x=0x0-0x10000000000000001"):
    assert dmc("analyze", "end.din", "--region", region).returncode == 2, region
