"""The pages that students get back: every message, and no line of a hidden test."""

import html

import pytest
from executions import PROCESSES
from nbgrader.apps import NbGraderAPI
from plain_execution import execute
from small_course import HALF, NAME, WRONG, hand_in, make_small_course

from ticketcourse.grading import Course, grade
from ticketcourse.grading.execution import execute as execute_apart

MARKERS = "# ### BEGIN HIDDEN TESTS\ndef double(x):\n    return 2 * abs(x)"
HIDDEN_LINE = "double(-7) == -14"


def pages(course):
    """Generate feedback by nbgrader and return the page of each student."""
    result = NbGraderAPI(config=course.configuration).generate_feedback(NAME)
    assert result["success"], result["log"]
    found = course.root.glob(f"feedback/*/{NAME}/{NAME}.html")
    return {page.parts[-3]: plain(page.read_text(encoding="utf-8")) for page in found}


def plain(page):
    """The text of a page, in which colours take sources apart."""
    body = page.partition("<body")[2]
    return html.unescape("".join(part.partition(">")[2] for part in body.split("<")))


@pytest.mark.parametrize(
    "execution", [execute, pytest.param(lambda task: execute_apart(task, PROCESSES), id="apart")]
)
def test_a_page_has_each_failed_tests_message_and_no_source_of_hidden_tests(tmp_path, execution):
    course = make_small_course(tmp_path)
    for student, answers in {"bob": HALF, "cy": WRONG, "eve": {"double": MARKERS}}.items():
        hand_in(course, student, answers)
    assert not any(o.reason for o in grade(course, NAME, execution, "test", progress=False))
    graded = course.autograded("bob", NAME).read_text(encoding="utf-8")
    assert HIDDEN_LINE in graded  # the instructor sees it in the formgrader

    page = pages(Course.open(tmp_path))
    assert page.keys() == {"bob", "cy", "eve"}
    assert "AssertionError: a negative x" in page["bob"]
    assert "AssertionError: double(3) is not 6" not in page["bob"]
    assert "AssertionError: double(3) is not 6" in page["cy"]
    for text in page.values():
        assert "assert double(0) == 0" in text and "# Hidden tests follow." in text
        assert HIDDEN_LINE not in text
    assert MARKERS in page["eve"]  # a student's own cell stays as it is
