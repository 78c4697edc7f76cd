# Whatever is wrong with a nest: exit code 2, nothing on standard output, and a message with the place,
# the line and a mark below it.
bad() {
  code=0
  dmc "$@" >out 2>err || code=$?
  [ "$code" = 2 ] || echo "WRONG exit code $code"
  [ -s out ] && echo "WRONG standard output: $(head -1 out)"
  echo "$ dmc $*"
  cat err
}

# The language
bad run -e 'for i<n y[i] = 0'
bad run -e 'fro i<n: A[i] = 0'
bad run -e 'for (i = 0; i < n; i--) A[i] = 0;' --n 4
bad run -e 'params size; for i<sise: A[i] = 0' --size 4
bad run -e 'array A[4]; A[0] = B[0]'
bad run -e 'array A[4, 4]; for i<4: A[i] = 0'
bad run -e 'for i<n: A[B[i]] = 0' --n 4
bad run -e 'for i<n, i<n: A[i] = 0' --n 4
bad run -e 'params n, n; A[n] = 0'
# Values
bad run -e 'for i<n: A[i] = 0'
bad run -e 'for i<n: A[i] = 0' --m 4
bad run -e 'for i<n: A[i] = 0' --n -1
bad run -e 'for i in 0 .. n step s: A[i] = 0' --n 4 --s 0
bad run -e 'array A[8], B[8]; for i<8: B[i] = A[i+1]'
bad run -e 'for i<n: A[i-1] = 0' --n 4
bad run -e 'array A[1]; for i<n, j<n, k<n: read A[0]' --n 4294967295
bad run -e 'for i<n, j<n: A[i, j] = 0' --n 4294967295
bad run -e 'for i<n: A[i] = 0' --n 4 --omit B
bad run -e 'for block<n: A[block] = 0; for i<threads: A[i] = 1'
# Files
printf 'for i<n:\n  A[i] = B[i] +\n}\n' >broken.loop
bad run broken.loop --n 4
bad run missing.loop
bad run polybench/lux
printf '\177ELF\002\001\001\000\033[31m' >binary.loop
bad run binary.loop
# Other subcommands
bad show
bad show conv
bad compare -e 'for i<n: A[i] = 0' --n 4
bad compare -e 'for i<n: A[i] = 0' -e 'for i<m: A[i] = 0' --n 4 --m 4
bad sweep -e 'for i<n: A[i-1] = 0' --n 4,5
bad trace -e 'for i<n: A[i] = 0' -o t.dmct
[ -e t.dmct ] && echo "WRONG: a file is left"
:
