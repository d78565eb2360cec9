"""A temporary course of the repository's assignments, graded by either autograder."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config.loader import PyFileConfigLoader

from ticketcourse.grading import Course, grade
from ticketcourse.grading.execution import modules_of
from ticketcourse.grading.rebuild import rebuild, reference_cells
from ticketcourse.grading.unboxed import Unboxed

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = ROOT / "tests" / "answers"
ASSIGNMENTS = sorted(path.name for path in (ROOT / "solutions").iterdir() if path.is_dir())


@dataclass
class Marks:
    """What the machine gave one submission.

    points: by cell, None where a person has to mark; messages: of the cells that failed.
    """

    points: dict
    messages: dict = field(default_factory=dict)

    def lost(self, full):
        return {c for c, points in self.points.items() if points is not None and points < full[c]}


def make_course(folder):
    """Copy what nbgrader needs to an empty folder and load the configuration there."""
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    shutil.copytree(ROOT / "solutions", folder / "solutions")
    return NbGraderAPI(config=PyFileConfigLoader("nbgrader_config.py", str(folder)).load_config())


def notebook_of(api, step, assignment, student="."):
    folder = Path(api.coursedir.format_path(step, student, assignment))
    return folder / f"{assignment}.ipynb"


def nbgrader_cells(notebook):
    """The cells that nbgrader knows, by their grade_id."""
    cells = nbformat.read(notebook, as_version=4).cells
    return {c.metadata.nbgrader.grade_id: c for c in cells if "nbgrader" in c.metadata}


def release(api, assignment):
    result = api.generate_assignment(assignment)
    assert result["success"], result["log"]
    return notebook_of(api, "release", assignment)


def submit(api, assignment, student, answers):
    """Put answers (source by grade_id) into the released notebook and hand it in."""
    notebook = nbformat.read(notebook_of(api, "release", assignment), as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") in answers:
            cell.source = answers[cell.metadata.nbgrader.grade_id]
    target = notebook_of(api, "submitted", assignment, student)
    target.parent.mkdir(parents=True)
    nbformat.write(notebook, target)


def hand_in_all(folder, assignment, submissions):
    """Make a course in a new folder, release, and hand in submissions (answers by student)."""
    folder.mkdir()
    api = make_course(folder)
    release(api, assignment)
    for student, answers in submissions.items():
        submit(api, assignment, student, answers)
    return api


def read_marks(api, assignment, students):
    """What the autograder recorded: marks by student, and full marks by cell."""
    with Gradebook(api.coursedir.db_url, api.coursedir.course_id) as gradebook:
        cells = gradebook.find_notebook(assignment, assignment).grade_cells
        full = {cell.name: cell.max_score for cell in cells}
        marks = {}
        for student in students:
            submission = gradebook.find_submission_notebook(assignment, assignment, student)
            marks[student] = Marks({grade.name: grade.auto_score for grade in submission.grades})
    for student in students:
        graded = nbgrader_cells(notebook_of(api, "autograded", assignment, student))
        for name, cell in graded.items():
            for output in cell.get("outputs", []):
                if output.output_type == "error":
                    marks[student].messages[name] = f"{output.ename}: {output.evalue}"
    return marks, full


def grade_by_stock_nbgrader(folder, assignment, submissions):
    """Marks and full marks by `nbgrader autograde`."""
    api = hand_in_all(folder, assignment, submissions)
    result = api.autograde(assignment, "*")
    assert result["success"], result["log"]
    return read_marks(api, assignment, submissions)


def grade_with_secrets(folder, assignment, submissions, secrets):
    """Marks for each of an instructor's secrets, by `ticketcourse grade`, and full marks.

    The box is left out: its tests are elsewhere, and not every machine has one.
    """
    api = hand_in_all(folder, assignment, submissions)
    course = Course.open(folder)
    original = course.read_assignment(assignment)
    cells = rebuild(original, reference_cells(original), {}).task.cells
    execute = Unboxed(modules_of(cells))
    found = []
    for secret in secrets:
        (course.grading / "secret").write_text(secret)
        outcomes = grade(course, assignment, execute, "unboxed", workers=-1, progress=False)
        assert not [outcome.reason for outcome in outcomes if outcome.reason]
        marks, full = read_marks(api, assignment, submissions)
        found.append(marks)
    return found, full
