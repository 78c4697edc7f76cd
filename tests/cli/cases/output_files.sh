# -o writes a whole file in the format that its ending asks for, and nothing to standard output.
for file in a.json a.csv a.md a.txt; do
  dmc run conv --n 9 --k 3 -o "$file"
done
head -2 a.json | tail -1
head -c 12 a.csv; echo
head -c 7 a.md; echo
head -c 4 a.txt; echo
dmc run conv --n 9 --k 3 -o b.json --format csv
cmp a.csv b.json
dmc run conv --n 9 --k 3 -o - >c.txt
cmp a.txt c.txt

# A file that is replaced keeps its permissions; a link to it stays a link.
chmod 640 a.json
ln -s a.json link.json
dmc run conv --n 9 --k 3 -o link.json
stat -c '%a' a.json
readlink link.json

# A run that fails changes nothing.
cp a.json before
! dmc run conv --n 9 --k 30 -o a.json 2>/dev/null
! dmc run matmul --m 1000000 --n 1000000 --l 1000000 -o a.json 2>/dev/null
cmp a.json before
ls -A
