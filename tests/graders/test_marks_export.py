"""Marks leave the course in the formats that others import, and only marks that were given."""

import csv
import io
import shutil
import subprocess
import sys

import pytest
from nbgrader.api import Gradebook
from plain_execution import execute
from small_course import HALF, NAME, RIGHT, hand_in, make_small_course

from ticketcourse.cli import main
from ticketcourse.errors import TicketcourseError
from ticketcourse.grading import Course, grade
from ticketcourse.grading.export import Mark, canvas_csv, export_marks, moodle_csv, read_marks


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A class in which cy's submission is refused after it had full marks, and dan's at once."""
    course = make_small_course(tmp_path_factory.mktemp("graded"))
    for student, answers in {"ada": RIGHT, "bob": HALF, "cy": RIGHT}.items():
        hand_in(course, student, answers)
    grade(course, NAME, execute, "test", progress=False)
    for student in ("cy", "dan"):
        hand_in(course, student, {}).write_bytes(b"{")
    grade(course, NAME, execute, "test", progress=False)
    with Gradebook(course.db_url, course.course_id) as book:
        book.add_student("dan")
        book.update_or_create_student(
            "ada", first_name="Ada", last_name="Byron", email="ada@example.org", lms_user_id="17"
        )
        done = book.find_submission(NAME, "ada").notebooks[0]
        for cell in done.grades:
            cell.needs_manual_grade = False
        done.late_submission_penalty = 1.0
        book.db.commit()
    return course


def rows(content):
    return list(csv.reader(io.StringIO(content.decode())))


def test_marks_are_of_those_who_were_graded(graded):
    assert read_marks(graded, NAME) == (
        [
            Mark("ada", "Ada", "Byron", "ada@example.org", "17", 2.0, provisional=False),
            Mark("bob", "", "", "", "", 2.0, provisional=True),
        ],
        10.0,
    )
    with pytest.raises(TicketcourseError, match="no assignment 'other'"):
        read_marks(graded, "other")


def test_canvas_gets_its_own_header_and_points_possible(graded, tmp_path):
    marks, left_out = export_marks(graded, NAME, "canvas", tmp_path / "marks.csv")
    assert rows((tmp_path / "marks.csv").read_bytes()) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", NAME],
        ["    Points Possible", "", "", "", "", "10.00"],
        ["Byron, Ada", "17", "", "ada", "", "2.00"],
        ["bob", "", "", "bob", "", "2.00"],
    ]
    assert [mark.student for mark in marks] == ["ada", "bob"]
    assert left_out.keys() == {"cy", "dan"}


def test_moodle_gets_columns_to_map(graded, tmp_path):
    export_marks(graded, NAME, "moodle", tmp_path / "marks.csv")
    assert rows((tmp_path / "marks.csv").read_bytes()) == [
        ["First name", "Last name", "Username", "Email address", NAME],
        ["Ada", "Byron", "ada", "ada@example.org", "2.00"],
        ["", "", "bob", "", "2.00"],
    ]


def test_a_name_is_never_a_formula_or_a_new_column():
    mark = Mark("eve", '=HYPERLINK("x")', 'O"Neill, Jr\n', "@x", "", 1.0, False)
    (_, _, canvas), (_, moodle) = (
        rows(canvas_csv("a", [mark], 1.0)),
        rows(moodle_csv("a", [mark])),
    )
    assert canvas == ['O"Neill, Jr\n, =HYPERLINK("x")', "", "", "eve", "", "1.00"]
    assert moodle == ['\'=HYPERLINK("x")', 'O"Neill, Jr\n', "eve", "'@x", "1.00"]


def test_the_command_says_what_it_wrote_who_is_left_out_and_who_is_provisional(
    graded, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(graded.root.parent)
    file = tmp_path / "marks.csv"
    assert main(["marks", NAME, "--format", "moodle", "--out", str(file)]) == 0
    why = "The notebook is not readable as JSON: ask for it again."
    assert capsys.readouterr().out.splitlines() == [
        f"{file}: 2 marks of doubling.",
        "Provisional, because a person still has to mark or to look again:",
        "  bob",
        "Left out, because they could not be graded:",
        f"  cy: {why}",
        f"  dan: {why}",
    ]
    assert [row[2] for row in rows(file.read_bytes())] == ["Username", "ada", "bob"]
    for words, sentence in (
        (["other", "--format", "canvas"], "no assignment 'other'"),
        ([NAME, "--format", "excel"], "invalid choice: 'excel'"),
        ([NAME], "required: --format"),
    ):
        assert main(["marks", *words, "--out", str(tmp_path / "other.csv")]) == 2
        said = capsys.readouterr().err
        assert sentence in said and said.count("\n") == 1
    assert not (tmp_path / "other.csv").exists()


def test_without_marks_no_file_is_written(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    make_small_course(tmp_path)
    assert main(["marks", NAME, "--format", "canvas", "--out", "marks.csv"]) == 2
    assert "has no marks of doubling: run ticketcourse grade" in capsys.readouterr().err
    assert not (tmp_path / "marks.csv").exists()


@pytest.mark.slow
def test_nbgraders_own_commands_work_and_its_export_leaves_out_who_was_not_graded(graded, tmp_path):
    shutil.copytree(graded.root.parent, tmp_path, dirs_exist_ok=True)
    config = tmp_path / "nbgrader_config.py"
    plugin = "ticketcourse.grading.nbgrader_export.GradedExportPlugin"
    with config.open("a") as file:
        file.write(f'\nc.ExportApp.plugin_class = "{plugin}"\n')
    for command in (["export"], ["generate_feedback", NAME]):
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", *command],
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
    course = Course.open(tmp_path).root
    found = list(csv.DictReader((course / "grades.csv").open(newline="")))
    assert {row["student_id"]: float(row["score"]) for row in found} == {"ada": 2, "bob": 2}
    pages = {page.parts[-3] for page in course.glob("feedback/*/*/*.html")}
    assert pages == {"ada", "bob"}
    assert "I <em>guessed</em>." in (course / "feedback/bob" / NAME / f"{NAME}.html").read_text()
