"""Execution of one submission: the student's cells in one process, the tests in another.

The two never meet. What a test asks about the student's values goes through here, as frames whose
content is not looked at; time is kept here, and both processes are ended from outside.
"""

import ast
import json
import math
import time
from typing import Protocol

from ticketcourse.grading.codec import decode, encode
from ticketcourse.grading.outputs import kept_of
from ticketcourse.grading.task import CellResult, Result
from ticketcourse.grading.wire import MAX_FRAME, Channel, Closed, TimedOut, WireError

SECONDS_TO_START = 60
SECONDS_TO_FINISH = 10  # for a test, when the student's process is gone
CELLS_IN_ALL = 20  # a submission may take so many times what a cell may
MAX_RAN = 4 << 20  # bytes of a student's reply to a cell
STARTS = 3  # of the student's process: twice more, when one cell or one call has ended it
MAX_OUTPUTS = 20 << 20  # bytes that all cells together may leave in a notebook


class Process(Protocol):
    """A process that was started for one submission.

    Attributes
    ----------
    socket : socket.socket
        Connected to the `serve` of ``student`` or ``verifier``, which runs in it.
    """

    def end(self):
        """End it and all that it started, at once, and take its folder away; twice does no harm."""


class Processes(Protocol):
    """Starts processes; what it raises means that a submission could not be graded.

    Both methods take the files (dict of str to bytes, by relative name) that lie in the process's
    working folder, and return a `Process`.
    """

    def student(self, files): ...

    def verifier(self, files): ...


def execute(task, processes):
    """Run the cells of one submission and mark its tests.

    Parameters
    ----------
    task : Task
    processes : Processes
        In a box, or `unboxed.Unboxed`.

    Returns
    -------
    Result
        With a fault when a process could not be started, the verifier died, or a cell of the
        instructor's failed that depends on nothing of the student's.
    """
    execution = _Execution(task, processes)
    try:
        return execution.run()
    except _Fault as fault:
        return Result(fault=str(fault))
    finally:
        execution.end()


def modules_of(cells):
    """Return what the instructor's cells import, so that it can be imported once for all.

    Parameters
    ----------
    cells : sequence of Cell

    Returns
    -------
    tuple of str
        Modules, and names in them: either may be a part of a package.
    """
    modules = set()
    for cell in cells:
        if cell.role == "student":
            continue
        lines = [line for line in cell.source.split("\n") if not line.startswith(("%", "!"))]
        try:
            tree = ast.parse("\n".join(lines))
        except SyntaxError:  # shows when the cell runs
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                modules |= {name.name for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules |= {f"{node.module}.{name.name}".removesuffix(".*") for name in node.names}
    return tuple(sorted(modules))


class _Fault(Exception):
    """Something of ours failed: no mark may come of it."""


class _Execution:
    def __init__(self, task, processes):
        self._task = task
        self._student = _StudentSide(task, processes)
        self._verifier = _VerifierSide(task, processes, self._student)
        self._room = MAX_OUTPUTS
        self._student_spoke = bool(task.student_files)  # a cell of the instructor's may use them

    def run(self):
        self._student.start()
        self._verifier.start()
        cells = {cell.name: self._cell(cell) for cell in self._task.cells}
        return Result(cells, timed_out=self._student.timed_out or self._verifier.timed_out)

    def end(self):
        self._student.end()
        self._verifier.end()

    def _cell(self, cell):
        if cell.role == "test":
            outputs, points, failed = self._verifier.run(cell)
            return CellResult(self._within_room(outputs), points, failed)
        outputs, failed = self._student.run(cell)
        if cell.role == "given":
            if failed and not self._student_spoke:
                raise _Fault(
                    f"the instructor's cell {cell.name} failed before any of the student's"
                )
            _, _, failed_there = self._verifier.run(cell)
            failed = failed or failed_there
        else:
            self._student_spoke = True
        return CellResult(self._within_room(outputs), None, failed)

    def _within_room(self, outputs):
        outputs = kept_of(outputs)
        size = len(json.dumps(outputs))
        if size > self._room:
            return _error("OutputsLeftOut", "the notebook shows more than there is room for")
        self._room -= size
        return outputs


class _StudentSide:
    """The student's process: what it was told, and why it is gone if it is.

    Attributes
    ----------
    lost : str
        Why there is no process, as the end of a sentence; empty while there is one.
    generation : int
        How often it was started.
    last : float
        When the submission's time is over.
    timed_out : bool
        Whether anything took too long.
    """

    def __init__(self, task, processes):
        self._task, self._processes = task, processes
        self._process, self._channel = None, None
        self._ran, self._spent, self.last = [], 0.0, math.inf
        self.lost, self.generation, self.timed_out = "", 0, False

    def start(self):
        self._process, self._channel = _start(self._processes.student, self._task.files, MAX_FRAME)
        _ready(self._channel, b"")
        if not self.generation:
            self.last = time.monotonic() + CELLS_IN_ALL * self._task.seconds_per_cell
        self.lost = ""
        self.generation += 1

    def end(self):
        if self._process:
            self._process.end()
        self._process = None

    def run(self, cell):
        """Run a cell; return its outputs, which may be anything, and whether it failed."""
        if not self.is_there():
            message = f"this cell did not run, because {self.lost}"
            return _error("NotRun", message), True
        began = time.monotonic()
        try:
            reply = self.exchange(encode(("cell", cell.source)), self._deadline())
            outputs, failed = _ran(reply)
        except WireError:
            return _error("Stopped", self.lost or self._lose("it sent what cannot be read")), True
        self._spent += time.monotonic() - began
        self._ran.append(cell.source)
        return outputs, failed

    def exchange(self, frame, deadline):
        """Send a request and return the reply; without one the process is ended."""
        deadline = min(deadline, self.last)
        try:
            self._channel.send(frame, deadline)
            return self._channel.receive(deadline)
        except TimedOut:
            seconds, all_of_it = self._task.seconds_per_cell, ""
            if deadline == self.last:
                seconds, all_of_it = CELLS_IN_ALL * seconds, " in all"
            self._lose(f"your code took more than {seconds:g} seconds{all_of_it}")
            self.timed_out = True
            raise
        except Closed:
            self._lose("your code ended its own process, or took more memory than it may")
            raise
        except WireError as error:
            self._lose(f"your code sent something that {error}")
            raise

    def is_there(self):
        """Whether there is a process; one that was lost is started again and told the same cells.

        So an endless loop in one answer costs the points of that answer alone.
        """
        quick = self._spent <= self._task.seconds_per_cell and time.monotonic() < self.last
        if not self.lost or self.generation == STARTS or not quick:
            return not self.lost
        why = self.lost
        self.start()
        for source in self._ran:
            try:
                _ran(self.exchange(encode(("cell", source)), self._deadline()))
            except WireError:
                self._lose(why)
                return self.is_there()
        return True

    def _lose(self, why):
        self.end()
        self.lost = why
        return why

    def _deadline(self):
        return time.monotonic() + self._task.seconds_per_cell


class _VerifierSide:
    """The verifier's process, which is started again when a test takes too long."""

    def __init__(self, task, processes, student):
        self._task, self._processes, self._student = task, processes, student
        self._process, self._channel = None, None
        self._before, self._asked, self._stuck = [], False, False
        self.timed_out = False

    def start(self):
        files = {
            name: content
            for name, content in self._task.files.items()
            if name not in self._task.student_files
        }
        self._process, self._channel = _start(self._processes.verifier, files, MAX_FRAME + 1)
        _ready(self._channel, b"D")

    def end(self):
        if self._process:
            self._process.end()
        self._process = None

    def run(self, cell):
        """Run a cell of the instructor's; return its outputs, points and whether it failed."""
        if self._stuck:
            message = "the tests could not go on after one that took too long"
            return _error("NotRun", message), 0.0, True
        self._student.is_there()
        try:
            outputs, points, failed, touched = self._done(cell, cell.role)
            self._before.append((cell, cell.role))
        except TimedOut:
            self.timed_out = True
            self._start_again(cell)
            seconds, in_all = (
                self._task.seconds_per_cell,
                CELLS_IN_ALL * self._task.seconds_per_cell,
            )
            message = f"a test has {seconds:g} seconds, and all cells together have {in_all:g}"
            outputs, points, failed, touched = _error("TooSlow", message), 0.0, True, self._asked
        if failed and not touched:
            why = outputs[-1]["evalue"]
            raise _Fault(f"the instructor's cell {cell.name} failed by itself: {why}")
        return outputs, points, failed

    def _start_again(self, cell):
        self._before.append((cell, "lost"))
        self.end()
        self.start()
        try:
            for earlier, role in self._before:
                self._done(earlier, role if role == "given" else "lost")
        except TimedOut:
            self._stuck = True

    def _done(self, cell, role):
        student, now = self._student, time.monotonic()
        # What a student gave can make a test slow: all tests together end, too.
        deadline = min(
            now + self._task.seconds_per_cell, max(student.last, now + SECONDS_TO_FINISH)
        )
        seed = f"{self._task.seed}/{cell.name}"
        command = (role, cell.name, cell.source, cell.points, seed, student.generation)
        answer = b"C" + encode(command)
        try:
            while True:
                self._channel.send(answer, deadline)
                frame = self._channel.receive(deadline)
                if frame[:1] == b"D":
                    return decode(frame[1:])
                self._asked = True
                answer = b"L" + student.lost.encode()
                if not student.lost:
                    try:
                        answer = b"R" + student.exchange(frame[1:], deadline)
                    except WireError:
                        answer = b"L" + student.lost.encode()
                        deadline = time.monotonic() + SECONDS_TO_FINISH
        except TimedOut:
            raise
        except WireError as error:
            raise _Fault(f"the verifier's process {error} in the cell {cell.name}") from error


def _start(start, files, limit):
    try:
        process = start(files)
    except Exception as error:
        raise _Fault(f"a process could not be started: {error}") from error
    return process, Channel(process.socket, limit)


def _ready(channel, mark):
    """Wait until a process is there: before that nothing of a student's has run in it."""
    try:
        if decode(channel.receive(time.monotonic() + SECONDS_TO_START)[len(mark) :]) == ("ready",):
            return
        raise WireError("said something else than that it is ready")
    except WireError as error:
        raise _Fault(f"a process that was to begin {error}") from error


def _ran(frame):
    """The outputs and the failure that a reply to a cell tells; nothing in them is sure.

    This is the grader's own process, so that the reply is read by what takes little time and memory
    for whatever there is in it.
    """
    try:
        reply = json.loads(frame) if len(frame) <= MAX_RAN else None
    except (ValueError, RecursionError):
        reply = None
    if type(reply) is not list or len(reply) != 2:
        raise WireError("is no reply to a cell")
    return reply[0], reply[1] is not False


def _error(name, message):
    line = f"{name}: {message}"
    return [{"output_type": "error", "ename": name, "evalue": message, "traceback": [line]}]
