# A program as it is: what Valgrind prints of it, measured at once, is what dmc analyze makes of the
# log. Where the program's stack begins depends on its arguments, so some accesses more or less.
import json
import math
import shutil
import subprocess
import sys
from pathlib import Path

from calls import dmc, output

TRUE = shutil.which("true")
if shutil.which("valgrind") is None:
    print("there is no valgrind", file=sys.stderr)
    sys.exit(77)

done = dmc("record", "--report", "r.json", TRUE, timeout=100)
assert done.returncode == 0 and "was not compiled by dmc cc" in done.stderr, done
live = json.loads(Path("r.json").read_text(encoding="utf-8"))
subprocess.run(["valgrind", "--tool=lackey", "--trace-mem=yes", "--log-file=log", TRUE], check=True)
log = json.loads(output("analyze", "log", "--json"))
assert live["schema"] == log["schema"]
for key in ("accesses", "data", "reuses", "dmd"):
    assert math.isclose(live[key], log[key], rel_tol=0.01), (key, live[key], log[key])
done = dmc("record", "-q", shutil.which("false"), timeout=100)
assert done.returncode == 1 and done.stderr == "", done
