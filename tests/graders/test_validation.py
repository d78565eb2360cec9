"""What a student is told before handing in: by ticketcourse check, by Validate, and in grading."""

import os

import nbformat
import pytest
from executions import PROCESSES
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.server_extensions.validate_assignment.handlers import ValidateAssignmentHandler
from nbgrader.utils import compute_checksum
from nbgrader.validator import Validator

from ticketcourse.cli import main
from ticketcourse.errors import TicketcourseError
from ticketcourse.grading.execution import execute
from ticketcourse.grading.intake import SubmittedCell
from ticketcourse.grading.rebuild import read_assignment, rebuild
from ticketcourse.grading.validation import check

CONFIGURATION = (
    "from ticketcourse.grading.validation import configure\n"
    "configure(get_config(), seconds_per_cell=2)\n"
)


def cell(make, name, released, answer=None, **kind):
    """A cell as nbgrader releases it, with a student's answer in it."""
    kinds = {"grade": False, "solution": False, "locked": False, "task": False}
    made = make(released, id=name)
    made.metadata.nbgrader = {**kinds, **kind, "grade_id": name, "schema_version": 3}
    made.metadata.nbgrader["cell_type"] = made.cell_type
    made.metadata.nbgrader["checksum"] = compute_checksum(made)
    made.source = answer or released
    return made


def given(name, source, answer=None):
    return cell(new_code_cell, name, source, answer, locked=True)


def answer(name, source):
    return cell(new_code_cell, name, "raise NotImplementedError()", source, solution=True)


def test(name, source, changed=None):
    return cell(new_code_cell, name, source, changed, grade=True, locked=True, points=2)


def by_hand(name, text=None):
    return cell(new_markdown_cell, name, "YOUR ANSWER", text, grade=True, solution=True, points=4)


test.__test__ = False
LOUD = "import sys\ndef loud():\n    print('careful', file=sys.stderr)\n    return 1"
CELLS = [
    given("setup", "factor = 2"),
    answer("loud", LOUD),
    test("is-loud", "assert loud() == 1"),
    new_code_cell("1 / 0"),
    answer("half", "def half(x):\n    return x"),
    test("half-said", "assert half(2 * factor) == 2, 'half(4) is not 2'"),
    test("half-bare", "\nassert half(6) == 3"),
    test("half-of-zero", "assert half(0) == 0"),
    test("half-of-text", "half('4') / 2"),
    answer("nothing", "def nothing():\n    raise NotImplementedError()"),
    test("nothing-there", "nothing()"),
    test("partial", "half(1)"),
    answer("endless", "def endless():\n    while True: pass"),
    test("ends", "endless()"),
    by_hand("why", "Because."),
    by_hand("how"),
]
SAID = {
    "is-loud": "",
    "half-said": "half(4) is not 2",
    "half-bare": "This does not hold: assert half(6) == 3",
    "half-of-zero": "",
    "half-of-text": "TypeError: unsupported operand type(s) for /: 'str' and 'int'",
    "nothing-there": "The code that it tests is still to be written, or the line "
    "`raise NotImplementedError()` is still in it.",
    "partial": "It gives 1 of 2 points.",
    "ends": "It took more than 2 seconds.",
    "why": "A person marks it.",
    "how": "There is no answer yet.",
}
PASS = {"is-loud", "half-of-zero", "why"}


def write(folder, cells):
    """Write a notebook beside the configuration that the students' bundle has."""
    python = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": python})
    nbformat.write(notebook, folder / "a.ipynb")
    (folder / "nbgrader_config.py").write_text(CONFIGURATION)
    return folder / "a.ipynb"


def validate(file, monkeypatch):
    """What JupyterLab's Validate says of a notebook in the folder where JupyterLab began."""
    monkeypatch.chdir(file.parent)
    configuration = ValidateAssignmentHandler.load_config(None)
    return Validator(config=configuration).validate(str(file))


@pytest.mark.slow
def test_check_validate_and_grading_say_the_same_of_visible_tests(tmp_path, monkeypatch):
    file = write(tmp_path, CELLS)
    before = file.read_bytes()
    verdicts = check(file)
    assert {verdict.name: verdict.message for verdict in verdicts} == SAID
    assert {verdict.name for verdict in verdicts if verdict.passed} == PASS
    assert [verdict.points for verdict in verdicts] == 8 * [2.0] + 2 * [4.0]
    assert file.read_bytes() == before
    assert "NBGRADER_EXECUTION" not in os.environ

    name_of = {c.source.strip(): c.metadata.nbgrader.grade_id for c in CELLS if c.metadata}
    failed = {name_of[c["source"]]: c["raw_error"] for c in validate(file, monkeypatch)["failed"]}
    assert failed.keys() == SAID.keys() - PASS
    own_words = {"how", "partial"}  # of these nbgrader's own sentences stay
    assert all(failed[name] == SAID[name] for name in failed.keys() - own_words)

    assignment = read_assignment("a", before, before, {}, 2.0, b"secret")
    submitted = [
        SubmittedCell(c.cell_type, c.source, c.metadata.get("nbgrader", {}).get("grade_id"))
        for c in CELLS
    ]
    result = execute(rebuild(assignment, tuple(submitted), {}).task, PROCESSES)
    full = {name for name, cell in result.cells.items() if cell.points == 2}
    assert full == PASS - {"why"}


@pytest.mark.slow
def test_changed_cells_of_the_instructors_do_not_pass(tmp_path, monkeypatch, capsys):
    changed = [
        given("setup", "factor = 2", "factor = 3"),
        test("kept", "assert factor"),
        test("eased", "assert factor == 2", "assert factor"),
    ]
    file = write(tmp_path, changed)
    assert main(["check", str(file)]) == 1
    said = "This cell was changed, and grading uses the released one: put its text back."
    assert capsys.readouterr().out.splitlines() == [
        "FAILS   setup  0 points",
        f"        {said}",
        "passes  kept   2 points",
        "FAILS   eased  2 points",
        f"        {said}",
        "1 of 3 pass; hidden tests come with grading.",
    ]
    assert [c["source"] for c in validate(file, monkeypatch)["changed"]] == [
        "factor = 3",
        "assert factor",
    ]


@pytest.mark.slow
def test_all_is_well(tmp_path, capsys):
    file = write(tmp_path, [answer("loud", LOUD), test("is-loud", "assert loud() == 1")])
    (tmp_path / "nbgrader_config.py").unlink()  # then the same holds, with nbgrader's 60 seconds
    assert main(["check", str(file)]) == 0
    assert capsys.readouterr().out.endswith("1 of 1 pass; hidden tests come with grading.\n")


@pytest.mark.slow
def test_code_that_ends_its_process_gives_one_sentence(tmp_path):
    file = write(tmp_path, [answer("end", "import os; os._exit(1)"), test("after", "pass")])
    with pytest.raises(TicketcourseError, match=r"a\.ipynb ended the process that ran it"):
        check(file)


def test_bad_input_gives_one_sentence(tmp_path, capsys):
    text = tmp_path / "text.ipynb"
    text.write_text("no notebook")
    (tmp_path / "empty").mkdir()
    twice = [test("same", "pass"), test("same", "pass")]
    twice[1].id = "pasted"
    turned = test("turned", "pass")
    turned.metadata.nbgrader["cell_type"] = "raw"
    (tmp_path / "bad").mkdir()
    bad = write(tmp_path / "bad", [test("one", "pass")])
    bad.with_name("nbgrader_config.py").write_text("1 / 0")
    for file, sentence in (
        (tmp_path / "no.ipynb", "no.ipynb cannot be read (No such file or directory)"),
        (tmp_path / "empty", "cannot be read (Is a directory)"),
        (text, "text.ipynb is not a notebook"),
        (bad, "nbgrader_config.py fails (ZeroDivisionError"),
        (write(tmp_path, [new_code_cell("pass")]), "a.ipynb has no tests"),
    ):
        assert main(["check", str(file)]) == 2
        said = capsys.readouterr().err
        assert sentence in said and said.count("\n") == 1
    with pytest.raises(TicketcourseError, match="Duplicate grade id: same"):
        check(write(tmp_path, twice))
    with pytest.raises(TicketcourseError, match=r"turned .* was a raw cell and is a code cell"):
        check(write(tmp_path, [turned]))
