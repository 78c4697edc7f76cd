"""Holds tools/docs-check to what it says, with a program in dmc's place whose output is known."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TOOL = Path(__file__).resolve().parents[2] / "tools" / "docs-check"
PROGRAM = """#!/bin/sh
case $1 in
  fail) echo "dmc: no" >&2; exit 2 ;;
  lines) printf 'first\\nsecond\\nthird\\n' ;;
  time) echo "42 reuses in 3.25 ms" ;;
  figure) echo "<svg>$2</svg>" ;;
  save) echo kept > saved.txt ;;
esac
"""


class DocsCheck(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.root = Path(self.directory.name)
        self.dmc = self.root / "dmc"
        self.dmc.write_text(PROGRAM, encoding="utf-8")
        self.dmc.chmod(0o755)
        self.page = self.root / "page.md"

    def check(self, text, *options):
        self.page.write_text(text, encoding="utf-8")
        return subprocess.run([sys.executable, TOOL, "--dmc", self.dmc, *options, self.page],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              check=False)

    def console(self, body, *options):
        return self.check(f"# Page\n\n```console\n{body}```\n\nmore\n", *options)

    def assert_fresh(self, done, checked):
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn(f"docs: {checked} blocks and commands checked in 1 pages, 0 stale", done.stdout)

    def test_true_output_is_fresh(self):
        self.assert_fresh(self.console("$ dmc lines\nfirst\nsecond\nthird\n"), 1)

    def test_each_difference_is_stale(self):
        for body in ("first\nsecond\n", "first\nsecond\nthird\nfourth\n", "first\nother\nthird\n", "",
                     "first\n...\nsecond\n", " first\nsecond\nthird\n"):
            done = self.console(f"$ dmc lines\n{body}")
            self.assertEqual(done.returncode, 1, body)
            self.assertIn("page.md: stale: dmc lines", done.stdout)

    def test_dots_stand_for_lines(self):
        self.assert_fresh(self.console("$ dmc lines\nfirst\n...\n"), 1)
        self.assert_fresh(self.console("$ dmc lines\n...\nthird\n"), 1)

    def test_only_times_may_differ(self):
        self.assert_fresh(self.console("$ dmc time\n42 reuses in 1 s\n"), 1)
        self.assertEqual(self.console("$ dmc time\n43 reuses in 1 s\n").returncode, 1)

    def test_errors_are_shown_too(self):
        self.assert_fresh(self.console("$ dmc fail\ndmc: no\n"), 1)

    def test_later_commands_find_earlier_files(self):
        self.assert_fresh(self.console("$ dmc save\n$ cat saved.txt\nkept\n"), 2)

    def test_other_blocks_are_left_alone(self):
        self.assert_fresh(self.console("$ make run\nnothing of the kind\n"), 0)
        self.assert_fresh(self.check("```text\n$ dmc lines\nno\n```\n"), 0)

    def test_harmful_commands_are_refused(self):
        done = self.console("$ dmc lines\nfirst\nsecond\nthird\n$ make clean\n")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("does not run", done.stdout)

    def test_update_writes_what_is_printed_and_nothing_else(self):
        done = self.console("$ dmc lines\nold\n\n$ dmc time\n42 reuses in 9 s\n", "--update")
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual(self.page.read_text(encoding="utf-8"),
                         "# Page\n\n```console\n$ dmc lines\nfirst\nsecond\nthird\n\n"
                         "$ dmc time\n42 reuses in 9 s\n```\n\nmore\n")

    def test_update_keeps_showing_only_the_beginning(self):
        self.console("$ dmc lines\nold\nsecond\n...\n", "--update")
        self.assertIn("$ dmc lines\nfirst\nsecond\n...\n```", self.page.read_text(encoding="utf-8"))

    def test_pictures_are_drawn_again(self):
        for name, slow in (("2", False), ("3", True)):
            image = self.root / f"figure-{name}.svg"
            image.write_text(f"<svg>{name}</svg>\n", encoding="utf-8")
            check = lambda *options: self.check("# Page\n", "--images", self.root, *options)
            self.assert_fresh(check(), 0 if slow else 1)
            self.assert_fresh(check("--all"), 1)
            image.write_text("<svg>old</svg>\n", encoding="utf-8")
            self.assertEqual(check().returncode, 0 if slow else 1)
            done = check("--all")
            self.assertEqual(done.returncode, 1)
            self.assertIn(f"figure-{name}.svg: stale: dmc figure {name}", done.stdout)
            self.assertEqual(check("--all", "--update").returncode, 0)
            self.assert_fresh(check("--all"), 1)
            image.unlink()

    def test_links_lead_somewhere(self):
        (self.root / "there.md").write_text("", encoding="utf-8")
        self.assert_fresh(self.check("[a](there.md#part) [b](https://example.org/x) [c](#here)\n"), 0)
        self.assertEqual(self.check("see [a](missing.md)\n").returncode, 1)

    def test_excerpts(self):
        (self.root / "a.cpp").write_text("one\ntwo\nthree\n", encoding="utf-8")
        self.assert_fresh(self.check("```cpp file=a.cpp\ntwo\nthree\n```\n"), 1)
        for body in ("two\nfour\n", "wo\nthree\n", "one\nthree\n"):
            self.assertEqual(self.check(f"```cpp file=a.cpp\n{body}```\n").returncode, 1, body)
        self.check("```cpp file=a.cpp whole\nold\n```\n", "--update")
        self.assertEqual(self.page.read_text(encoding="utf-8"),
                         "```cpp file=a.cpp whole\none\ntwo\nthree\n```\n")


if __name__ == "__main__":
    unittest.main()
