"""Execution without any protection, for tests of what surrounds it; imports quickly."""

import contextlib
import io
import os
import signal

from ticketcourse.grading.task import CellResult, Result


def execute(task):
    """Run every cell here, the student's among the names of the tests."""
    names, cells = {}, {}
    for cell in task.cells:
        outputs, points, printed = [], None, io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                exec(cell.source, names)
            points = cell.points
        except Exception as error:
            name, text = type(error).__name__, str(error)
            outputs = [
                {"output_type": "error", "ename": name, "evalue": text, "traceback": [cell.source]}
            ]
            points = 0.0
        if printed.getvalue():
            stream = {"output_type": "stream", "name": "stdout", "text": printed.getvalue()}
            outputs.insert(0, stream)
        cells[cell.name] = CellResult(
            outputs, points if cell.role == "test" else None, failed=points == 0.0
        )
    return Result(cells)


def fails_on(word, how, task):
    """Execute, but call `how` where a cell has the word."""
    if any(word in cell.source for cell in task.cells):
        return how()
    return execute(task)


def die_unless(process):
    assert os.getpid() != process, "this ends the tests"
    os.kill(os.getpid(), signal.SIGKILL)
