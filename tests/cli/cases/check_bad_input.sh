# Files of expectations that cannot be used: exit code 2, nothing on standard output, one line that says
# where and why, and no file touched.
bad() {
  code=0
  dmc check "$@" >out 2>err || code=$?
  [ "$code" = 2 ] || echo "WRONG exit code $code"
  [ -s out ] && echo "WRONG standard output: $(head -1 out)"
  [ "$(wc -l <err)" = 1 ] || echo "WRONG number of lines on standard error"
  echo "$ dmc check $*"
  cat err
}
checks() { printf '{"schema": "dmc.check/1", "checks": [%s]}' "$1" >e.json; bad e.json; }

bad missing.json
bad .
bad --update
bad a.json b.json
bad --jnuit out.xml
printf '{\n  "schema": "dmc.check/1",\n  "checks": [{]\n}\n' >e.json
bad e.json
printf '{"schema": "dmc.run/1"}' >e.json
bad e.json
checks ''
checks '{"kernel": "cnov", "expect": []}'
checks '{"kernel": "conv", "parameters": {"n": 8, "k": 9}, "expect": []}'
checks '{"kernel": "conv", "parameters": {"n": 99999999, "k": 9}, "expect": []}' | sed 's/data and.*/…/'
checks '{"kernel": "conv", "expect": [{"quantity": "dmd", "vlaue": 3}]}'
checks '{"kernel": "conv", "expect": [{"quantity": "reuses", "class": 7}]}'
checks '{"result": "missing.json", "expect": []}'
checks '{"measurement": "mine", "expect": []}'
printf '{"schema": "dmc.list/1"}' >list.json
checks '{"result": "list.json", "expect": []}'
printf '{"schema": "dmc.check/1", "checks": [{"kernel": "conv", "expect": []}]}' >e.json
bad e.json -o missing/out.json
bad e.json --junit missing/out.xml
bad e.json --update -o e.json

rm out err e.json list.json
[ -z "$(ls -A)" ] || echo "WRONG: files are left: $(ls -A)"
