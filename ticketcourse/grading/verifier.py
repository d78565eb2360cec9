"""The verifier's process: runs what an instructor gives and the tests, out of the student's reach.

Its namespace is its own. A name that no cell of the instructor's has defined is looked up in the
student's process, and what comes from there is plain data or a proxy (``proxies``). So for who
writes tests:

- A student's functions, classes, objects and generators are used as in a notebook; numbers, text,
  lists, dictionaries, arrays and tensors arrive as copies.
- Gradients of PyTorch's flow through a student's functions and modules, and values written into a
  module's parameters or a Keras variable arrive there (``tensors``). A test's optimizer and a
  test's tape are of no use: let a student's function take the steps, or TensorFlow's gradients.
- What a function is given stays as it is. `checks.as_left` returns it as the function left it.
- An object of a student's class is compared by its attributes, not by itself.
- The two processes have random states and modules of their own: give a function a generator instead
  of a seed for all.
- NumPy asks an object for its own mean or shape, and takes an empty answer for equal to anything:
  begin with `checks.expect_array` or `checks.expect_shape`.
- A student's code can tell what a hidden test gave it: draw its inputs (`checks.random_inputs`).
- A function that a test gives can be kept and called later: let it use nothing but its arguments.
- A test that ends in a number earns so many points: a number that a student's code gave is none to
  end with.
- A student's name that Python has for something of its own, such as ``filter``, is not seen.
"""

import ast
import builtins
import contextlib
import math
import os
import symtable
import sys
from pathlib import Path

import numpy as np
from IPython.core.inputtransformer2 import TransformerManager

from ticketcourse import checks  # noqa: F401 (imported before the process is forked)
from ticketcourse.checks.inputs import begin_test
from ticketcourse.grading.codec import decode, encode
from ticketcourse.grading.outputs import Outputs, Stream
from ticketcourse.grading.proxies import Student
from ticketcourse.grading.raising import StudentError
from ticketcourse.grading.walls import data_in_use, set_limits
from ticketcourse.grading.wire import MAX_FRAME, Channel, Closed

# Bytes that tests may use beyond what is in use when the process begins: well below the limit of
# the box, which would end the process.
MEMORY = 3 << 29
FILE = 1 << 20  # bytes of a file that a test writes; TensorFlow tries whether it can
SECONDS = 3600  # of processor time, should the driver be gone

HIDDEN = "BEGIN HIDDEN TESTS", "END HIDDEN TESTS"  # as nbgrader looks for them


def serve(socket, folder):
    """Run cells until the driver is gone.

    Parameters
    ----------
    socket : socket.socket
        Connected to the driver.
    folder : str or Path
        Where the instructor's files are; it becomes the working folder.
    """
    os.chdir(folder)
    sys.path.append(str(Path(folder).resolve()))
    _confine()
    channel = Channel(socket, MAX_FRAME + 1)  # and a letter that says what it is
    verifier = Verifier(channel)
    channel.send(b"D" + encode(("ready",)))
    with contextlib.suppress(Closed):
        while True:
            command = decode(channel.receive()[1:])
            try:
                done = verifier.run(*command)
            except MemoryError:  # a student's value took what was needed to say so
                done = [], 0.0, True, True
            channel.send(b"D" + encode(done))


def _confine():
    limits = {"FSIZE": FILE, "CORE": 0, "NOFILE": 256, "CPU": SECONDS}
    with contextlib.suppress(OSError):  # no /proc: a system without a box
        limits["DATA"] = data_in_use() + MEMORY
    set_limits(limits)


class _Namespace(dict):
    """The names of the instructor's cells; missing ones are the student's."""

    def __init__(self, ask):
        super().__init__(__name__="__main__", __builtins__=builtins)
        self.ask, self.reserved, self.asked = ask, set(), set()

    def __missing__(self, name):
        if name in self.reserved:
            raise NameError(f"`{name}` is missing: a cell before this one failed")
        if name.startswith("__") or hasattr(builtins, name):
            raise KeyError(name)
        self.asked.add(name)
        return self.ask("name", name)


class Verifier:
    """Runs the instructor's cells one after the other.

    Parameters
    ----------
    channel : Channel
        Connected to the driver, which passes requests on to the student's process.
    """

    def __init__(self, channel):
        self._channel, self._lost = channel, ""
        self._given, self._tainted = set(), set()
        self._student = Student(self._exchange, self._find)
        self._names = _Namespace(self._student.request)
        self._names |= {"get_ipython": _NoShell, "display": lambda *_, **__: None}

    def run(self, role, name, source, points, seed, generation):
        """Run one cell.

        Parameters
        ----------
        role : {"given", "test", "lost"}
            A lost cell is one that came to no end; only its names are noted.
        name, source : str
        points : float
            What a test is worth.
        seed : str
            From which its inputs are drawn.
        generation : int
            How often the student's process was started.

        Returns
        -------
        outputs : list of dict
        points : float
        failed : bool
        touched : bool
            Whether the cell depends on anything of the student's.
        """
        self._student.start_again(generation)
        self._lost, self._names.asked = "", set()
        before, outputs = self._student.requests, Outputs()
        python = _python(source)
        bound, used = _names_of(python)
        failed = full = False  # full of what a student's code gave
        try:
            if role != "lost":
                begin_test(seed)
                # A student's code could print what a hidden test gives it.
                shown = Outputs() if HIDDEN[0] in source else outputs
                with (
                    contextlib.redirect_stdout(Stream("stdout", shown)),
                    contextlib.redirect_stderr(Stream("stderr", Outputs())),
                ):
                    points = self._execute(python, name, points, outputs)
        except BaseException as error:
            failed, points = True, 0.0
            full = isinstance(error, MemoryError) and self._student.requests > 0
            _show(outputs, error, name, source)
        touched = (
            full
            or role == "lost"
            or self._student.requests > before
            or not self._tainted.isdisjoint(used)
        )
        self._names.reserved |= bound - self._names.keys() - self._names.asked
        if touched:
            self._tainted |= bound
        if role == "given":
            self._given |= bound
        return outputs.to_list(), points, failed, touched

    def _execute(self, source, name, points, outputs):
        tree = ast.parse(source)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, f"<{name}>", "exec"), self._names)
        if last is None:
            return points
        value = eval(compile(ast.Expression(last.value), f"<{name}>", "eval"), self._names)
        if value is None or source.rstrip().endswith(";"):
            return points
        if isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool):
            value = 0.0 if math.isnan(value) else float(min(max(value, 0), points))
            points = value
        outputs.display({"text/plain": repr(value)}, result=True)
        return points

    def _exchange(self, frame):
        if not self._lost:
            self._channel.send(b"A" + frame)
            answer = self._channel.receive()
            if answer[:1] == b"R":
                return answer[1:]
            self._lost = answer[1:].decode()
        raise StudentError(self._lost)

    def _find(self, name):
        return dict.get(self._names, name) if name in self._given else None


class _NoShell:
    """What magics in an instructor's cells find: `%matplotlib inline` and `!ls` do nothing."""

    def run_line_magic(self, name, line):
        pass

    def system(self, command):
        pass

    def run_cell_magic(self, name, line, body):
        raise NameError(f"the magic %%{name} cannot be used in a cell that tests depend on")


def _python(source):
    """The source of a cell without magics."""
    try:
        ast.parse(source)
    except SyntaxError:
        return TransformerManager().transform_cell(source)
    return source


def _names_of(source):
    """The names that a cell binds and those that it uses."""
    try:
        table = symtable.symtable(source, "cell", "exec")
    except SyntaxError:
        return set(), set()
    bound = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
    used, tables = set(), [table]
    while tables:
        table = tables.pop()
        used |= {s.get_name() for s in table.get_symbols() if s.is_referenced()}
        tables += table.get_children()
    return bound, used


def _show(outputs, error, name, source):
    """Add the error of a cell to its outputs, without a line of a hidden test."""
    try:
        text = str(error)
    except Exception:
        text = "its message cannot be shown"
    lines = []
    line = _line(error.__traceback__, f"<{name}>")
    if line:
        shown = _visible(source, line)
        lines.append(f"In the test {name}, line {line}:\n    {shown}" if shown else _IN_HIDDEN)
        if not text and not shown:
            text = "a hidden test fails here"
        if not text and shown:
            text = f"This does not hold: {shown}" if type(error) is AssertionError else ""
    raised = error.__cause__ or error  # `checks.call` says of a student's error what it means
    lines += getattr(raised, "student_traceback", [])
    lines.append(f"{type(error).__name__}: {text}" if text else type(error).__name__)
    outputs.error(type(error).__name__, text, lines)


_IN_HIDDEN = "In a hidden test:"


def _line(traceback, filename):
    line = None
    while traceback:
        if traceback.tb_frame.f_code.co_filename == filename:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _visible(source, number):
    """The text of a line, or "" where it is hidden."""
    hidden = False
    for count, line in enumerate(source.split("\n"), 1):
        hidden = hidden or HIDDEN[0] in line
        if count == number:
            return "" if hidden else line.strip()
        hidden = hidden and HIDDEN[1] not in line
    return ""
