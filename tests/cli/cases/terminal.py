# Colours and widths: --color, NO_COLOR, FORCE_COLOR, TERM and COLUMNS; progress on terminals only.
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time

from calls import DMC, output

RUN = ["run", "conv", "--n", "64"]
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def with_variables(*arguments, **variables):
    return output(*arguments, env={**os.environ, **variables})


plain = output(*RUN)
assert not ESCAPE.search(plain)
colored = output(*RUN, "--color", "always")
assert ESCAPE.search(colored) and ESCAPE.sub("", colored) == plain
assert with_variables(*RUN, FORCE_COLOR="1") == colored
assert with_variables(*RUN, FORCE_COLOR="1", NO_COLOR="1") == plain
assert with_variables(*RUN, "--color", "never", FORCE_COLOR="1") == plain
assert with_variables(*RUN, "--color", "always", NO_COLOR="1") == colored
assert not ESCAPE.search(output(*RUN, "--color", "always", "--json")), "colours are for people"

for command in (RUN, ["list"], ["run", "--help"], ["run", "transformer", "--l", "8", "--all"]):
    for width in (30, 40, 60, 80, 100, 200):
        lines = with_variables(*command, COLUMNS=str(width)).splitlines()
        # Names, examples and the like are never cut, so very narrow help pages stick out.
        limit = max(width, 80) if "--help" in command else width
        assert max(map(len, lines)) <= limit, (command, width, max(lines, key=len))
        assert not any(line.endswith(" ") for line in lines), (command, width)


def on_terminal(arguments, stream, seconds, **variables):
    """What a command shows on a terminal behind one stream until it ends or time is over."""
    master, slave = pty.openpty()
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, stream: slave}
    process = subprocess.Popen([DMC, *arguments], stdin=subprocess.DEVNULL, **streams,
                               env={**os.environ, "TERM": "xterm", **variables})
    os.close(slave)
    shown = b""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if select.select([master], [], [], 0.1)[0]:
            try:
                piece = os.read(master, 65536)
            except OSError:  # the other side is closed
                break
            if not piece:
                break
            shown += piece
    process.send_signal(signal.SIGTERM)
    process.wait()
    os.close(master)
    return shown.decode()


try:
    for end in pty.openpty():
        os.close(end)
except OSError as error:
    print(f"no terminal can be made here: {error}", file=sys.stderr)
    sys.exit(77)

assert ESCAPE.search(on_terminal(RUN, "stdout", 20)), "a terminal has colours"
assert not ESCAPE.search(on_terminal(RUN, "stdout", 20, NO_COLOR="1"))
assert not ESCAPE.search(on_terminal(RUN, "stdout", 20, TERM="dumb"))
assert " accesses in " in on_terminal(RUN, "stdout", 20, NO_COLOR="1"), "times are for terminals"
assert on_terminal(RUN, "stderr", 20) == "", "no progress within the first second"

LONG = ["run", "matmul", "--m", "800", "--n", "800", "--l", "800"]
progress = on_terminal(LONG, "stderr", 2.5)
assert re.search(r"matmul +\d+%  .* left  .*/s", progress), progress
assert on_terminal([*LONG, "--quiet"], "stderr", 2.5) == ""
assert on_terminal(LONG, "stderr", 2.5, TERM="dumb") == ""
# What ends after a second has shown a line, and taken it away.
MEDIUM = ["run", "matmul", "--m", "420", "--n", "420", "--l", "420"]
shown = on_terminal(MEDIUM, "stderr", 60)
assert shown == "" or shown.endswith("\r\x1b[K"), shown
