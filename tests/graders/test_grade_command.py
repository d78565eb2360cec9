"""``ticketcourse grade``, as an instructor calls it in the folder of a course."""

import pytest
from small_course import HALF, NAME, RIGHT, hand_in, make_small_course

from ticketcourse.cli import main
from ticketcourse.errors import TicketcourseError
from ticketcourse.grading import box


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    course = make_small_course(tmp_path)
    hand_in(course, "ada", RIGHT)
    hand_in(course, "ben", HALF)
    return course


def test_a_class_is_graded_and_summarised(course, tmp_path, capsys):
    folder = course.submitted / "eve" / NAME
    folder.mkdir(parents=True)
    (folder / f"{NAME}.ipynb").symlink_to("/etc/passwd")
    call = ["grade", NAME, "--trust-submissions", "--html", str(tmp_path / "report.html")]
    assert main(call) == 0
    said = capsys.readouterr().out
    assert "2 of 3 submissions graded, 1 refused" in said
    assert "eve: 'doubling.ipynb' is a link" in said and "Submissions ran unboxed" in said
    assert "Submissions ran unboxed" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert course.autograded("ada", NAME).is_file() and not course.autograded("eve", NAME).exists()


def test_one_student_alone(course, capsys):
    assert main(["grade", NAME, "--trust-submissions", "--student", "ben"]) == 0
    assert "1 of 1 submissions graded" in capsys.readouterr().out
    assert not course.autograded("ada", NAME).exists()


def test_without_a_box_nothing_is_graded(course, monkeypatch, capsys):
    def refuse(*_):
        raise TicketcourseError("bubblewrap is not installed: install it.")

    monkeypatch.setattr(box.Box, "fork", refuse)
    assert main(["grade", NAME]) == 2
    assert capsys.readouterr().err.count("bubblewrap is not installed") == 1
    assert not course.autograded("ada", NAME).exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nothing"], "There is no assignment 'nothing': there are doubling"),
        ([NAME, "--workers", "0"], "--workers is 0"),
        ([NAME, "--html", "report.txt"], "does not end in .html"),
        ([NAME, "--student", "zoe"], "zoe"),
    ],
)
def test_bad_input_gives_one_sentence(course, words, sentence, capsys):
    assert main(["grade", *words]) == 2
    said = capsys.readouterr().err
    assert sentence in said and said.strip().count("\n") == 0
