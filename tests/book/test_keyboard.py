"""A chapter read, played, solved and checked with a keyboard alone, on a laptop and on a phone."""

import pytest
from pages import SITE
from test_live_cells import CHAPTER, RIGHT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCREENS = {
    "laptop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 360, "height": 740}},
}
everywhere = pytest.mark.parametrize("context", SCREENS.values(), ids=SCREENS, indirect=True)

FOCUS = """() => {
    let at = document.activeElement;
    while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    const box = at.getBoundingClientRect();
    const near = [at, at.parentElement, at.firstElementChild].filter((one) => one);
    const marks = near.map((one) => getComputedStyle(one));
    return {
        tag: at.tagName,
        name: at.getAttribute("aria-label") || at.textContent.trim() || at.labels?.[0]?.textContent,
        seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight
            && box.right > 0 && box.left < innerWidth,
        marked: marks.some((one) => one.outlineStyle !== "none" || one.boxShadow !== "none"),
    };
}"""


@pytest.fixture
def chapter(page):
    page.goto(CHAPTER)
    page.locator("mjx-container").first.wait_for()
    page.get_by_role("slider").first.wait_for()
    return page


def tab_to(page, wanted, most=300):
    """Press Tab until the focus is on what is wanted; return where it was on the way."""
    way = []
    for _ in range(most):
        page.keyboard.press("Tab")
        way.append(page.evaluate(FOCUS))
        if wanted(way[-1]):
            return way
    raise AssertionError(f"not reached: the last stops were {way[-5:]}")


@everywhere
def test_the_way_through_a_chapter_has_an_end_and_every_stop_is_seen(chapter):
    way = tab_to(chapter, lambda stop: stop["tag"] == "BODY")[:-1]
    names = [stop["name"] for stop in way]
    assert names[0] == "Skip to main content" and "Python code" in names
    assert not [stop for stop in way[1:] if not stop["seen"]]
    assert not [stop for stop in way if not stop["marked"]]


@everywhere
def test_a_quiz_is_answered_and_a_figure_moved(chapter):
    press = chapter.keyboard.press
    tab_to(chapter, lambda stop: "The same one is above 0.5" in (stop["name"] or ""))
    press("Enter")
    assert "The neuron is more certain" in chapter.locator("#quiz-doubled-weights").inner_text()
    tab_to(chapter, lambda stop: "weight of “error”" in (stop["name"] or ""))
    figure = chapter.locator(".live-figure").filter(has_text="weight of “error”")
    before = figure.inner_text()
    press("ArrowLeft")
    assert figure.inner_text() != before


@everywhere
def test_an_exercise_is_solved(chapter):
    if not (SITE / "_static" / "python" / "size").exists():
        pytest.skip("this book was built without Python for the page: its cells were NOT tried")
    keyboard = chapter.keyboard
    tab_to(chapter, lambda stop: stop["name"] == "Python code")
    before = chapter.get_by_label("Python code").first.input_value()
    keyboard.press("Tab")  # who passes through changes nothing
    keyboard.press("Shift+Tab")
    assert chapter.get_by_label("Python code").first.input_value() == before
    keyboard.press("Control+a")
    keyboard.insert_text(RIGHT)
    keyboard.press("Control+Enter")
    chapter.get_by_text("4 of 4 ideas").wait_for(timeout=90_000)
    chapter.get_by_text("Done: the output is below.").wait_for()
    keyboard.press("Escape")
    way = tab_to(chapter, lambda stop: stop["name"] == "Reset", most=5)
    assert [stop["name"] for stop in way] == ["Run", "Reset"]
