"""What the Python cases have in common."""

import json
import os
import subprocess

DMC = os.environ["DMC"]


def dmc(*arguments, **settings):
    """Calls dmc and returns the finished process."""
    return subprocess.run([DMC, *map(str, arguments)], stdin=subprocess.DEVNULL,
                          capture_output=True, encoding="utf-8", check=False, **settings)


def output(*arguments, **settings):
    """Standard output of a call that must succeed and say nothing else."""
    done = dmc(*arguments, **settings)
    assert done.returncode == 0, (arguments, done)
    assert done.stderr == "", (arguments, done.stderr)
    return done.stdout


def as_json(*arguments):
    return json.loads(output(*arguments, "--json"))
