"""Submissions through the whole execution: hostile ones gain nothing, honest ones lose nothing."""

import ast
import subprocess
import sys
import time
from pathlib import Path

import pytest
from executions import GIVEN, errors, points, printed, run
from nbgrader_course import ROOT

from ticketcourse.grading import execution
from ticketcourse.grading.execution import modules_of
from ticketcourse.grading.task import Cell, Result

# Exercise: scale(x, w) returns x * w, and raises a ValueError for a w below 0.
TESTS = [
    "checks.expect_array(checks.call(scale, np.array([1.0, 2.0]), 3.0, returns='y'), [3, 6], 'y')",
    """
from ticketcourse.checks.inputs import random_inputs
x = random_inputs().normal(size=5)
checks.expect_array(scale(x, 2.5), 2.5 * x, 'y')
""",
    """
    x, w = np.array([[4.0], [6.0]]), 0.5
    np.testing.assert_allclose(scale(x, w), x * w)
    """,
    "assert np.allclose(scale(np.array([5.0, 7.0]), 2.0), [10, 14])",
    "assert abs(scale(np.array([1.0, -2.0]), 4.0) - np.array([4.0, -8.0])).max() < 1e-9",
    "assert scale(2.0, 21) == 42\nassert [scale(1, 7)] == [7]",
    """
    y = scale(3.0, 1.5)
    assert abs(y - 4.5) < 1e-9
    assert round(y, 6) == 4.5
    """,
    "checks.expect_raises(ValueError, scale, np.ones(2), -1.0, reason='a w below 0')",
]
CHECKED = [("test", source) for source in TESTS]

HOSTILE = {
    "an AST transformer that deletes asserts": """
        import ast
        class Delete(ast.NodeTransformer):
            def visit_Assert(self, node):
                return ast.Pass()
            def visit_Expr(self, node):
                return ast.Pass()
        get_ipython().ast_transformers.append(Delete())
        """,
    "an input transformer that empties cells": """
        get_ipython().input_transformers_post.append(lambda lines: ["pass"])
        get_ipython().input_transformers_cleanup.append(lambda lines: ["pass"])
        """,
    "a shell that runs nothing": """
        shell = get_ipython()
        shell.run_code = shell.run_cell = shell.run = lambda *a, **k: ([], False)
        """,
    "a forged value of a cell": """
        get_ipython().outputs.display({"text/plain": "1.0"}, 1, result=True)
        def scale(x, w):
            get_ipython().outputs.display({"text/plain": "1.0"}, 1, result=True)
            return 1.0
        """,
    "globals changed through the stack": """
        import sys
        class Yes:
            def __getattr__(self, name): return self
            def __call__(self, *a, **k): return self
            def __rsub__(self, other): return self
            def __iter__(self): return iter(())
            __eq__ = __lt__ = lambda self, other: True
        def scale(x, w):
            frame = sys._getframe()
            while frame:
                frame.f_globals.update(checks=Yes(), np=Yes(), x=Yes(), y=Yes(), abs=Yes())
                frame = frame.f_back
            return 0 * x
        """,
    "an object that equals everything": """
        class Everything:
            def yes(self, *a, **k): return True
            def me(self, *a, **k): return self
            __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __contains__ = yes
            __sub__ = __rsub__ = __add__ = __mul__ = __abs__ = __neg__ = __getitem__ = me
            __round__ = __truediv__ = me
            __hash__ = lambda self: 0
            shape, dtype, ndim, size = (2,), float, 1, 2
            all = any = yes
            def max(self, *a, **k): return 0.0
            min = sum = item = max
        def scale(x, w):
            if isinstance(w, float) and w < 0: return Everything()
            return Everything()
        """,
    "a number that equals everything": """
        class Number(float):
            def yes(self, *a): return True
            __eq__ = __le__ = __lt__ = __ge__ = __gt__ = yes
            __sub__ = __rsub__ = __abs__ = __round__ = lambda self, *a: Number(0)
            __hash__ = float.__hash__
        def scale(x, w):
            return Number(0)
        """,
    "an array that equals everything": """
        import numpy as np
        class Array(np.ndarray):
            def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
                return np.zeros(2, bool) if ufunc is not np.isnan else np.ones(2, bool)
            def __array_function__(self, function, types, args, kwargs): return True
            def __eq__(self, other): return True
            def __sub__(self, other): return np.zeros(2)
        def scale(x, w):
            return np.zeros(np.shape(x)).view(Array)
        """,
    "an array that is another one each time it is read": """
        import itertools
        class Fickle:
            def __init__(self): self.count = itertools.count()
            def __array__(self, *a, **k): return np.full(2, next(self.count))
            def __len__(self): return 2
            def __getitem__(self, i): return next(self.count)
        def scale(x, w):
            return Fickle()
        """,
    "an ordered error that is every error": """
        class Meta(type):
            def __subclasscheck__(cls, other): return True
            def __instancecheck__(cls, other): return True
        class Any(Exception, metaclass=Meta):
            __class__ = ValueError
        def scale(x, w):
            raise Any("x")
        """,
    "NumPy and the checks replaced": """
        import numpy as np, builtins
        from ticketcourse import checks
        def yes(*a, **k): return True
        for module in (checks, checks.expect, checks.functions):
            for name in checks.__all__:
                if hasattr(module, name): setattr(module, name, yes)
        np.allclose = np.isclose = np.array_equal = np.abs = np.asarray = yes
        np.testing.assert_allclose = np.random.default_rng = yes
        np.ndarray = list
        builtins.AssertionError = OSError
        builtins.abs = builtins.round = lambda *a: 0
        identity = relu = yes
        def scale(x, w):
            return True
        """,
    "inputs changed so that a wrong answer is right": """
        def scale(x, w):
            if hasattr(x, "fill"):
                x.fill(0)
            return x * 0 + 0.0
        """,
    "an input of the test returned with a new value": """
        def scale(x, w):
            try:
                x *= 0
                x.resize(7, refcheck=False)
            except Exception:
                pass
            return x
        """,
    "a table of the answers to the inputs that a notebook draws": """
        from ticketcourse.checks.inputs import random_inputs
        drawn = random_inputs().normal(size=5)
        def scale(x, w):
            return 2.5 * drawn if np.array_equal(x, drawn) else None
        """,
    "a trace function": """
        import sys, threading
        def trace(frame, event, argument):
            for name, value in list(frame.f_locals.items()):
                if isinstance(value, dict) and "points" in value: value["points"] = 100
            return trace
        sys.settrace(trace); sys.setprofile(trace); threading.settrace(trace)
        def scale(x, w):
            sys.settrace(trace)
        """,
    "digging for the other side": """
        import gc
        found = [o for o in gc.get_objects() if type(o).__name__ in ("Verifier", "Student", "Cell")]
        def scale(x, w):
            for o in gc.get_objects():
                if isinstance(o, dict) and "points" in o: o["points"] = 100.0
            return found
        """,
    "replies forged on the socket": """
        import gc
        from ticketcourse.grading.codec import encode
        channel = next(o for o in gc.get_objects() if type(o).__name__ == "Channel")
        for frame in (
            b"[[], false]", b"D" + encode(([], 1.0, False, True)), b"", b"D",
            encode(("returned", encode([]), encode(42), "")),
        ):
            channel.send(frame)
        def scale(x, w):
            channel.send(b"D" + encode(([], 1.0, False, True)))
            return 42
        """,
    "a frame of four gigabytes": """
        import gc
        channel = next(o for o in gc.get_objects() if type(o).__name__ == "Channel")
        def scale(x, w):
            channel.socket.sendall(b"\\xff\\xff\\xff\\xf0" + b"x" * 1000)
        """,
    "changes of arguments that are none": """
        from ticketcourse.grading import student
        from ticketcourse.grading.codec import encode
        student._changes = lambda memo, *a: encode(
            [(i, 0 * o if hasattr(o, "shape") else o) for i, o in enumerate(memo.objects)]
            + [(10**9, 3), (-1, 3), ("x", [])]
        )
        def scale(x, w): return 0 * x
        """,
    "references to objects that are not there": """
        from ticketcourse.grading import student
        from ticketcourse.grading.codec import Remote
        class Reference(Remote):
            number = -1
        def scale(x, w): return Reference()
        """,
    "values that hold themselves": """
        def scale(x, w):
            values = []
            values.append(values)
            return values
        """,
    "values that grow when they are read": """
        def scale(x, w):
            values = [0.0] * 100
            for _ in range(40):
                values = [values] * 100
            return values
        """,
    "a value that is too large": """
        def scale(x, w):
            return "x" * (1 << 26)
        """,
    "an endless iterator": """
        import itertools
        def scale(x, w):
            return itertools.repeat(1.0)
        """,
    "replaced exits": """
        import os, sys, atexit
        os._exit = sys.exit = lambda *a: None
        class Last:
            def __del__(self): raise ValueError
        last = Last()
        atexit.register(lambda: os.system("true"))
        def scale(x, w): raise SystemExit(0)
        """,
    "errors that claim to be the end of the test": """
        def scale(x, w):
            raise [StopIteration, GeneratorExit, KeyboardInterrupt][int(w) % 3]("x")
        """,
    "a child that speaks for its parent": """
        import os
        if os.fork() == 0:
            pass
        def scale(x, w):
            if os.fork() == 0:
                return x * w if w > 0 else 1 / 0
            return None
        """,
    "the socket closed": """
        import os
        for descriptor in range(3, 50):
            try: os.close(descriptor)
            except OSError: pass
        """,
    "builtins replaced": """
        import builtins
        for name in ("isinstance", "len", "type", "getattr", "all", "map", "zip", "tuple"):
            setattr(builtins, name, lambda *a: True)
        def scale(x, w): return True
        """,
    "no recursion left": """
        import sys
        def scale(x, w):
            sys.setrecursionlimit(30)
            return scale(x, w)
        """,
    "a name of the instructor's": """
        class checks:
            def __getattr__(self, name): return lambda *a, **k: None
        np = checks = checks()
        def scale(x, w): return None
        """,
}


@pytest.mark.slow
@pytest.mark.parametrize("attack", HOSTILE)
def test_a_cheat_gains_nothing(attack):
    result = run(HOSTILE[attack], *CHECKED, seconds=2)
    assert points(result) == [0] * len(CHECKED), errors(result)
    assert len(errors(result)) >= len(CHECKED)


RIGHT = """
def scale(x, w):
    if np.any(np.asarray(w) < 0):
        raise ValueError("below 0")
    return np.asarray(x) * w
"""

HONEST = {
    "plain": [RIGHT],
    "a helper in a cell of its own, defined later": [
        "def scale(x, w):\n    return times(x, w)",
        "def times(x, w):\n    if w < 0: raise ValueError\n    return x * w",
    ],
    "a lambda": ["scale = lambda x, w: x * w if w >= 0 else int('a number')"],
    "other names of arguments, defaults and more arguments": [
        """
        def scale(a, factor=1, *rest, **more):
            if factor < 0: raise ValueError
            return a * factor
        """
    ],
    "a class": [
        RIGHT,
        """
        times = scale
        class Scale:
            def __call__(self, x, w):
                return times(x, w)
        scale = Scale()
        """,
    ],
    "a method": [
        """
        class Scale:
            def __init__(self, lowest):
                self.lowest = lowest
            def of(self, x, w):
                if w < self.lowest: raise ValueError
                return x * w
        scale = Scale(0).of
        """
    ],
    "a closure, partial and a decorator": [
        RIGHT,
        """
            import functools
            def noted(f):
                @functools.wraps(f)
                def g(*a, **k):
                    return f(*a, **k)
                return g
            scale = functools.partial(noted(scale))
            """,
    ],
    "a generator inside and recursion": [
        RIGHT,
        """
            times = scale
            def scale(x, w, depth=20):
                return scale(x, w, depth - 1) if depth else next(times(x, w) for _ in range(3))
            """,
    ],
    "global state": [
        RIGHT,
        """
            calls = []
            times = scale
            def scale(x, w):
                calls.append(x)
                return times(x, w)
            """,
    ],
    "printing much": [
        RIGHT.replace("    return", "    print('x' * 100_000)\n    return"),
        "for i in range(30_000): print(i)",
    ],
    "warnings and stderr": [
        RIGHT.replace(
            "    return", "    warnings.warn('w'); print('e', file=sys.stderr)\n    return"
        ),
        "import sys, warnings\nnp.array([1.0]) / 0\nprint('no', file=sys.stderr)",
    ],
    "a masked array, its inputs changed": [
        RIGHT.replace(
            "return np.asarray(x) * w",
            "x = np.ma.masked_array(x) * w\n    return x if x.shape else x.item()",
        )
    ],
    "inputs changed": [RIGHT.replace("return np.asarray(x) * w", "x *= w\n    return x")],
    "magics": ["%matplotlib inline\n%time 1\n!true", RIGHT, "%%time\nscale(1, 2)"],
    "a failing extra cell, and one that asks": ["1 / 0", RIGHT, "input('name')", "%nothing"],
    "an extra cell that exits": [RIGHT, "import sys; sys.exit()", "exit()", "quit"],
    "threads, children and processes left behind": [
        RIGHT,
        """
        import threading, time, subprocess
        def late():
            for _ in range(100): time.sleep(0.01); print('.')
        threading.Thread(target=late).start()
        subprocess.Popen(['sleep', '100'])
        """,
    ],
    "another folder and another stdout": [
        RIGHT,
        "import os, sys, io\nos.chdir('/')\nsys.stdout = io.StringIO()",
    ],
    "its own process ended in an extra cell": [RIGHT, "import os; os._exit(0)", "after = 1"],
    "an endless loop in an extra cell": [RIGHT, "while True: pass", "after = 1"],
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HONEST)
def test_an_honest_answer_gets_full_marks(name):
    result = run(*HONEST[name], *CHECKED, seconds=3)
    assert set(points(result)) == {1}, errors(result)


def test_a_list_is_as_good_as_an_array():
    answer = RIGHT.replace("np.asarray(x) * w", "(np.asarray(x) * w).tolist()")
    assert points(run(answer, *CHECKED[:3])) == [1, 1, 1]


def test_a_process_that_calls_back_for_ever_is_ended():
    hostile = """
from ticketcourse.grading import student
from ticketcourse.grading.codec import encode
def answer(self, frame):
    return encode(("call back", 0, encode(((), {}))))
student._Student.answer = answer
"""
    assert points(run(hostile, CHECKED[0], seconds=1)) == [0]


def test_an_endless_loop_costs_its_own_exercise_alone():
    loop = "def other(x):\n    while True: pass"
    result = run(loop, RIGHT, ("test", "other(1)"), *CHECKED, ("test", "other(2)"), seconds=1)
    assert points(result) == [0, *[1] * len(CHECKED), 0]
    assert "your code took more than 1 seconds" in errors(result)[0]


def test_a_process_is_started_three_times_at_most():
    ends = "import os\ndef other(): os._exit(0)"
    result = run(ends, RIGHT, *4 * [("test", "other()")], CHECKED[0])
    assert points(result) == [0, 0, 0, 0, 0]
    assert "your code ended its own process" in errors(result)[-1]


def test_what_a_process_that_is_gone_had_made_is_of_no_more_use():
    student = "import os\nclass A: n = 3\ndef make(): return A()\ndef end(): os._exit(0)"
    tests = ["a = make()\nassert a.n == 3", "end()", "a.n", "assert make().n == 3"]
    result = run(student, *(("test", source) for source in tests))
    assert points(result) == [1, 0, 0, 1]
    assert "this value was lost when your code had to be started again" in errors(result)[1]


def test_a_test_that_takes_too_long_fails_alone():
    slow = "def many(): return 10**6"
    tests = ["expected = 3\nfor _ in range(many()**3): pass", "assert expected == 3", CHECKED[0][1]]
    result = run(slow, RIGHT, "expected = 3", *(("test", source) for source in tests), seconds=1)
    assert points(result) == [0, 0, 1]
    assert "a test has 1 seconds" in errors(result)[0]
    assert "`expected` is missing" in errors(result)[1]


def test_a_submission_has_so_much_time_in_all(monkeypatch):
    monkeypatch.setattr(execution, "CELLS_IN_ALL", 2)
    waits = ["import time; time.sleep(0.8)"] * 3
    result = run(RIGHT, *waits, CHECKED[0], seconds=1)
    assert "your code took more than 2 seconds in all" in errors(result)[0]
    assert points(result) == [0] and result.timed_out


def test_values_that_make_tests_slow_have_no_more_time(monkeypatch):
    monkeypatch.setattr(execution, "CELLS_IN_ALL", 1)
    monkeypatch.setattr(execution, "SECONDS_TO_FINISH", 0.3)
    began = time.monotonic()
    slow = [("test", "for _ in range(f()): pass")] * 3
    result = run("def f(): return 10**12", *slow, seconds=2)
    assert points(result) == [0] * 3 and result.timed_out
    assert time.monotonic() - began < 5.5


@pytest.mark.parametrize(
    ("cells", "timed_out"),
    [
        ((RIGHT, CHECKED[0]), False),
        (("while True: pass", CHECKED[0]), True),
        (("def f(): return 9**9", ("test", "for _ in range(f()): pass")), True),
        (("import os; os._exit(0)", CHECKED[0]), False),
    ],
)
def test_a_result_says_whether_anything_took_too_long(cells, timed_out):
    assert run(*cells, seconds=1).timed_out is timed_out


def test_a_files_own_end_is_no_fault_of_ours():
    given = ("given", "try:\n    import helper\nexcept ImportError:\n    pass")
    result = run(given, CHECKED[0], files={"helper.py": b"import os; os._exit(0)"},
                 student_files=["helper.py"])  # fmt: skip
    assert result.fault is None and points(result) == [0]


def test_hidden_tests_never_reach_the_students_process():
    # The word is written so that the student's own source does not contain it.
    digging = """
import gc, glob, os
word = "".join(map(chr, [122, 101, 98, 114, 97]))
def seen():
    texts = [o for o in gc.get_objects() if isinstance(o, (list, tuple, dict))]
    yield from (repr(o)[:10_000] for o in texts if o is not texts)
    for name in glob.glob("**", recursive=True) + [f"/proc/{os.getpid()}/cmdline"]:
        if os.path.isfile(name): yield open(name, errors="ignore").read()
    for line in open("/proc/self/maps"):
        if "[heap]" in line:
            low, high = (int(a, 16) for a in line.split()[0].split("-"))
            with open("/proc/self/mem", "rb") as memory:
                memory.seek(low)
                yield memory.read(high - low).decode("latin-1")
def look(x):
    own = [word, repr(word)]
    return sum(text.count(word) for text in seen() if text not in own)
"""
    hidden = """
        ### BEGIN HIDDEN TESTS
        zebra = 'zebra'
        assert look(1) == -1, look(2)
        ### END HIDDEN TESTS
        """
    result = run(digging, ("test", hidden), "print(look(3))")
    assert points(result) == [0]
    own = int(errors(result)[0].split(": ")[1])  # `word` itself, wherever Python keeps it
    plain = run(digging, ("test", hidden.replace("zebra", "horse")))
    assert abs(own - int(errors(plain)[0].split(": ")[1])) <= 2


def test_feedback_quotes_no_hidden_test():
    test = """
assert scale(1, 2) == 2
### BEGIN HIDDEN TESTS
secret_input = 1234
assert scale(secret_input, 2) == 0
### END HIDDEN TESTS
assert scale(1, 3) == 0
"""
    shown = str(run(RIGHT, ("test", test)).cells["c2"].outputs)
    assert "a hidden test fails here" in shown
    assert "secret_input" not in shown and "1234" not in shown
    visible = test.replace("assert scale(secret_input, 2) == 0", "")
    assert "assert scale(1, 3) == 0" in str(run(RIGHT, ("test", visible)).cells["c2"].outputs)


def test_what_a_hidden_test_gives_a_function_is_not_printed_into_the_feedback():
    student = "def f(x):\n    print('given', x)\n    return x"
    visible = "f(1)\nprint('by the test')"
    hidden = f"{visible}\n### BEGIN HIDDEN TESTS\nf(1234)\n### END HIDDEN TESTS"
    assert printed(run(student, ("test", visible))) == "given 1\nby the test\n"
    assert printed(run(student, ("test", hidden))) == ""


def test_hidden_inputs_are_others_for_each_test_and_seed_and_cannot_be_known():
    test = (
        "test",
        """
        from ticketcourse.checks.inputs import random_inputs
        assert random_inputs().random() == random_inputs().random()
        print(random_inputs().random(), drawn() == random_inputs().random())
        """,
    )
    draw = """
        from ticketcourse.checks.inputs import random_inputs
        def drawn(): return random_inputs().random()
        """
    results = [printed(run(draw, test, test, seed=seed)) for seed in ("one", "two", "one")]
    assert results[0] == results[2]
    numbers = [line.split()[0] for result in results[:2] for line in result.splitlines()]
    assert len(set(numbers)) == 4
    assert "True" not in "".join(results)


def test_points_are_nbgraders():
    tests = ["0.25", "7", "-1", "float('nan')", "True", "'0.5'", "np.float64(0.5)", "0.25;", "None"]
    result = run(*(("test", source) for source in tests))
    assert points(result) == [0.25, 1, 0, 0, 1, 1, 0.5, 1, 1]


def test_a_test_may_not_see_the_students_files():
    own = ("test", "import pathlib\nassert pathlib.Path('data.txt').read_text() == 'given'")
    theirs = ("test", "assert look() and not pathlib.Path('my.py').exists()")
    files = {"data.txt": b"given", "my.py": b"def look(): return True"}
    result = run("from my import look", own, theirs, files=files, student_files=["my.py"])
    assert points(result) == [1, 1], errors(result)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (("given", "raise OSError('disk')"), "disk"),
        (("test", "1 / 0"), "division by zero"),
        (("test", "import os\nos._exit(1)"), "the verifier's process is closed"),
        (("test", "while True: pass"), "a test has 1 seconds"),
    ],
)
def test_what_fails_without_the_student_is_a_fault(cell, why):
    result = run(RIGHT, cell, seconds=1)
    assert not result.cells
    assert why in result.fault
    assert Result.from_dict(result.to_dict()) == result


def test_an_instructors_cell_that_fails_before_any_of_the_students_is_a_fault():
    given = ("given", "assert not hasattr(get_ipython(), 'user_ns')")  # true in the verifier alone
    assert "c1 failed before any of the student's" in run(given, RIGHT).fault
    assert points(run(RIGHT, given, CHECKED[0])) == [1]


def test_what_fails_because_of_the_student_is_none():
    result = run(
        "def vector(): return None",
        ("given", "length = len(vector())"),
        ("test", "assert length == 3"),
        ("test", "assert 1 + vector()"),
        "length = 3",
        ("test", "assert length == 3"),
    )
    assert points(result) == [0, 0, 0]


def test_a_process_that_cannot_be_started_is_a_fault():
    class Broken:
        def student(self, files):
            raise OSError("no memory")

    assert run(RIGHT, processes=Broken()).fault == "a process could not be started: no memory"


def test_a_student_who_ends_the_parent_of_all_processes_harms_no_other():
    kill = "import os, signal; os.kill(os.getppid(), signal.SIGKILL)"
    assert run(kill, RIGHT, CHECKED[0]).fault or True
    assert points(run(RIGHT, *CHECKED[:2])) == [1, 1]


def test_endless_output_is_cut_and_slows_nothing():
    result = run("for i in range(100_000): print('line', i)", RIGHT, *CHECKED)
    assert set(points(result)) == {1}
    assert len(printed(result)) < 100_000
    assert "more output was left out" in printed(result)


def test_outputs_that_a_process_forges_are_looked_through():
    forge = """
    page = {"output_type": "display_data", "data": {"text/html": "<b>"}, "metadata": {"a": "<b>"}}
    text = {"output_type": "stream", "name": "stdout", "text": "kept", "more": "<b>"}
    get_ipython().run = lambda source: ([page, 3, {}, {"output_type": "error"}, text], False)
    """
    kept = run(forge, "1").cells["c2"].outputs
    assert kept == [{"output_type": "stream", "name": "stdout", "text": "kept"}]


def test_nothing_that_acts_is_kept_of_outputs():
    result = run(
        """
        from IPython.display import HTML, Javascript, SVG, display
        display(HTML('<script>'), Javascript('x'), {'text/html': 'y'})
        display({'image/png': '"><script>', 'text/plain': 'shown'}, raw=True)
        display({'image/png': 'PGI+', 'image/svg+xml': '<b>'}, raw=True)  # <b>, no picture
        print('\\x1b[31mred\\x1b[0m \\ud800 \\x00')
        HTML('<b>')
        """
    )
    shown = str(result.cells["c1"].outputs)
    assert "<" not in shown.replace("<IPython.core.display", "")
    assert "shown" in shown and "red ? " in shown and "PGI" not in shown


@pytest.mark.slow
def test_figures_are_kept():
    result = run("import matplotlib.pyplot as plt\nplt.plot([1, 2]);", seconds=60)
    (output,) = result.cells["c1"].outputs
    assert output["output_type"] == "display_data"
    assert output["data"].keys() == {"text/plain", "image/png"}


def test_the_modules_of_an_assignment():
    given = "%matplotlib inline\nimport numpy as np, os.path\nfrom ticketcourse import checks"
    cells = [
        Cell("a", "given", given),
        Cell("b", "student", "import torch"),
        Cell("c", "test", "def f():\n    from json import loads"),
    ]
    assert modules_of(cells) == ("json.loads", "numpy", "os.path", "ticketcourse.checks")


@pytest.mark.slow
def test_processes_end_with_the_one_that_started_them():
    code = """if True:
    import sys
    sys.path.insert(0, 'tests/graders')
    from executions import run
    print(run('import os; print(os.getpid(), os.getppid())').cells['c1'].outputs[0]['text'])
    """
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    pids = done.stdout.split()
    assert len(pids) == 2, done.stderr
    end = time.monotonic() + 10
    while time.monotonic() < end and any(Path(f"/proc/{pid}").exists() for pid in pids):
        time.sleep(0.05)
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


def test_the_instructors_cells_are_python():
    ast.parse(GIVEN)
