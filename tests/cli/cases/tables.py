# Tables of records: what `dmc analyze` makes of columns, and what it asks. Figures by hand.
import json
import subprocess

from calls import DMC


def analyze(text, *options):
    if isinstance(text, str):
        text = text.encode()
    done = subprocess.run([DMC, "analyze", "-", *options], input=text, capture_output=True,
                          check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def result(text, *options):
    code, out, err = analyze(text, "--json", *options)
    assert code == 0, (text, options, err)
    return json.loads(out)


def figures(text, *options):
    got = result(text, *options)
    return got["accesses"], got["data"], got["reuses"]


def refused(text, *options):
    code, out, err = analyze(text, *options)
    assert code == 2 and out == "" and err.count("\n") == 1, (text, options, code, out, err)
    return err


# A number is a position.
assert figures("3,7,2\n4,8,5\n5,7,6\n", "--column", "2") == (3, 2, 1)
assert figures("3,7,2\n4,8,5\n5,7,6\n", "--columns", "id=2,time=1,size=3") == (3, 2, 1)
assert figures('1,2\n5,7\n6,7\n', "--column", '"2"') == (2, 1, 1)

# Separators, blanks, marks.
AGENTS = "1,/a,Agent/5.0 (X; Y Z) W/5\n2,/b,Agent/5.0 (X; Y Z) W/5\n3,/a,Other\n"
assert figures(AGENTS, "--column", "2", "--keys", "text") == (3, 2, 1)
assert figures("# time, object, size\n0, 7754, 5\n1, 7754, 5\n", "--column", "object") == (2, 1, 1)
assert figures("1|77|x\n2|77|y\n", "--column", "2") == (2, 1, 1)
assert figures("1   77 x\n12 77   y\n", "--column", "2") == (2, 1, 1)
assert figures("1x77\n2x77\n", "--column", "2", "--delimiter", "x") == (2, 1, 1)
assert figures("1\t77\n2\t77\n", "--column", "2", "--delimiter", "\\t") == (2, 1, 1)
assert figures(b"\xef\xbb\xbf5\n7\n5\n") == (3, 2, 1)
assert figures(b"\xef\xbb\xbftime,key\r\n1,5\r\n2,5\r\n", "--columns", "id=key,time=time") == (2, 1, 1)

# Names of columns, and bad ids that are none.
assert figures("time,key\n1,a\n2,b\n3,a\n", "--column", "2", "--keys", "text") == (3, 2, 1)
assert "line 1: '-5'" in refused("-5\n7\n5\n", "--input-format", "csv")
assert "taken as data" in analyze("alpha\nbeta\n", "--keys", "text")[2]

# What could be several things is asked about, with the ways to say it.
for text in ("0 0 10\n1 1 10000000\n",
             "".join(f"{i // 30000} {i % 5000} 10\n" for i in range(160_000))):
    asked = refused(text)
    assert "--input-format din" in asked and "--columns time=1,id=2,size=3" in asked, asked
assert figures("0 0 10\n1 1 10000000\n", "--columns", "time=1,id=2,size=3") == (2, 2, 0)
assert result("0 0 10\n1 1 10000000\n", "--input-format", "din")["input"]["format"] == "din"
assert "--input-format tencent" in refused("1538323199,105352008,584,1,1576\n")
assert result("0 1f\n1 20\n")["input"]["format"] == "din"

# Ranges touch each granule, volumes share nothing, repeats are accesses.
BLOCKS = "device_id,opcode,offset,length,timestamp\n1,R,0,8192,1\n2,W,4096,4096,2\n1,R,4096,4096,3\n"
assert result(BLOCKS)["input"]["format"] == "alibaba"
assert figures(BLOCKS) == (4, 3, 1)
assert figures(BLOCKS, "--columns", "volume=1,op=2,offset=3,size=4") == (4, 3, 1)
assert figures(BLOCKS, "--columns", "op=2,offset=3,size=4") == (4, 2, 2)
assert figures(BLOCKS, "--columns", "id=3,op=2,size=4,volume=1,time=5", "--granule", "4096") == (4, 3, 1)
assert figures("a,3\nb,1\na,2\n", "--columns", "id=1,repeat=2", "--keys", "text") == (6, 2, 4)
assert figures("a,3\nb,0\na,2\n", "--columns", "id=1,repeat=2", "--keys", "text") == (5, 1, 4)
assert "1 access is of no bytes" in analyze("0,0\n8,8\n", "--columns", "offset=1,size=2")[2]

# Reads and writes.
OPS = "1,get,a\n2,set,b\n3,get,a\n4,delete,a\n"
COLUMNS = ("--columns", "time=1,op=2,id=3", "--keys", "text")
assert figures(OPS, *COLUMNS) == (4, 2, 2)
assert figures(OPS, *COLUMNS, "--accesses", "reads") == (2, 1, 1)
assert figures(OPS, *COLUMNS, "--accesses", "writes") == (2, 2, 0)
CODES = "0,77\n1,78\n1,77\n"
assert "--reads" in refused(CODES, "--columns", "op=1,id=2", "--accesses", "reads")
assert figures(CODES, "--columns", "op=1,id=2", "--accesses", "reads", "--reads", "1") == (2, 2, 0)
for options in (["--column", "2"], ["--columns", "id=2,time=1"]):
    for choice in ("reads", "writes"):
        assert "--columns op=" in refused(CODES, *options, "--accesses", choice)
assert "does not tell reads from writes" in refused("1 1 0 1\n", "--input-format", "arc",
                                                    "--accesses", "reads")

# The data that cost most are shown as they are called.
TOP = ("--column", "2", "--keys", "text", "--top", "2")
text = "1,/a,x\n2,/b,x\n3,/b,x\n4,/a,x\n5,/c,x\n"
shown = [line.split()[0] for line in analyze(text, *TOP)[1].split("cost most\n")[1].splitlines()[1:3]]
assert shown == ["/a", "/b"], shown
assert [one["key"] for one in result(text, *TOP)["top"]] == ["/a", "/b"]
tops = result("d0,0\nd1,0\nd1,0\n", "--columns", "volume=1,offset=2", "--top", "2")["top"]
assert [(one["address"], one["space"]) for one in tops] == [(0, "volume d1"), (0, "volume d0")]
assert [one["key"] for one in result("5\n7\n5\n", "--top", "2")["top"]] == [None, None]

# Contradictions.
assert "have no bytes" in refused(text, *TOP[:4], "--granule", "64")
assert "--delimiter" in refused("1;5,77\n2;6,78\n", "--column", "2")
assert "blkparse" in refused("5\n7\n", "--action", "D")
assert "did you mean 'size'?" in refused("5\n7\n", "--columns", "id=1,sise=2")
