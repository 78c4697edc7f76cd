# Output that cannot be written is an error, and never lands anywhere else.
try() {
  code=0
  "$@" || code=$?
  echo "exit code $code" >&2
}
try dmc list >/dev/full
try dmc run --help >/dev/full
try dmc run conv --n 9 -o /dev/full
try dmc --version >&-
# With standard output closed, its number must not go to a file that is written.
try dmc run conv --n 9 --histogram h.csv >&-
head -1 h.csv
# A pipe that nobody reads any more.
try python3 -c '
import os, subprocess, sys
reading, writing = os.pipe()
os.close(reading)
sys.exit(subprocess.run(["dmc", "list"], stdout=writing).returncode)'
