# A sweep that is resumed takes over what it can believe, and measures the rest again.
import json
import os

from calls import dmc, output

SWEEP = ["sweep", "conv", "--n", "8,12,16", "--k", "3,5", "--cold", "bound", "--bits", "4"]
COUNTS = ("accesses", "data", "reuses", "max_distance")
REALS = ("dmd", "cold_cost", "mean_distance")


def read(name):
    with open(name, "rb") as file:
        return file.read()


def write(name, contents):
    with open(name, "wb") as file:
        file.write(contents)


def check_mended(name, whole, damaged, options, what, line=3):
    """The damaged file, as FILE and as what is left of an interrupted sweep, becomes the whole one."""
    for place in (name, f"{name}.partial"):
        write(place, damaged)
        done = dmc(*SWEEP, *options, "-o", name, "--resume")
        assert done.returncode == 0, (what, done)
        assert read(name) == whole, (what, place, read(name))
        assert "1 row is damaged" in done.stderr and f"{place}, line {line}" in done.stderr, (what, done.stderr)
        assert not os.path.exists(f"{name}.partial")
        os.remove(name)


for options in ([], ["--classes"]):
    # A table: every cell of what was measured, damaged in every way.
    output(*SWEEP, *options, "-o", "s.csv")
    whole = read("s.csv")
    os.remove("s.csv")
    lines = whole.split(b"\n")
    header = lines[0].decode().split(",")
    cells = lines[2].split(b",")
    ratios = [i for i, name in enumerate(header) if name.startswith("ratio.")]
    figures = list(range(header.index("accesses"), ratios[0]))
    for i in [*figures, ratios[0], ratios[-1], *range(ratios[-1] + 1, len(header))[:2]]:
        ways = [b"oops", b"\xff\xfe", b"-1", b"nan", b"inf", b"1e9", cells[i] + b"0", cells[i] + b" ",
                b"+" + cells[i], b'"' + cells[i] + b'"', b"\x1b[31m" + cells[i], b"1"]
        if header[i].startswith("ratio."):
            ways = [way for way in ways if way not in (b"1e9", cells[i] + b"0", b"1")]
        if header[i] in COUNTS + REALS:
            ways += [b"", b"0"]
        if header[i] in COUNTS + REALS and header[i] != "max_distance":  # which others only bound
            ways += [str(float(cells[i]) * 1.01).encode()]
        if header[i] in ("accesses", "data", "reuses"):
            ways += [str(int(cells[i]) + 1).encode()]
        for cell in ways[:: 1 if options == [] else 3]:
            if cell != cells[i]:
                row = b",".join(cells[:i] + [cell] + cells[i + 1:])
                check_mended("s.csv", whole, b"\n".join([*lines[:2], row, *lines[3:]]), options,
                             (header[i], cell))
    for row in (b",".join(cells[:-1]), lines[2] + b",1", lines[2] + b"\r"):
        check_mended("s.csv", whole, b"\n".join([*lines[:2], row, *lines[3:]]), options, row)

    # Objects, a line each.
    output(*SWEEP, *options, "-o", "s.jsonl")
    whole = read("s.jsonl")
    os.remove("s.jsonl")
    lines = whole.decode().split("\n")
    for key in COUNTS + REALS + ("ratios",):
        if key == "accesses":
            continue  # where the key of a line ends, which is seen below
        for value in ("oops", None, -1, 1e300, [], {}, 10 ** 30)[:: 1 if options == [] else 3]:
            row = json.loads(lines[2])
            row[key] = value
            text = json.dumps(row, separators=(",", ":"))
            check_mended("s.jsonl", whole, "\n".join([*lines[:2], text, *lines[3:]]).encode(), options,
                         (key, value))
    check_mended("s.jsonl", whole, whole.replace(b'"dmd":', b'"dmd":' + b"[" * 100_000, 1), options,
                 "deep", 1)

# Two rows of one run that differ: neither is believed, even where each looks right.
output(*SWEEP, "-o", "s.csv")
whole = read("s.csv")
lines = whole.split(b"\n")
cold = lines[0].split(b",").index(b"cold_cost")
cells = lines[2].split(b",")
cells[cold] = str(float(cells[cold]) * (1 + 1e-12)).encode()
damaged = b"\n".join([*lines[:2], b",".join(cells), *lines[2:]])
check_mended("s.csv", whole, damaged, [], "two rows", 4)

# What is whole is taken over in silence.
write("s.csv.partial", b"\n".join(lines[:3]) + b"\n" + lines[3][:10])
assert output(*SWEEP, "-o", "s.csv", "--resume") == ""
assert read("s.csv") == whole

# A sweep that is fitted has figures that are numbers.
for cell in (b"nan", b"inf", b"-1", b"1e999", b"\xff"):
    cells = lines[2].split(b",")
    cells[lines[0].split(b",").index(b"dmd")] = cell
    write("f.csv", b"\n".join([*lines[:2], b",".join(cells), *lines[3:]]))
    done = dmc("fit", "f.csv")
    assert done.returncode == 2 and "f.csv: line 3: " in done.stderr, (cell, done)
