"""A student's values as tests see them: plain data as copies, everything else as proxies.

A proxy can be called, iterated and asked for its attributes and items; what comes back is again
plain data or a proxy. It never takes part in a comparison, in arithmetic or in a decision, and
NumPy cannot read it. So no object can pretend to be a right answer.
"""

import dataclasses
import inspect
import itertools
import operator
import sys
import types
from functools import lru_cache, partial
from weakref import WeakValueDictionary

import numpy as np

from ticketcourse.checks.inputs import leave
from ticketcourse.grading.codec import Memo, Remote, decode, encode
from ticketcourse.grading.raising import StudentError, describe, rebuild
from ticketcourse.grading.tensors import copied, framework_of, original_of, values_of
from ticketcourse.grading.wire import WireError

# Operators that a test may call by name, as in `a.__mul__(b)`, and that never act by themselves.
_BY_NAME = frozenset(
    {"__add__", "__radd__", "__sub__", "__rsub__", "__mul__", "__rmul__", "__truediv__"}
    | {"__rtruediv__", "__pow__", "__matmul__", "__rmatmul__", "__neg__", "__abs__"}
)


class Proxy(Remote):
    """Stands for an object in the student's process."""

    __slots__ = ("__weakref__", "_generation", "_name", "_number", "_student")

    def __init__(self, student, number, name):
        for slot, value in (
            ("_student", student),
            ("_number", number),
            ("_name", name),
            ("_generation", student.generation),
        ):
            object.__setattr__(self, slot, value)

    @property
    def number(self):
        if self._generation != self._student.generation:
            raise StudentError("this value was lost when your code had to be started again")
        return self._number

    def __call__(self, *args, **kwargs):
        return self._student.call(self.number, args, kwargs)

    def __getattr__(self, name):
        if name == "__name__" and self._name is not None:
            return self._name
        if name.startswith("__") and name not in _BY_NAME:
            raise AttributeError(f"a {type(self).__name__} of the student's has no {name}")
        return self._student.request("get", self.number, name)

    def __setattr__(self, name, value):
        self._student.request("set", self.number, name, self._student.encoded(value))

    def __getitem__(self, key):
        return self._student.request("item", self.number, self._student.encoded(key))

    def __len__(self):
        return operator.index(self._student.request("len", self.number))

    def __iter__(self):
        values = self._student.request("iter", self.number)
        while True:
            try:
                yield next(values)
            except StopIteration:
                return

    def __next__(self):
        return self._student.request("next", self.number)

    def __instancecheck__(self, value):
        return self._student.request("instance", self.number, self._student.encoded(value)) is True

    @property
    def __doc__(self):
        return self._student.request("get", self.number, "__doc__")

    @property
    def __signature__(self):
        parameters = self._student.request("parameters", self.number)
        return inspect.Signature(
            [
                inspect.Parameter(name, kind, **({"default": ...} if default else {}))
                for name, kind, default in parameters
            ]
        )

    def __eq__(self, other):
        if self is other:
            return True
        raise TypeError(f"got a {type(self).__name__} of your own, which is equal to nothing")

    __hash__ = None
    __array_ufunc__ = None

    def _refuse(self, *_, **__):
        name = type(self).__name__
        raise TypeError(f"got a {name} of your own where a number, a list or an array is expected")

    __bool__ = __array__ = __float__ = __int__ = __index__ = __reduce_ex__ = _refuse

    def __repr__(self):
        return f"<{type(self).__name__} {self._name or ''}>".replace(" >", ">")


@lru_cache(1000)
def _proxy_class(name):
    return type(name, (Proxy,), {"__slots__": (), "__doc__": vars(Proxy)["__doc__"]})


class Student:
    """The student's process as the verifier sees it.

    Parameters
    ----------
    exchange : callable
        Takes a request as bytes and returns the reply; raises `StudentError` when there is none.
    find : callable
        Takes the name of one of the verifier's own names and returns its value, or None.

    Attributes
    ----------
    generation : int
        Grows when the student's process is started anew; older proxies are then worth nothing.
    requests : int
        How many were made.
    """

    def __init__(self, exchange, find):
        self._exchange, self._find = exchange, find
        self.generation, self.requests = 0, 0
        self._proxies, self._functions = WeakValueDictionary(), []
        self._given, self._numbers = {}, itertools.count()  # tensors that a call was given

    def start_again(self, generation):
        """Forget the proxies of a process that is gone."""
        if generation != self.generation:
            self.generation = generation
            self._proxies.clear()

    def request(self, *request):
        """Return what the student's process answers to a request; raise what it raised there."""
        return self._answer(request, Memo())

    def call(self, number, args, kwargs):
        """Call a function or an object of the student's."""
        memo, outer = Memo(), self._given
        self._given = {}
        try:
            return self._answer(("call", number, self.encoded((args, kwargs), memo)), memo)
        finally:
            self._given = outer

    def encoded(self, value, memo=None):
        """A value of ours as bytes for the student's process."""
        try:
            return encode(value, self._exports, memo)
        except WireError as error:
            raise TypeError(f"the test gives your code a value that {error}") from error

    def _answer(self, request, memo):
        self.requests += 1
        frame = encode(request)
        while True:
            kind, content = self._read(self._exchange(frame))
            if kind != "call back":
                break
            frame = self._call_back(content)
        try:
            if kind == "returned":
                changes, value, printed = content
                left = self._changed(memo, changes)
                value = decode(value, self._resolve, self._own, memo.copy(left))
            else:
                description, printed = content
            printed = str(printed)
        except WireError as error:
            raise StudentError(f"the value {error}") from None
        except (TypeError, ValueError):
            raise StudentError("the answer of your code's process is garbled") from None
        sys.stdout.write(printed)
        if kind == "returned":
            return value
        error = rebuild(description, self._class)
        if isinstance(error, StopIteration) and request[0] != "next":
            # It would end a loop of the test's, such as `list(map(function, inputs))`, in silence.
            raise RuntimeError("your code raised StopIteration") from error
        raise error

    def _read(self, frame):
        try:
            kind, *content = decode(frame)
            if kind in ("returned", "raised", "call back"):
                return kind, content
        except (TypeError, ValueError, WireError):
            pass
        raise StudentError("the answer of your code's process is garbled")

    def _changed(self, memo, changes):
        """What a call made of its arguments, by the ids of those that it changed.

        The arguments themselves stay as they are.
        """
        contents = dict(decode(changes, self._resolve, self._own, memo.copy({})))
        left = {}
        for place, o in enumerate(memo.objects):  # what is inside comes first
            content = contents.get(place, o)
            if type(content) is not type(o):
                raise WireError("is garbled: an argument changed its type")
            now = _with_parts(content, left)
            if now is not o:
                left[id(o)] = now
                leave(o, now)
        return left

    def _call_back(self, content):
        memo = Memo()
        try:
            number, arguments = content
            args, kwargs = decode(arguments, self._resolve, self._own, memo)
            value = self._own(number)(*args, **kwargs)
            return encode(("returned", encode(value, self._exports, memo)))
        except WireError as error:
            return encode(("raised", describe(TypeError(f"the value {error}"))))
        except Exception as error:
            return encode(("raised", describe(error)))

    def _resolve(self, reference):
        try:
            number, kind, name, *copy = reference
            framework, values = copy or (None, None)
        except (TypeError, ValueError):
            raise WireError("is garbled: a reference to nothing") from None
        if type(number) is not int or type(kind) is not str or type(name) not in (str, type(None)):
            raise WireError("is garbled: a reference to nothing")
        proxy = self._proxies.get(number)
        if proxy is None:
            cls = _proxy_class(kind[:80].replace("\0", ""))
            proxy = self._proxies[number] = cls(self, number, name and name[:80])
        if not copy:
            return proxy
        try:
            flow_back = partial(self._flow_back, proxy)
            return copied(proxy, framework, values, dict(self._given), flow_back)
        except Exception as error:  # values of which a framework makes nothing
            raise WireError("is garbled: a tensor or variable of no known kind") from error

    def _flow_back(self, proxy, gradient, numbers):
        return self.request("backward", proxy.number, self.encoded(gradient), numbers)

    def _own(self, number):
        if not 0 <= number < len(self._functions):
            raise WireError("refers to a function that it was not given")
        return self._functions[number]

    def _exports(self, o):
        """How the student's process finds or calls what it is given."""
        if isinstance(o, types.ModuleType):
            return "import", o.__name__, ""
        if framework_of(o):
            return self._exports_values(o)
        name = getattr(o, "__qualname__", None) or getattr(o, "__name__", None)
        if isinstance(name, str) and self._find(name) is o:
            return "name", name
        module = "numpy" if isinstance(o, np.ufunc) else getattr(o, "__module__", None)
        if isinstance(name, str) and _attribute(module, name) is o:
            return "import", module, name
        plain = getattr(o, "__name__", None)
        if isinstance(plain, str) and _attribute("torch", plain) is o:  # says another home
            return "import", "torch", plain
        if dataclasses.is_dataclass(o) and not isinstance(o, type):
            return "instance", type(o), dict(vars(o))
        if not callable(o) or isinstance(o, type):
            raise WireError(f"is a {type(o).__name__}, which cannot be given to your code")
        self._functions.append(o)
        return "function", len(self._functions) - 1, name or type(o).__name__

    def _exports_values(self, o):
        original = original_of(o)
        if original is not None:
            self._given |= o.given
            return "own", original.number
        if framework_of(o) == "keras":
            return "value", values_of(o)
        number = next(self._numbers)
        self._given[number] = o
        return "tensor", number, values_of(o), type(o).__name__ == "Parameter"

    def _class(self, module, name):
        own = self._find(name) if module == "__main__" else _attribute(module, name)
        is_error = isinstance(own, type) and issubclass(own, BaseException)
        return own if is_error else None


def _attribute(module, name):
    """What a loaded module has under a name, or None; nothing is run or loaded to find it."""
    found = sys.modules.get(module) if isinstance(module, str) else None
    for part in name.split("."):
        # Past a module's or class's own way to get an attribute; so `type`, and not `isinstance`.
        how = next(
            (kind for kind in (type, types.ModuleType) if issubclass(type(found), kind)), None
        )
        if how is None:
            return None
        found = how.__getattribute__(found, "__dict__").get(part)
    return found


def _with_parts(o, left):
    """The same object, or a copy in which changed parts are as they were left."""
    if type(o) in (list, tuple):
        parts = [left.get(id(part), part) for part in o]
        same = all(map(operator.is_, parts, o))
        return o if same else type(o)(parts)
    if type(o) is dict:
        parts = {key: left.get(id(part), part) for key, part in o.items()}
        same = all(map(operator.is_, parts.values(), o.values()))
        return o if same else parts
    return o
