"""A course for attacks: one assignment, honest neighbours, secrets, and how harm shows."""

import contextlib
import html
import json
import os
import sqlite3
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
NAME = "trebling"
SECONDS = 10  # for one cell
FULL = {"treble-shown": 2.0, "treble-hidden": 3.0, "squares-test": 2.0}
MARK = "98765.4321"  # processes that should not survive sleep for so many seconds
LEFT = "left-behind-by-mallory"  # how a file is called that should not be there
# Text that nobody may read: in the hidden tests, in the instructor's files, in another's answers.
SECRETS = ("SECRET-HIDDEN-TEST", "SECRET-OF-THE-INSTRUCTOR", "SECRET-OF-A-NEIGHBOUR")


def _nbgrader(grade_id, **kind):
    kinds = {"grade": False, "solution": False, "locked": False, "task": False}
    return json.dumps({"grade_id": grade_id, **kinds, **kind, "schema_version": 3})


def _code(source, metadata):
    return f"```{{code-cell}} ipython3\n:nbgrader: {metadata}\n\n{source}\n```\n\n"


TEXT = (
    "---\nkernelspec:\n  display_name: Python 3\n  language: python\n  name: python3\n---\n\n"
    "# Trebling\n\n"
    + _code(
        "import numpy as np\n\nfrom ticketcourse import checks\n\n"
        "try:\n    import quick_trebling  # which nobody has installed\n"
        "except ImportError:\n    quick_trebling = None",
        _nbgrader("setup", locked=True),
    )
    + _code(
        "def treble(x):\n    ### BEGIN SOLUTION\n    return 3 * x\n    ### END SOLUTION",
        _nbgrader("treble", solution=True),
    )
    + _code(
        "np.testing.assert_allclose(treble(np.array([1.0, -2.0])), [3.0, -6.0])\n"
        "assert treble(2) == 6, 'twice is not thrice'",
        _nbgrader("treble-shown", grade=True, locked=True, points=FULL["treble-shown"]),
    )
    + _code(
        "assert treble(1) == 3\n### BEGIN HIDDEN TESTS\n# SECRET-HIDDEN-TEST\n"
        "x = checks.random_inputs().normal(size=5)\n"
        "checks.expect_array(treble(x), 3 * x, 'y')\n### END HIDDEN TESTS",
        _nbgrader("treble-hidden", grade=True, locked=True, points=FULL["treble-hidden"]),
    )
    + _code(
        "def squares(values):\n    ### BEGIN SOLUTION\n    return sum(v * v for v in values)\n"
        "    ### END SOLUTION",
        _nbgrader("squares", solution=True),
    )
    + _code(
        "assert squares([1, 2, 3]) == 14\n### BEGIN HIDDEN TESTS\n"
        "assert squares([7, 1]) == 50, 'SECRET-HIDDEN-TEST'\n### END HIDDEN TESTS",
        _nbgrader("squares-test", grade=True, locked=True, points=FULL["squares-test"]),
    )
    + f'+++ {{"nbgrader": {_nbgrader("why", grade=True, solution=True, points=4)}}}\n\nBecause.\n'
)

RIGHT = {
    "treble": "def treble(x):\n    return x + x + x  # SECRET-OF-A-NEIGHBOUR",
    "squares": "def squares(values):\n    return sum(value**2 for value in values)",
}


def make_course(folder):
    """Make the course in a folder, released."""
    from unittest.mock import patch

    from nbgrader.apps import NbGraderAPI
    from traitlets.config.loader import PyFileConfigLoader

    text = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    text += f"\nc.Execute.timeout = {SECONDS}\n"
    (folder / "nbgrader_config.py").write_text(text, encoding="utf-8")
    source = folder / "solutions" / NAME / f"{NAME}.md"
    source.parent.mkdir(parents=True)
    source.write_text(TEXT, encoding="utf-8")
    config = PyFileConfigLoader("nbgrader_config.py", str(folder)).load_config()
    # The version that a new gradebook is marked with takes seconds to find.
    with patch("nbgrader.api.get_alembic_version", return_value="none"):
        result = NbGraderAPI(config=config).generate_assignment(NAME)
    assert result["success"], result["log"]
    (folder / "course" / "keys.txt").write_text("SECRET-OF-THE-INSTRUCTOR")


def hand_in(root, student, submission):
    """Put a submission where nbgrader looks for it.

    Parameters
    ----------
    root : Path
        The course's folder, with submitted/.
    student : str
    submission : catalogue.Submission
    """
    notebook = json.loads((root / "release" / NAME / f"{NAME}.ipynb").read_bytes())
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in submission.answers:
            # An attacker may know where all is.
            cell["source"] = submission.answers[name].replace("COURSE", str(root))
    folder = root / "submitted" / student / NAME
    folder.mkdir(parents=True)
    if submission.change:
        submission.change(notebook["cells"])
    (folder / f"{NAME}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    if submission.place:
        submission.place(folder, root)


def points(root):
    """What the gradebook gives each student: points by test, a person's mark before a machine's."""
    marks = {}
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as database:
        rows = database.execute(
            "select a.student_id, c.name, coalesce(g.manual_score, g.auto_score), g.extra_credit"
            " from grade g join base_cell c on g.cell_id = c.id"
            " join submitted_notebook n on g.notebook_id = n.id"
            " join submitted_assignment a on n.assignment_id = a.id"
        )
        for student, cell, score, extra in rows:
            marks.setdefault(student, {})
            if cell in FULL or (score or 0) + (extra or 0) > 0:
                marks[student][cell] = (score or 0.0) + (extra or 0.0)
    return marks


def snapshot(root):
    """The content of what no submission may change, by its name in the course's folder."""
    kept = {}
    for top in ("source", "release", "submitted", "keys.txt", "../solutions"):
        path = root / top
        for file in [path, *path.rglob("*")]:
            if file.is_file() and not file.is_symlink():
                kept[os.path.relpath(file, root)] = file.stat().st_mode, file.read_bytes()
    return kept


def harm(root, before):
    """What a batch did beyond its marks, a sentence each.

    Parameters
    ----------
    root : Path
        The course's folder.
    before : dict
        Its `snapshot` from before the batch.
    """
    after = snapshot(root)
    found = [f"{name} was changed" for name in before if after.get(name) != before[name]]
    found += [f"{name} appeared" for name in after if name not in before]
    for folder in (Path.home(), Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), root):
        startup = folder / ".ipython" / "profile_default" / "startup"
        for place in (folder, startup, root.parent, root / "submitted"):
            if (place / LEFT).exists() or (place / f"{LEFT}.py").exists():
                found.append(f"a file was left in {place}")
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (process / "cmdline").read_bytes() == f"sleep\0{MARK}\0".encode():
                found.append("a process survived")
    return sorted(set(found))


def read_secrets(root, student):
    """Which secrets the outputs of a submission's own cells hold, and whether a page runs any."""
    folder = root / "autograded" / student
    files = [file for file in folder.rglob("*") if file.is_file()] if folder.exists() else []
    shown, found = "", []
    for file in files:
        if file.suffix != ".ipynb":
            shown += file.read_text(encoding="utf-8", errors="replace")
            continue
        for cell in json.loads(file.read_bytes())["cells"]:
            outputs = json.dumps(cell.get("outputs", ""))
            if "invalid ELF header" in outputs:
                found.append("who tests was made to load a library")
            if cell["cell_type"] == "markdown":
                # A page turns entities into what MathJax reads.
                shown += "".join(cell["source"]) + html.unescape("".join(cell["source"]))
            elif not cell["metadata"].get("nbgrader", {}).get("grade"):
                shown += outputs
    found += [f"{secret} was read" for secret in SECRETS if secret in shown]
    acts = ("<script", "text/html", "image/svg", "application/javascript", "\\href", "\\require")
    found += ["a page runs what a student wrote"] * any(word in shown for word in acts)
    return sorted(set(found))
