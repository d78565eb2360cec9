"""A page printed from the browser: dark on light, everything unfolded, nothing cut off."""

import re
import subprocess

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CHAPTER = "/book/01-neurons.html"
A4 = {"width": 680, "height": 1000}  # the paper less its margins, in CSS pixels


@pytest.fixture
def paper(page):
    """The chapter as its printout shows it."""
    page.set_viewport_size(A4)
    page.goto(CHAPTER)
    page.locator(".live-box").first.wait_for()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    return page


@pytest.mark.parametrize("context", [{"color_scheme": "dark"}], indirect=True, ids=["dark"])
def test_a_dark_page_is_printed_dark_on_light(paper):
    ink = "(selector) => getComputedStyle(document.querySelector(selector)).color"
    for selector in (".bd-article p", ".bd-article pre", ".bd-article h2"):
        colour = paper.evaluate(ink, selector)
        assert max(int(part) for part in re.findall(r"\d+", colour)[:3]) < 120, (selector, colour)
    paper.evaluate("dispatchEvent(new Event('afterprint'))")
    assert paper.locator("html").get_attribute("data-theme") == "dark"


def test_answers_and_tabs_are_shown_and_sources_of_figures_are_not(paper):
    for words in ("One of the two words is not enough", "keras_layer.set_weights", "torch_layer("):
        assert paper.get_by_text(words).first.is_visible(), words
    names = paper.locator(".sd-tab-label")
    codes = paper.locator(".sd-tab-content .cell_input")
    tops = [
        node.bounding_box()["y"]
        for pair in zip(names.all(), codes.all(), strict=True)
        for node in pair
    ]
    assert len(tops) >= 4 and tops == sorted(tops)  # each name stands above its own code
    assert not paper.get_by_text("figures.plot_hidden").first.is_visible()
    assert not paper.get_by_text("Hide the").locator("visible=true").count()


def test_nothing_is_cut_off_at_the_side(paper):
    wide = "(nodes) => nodes.filter((n) => n.scrollWidth > n.clientWidth + 1).length"
    for selector in ("pre", ".cell_output", "table", ".live-box"):
        assert paper.locator(f".bd-article {selector}").evaluate_all(wide) == 0, selector
    assert paper.evaluate("document.documentElement.scrollWidth") <= A4["width"]


def test_tables_that_a_figure_folds_stay_folded(page):
    page.goto("/book/index.html")
    page.locator(".live-box").first.wait_for()
    folded = page.locator(".live-figure details:not([open])").count()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".live-figure details:not([open])").count() == folded > 0


def test_the_printout_has_a_title_margins_and_no_menus(page, tmp_path):
    page.goto(CHAPTER)
    page.locator(".live-box").first.wait_for()
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    try:
        command = ["pdftotext", "-bbox", tmp_path / "page.pdf", "-"]
        words = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except FileNotFoundError:
        pytest.skip("no pdftotext: the printout was NOT read (apt install poppler-utils)")
    left = [float(x) for x in re.findall(r'<word xMin="([\d.]+)"', words)]
    assert min(left) > 40  # points
    text = " ".join(re.findall(r">([^<]+)</word>", words))
    assert text.startswith("1 Neurons and layers What you will be able to do")
    assert "Contents" not in text and "Back to the start" not in text
