# A trace that is recorded, and measured in one or in parts, gives what the run gives.
import itertools
from pathlib import Path

from calls import dmc, output

KERNELS = (("conv", "--n", 30, "--k", 3), ("fft", "--n", 256, "--temporaries", "reuse"),
           ("matmul", "--m", 8, "--n", 9, "--l", 7, "--block", 4, "--omit", "C"),
           ("transformer", "--l", 4, "--d", 8, "--h", 2, "--f", 12, "--layers", 2, "--vocab", 6))


def parts_of(trace, count, *options):
    names = [f"part{number}-{count}-{len(options)}.dmcs" for number in range(1, count + 1)]
    for number, name in enumerate(names, 1):
        output("analyze", trace, *options, "--segment", f"{number}/{count}", "-o", name)
    return names


def refused(*arguments):
    done = dmc(*arguments)
    assert done.returncode == 2 and done.stdout == "" and done.stderr.count("\n") == 1, done
    return done.stderr


for kernel in KERNELS:
    expected = output("run", *kernel, "--json")
    output("trace", *kernel, "-q", "-o", "trace.dmct")
    assert output("analyze", "trace.dmct", "--json") == expected
    assert output("analyze", "trace.dmct", "--json", "--threads", 1) == expected
    for count in (1, 2, 3, 7):
        names = parts_of("trace.dmct", count)
        assert output("merge", *reversed(names), "--json") == expected, (kernel, count)
    output("merge", *names[:3], "-o", "first.dmcs")
    output("merge", *names[3:5], "-o", "second.dmcs")
    output("merge", names[5], "second.dmcs", "first.dmcs", "-o", "most.dmcs")
    assert output("merge", "most.dmcs", names[6], "--json") == expected, kernel

# An address trace, with reuse times and caches of named sizes.
with open("trace.din", "w", encoding="utf-8") as file:
    for i in range(4000):
        print(i % 2, format(i * i % 2003, "x"), file=file)
options = ("--granule", 8, "--size", "1KiB,4KiB", "--cold", "bound", "--bits", 32)
expected = output("analyze", "trace.din", *options, "--json")
for count in (2, 3, 7):
    names = parts_of("trace.din", count, *options)
    for some in itertools.islice(itertools.permutations(names), 3):
        assert output("merge", *some, "--json") == expected, count

# What does not belong together, or is not there, is said.
other = parts_of("trace.din", 7)
assert "different traces" in refused("merge", names[0], other[1])
names = parts_of("trace.din", 3)
assert "does not follow" in refused("merge", names[0], names[2])
assert "accesses 0 to 2,667 of 4,000" in refused("merge", names[0], names[1])
assert "--top" in refused("analyze", "trace.din", "--top", 3, "--segment", "1/2", "-o", "x.dmcs")
assert "-o part.dmcs" in refused("analyze", "trace.din", "--segment", "1/2")
assert "I/N" in refused("analyze", "trace.din", "--segment", "2", "-o", "x.dmcs")
assert "--segment" in refused("analyze", "trace.din", "--segment", "3/2", "-o", "x.dmcs")
assert "standard input" in refused("analyze", "-", "--segment", "1/2", "-o", "x.dmcs")
assert not Path("x.dmcs").exists(), "nothing half-written"
part = Path(names[0]).read_bytes()
Path("bad.dmcs").write_bytes(part[:-9] + bytes([part[-9] ^ 1]) + part[-8:])
assert "damaged" in refused("merge", "bad.dmcs", names[1], names[2])
Path("bad.dmcs").write_bytes(part[:200])
assert "ends at offset 200" in refused("merge", "bad.dmcs")
assert "dmcspart" in refused("merge", "trace.din")

# A trace must go somewhere, and be whole.
assert "-o trace.dmct" in refused("trace", "conv")
trace = Path("trace.dmct").read_bytes()
Path("cut.dmct").write_bytes(trace[:-1])
assert f"ends at offset {len(trace) - 1}" in refused("analyze", "cut.dmct")
assert "cut off" in refused("analyze", "cut.dmct", "--segment", "1/2", "-o", "x.dmcs")
assert not Path("x.dmcs").exists()
