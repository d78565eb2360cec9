"""Every page against WCAG 2.2 AA, as far as axe-core can tell, in light, dark and on a phone."""

import pytest
from pages import SITE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RULES = "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"
PAGES = sorted(path.relative_to(SITE).as_posix() for path in SITE.glob("book/**/*.html"))
PAGES += ["search.html?q=logit", "genindex.html"]
# The rooms of the reference are made alike: in dark and on a phone one of them stands for all.
ALIKE = {name for name in PAGES if "/reference/" in name} - {"book/reference/scratch.html"}
MODES = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    "phone": {"color_scheme": "light", "viewport": {"width": 360, "height": 780}},
}


@pytest.mark.parametrize("context", MODES.values(), ids=MODES, indirect=True)
def test_no_page_breaks_a_rule(page, request):
    broken = {}
    assert PAGES, "no built book: run `make book`"
    whole = request.node.callspec.id == "light"
    for name in PAGES if whole else [name for name in PAGES if name not in ALIKE]:
        page.goto(f"/{name}")
        page.locator("main").wait_for()
        broken |= broken_rules(page, name)
    assert not broken, broken


@pytest.mark.parametrize("context", MODES.values(), ids=MODES, indirect=True)
def test_a_chapter_that_was_worked_on_breaks_no_rule(page):
    page.goto("/book/01-neurons.html")
    page.get_by_role("slider").first.press("ArrowLeft")
    for summary in page.locator("main summary").all():
        summary.evaluate("summary => { summary.parentElement.open = true; }")
    number = page.locator("#quiz-dense-parameters")
    number.get_by_role("textbox").fill("500")
    number.get_by_role("textbox").press("Enter")
    page.locator("#quiz-forward-in-order").get_by_role("button").first.click()
    broken = broken_rules(page, "worked on")
    assert not broken, broken


def broken_rules(page, name):
    """Where a page breaks which rules."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": list(RULES)}).response["violations"]
    return {
        f"{name}: {rule['id']}": [" ".join(map(str, node["target"])) for node in rule["nodes"]][:5]
        for rule in found
    }


@pytest.mark.parametrize("context", [MODES["phone"]], indirect=True)
def test_no_page_scrolls_sideways_on_a_phone(page):
    wide = {}
    for name in PAGES:
        page.goto(f"/{name}")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > MODES["phone"]["viewport"]["width"]:
            wide[name] = width
    assert not wide, wide
