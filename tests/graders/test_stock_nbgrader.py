"""The plain nbgrader commands with the repository's configuration, as an instructor types them."""

import csv
import shutil
import sqlite3
import subprocess
import sys
import zipfile

import nbformat
import pytest
from nbgrader_course import ASSIGNMENTS, ROOT, nbgrader_cells
from traitlets.config.loader import PyFileConfigLoader

ASSIGNMENT = ASSIGNMENTS[0]


def nbgrader(folder, *arguments):
    """Run `nbgrader …` in a folder and return everything that it printed."""
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def solve(course, student, answers):
    """Put answers into a copy of the released notebook, where nbgrader looks for submissions."""
    notebook = nbformat.read(course / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(name, cell.source)
    target = course / "submitted" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    target.parent.mkdir(parents=True)
    nbformat.write(notebook, target)
    return target


@pytest.mark.slow
def test_release_solve_validate_grade_feedback_export(tmp_path):
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    shutil.copytree(ROOT / "solutions", tmp_path / "solutions")
    course = tmp_path / "course"

    nbgrader(tmp_path, "generate_assignment", ASSIGNMENT)
    source = nbgrader_cells(course / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    answers = {name: c.source for name, c in source.items() if c.metadata.nbgrader.solution}
    first = next(name for name in answers if source[name].cell_type == "code")

    right = solve(course, "ada", answers)
    wrong = solve(course, "bob", {name: a for name, a in answers.items() if name != first})
    assert "Success" in nbgrader(tmp_path, "validate", str(right))
    assert "NotImplementedError" in nbgrader(tmp_path, "validate", str(wrong))

    nbgrader(tmp_path, "autograde", ASSIGNMENT)
    nbgrader(tmp_path, "generate_feedback", ASSIGNMENT)
    nbgrader(tmp_path, "export")
    for student in ("ada", "bob"):
        assert (course / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html").exists()
    with (course / "grades.csv").open(newline="") as file:
        score = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    points = {n: c.metadata.nbgrader.points for n, c in source.items() if c.metadata.nbgrader.grade}
    by_machine = sum(p for name, p in points.items() if name not in answers)
    assert score["ada"] == by_machine
    assert score["bob"] == by_machine - sum(p for n, p in points.items() if n.startswith(first))
    # Nothing beside the course's own, ignored folder.
    assert {p.name for p in tmp_path.iterdir()} == {"nbgrader_config.py", "solutions", "course"}


@pytest.fixture
def copy(tmp_path):
    """What `make release` reads, in a folder of its own."""
    for name in ("solutions", "ticketcourse", "tools"):
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignore)
    for name in ("nbgrader_config.py", "pyproject.toml", "README.md", "LICENSE", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def make_release(folder):
    command = [sys.executable, "tools/release.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


@pytest.mark.slow
def test_a_release_can_be_made_again_and_never_costs_a_mark(copy):
    done = make_release(copy)
    assert done.returncode == 0, done.stderr
    bundle = copy / "course" / "bundle" / f"{ASSIGNMENT}.zip"
    before = bundle.read_bytes()
    with zipfile.ZipFile(bundle) as archive:
        names = [name.removeprefix(f"{ASSIGNMENT}/") for name in archive.namelist()]
        text = archive.read(f"{ASSIGNMENT}/README.txt").decode()
    wheel = next(name for name in names if name.endswith(".whl"))
    others = {"README.txt", "constraints.txt", "nbgrader_config.py"}
    assert set(names) == {f"{ASSIGNMENT}.ipynb", wheel, *others}
    assert f"./{wheel}[student]" in text

    submission = solve(copy / "course", "ada", {})
    nbgrader(copy, "autograde", ASSIGNMENT)
    assert make_release(copy).returncode == 0
    assert bundle.read_bytes() == before

    # Another cell after hand-in: nbgrader refuses, and everything is as it was.
    text = copy / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.md"
    text.write_text(text.read_text().replace('"grade_id": "setup"', '"grade_id": "setup-2"'))
    refused = make_release(copy)
    assert refused.returncode == 1
    assert "there are submissions associated with it" in refused.stderr
    assert bundle.read_bytes() == before
    assert (copy / "course" / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").exists()
    assert submission.exists()
    with sqlite3.connect(copy / "course" / "gradebook.db") as database:
        assert database.execute("select count(*) from submitted_assignment").fetchone() == (1,)


def test_a_source_follows_its_text_and_nothing_else_is_touched(tmp_path):
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    shutil.copytree(ROOT / "solutions", tmp_path / "solutions")
    own = tmp_path / "course" / "source" / "own" / "own.ipynb"
    own.parent.mkdir(parents=True)
    own.write_text("an instructor's own assignment")
    text = tmp_path / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.md"
    notebook = tmp_path / "course" / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"

    def load():
        PyFileConfigLoader("nbgrader_config.py", str(tmp_path)).load_config()
        return notebook.read_bytes(), notebook.stat().st_mtime_ns

    first = load()
    assert load() == first
    text.touch()
    again = load()
    assert again[0] == first[0]
    assert again[1] == text.stat().st_mtime_ns > first[1]
    with text.open("a") as file:
        file.write("\nOne more sentence.\n")
    assert b"One more sentence." in load()[0]
    assert own.read_text() == "an instructor's own assignment"
    assert {p.name for p in (tmp_path / "course").iterdir()} == {"source"}
