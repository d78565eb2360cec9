"""What being late costs, from the time of handing in to the mark that is exported."""

from datetime import datetime, timedelta

import pytest
from nbgrader.api import Gradebook
from plain_execution import execute
from small_course import NAME, RIGHT, hand_in, make_small_course

from ticketcourse.grading import Course, grade
from ticketcourse.grading.export import read_marks
from ticketcourse.grading.late import DailyLatePenalty

DUE = datetime(2026, 11, 23, 8)


@pytest.mark.parametrize(
    ("hours", "share"),
    [(0.5, 0), (1, 0), (1.01, 0.1), (25, 0.1), (25.01, 0.2), (24 * 9, 0.9), (24 * 30, 1)],
)
def test_each_day_begun_after_the_grace_costs_a_share_and_never_more_than_all(hours, share):
    policy = DailyLatePenalty(share_per_day=0.1, grace_hours=1.0)
    assert policy.late_submission_penalty("ada", 5.0, hours * 3600) == pytest.approx(share * 5)


def test_grading_takes_the_penalty_off_the_mark(tmp_path):
    make_small_course(tmp_path)
    config = tmp_path / "nbgrader_config.py"
    config.write_text(config.read_text().replace("share_per_day = 0.0", "share_per_day = 0.25"))
    course = Course.open(tmp_path)
    with Gradebook(course.db_url, course.course_id) as book:
        book.find_assignment(NAME).duedate = DUE
        book.add_student("eve")
        book.db.commit()
    late = {"ada": -1, "bob": 0.9, "cy": 1.5, "dan": 30, "eve": 30}  # hours after the due date
    for student, hours in late.items():
        stamp = hand_in(course, student, RIGHT).with_name("timestamp.txt")
        stamp.write_text(f"{DUE + timedelta(hours=hours)} UTC")
    grade(course, NAME, execute, "test", progress=False)
    scores = {mark.student: mark.score for mark in read_marks(course, NAME)[0]}
    assert scores == {"ada": 3, "bob": 3, "cy": 2.25, "dan": 1.5, "eve": 1.5}

    with Gradebook(course.db_url, course.course_id) as book:
        book.grant_extension(NAME, "eve", hours=29)
        mark = book.find_grade("why", NAME, NAME, "dan")
        mark.manual_score, mark.needs_manual_grade = 4.0, False
        book.db.commit()
    grade(course, NAME, execute, "test", progress=False)
    scores = {mark.student: mark.score for mark in read_marks(course, NAME)[0]}
    assert scores["dan"] == 3.5  # 3 by the machine and 4 by hand, less two quarters
    assert scores["eve"] == 3
