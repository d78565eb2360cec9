"""Marks as the files that Canvas and Moodle import.

Both files have a row for each submission that was graded. Whoever could not be graded, or did not
hand in, has no row, and an import leaves the mark of such a student as it is.
"""

import csv
import io
from dataclasses import dataclass

from ticketcourse.errors import TicketcourseError
from ticketcourse.files import write_atomically
from ticketcourse.grading.record import ungradable


@dataclass(frozen=True)
class Mark:
    """What a student got for an assignment.

    Attributes
    ----------
    student, first_name, last_name, email, lms_user_id : str
        As nbgrader's gradebook has them; empty where it has nothing.
    score : float
        By the machine and by hand, less the penalty for being late.
    provisional : bool
        Whether a person still has to mark or to look again.
    """

    student: str
    first_name: str
    last_name: str
    email: str
    lms_user_id: str
    score: float
    provisional: bool


def read_marks(course, assignment):
    """Read from the gradebook what was graded.

    Parameters
    ----------
    course : Course
    assignment : str

    Returns
    -------
    marks : list of Mark
        By student.
    most : float
        What the assignment is worth.

    Raises
    ------
    TicketcourseError
        When the gradebook does not know the assignment.
    """
    from nbgrader.api import Gradebook, MissingEntry

    left_out = ungradable(course, assignment)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        try:
            most = gradebook.find_assignment(assignment).max_score
        except MissingEntry:
            raise TicketcourseError(
                f"The gradebook has no assignment {assignment!r}: run `make release`."
            ) from None
        marks = [
            _mark(submission)
            for submission in gradebook.assignment_submissions(assignment)
            if submission.student.id not in left_out
        ]
    return sorted(marks, key=lambda mark: mark.student), most


def _mark(submission):
    student = submission.student
    return Mark(
        student.id,
        student.first_name or "",
        student.last_name or "",
        student.email or "",
        student.lms_user_id or "",
        max(0.0, submission.score - submission.late_submission_penalty),
        bool(submission.needs_manual_grade),
    )


def canvas_csv(assignment, marks, most):
    """Return a file for Canvas: Grades, Import.

    Canvas finds a student by ID (nbgrader's LMS user ID), else by SIS Login ID (nbgrader's student
    ID), and the column by the assignment's title. The second row has the points possible.

    Parameters
    ----------
    assignment : str
        Its title in Canvas.
    marks : list of Mark
    most : float

    Returns
    -------
    bytes

    References
    ----------
    Canvas, ``lib/gradebook_importer.rb`` in instructure/canvas-lms.
    """
    rows = [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", assignment],
        ["    Points Possible", "", "", "", "", f"{most:.2f}"],
    ]
    for mark in marks:
        name = ", ".join(part for part in (mark.last_name, mark.first_name) if part)
        rows.append(
            [name or mark.student, mark.lms_user_id, "", mark.student, "", f"{mark.score:.2f}"]
        )
    return _csv(rows)


def moodle_csv(assignment, marks):
    """Return a file for Moodle: Grades, Import, CSV file, separator comma.

    There, map from "Username" to "Username" (nbgrader's student ID) or, where the gradebook has
    them, from "Email address" to "Email address", and the last column to the grade item.

    Parameters
    ----------
    assignment : str
        The heading of the last column.
    marks : list of Mark

    Returns
    -------
    bytes

    References
    ----------
    Moodle, "Grade import" (docs.moodle.org) and ``grade/import/csv/classes/load_data.php``.
    """
    rows = [["First name", "Last name", "Username", "Email address", assignment]]
    for mark in marks:
        rows.append(
            [mark.first_name, mark.last_name, mark.student, mark.email, f"{mark.score:.2f}"]
        )
    return _csv(rows)


FORMATS = {
    "canvas": canvas_csv,
    "moodle": lambda assignment, marks, most: moodle_csv(assignment, marks),
}


def export_marks(course, assignment, layout, file):
    """Write the marks of an assignment for another system.

    Parameters
    ----------
    course : Course
    assignment : str
    layout : {"canvas", "moodle"}
    file : str or Path

    Returns
    -------
    marks : list of Mark
        What was written.
    left_out : dict of str to str
        Who could not be graded, and why.

    Raises
    ------
    TicketcourseError
        When the gradebook has no marks of the assignment, or the file cannot be written.
    """
    marks, most = read_marks(course, assignment)
    if not marks:
        raise TicketcourseError(
            f"The gradebook has no marks of {assignment}: run ticketcourse grade {assignment}."
        )
    write_atomically(file, FORMATS[layout](assignment, marks, most))
    return marks, ungradable(course, assignment)


def _csv(rows):
    text = io.StringIO()
    csv.writer(text).writerows([[_harmless(field) for field in row] for row in rows])
    return text.getvalue().encode("utf-8")


def _harmless(field):
    """A name that a spreadsheet would compute is text with an apostrophe before it."""
    return f"'{field}" if field.startswith(("=", "+", "-", "@", "\t", "\r")) else field
