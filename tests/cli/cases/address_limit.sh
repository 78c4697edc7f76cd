# A run that would fit the machine, but not the limit that the process has, is refused as well.
limit=200000
# With a sanitizer no program starts within a limit; then there is nothing to see here.
(ulimit -v $limit && dmc --version) >/dev/null 2>&1 || exit 0
code=0
(ulimit -v $limit && dmc run conv --n 4096 --k 3) >out 2>err || code=$?
[ "$code" = 2 ] && [ ! -s out ] && grep -q "this run of conv touches .* are available" err || cat err
