"""A hostile class and an honest one, graded together as `ticketcourse grade` does."""

import pytest
from attacks.catalogue import ATTACKS, HONEST
from attacks.hostile_course import (
    FULL,
    NAME,
    hand_in,
    harm,
    make_course,
    points,
    read_secrets,
    snapshot,
)
from executions import WHY_NO_BOX, errors, run

from ticketcourse.grading import Course, grade
from ticketcourse.grading.box import Boxed
from ticketcourse.grading.execution import modules_of
from ticketcourse.grading.rebuild import rebuild, reference_cells

pytestmark = pytest.mark.slow

HOSTILE = {f"mallory{number:03}": name for number, name in enumerate(ATTACKS)}
GOOD = {f"ada{number:03}": name for number, name in enumerate(HONEST)}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The course's folder, the outcome of each submission and what it looked like before."""
    if WHY_NO_BOX:
        pytest.skip(WHY_NO_BOX)
    folder = tmp_path_factory.mktemp("hostile")
    make_course(folder)
    course = Course.open(folder)
    for students, submissions in (HOSTILE, ATTACKS), (GOOD, HONEST):
        for student, name in students.items():
            hand_in(course.root, student, submissions[name])
    before = snapshot(course.root)
    assignment = course.read_assignment(NAME)
    modules = modules_of(rebuild(assignment, reference_cells(assignment), {}).task.cells)
    processes = Boxed(modules, hidden=(str(course.root.resolve()),))
    outcomes = grade(course, NAME, processes, "boxed", workers=3, progress=False)
    return course.root, {outcome.student: outcome for outcome in outcomes}, before


def test_no_attack_gains_a_point(graded):
    root, _, _ = graded
    marks = points(root)
    gained = {
        name: marks[student]
        for student, name in HOSTILE.items()
        if sum(marks.get(student, {}).values())
    }
    assert gained == {}


def test_every_attack_is_graded_or_refused_as_it_should(graded):
    _, outcomes, _ = graded
    other = {
        name: outcomes[student].reason
        for student, name in HOSTILE.items()
        if (outcomes[student].reason is not None) != ATTACKS[name].refused
    }
    assert other == {}


def test_honest_neighbours_have_full_marks(graded):
    root, outcomes, _ = graded
    marks = points(root)
    lost = {
        name: outcomes[student].reason or marks[student]
        for student, name in GOOD.items()
        if marks.get(student) != FULL
    }
    assert lost == {}


def test_no_attack_does_harm(graded):
    root, _, before = graded
    assert harm(root, before) == []


def test_no_attack_reads_a_secret_or_acts_in_a_page(graded):
    root, _, _ = graded
    read = {name: found for s, name in HOSTILE.items() if (found := read_secrets(root, s))}
    assert read == {}


FORGED = """
import gc
channel = next(o for o in gc.get_objects() if type(o).__name__ == "Channel")
channel.send(VALUE)
"""


@pytest.mark.parametrize(
    "value",
    ["b'N'", "b'{\"a\": 1, \"b\": 2}'", "b'[' * 10**6", "b'1' * 10**6", "b'[[], false]' + bytes(1)",
     "b'[[], false, 1]'", "b'[\"' + b'x' * (5 << 20) + b'\", false]'", "b'\\xff'"],
)  # fmt: skip
def test_outside_the_box_a_reply_is_read_by_what_takes_little_for_whatever_it_is(value):
    """Else members that collide take hours of the grader's own time, and sets its memory."""
    assert errors(run(FORGED.replace("VALUE", value))) == ["Stopped: it sent what cannot be read"]
