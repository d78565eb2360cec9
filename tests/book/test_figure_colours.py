"""The colours of figures: the same in Python and in the pages, and readable in light and dark."""

import re

import pytest
from pages import ROOT

from ticketcourse.figures.picture import PALETTE

BOOK = (ROOT / "book" / "_web" / "course.css").read_text()
LIVE = (ROOT / "ticketcourse" / "figures" / "live.css").read_text()
WORDS = "ink", "muted", "blue", "orange", "green"
DATA = "blue", "orange", "green"


def colours(css, opening):
    """The variables --fig-* of the first rule whose selector holds some text."""
    rule = css[css.index(opening) :]
    return dict(re.findall(r"--fig-([\w-]+): (#[0-9a-f]{6})", rule[: rule.index("}")]))


LIGHT = colours(BOOK, 'html[data-theme="light"]')
DARK = colours(BOOK, 'html[data-theme="dark"]')


def luminance(colour):
    shares = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    """Of two colours, by WCAG 2.2."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_python_and_the_pages_have_the_same_colours():
    assert LIGHT == PALETTE
    assert DARK.keys() == PALETTE.keys()
    assert colours(LIVE, "--fig-ink") == DARK
    for name, colour in re.findall(r"var\(--fig-([\w-]+), (#[0-9a-f]{6})\)", BOOK + LIVE):
        assert PALETTE[name] == colour


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_words_and_marks_stand_out(palette):
    for name in WORDS:
        assert contrast(palette[name], palette["paper"]) >= 4.5, name
    for side in ("blue-soft", "orange-soft"):
        assert contrast(palette["ink"], palette[side]) >= 7, side
        assert contrast(palette["muted"], palette[side]) >= 4.5, side
        for name in DATA:
            assert contrast(palette[name], palette[side]) >= 3, (name, side)
