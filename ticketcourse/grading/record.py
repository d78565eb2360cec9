"""The one writer of marks: nbgrader's gradebook and the graded notebooks.

A submission is recorded in two steps, each of which happens wholly or not at all: first its rows in
the gradebook, in one transaction, then its notebook in autograded/, by a rename. A submission is up
to date when both already hold what would be written. So there is nothing to repair after a process
was killed: to grade again is to compare again, and what was not finished differs.

Marks are recorded as nbgrader's autograder records them. A score that a person gave, extra credit
and comments stay; where a person gave a score and the submission or its result is new, the cell
asks for another look.

When a submission was handed in is what timestamp.txt beside it says, as nbgrader's collecting
writes it; where students can write that file themselves it proves nothing. What being late costs
says the plugin that nbgrader_config.py names (``c.AssignLatePenalties.plugin_class``), by the score
as it is when a submission is recorded. The due date and extensions are the gradebook's.

A submission that could not be graded leaves the gradebook as it is, since a person's marks may be
in it, and is listed in grading/<assignment>.json. Exports leave out whoever is listed there: no
zero and no old mark stands for a submission that nobody graded. An old graded notebook is taken
away, so that neither the formgrader nor feedback shows it.
"""

import base64
import binascii
import json
import math
from contextlib import contextmanager

from ticketcourse.errors import TicketcourseError
from ticketcourse.files import write_atomically


def ungradable(course, assignment):
    """Return who could not be graded, and why.

    Parameters
    ----------
    course : Course
    assignment : str
        Its name.

    Returns
    -------
    dict of str to str
        A sentence for each student.
    """
    file = _list_file(course, assignment)
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def _list_file(course, assignment):
    return course.grading / f"{assignment}.json"


class Ungraded(Exception):
    """A result that must not be recorded; the message says why."""


class Recorder:
    """Writes the marks of one assignment; made by `recording`."""

    def __init__(self, course, assignment, gradebook, notebook):
        self._course, self._assignment, self._gradebook = course, assignment, gradebook
        self._assignment_id, self._notebook_id = notebook.assignment.id, notebook.id
        tasks = notebook.task_cells
        self._graded = {c.id: c.name for c in (*notebook.grade_cells, *tasks)}
        self._commented = {c.id: c.name for c in (*notebook.solution_cells, *tasks)}
        self._checksums = {c.name: _checksum(c) for c in assignment.cells if c.nbgrader is not None}
        self._ungradable = ungradable(course, assignment.name)

    def record(self, student, timestamp, rebuilt, result):
        """Record a submission, unless that was done already.

        Parameters
        ----------
        student : str
        timestamp : datetime or None
            When it was handed in; None leaves what the gradebook has.
        rebuilt : Rebuilt
        result : Result
            Of the rebuilt notebook's task.

        Returns
        -------
        changed : bool
            Whether anything had to be written.

        Raises
        ------
        Ungraded
            When the result is a fault or has no points for a test.
        TicketcourseError
            When the gradebook or the notebook cannot be written.
        """
        points = checked_points(self._assignment, result)
        content = self._notebook(rebuilt, result)
        file = self._course.autograded(student, self._assignment.name)
        new = not file.exists() or file.read_bytes() != content
        changed = self._write_rows(student, timestamp, rebuilt, points, new)
        if new:
            file.parent.mkdir(parents=True, exist_ok=True)
            if timestamp is not None:  # nbgrader renews feedback by it
                text = f"{timestamp:%Y-%m-%d %H:%M:%S.%f} UTC"
                write_atomically(file.with_name("timestamp.txt"), text.encode())
            write_atomically(file, content)
        if self._ungradable.pop(student, None):
            self._write_list()
        return changed or new

    def withhold(self, student, reason):
        """List a submission as one that could not be graded, in place of recording it."""
        if self._ungradable.get(student) != reason:
            self._ungradable[student] = reason
            self._write_list()
        self._course.autograded(student, self._assignment.name).unlink(missing_ok=True)

    def forget_all_but(self, students):
        """Take from the list whoever's submission is not there any more."""
        gone = self._ungradable.keys() - set(students)
        for student in gone:
            del self._ungradable[student]
        if gone:
            self._write_list()

    def _write_list(self):
        text = json.dumps(self._ungradable, indent=1, sort_keys=True)
        write_atomically(_list_file(self._course, self._assignment.name), text.encode())

    def _notebook(self, rebuilt, result):
        cells = []
        tests = self._assignment.points
        for name, cell in rebuilt.cells:
            cell = dict(cell)
            metadata = cell["metadata"].get("nbgrader")
            if metadata:
                checksum = {"checksum": self._checksums[metadata["grade_id"]]}
                cell["metadata"] = {"nbgrader": metadata | checksum}
            if name in result.cells:
                cell["outputs"] = plain_outputs(result.cells[name].outputs, name in tests)
            cells.append(cell)
        notebook = {
            "cells": cells,
            "metadata": {
                "kernelspec": self._assignment.kernelspec,
                "language_info": {"name": "python"},
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        text = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True)
        # What a student printed may hold halves of characters.
        return text.encode("utf-8", "replace") + b"\n"

    def _write_rows(self, student, timestamp, rebuilt, points, new):
        """Write a submission's rows in one transaction; return whether any is different now."""
        from sqlalchemy.exc import OperationalError

        database = self._gradebook.db
        try:
            notebook = self._rows(student)
            submitted = notebook.assignment
            if timestamp is not None:
                submitted.timestamp = timestamp
            changed = self._set_scores(notebook, rebuilt.unanswered, points, new)
            database.flush()
            penalty = self._late_penalty(submitted, notebook)
            if notebook.late_submission_penalty != penalty:
                notebook.late_submission_penalty = penalty
                changed = True
            database.commit()
        except OperationalError as error:
            raise TicketcourseError(
                f"The gradebook cannot be written ({error.orig}): grade again when nobody else "
                "writes to it; no result is lost."
            ) from error
        finally:
            database.remove()  # rolls back what was not committed, and keeps no row in memory
        return changed

    def _rows(self, student):
        """Return nbgrader's SubmittedNotebook of a student, made with all that belongs to it."""
        from nbgrader.api import Comment, Grade, Student, SubmittedAssignment, SubmittedNotebook

        database = self._gradebook.db
        if database.get(Student, student) is None:
            database.add(Student(id=student))
        keys = {"assignment_id": self._assignment_id, "student_id": student}
        submitted = database.query(SubmittedAssignment).filter_by(**keys).one_or_none()
        if submitted is None:
            submitted = SubmittedAssignment(**keys)
            database.add(submitted)
            database.flush()
        keys = {"assignment_id": submitted.id, "notebook_id": self._notebook_id}
        notebook = database.query(SubmittedNotebook).filter_by(**keys).one_or_none()
        if notebook is None:
            notebook = SubmittedNotebook(**keys)
            database.add(notebook)
            database.flush()
        for table, rows, cells in (
            (Grade, notebook.grades, self._graded),
            (Comment, notebook.comments, self._commented),
        ):
            there = {row.cell_id for row in rows}
            for cell_id in cells:
                if cell_id not in there:
                    rows.append(table(cell_id=cell_id))
        database.flush()
        return notebook

    def _set_scores(self, notebook, unanswered, points, new):
        """Set automatic scores and comments as nbgrader's SaveAutoGrades does."""
        scores = {}  # row, and what its score has to be
        for grade in notebook.grades:
            name = self._graded.get(grade.cell_id)
            if name in points:
                scores[grade] = points[name]
            elif name in self._answers_with_points():
                # Left as it was, an answer for a person to mark is worth nothing.
                scores[grade] = 0.0 if name in unanswered else None
        comments = {
            comment: "No response." if self._commented[comment.cell_id] in unanswered else None
            for comment in notebook.comments
            if comment.cell_id in self._commented
        }
        changed = any(grade.auto_score != score for grade, score in scores.items())
        changed |= any(comment.auto_comment != text for comment, text in comments.items())
        if changed or new:
            for grade, score in scores.items():
                grade.auto_score = score
                grade.needs_manual_grade = score is None or grade.manual_score is not None
            for comment, text in comments.items():
                comment.auto_comment = text
        return changed

    def _answers_with_points(self):
        return {
            c.name
            for c in self._assignment.cells
            if c.role == "answer" and c.nbgrader.get("grade") and not c.nbgrader.get("task")
        }

    def _late_penalty(self, submitted, notebook):
        """Points off by the course's policy; None where a submission is not late."""
        if submitted.assignment.duedate is None or submitted.total_seconds_late <= 0:
            return None
        from nbgrader.preprocessors import AssignLatePenalties

        policy = AssignLatePenalties(config=self._course.configuration)
        policy.init_plugin()
        self._gradebook.db.refresh(notebook, ["score"])
        penalty = policy.plugin_inst.late_submission_penalty(
            submitted.student_id, notebook.score, submitted.total_seconds_late
        )
        return None if penalty is None else min(max(penalty, 0), notebook.score)


@contextmanager
def recording(course, assignment):
    """Open the gradebook to record submissions of an assignment.

    Parameters
    ----------
    course : Course
    assignment : Assignment

    Yields
    ------
    Recorder

    Raises
    ------
    TicketcourseError
        When the gradebook knows the assignment otherwise than the source has it.
    """
    from nbgrader.api import Gradebook, MissingEntry
    from sqlalchemy import make_url

    url = make_url(course.db_url)
    if url.get_backend_name() == "sqlite":  # the formgrader may be writing: wait for it
        url = url.update_query_dict({"timeout": "60"})
    with Gradebook(url, course.course_id) as gradebook:
        try:
            notebooks = gradebook.find_assignment(assignment.name).notebooks
        except MissingEntry:
            notebooks = []
        if [notebook.name for notebook in notebooks] != [assignment.name]:
            raise TicketcourseError(
                f"The gradebook has no notebook of {assignment.name}: run `make release`."
            )
        (notebook,) = notebooks
        known = {c.name: c.max_score for c in notebook.grade_cells}
        source = {
            c.name: float(c.nbgrader["points"])
            for c in assignment.cells
            if c.nbgrader and c.nbgrader.get("grade")
        }
        answers = {c.name for c in assignment.cells if c.nbgrader and c.nbgrader.get("solution")}
        if known != source or answers != {c.name for c in notebook.solution_cells}:
            raise TicketcourseError(
                f"The gradebook has other cells or points of {assignment.name} than the source: "
                "run `make release`."
            )
        yield Recorder(course, assignment, gradebook, notebook)


def checked_points(assignment, result):
    """Return the points of every test.

    Parameters
    ----------
    assignment : Assignment
    result : Result

    Returns
    -------
    dict of str to float

    Raises
    ------
    Ungraded
        When the result is a fault, or a test has no points between none and its own.
    """
    if result.fault is not None:
        raise Ungraded(result.fault)
    points = {}
    for name, most in assignment.points.items():
        cell = result.cells.get(name)
        given = None if cell is None else cell.points
        if not isinstance(given, int | float) or not math.isfinite(given) or not 0 <= given <= most:
            raise Ungraded(f"The test {name} gave {given!r} of {most:g} points.")
        points[name] = float(given)
    return points


def plain_outputs(outputs, is_test):
    """Return outputs without anything that a page would run or fetch.

    nbgrader's pages show HTML, SVG and scripts of outputs as they are, and the formgrader's pages
    may change marks. Text and pictures stay. Of a test's error the message stays: lines of hidden
    tests in a traceback would reach the student with the feedback.

    Parameters
    ----------
    outputs : list of dict
        As a notebook keeps them, from a student's process.
    is_test : bool

    Returns
    -------
    list of dict
    """
    kept = []
    for output in outputs:
        kind = output.get("output_type")
        if kind == "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            kept.append({"output_type": kind, "name": name, "text": _joined(output.get("text"))})
        elif kind == "error":
            name, value = _joined(output.get("ename")), _joined(output.get("evalue"))
            lines = output.get("traceback")
            lines = [line for line in lines if isinstance(line, str)] if lines else []
            traceback = [f"{name}: {value}"] if is_test else lines
            kept.append(
                {"output_type": kind, "ename": name, "evalue": value, "traceback": traceback}
            )
        elif kind in ("display_data", "execute_result"):
            data = output.get("data")
            data = {} if not isinstance(data, dict) else data
            shown = {"text/plain": _joined(data["text/plain"])} if "text/plain" in data else {}
            for picture in ("image/png", "image/jpeg"):
                if _is_base64(data.get(picture)):
                    shown[picture] = data[picture]
            if shown:
                made = {"output_type": kind, "data": shown, "metadata": {}}
                kept.append(made | ({"execution_count": None} if kind == "execute_result" else {}))
    return kept


def _joined(text):
    if isinstance(text, list):
        text = "".join(line for line in text if isinstance(line, str))
    return text if isinstance(text, str) else ""


def _is_base64(data):
    try:
        base64.b64decode("".join(data.split()), validate=True)
    except (AttributeError, binascii.Error, ValueError):
        return False
    return True


def _checksum(cell):
    """nbgrader's checksum: of a locked cell as it is here, of an answer as it was released."""
    from nbformat import from_dict
    from nbgrader.utils import compute_checksum

    if cell.role == "answer":
        return cell.nbgrader["checksum"]
    content = {
        "cell_type": cell.cell_type,
        "source": cell.source,
        "metadata": {"nbgrader": cell.nbgrader},
    }
    return compute_checksum(from_dict(content))
