# Nests go wherever a kernel goes, and what they give is what the kernels give.
import json
import math
from pathlib import Path

from calls import as_json, dmc, output

MATMUL = "for i<m, j<l { for p<n: s += A[i,p] * B[p,j];  C[i,j] = s }"
UPDATES = "for i<n, j<n, p<n: C[i,j] += A[i,p] * B[p,j]"
SIZES = ("--m", 6, "--n", 7, "--l", 5)


def same_result(a, b):
    for key in ("accesses", "data", "reuses", "dmd", "arrays", "reuse_classes", "max_distance"):
        assert strip(a[key]) == strip(b[key]), key


def strip(value):
    # Nests have no names for their classes.
    if isinstance(value, list):
        return [strip(one) for one in value]
    if isinstance(value, dict):
        return {key: one for key, one in value.items() if key != "class"}
    return value


# run: the text, a file, a file of C, standard input's place is taken by a name
kernel = as_json("run", "matmul", *SIZES)
Path("product.loop").write_text(MATMUL + "\n", encoding="utf-8")
Path("product.c").write_text("""
for (int i = 0; i < m; i++)
  for (int j = 0; j < l; j++) {
    double sum = 0;
    for (int p = 0; p < n; p++) sum += A[i][p] * B[p][j];
    C[i][j] = sum;
  }
""", encoding="utf-8")
for arguments in (("-e", MATMUL), ("product.loop",), ("product.c",), ("paper/matmul",)):
    for threads in (1, 3):
        nest = as_json("run", *arguments, *SIZES, "--threads", threads)
        same_result(nest, kernel)
        assert nest["parameters"] == kernel["parameters"], arguments
assert as_json("run", "product.loop", *SIZES)["kernel"] == "product"
omitted = as_json("run", "paper/matmul", *SIZES, "--omit", "B", "--block", 4)
same_result(omitted, as_json("run", "matmul", *SIZES, "--omit", "B", "--block", 4))

# The readme's one-liner: A + B + two accesses to C each time.
assert as_json("run", "-e", UPDATES, "--n", 8)["accesses"] == 4 * 8 ** 3

# help: the parameters with what the file says of them
page = output("run", "polybench/gemm", "--help")
assert "--nk N" in page and "columns of A, rows of B (default 32; 0 or more)" in " ".join(page.split())
page = " ".join(output("run", "-e", UPDATES, "--help").split())
assert "--n N a size of the nest (must be given; 0 or more)" in page

# compare: two nests, a nest and a kernel
both = as_json("compare", "-e", UPDATES, "-e", "for i<n, p<n, j<n: C[i,j] += A[i,p] * B[p,j]", "--n", 8)
assert both["kernels"] == ["nest", "nest-2"]
both = as_json("compare", "product.loop", "matmul", *SIZES)
assert both["kernels"] == ["product", "matmul"]

# sweep, fit, tune crossover
rows = output("sweep", "polybench/lu", "--n", "4,8", "--format", "csv").splitlines()
assert sum(row.startswith("rows,") for row in rows) == 2, rows
fit = as_json("fit", "-e", "for i<n, j<n: s += A[j,i]; for i<n, j<n: s += A[i,j]", "--n", "8:64:x2")
assert fit["kernel"] == "nest"
crossover = dmc("tune", "crossover", "polybench/lu", "polybench/cholesky", "--over", "n", "--n", "4,8,16")
assert crossover.returncode == 0, crossover

# trace, and what analyze makes of it
output("trace", "polybench/jacobi-1d", "-o", "t.dmct", "-q")
recorded = as_json("analyze", "t.dmct")
same_result(recorded, as_json("run", "polybench/jacobi-1d"))

# check
Path("checks.json").write_text(json.dumps({
    "schema": "dmc.check/1",
    "checks": [{"kernel": "product.loop", "parameters": {"m": 6, "n": 7, "l": 5},
                "expect": [{"quantity": "accesses", "value": 2 * 6 * 7 * 5 + 6 * 5}]},
               {"kernel": "polybench/atax", "parameters": {"m": 13, "n": 10},
                "expect": [{"quantity": "accesses", "value": 1063},
                           {"quantity": "data", "value": 163}]}]}), encoding="utf-8")
output("check", "checks.json")

# show: what it prints is the same nest
Path("shown.loop").write_text(output("show", "polybench/nussinov"), encoding="utf-8")
same_result(as_json("run", "shown.loop", "--n", 9), as_json("run", "polybench/nussinov", "--n", 9))

# list
names = [row["name"] for row in as_json("list", "nests")["nests"]]
assert sum(name.startswith("polybench/") for name in names) == 30
assert "paper/conv" in names

# Labels and phases are what classes go by.
classes = as_json("run", "-e", "phase fill { a: for i<n: A[i] = 0 }\nfor t<3 { b: for i<n: s += A[i] }",
                  "--n", 5)
assert {(c["array"], c["carried_by"]) for c in classes["reuse_classes"]} == {("A", "program"), ("A", "t")}
assert [stage["name"] for stage in classes["stages"]][0] == "fill"
assert math.isclose(classes["dmd"], 15 * math.sqrt(5), rel_tol=1e-12)
