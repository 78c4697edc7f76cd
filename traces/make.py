#!/usr/bin/env python3
"""Makes the sample traces anew: README.md says from what. Needs valgrind, strace, gcc, zstd.

    traces/make.py DIRECTORY

Addresses differ from one machine to the next, so the traces do too; traces/oracle.py --update then
writes their results.
"""

import gzip
import lzma
import re
import struct
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
LINES = 6000  # of the lackey trace that the converted ones hold


def lackey(program, path):
    subprocess.run(["valgrind", "-q", "--tool=lackey", "--trace-mem=yes", f"--log-file={path}",
                    *program], stdout=subprocess.DEVNULL, check=True)
    return path.read_text()


def records(text):
    """(kind, address, size) of a lackey trace, M as it stands."""
    for line in text.splitlines():
        found = re.fullmatch(r"(I | L| S| M) ([0-9a-f]+),(\d+)", line)
        if found:
            yield found[1].strip(), int(found[2], 16), int(found[3])


def steps(trace):
    for kind, address, size in trace:
        for step in ("L", "S") if kind == "M" else (kind,):
            yield step, address, size


def din(trace):
    labels = {"L": 0, "S": 1, "I": 2}
    return "".join(f"{labels[kind]} {address:x}\n" for kind, address, _ in steps(trace))


def pinatrace(trace):
    pc, lines = 0, []
    for kind, address, _ in steps(trace):
        if kind == "I":
            pc = address
        else:
            lines.append(f"0x{pc:x}: {'R' if kind == 'L' else 'W'} 0x{address:x}\n")
    return "".join(lines) + "#eof\n"


def drmemtrace(threads):
    """Two traces as two threads, by turns of a few hundred records."""
    lines = ["Output format:\n", "<--record#-> <--instr#->: <---tid---> <record details>\n",
             "-" * 60 + "\n"]
    words = {"L": "read", "S": "write", "I": "ifetch"}
    record = instruction = turn = 0
    iterators = [iter(list(steps(trace))) for trace in threads]
    while iterators:
        which = turn % len(iterators)
        tid = 7001 + (turn % 2 if len(iterators) == 2 else 0)
        for _ in range(300):
            item = next(iterators[which], None)
            if item is None:
                del iterators[which]
                break
            kind, address, size = item
            record += 1
            instruction += kind == "I"
            tail = "  (bytes and disassembly)" if kind == "I" else f" by PC 0x{0x401000:016x}"
            lines.append(f"{record:12}{instruction:12}: {tid:11} {words[kind]:<8}{size:6} byte(s) @ "
                         f"0x{address:016x}{tail}\n")
        turn += 1
    return "".join(lines) + "View tool results:\n" + f"{instruction:15} : total instructions\n"


def champsim(trace):
    """An instruction with the data it touched; what finds no room goes to further records."""
    out, ip, loads, stores = b"", 0, [], []

    def flush():
        return struct.pack("<QBB2B4B2Q4Q", ip, 0, 0, *[0] * 6, *(stores + [0] * 2)[:2],
                           *(loads + [0] * 4)[:4]) if ip else b""

    for kind, address, _ in steps(trace):
        if kind == "I" or len(loads) == 4 or len(stores) == 2:
            out += flush()
            ip, loads, stores = (address if kind == "I" else ip), [], []
        if kind == "L" and not stores:
            loads.append(address)
        elif kind == "L":
            out += flush()
            loads, stores = [address], []
        elif kind == "S":
            stores.append(address)
    return out + flush()


def varint(number):
    out = b""
    while number >= 0x80:
        out += bytes([0x80 | number & 0x7f])
        number >>= 7
    return out + bytes([number])


def gem5(trace):
    def message(body):
        return varint(len(body)) + body

    out = b"gem5" + message(b"\x0a\x06system" + b"\x18" + varint(10 ** 12))
    for tick, (kind, address, size) in enumerate(steps(trace)):
        flags = b"\x28" + varint(0x100) if kind == "I" else b""
        out += message(b"\x08" + varint(500 * tick) + b"\x10" + varint(4 if kind == "S" else 1) +
                       b"\x18" + varint(address) + b"\x20" + varint(size) + flags)
    return out


def requests(text):
    """(seconds, file, is_write, offset, size) of reads and writes of files in a strace."""
    files, offsets, found = {}, {}, []
    for line in text.splitlines():
        call = re.match(r"(\d+) +([\d.]+) (\w+)\((.*)\) += (-?\d+)", line)
        if not call or int(call[5]) < 0:
            continue
        pid, seconds, name, arguments, result = call[1], float(call[2]), call[3], call[4], int(call[5])
        fd = (pid, arguments.split(",")[0])
        if name == "openat":
            path = re.search(r'"([^"]*)"', arguments)[1]
            files[pid, str(result)], offsets[pid, str(result)] = path, 0
        elif fd not in files:
            continue
        elif name == "close":
            del files[fd]
        elif name == "lseek":
            offsets[fd] = result
        elif name in ("pread64", "pwrite64") and result:
            offset = int(arguments.rsplit(",", 1)[1])
            found.append((seconds, files[fd], name == "pwrite64", offset, result))
        elif name in ("read", "write") and result:
            found.append((seconds, files[fd], name == "write", offsets[fd], result))
            offsets[fd] += result
    return found


def disks(requested):
    numbers = {}
    for request in requested:
        yield numbers.setdefault(request[1], len(numbers)), *request


def spc(requested):
    """Sectors: offsets are cut to 512 bytes."""
    start = requested[0][0]
    return "".join(f"{disk},{offset // 512},{size},{'w' if write else 'r'},{seconds - start:.6f}\n"
                   for disk, seconds, _, write, offset, size in disks(requested))


def msr(requested):
    return "".join(f"{int((11644473600 + seconds) * 10_000_000)},host,{disk},"
                   f"{'Write' if write else 'Read'},{offset},{size},100\n"
                   for disk, seconds, _, write, offset, size in disks(requested))


def keys(requested):
    return "time,operation,path,size\n" + "".join(
        f'{seconds:.6f},{"set" if write else "get"},"{Path(path).name}",{size}\n'
        for seconds, path, write, _, size in requested)


def sectors(offset, size):
    """The sectors that bytes lie in, and how many."""
    return offset // 512, (offset + size - 1) // 512 - offset // 512 + 1


def alibaba(requested):
    lines = []
    for disk, seconds, _, write, offset, size in disks(requested):
        first, count = sectors(offset, size)
        lines.append(f"{disk},{'W' if write else 'R'},{first * 512},{count * 512},"
                     f"{int(seconds * 1_000_000)}\n")
    return "".join(lines)


def tencent(requested):
    lines = []
    for disk, seconds, _, write, offset, size in disks(requested):
        first, count = sectors(offset, size)
        lines.append(f"{int(seconds)},{first},{count},{int(write)},{1000 + disk}\n")
    return "".join(lines)


def systor(requested):
    lines = ["Timestamp,Response,IOType,LUN,Offset,Size\n"]
    for disk, seconds, _, write, offset, size in disks(requested):
        first, count = sectors(offset, size)
        lines.append(f"{seconds:.9f},0.000806000,{'W' if write else 'R'},{disk},{first * 512},"
                     f"{count * 512}\n")
    return "".join(lines)


def blkparse(requested):
    """What happens to an I/O: queued, given a request, inserted, issued, completed."""
    start, number, lines = requested[0][0], 0, []
    for disk, seconds, _, write, offset, size in disks(requested):
        first, count = sectors(offset, size)
        for action in "QGIDC":
            number += 1
            lines.append(f"  8,{16 * disk:<3} {0:3d} {number:8d} {seconds - start:15.9f} {4711:5d}  "
                         f"{action}  {'WS' if write else 'R'} {first} + {count} [gcc]\n")
    return "".join(lines) + (f"CPU0 (8,0):\n Reads Queued: {number // 5:11,}, {0:8,}KiB\n\n"
                             "Throughput (R/W): 0KiB/s / 0KiB/s\n")


def arc(requested):
    """All files on one disk, 2^20 blocks apart."""
    lines = []
    for i, (disk, _, _, _, offset, size) in enumerate(disks(requested)):
        first, count = sectors(offset, size)
        lines.append(f"{(disk << 20) + first} {count} 0 {i + 1}\n")
    return "".join(lines)


def twitter(requested):
    return "".join(f"{int(seconds)},{Path(path).name}:{offset // 65536},{len(Path(path).name)},{size},"
                   f"7,{'set' if write else 'get'},{3600 if write else 0}\n"
                   for seconds, path, write, offset, size in requested)


def meta(requested):
    """Equal requests in a row are one line with their number."""
    lines = []
    for seconds, path, write, _, size in requested:
        line = [str(int(seconds)), Path(path).name, str(len(Path(path).name)),
                "SET" if write else "GET", 1, f"{size},0,0"]
        if lines and lines[-1][1:4] == line[1:4]:
            lines[-1][4] += 1
        else:
            lines.append(line)
    return "op_time,key,key_size,op,op_count,size,cache_hits,ttl\n" + "".join(
        ",".join(map(str, line)) + "\n" for line in lines)


def oracle_general(requested):
    names = [disk * 1000 + offset // 65536 for disk, _, _, _, offset, _ in disks(requested)]
    following, next_of = {}, []
    for i in reversed(range(len(names))):
        next_of.append(following.get(names[i], -1))
        following[names[i]] = i
    start = requested[0][0]
    return b"".join(struct.pack("<IQIq", int(request[0] - start), name, request[4], following)
                    for request, name, following in zip(requested, names, reversed(next_of)))


def main():
    scratch = Path(sys.argv[1])
    scratch.mkdir(parents=True, exist_ok=True)
    subprocess.run(["gcc", "-O1", "-g", "-static", "-o", scratch / "matmul", HERE / "matmul.c"],
                   check=True)
    true = lackey(["true"], scratch / "true")
    matmul = lackey([scratch / "matmul"], scratch / "matmul.lackey")
    subprocess.run(["strace", "-f", "-ttt", "-e", "trace=openat,read,write,pread64,pwrite64,lseek,close",
                    "-o", scratch / "io", "gcc", "-o", scratch / "again", HERE / "matmul.c"], check=True)
    io = requests((scratch / "io").read_text())
    part = list(records(true))[:LINES]
    other = list(records(matmul))[-LINES:]
    lines = [address // 64 for kind, address, _ in steps(part) if kind != "I"]
    outputs = {
        "true.lackey.xz": lzma.compress(true.encode(), preset=9),
        "matmul.lackey.xz": lzma.compress(matmul.encode(), preset=9),
        "true.din.gz": gzip.compress(din(part).encode(), mtime=0),
        "true.pinatrace": pinatrace(part[:LINES // 4]).encode(),
        "two-threads.drmemtrace.xz": lzma.compress(drmemtrace([part, other]).encode()),
        "true.champsim.xz": lzma.compress(champsim(part)),
        "true.gem5.gz": gzip.compress(gem5(part), mtime=0),
        "lines.ids": "".join(f"{line}\n" for line in lines).encode(),
        "gcc.spc": spc(io).encode(),
        "gcc.msr.csv.gz": gzip.compress(msr(io).encode(), mtime=0),
        "gcc.keys.csv.gz": gzip.compress(keys(io).encode(), mtime=0),
        "gcc.alibaba.csv.gz": gzip.compress(alibaba(io).encode(), mtime=0),
        "gcc.tencent.csv.gz": gzip.compress(tencent(io).encode(), mtime=0),
        "gcc.systor.csv.gz": gzip.compress(systor(io).encode(), mtime=0),
        "gcc.blkparse.gz": gzip.compress(blkparse(io).encode(), mtime=0),
        "gcc.arc.gz": gzip.compress(arc(io).encode(), mtime=0),
        "gcc.twitter.csv.gz": gzip.compress(twitter(io).encode(), mtime=0),
        "gcc.meta.csv.gz": gzip.compress(meta(io).encode(), mtime=0),
    }
    for name, contents in outputs.items():
        (HERE / name).write_bytes(contents)
    subprocess.run(["zstd", "-q", "-19", "-f", "-o", HERE / "gcc.oracleGeneral.zst"],
                   input=oracle_general(io), check=True)


if __name__ == "__main__":
    main()
