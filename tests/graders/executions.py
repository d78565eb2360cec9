"""Small notebooks, executed for the tests of the graders; without a box unless it is asked for."""

from textwrap import dedent

import pytest

from ticketcourse.errors import TicketcourseError
from ticketcourse.grading.box import Box
from ticketcourse.grading.execution import execute
from ticketcourse.grading.task import Cell, Task
from ticketcourse.grading.unboxed import Unboxed


def why_no_box():
    try:
        with Box("verifier"):
            return ""
    except TicketcourseError as error:
        return str(error)


WHY_NO_BOX = why_no_box()
NEEDS_BOX = pytest.mark.skipif(bool(WHY_NO_BOX), reason=WHY_NO_BOX)

PROCESSES = Unboxed(("ticketcourse.scratch",))

GIVEN = """
import numpy as np
from ticketcourse import checks
from ticketcourse.scratch import relu

def identity(z):
    return z
"""


def run(*cells, files=None, student_files=(), seconds=5, seed="secret", processes=PROCESSES):
    """Execute a notebook; each cell is (role, source), or what a student wrote."""
    cells = [("student", cell) if isinstance(cell, str) else cell for cell in cells]
    cells = [
        Cell(f"c{number}", role, dedent(source).strip("\n"), 1.0 if role == "test" else 0.0)
        for number, (role, source) in enumerate([("given", GIVEN), *cells])
    ]
    task = Task(tuple(cells), files or {}, seed, seconds, frozenset(student_files))
    return execute(task, processes)


def points(result):
    """What the tests of a notebook gave, in order."""
    assert result.fault is None, result.fault
    return [cell.points for cell in result.cells.values() if cell.points is not None]


def errors(result):
    """What the failed cells say, in order."""
    return [
        f"{output['ename']}: {output['evalue']}"
        for cell in result.cells.values()
        for output in cell.outputs
        if output["output_type"] == "error"
    ]


def printed(result):
    """Everything that the cells printed."""
    return "".join(
        output["text"]
        for cell in result.cells.values()
        for output in cell.outputs
        if output["output_type"] == "stream"
    )
