"""Installs dmc to a new prefix, builds the example of docs/examples against it, and checks what the
example prints against closed forms that were worked out by hand.

The example transposes an n x n matrix A into B. Distances count blocks of b elements; b divides n.
For each element in turn it reads A[i,j] and writes B[j,i].

- A's rows are read along blocks: each of the n*n/b blocks is read b times in a row with one block of B
  between, so it is reused b-1 times at distance 2. This is so in either order.
- B is written down a column. Element B[j,i] lies in the block that B[j,i-1] is in, unless b divides i.
  Between the two writes lie one step for every other j of the row or tile, w of them altogether (w = n
  row by row, w = b in tiles of b x b). They touch w blocks of B, counting the block itself, and the w/b
  blocks of A of row i and of row i-1 that lie between: all w/b of them in one row or the other, and one
  in both rows, unless j is the last of its block: then row i-1 has done with that block. The distance is
  w + w/b + 1 for the b-1 first of each b values of j, and w + w/b for the last.
  n*n*(b-1)/b writes are such reuses.

By hand for n=4, b=2: the first row touches a00 b00 a00 b10 a01 b20 a01 b30, the second a10 b00 a10 b10
a11 b20 a11 b30, and B's reuses in the second are at distances 7, 6, 7, 6; in tiles of 2 x 2 the first
tile is a00 b00 a00 b10 a10 b00 a10 b10, and they are at 4 and 3.
"""

import argparse
import json
import math
import re
import subprocess
import sys
import tempfile
from pathlib import Path


def distances_of_b(width, block):
    """The distances of B's reuses, and which part of them is at each."""
    base = width + width // block
    return [(base + 1, (block - 1) / block), (base, 1 / block)]


def expected(n, block, width):
    reuses = n * n * (block - 1) // block
    spread = distances_of_b(width, block)
    dmd_a = reuses * math.sqrt(2)
    dmd_b = reuses * sum(part * math.sqrt(distance) for distance, part in spread)
    return {
        "total": (2 * n * n, 2 * n * n // block, 2 * reuses, dmd_a + dmd_b),
        "A": ("j", reuses, 2, 2, dmd_a),
        "B": ("i", reuses, spread[1][0], spread[0][0], dmd_b),
    }


def by_hand():
    """The closed forms above against the distances counted by hand for n=4, b=2."""
    rows = expected(4, 2, 4)
    tiles = expected(4, 2, 2)
    assert rows["total"][:3] == (32, 16, 16)
    assert math.isclose(rows["B"][4], 4 * math.sqrt(7) + 4 * math.sqrt(6))
    assert math.isclose(tiles["B"][4], 4 * math.sqrt(4) + 4 * math.sqrt(3))
    assert math.isclose(rows["A"][4], 8 * math.sqrt(2))


def printed(output):
    """The example's output, a dictionary like `expected` for each of its two parts."""
    parts = []
    for line in output.splitlines():
        if found := re.search(r"(\d+) accesses, (\d+) blocks, (\d+) reuses, DMD ([\d.]+)$", line):
            parts.append({"total": (*map(int, found.groups()[:3]), float(found[4]))})
        elif found := re.match(r" +([AB]) +(\w+) +(\d+) +(\d+) +(\d+) +([\d.]+)$", line):
            assert found[1] not in parts[-1], f"two classes of {found[1]}"
            parts[-1][found[1]] = (found[2], *map(int, found.groups()[2:5]), float(found[6]))
    return parts


def same(a, b):
    # Figures are printed to one decimal place.
    return a[:-1] == b[:-1] and abs(a[-1] - b[-1]) <= 0.0500001


def check(program, n, block):
    run = subprocess.run([program, str(n), str(block)], capture_output=True, text=True, check=True)
    parts = printed(run.stdout)
    want = [expected(n, block, n), expected(n, block, block)]
    good = len(parts) == 2 and all(
        found.keys() == wanted.keys() and all(same(found[key], wanted[key]) for key in wanted)
        for found, wanted in zip(parts, want))
    if not good:
        sys.exit(f"{run.stdout}\nn={n} block={block}: expected\n{want}\nfound\n{parts}")
    return run.stdout


def check_recorded(program, dmc, trace, n, block):
    """What the example records in tiles is, analyzed, what was worked out for that order."""
    subprocess.run([program, str(n), str(block), trace], check=True)
    run = subprocess.run([dmc, "analyze", trace, "--json"], capture_output=True, text=True, check=True)
    found, want = json.loads(run.stdout), expected(n, block, block)
    total = (found["accesses"], found["data"], found["reuses"], found["dmd"])
    classes = {one["array"]: (one["carried_by"], one["reuses"], one["min_distance"],
                              one["max_distance"], one["dmd"]) for one in found["reuse_classes"]}
    if not (same(total, want.pop("total")) and classes.keys() == want.keys() and
            all(same(classes[name], want[name]) for name in want)):
        sys.exit(f"{run.stdout}\nn={n} block={block}: recorded in tiles, expected\n{want}")


def expect(code, words, *command):
    """A call that must end with this code and say these words."""
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode != code or not all(word in run.stdout for word in words):
        sys.exit(f"{command}: exit code {run.returncode}, expected {code} and {words}\n"
                 f"{run.stdout}{run.stderr}")
    return run.stdout


def check_expectations(program, prefix, example, directory):
    """The example of docs/ci.md: its expectations, worked out as above, hold; with larger tiles they
    do not, and it is B's reuses that are said to have changed."""
    dmc, result = prefix / "bin" / "dmc", directory / "transpose.json"
    expected_file = directory / "expected.json"
    expected_file.write_text((example / "expected.json").read_text(encoding="utf-8"), encoding="utf-8")
    result.write_text(expect(0, ['"dmc.run/1"'], program, "--json"), encoding="utf-8")
    expect(0, ["all hold"], program, example / "own.json")
    expect(0, ["all hold"], dmc, "check", prefix / "share/dmc/checks/reference.json")
    expect(0, ["all hold"], dmc, "check", expected_file)
    result.write_text(expect(0, [], program, "--json", "64"), encoding="utf-8")
    said = expect(1, ["at most 17,000", "What has changed"], dmc, "check", expected_file)
    changed = said.split("What has changed")[1]
    if "B carried by i" not in changed or "A carried by j" in changed:
        sys.exit(said)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cmake", required=True)
    parser.add_argument("--build", required=True)
    parser.add_argument("--examples", required=True, type=Path)
    parser.add_argument("--options", required=True)
    arguments = parser.parse_args()
    by_hand()
    with tempfile.TemporaryDirectory() as directory:
        prefix, build = Path(directory) / "prefix", Path(directory) / "build"

        def cmake(*words):
            done = subprocess.run([arguments.cmake, *map(str, words)], stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True, check=False)
            if done.returncode != 0:
                sys.exit(done.stdout)

        def build_example(example):
            cmake("-S", example, "-B", build / example.name, f"-DCMAKE_PREFIX_PATH={prefix}",
                  *arguments.options.split(";"))
            cmake("--build", build / example.name)
            return build / example.name

        cmake("--install", arguments.build, "--prefix", prefix)
        transpose = build_example(arguments.examples / "transpose") / "transpose"
        for n, block in ((4, 2), (6, 3), (64, 8)):
            check(transpose, n, block)
            check_recorded(transpose, prefix / "bin" / "dmc", Path(directory) / "tiles.dmct", n, block)
        shown = (arguments.examples / "transpose" / "output.txt").read_text(encoding="utf-8")
        if check(transpose, 64, 8) != shown:
            sys.exit("docs/examples/transpose/output.txt is not what the example prints")
        check_expectations(build_example(arguments.examples / "ci") / "measure_transpose", prefix,
                           arguments.examples / "ci", Path(directory))
    print("the examples build against the installed package and print what was worked out by hand")


if __name__ == "__main__":
    main()
