# Values of the kernel definitions, asked for as a user would: each model option and choice once.
from calls import as_json

REFERENCE = [
    ("matmul --m 5 --n 6 --l 7", 455, 107, 348, "1951.74326138"),
    ("conv --h 7 --w 12 --k 3 --omit R", 900, 93, 807, "3550.00585151"),
    ("batchconv --n 8 --k 3 --c 5 --x 2", 3420, 401, 3019, "18173.2088995"),
    ("batchconv --n 8 --k 3 --c 4 --x 2 --layout nhwc --block 4", 2700, 82, 2618, "7894.72647338"),
    ("im2col --n 9 --k 3 --variant printed", 1813, 244, 1569, "7699.5087021"),
    ("fft --n 32", 960, 368, 592, "2259.10251154"),
    ("fft --n 32 --temporaries reuse", 960, 172, 788, "3327.42382955"),
    ("gqa --l 5 --d 12 --h 6 --p 2", 6160, 934, 5226, "36624.5814948"),
    ("transformer --l 4 --d 8 --h 2 --f 12 --layers 2 --vocab 6", 17172, 2620, 14552,
     "94366.4208825"),
    ("winograd --n 10", 601, 189, 412, "2568.53099751"),
    ("conv --n 512 --k 3", 4941900, 522253, 4419647, "40055065.6393"),
]
for command, accesses, data, reuses, dmd in REFERENCE:
    run = as_json("run", *command.split())
    assert (run["accesses"], run["data"], run["reuses"]) == (accesses, data, reuses), (command, run)
    assert f"{run['dmd']:.12g}" == dmd, (command, run["dmd"])

# Granularity and the costs of first accesses, as they are defined.
plain = as_json("run", "fft", "--n", 32)
bits = as_json("run", "fft", "--n", 32, "--bits", 64)
assert abs(bits["dmd"] / plain["dmd"] - 8) < 1e-12
assert plain["cold_cost"] == 0
assert abs(as_json("run", "fft", "--n", 32, "--cold", "bound")["cold_cost"] - 368**1.5) < 1e-6
stack = as_json("run", "fft", "--n", 32, "--cold", "stack")["cold_cost"]
assert abs(stack - sum(i**0.5 for i in range(1, 369))) < 1e-6

# Arrays may be omitted one by one or in a list.
listed = as_json("run", "conv", "--n", 9, "--omit", "K,R")
assert listed == as_json("run", "conv", "--n", 9, "--omit", "K", "--omit", "R", "--omit", "K")
assert listed["model"]["omit"] == ["K", "R"]
assert listed["accesses"] == 49 * 9
