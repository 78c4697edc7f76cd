"""The audit of a few claims, as a page and as JSON, made once by one run of dmc."""

import json
import subprocess
import xml.etree.ElementTree as xml

# A definition, a formula with its corrected forms, bounds under several readings, a statement in
# words, and arithmetic: every kind of evidence, in a second.
CLAIMS = ("def2.1", "lem3.7", "thm3.10", "lem3.16", "thm3.21", "fig2")
XHTML = "{http://www.w3.org/1999/xhtml}"


def make(dmc, folder):
    """Path of the page, its text, and the same audit as JSON."""
    page = folder / "audit page.html"
    done = subprocess.run([dmc, "audit", *CLAIMS, "--quick", "--json", "--html", page],
                          stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return page, page.read_text(encoding="utf-8"), json.loads(done.stdout)


def parse(text):
    """The page as a tree. It is well-formed XML behind its first line, or this throws."""
    first, rest = text.split("\n", 1)
    assert first == "<!DOCTYPE html>", first
    return xml.fromstring(rest)


def content(element):
    return " ".join("".join(element.itertext()).split())
