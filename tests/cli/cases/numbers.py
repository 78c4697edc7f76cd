# Numbers as people type them, wherever a number of data, bytes or accesses is asked for: what each means is
# plain arithmetic, and whatever has no plain meaning is refused.
from calls import as_json, dmc


def rows(text):
    return as_json("run", "matmul", "--m", text, "--n", "1", "--l", "1")["parameters"]["m"]


for text, value in (("1k", 1000), ("1K", 1000), ("1e3", 1000), ("1_000", 1000), ("2.5k", 2500),
                    ("1Ki", 1024), ("1.5Ki", 1536), ("0.01M", 10_000), ("007", 7)):
    assert rows(text) == value, text

swept = as_json("sweep", "matmul", "--m", "1k:4k:x2,1Ki", "--n", "1", "--l", "1")
assert [row["parameters"]["m"] for row in swept["rows"]] == [1000, 2000, 4000, 1024]
compared = as_json("compare", "matmul", "tiledmatmul", "--m", "0.1k", "--n", "2", "--l", "2")
assert compared["problems"][0]["parameters"]["m"] == 100
assert as_json("run", "conv", "--n", "8", "--block", "1e1")["model"]["block"] == 10
assert as_json("formula", "lem3.13", "--n", "1Ki")["formulas"][0]["parameters"]["n"] == 1024

with open("ids", "w", encoding="utf-8") as file:
    file.writelines(f"{i % 300}\n" for i in range(3000))
with open("trace.din", "w", encoding="utf-8") as file:
    file.writelines(f"0 {4096 * (i % 5):x}\n" for i in range(100))


def analyzed(*arguments):
    return as_json("analyze", *arguments)


assert analyzed("ids", "--limit", "1e3")["accesses"] == 1000
assert analyzed("ids", "--limit", "1.5k")["accesses"] == 1500
assert [one["accesses"] for one in analyzed("ids", "--interval", "1k")["intervals"]] == [1000] * 3
assert analyzed("trace.din", "--granule", "4K")["data"] == 5
assert analyzed("trace.din", "--granule", "4KiB")["model"]["granule"] == 4096
assert analyzed("trace.din", "--granule", "8k")["data"] == 3  # two pages in each
sizes = analyzed("trace.din", "--size", "32K,32k,32KiB,32Ki,32 KiB,32kB,1M,1MB,4096")["caches"]
assert [one["bytes"] for one in sizes] == [32768] * 5 + [32000, 1048576, 1000000, 4096]
half = analyzed("ids", "--sample", "50%")
assert half["estimate"]["rate"] == analyzed("ids", "--sample", "0.5")["estimate"]["rate"]

for text, why in (("1.5", "not a whole number"), ("3.0", "not a whole number"), ("1e400", "too large"),
                  ("1e-3", "not a whole number"), ("-1k", "negative"), ("-3", "negative"),
                  ("1,000", "commas"), ("32KiB", "a size of memory"), ("k", "not a whole number"),
                  ("1kk", "not a whole number"), ("0x10", "not a whole number"), ("1e", "not a whole number"),
                  ("1_", "not a whole number"), ("5T", "too large"), ("0k", "too small")):
    refused = dmc("run", "matmul", "--m=" + text, "--n", "1", "--l", "1")
    assert (refused.returncode, refused.stdout) == (2, ""), (text, refused)
    assert refused.stderr.startswith("dmc: --m: ") and why in refused.stderr, (text, refused.stderr)
    assert "give a whole number from 1 to 4294967295" in refused.stderr, refused.stderr
for option, text, why in (("--size", "32Kib", "not a size of memory"), ("--size", "1.5", "not a size"),
                          ("--size", "-1K", "negative"), ("--size", "0", "too small"),
                          ("--granule", "1e99", "too large"), ("--granule", "12", "power of two"),
                          ("--limit", "4KiB", "size of memory"), ("--sample", "100%", "share"),
                          ("--sample", "2", "share")):
    refused = dmc("analyze", "trace.din", f"{option}={text}")
    assert (refused.returncode, refused.stdout) == (2, ""), (option, text, refused)
    assert refused.stderr.startswith(f"dmc: {option}: ") and why in refused.stderr, refused.stderr
