"""Cells that run in the page, as a reader uses them in a browser."""

import re
import subprocess
import sys
import time

import pytest
from pages import CHAPTERS, ROOT, SITE

sys.path.insert(0, str(ROOT / "tools"))
import vendor

CHAPTER = "/book/01-neurons.html"
RIGHT = """import numpy as np
from ticketcourse import checks

def my_dense(X, W, b):
    return X @ W + b

checks.diagnose("dense", my_dense)"""


def live_cells(chapter):
    import jupytext

    cells = jupytext.read(chapter).cells
    return [cell.source for cell in cells if "live" in cell.metadata.get("tags", ())]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_a_live_cell_needs_nothing_before_it_but_what_the_page_has(chapter, tmp_path):
    assert live_cells(chapter)
    (tmp_path / "ours.zip").write_bytes(vendor._library())
    for source in live_cells(chapter):
        alone = f"import sys; sys.path.insert(0, 'ours.zip')\n{source}"
        subprocess.run([sys.executable, "-c", alone], cwd=tmp_path, check=True)


class Cell:
    """A live cell of a page."""

    def __init__(self, page, number=0):
        self.place = page.locator("div.cell.tag_live").nth(number)
        self.page = page

    def write(self, source):
        self.place.get_by_label("Python code").fill(source)

    def press(self, name):
        self.place.get_by_role("button", name=name).click()

    def run(self):
        """Run and return what is said at the end and the output."""
        self.press("Run")
        self.status(r"Done|error|could not")
        output = self.place.get_by_role("region", name="Output")
        return self.said(), output.inner_text() if output.is_visible() else ""

    def status(self, pattern):
        from playwright.sync_api import expect

        expect(self.place.get_by_role("status")).to_have_text(re.compile(pattern), timeout=90_000)

    def said(self):
        return self.place.get_by_role("status").inner_text()


@pytest.fixture
def cell(page):
    if not (SITE / "_static" / "python" / "size").exists():
        pytest.skip("this book was built without Python for the page: its cells were NOT tried")
    page.goto(CHAPTER)
    return Cell(page)


@pytest.mark.browser
@pytest.mark.slow
def test_an_exercise_is_solved_in_the_page(cell):
    assert re.fullmatch(r"The first run loads Python \(\d+ MB\)\.", cell.said())
    said, output = cell.run()
    assert said == "Done: the output is below." and "✗ biases" in output
    cell.write(RIGHT)
    said, output = cell.run()
    assert "Done" in said and "4 of 4 ideas" in output
    cell.write("n = 2\nmy_dense(np.ones((n, 1)), np.ones((1, 1)), np.ones(1))")
    assert "2." in cell.run()[1]  # the page has one namespace
    cell.write("print('before')\ndef f(x):\n    return x / 0\nf(1)")
    said, output = cell.run()
    assert said.startswith("An error")
    assert output.split("\n")[:4] == [
        "before", "Line 4: f(1)", "Line 3: return x / 0", "ZeroDivisionError: division by zero"
    ]  # fmt: skip
    cell.write("if True print(1)")
    assert "SyntaxError" in cell.run()[1] and "Line 1" in cell.run()[1]
    cell.write("f(1)")
    assert cell.run()[1].startswith("Line 1: f(1)\nLine 3 of an earlier run: return x / 0\n")
    cell.write("print('no end', end='')")
    assert cell.run()[1] == "no end"
    cell.write("input('?')")
    assert "a cell in the page cannot ask" in cell.run()[1]
    cell.write("x = 1")
    assert cell.run() == ("Done, without output.", "")
    cell.press("Reset")
    assert "put the formula here" in cell.place.get_by_label("Python code").input_value()
    assert cell.place.locator(".cell_output").is_visible()


@pytest.mark.browser
@pytest.mark.slow
def test_a_loop_without_end_can_be_stopped_and_the_page_lives_on(cell):
    cell.write("while True: print(1)")
    cell.press("Run")
    cell.place.get_by_text("more output was left out").wait_for(timeout=90_000)
    began = time.monotonic()
    cell.press("Stop")
    assert "Stopped" in cell.said() and time.monotonic() - began < 10  # on a busy machine too
    cell.write("6 * 7")
    assert cell.run()[1] == "42\n"


@pytest.mark.browser
@pytest.mark.slow
def test_the_editor_is_left_by_the_keyboard(cell):
    field = cell.place.get_by_label("Python code")
    field.fill("")
    keyboard = cell.page.keyboard
    keyboard.type("if True:\n")
    keyboard.type("print(1)")
    assert field.input_value() == "if True:\n    print(1)"
    keyboard.press("Shift+Tab")
    assert field.input_value() == "if True:\nprint(1)"
    keyboard.press("Tab")
    assert field.input_value() == "if True:\nprint(1)    "
    field.fill("a\nif b:\n    c")
    field.select_text()
    keyboard.press("Tab")
    assert field.input_value() == "    a\n    if b:\n        c"
    keyboard.press("Shift+Tab")
    assert field.input_value() == "a\nif b:\n    c"
    keyboard.press("Control+z")
    assert field.input_value() == "    a\n    if b:\n        c"
    keyboard.press("Escape")
    keyboard.press("Shift+Tab")
    assert not field.evaluate("field => field === document.activeElement")
    field.focus()
    keyboard.press("Escape")
    keyboard.press("Tab")
    assert cell.page.evaluate("document.activeElement.textContent") == "Run"
    field.fill("print('by keyboard')")
    keyboard.press("Control+Enter")
    cell.status("Done")
    run = cell.place.get_by_role("button", name="Run")
    run.focus()
    keyboard.press("Enter")
    cell.status("Done")
    assert run.evaluate("run => run === document.activeElement")
    assert "by keyboard" in cell.place.get_by_role("region", name="Output").inner_text()


@pytest.mark.browser
@pytest.mark.slow
def test_what_was_written_is_still_there_after_a_reload_until_it_is_reset(cell):
    cell.write(RIGHT)
    cell.page.reload()
    field = cell.place.get_by_label("Python code")
    assert field.input_value() == RIGHT
    cell.press("Reset")
    assert "put the formula here" in field.input_value()
    field.focus()
    cell.page.keyboard.press("Control+z")
    assert field.input_value() == RIGHT


@pytest.mark.browser
@pytest.mark.slow
def test_the_letters_stand_where_the_caret_is(cell):
    lines = """cell => ['pre', 'textarea'].map((tag) => {
        const element = cell.querySelector(`.live-editor ${tag}`);
        const style = getComputedStyle(element);
        return [style.font, style.lineHeight, style.padding, element.scrollHeight];
    })"""
    letters, field = cell.place.evaluate(lines)
    assert letters == field


@pytest.mark.browser
@pytest.mark.slow
def test_a_download_that_fails_is_not_taken_for_the_readers_mistake(cell):
    cell.page.route("**/*.whl", lambda route: route.abort())
    cell.press("Run")
    cell.status("Python could not be loaded .*NumPy")
    cell.page.unroute("**/*.whl")
    cell.write("6 * 7")
    assert cell.run()[1] == "42\n"
