# What dmc record says of a matrix product holds against a count made from the source alone: all
# accesses, by structure, at each distance; with every compiler that there is. What else it gives
# (annotated source, folded stacks, traces) says the same.
import json
import math
import os
import shutil
import subprocess
import sys
from pathlib import Path

from calls import DMC, dmc, output

if shutil.which("gcc") is None:
    print("there is no gcc", file=sys.stderr)
    sys.exit(77)

N = 12
C_SOURCE = """#include <stdio.h>
static double A[12][12], B[12][12], C[12][12];
static void multiply(void) {
  for (int i = 0; i < 12; ++i) {
    for (int j = 0; j < 12; ++j) {
      C[i][j] = 0;
      for (int k = 0; k < 12; ++k) {
        C[i][j] += A[i][k] * B[k][j];
      }
    }
  }
}
int main(void) {
  char word[100] = "";
  if (scanf("%99s", word) == 1) {
    multiply();
    printf("got %s\\n", word);
  }
  return 5;
}
"""
F_SOURCE = """module arrays
  real(8), save :: A(12,12), B(12,12), C(12,12)
end module
subroutine multiply()
  use arrays
  integer :: i, j, k
  do i = 1, 12
    do j = 1, 12
      C(j,i) = 0
      do k = 1, 12
        C(j,i) = C(j,i) + A(k,i) * B(j,k)
      end do
    end do
  end do
end subroutine
program heat
  call multiply()
end program
"""
Path("mm.c").write_text(C_SOURCE, encoding="utf-8")
Path("mm.f90").write_text(F_SOURCE, encoding="utf-8")


def trace():
    """Array, element and line of each access in the source's order."""
    for i in range(N):
        for j in range(N):
            yield "C", (i, j), 6
            for k in range(N):
                yield from (("A", (i, k), 8), ("B", (k, j), 8), ("C", (i, j), 8), ("C", (i, j), 8))


def reuses_of():
    """By array and line: reuses and the sum of their distances' roots; the naive way."""
    stack, sums = [], {}
    for array, element, line in trace():
        datum = (array, element)
        if datum in stack:
            distance = len(stack) - stack.index(datum)
            stack.remove(datum)
            for key in (array, line):
                count, dmd = sums.get(key, (0, 0))
                sums[key] = (count + 1, dmd + math.sqrt(distance))
        stack.append(datum)
    return sums


EXPECTED = reuses_of()


def check(report, name):
    assert report["reads"] == 3 * N**3, name
    assert report["writes"] == N**3 + N**2, name
    arrays = {row["name"].lower(): row for row in report["arrays"]}
    for array in "ABC":
        got = arrays[array.lower()] if array.lower() in arrays else arrays[
            f"__arrays_mod_{array.lower()}"]
        count, dmd = EXPECTED[array]
        assert got["reuses"] == count and math.isclose(got["dmd"], dmd, rel_tol=1e-12), (name, got)
    total = sum(row["dmd"] for row in report["reuse_classes"])
    assert math.isclose(total, report["dmd"], rel_tol=1e-12), name


def record(*arguments, text="word\n"):
    return subprocess.run([DMC, "record", *arguments], input=text, capture_output=True,
                          encoding="utf-8", check=False, timeout=60)


def compile_with(compiler, way, source, program, *options):
    environment = dict(os.environ, CC=compiler, FC=compiler)
    done = subprocess.run([DMC, way, "-O0", "-g", source, "-o", program, *options], env=environment,
                          capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


for compiler, way, source in (("gcc", "cc", "mm.c"), ("clang", "cc", "mm.c"),
                              ("gfortran", "fortran", "mm.f90")):
    if shutil.which(compiler) is None:
        continue
    compile_with(compiler, way, source, compiler + "-mm")
    done = record("--from", "multiply", "--report", "r.json", f"./{compiler}-mm")
    assert done.returncode == (5 if way == "cc" else 0), done
    check(json.loads(Path("r.json").read_text(encoding="utf-8")), compiler)

# The program's own input, output and status go through; the report is on standard error.
done = record("-o", "mm.dmct", "./gcc-mm")
assert done.stdout == "got word\n" and done.returncode == 5, done
assert done.stderr.startswith("./gcc-mm\nThe program exited with status 5.\n"), done.stderr
assert record("-q", "./gcc-mm").stderr == ""

# A trace that was kept says the same, to dmc analyze and dmc annotate.
kept = json.loads(output("analyze", "mm.dmct", "--json"))
arrays = {row["name"]: row for row in kept["arrays"]}
for array in "ABC":
    assert arrays[array]["reuses"] == EXPECTED[array][0], arrays[array]
    assert math.isclose(arrays[array]["dmd"], EXPECTED[array][1], rel_tol=1e-12)
lines = {row["line"]: row for row in json.loads(
    output("annotate", "mm.dmct", "--size", "64B,1MiB", "--json"))["lines"]}
assert lines[6]["accesses"] == N**2 and lines[8]["accesses"] == 4 * N**3
assert lines[8]["reuses"] == EXPECTED[8][0]
assert math.isclose(lines[8]["dmd"], EXPECTED[8][1], rel_tol=1e-12)
assert lines[8]["source"].strip() == "C[i][j] += A[i][k] * B[k][j];"
# Eight data fit into 64 bytes: the write of C hits always, its read too but for what line 6 did.
small, large = lines[8]["misses"]
assert small["bytes"] == 64 and small["misses"] == 2 * N**3
assert large["misses"] == 2 * N**2, "the first accesses to A and B"
table = output("annotate", "mm.dmct")
assert "C[i][j] += A[i][k] * B[k][j];" in table and "⋮" not in table.splitlines()[0]
output("annotate", "mm.dmct", "-o", "mm.html")
page = Path("mm.html").read_text(encoding="utf-8")
assert page.startswith("<!DOCTYPE html>") and "C[i][j] += A[i][k]" in page
assert "| " in output("annotate", "mm.dmct", "--format", "markdown")

# Stacks: all of the cost but main's own lies in multiply, which main calls.
record("--report", "stacks", "--format", "folded", "./gcc-mm")
stacks = dict(line.rsplit(" ", 1) for line in Path("stacks").read_text(encoding="utf-8").splitlines())
whole = sum(EXPECTED[array][1] for array in "ABC")
assert abs(int(stacks["main;multiply"]) - whole) <= 1, stacks

# A kernel's trace has no lines.
output("trace", "conv", "--n", "8", "--k", "3", "-q", "-o", "conv.dmct")
refused = dmc("annotate", "conv.dmct")
assert refused.returncode == 2 and "does not say which line" in refused.stderr
