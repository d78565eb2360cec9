"""A temporary course: the repository's configuration and assignments, graded by stock nbgrader."""

import os
import shutil
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config.loader import PyFileConfigLoader

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


def grade_all(folder, assignment, submissions):
    """Grade submissions (answers by student) in a new course; return marks and full marks."""
    folder.mkdir()
    api = make_course(folder)
    release(api, assignment)
    for student, answers in submissions.items():
        submit(api, assignment, student, answers)
    result = api.autograde(assignment, "*")
    assert result["success"], result["log"]
    with Gradebook(api.coursedir.db_url, api.coursedir.course_id) as gradebook:
        cells = gradebook.find_notebook(assignment, assignment).grade_cells
        full = {cell.name: cell.max_score for cell in cells}
        marks = {}
        for student in submissions:
            submission = gradebook.find_submission_notebook(assignment, assignment, student)
            marks[student] = Marks({grade.name: grade.auto_score for grade in submission.grades})
    for student in submissions:
        graded = nbgrader_cells(notebook_of(api, "autograded", assignment, student))
        for name, cell in graded.items():
            for output in cell.get("outputs", []):
                if output.output_type == "error":
                    marks[student].messages[name] = f"{output.ename}: {output.evalue}"
    return marks, full


def grade_in_shares(folder, assignment, submissions):
    """As `grade_all`, in processes beside each other: each waits for kernels and for its disk."""
    shares = min((os.cpu_count() or 1) + 1, 8)
    students = list(submissions)
    parts = [{s: submissions[s] for s in students[i::shares]} for i in range(shares)]
    with ProcessPoolExecutor(shares, mp_context=get_context("spawn")) as pool:
        jobs = [
            pool.submit(grade_all, folder / str(i), assignment, part)
            for i, part in enumerate(parts)
        ]
        results = [job.result() for job in jobs]
    marks = {student: m for part, _ in results for student, m in part.items()}
    return marks, results[0][1]
