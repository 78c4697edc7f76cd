# Comparisons that make no sense: exit code 2, nothing on standard output, and one line that says why.
bad() {
  code=0
  dmc compare "$@" >out 2>err || code=$?
  [ "$code" = 2 ] || echo "WRONG exit code $code"
  [ -s out ] && echo "WRONG standard output: $(head -1 out)"
  [ "$(wc -l <err)" = 1 ] || echo "WRONG number of lines on standard error"
  echo "$ dmc compare $*"
  cat err
}

# Kernels
bad
bad conv
bad conv conv
bad fft fftconv
bad conv cnov
bad matmul conv
bad attention mha
bad fft matmul
# Parameters
bad conv winograd --n 64 --k 5
bad conv winograd --n 7
bad conv fft --n 12
bad conv im2col --n 8 --k 3,9
bad conv im2col --n 8 --k 3,x
bad conv im2col --n 8 --k 3,
bad conv im2col --n 8 --k 0
bad conv im2col --h 8 --w 8
bad conv im2col --layout nhwc
bad conv im2col --variant gemw
bad conv im2col --n 8 --n 9
bad conv im2col --n
bad mha gqa --h 8 --p 1,3
# The model, files and other options
bad conv im2col --omit Q
bad conv im2col --block 0
bad conv im2col --threads 0
bad conv im2col --josn
bad conv im2col --n 8 -o missing/out.json
bad conv im2col --n 8 --k 9 -o out.json

rm out err
[ -z "$(ls -A)" ] || echo "WRONG: files are left: $(ls -A)"
