# Into a pipe or a file, everything is printed: what Markdown has, which knows no width, is the measure. On a
# narrow terminal what carries the answer stays, the least useful goes first, and what is left out is named.
import os
import re

from calls import dmc, output

with open("expected.json", "w", encoding="utf-8") as file:
    file.write('{"schema": "dmc.check/1", "checks": [{"kernel": "conv", "name": "a name that is longer than any '
               'column of a table on a terminal would like to be", "parameters": {"n": 9, "k": 3}, "expect": '
               '[{"quantity": "dmd", "value": 3600}, {"quantity": "reuses", "class": "column-wise reuses", '
               '"value": 7}]}]}')
with open("trace.din", "w", encoding="utf-8") as file:
    file.writelines(f"{i % 2} {i * i % 97:x}\n" for i in range(500))

COMMANDS = [["list", "formulas"], ["list", "kernels"], ["list", "claims"], ["list", "traces"], ["list", "figures"],
            ["list", "formats"], ["run", "matmul"], ["run", "conv", "--n", "16"], ["run", "transformer", "--l", "8"],
            ["check", "expected.json"], ["compare", "conv", "im2col", "winograd", "--n", "16"],
            ["formula", "thm3.18", "--n", "1024"], ["formula", "lem3.8", "--n", "32", "--k", "3", "--measure"],
            ["sweep", "conv", "--n", "8:32:x2", "--k", "3,5"], ["tune", "batch", "--n", "16", "--k", "3", "--c", "4"],
            ["fit", "conv", "--n", "8:128:x2", "--k", "3"], ["audit", "lem3.8", "--quick"], ["figure", "2"],
            ["analyze", "trace.din", "--size", "32,64", "--top", "3", "--region", "low=0x0-0x20"]]
WITHOUT = {name: value for name, value in os.environ.items() if name != "COLUMNS"}


def printed(arguments, **variables):
    done = dmc(*arguments, env={**WITHOUT, **variables})
    assert done.returncode in (0, 1) and done.stderr == "", done
    return done.stdout


def cells_of(markdown):
    """Headers and other cells of all tables."""
    headers, cells = [], []
    lines = markdown.splitlines()
    for line, following in zip(lines, lines[1:] + [""]):
        if line.startswith("|") and not line.startswith("| ---"):
            found = [re.sub(r"\\(.)", r"\1", cell.strip().replace("**", "")).lstrip("– ")
                     for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            (headers if following.startswith("| ---") else cells).extend(cell for cell in found if cell)
    return headers, cells


for command in COMMANDS:
    whole = printed(command)
    assert not any(line.endswith("…") for line in whole.splitlines()), command
    headers, cells = cells_of(printed([*command, "--format", "markdown"]))
    assert headers or cells, command
    for text in headers + cells:
        assert text in whole, (command, text)
    assert "No room" not in whole
    assert output(*command[:1], *command[1:], "-o", "whole.txt", env={**WITHOUT, "COLUMNS": "40"}) == "" \
        if command[0] != "check" else True
    if command[0] != "check":
        with open("whole.txt", encoding="utf-8") as file:
            assert file.read() == whole, (command, "a file has no width")
    for width in (30, 50, 80, 100):
        narrow = printed(command, COLUMNS=str(width))
        assert max(map(len, narrow.splitlines())) <= width, (command, width)


def shown(command, width, beginning):
    """The words of a table's line of headers."""
    return [line for line in printed(command, COLUMNS=str(width)).splitlines()
            if line.startswith(beginning)][0].split()


for width in (60, 80):
    assert shown(["run", "matmul"], width, "  id")[-2:] == ["measured", "ratio"], width
    assert shown(["check", "expected.json"], width, "  check")[-2:] == ["measured", "difference"], width
    assert shown(["formula", "lem3.8", "--measure", "--n", "32"], width, "  id")[-2:] == ["measured", "ratio"] or \
        "measured" in shown(["formula", "lem3.8", "--measure", "--n", "32"], width, "  id"), width
    assert "expression" in shown(["list", "formulas"], width, "  id")
notes = " ".join(printed(["run", "matmul"], COLUMNS="60").split())
assert "No room here for: " in notes and "expression" in notes.split("No room here for: ")[1].split(".")[0]
