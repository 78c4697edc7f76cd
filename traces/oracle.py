#!/usr/bin/env python3
"""What the sample traces amount to, found out without dmc: each format is read as its own tool
describes it, and distances come from a list of data in order of last use.

    traces/oracle.py [--update]    checks expected.json, or writes it
"""

import gzip
import json
import lzma
import math
import re
import struct
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def contents(path):
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes())
    if path.suffix == ".xz":
        return lzma.decompress(path.read_bytes())
    if path.suffix == ".zst":
        return subprocess.run(["zstd", "-dcq", path], capture_output=True, check=True).stdout
    return path.read_bytes()


def lines(data):
    return data.decode().splitlines()


# Each reader gives (kind, address, size, thread), the kind being r, w or i.

def lackey(data):
    for line in lines(data):
        if not line or line.startswith("=="):
            continue
        kind, rest = line[:3].strip(), line[3:]
        address, size = rest.split(",")
        for step in {"I": "i", "L": "r", "S": "w", "M": "rw"}[kind]:
            yield step, int(address, 16), int(size), ""


def din(data):
    for line in lines(data):
        label, address = line.split()[:2]
        yield "rwi"[int(label)], int(address, 16), 1, ""


def pinatrace(data):
    for line in lines(data):
        if line != "#eof":
            _, kind, address = line.split()
            yield kind.lower(), int(address, 16), 1, ""


def drmemtrace(data):
    for line in lines(data):
        found = re.match(r" *\d+ +\d+: +(\S+) (read|write|ifetch) +(\d+) byte\(s\) @ 0x(\w+)", line)
        if found:
            yield {"read": "r", "write": "w", "ifetch": "i"}[found[2]], int(found[4], 16), \
                int(found[3]), found[1]


def champsim(data):
    for ip, *rest in struct.iter_unpack("<Q8s2Q4Q", data):
        stores, loads = rest[1:3], rest[3:]
        yield "i", ip, 1, ""
        for kind, addresses in (("r", loads), ("w", stores)):
            for address in filter(None, addresses):
                yield kind, address, 1, ""


def gem5(data):
    def varint(at):
        value = shift = 0
        while True:
            byte = data[at]
            value |= (byte & 0x7f) << shift
            at, shift = at + 1, shift + 7
            if byte < 0x80:
                return value, at

    at, first = 4, True
    while at < len(data):
        length, at = varint(at)
        end, fields = at + length, {}
        while at < end and not first:
            key, at = varint(at)
            fields[key >> 3], at = varint(at)
        if not first:
            kind = "i" if fields.get(5, 0) & 0x100 else {1: "r", 4: "w"}[fields[2]]
            yield kind, fields[3], fields[4], ""
        at, first = end, False


def spc(data):
    for line in lines(data):
        unit, block, size, kind, _ = line.split(",")
        yield kind, (int(unit), int(block) * 512), int(size), ""


def msr(data):
    for line in lines(data):
        _, _, disk, kind, offset, size, _ = line.split(",")
        yield kind[0].lower(), (int(disk), int(offset)), int(size), ""


def ids(data):
    for line in lines(data):
        yield "r", int(line), 1, ""


def keys(data):
    for line in lines(data)[1:]:
        yield "r", line.split(",")[2], 1, ""


def columns(data, start=0):
    for line in lines(data)[start:]:
        yield line.split(",")


def alibaba(data):
    for disk, kind, offset, size, _ in columns(data):
        yield kind.lower(), (disk, int(offset)), int(size), ""


def tencent(data):
    for _, sector, count, kind, disk in columns(data):
        yield "rw"[int(kind)], (disk, int(sector) * 512), int(count) * 512, ""


def systor(data):
    for _, _, kind, disk, offset, size in columns(data, 1):
        yield kind.lower(), (disk, int(offset)), int(size), ""


def blkparse(data):
    for line in lines(data):
        words = line.split()
        if len(words) == 11 and words[5] == "Q":
            yield words[6][0].lower(), (words[0], int(words[7]) * 512), int(words[9]) * 512, ""


def arc(data):
    for line in lines(data):
        first, count, _, _ = line.split()
        yield "r", int(first), int(count), ""


def twitter(data):
    for _, key, _, _, _, kind, _ in columns(data):
        yield {"get": "r", "set": "w"}[kind], key, 1, ""


def meta(data):
    for _, key, _, kind, count, *_ in columns(data, 1):
        for _ in range(int(count)):
            yield {"GET": "r", "SET": "w"}[kind], key, 1, ""


def oracle_general(data):
    for _, name, _, _ in struct.iter_unpack("<IQIq", data):
        yield "r", name, 1, ""


# File, how it is read, the format's name in dmc, bytes of a datum where none are asked for, and what
# dmc has to be told.
TRACES = [
    ("true.lackey.xz", lackey, "lackey", 8, []),
    ("matmul.lackey.xz", lackey, "lackey", 8, []),
    ("true.din.gz", din, "din", 8, []),
    ("true.pinatrace", pinatrace, "pinatrace", 8, []),
    ("two-threads.drmemtrace.xz", drmemtrace, "drmemtrace", 8, []),
    ("true.champsim.xz", champsim, "champsim", 8, []),
    ("true.gem5.gz", gem5, "gem5", 8, []),
    ("gcc.spc", spc, "spc", 4096, []),
    ("gcc.msr.csv.gz", msr, "msr", 4096, []),
    ("lines.ids", ids, "csv", 1, []),
    ("gcc.keys.csv.gz", keys, "csv", 1, ["--column", "path", "--keys", "text"]),
    ("gcc.alibaba.csv.gz", alibaba, "alibaba", 4096, []),
    ("gcc.tencent.csv.gz", tencent, "tencent", 4096, ["--input-format", "tencent"]),
    ("gcc.systor.csv.gz", systor, "systor", 4096, []),
    ("gcc.blkparse.gz", blkparse, "blkparse", 4096, []),
    ("gcc.arc.gz", arc, "arc", 1, ["--input-format", "arc"]),
    ("gcc.twitter.csv.gz", twitter, "twitter", 1, []),
    ("gcc.meta.csv.gz", meta, "meta", 1, []),
    ("gcc.oracleGeneral.zst", oracle_general, "oracle-general", 1, []),
]


def granules(references, kinds, granule):
    for kind, address, size, thread in references:
        if kind not in kinds:
            continue
        if isinstance(address, str):
            yield address, thread
            continue
        disk, first = address if isinstance(address, tuple) else (0, address)
        for number in range(first // granule, (first + size - 1) // granule + 1):
            yield (disk, number), thread


def measure(data):
    """Distances straight from their definition; and times, in accesses."""
    recent, last, histogram, times = [], {}, {}, 0
    count = 0
    for count, datum in enumerate(data, 1):
        if datum in last:
            distance = recent.index(datum) + 1
            del recent[distance - 1]
            histogram[distance] = histogram.get(distance, 0) + 1
            times += count - last[datum]
        recent.insert(0, datum)
        last[datum] = count
    reuses = sum(histogram.values())
    return {"accesses": count, "data": len(recent), "reuses": reuses,
            "dmd": math.fsum(n * math.sqrt(d) for d, n in histogram.items()),
            "mean_distance": sum(n * d for d, n in histogram.items()) / reuses if reuses else 0,
            "max_distance": max(histogram, default=0),
            "mean_time": times / reuses if reuses else 0,
            "histogram": dict(sorted(histogram.items()))}


def result_of(name, kinds="rw", granule=None, per_thread=False):
    """The result of one sample; with threads apart a list of (thread, result)."""
    _, read, _, fallback, _ = next(trace for trace in TRACES if trace[0] == name)
    accesses = list(granules(read(contents(HERE / name)), kinds, granule or fallback))
    if not per_thread:
        return measure(datum for datum, _ in accesses)
    threads = dict.fromkeys(thread for _, thread in accesses)
    return [(thread, measure(datum for datum, of in accesses if of == thread))
            for thread in threads]


def summary(result):
    return {key: value for key, value in result.items() if key != "histogram"}


def main():
    path = HERE / "expected.json"
    results = {name: summary(result_of(name)) for name, *_ in TRACES}
    text = json.dumps(results, indent=2) + "\n"
    if "--update" in sys.argv[1:]:
        path.write_text(text, encoding="utf-8")
    elif path.read_text(encoding="utf-8") != text:
        sys.exit("expected.json is not what the traces amount to")


if __name__ == "__main__":
    main()
