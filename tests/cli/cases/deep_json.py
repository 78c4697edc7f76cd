# JSON that is too deep, or has numbers that are too large, is bad input: no crash, and no bug.
import json

from calls import dmc, output

LEVELS = 200_000
output("sweep", "conv", "--n", "8,9", "-o", "s.jsonl")
with open("s.jsonl", encoding="utf-8") as file:
    rows = file.read().splitlines()
output("run", "conv", "--n", "9", "-o", "r.json")
with open("r.json", encoding="utf-8") as file:
    result = file.read().rstrip()[:-1]
EXPECT = '{"quantity": "reuses", "min": 0}'
CHECK = '{"schema": "dmc.check/1", "checks": [{"kernel": "conv", "expect": [' + EXPECT + "]}]%s}"

with open("c.json", "w", encoding="utf-8") as file:
    file.write('{"schema": "dmc.check/1", "checks": [{"result": "bad.json", "expect": [' + EXPECT
               + "]}]}")


def check_bad(text, *arguments, said, name="bad.json"):
    with open(name, "w", encoding="utf-8") as file:
        file.write(text)
    done = dmc(*arguments)
    assert done.returncode == 2 and done.stdout == "", (arguments, done.returncode, done.stderr[:300])
    assert said in done.stderr and len(done.stderr) < 1000, (arguments, done.stderr[:300])
    assert "bug" not in done.stderr, done.stderr[:300]


for opening, closing in (("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")):
    for deep in (opening * LEVELS, opening * LEVELS + "1" + closing * LEVELS):
        check_bad(deep, "check", "bad.json", said="100 levels deep")
        check_bad(CHECK % f', "unread": {deep}', "check", "bad.json", said="100 levels deep")
        check_bad(CHECK % f', "unread": {deep}', "check", "bad.json", "--update",
                  said="100 levels deep")
        check_bad(f'{result}, "unread": {deep}}}', "check", "c.json", said="100 levels deep")
        check_bad(f'{rows[0]}\n{rows[1][:-1]}, "unread": {deep}}}\n', "fit", "bad.jsonl",
                  said="line 2: ", name="bad.jsonl")
# As deep as is allowed, and strings that only look deep.
for deep in ("[" * 98 + "]" * 98, '"' + "[" * LEVELS + '"'):
    with open("good.json", "w", encoding="utf-8") as file:
        file.write(CHECK % f', "unread": {deep}')
    output("check", "good.json")

# Numbers that no double holds: wherever they stand.
for number in ("1e309", "-1e309", "9" * 400, "1" + "0" * 400 + ".5"):
    check_bad(CHECK % f', "unread": {number}', "check", "bad.json", said="too large")
    check_bad((CHECK % "").replace('"min": 0', f'"min": {number}'), "check", "bad.json",
              said="line 1, column")
    check_bad(f'{result}, "unread": {number}}}', "check", "c.json", said="too large")
    check_bad(f'{rows[0][:-1]}, "unread": {number}}}\n', "fit", "bad.jsonl", said="line 1: ",
              name="bad.jsonl")
for value in ("18446744073709551616", "-1", "1.5", "1e300"):
    check_bad((CHECK % "").replace('"min": 0', f'"min": {value}'), "check", "bad.json",
              said="whole number")

# Types that are not what is expected, and names that go on and on.
for wrong in ("null", "[]", "{}", '"x"', "true", "1.5", f'"{"x" * 1_000_000}"'):
    for text in (wrong, f'{{"schema": {wrong}}}', f'{{"schema": "dmc.check/1", "checks": {wrong}}}',
                 f'{{"schema": "dmc.check/1", "checks": [{wrong}]}}',
                 f'{{"schema": "dmc.check/1", "checks": [{{"kernel": {wrong}}}]}}',
                 f'{{"schema": "dmc.check/1", "checks": [{{"kernel": "conv", "parameters": {wrong}}}]}}',
                 (CHECK % "").replace('"reuses"', wrong)):
        check_bad(text, "check", "bad.json", said="bad.json")
    for key in json.loads(rows[0]):
        row = json.loads(rows[0])
        row[key] = "@"
        text = json.dumps(row).replace('"@"', wrong)
        with open("bad.jsonl", "w", encoding="utf-8") as file:
            file.write(text + "\n")
        done = dmc("fit", "bad.jsonl")
        assert done.returncode in (0, 2) and len(done.stderr) < 2000, (key, wrong, done.stderr[:300])
