# Whatever is wrong with the input: exit code 2, nothing on standard output, and one line that names
# the option and what would be legal.
bad() {
  code=0
  dmc "$@" >out 2>err || code=$?
  [ "$code" = 2 ] || echo "WRONG exit code $code"
  [ -s out ] && echo "WRONG standard output: $(head -1 out)"
  [ "$(wc -l <err)" = 1 ] || echo "WRONG number of lines on standard error"
  echo "$ dmc $*"
  cat err
}

# Numbers
bad run conv --n 10 --k 11
bad run conv --k 0
bad run conv --n -5
bad run conv --n abc
bad run conv --n 99999999999999999999
bad run conv --n 4294967296
bad run conv --k 3x
bad run conv --k=
bad run conv --block 0
bad run conv --bits 0
bad run conv --threads 0
bad run conv --n 4294967295
# What only some numbers are legal for
bad run fft --n 100
bad run fftconv --n 12
bad run attention --d 10 --h 3
bad run gqa --h 8 --p 3
bad run winograd --n 7
bad run winograd --k 5
bad run batchconv --c 4 --x 5
bad run conv --n 8 --h 4 --w 8
# Names
bad run conv --omit Q
bad run conv --omit K,
bad run batchconv --layout nhw
bad run tiledmatmul --tile 8,16
bad run tiledmatmul --tile 8,16,0
bad run tiledmatmul --tile 8 --tm 4
bad run recmatmul --n 24
bad run multiconv --n 8 --k 3 --dilation 4
bad run conv --cold maybe
bad run conv --temporaries old
bad run conv --color red
bad run conv --format yaml
bad run cnov --n 8
bad run nothing-like-it
bad rnu conv
bad list kernel
bad help rnu
# Options
bad run
bad run --n 8
bad run conv --josn
bad run --josn conv
bad run conv --m 3
bad run conv --layout nhwc
bad run conv --n
bad run conv --n 8 --n 9
bad run conv --json=yes
bad run conv --json --format csv
bad run conv matmul
bad --json list
# Files
bad run conv --n 8 -o missing/out.json
bad run conv --n 8 -o .
bad run conv --n 8 -o ''
bad run conv --n 8 --histogram distances.txt
bad run conv --n 8 --histogram missing/distances.csv
bad run conv --n 8 --histogram same.csv --mrc ./same.csv

rm out err
[ -z "$(ls -A)" ] || echo "WRONG: files are left: $(ls -A)"
