# The list has every kernel of the definitions with parameters, defaults and ranges.
from calls import as_json, output

DEFINED = {
    "matmul": ["m", "n", "l"],
    "tiledmatmul": ["m", "n", "l", "order", "tile", "tm", "tn", "tl"],
    "recmatmul": ["n", "m", "l"],
    "recmatmul-tmp": ["n", "m", "l"],
    "flash": ["l", "d", "h", "bq", "bk", "outer"],
    "decode": ["l", "d", "h", "p", "steps"],
    "multiconv": ["n", "k", "c", "f", "stride", "dilation", "layout"],
    "depthwise": ["n", "k", "c", "stride", "dilation", "layout"],
    "conv": ["n", "h", "w", "k"],
    "batchconv": ["n", "k", "c", "x", "layout"],
    "im2col": ["n", "k", "variant"],
    "fft": ["n"],
    "fftconv": ["n", "k"],
    "attention": ["l", "d", "h"],
    "mha": ["l", "d", "h"],
    "gqa": ["l", "d", "h", "p"],
    "transformer": ["l", "d", "h", "f", "layers", "vocab"],
    "winograd": ["n"],
}
everything = as_json("list")
assert everything["schema"] == "dmc.list/1"
assert set(everything) == {"schema", "kernels", "nests", "formulas", "claims", "figures", "formats", "traces"}
found = {kernel["name"]: [parameter["name"] for parameter in kernel["parameters"]]
         for kernel in everything["kernels"]}
assert found == DEFINED, found

table = output("list")
for kernel in everything["kernels"]:
    assert f"\n  {kernel['name']}" in table, kernel
    for parameter in kernel["parameters"]:
        assert parameter["default"] is not None, (kernel["name"], parameter)
        if "choices" in parameter:
            assert parameter["default"] in parameter["choices"]
        else:
            assert parameter["min"] <= parameter["default"] <= parameter["max"]
        assert f"    --{parameter['name']} " in table

assert len(everything["formulas"]) == len({formula["id"] for formula in everything["formulas"]})
for formula in everything["formulas"]:
    assert formula["form"] in ("printed", "corrected", "exact"), formula
    assert formula["source"] and formula["text"] and formula["latex"], formula
    assert set(formula["kernels"]) <= set(DEFINED), formula
for source in ("Lemma 3.7", "Lemma 3.8", "Lemma 3.9", "Theorem 3.4", "Theorem 3.10", "Theorem 3.11",
               "Theorem 3.12", "Theorem 3.18"):
    assert any(formula["source"] == source and formula["form"] == "printed"
               for formula in everything["formulas"]), source

assert {"def2.1", "tab1", "thm3.10", "fig3", "fftconv-bound", "confirm4"} <= \
       {claim["id"] for claim in everything["claims"]}
for claim in everything["claims"]:
    assert claim["source"] and claim["title"] and claim["statement"], claim

assert [f["name"] for f in everything["formats"]] == ["table", "json", "csv", "markdown"]
for topic in ("kernels", "nests", "formulas", "claims", "figures", "formats", "traces"):
    assert as_json("list", topic) == {"schema": "dmc.list/1", topic: everything[topic]}

# The formats of traces are those that --input-format takes.
names = [one["name"] for one in everything["traces"]]
assert {"lackey", "din", "pinatrace", "drmemtrace", "champsim", "oracle-general", "csv"} <= set(names)
assert ", ".join(names) in " ".join(output("analyze", "--help").split())
