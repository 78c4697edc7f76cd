"""Holds the page of `dmc audit --html` against the JSON of the same audit, without a browser."""

import argparse
import collections
import html.parser
import math
import sys
import tempfile
import unittest
from pathlib import Path

import audit

MATH = "{http://www.w3.org/1998/Math/MathML}math"
SVG = "{http://www.w3.org/2000/svg}svg"
# What makes a browser fetch something.
FETCHING = ("src", "srcset", "poster", "data", "action", "background")


class Nesting(html.parser.HTMLParser):
    """Whether an HTML parser sees the same nesting that an XML parser does."""

    def __init__(self):
        super().__init__()
        self.open = []
        self.wrong = []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


class PageStructure(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            _, cls.text, cls.json = audit.make(DMC, Path(folder))
        cls.page = audit.parse(cls.text)

    def all(self, name, **attributes):
        return [element for element in self.page.iter(name)
                if all(element.get(key) == value for key, value in attributes.items())]

    def article(self, claim):
        found = [one for one in self.all("article") if one.get("id") == f"claim-{claim['id']}"]
        self.assertEqual(len(found), 1, claim["id"])
        return found[0]

    def test_is_html(self):
        nesting = Nesting()
        nesting.feed(self.text)
        self.assertEqual((nesting.wrong, nesting.open), ([], []))
        self.assertEqual([child.tag for child in self.page], ["head", "body"])
        self.assertEqual(self.page.get("lang"), "en")
        self.assertEqual(len(self.all("h1")), 1)

    def test_ids_are_unique_and_links_lead_somewhere(self):
        ids = collections.Counter(one.get("id") for one in self.page.iter() if one.get("id"))
        self.assertEqual([name for name, count in ids.items() if count > 1], [])
        for link in self.all("a"):
            self.assertTrue(link.get("href").startswith("#"), link.get("href"))
            self.assertIn(link.get("href")[1:], ids)

    def test_asks_for_nothing(self):
        for element in self.page.iter():
            self.assertNotIn(element.tag, ("script", "link", "iframe", "object", "embed", "img",
                                           "base"))
            for name, value in element.attrib.items():
                self.assertNotIn(name, FETCHING)
                self.assertFalse(name.startswith("on"), name)
                self.assertNotIn("url(", value)
                self.assertNotIn("http", value)
        for style in [*self.all("style"), *self.page.iter("{http://www.w3.org/2000/svg}style")]:
            for word in ("url(", "@import", "http"):
                self.assertNotIn(word, style.text)

    def test_every_claim_with_its_words(self):
        claims = self.json["claims"]
        self.assertEqual([one["id"] for one in claims], sorted(
            {*audit.CLAIMS}, key=[one["id"] for one in claims].index))
        self.assertEqual([one.get("id") for one in self.all("article")],
                         [f"claim-{one['id']}" for one in claims])
        for claim in claims:
            words = audit.content(self.article(claim))
            for key in ("id", "source", "title", "statement", "verdict", "brief", "why", "command"):
                self.assertIn(" ".join(claim[key].split()), words)

    def test_verdicts(self):
        for claim in self.json["claims"]:
            marks = [one for one in self.article(claim).iter("span")
                     if (one.get("class") or "").startswith("verdict ")]
            self.assertEqual([audit.content(one) for one in marks], [claim["verdict"]])
        shown = {}
        for entry in self.all("ul", **{"class": "counts"})[0]:
            number, name = entry
            shown[audit.content(name)] = int(number.text)
        counted = collections.Counter(claim["verdict"] for claim in self.json["claims"])
        self.assertEqual(shown, dict(counted))

    def test_rules(self):
        words = audit.content(self.page)
        for rule in self.json["rules"]:
            self.assertIn(rule, words)

    def test_every_number_with_its_command(self):
        for claim in self.json["claims"]:
            questions = list(self.article(claim).iter("details"))
            self.assertEqual(len(questions), len(claim["findings"]))
            for question, finding in zip(questions, claim["findings"]):
                self.compare(question, finding)

    def compare(self, question, finding):
        words = audit.content(question)
        for key in ("role", "outcome", "brief", "rule", "reading"):
            self.assertIn(finding[key], words)
        table, = [one for one in question.iter("table") if one.get("class") == "evidence"]
        rows = list(table.find("tbody"))
        self.assertEqual(len(rows), len(finding["evidence"]))
        for row, evidence in zip(rows, finding["evidence"]):
            numbers = [float(one.get("value")) for one in row.iter("data")]
            wanted = [evidence[key] for key in ("x", "measured", "claimed", "ratio")]
            wanted = [math.nan if one is None else one for one in wanted]
            for shown, value in zip(reversed(numbers), reversed(wanted)):
                self.assertTrue(shown == value or not math.isfinite(shown), (shown, value))
            for command in evidence["command"].split("; "):
                self.assertIn(" ".join(command.split()), audit.content(row))

    def test_commands_are_selectable_as_a_whole(self):
        for code in self.all("code"):
            self.assertEqual(len(code), 0)
            self.assertTrue(code.text.strip())

    def test_formulas_and_drawings(self):
        for claim in self.json["claims"]:
            article = self.article(claim)
            claimed = [one for one in claim["findings"] if one["claimed"]]
            self.assertGreaterEqual(len(list(article.iter(MATH))), len(claimed))
            if any(one["along"] and len({row["x"] for row in one["evidence"]}) > 1 and
                   any(abs(row["ratio"] - 1) > 1e-6 for row in one["evidence"] if row["ratio"])
                   for one in claim["findings"]):
                self.assertGreaterEqual(len(list(article.iter(SVG))), 1, claim["id"])
        for drawing in self.page.iter(SVG):
            self.assertTrue(drawing.get("aria-label"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dmc", required=True)
    options, rest = parser.parse_known_args()
    global DMC
    DMC = options.dmc
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
