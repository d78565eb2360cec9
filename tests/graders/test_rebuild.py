"""Whatever was done to a submitted notebook, the instructor's is graded, with the answers in it."""

import json
import re

import nbformat
import pytest
from nbconvert.filters import markdown2html

from ticketcourse.errors import TicketcourseError
from ticketcourse.grading.intake import SubmittedCell
from ticketcourse.grading.rebuild import (
    harmless_markdown,
    read_assignment,
    rebuild,
    reference_cells,
    released_cells,
)


def cell(source, cell_type="code", **nbgrader):
    metadata = {"tags": ["kept-out"]} | ({"nbgrader": nbgrader} if nbgrader else {})
    return {"cell_type": cell_type, "metadata": metadata, "source": source}


def notebook(*cells):
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": {"name": "python3"}}}
    return json.dumps(whole | {"cells": cells}).encode()


def kind(grade_id, grade=False, solution=False, locked=False, **more):
    return {"grade_id": grade_id, "grade": grade, "solution": solution, "locked": locked} | more


SETUP = cell("import numpy as np", **kind("setup", locked=True))
TEXT = cell("Write f.", "markdown")
DEMO = cell("print('demo')")
F = kind("f", solution=True)
F_TEST = kind("f-test", grade=True, locked=True, points=2)
WHY = kind("why", grade=True, solution=True, points=4)
DRAW = cell("Draw it.", "markdown", **kind("draw", task=True, locked=True, points=3))

SOURCE = notebook(
    SETUP,
    TEXT,
    cell("f = len", **F),
    DEMO,
    cell("assert f('ab') == 2\nassert f('') == 0  # hidden", **F_TEST),
    cell("The best answer.", "markdown", **WHY),
    DRAW,
)
RELEASE = notebook(
    SETUP,
    TEXT,
    cell("f = None", **F | {"checksum": "c0"}),
    DEMO,
    cell("assert f('ab') == 2", **F_TEST),
    cell("YOUR ANSWER HERE", "markdown", **WHY),
    DRAW,
)
FILES = {"tickets.csv": b"the instructor's", "data/more.csv": b""}
ASSIGNMENT = read_assignment("a1", SOURCE, RELEASE, FILES, 60.0, b"secret")
RELEASED = list(released_cells(ASSIGNMENT))
SETUP, TEXT, BLANK, DEMO, TEST, STUB, DRAW = RELEASED
ANSWER = SubmittedCell("code", "f = my_len", "f")
EXTRA = SubmittedCell("code", "def my_len(x): return sum(1 for _ in x)")


def rebuilt(*cells, files=None):
    return rebuild(ASSIGNMENT, cells, files or {})


def told(made):
    """The roles and texts of what is executed."""
    return [(c.role, c.source) for c in made.task.cells]


HONEST = rebuilt(SETUP, TEXT, ANSWER, DEMO, TEST, STUB, DRAW)
TESTED = [c for c in HONEST.task.cells if c.role in ("given", "test")]


def test_the_instructors_notebook_carries_the_students_answers():
    assert told(HONEST) == [
        ("given", "import numpy as np"),
        ("student", "f = my_len"),
        ("student", "print('demo')"),
        ("test", "assert f('ab') == 2\nassert f('') == 0  # hidden"),
    ]
    assert [c.points for c in HONEST.task.cells] == [0, 0, 0, 2]
    assert HONEST.unanswered == {"why"}
    assert HONEST.remarks == ()
    assert HONEST.task.files == FILES
    assert len({name for name, _ in HONEST.cells if name}) == 4
    made = nbformat.from_dict(
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [c for _, c in HONEST.cells]}
    )
    nbformat.validate(made)
    assert made.cells[5].source == "YOUR ANSWER HERE"
    assert made.cells[2].metadata == {"nbgrader": F | {"checksum": "c0"}}


def test_the_reference_is_the_source_and_the_release_is_all_unanswered():
    made = rebuild(ASSIGNMENT, reference_cells(ASSIGNMENT), {})
    assert ("student", "f = len") in told(made)
    assert (made.unanswered, made.remarks) == (frozenset(), ())
    made = rebuild(ASSIGNMENT, released_cells(ASSIGNMENT), {})
    assert ("student", "f = None") in told(made)
    assert (made.unanswered, made.remarks) == ({"f", "why"}, ())


def changed(original, **other):
    return SubmittedCell(**vars(original) | other)


@pytest.mark.parametrize(
    ("cells", "remark"),
    [
        ([SETUP, ANSWER, changed(TEST, source="pass")], "The cell f-test was changed"),
        ([changed(SETUP, source="np = 0"), ANSWER, TEST], "The cell setup was changed"),
        ([ANSWER], "The answer why is missing"),
        ([TEST, SETUP, ANSWER], ""),
        ([changed(TEST, source="pass"), TEST, ANSWER], "The cell f-test was changed"),
        ([changed(TEST, cell_type="markdown"), ANSWER], ""),
        ([changed(TEST, cell_type="raw"), changed(SETUP, cell_type="raw"), ANSWER], ""),
        ([changed(TEST, grade_id="setup"), ANSWER], "The cell setup was changed"),
        ([changed(SETUP, grade_id="f-test"), ANSWER], "The cell f-test was changed"),
        ([ANSWER, changed(STUB, grade_id="f-test")], "The cell f-test was changed"),
        ([ANSWER, changed(ANSWER, source="f = len", grade_id="f-test")], "f-test was changed"),
        ([ANSWER] + [TEST] * 50, ""),
    ],
)
def test_nothing_done_to_the_other_cells_reaches_the_tests(cells, remark):
    made = rebuilt(*cells)
    assert [c for c in made.task.cells if c.role in ("given", "test")] == TESTED
    assert [s for role, s in told(made) if role == "student"] == ["f = my_len", "print('demo')"]
    assert any(remark in r for r in made.remarks)


def test_a_test_that_is_claimed_as_an_extra_cell_runs_as_the_students_own_beside_the_real_one():
    made = rebuilt(changed(TEST, grade_id=None, source="raise SystemExit"), ANSWER)
    assert [c for c in made.task.cells if c.role in ("given", "test")] == TESTED
    assert told(made)[0] == ("student", "raise SystemExit")


def test_a_missing_answer_is_the_release_and_is_named():
    for cells in ([], [changed(ANSWER, grade_id="g")], [changed(ANSWER, grade_id=None)]):
        made = rebuilt(SETUP, *cells, TEST, STUB)
        assert "f" in made.unanswered
        assert ("student", "f = None") in told(made)
        assert "The answer f is missing and counts as not answered." in made.remarks


def test_of_several_answers_the_first_of_the_right_type_counts_and_the_others_are_extra():
    second = changed(ANSWER, source="f = max")
    note = changed(ANSWER, source="my notes", cell_type="markdown")
    made = rebuilt(note, ANSWER, second, STUB)
    assert told(made)[1:3] == [("student", "f = my_len"), ("student", "f = max")]
    assert made.cells[0][1]["source"] == "my notes"
    assert "The answer f is there 3 times" in made.remarks[0]


def test_an_answer_that_became_another_type_by_accident_still_counts():
    made = rebuilt(SETUP, changed(ANSWER, cell_type="markdown"), STUB)
    assert ("student", "f = my_len") in told(made)
    assert made.remarks == ("The answer f was no code cell any more.",)


def test_extra_cells_run_where_they_were_added():
    note = SubmittedCell("markdown", "A note.")
    first, last = changed(EXTRA, source="first"), changed(EXTRA, source="last")
    made = rebuilt(first, SETUP, TEXT, EXTRA, note, ANSWER, DEMO, TEST, last, STUB, DRAW)
    assert [source for role, source in told(made) if role == "student"] == [
        "first",
        EXTRA.source,
        "f = my_len",
        "print('demo')",
        "last",
    ]
    sources = [c["source"] for _, c in made.cells]
    assert sources.index("A note.") == sources.index(EXTRA.source) + 1
    assert [c["metadata"] for _, c in made.cells if c["source"] in ("first", "A note.")] == [{}, {}]
    assert [c.name for c in made.task.cells if c.role == "test"] == ["f-test"]


def test_extra_cells_follow_their_neighbour_when_cells_were_moved():
    made = rebuilt(SETUP, TEST, STUB, ANSWER, EXTRA)
    assert [source for _, source in told(made)][:3] == [
        "import numpy as np",
        "f = my_len",
        EXTRA.source,
    ]


def test_a_plain_cell_of_the_release_is_not_doubled_unless_it_was_changed():
    made = rebuilt(SETUP, TEXT, ANSWER, DEMO, DEMO, changed(TEXT, source="Write g."))
    assert [s for _, s in told(made)].count("print('demo')") == 2
    texts = [c["source"] for _, c in made.cells if c["cell_type"] == "markdown"]
    assert texts.count("Write f.") == 1
    assert texts.count("Write g.") == 1


def test_cell_magics_stay_at_the_beginning_of_their_cell():
    made = rebuilt(changed(ANSWER, source="%%time\nf = len"))
    assert ("student", "%%time\nf = len") in told(made)


def test_manual_answers_are_taken_as_text_and_a_locked_task_is_the_instructors():
    made = rebuilt(ANSWER, changed(STUB, source="Because $a$."), changed(DRAW, source="Drawn."))
    sources = [c["source"] for _, c in made.cells]
    assert sources[-2:] == ["Because $a$.", "Draw it."]
    assert made.unanswered == set()


HOSTILE = [
    "<script>fetch('/formgrader/api/grade/1')</script>",
    "<img src=x onerror=alert(1)>",
    "a <b onclick=alert(1)>b</b>",
    "<!-- --><svg/onload=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](https://example.org/track.png)",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "[1]\n\n[1]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "<https://example.org>",
    "```\n<script>\n```\n<script>",
    "`<script>` <a href=javascript:alert(1)>",
    "| a |\n|---|\n| <script> |",
    "$$<script>$$",
    "\\<script>",
    "<\n<script>",
    "<<script>alert(1)</script>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_students_markdown_makes_no_tag_or_hidden_link_in_nbgraders_pages(text):
    html = markdown2html(harmless_markdown(text))
    html = re.sub(
        r'<a href="https?://[^"]+">https?://[^<]+</a>', "", html
    )  # an address that is shown
    tags = set(re.findall(r"<\s*/?([a-zA-Z!]\w*)", html))
    assert tags <= {"p", "code", "pre", "div", "span", "table", "thead", "tbody", "tr", "th", "td"}
    assert not re.search(r"<[^>]*(\son\w+|href|src)\s*=", html)


def test_students_formulas_load_nothing_and_link_nowhere():
    text = harmless_markdown(r"$\href{javascript:alert(1)}{x} \frac{a}{b} \require{html} a<b$")
    assert text == r"$\ href{javascript:alert(1)}{x} \frac{a}{b} \ require{html} a< b$"


def test_character_references_hide_nothing():
    text = "&#36;&#92;href{javascript:alert(1)}{x}&#36; &dollar; &#x24;"
    assert "$" not in markdown2html(harmless_markdown(text))
    assert harmless_markdown("Q&A, a & b; c&d") == "Q&A, a & b; c&d"


def test_honest_markdown_is_left_alone():
    text = "# So\n\n*If* $a < b$ and `x[0] < 1`, then:\n\n| a | b |\n|---|---|\n| 1 | [2] |\n"
    assert harmless_markdown(text) == text


def test_tests_do_not_see_a_students_files():
    task = rebuilt(ANSWER, files={"pandas.py": b"", "tickets.csv": b""}).task
    assert task.student_files == {"pandas.py"} and {*FILES} < {*task.files}


def with_cells(*cells):
    return read_assignment("a1", notebook(*cells), notebook(*cells), {}, 60.0, b"secret")


@pytest.mark.parametrize(
    "unlocked",
    [
        cell("import numpy.testing as npt"),
        cell("%matplotlib inline\nfrom numpy import testing as npt"),
        cell("import numpy.testing as npt\ndef f(): pass", **F),
        cell("for npt in [1]:\n    pass"),
    ],
)
def test_a_test_may_not_use_what_students_can_replace(unlocked):
    test = cell("npt.assert_equal(f('ab'), 2)", **F_TEST)
    answer = cell("f = len", **F | {"grade_id": "g"})
    with pytest.raises(TicketcourseError, match=r"f-test of a1 uses 'npt', .* lock that cell"):
        with_cells(unlocked, answer, test)
    locked = cell("import numpy.testing as npt", **kind("npt", locked=True))
    assert with_cells(locked, unlocked, answer, test)
    assert with_cells(unlocked, answer, cell("import numpy.testing as npt\nnpt.x(f)", **F_TEST))
    assert with_cells(unlocked, answer, cell("assert f('ab') == 2", **F_TEST))


@pytest.mark.parametrize(
    ("plain", "test"),
    [
        ("x = 3", "assert f(lambda x: x)(2) == 2"),
        ("x = 3", "def square(x):\n    return x * x\nassert f(2) == square(2)"),
        ("y = 3", "def h():\n    y = f(2)\n    return y\nassert h() == 2"),
        ("e = 2.7", "try:\n    f(1)\nexcept ValueError as e:\n    print(e)"),
        ("y = 3", "assert [y for y in f('ab')]"),
        ("from math import *", "assert len(f([1])) == 1"),
    ],
)
def test_a_tests_own_names_are_its_own(plain, test):
    assert with_cells(cell(plain), cell("f = len", **F), cell(test, **F_TEST))


def test_a_test_may_use_what_a_test_before_it_defined():
    before = cell("y = 4\nassert f('ab') == 2", **F_TEST | {"grade_id": "before"})
    assert with_cells(cell("y = 3"), cell("f = len", **F), before, cell("f(y)", **F_TEST))


def test_what_a_star_imports_may_be_anything():
    star = cell("from numpy.testing import *")
    test = cell("assert_equal(f('ab'), 2)", **F_TEST)
    with pytest.raises(TicketcourseError, match="uses 'assert_equal'"):
        with_cells(star, cell("f = len", **F), test)


def test_students_files_come_along_but_replace_and_hide_nothing():
    own = {
        "mine.csv": b"1",
        "helpers.py": b"",
        "tickets/a.csv": b"",
        "numpy.csv": b"a table",
        "test/data.csv": b"no package",
    }
    others = {
        "Tickets.csv": b"other numbers",
        "tickets.csv/x": b"",
        "data": b"",
        "A1.ipynb": b"{}",
        "numpy.py": b"",
        "random.cpython-311-x86_64-linux-gnu.so": b"",
        "ticketcourse/__init__.py": b"",
        "ticketcourse/checks.py": b"",
        "json/__init__.py": b"",
    }
    made = rebuilt(ANSWER, files=own | others)
    assert made.task.files == FILES | own
    left_out = [r for r in made.remarks if r.startswith("The file")]
    assert len(left_out) == len(others)


def test_the_seed_is_of_the_content_and_of_the_secret():
    def seed(*cells, files=None, secret=b"secret"):
        assignment = read_assignment("a1", SOURCE, RELEASE, {}, 60.0, secret)
        return rebuild(assignment, cells, files or {}).task.seed

    assert seed(ANSWER) == seed(TEST, ANSWER)
    different = {
        seed(ANSWER),
        seed(EXTRA),
        seed(ANSWER, files={"a": b"b"}),
        seed(ANSWER, files={"ab": b""}),
        seed(ANSWER, secret=b"another"),
    }
    assert len(different) == 5


def test_a_release_of_another_source_is_refused():
    other = RELEASE.replace(b'"f-test"', b'"g-test"')
    with pytest.raises(TicketcourseError, match="has no cell 'f-test' as the source has it"):
        read_assignment("a1", SOURCE, other, {}, 60.0, b"")
