# Pictures are whole SVG files that gnuplot draws; without gnuplot the error says what to install, before
# any work is done.
import os
import shutil
import xml.etree.ElementTree as xml

from calls import dmc

with open("trace", "w", encoding="utf-8") as file:
    file.writelines(f"{i * i % 97}\n" for i in range(5000))

ARGUMENTS = ["analyze", "trace", "--size", "8,32", "--plot", "it's.svg", "-o", "out.json"]
without = dmc(*ARGUMENTS, env={**os.environ, "PATH": "/nowhere"})
assert without.returncode == 2 and without.stdout == ""
assert without.stderr == ("dmc: --plot: pictures are drawn by gnuplot, which is not on the PATH; install "
                          "it (Debian and Ubuntu: apt install gnuplot-nox)\n"), without.stderr
assert sorted(os.listdir()) == ["trace"], "nothing is left behind"

wrong = dmc("analyze", "trace", "--plot", "picture.png")
assert wrong.returncode == 2 and "does not end in .svg" in wrong.stderr

if shutil.which("gnuplot"):
    done = dmc(*ARGUMENTS)
    assert done.returncode == 0 and done.stderr == "", done
    picture = xml.parse("it's.svg").getroot()
    assert picture.tag.endswith("svg")
    text = " ".join("".join(node.itertext()) for node in picture.iter() if node.tag.endswith("text"))
    for words in ("trace: ids", "by distance", "by time", "miss ratio", "sizes asked for",
                  "size of an LRU cache, in data", "reuses (%)"):
        assert words in text, (words, text)
    assert os.path.getsize("it's.svg") < 200_000
    sampled = dmc("analyze", "trace", "--sample", "0.5", "--plot", "sampled.svg")
    assert sampled.returncode == 0, sampled
    with open("sampled.svg", encoding="utf-8") as file:
        assert "ESTIMATE" in file.read()
    full = dmc("analyze", "trace", "--plot", "/nowhere/x.svg")
    assert full.returncode == 2 and "--plot" in full.stderr
