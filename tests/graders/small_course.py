"""A course with one small assignment."""

import json
import shutil
from unittest.mock import patch

from nbgrader.apps import NbGraderAPI
from nbgrader_course import ROOT
from traitlets.config.loader import PyFileConfigLoader

from ticketcourse.grading import Course

NAME = "doubling"


def _metadata(grade_id, **kind):
    kinds = {"grade": False, "solution": False, "locked": False, "task": False}
    return json.dumps({"grade_id": grade_id, **kinds, **kind, "schema_version": 3})


def _code(source, metadata=None):
    mark = f":nbgrader: {metadata}\n\n" if metadata else ""
    return f"```{{code-cell}} ipython3\n{mark}{source}\n```\n\n"


def _markdown(source, metadata=None):
    mark = f' {{"nbgrader": {metadata}}}' if metadata else ""
    return f"+++{mark}\n\n{source}\n\n"


TEXT = (
    "---\nkernelspec:\n  display_name: Python 3\n  language: python\n  name: python3\n---\n\n"
    "# Doubling\n\n"
    + _code("factor = 2", _metadata("setup", locked=True))
    + _markdown("Write a function.")
    + _code(
        "def double(x):\n    ### BEGIN SOLUTION\n    return factor * x\n    ### END SOLUTION",
        _metadata("double", solution=True),
    )
    + _code("print('try it')")
    + _code(
        "assert double(3) == 6, 'double(3) is not 6'",
        _metadata("double-positive", grade=True, locked=True, points=2),
    )
    + _code(
        "assert double(0) == 0\n### BEGIN HIDDEN TESTS\nassert double(-7) == -14, 'a negative x'\n"
        "### END HIDDEN TESTS",
        _metadata("double-negative", grade=True, locked=True, points=1),
    )
    + _markdown("Because.", _metadata("why", grade=True, solution=True, points=4))
    + _markdown("Draw it.", _metadata("draw", task=True, locked=True, points=3))
)

RIGHT = {"double": "def double(x):\n    return x + x", "why": "A sum of two."}
HALF = {"double": "def double(x):\n    return 2 * abs(x)", "why": "I *guessed*."}
WRONG = {"double": "def double(x):\n    return x"}


def make_small_course(folder):
    """Make the course in a folder, released, and open it."""
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    source = folder / "solutions" / NAME / f"{NAME}.md"
    source.parent.mkdir(parents=True)
    source.write_text(TEXT, encoding="utf-8")
    release(folder)
    return Course.open(folder)


def release(folder):
    config = PyFileConfigLoader("nbgrader_config.py", str(folder)).load_config()
    # The version that a new gradebook is marked with takes seconds to find.
    with patch("nbgrader.api.get_alembic_version", return_value="none"):
        result = NbGraderAPI(config=config).generate_assignment(NAME)
    assert result["success"], result["log"]


def hand_in(course, student, answers, change=lambda notebook: None):
    """Hand in the released notebook with answers; `change` may do anything to it."""
    notebook = json.loads((course.root / "release" / NAME / f"{NAME}.ipynb").read_bytes())
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        cell["source"] = answers.get(name, cell["source"])
    change(notebook)
    file = course.submitted / student / NAME / f"{NAME}.ipynb"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(notebook), encoding="utf-8")
    return file
