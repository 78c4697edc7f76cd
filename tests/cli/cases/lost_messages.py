# Where standard error takes nothing, all else is as though it did.
import os
import subprocess

from calls import DMC

with open("bad.din", "w", encoding="utf-8") as file:
    file.write("0 10\nnonsense\n0 10\n0 20\n")


def closed_pipe():
    reading, writing = os.pipe()
    os.close(reading)
    return writing


def call(arguments, stderr):
    """Exit code and standard output; `stderr` opens what standard error is."""
    with open("out", "wb") as out:
        if stderr is None:  # closed
            script = 'exec "$0" "$@" 2>&-'
            done = subprocess.run(["bash", "-c", script, DMC, *arguments], stdin=subprocess.DEVNULL,
                                  stdout=out, check=False)
        else:
            descriptor = stderr()
            done = subprocess.run([DMC, *arguments], stdin=subprocess.DEVNULL, stdout=out,
                                  stderr=descriptor, check=False)
            os.close(descriptor)
    with open("out", "rb") as out:
        return done.returncode, out.read()


CALLS = (["run", "nosuch"], ["nosuch"], ["run", "conv", "--n", "9"], ["analyze", "missing.din"],
         ["trace", "conv", "--n", "9", "-o", "conv.dmct"],
         ["analyze", "bad.din", "--input-format", "din", "--lenient"],
         ["sweep", "conv", "--n", "4,8", "--k", "3,5", "-o", "s.csv"], ["check", "missing.json"],
         ["formula", "nosuch"], ["fit", "nosuch.csv"], ["merge", "missing.dmcs"])
CODES = (2, 2, 0, 2, 0, 0, 0, 2, 2, 2, 2)
for arguments, code in zip(CALLS, CODES):
    expected = call(arguments, lambda: os.open("messages", os.O_WRONLY | os.O_CREAT))
    assert expected[0] == code, (arguments, expected)
    for stderr in (lambda: os.open("/dev/full", os.O_WRONLY), closed_pipe, None):
        for name in ("conv.dmct", "s.csv"):
            if os.path.exists(name):
                os.remove(name)
        assert call(arguments, stderr) == expected, (arguments, expected)
        if arguments[0] in ("trace", "sweep"):
            assert os.path.getsize(arguments[-1]) > 0, arguments
    assert not [name for name in os.listdir() if "part" in name], os.listdir()
