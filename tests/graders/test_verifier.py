"""What tests can do with a student's values, and what a hostile process can answer."""

import random
import sys
import time
import types

import numpy as np
import pytest
from executions import PROCESSES, errors, points, printed, run

from ticketcourse.grading.codec import decode, encode
from ticketcourse.grading.proxies import Student
from ticketcourse.grading.wire import Channel


def passes(student, *tests, **more):
    """Run tests on what a student wrote; each has to get its point."""
    result = run(student, *(("test", test) for test in tests), **more)
    assert points(result) == [1] * len(tests), errors(result)
    return result


def test_variables_are_read_as_they_are_now():
    passes(
        "step = 0\nwords = ['fix']\ndef go():\n    global step\n    step += 1",
        """
        assert step == 0
        go()
        assert step == 1
        go()
        assert step == 2 and words == ['fix']
        """,
    )


def test_an_instructors_names_stay_the_instructors():
    passes(
        "np = checks = relu = identity = None\nz = 1\n__name__ = print = 3",
        """
        z = 2
        assert np.size(relu(np.ones(3))) == 3 and callable(print) and identity(4) == 4
        """,
        "assert z == 2",
    )


def test_functions_of_tests_are_called_where_they_are():
    passes(
        """
        def twice(f, x):
            return f(f(x))
        def kind(f):
            return f is relu, f is np.tanh, f is identity, f.__name__
        def compose(f, g):
            return lambda x: f(g(x))
        def back(f): return f
        def catch(f):
            try: f(0)
            except ZeroDivisionError as e: return str(e)
        """,
        """
        seen = []
        assert twice(lambda x: seen.append(x) or x + 1, 5) == 7 and seen == [5, 6]
        """,
        "assert kind(relu) == (True, False, False, 'relu')",
        "assert kind(np.tanh) == (False, True, False, 'tanh')",
        "assert kind(identity) == (False, False, True, 'identity')",
        """
        h = compose(lambda x: x * 2, lambda x: x + 1)
        assert h(3) == 8 and twice(h, 1) == 10
        """,
        """
        f = lambda x: 1 / x
        assert back(f) is f and catch(f) == 'division by zero'
        """,
        "assert twice(twice(lambda f: f, lambda x: x + 1), 0) == 2",
    )


def test_objects_have_attributes_items_and_methods():
    passes(
        """
        class Layer:
            def __init__(self, n):
                self.W, self.children = np.ones((n, 2)), [self]
            def forward(self, x, *, bias=0):
                'Forward.'
                return x @ self.W + bias
            def __len__(self): return 3
            def __getitem__(self, i): return i
            def __mul__(self, other): return self.W.sum() * other.W.sum()
        """,
        """
        layer = Layer(3)
        assert layer.forward(np.ones((1, 3)), bias=1).tolist() == [[4, 4]]
        layer.W = np.zeros((3, 2))
        assert not layer.W.any() and len(layer) == 3 and layer[1:2] == slice(1, 2)
        assert isinstance(layer, Layer) and not isinstance(3, Layer)
        assert layer.children[0] is layer and layer.__mul__(Layer(1)) == 0
        assert not hasattr(layer, 'nothing') and callable(layer.forward)
        assert layer.forward.__name__ == 'forward' and layer.forward.__doc__ == 'Forward.'
        import inspect
        assert list(inspect.signature(layer.forward).parameters) == ['x', 'bias']
        """,
    )


def test_generators_are_read_one_value_at_a_time():
    passes(
        """
        made = []
        def numbers():
            n = 0
            while True:
                made.append(n)
                yield n
                n += 1
        """,
        """
        import itertools
        assert list(itertools.islice(numbers(), 3)) == [0, 1, 2] and made == [0, 1, 2]
        """,
        """
        g = numbers()
        assert next(g) == 0 and next(g) == 1
        for n in g:
            break
        assert n == 2
        """,
    )


@pytest.mark.parametrize(
    "use",
    ["assert y", "y == 1", "y != 1", "1 == y", "y in [1]", "not y", "y < 1", "y + 1", "abs(y)",
     "float(y)", "np.asarray(y)", "np.ones(2) * y", "np.allclose(y, 1)", "{y}", "round(y)",
     "y == y2", "max([y, 1])", "__import__('copy').deepcopy(y)", "list(range(y))",
     "f'{y:.2f}'", "y.size", "np.array([y, y], float)"],
)  # fmt: skip
def test_an_object_is_never_an_answer(use):
    odd = "class Odd:\n    def __len__(self): return 1\ny, y2 = Odd(), Odd()"
    result = run(odd, ("test", use))
    assert points(result) == [0]


def test_no_error_ends_a_loop_of_the_test_in_silence():
    loop = "for y, right in zip(list(map(f, [1, 2])), [1, 2]): assert y == right"
    result = run(
        "def f(x): raise StopIteration", ("test", loop), ("test", "list(f(x) for x in 'a')")
    )
    assert points(result) == [0, 0]
    assert errors(result)[0] == "RuntimeError: your code raised StopIteration"


def test_names_are_found_in_functions_of_a_test():
    passes(
        "def f(x): return x + 1",
        "assert all(f(n) == n + 1 for n in range(3)) and [f(n) for n in [1]] == [2]",
        """
        def g(x):
            def h():
                return f(x)
            return h()
        assert g(1) == 2
        """,
    )


def test_errors_are_raised_as_they_were():
    passes(
        """
        class Own(KeyError): pass
        def fail(kind):
            if kind == 0: raise ValueError('bad')
            if kind == 1: raise Own('gone')
            if kind == 2: np.linalg.inv(np.zeros((2, 2)))
            if kind == 3: open('/nowhere/x')
            if kind == 4: b'\\xff'.decode()
            if kind == 5: raise ExceptionGroup('g', [ValueError(1)])
            if kind == 6: raise SystemExit(2)
            if kind == 7: raise Late('given')
        """,
        "checks.expect_raises(ValueError, fail, 0, reason='0')",
        """
        try:
            fail(1)
        except KeyError as e:
            assert type(e).__name__ == 'Own' and str(e) == "'gone'"
        else:
            assert 0
        """,
        """
        try:
            fail(2)
        except np.linalg.LinAlgError as e:
            assert 'Singular' in str(e)
        else:
            assert 0
        """,
        """
        try:
            fail(3)
        except FileNotFoundError as e:
            assert e.errno == 2 and '/nowhere/x' in str(e)
        else:
            assert 0
        """,
        "checks.expect_raises(UnicodeDecodeError, fail, 4, reason='4')",
        """
        try:
            fail(5)
        except Exception as e:
            assert 'g' in str(e)
        else:
            assert 0
        """,
        """
        try:
            fail(6)
        except SystemExit as e:
            assert e.code == 2
        else:
            assert 0
        """,
    )


def test_an_instructors_own_errors_are_known():
    given = ("given", "class Late(Exception):\n    pass")
    test = (
        "test",
        """
        try:
            fail()
        except Late as e:
            assert e.args == (3,)
        else:
            assert 0
        """,
    )
    assert points(run(given, "def fail(): raise Late(3)", test)) == [1]


def test_an_error_shows_where_it_arose_in_the_students_code():
    result = run("def f(x):\n    return x / 0", ("test", "f(1)"))
    (output,) = result.cells["c2"].outputs
    assert output["traceback"] == [
        "In the test c2, line 1:\n    f(1)",
        "Cell In[2], line 2, in f\n    return x / 0",
        "ZeroDivisionError: division by zero",
    ]


def test_what_a_call_prints_is_printed_by_the_test():
    result = passes(
        """
        def f():
            print('from f')
            import sys; print('never', file=sys.stderr)
        """,
        "f()",
        """
        import io, contextlib
        with contextlib.redirect_stdout(io.StringIO()) as out:
            f()
        assert out.getvalue() == 'from f\\n'
        """,
    )
    assert printed(result) == "from f\n"


def test_arguments_stay_as_they_are_and_their_changes_are_known():
    passes(
        """
        def spoil(x, words, table, rng):
            x[0] = 9
            words[0].append(3)
            table['new'] = x
            rng.random()
            return x, words
        def keep(x): return x
        """,
        """
        from ticketcourse.checks.inputs import as_left
        x, words, table, rng = np.zeros(2), [[1], [2]], {}, np.random.default_rng(0)
        second = words[1]
        y, w = spoil(x, words, table, rng)
        assert x.tolist() == [0, 0] and words == [[1], [2]] and table == {}
        assert y.tolist() == [9, 0] == as_left(x).tolist() and as_left(words) == [[1, 3], [2]] == w
        assert as_left(words)[1] is second and as_left(table)['new'].tolist() == [9, 0]
        first = np.random.default_rng(0); first.random()
        assert as_left(rng).random() == first.random()
        assert rng.random() == np.random.default_rng(0).random()
        """,
        "x = np.zeros(2)\nassert keep(x) is x",
    )


def test_checks_see_that_an_input_was_changed():
    result = run(
        """
        def spoil(x):
            x += 1
            return x
        def relu_like(z):
            z[z < 0] = 0
            return z
        """,
        ("test", "x = np.ones(3)\nspoil(x)\nchecks.expect_unchanged(x, [1, 1, 1], 'x')"),
        ("test", "checks.diagnose('relu', relu_like).expect('inputs left unchanged')"),
        ("test", "checks.diagnose('relu', relu_like).expect('above and below 0')"),
        ("test", "x = np.ones(3)\nchecks.expect_unchanged(x, [1, 1, 1], 'x')"),
    )
    assert points(result) == [0, 0, 1, 1]
    assert "x: your function changed the array" in errors(result)[0]


def test_dataclasses_generators_and_arrays_can_be_given():
    given = (
        "given",
        """
        import dataclasses
        @dataclasses.dataclass(frozen=True)
        class Config:
            n: int
            f: object = None
        """,
    )
    student = """
        def use(config, rng, dtype):
            known = isinstance(config, Config)
            return config.n, known, rng.random(), np.zeros(1, dtype), config.f(2)
        """
    test = (
        "test",
        """
        config = Config(3, lambda x: x * 2)
        n, known, r, z, four = use(config, np.random.default_rng(1), np.float32)
        assert (n, known, four) == (3, True, 4) and z.dtype == np.float32
        assert r == np.random.default_rng(1).random()
        """,
    )
    assert points(run(given, student, test)) == [1]


def test_what_cannot_be_given_says_so():
    result = run("def f(x): pass", ("test", "f(open('/dev/null'))"))
    assert "the test gives your code a value that is a TextIOWrapper" in errors(result)[0]


def test_magics_of_an_instructor_do_nothing_in_the_verifier():
    given = ("given", "%matplotlib inline\n!true\nimport math\ndisplay(3)\nn = 4")
    assert points(run(given, ("test", "assert n == 4"))) == [1]


def test_memory_of_a_test_is_bounded():
    student = "def n(): return 5 * 10**8"
    result = run(student, ("test", "np.empty(n())"), ("test", "assert n() == 5 * 10**8"))
    assert points(result) == [0, 1]
    assert "MemoryError" in errors(result)[0]


def test_addresses_that_cannot_be_written_to_are_free():
    """A framework takes many, for the code of its libraries and for what its threads may use."""
    reserve = """
        import mmap
        mmap.mmap(-1, 4 << 30, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ)
        assert f() == 1
        """
    passes("def f(): return 1", reserve)


def test_a_test_writes_no_large_files():
    result = run("def f(): return 'x'", ("test", "open('a', 'w').write(f() * 10**7)"))
    assert points(result) == [0]


class Fake:
    """A verifier's process whose questions a test answers in the student's place."""

    def __init__(self):
        self.process = PROCESSES.verifier({})
        self.channel = Channel(self.process.socket)
        assert self.receive()[:1] == b"D"
        self.run("given", "import numpy as np\nfrom ticketcourse import checks", [])

    def receive(self):
        return self.channel.receive(time.monotonic() + 20)

    def run(self, role, source, answers):
        """(outputs, points, failed, touched) when a cell is answered so, and then with nothing."""
        self.channel.send(b"C" + encode((role, "cell", source, 1.0, "seed", 1)))
        answers = iter(answers)
        while (frame := self.receive())[:1] == b"A":
            self.channel.send(b"R" + next(answers, b""))
        return decode(frame[1:])


@pytest.fixture(scope="module")
def verifier():
    fake = Fake()
    yield fake
    fake.process.end()


def returned(value, changes=()):
    return encode(("returned", encode(list(changes)), encode(value), ""))


def test_an_errors_class_is_looked_up_and_nothing_is_run_or_loaded_for_it(monkeypatch):
    class Watched(types.ModuleType):
        def __getattribute__(self, name):
            asked.append(name)
            return super().__getattribute__(name)

    class Own(Exception):
        pass

    asked, watched = [], Watched("watched")
    watched.Own = Own
    monkeypatch.setitem(sys.modules, "watched", watched)
    asked.clear()
    student = Student(lambda frame: None, lambda name: None)
    for name in ("anything", "anything.of.it", "__class__", "Own.__init__"):
        assert student._class("watched", name) is None
    assert student._class("watched", "Own") is Own
    assert student._class("ctypes", "cdll.libc") is None
    assert student._class(3, "Own") is None
    assert asked == []


def test_a_bare_assert_is_told_as_what_does_not_hold():
    result = run("y = 3", ("test", "assert y == 4"))
    assert "This does not hold: assert y == 4" in errors(result)[0]
    hidden = "### BEGIN HIDDEN TESTS\nassert y == 4\n### END HIDDEN TESTS"
    assert "y == 4" not in str(run("y = 3", ("test", hidden)).cells)


@pytest.mark.parametrize("mark", ["### {}", "# {}", "#{}", "#  {} (mine)"])
def test_what_nbgrader_hides_is_hidden_however_it_is_marked(mark):
    begin, end = mark.format("BEGIN HIDDEN TESTS"), mark.format("END HIDDEN TESTS")
    student = "def f(x):\n    print('got', x)"
    shown = str(run(student, ("test", f"{begin}\nassert f(4711) == 3\n{end}")).cells["c2"])
    assert "4711" not in shown and "In a hidden test" in shown


def test_a_right_answer_gets_its_point(verifier):
    assert verifier.run("test", "assert y == 3", [returned(3)]) == ([], 1.0, False, True)


ERROR = encode((1,))
REFERENCE = b"x" + encode((3, "type", "name"))
REPLIES = [
    b"", b"N", b"D", encode(3), encode(()), encode(("returned",)), encode(("returned", 1, 2, 3)),
    encode(("returned", b"", b"", "")), encode(("returned", encode([]), b"x" * 99, "")),
    encode(("returned", encode(3), encode(3), "")),
    encode(("returned", encode([(0, 3)]), encode(3), "")),
    encode(("raised",)), encode(("raised", 3, "")), encode(("raised", ([], b"", "x", 3), "")),
    encode(("raised", ([("builtins", "print")], ERROR, "x", []), "")),
    encode(("raised", ([("ticketcourse.grading.wire", "Closed")], ERROR, "x", []), "")),
    encode(("raised", ([("os", "_exit")], ERROR, "x", []), "")),
    encode(("raised", ([("builtins", "BaseException")], ERROR, "x" * 10**6, ["y"] * 10**4), "")),
    encode(("call back", 10**9, encode(((), {})))), encode(("call back",)),
    encode(("call back", 0, 3)),
    b"[[], false]", encode(("returned", encode([]), encode(3)[:-1], "")),
    encode(("returned", encode([]), REFERENCE, "")),
    encode(("returned", encode([]), b"x" + encode((3, "\ud800", None)), "")),
    encode(("returned", encode([]), b"x" + encode(([], {}, 3.5)), "")),
    encode(("returned", encode([]), b"p" + encode(-5), "")),
    encode(("returned", encode([]), b"pN", "")),
]  # fmt: skip


@pytest.mark.parametrize("reply", REPLIES, ids=range(len(REPLIES)))
def test_no_answer_gains_or_breaks_anything(verifier, reply):
    for test in ("assert y == 4.5", "assert y(np.ones(2)) == 4.5"):
        _, gained, failed, touched = verifier.run("test", test, 3 * [reply])
        assert (gained, failed, touched) == (0, True, True)
    assert verifier.run("test", "assert y == 3", [returned(3)])[1] == 1.0


def test_no_random_answer_gains_or_breaks_anything(verifier):
    chosen = random.Random(0)
    for _ in range(300):
        data = bytearray(chosen.choice(REPLIES) or returned(np.arange(3)))
        for _ in range(chosen.randrange(4)):
            if data:
                data[chosen.randrange(len(data))] = chosen.randrange(256)
        assert verifier.run("test", "assert y(np.ones(2)) == 4.5", 4 * [bytes(data)])[1] == 0
    assert verifier.run("test", "assert y == 3", [returned(3)])[1] == 1.0


def test_a_call_back_runs_only_what_was_given(verifier):
    function = encode(("returned", encode([]), b"x" + encode((0, "function", "f")), ""))
    call = encode(("call back", 0, encode(((20,), {}))))
    test = """
        seen = []
        assert y(lambda x: seen.append(x) or x + 1) == 3
        assert seen == [20]
        """
    assert verifier.run("test", test, [function, call, returned(3)])[1] == 1.0
    again = [function, encode(("call back", 99, encode(((20,), {})))), returned(3)]
    assert verifier.run("test", test, again)[1] == 0.0


TENSORS = """
import {name}
def make():
    return {make}
class Model({base}):
    def __call__(self, x):
        return x * 2
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "make", "base"),
    [
        ("torch", "torch.nn.Parameter(torch.ones(2, dtype=torch.float64))", "torch.nn.Module"),
        ("tensorflow", "tensorflow.Variable([1.0, 1.0], dtype='float64')", "object"),
    ],
)
def test_tensors_cross_as_arrays_and_are_tensors_where_the_framework_is(name, make, base):
    student = TENSORS.format(name=name, make=make, base=base)
    array = "y = make()\nassert type(y) is np.ndarray and y.tolist() == [1, 1]"
    tensor = f"""
    import {name}
    y = Model()(make())
    assert isinstance(y, {name}.Tensor)
    checks.expect_array(y, [2, 2], "y")
    """
    back = "z = Model()(y)\nassert type(z) is type(y) and float(z[0]) == 4"
    passes(student, array, tensor, back, seconds=120)
