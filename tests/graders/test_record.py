"""Marks in nbgrader's gradebook and graded notebooks: right, whole, beside those of a person."""

import json
import shutil
from datetime import datetime, timedelta

import nbformat
import pytest
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import compute_checksum, determine_grade
from plain_execution import execute
from small_course import HALF, NAME, RIGHT, WRONG, hand_in, make_small_course, release

from ticketcourse.errors import TicketcourseError
from ticketcourse.grading import Course
from ticketcourse.grading.intake import read_submission
from ticketcourse.grading.rebuild import rebuild
from ticketcourse.grading.record import Ungraded, plain_outputs, recording, ungradable
from ticketcourse.grading.task import CellResult, Result


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    make_small_course(folder)
    return folder


@pytest.fixture
def course(made, tmp_path):
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return Course.open(tmp_path)


def rebuilt_of(course, student):
    submission = read_submission(course.submitted, student, NAME)
    return rebuild(course.read_assignment(NAME), submission.cells, submission.files)


def record(course, student, answers=None, result=None, timestamp=None):
    """Hand in, execute and record; return whether anything was written."""
    if answers is not None:
        hand_in(course, student, answers)
    rebuilt = rebuilt_of(course, student)
    with recording(course, course.read_assignment(NAME)) as recorder:
        return recorder.record(student, timestamp, rebuilt, result or execute(rebuilt.task))


def gradebook(course):
    return Gradebook(course.db_url, course.course_id)


def rows(course, student):
    """Automatic, manual and final score, and whether a person has to look, by cell."""
    with gradebook(course) as book:
        notebook = book.find_submission_notebook(NAME, NAME, student)
        return {
            g.name: (g.auto_score, g.manual_score, g.score, g.needs_manual_grade)
            for g in notebook.grades
        }


def by_hand(course, student, cell, **fields):
    """What a person enters in the formgrader."""
    with gradebook(course) as book:
        grade = book.find_grade(cell, NAME, NAME, student)
        for name, value in fields.items():
            setattr(grade, name, value)
        grade.needs_manual_grade = False
        book.db.commit()


def comments(course, student):
    with gradebook(course) as book:
        notebook = book.find_submission_notebook(NAME, NAME, student)
        return {c.name: (c.auto_comment, c.comment) for c in notebook.comments}


def test_scores_flags_and_comments_are_those_of_nbgraders_autograder(course):
    record(course, "bob", HALF)
    assert rows(course, "bob") == {
        "double-positive": (2, None, 2, False),
        "double-negative": (0, None, 0, False),
        "why": (None, None, 0, True),
        "draw": (None, None, 0, True),
    }
    nothing = (None, None)
    assert comments(course, "bob") == {"double": nothing, "why": nothing, "draw": nothing}

    record(course, "cy", WRONG)
    assert rows(course, "cy")["why"] == (0, None, 0, False)
    assert comments(course, "cy")["why"] == ("No response.", "No response.")


def test_the_graded_notebook_is_what_nbgrader_expects(course):
    record(course, "bob", HALF, timestamp=datetime(2026, 11, 23, 8))
    file = course.autograded("bob", NAME)
    assert file.with_name("timestamp.txt").read_text() == "2026-11-23 08:00:00.000000 UTC"
    notebook = nbformat.read(file, as_version=4)
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    graded = {}
    with gradebook(course) as book:
        cells = {c.name: c for c in book.find_notebook(NAME, NAME).source_cells}
        for cell in notebook.cells:
            if "nbgrader" not in cell.metadata:
                continue
            name = cell.metadata.nbgrader.grade_id
            assert cell.metadata.nbgrader.checksum == cells[name].checksum
            if cells[name].locked:
                assert compute_checksum(cell) == cells[name].checksum
            if cell.metadata.nbgrader.grade:
                graded[name] = determine_grade(cell)[0]
    assert graded == {name: row[0] for name, row in rows(course, "bob").items() if name != "draw"}
    assert "BEGIN HIDDEN" not in json.dumps([c.get("outputs") for c in notebook.cells])


def test_recording_again_writes_nothing_and_asks_nobody_to_look_again(course):
    assert record(course, "bob", HALF)
    by_hand(course, "bob", "why", manual_score=3.0)
    before = course.autograded("bob", NAME).stat()
    assert not record(course, "bob")
    assert rows(course, "bob")["why"] == (None, 3, 3, False)
    assert course.autograded("bob", NAME).stat().st_mtime_ns == before.st_mtime_ns


def test_regrading_replaces_marks_and_keeps_a_persons(course):
    record(course, "bob", WRONG | {"why": "I guessed."})
    by_hand(course, "bob", "why", manual_score=3.0, extra_credit=0.5)
    by_hand(course, "bob", "double-negative", manual_score=1.0)
    by_hand(course, "bob", "draw", manual_score=2.0)
    with gradebook(course) as book:
        book.find_comment("why", NAME, NAME, "bob").manual_comment = "Say more."
        book.find_student("bob").last_name = "Bird"
        book.db.commit()

    record(course, "bob", RIGHT)
    assert rows(course, "bob") == {
        "double-positive": (2, None, 2, False),
        "double-negative": (1, 1, 1, True),  # a person's mark, of another answer: look again
        "why": (None, 3, 3.5, True),
        "draw": (None, 2, 2, False),  # as nbgrader has it: the automatic grader leaves tasks alone
    }
    assert comments(course, "bob")["why"] == (None, "Say more.")
    with gradebook(course) as book:
        assert book.find_student("bob").last_name == "Bird"


def test_a_new_text_asks_a_person_to_look_again_though_no_test_changed(course):
    record(course, "bob", HALF)
    by_hand(course, "bob", "why", manual_score=3.0)
    record(course, "bob", HALF | {"why": "I know now."})
    assert rows(course, "bob")["why"] == (None, 3, 3, True)


def test_a_fault_is_listed_and_leaves_no_row_and_no_old_notebook(course):
    record(course, "bob", HALF)
    by_hand(course, "bob", "why", manual_score=3.0)
    fault = Result(fault="The box could not be made.")
    hand_in(course, "ada", RIGHT)
    for student in ("ada", "bob"):
        with pytest.raises(Ungraded) as reason:
            record(course, student, result=fault)
        with recording(course, course.read_assignment(NAME)) as recorder:
            recorder.withhold(student, str(reason.value))
        assert not course.autograded(student, NAME).exists()
    assert ungradable(course, NAME) == dict.fromkeys(("ada", "bob"), fault.fault)
    with gradebook(course) as book, pytest.raises(MissingEntry):
        book.find_student("ada")
    assert rows(course, "bob")["why"] == (None, 3, 3, False)

    assert record(course, "ada")
    assert ungradable(course, NAME) == {"bob": fault.fault}
    with recording(course, course.read_assignment(NAME)) as recorder:
        recorder.forget_all_but(["ada"])
    assert ungradable(course, NAME) == {}


@pytest.mark.parametrize("points", [None, float("nan"), -1, 2.5, "2"])
def test_points_that_no_test_can_give_are_a_fault(course, points):
    hand_in(course, "ada", RIGHT)
    cells = execute(rebuilt_of(course, "ada").task).cells
    with pytest.raises(Ungraded, match="double-positive gave"):
        record(course, "ada", result=Result(cells | {"double-positive": CellResult(points=points)}))
    del cells["double-positive"]
    with pytest.raises(Ungraded, match="double-positive gave None"):
        record(course, "ada", result=Result(cells))


def test_being_late_costs_nothing_unless_the_course_says_so(course):
    due = datetime(2026, 11, 23, 8)
    late = due + timedelta(hours=1)

    def penalty():
        with gradebook(course) as book:
            return book.find_submission_notebook(NAME, NAME, "ada").late_submission_penalty

    record(course, "ada", RIGHT, timestamp=late)
    assert penalty() is None
    with gradebook(course) as book:
        book.find_assignment(NAME).duedate = due
        book.db.commit()
    course.configuration.DailyLatePenalty.grace_hours = 0.0
    record(course, "ada")
    assert penalty() == 0
    course.configuration.DailyLatePenalty.share_per_day = 1.0
    assert record(course, "ada")
    assert penalty() == 3
    by_hand(course, "ada", "why", manual_score=4.0)
    record(course, "ada")
    assert penalty() == 7
    with gradebook(course) as book:
        book.grant_extension(NAME, "ada", hours=2)
    record(course, "ada")
    assert penalty() is None


def test_nothing_is_recorded_for_an_assignment_that_the_gradebook_has_otherwise(
    course, tmp_path, monkeypatch
):
    monkeypatch.setattr("nbgrader.api.get_alembic_version", lambda: "")  # it takes seconds
    text = tmp_path / "solutions" / NAME / f"{NAME}.md"
    text.write_text(text.read_text().replace('"points": 2', '"points": 5'))
    changed = Course.open(tmp_path)
    with (
        pytest.raises(TicketcourseError, match=r"other cells or points .* run `make release`"),
        recording(changed, changed.read_assignment(NAME)),
    ):
        pass
    release(tmp_path)
    with recording(changed, changed.read_assignment(NAME)):
        pass
    (course.root / "gradebook.db").unlink()
    with (
        pytest.raises(TicketcourseError, match="no notebook of doubling: run `make release`"),
        recording(course, course.read_assignment(NAME)),
    ):
        pass


def test_outputs_are_text_and_pictures_alone():
    png = "iVBORw0KGgo=\n"
    rich = {
        "text/plain": ["a ", "table"],
        "text/html": "<script>1</script>",
        "text/markdown": "<script>1</script>",
        "application/javascript": "1",
        "image/svg+xml": "<svg/onload=1>",
        "image/png": png,
        "image/jpeg": '"><script>1</script>',
    }
    outputs = [
        {"output_type": "stream", "name": '"><script>', "text": "hello"},
        {"output_type": "display_data", "data": rich, "metadata": {"image/png": {"width": "<"}}},
        {"output_type": "execute_result", "data": {"text/html": "x"}, "execution_count": 1},
        {"output_type": "execute_result", "data": "x"},
        {"output_type": "update_display_data", "data": rich},
        {"output_type": "error", "ename": "E", "evalue": 1, "traceback": ["hidden = 1", 2]},
        {},
    ]
    shown = {"text/plain": "a table", "image/png": png}
    expected = [
        {"output_type": "stream", "name": "stdout", "text": "hello"},
        {"output_type": "display_data", "data": shown, "metadata": {}},
        {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["hidden = 1"]},
    ]
    assert plain_outputs(outputs, is_test=False) == expected
    expected[-1]["traceback"] = ["E: "]
    assert plain_outputs(outputs, is_test=True) == expected


def test_halves_of_characters_that_a_student_prints_stop_nothing(course):
    hand_in(course, "ada", RIGHT | {"double": "print('\\ud800')"})
    assert record(course, "ada")
    nbformat.read(course.autograded("ada", NAME), as_version=4)
