# Limits that the system sets: on processor time, on the size of files, on threads, on reading.
import os
import resource
import signal
import subprocess
import sys

from calls import DMC, dmc, output

LONG = ["run", "matmul", "--m", "3000", "--n", "3000", "--l", "3000", "-q"]


def limited(limits, *arguments, user=None):
    """Calls dmc under limits, perhaps as another user."""

    def prepare():
        for name, value in {**limits, resource.RLIMIT_CORE: 0}.items():
            resource.setrlimit(name, (value, resource.getrlimit(name)[1]))
        if user is not None:
            os.setgid(user)
            os.setuid(user)

    return subprocess.run([DMC, *arguments], stdin=subprocess.DEVNULL, capture_output=True,
                          encoding="utf-8", preexec_fn=prepare, timeout=60, check=False)


# Processor time: it ends as it would, says why, and leaves nothing.
done = limited({resource.RLIMIT_CPU: 1}, *LONG, "-o", "out.json", "--threads", "1")
assert done.returncode == -signal.SIGXCPU, done
assert done.stderr == "dmc: stopped, since the limit on processor time is reached (ulimit -t)\n", done
assert os.listdir() == [], os.listdir()

# The size of files: an error of writing like a full disk.
for arguments in (["run", "fft", "--n", "4096", "--histogram", "h.csv", "-o", "o.json"],
                  ["trace", "conv", "--n", "200", "-o", "t.dmct"],
                  ["sweep", "conv", "--n", "8:200:4", "-o", "s.csv"],
                  ["list", "--json", "-o", "l.json"]):
    done = limited({resource.RLIMIT_FSIZE: 1000}, *arguments)
    assert done.returncode == 2 and "File too large" in done.stderr, (arguments, done)
    assert [name for name in os.listdir() if name != "s.csv.partial"] == [], os.listdir()
with open("o.txt", "w", encoding="utf-8") as file:
    done = subprocess.run(["bash", "-c", 'ulimit -f 1; exec "$0" list --json', DMC], stdout=file,
                          stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, check=False)
assert done.returncode == 2 and b"File too large" in done.stderr, done

# Files that never end, where one is read whole.
for name in ("check.json", "sweep.csv", "s.csv.partial", "z.loop"):
    if os.path.lexists(name):
        os.remove(name)
    os.symlink("/dev/zero", name)
with open("c.json", "w", encoding="utf-8") as file:
    file.write('{"schema": "dmc.check/1", "checks": [{"result": "/dev/zero", "expect": []}]}')
for arguments in (["check", "check.json"], ["check", "c.json"], ["fit", "sweep.csv"], ["run", "z.loop"],
                  ["sweep", "conv", "--n", "8,9", "-o", "s.csv", "--resume"]):
    done = limited({resource.RLIMIT_AS: 2 << 30}, *arguments)
    assert done.returncode == 2 and "is larger than" in done.stderr, (arguments, done)
    assert "/dev/zero" in done.stderr or arguments[-1] in done.stderr or "s.csv" in done.stderr
os.remove("s.csv.partial")

# A file that cannot be read: its first page is not there.
if os.path.exists("/proc/self/mem"):
    os.symlink("/proc/self/mem", "m.csv")
    for arguments in (["fit", "m.csv"], ["check", "m.csv"], ["analyze", "m.csv"],
                      ["merge", "m.csv"]):
        done = dmc(*arguments)
        assert done.returncode == 2 and "m.csv" in done.stderr and "bug" not in done.stderr, done
    os.remove("m.csv")
    os.mkdir("d.csv.partial")
    done = dmc("sweep", "conv", "--n", "8,9", "-o", "d.csv", "--resume")
    assert done.returncode == 2 and "bug" not in done.stderr, done

# Threads: the results are the same with those that can be started. Root has no such limit, so that
# it takes another user, and one who may run the program.
nobody = 65534 if os.geteuid() == 0 else None
with open("t.din", "w", encoding="utf-8") as file:
    file.write("".join(f"{i % 2} {i * i % 30011:x}\n" for i in range(50_000)))
subprocess.run(["gzip", "-k", "t.din"], check=True)
output("trace", "conv", "--n", "300", "-q", "-o", "t.dmct")
output("sweep", "conv", "--n", "8:64:x2", "-o", "f.csv")
os.chmod(".", 0o777)
try:
    usable = limited({}, "--version", user=nobody).returncode == 0
    few = [{resource.RLIMIT_NPROC: count} for count in (1, 2, 4)]
    usable = usable and limited(few[0], "--version", user=nobody).returncode == 0
except (OSError, subprocess.SubprocessError):
    usable = False
if not usable:
    print("no other user can run the program here", file=sys.stderr)
    sys.exit(77)
for arguments in (["run", "fft", "--n", "131072", "--threads", "4", "--json"],
                  ["analyze", "t.dmct", "--threads", "4", "--json"], ["analyze", "t.din", "--json"],
                  ["analyze", "t.din.gz", "--json"], ["analyze", "t.dmct", "--top", "3", "--json"],
                  ["compare", "conv", "fft", "--n", "16,32", "--threads", "4", "--json"],
                  ["sweep", "conv", "--n", "8:64:x2", "--threads", "4", "--json"],
                  ["fit", "conv", "--n", "8:64:x2", "--threads", "4", "--json"]):
    expected = output(*arguments)
    for limit in few:
        done = limited(limit, *arguments, user=nobody)
        assert done.returncode == 0 and done.stdout == expected, (arguments, limit, done.stderr)
