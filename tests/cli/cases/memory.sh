# A run that cannot fit is refused before it starts, with the figure, and touches no file.
for arguments in "matmul --m 100000 --n 100000 --l 100000" "fft --n 2147483648"; do
  # shellcheck disable=SC2086
  dmc run $arguments -o out.json || echo "exit code $?"
  ls -A
done
