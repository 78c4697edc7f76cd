# Sweeps that make no sense: exit code 2, nothing on standard output, one line that says why, no file.
bad() {
  code=0
  dmc sweep "$@" >out 2>err || code=$?
  [ "$code" = 2 ] || echo "WRONG exit code $code"
  [ -s out ] && echo "WRONG standard output: $(head -1 out)"
  [ "$(wc -l <err)" = 1 ] || echo "WRONG number of lines on standard error"
  echo "$ dmc sweep $*"
  cat err
}

bad
bad cnov --n 8
bad conv --n 8:4:1
bad conv --n 8:16:x1
bad conv --n 8,x
bad conv --n 2,4 --k 9
bad conv --n 0:3:1
bad conv --q 3
bad im2col --variant gemv,gemw
bad conv --omit Q
bad conv --omit none,R
bad conv --block 0
bad conv --cold free,warm
bad conv --n 8 --memory 8GB8
bad conv --n 8,512 --memory 1MiB
bad conv --n 8 --resume
bad conv --n 8 -o out.json --resume
bad conv --n 8 -o out.jsonl --json
bad conv --n 8,9 -o missing/out.csv
bad conv --n 8 --plot out.svg
bad conv --n 8,9 --k 1:14:1 -o out.csv --plot out.csv
bad conv --n 20,24 --k 1:14:1 --plot out.svg

rm out err
[ -z "$(ls -A)" ] || echo "WRONG: files are left: $(ls -A)"
