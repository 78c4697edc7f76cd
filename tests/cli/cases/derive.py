# Derived formulas: their values are what a run measures and what was worked out by hand, and what cannot be
# derived is refused with the reason.
from calls import as_json, dmc, output


def measured(*arguments):
    return as_json("run", *arguments)


def agrees(at, run):
    assert at["accesses"] == run["accesses"]
    assert at["data"] == run["data"]
    assert at["reuses"] == run["reuses"]
    assert abs(at["dmd"] - run["dmd"]) <= 1e-12 * run["dmd"]


probe = dmc("derive", "matmul")
if probe.returncode == 2 and "libisl-dev" in probe.stderr:
    raise SystemExit(77)  # built without isl, and it says so

# Of dmc's own kernels, which are run to verify them.
matmul = as_json("derive", "matmul", "--at", "m=300,n=200,l=250")
assert matmul["schema"] == "dmc.derive/1" and matmul["undecided"] == 0
assert abs(matmul["at"]["dmd"] - 3663727131.16621) < 1e-4
agrees(matmul["at"], measured("matmul", "--m", "300", "--n", "200", "--l", "250"))
assert matmul["accesses"]["text"] == "m·l·(2n + 1)"
assert {term["carried_by"] for term in matmul["terms"] if term["array"] == "A"} == {"j"}
assert len(matmul["verified"]) >= 6
conv = as_json("derive", "conv", "--at", "n=90,k=5")
assert conv["at"]["parameters"] == {"h": 90, "k": 5, "n": 90, "w": 90}
agrees(conv["at"], measured("conv", "--n", "90", "--k", "5"))

# Of nests, of any region: where k is more than half of w, other formulas hold.
wide = as_json("derive", "conv", "--at", "n=21,k=15")
assert wide["undecided"] == 0 and wide["region"] != conv["region"]
agrees(wide["at"], measured("conv", "--n", "21", "--k", "15"))
lu = as_json("derive", "polybench/lu", "--at", "n=12")
assert (lu["at"]["accesses"], lu["at"]["data"], lu["at"]["reuses"]) == (2222, 144, 2078)
assert f'{lu["at"]["dmd"]:.12g}' == "7871.64880249"

# Parameters that are numbers, arrays in registers.
tall = as_json("derive", "matmul", "--in", "m", "--n", "3", "--l", "4", "--at", "m=50")
assert tall["parameters"] == ["m"] and tall["fixed"] == {"l": 4, "n": 3}
agrees(tall["at"], measured("matmul", "--m", "50", "--n", "3", "--l", "4"))
registers = as_json("derive", "matmul", "--omit", "C", "--at", "m=20,n=21,l=22")
agrees(registers["at"], measured("matmul", "--m", "20", "--n", "21", "--l", "22", "--omit", "C"))

# Tiles are numbers, and sizes multiples of them, as in the values worked out by hand but for n.
tiled = as_json("derive", "paper/tiled", "--tile", "4", "--multiples", "m=4,n=4,l=4", "--at", "m=16,n=24,l=20")
assert tiled["undecided"] == 0 and "n is a multiple of 4" in tiled["region"]
agrees(tiled["at"], measured("paper/tiled", "--tile", "4", "--m", "16", "--n", "24", "--l", "20"))

blocks = as_json("derive", "matmul", "--block", "8", "--multiples", "n=8,l=8", "--at", "m=20,n=24,l=32")
assert blocks["undecided"] == 0 and blocks["block"] == 8
agrees(blocks["at"], measured("matmul", "--block", "8", "--m", "20", "--n", "24", "--l", "32"))

grown = as_json("derive", "matmul", "--grow", "m,n,l")["leading"]
assert (grown["text"], grown["remainder"]) == ("m⁴ + √2·m^3.5", "O(m^3)")

text = output("derive", "-e", "for i<n, j<n: x[i] += A[i,j] * y[j]")
assert "verified against the engine" in text and "n ≥ 2" in text

for arguments, words in (
        ((), "which nest?"),
        (("fft",), "not known as a loop nest"),
        (("-e", "params n, m; for i<n: A[i * m] = 0"), "i * m is not affine"),
        (("-e", "params n, t; for i in 0 .. n step t: A[i] = 0"), "a loop's step has to be a number"),
        (("matmul", "--at", "k=3"), "no parameter 'k'"),
        (("matmul", "--at", "3"), "give parameters' names and numbers: --at n=1000,k=7"),
        (("matmul", "--in", "q"), "no parameter 'q'"),
        (("matmul", "--in", "m", "--m", "3"), "stays a letter"),
        (("matmul", "--multiples", "m"), "give parameters' names and numbers: --multiples n=16"),
        (("matmul", "--multiples", "m=4+4"), "--multiples m"),
        (("matmul", "--block", "4"), "may have blocks that reach from one row into the next"),
        (("matmul", "--grow", "q"), "no parameter 'q'"),
        (("matmul", "--grow", "m", "--m", "3"), "is not a parameter of these"),
        (("matmul", "--grow", "m"), "let more of them grow"),
        (("matmul", "--time-limit", "0"), "--time-limit"),
        (("matmul", "--omit", "Z"), "'Z'"),
        (("matmul", "--m", "3", "--at", "m=4"), "m is 3 in this derivation")):
    failed = dmc("derive", *arguments)
    assert failed.returncode == 2, (arguments, failed)
    assert words in " ".join(failed.stderr.split()), (arguments, failed.stderr)
    assert failed.stdout == ""
