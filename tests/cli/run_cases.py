#!/usr/bin/env python3
"""Runs scripts that call dmc and compares what they print with what stands beside them.

    tests/cli/run_cases.py --dmc build/release/bin/dmc [--update] [CASE...]

A case is cases/NAME.sh (bash) or cases/NAME.py. It runs in an empty directory of its own with dmc
on the path, no terminal, and none of the variables that dmc looks at. Beside it stand, where they
are not empty (or 0):

    NAME.stdout    exactly what it must print
    NAME.stderr    the same for standard error, "*" standing for any text within a line
    NAME.exit      the exit code

A case that cannot run on this system says why on standard error and exits with 77; it counts as
skipped.

--update writes these files anew; read the difference before it is committed, and put the "*" back.
Exits with 1 where a case fails, with 77 where all were skipped.
"""

import argparse
import difflib
import fnmatch
import os
import subprocess
import sys
import tempfile
from pathlib import Path

CASES = Path(__file__).resolve().parent / "cases"
INTERPRETERS = {".sh": ["bash", "-eu"], ".py": [sys.executable]}
SKIPPED = 77
UNSET = ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TERM")


def run(case, dmc):
    """Exit code and the lines of both streams."""
    environment = {name: value for name, value in os.environ.items() if name not in UNSET}
    environment |= {"PATH": f"{dmc.parent}{os.pathsep}{environment['PATH']}", "DMC": str(dmc),
                    "LC_ALL": "C.UTF-8", "PYTHONPATH": str(CASES.parent),
                    "PYTHONDONTWRITEBYTECODE": "1"}
    with tempfile.TemporaryDirectory() as directory:
        done = subprocess.run(INTERPRETERS[case.suffix] + [str(case)], cwd=directory,
                              env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                              encoding="utf-8", timeout=110, check=False)
    return done.returncode, done.stdout.splitlines(), done.stderr.splitlines()


def expected(case, suffix):
    path = case.with_suffix(suffix)
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def matches(pattern, line):
    """Whether the line is the pattern; only "*" is special."""
    return fnmatch.fnmatchcase(line, pattern.replace("[", "[[]").replace("?", "[?]"))


def differences(case, code, stdout, stderr):
    wanted_code = int((expected(case, ".exit") or ["0"])[0])
    if code != wanted_code:
        yield f"exit code {code}, expected {wanted_code}"
    wanted = expected(case, ".stdout")
    if stdout != wanted:
        yield from difflib.unified_diff(wanted, stdout, "expected stdout", "stdout", lineterm="")
    patterns = expected(case, ".stderr")
    same = len(patterns) == len(stderr) and all(map(matches, patterns, stderr))
    if not same:
        yield from difflib.unified_diff(patterns, stderr, "expected stderr", "stderr", lineterm="")


def update(case, code, stdout, stderr):
    contents = {".stdout": stdout, ".stderr": stderr, ".exit": [str(code)] if code else []}
    for suffix, lines in contents.items():
        path = case.with_suffix(suffix)
        if lines:
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        else:
            path.unlink(missing_ok=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dmc", type=Path, required=True, help="the program to test")
    parser.add_argument("--update", action="store_true",
                        help="write what is printed beside the cases")
    parser.add_argument("cases", nargs="*", type=Path, metavar="CASE",
                        help="scripts; all by default")
    options = parser.parse_args()
    cases = [case.resolve() for case in options.cases]
    cases = cases or sorted(path for path in CASES.iterdir() if path.suffix in INTERPRETERS)
    failed = skipped = 0
    for case in cases:
        result = run(case, options.dmc.resolve())
        if result[0] == SKIPPED:
            skipped += 1
            print(f"skipped {case.stem}: {' '.join(result[2])}")
            continue
        if options.update:
            update(case, *result)
            continue
        found = list(differences(case, *result))
        failed += bool(found)
        print(f"{'FAILED' if found else 'passed'} {case.stem}")
        print("".join(f"  {line}\n" for line in found), end="")
    return 1 if failed else SKIPPED if skipped == len(cases) else 0


if __name__ == "__main__":
    sys.exit(main())
