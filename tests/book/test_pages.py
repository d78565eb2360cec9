"""The built pages, as a reader's browser gets them."""

import re
from html.parser import HTMLParser

import pytest
from pages import SITE

pytestmark = pytest.mark.slow


class Tags(HTMLParser):
    """Every start tag of a page with its attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


@pytest.fixture(scope="module")
def pages():
    files = [*sorted(SITE.glob("book/**/*.html")), SITE / "search.html", SITE / "genindex.html"]
    assert len(files) > 2, "no built book: run `make book`"
    return {file.name: Tags(file.read_text(encoding="utf-8")).found for file in files}


def test_a_page_loads_nothing_from_elsewhere(pages):
    for name, tags in pages.items():
        for tag, attributes in tags:
            if tag in ("script", "img", "iframe", "source") or (
                tag == "link" and attributes.get("rel") in ("stylesheet", "preload", "icon")
            ):
                address = attributes.get("src") or attributes.get("href") or ""
                assert not re.match(r"(https?:)?//", address), (name, tag, address)


def test_every_picture_has_a_text_of_its_own(pages):
    texts = [
        attributes.get("aria-label", "")
        for tag, attributes in pages["01-neurons.html"]
        if tag == "svg" and attributes.get("role") == "img"
    ]
    assert len(texts) >= 8
    assert all(len(text) > 20 for text in texts)
    for name, tags in pages.items():
        for tag, attributes in tags:
            assert tag != "img" or attributes.get("alt"), (name, attributes)


def test_no_page_shows_a_failed_cell():
    for file in SITE.glob("book/*.html"):
        text = file.read_text(encoding="utf-8")
        assert "Traceback" not in text, file.name
        assert "cudart_stub" not in text, file.name


def test_quizzes_explain_every_choice():
    text = (SITE / "book" / "01-neurons.html").read_text(encoding="utf-8")
    choices = re.findall(r'<details class="quiz-choice.*?</details>', text, flags=re.DOTALL)
    steps = re.findall(r'<li class="quiz-.*?</li>', text, flags=re.DOTALL)
    assert len(choices) >= 10 and len(steps) >= 11
    assert all('class="quiz-why"' in answer for answer in choices + steps)


def test_the_frameworks_share_one_set_of_tabs():
    text = (SITE / "book" / "01-neurons.html").read_text(encoding="utf-8")
    tab_set = text[text.index('class="sd-tab-set') :]
    assert tab_set.index("TensorFlow/Keras") < tab_set.index("PyTorch")
    assert 'data-sync-id="torch"' in tab_set


@pytest.mark.browser
def test_formulas_and_figures_work_from_a_folder(chromium):
    page = chromium.new_page()
    page.goto((SITE / "book" / "01-neurons.html").as_uri())
    page.locator("mjx-container svg, mjx-container mjx-math").first.wait_for()
    figure = page.locator(".live-figure").first
    before = figure.inner_text()
    figure.get_by_role("slider").first.press("ArrowRight")
    assert figure.inner_text() != before
    page.close()


@pytest.mark.browser
def test_the_choice_of_a_framework_is_remembered_over_pages(page):
    page.goto("/book/01-neurons.html")
    page.get_by_text("PyTorch", exact=True).first.click()
    page.goto("/book/glossary.html")
    page.goto("/book/01-neurons.html")
    chosen = page.locator(".sd-tab-set > input:checked + label").all_inner_texts()
    assert chosen and set(chosen) == {"PyTorch"}


@pytest.mark.browser
@pytest.mark.parametrize("context", [{"java_script_enabled": False}], indirect=True)
def test_a_chapter_is_read_without_a_script(page):
    page.goto("/book/01-neurons.html")
    assert "A neuron does what you have just been asked" in page.locator("main").inner_text()
    assert page.locator(".sd-tab-set").first.is_visible()
