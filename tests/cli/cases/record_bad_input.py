# What can go wrong before, while and after a program is recorded: the error says what and what to do.
import os
import shutil
import subprocess
import sys
from pathlib import Path

from calls import DMC, dmc

if shutil.which("gcc") is None:
    print("there is no gcc", file=sys.stderr)
    sys.exit(77)


def refused(*arguments, **settings):
    done = dmc(*arguments, **settings)
    assert done.returncode == 2, (arguments, done)
    assert done.stderr.startswith("dmc: ") and done.stderr.count("\n") == 1, done.stderr
    return done.stderr


Path("a.c").write_text("static int a[9];\nint main(void) { a[3] = 1; return 0; }\n",
                       encoding="utf-8")
gcc = dict(os.environ, CC="gcc")
subprocess.run([DMC, "cc", "-g", "a.c", "-o", "a"], env=gcc, check=True)
subprocess.run(["gcc", "a.c", "-o", "plain"], check=True)

assert "which program?" in refused("record")
assert "there is no program 'nothing-of-the-kind'" in refused("record", "nothing-of-the-kind")
assert "no such program" in refused("record", "./nothing")
assert "did you mean '--granule'" in refused("record", "--granul", "8", "./a")
assert "--granule: 12 is not a power of two" in refused("record", "--granule", "12", "./a")
assert "up to 4" in refused("record", "--size", "1,2,3,4,5", "./a")
assert "--from: ./a never called work" in refused("record", "--from", "work", "./a")
assert "--skip left all of them out" in refused("record", "--skip", "9", "./a")
assert "standard output is the program's" in refused("record", "-o", "-", "./a")
assert "compile it with dmc cc" in refused("record", "--way", "hooks", "./plain")
assert "--from" in refused("record", "--from", "main", "./plain")
assert "--threads-apart" in refused("record", "--threads-apart", "-o", "a.dmct", "./a")
assert "/dev/full" in refused("record", "--report", "/dev/full", "./a")
assert "which trace?" in refused("annotate")
assert "not a trace that dmc recorded" in refused("annotate", "a.c")
without = dict(os.environ, CC="no-such-compiler")
assert "no compiler 'no-such-compiler'" in refused("cc", "a.c", env=without)
lost = dict(os.environ, PATH="/nowhere")
if not Path("/nowhere").exists():
    assert "there is no Valgrind" in refused("record", "./plain", env=lost)

# The wrapper answers as the compiler does.
for question in (["--version"], ["-dumpmachine"], ["-print-file-name=libc.a"]):
    plain = subprocess.run(["gcc", *question], capture_output=True, check=True)
    asked = subprocess.run([DMC, "cc", *question], env=gcc, capture_output=True, check=True)
    assert asked.stdout == plain.stdout, question
own = dict(os.environ, CC=f"{DMC} cc")
subprocess.run([DMC, "cc", "-c", "a.c", "-o", "a.o"], env=own, check=True)
subprocess.run([DMC, "cc", "a.o", "-o", "again"], env=own, check=True)
subprocess.run(["./again"], check=True)
# Preprocessed text is that of the compiler alone.
plain = subprocess.run(["gcc", "-E", "-dM", "a.c"], capture_output=True, check=True)
asked = subprocess.run([DMC, "cc", "-E", "-dM", "a.c"], env=gcc, capture_output=True, check=True)
assert asked.stdout == plain.stdout
