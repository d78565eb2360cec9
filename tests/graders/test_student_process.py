"""The student's process by itself: what it runs, keeps and answers."""

import json
import os
import time
from pathlib import Path

import numpy as np
import pytest
from executions import PROCESSES

from ticketcourse.grading.codec import decode, encode
from ticketcourse.grading.wire import Channel, Closed


class Asked:
    """A student's process that a test asks directly."""

    def __init__(self, files):
        self.process = PROCESSES.student(files)
        self.channel = Channel(self.process.socket)
        assert decode(self.channel.receive(time.monotonic() + 30)) == ("ready",)

    def ask(self, *request):
        self.channel.send(encode(request))
        return decode(self.channel.receive(time.monotonic() + 20), resolve=lambda r: r)

    def run(self, *lines):
        self.channel.send(encode(("cell", "\n".join(lines))))
        outputs, failed = json.loads(self.channel.receive(time.monotonic() + 20))
        return outputs, failed

    def answered(self, *request):
        kind, changes, value, _ = self.ask(*request)
        assert kind == "returned", changes
        return decode(value, resolve=lambda reference: reference)

    def number(self, name):
        return self.answered("name", name)[0]

    def call(self, name, *args, **kwargs):
        return self.answered("call", self.number(name), encode((args, kwargs)))


@pytest.fixture
def student():
    asked = Asked({"words.txt": b"fix", "lib/own.py": b"x = 3"})
    yield asked
    asked.process.end()


def test_outputs_are_as_a_notebook_keeps_them(student):
    outputs, failed = student.run("print('a')", "import sys; print('b', file=sys.stderr)", "1 + 1")
    assert not failed
    assert outputs == [
        {"output_type": "stream", "name": "stdout", "text": "a\n"},
        {"output_type": "stream", "name": "stderr", "text": "b\n"},
        {
            "output_type": "execute_result",
            "data": {"text/plain": "2"},
            "metadata": {},
            "execution_count": 1,
        },
    ]
    (error,), failed = student.run("def f():", "    return 1 / 0", "f()")
    assert failed
    assert (error["ename"], error["evalue"]) == ("ZeroDivisionError", "division by zero")
    assert "----> 2     return 1 / 0" in "".join(error["traceback"])
    assert "\x1b" not in str(error)


@pytest.mark.parametrize(
    ("source", "fails", "shows"),
    [
        ("%time 3", False, "Wall time"),
        ("!echo $((2 + 3))", False, "5"),
        ("%matplotlib inline", False, "[]"),
        ("%nothing", True, "UsageError"),
        ("print(1)\n%%time", True, "UsageError"),
        ("1 +", True, "SyntaxError"),
        ("x?", False, "not found"),
        ("input('name')", True, "nobody is there when a notebook is graded"),
        ("import sys; sys.exit(3)", True, "SystemExit"),
        ("raise KeyboardInterrupt", True, "KeyboardInterrupt"),
        ("await __import__('asyncio').sleep(0, 7)", False, "7"),
        ("from IPython.display import display; display(5)", False, "5"),
        ("import warnings; warnings.warn('careful')", False, "careful"),
        ("print(open('words.txt').read(), __name__)", False, "fix __main__"),
        ("import lib.own; lib.own.x", False, "3"),
        ("_ = 3; In[-1]", False, "In[-1]"),
    ],
)  # fmt: skip
def test_what_a_cell_may_hold(student, source, fails, shows):
    outputs, failed = student.run(source)
    assert (failed, shows in str(outputs)) == (fails, True), outputs
    assert student.run("1") != ([], False)


def test_what_a_cell_did_to_the_process_is_mended_for_the_next(student):
    student.run(
        "import sys, io, builtins",
        "sys.stdout = sys.stderr = io.StringIO()",
        "def f(): print('called')",
    )
    assert "called" in str(student.run("f()"))
    student.run("import os", "if os.fork() == 0: pass", "os.close(1); os.close(2)")
    assert "still" in str(student.run("print('still')"))


def test_clear_output_and_updates(student):
    outputs, _ = student.run(
        "from IPython.display import clear_output, display, update_display",
        "print('old')",
        "clear_output()",
        "display(1, display_id='a')",
        "update_display(2, display_id='a')",
    )
    assert [output["data"]["text/plain"] for output in outputs] == ["1", "2"]


def test_output_has_a_bound(student):
    outputs, failed = student.run("for i in range(300): print('x' * 1000); display(i)", "1 / 0")
    assert len(outputs) <= 102 and len(str(outputs)) < 80_000
    assert failed and "ZeroDivisionError" in str(outputs)
    assert "more output was left out" in str(outputs[-1])


def test_values_cross_as_data_and_everything_else_as_references(student):
    student.run(
        "import numpy as np", "x = [1, np.float32(2)]", "def f(): pass", "class C: pass", "c = C()"
    )
    assert student.answered("name", "x") == [1, np.float32(2)]
    assert student.answered("name", "f")[1:] == ("function", "f")
    assert student.answered("name", "C")[1:] == ("type", "C")
    assert student.answered("name", "c")[1:] == ("C", None)
    assert student.answered("name", "c") == student.answered("name", "c")


def test_objects_answer_questions(student):
    student.run(
        "class Box:",
        "    n = 3",
        "    def __len__(self): return 2",
        "    def __getitem__(self, i): return i * 10",
    )
    student.run("b = Box()", "def count(): yield from 'ab'")
    b = student.number("b")
    assert student.answered("get", b, "n") == 3
    assert student.answered("set", b, "n", encode(4)) is None
    assert student.answered("get", b, "n") == 4
    assert student.answered("len", b) == 2
    assert student.answered("item", b, encode(7)) == 70
    assert student.answered("instance", student.number("Box"), encode(3)) is False
    iterator = student.answered("iter", student.call("count")[0])[0]
    assert [student.answered("next", iterator) for _ in range(2)] == ["a", "b"]
    assert student.ask("next", iterator)[1][0][0] == ("builtins", "StopIteration")


def test_a_call_says_what_it_changed_and_printed(student):
    student.run(
        "def f(x, words, same):",
        "    x[0] = 9",
        "    words.append(x)",
        "    print('hi')",
        "    return words",
    )
    arguments = encode(((np.zeros(2), ["a"], [1]), {}))
    kind, changes, value, printed = student.ask("call", student.number("f"), arguments)
    assert (kind, printed) == ("returned", "hi\n")
    assert b"@" in value
    assert changes.count(b"f8") == 1 and changes.count(b"l\x02\0\0\0") >= 1


def test_errors_come_with_the_place_in_the_students_code(student):
    student.run(
        "class Odd(ValueError):",
        "    def __str__(self): raise OSError",
        "def f():",
        "    raise Odd('x')",
    )
    kind, (names, _, text, traceback), _ = student.ask(
        "call", student.number("f"), encode(((), {}))
    )
    assert kind == "raised"
    assert names[:2] == [("__main__", "Odd"), ("builtins", "ValueError")]
    assert text == "its message cannot be shown"
    assert traceback == ["Cell In[1], line 4, in f\n    raise Odd('x')"]


def test_what_cannot_cross_is_an_error_of_the_call(student):
    student.run("def f(): return [[2**9999]]")
    _, (_, _, text, _), _ = student.ask("call", student.number("f"), encode(((), {})))
    assert text == "the value holds a whole number of more than 1228 digits"


def test_a_name_that_is_not_there(student):
    assert student.ask("name", "nothing")[1][0][0] == ("builtins", "NameError")


def test_a_process_that_ends_itself_is_gone(student):
    student.channel.send(encode(("cell", "import os; os._exit(0)")))
    with pytest.raises(Closed):
        student.channel.receive(time.monotonic() + 20)


def test_everything_it_started_ends_with_it(student):
    outputs, _ = student.run("import subprocess", "print(subprocess.Popen(['sleep', '100']).pid)")
    pid = int(outputs[0]["text"])
    os.kill(pid, 0)
    student.process.end()
    student.process.end()
    time.sleep(0.1)
    status = Path(f"/proc/{pid}/stat")
    assert not status.exists() or ") Z " in status.read_text()
