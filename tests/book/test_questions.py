"""Quizzes, guesses and a reader's progress, as a reader meets them in a browser."""

import json
import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHAPTER, PROGRESS = "/book/01-neurons.html", "/book/progress.html"


def quiz(page, name):
    return page.locator(f"#quiz-{name}")


def kept(page):
    return json.loads(page.evaluate("localStorage.getItem('ticketcourse-progress')") or "{}")


@pytest.fixture
def chapter(page):
    page.goto(CHAPTER)
    return page


def test_a_choice_is_made_and_explained_with_the_keyboard(chapter):
    choice = quiz(chapter, "doubled-weights").locator("details").nth(1)
    choice.locator("summary").focus()
    chapter.keyboard.press("Enter")
    assert "The neuron is more certain" in choice.inner_text()
    assert kept(chapter)["answers"]["doubled-weights"]["right"] is True


def test_only_the_first_try_of_a_visit_counts(chapter):
    choices = quiz(chapter, "doubled-weights").locator("summary")
    choices.nth(0).click()
    choices.nth(1).click()
    assert kept(chapter)["answers"]["doubled-weights"]["right"] is False
    chapter.reload()
    quiz(chapter, "doubled-weights").locator("summary").nth(1).click()
    assert kept(chapter)["answers"]["doubled-weights"]["right"] is True


def test_several_right_choices_are_counted(chapter):
    several = quiz(chapter, "fifth-ticket")
    assert "Several answers are right" in several.inner_text()
    several.locator("summary").nth(0).click()
    assert "1 of 2 right ones found" in several.inner_text()
    assert "answers" not in kept(chapter)
    several.locator("summary").nth(3).click()
    assert "2 of 2 right ones found" in several.inner_text()
    assert kept(chapter)["answers"]["fifth-ticket"]["right"] is True


@pytest.mark.parametrize(
    ("typed", "said", "right"),
    [
        ("510", "Right. 50 · 10 weights and 10 biases", True),
        (" 510.0 ", "Right.", True),
        ("500", "No. That is 50 · 10, the weights alone", False),
        ("−7", "No. Count the weights, one for each pair", False),
    ],
)
def test_a_number_gets_its_own_explanation(chapter, typed, said, right):
    number = quiz(chapter, "dense-parameters")
    number.get_by_label("Your number").fill(typed)
    chapter.keyboard.press("Enter")
    assert said in number.get_by_role("status").inner_text()
    assert kept(chapter)["answers"]["dense-parameters"]["right"] is right


def test_what_is_no_number_is_no_try(chapter):
    number = quiz(chapter, "dense-parameters")
    for typed, said in (
        ("", "Write a number"),
        ("many", "Write a number"),
        ("5 10", "Write a number"),
        ("0x1fe", "Write a number"),
        ("1,510", "without a comma"),
    ):
        number.get_by_label("Your number").fill(typed)
        number.get_by_role("button", name="Check").click()
        assert said in number.get_by_role("status").inner_text()
    assert "answers" not in kept(chapter)


def test_steps_are_put_in_order_with_the_keyboard(chapter):
    order = quiz(chapter, "forward-in-order")
    steps = order.locator(".quiz-steps > li")
    check = order.get_by_role("button", name="Check the order")
    assert [steps.nth(i).get_attribute("data-place") for i in range(5)] != list("01234")
    for place in range(5):
        while steps.nth(place).get_attribute("data-place") != str(place):
            step = order.locator(f"li[data-place='{place}']")
            step.get_by_role("button", name="earlier").focus()
            chapter.keyboard.press("Enter")
            assert "Now in place" in order.get_by_role("status").inner_text()
            assert "earlier" in chapter.evaluate("document.activeElement.ariaLabel")
    order.get_by_role("button", name="earlier").first.click()
    assert "first already" in order.get_by_role("status").inner_text()
    check.click()
    assert "Right, all of it" in order.get_by_role("status").inner_text()
    assert kept(chapter)["answers"]["forward-in-order"]["right"] is True


def test_a_wrong_order_says_where_it_goes_wrong(chapter):
    order = quiz(chapter, "forward-in-order")
    order.get_by_role("button", name="Check the order").click()
    assert "Not yet" in order.get_by_role("status").inner_text()
    assert kept(chapter)["answers"]["forward-in-order"]["right"] is False


def test_whoever_looks_first_has_not_found_the_answer(chapter):
    number = quiz(chapter, "dense-parameters")
    number.locator("summary").click()
    number.get_by_label("Your number").fill("510")
    number.get_by_role("button", name="Check").click()
    assert kept(chapter)["answers"]["dense-parameters"]["right"] is False


def test_a_guess_is_still_there_after_a_reload(chapter):
    chapter.get_by_label("Your guess").first.fill("no, never")
    chapter.reload()
    assert chapter.get_by_label("Your guess").first.input_value() == "no, never"


def test_a_search_in_the_page_answers_nothing(chapter):
    chapter.evaluate("document.querySelector('#quiz-doubled-weights details').open = true")
    chapter.evaluate("document.querySelector('#quiz-dense-parameters details').open = true")
    chapter.wait_for_timeout(200)
    assert "answers" not in kept(chapter)


def test_on_paper_every_answer_is_shown(chapter):
    chapter.emulate_media(color_scheme="dark")
    chapter.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    chapter.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert "one for each pair" in quiz(chapter, "dense-parameters").inner_text()
    assert chapter.evaluate("document.documentElement.dataset.theme") == "light"
    chapter.evaluate("dispatchEvent(new Event('afterprint'))")
    assert "one for each pair" not in quiz(chapter, "dense-parameters").inner_text()
    assert "answers" not in kept(chapter)


def test_progress_lists_what_to_repeat_and_forgets_on_demand(chapter):
    quiz(chapter, "doubled-weights").locator("summary").nth(0).click()
    quiz(chapter, "hidden-without-activation").locator("summary").nth(2).click()
    chapter.goto(PROGRESS)
    text = chapter.locator("main").inner_text()
    assert re.search(r"1 of \d+ questions right at the first try", text)
    repeat = chapter.get_by_role("heading", name="What to repeat")
    link = repeat.locator("xpath=following-sibling::ul").get_by_role("link")
    assert "Both weights and the bias are doubled" in link.inner_text()
    with chapter.expect_download() as download:
        chapter.get_by_role("button", name="Save to a file").click()
    saved = download.value.path()
    chapter.on("dialog", lambda dialog: dialog.accept())
    chapter.get_by_role("button", name="Forget everything").click()
    chapter.get_by_text(re.compile(r"^0 of \d+ questions")).wait_for()
    chapter.get_by_label("Read from a file").set_input_files(
        {"name": "x.json", "mimeType": "application/json", "buffer": saved.read_bytes()}
    )
    chapter.get_by_text("Read 2 answers from the file").wait_for()
    for wrong in (b"{", b'{"answers": 1}', b'{"answers": {"x": {}}}', b'{"answers": []}'):
        chapter.get_by_label("Read from a file").set_input_files(
            {"name": "x.json", "mimeType": "application/json", "buffer": wrong}
        )
        chapter.get_by_text("That file holds no progress").wait_for()
    chapter.get_by_label("Read from a file").set_input_files(
        {"name": "x.json", "mimeType": "application/json", "buffer": b'{"answers": {}}'}
    )
    chapter.get_by_text("Read 0 answers").wait_for()
    assert len(kept(chapter)["answers"]) == 2
    link.click()
    assert "#quiz-doubled-weights" in chapter.url


@pytest.mark.parametrize("context", [{"java_script_enabled": False}], indirect=True)
def test_without_javascript_every_answer_is_explained(page):
    page.goto(CHAPTER)
    for name in ("dense-parameters", "forward-in-order"):
        quiz(page, name).locator("summary").click()
    assert "one for each pair of an input and a unit" in quiz(page, "dense-parameters").inner_text()
    assert "how much the hidden units must say" in quiz(page, "forward-in-order").inner_text()
    assert page.get_by_label("Your guess").count() == 0
