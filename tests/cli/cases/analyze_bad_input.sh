# Whatever is wrong with a trace or with what is asked of it: exit code 2, nothing on standard output,
# one line that says what and where, and no file touched.
bad() {
  code=0
  dmc analyze "$@" >out 2>err || code=$?
  [ "$code" = 2 ] || echo "WRONG exit code $code"
  [ -s out ] && echo "WRONG standard output: $(head -1 out)"
  [ "$(wc -l <err)" = 1 ] || echo "WRONG number of lines on standard error"
  echo "$ dmc analyze $*"
  cat err
}
printf 'I  0401ab70,3\n L 1fff000628,8\n' >good.lackey

# Traces
bad missing
bad .
: >empty
bad empty
printf ' L 10,8\n S 18\n' >line
bad line
printf ' L 10,8\r\n S 18,8\n M 20,8\r\n L 28;8\n' >mixed
bad mixed
printf ' L 10,8\n L 18,4294967296\n' >huge
bad huge
printf '\177ELF\002\001\001' >program
bad program
bad program --input-format lackey
printf '\001\002\003\004\002\001\001' >binary
bad binary
bad binary --input-format din
bad binary --input-format champsim
bad binary --input-format gem5
bad binary --input-format lackey
head -c 5000000 /dev/zero | tr '\0' 7 >endless
bad endless
bad endless --input-format csv
gzip -c good.lackey | head -c 30 >cut.gz
bad cut.gz
printf 'time,key\n1,2\n2,3\n' >table
bad table
bad table --column name
printf 'ls 4711 [001] 81277.123456: 30 cpu/mem-loads/P: 7ffd12345678\n' >script
bad script
bad good.lackey --accesses writes
printf '==7== Lackey, an example Valgrind tool\n==7== Counted 1 call to main()\n' >counts
bad counts
bad counts --input-format lackey
printf '7f3a2b10\n7f3a2b18\n' >bare
bad bare
gzip -c good.lackey | gzip >twice.gz
bad twice.gz

# Options
bad
bad good.lackey other
bad good.lackey table
bad good.lackey --input-format lacky
bad good.lackey --input-format din --column 2
bad good.lackey --accesses write
bad good.lackey --granule 12
bad good.lackey --granule 0
bad good.lackey --size 32Kib
bad good.lackey --size -1
bad good.lackey --region heap
bad good.lackey --region heap=10-xyz
bad good.lackey --region a=0x0-0x20 --region b=0x10-0x30
bad good.lackey --top 0
bad good.lackey --interval x
bad good.lackey --sample 2
bad good.lackey --sample 0.1 --top 3
bad good.lackey --per-thread
bad good.lackey --limit 0
bad good.lackey --histogram h.txt
bad good.lackey --histogram a.csv --mrc ./a.csv
bad line -o result.json --histogram h.csv

rm good.lackey empty line mixed huge program binary endless cut.gz table script counts bare \
  twice.gz out err
[ -z "$(ls -A)" ] || echo "WRONG: files are left: $(ls -A)"
