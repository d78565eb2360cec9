"""The student's process: runs a notebook's cells, then answers what tests ask about its values.

Everything here may be read and changed by the student's code, which can say what it likes: all that
leaves this process is data about its own values.
"""

import builtins
import copy
import importlib
import inspect
import json
import operator
import os
import sys
import threading
import traceback
from pathlib import Path

import numpy as np

from ticketcourse.grading.codec import Memo, Remote, decode, encode
from ticketcourse.grading.raising import describe, rebuild
from ticketcourse.grading.shell import Shell
from ticketcourse.grading.tensors import framework_of, values_of
from ticketcourse.grading.wire import MAX_FRAME, Channel, Closed, WireError

MAX_PRINTED = 10_000  # characters that one call may print into a test's outputs


def serve(socket, folder):
    """Run cells and answer requests until the other side is gone.

    Parameters
    ----------
    socket : socket.socket
        Connected to the driver. Each request is a tuple, encoded and framed.
    folder : str or Path
        Where the notebook's files are; it becomes the working folder.
    """
    os.chdir(folder)
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    sys.path.insert(0, "")
    builtins.input = _input
    process = _Student(Channel(socket), Shell.instance())
    try:
        process.send(encode(("ready",)))
        while True:
            process.send(process.answer(process.channel.receive()))
    except Closed:
        pass


def _input(prompt=""):
    raise RuntimeError(
        "input() waits for somebody to type, and nobody is there when a notebook is graded: "
        "write the value into the code"
    )


class _Function(Remote):
    """A function of a test that the student's code was given."""

    def __init__(self, process, number, name):
        self._process, self.number, self.__name__ = process, number, name

    def __call__(self, *args, **kwargs):
        return self._process.call_back(self.number, args, kwargs)

    def __deepcopy__(self, memo):
        return self  # as functions are

    def __repr__(self):
        return f"<function {self.__name__}>"


class _Student:
    def __init__(self, channel, shell):
        self.channel, self.shell = channel, shell
        self.objects, self.numbers = [], {}
        self.given = {}  # tensors of the test's, to which gradients flow back
        self.owner = os.getpid(), threading.get_ident()

    def send(self, frame):
        # A forked child that comes here has no business with the other side.
        if os.getpid() != self.owner[0]:
            os._exit(0)
        self.channel.send(frame)

    def answer(self, frame):
        """The reply to a request, both as bytes."""
        kind, *arguments = decode(frame)
        if kind == "cell":
            return json.dumps(self.shell.run(*arguments)).encode()
        self.shell.start_outputs()
        memo = Memo()
        try:
            value, snapshot = getattr(self, f"do_{kind}")(memo, *arguments)
            content = ("returned", _changes(memo, snapshot, self.exports))
            content += (encode(value, self.exports, memo.copy({})),)
            if sum(map(len, content)) > MAX_FRAME - 100_000:
                raise WireError("has more bytes than may cross")
        except WireError as error:
            content = ("raised", describe(TypeError(f"the value {error}")))
        except BaseException as error:
            content = ("raised", describe(error, self.traceback(error)))
        printed = "".join(
            output["text"]
            for output in self.shell.outputs.to_list()
            if output.get("name") == "stdout"
        )
        return encode((*content, printed[:MAX_PRINTED]))

    def do_name(self, memo, name):
        namespace = self.shell.user_ns
        if name not in namespace:
            raise NameError(f"name {name!r} is not defined")
        return namespace[name], []

    def do_call(self, memo, number, arguments):
        args, kwargs = decode(arguments, self.resolve, self.own, memo)
        snapshot = [_copy(o) for o in memo.objects]
        return self.own(number)(*args, **kwargs), snapshot

    def do_get(self, memo, number, name):
        return getattr(self.own(number), name), []

    def do_set(self, memo, number, name, value):
        return setattr(self.own(number), name, decode(value, self.resolve, self.own)), []

    def do_item(self, memo, number, key):
        return self.own(number)[decode(key, self.resolve, self.own)], []

    def do_len(self, memo, number):
        return len(self.own(number)), []

    def do_iter(self, memo, number):
        return _Iterator(iter(self.own(number))), []

    def do_next(self, memo, number):
        values = self.own(number)
        return next(values.values if type(values) is _Iterator else values), []

    def do_instance(self, memo, number, value):
        return isinstance(decode(value, self.resolve, self.own), self.own(number)), []

    def do_backward(self, memo, number, gradient, given):
        for leaf in (leaves := [self.given[number] for number in given]):
            leaf.grad = None
        gradient = decode(gradient, self.resolve, self.own)
        self.own(number).backward(gradient, retain_graph=True)  # others may come the same way
        return [leaf.grad for leaf in leaves], []

    def do_parameters(self, memo, number):
        parameters = inspect.signature(self.own(number)).parameters.values()
        return [(p.name, int(p.kind), p.default is not p.empty) for p in parameters], []

    def call_back(self, number, args, kwargs):
        """Have the test's process call one of its functions."""
        if self.owner != (os.getpid(), threading.get_ident()):
            raise RuntimeError("a function of a test can only be called where it was given")
        memo = Memo()
        arguments = encode((args, kwargs), self.exports, memo)
        self.send(encode(("call back", number, arguments)))
        while True:
            frame = self.channel.receive()
            kind, *content = decode(frame)
            if kind == "returned":
                return decode(content[0], self.resolve, self.own, memo)
            if kind == "raised":
                raise rebuild(content[0], _no_class)
            self.send(self.answer(frame))

    def exports(self, o):
        number = self.numbers.get(id(o))
        if number is None:
            number = self.numbers[id(o)] = len(self.objects)
            self.objects.append(o)
        name = getattr(o, "__name__", None)
        reference = number, type(o).__name__, name if type(name) is str else None
        framework = framework_of(o)
        return (*reference, framework, values_of(o)) if framework else reference

    def own(self, number):
        if not 0 <= number < len(self.objects):
            raise WireError("refers to an object that is not there")
        return self.objects[number]

    def resolve(self, reference):
        kind, *content = reference
        if kind == "import":
            module, name = content
            module = importlib.import_module(module)
            return operator.attrgetter(name)(module) if name else module
        if kind == "name":
            return self.shell.user_ns[content[0]]
        if kind == "instance":
            cls, fields = content
            instance = cls.__new__(cls)
            instance.__dict__.update(fields)
            return instance
        if kind == "own":
            return self.own(*content)
        if kind == "value":
            return content[0]
        if kind == "tensor":
            number, values, is_parameter = content
            make = sys.modules["torch"].nn.Parameter if is_parameter else _with_gradient
            self.given[number] = make(values)
            return self.given[number]
        return _Function(self, *content)

    def traceback(self, error):
        """The lines that say where in the student's code an error arose."""
        lines = []
        for frame in traceback.extract_tb(error.__traceback__)[-30:]:
            if frame.filename.startswith(_OURS):
                continue
            where = self.shell.compile.format_code_name(frame.filename)
            where = " ".join(where) if where else frame.filename
            lines.append(f"{where}, line {frame.lineno}, in {frame.name}\n    {frame.line}")
        return lines[-10:]


class _Iterator:
    """Keeps an iterator here, also where it would cross as data."""

    def __init__(self, values):
        self.values = values


def _with_gradient(tensor):
    return tensor.requires_grad_()


def _no_class(module, name):
    return None


def _copy(o):
    """What tells later whether a container or an array has been changed, not looking inside."""
    if type(o) in (list, dict, set, np.ndarray):
        return o.copy()
    if _is_tensor(o):
        return o.clone()
    return o.bit_generator.state if type(o) is np.random.Generator else None


def _changes(memo, snapshot, exports):
    """[(place, content)] of the containers and arrays that are not as they were, encoded."""
    changes = []
    for place, before in enumerate(snapshot):
        now = memo.objects[place]
        if before is not None and not _same(now, before):
            changes.append((place, copy.copy(now)))
    return encode(changes, exports, memo.copy({}))


def _is_tensor(o):
    return type(o) is getattr(sys.modules.get("torch"), "Tensor", None)


def _same(now, before):
    if isinstance(now, np.ndarray):
        return (now.dtype, now.shape) == (before.dtype, before.shape) and (
            all(map(operator.is_, now.flat, before.flat))
            if now.dtype.hasobject
            else now.tobytes() == before.tobytes()
        )
    if _is_tensor(now):
        return _same(now.detach().numpy(), before.detach().numpy())
    if isinstance(now, dict):
        return len(now) == len(before) and all(
            k is k2 and v is v2
            for (k, v), (k2, v2) in zip(now.items(), before.items(), strict=True)
        )
    if isinstance(now, list):
        return len(now) == len(before) and all(map(operator.is_, now, before))
    if isinstance(now, np.random.Generator):
        return now.bit_generator.state == before
    return now == before


_OURS = str(Path(__file__).parent)
