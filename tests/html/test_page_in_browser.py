"""Opens the page of `dmc audit --html` in headless Chromium and looks at what a reader would.

Ends with 77 where there is no Chromium, which ctest takes as skipped.
"""

import argparse
import sys
import tempfile
import unittest
from pathlib import Path

import audit
import browser

SKIPPED = 77
WIDTHS = (400, 1280)

# What of the page reaches beyond its right edge. What scrolls within itself does not count.
BEYOND = """
(() => {
  const scrolls = one => one && (['auto', 'scroll', 'hidden', 'clip'].includes(
      getComputedStyle(one).overflowX) || scrolls(one.parentElement));
  return [...document.body.querySelectorAll('*')].filter(one =>
      one.getBoundingClientRect().right > innerWidth + 0.5 && !scrolls(one.parentElement))
    .map(one => one.tagName + ' ' + one.className + ' ' + one.textContent.slice(0, 60));
})()
"""

# Texts that stand out too little from what is behind them (WCAG 2, level AA: 4.5 to 1).
FAINT = """
(() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const known = new Map();
  const rgba = color => {
    if (!known.has(color)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      known.set(color, [...canvas.getImageData(0, 0, 1, 1).data]);
    }
    return known.get(color);
  };
  const luminance = ([r, g, b]) => [r, g, b].map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = one => {
    const back = rgba(getComputedStyle(one).backgroundColor);
    return back[3] > 0 || !one.parentElement ? back : behind(one.parentElement);
  };
  const faint = new Set();
  for (const one of document.body.querySelectorAll('*')) {
    const has_text = [...one.childNodes].some(
        node => node.nodeType === 3 && node.data.trim() !== '');
    if (!has_text || one.closest('svg')) continue;
    const pair = [luminance(rgba(getComputedStyle(one).color)), luminance(behind(one))];
    const contrast = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    if (contrast < 4.5) faint.add(`${one.tagName}.${one.className} ${contrast.toFixed(2)}`);
  }
  return [...faint];
})()
"""

# Sizes in which texts are drawn, the smallest of them, in pixels of the screen.
SMALLEST = """
Math.min(...[...document.querySelectorAll('svg text')].map(text => {
  const svg = text.ownerSVGElement;
  return parseFloat(getComputedStyle(text).fontSize) * svg.getBoundingClientRect().width /
      svg.viewBox.baseVal.width;
}))
"""

UNFOLD = "document.querySelectorAll('details').forEach(one => one.open = true)"
FOLD = "document.querySelectorAll('details').forEach(one => one.open = false)"

# How many fractions are set as such, numerator above denominator, and how many there are.
FRACTIONS = """
(() => {
  const all = [...document.querySelectorAll('mfrac')].filter(one => one.checkVisibility());
  const box = one => one.getBoundingClientRect();
  return [all.filter(one => box(one.children[0]).bottom < box(one.children[1]).top + 2 &&
                            box(one.children[0]).height > 4).length, all.length];
})()
"""

HIDDEN_TABLES = """
[...document.querySelectorAll('details table')].filter(one => !one.checkVisibility() ||
    one.getBoundingClientRect().bottom > one.closest('details').getBoundingClientRect().bottom)
  .length
"""


class PageInBrowser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        path, _, cls.json = audit.make(DMC, Path(cls.folder.name))
        cls.address = path.as_uri()
        cls.browser = browser.Browser(CHROMIUM)
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        self.browser.requests.clear()
        self.browser.complaints.clear()
        self.browser.show_as()
        self.browser.open(self.address)

    def tearDown(self):
        self.assertEqual(self.browser.requests, [self.address])
        self.assertEqual(self.browser.complaints, [])

    def test_console_and_requests_would_be_noticed(self):
        self.browser.evaluate("console.error('seen')")
        self.browser.evaluate("new Image().src = 'file:///nowhere.png'")
        self.browser.evaluate("new Promise(done => setTimeout(done, 50))")
        self.assertTrue(any("seen" in one for one in self.browser.complaints))
        self.assertIn("file:///nowhere.png", self.browser.requests)
        self.browser.requests[:] = [self.address]
        self.browser.complaints.clear()

    def test_shows_every_claim(self):
        ids = self.browser.evaluate(
            "[...document.querySelectorAll('article')].map(one => one.id)")
        self.assertEqual(ids, [f"claim-{one['id']}" for one in self.json["claims"]])
        self.assertEqual(self.browser.evaluate("document.compatMode"), "CSS1Compat")

    def test_never_goes_sideways(self):
        for width in WIDTHS:
            for unfolding in (FOLD, UNFOLD):
                self.browser.resize(width)
                self.browser.evaluate(unfolding)
                self.assertEqual(self.browser.evaluate("innerWidth"), width)
                self.assertLessEqual(
                    self.browser.evaluate("document.documentElement.scrollWidth"), width)
                self.assertEqual(self.browser.evaluate(BEYOND), [])

    def test_can_be_read(self):
        for width in WIDTHS:
            self.browser.resize(width)
            self.browser.evaluate(UNFOLD)
            typeset, fractions = self.browser.evaluate(FRACTIONS)
            self.assertEqual(typeset, fractions)
            self.assertGreater(fractions, 0)
            self.assertGreaterEqual(self.browser.evaluate(SMALLEST), 8.5)

    def test_stands_out_in_light_and_dark(self):
        self.browser.evaluate(UNFOLD)
        backgrounds = set()
        for scheme in ("light", "dark"):
            self.browser.show_as(scheme=scheme)
            self.assertEqual(self.browser.evaluate(FAINT), [], scheme)
            backgrounds.add(
                self.browser.evaluate("getComputedStyle(document.body).backgroundColor"))
        self.assertEqual(len(backgrounds), 2)

    def test_prints_what_is_folded(self):
        self.browser.resize(1280)
        self.browser.evaluate(FOLD)
        self.assertGreater(self.browser.evaluate(HIDDEN_TABLES), 0)
        self.browser.show_as(media="print")
        self.assertEqual(self.browser.evaluate(HIDDEN_TABLES), 0)
        self.assertEqual(self.browser.evaluate(BEYOND), [])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dmc", required=True)
    options, rest = parser.parse_known_args()
    global DMC, CHROMIUM
    DMC, CHROMIUM = options.dmc, browser.find()
    if CHROMIUM is None:
        print("skipped: no Chromium (looked for " + ", ".join(browser.NAMES) + ")")
        sys.exit(SKIPPED)
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
