"""Values as bytes: plain data and arrays, and nothing that acts when it is read.

What crosses is a copy made of exactly Python's and NumPy's own types. An object of a class of its
own crosses as what it is made of, if it is a list, a number or the like, as an array, if it can
turn itself into one, and else as a reference: to an object that stays where it is, or to something
that both sides can import. A tensor with a gradient crosses as a reference with its values
(``tensors``). `exports` says how a side refers to its own objects, `resolve` what a reference of
the other side means.
"""

import math
import re
import struct
import sys

import numpy as np

from ticketcourse.grading.tensors import framework_of
from ticketcourse.grading.wire import WireError

MAX_DEPTH = 50  # lists in lists
# Of one value. A number weighs 1, in an array too, and each as often as it is used. What takes more
# memory weighs more, so that a value takes a few hundred megabytes at most.
MAX_WEIGHT = 4 << 20
HEAVY = 32  # a list, an array, a reference
HEAVIEST = 512  # a tensor, a random generator
MAX_INT = 512  # bytes of one whole number

_DTYPE = re.compile(r"[<>|][biufcSUmM][1-9]\d{0,8}(\[\d{0,4}[A-Za-zμ]{1,2}\])?")
_SIZE = struct.Struct("<I")
_LONG = struct.Struct("<Q")
_FLOAT = struct.Struct("<d")
_COMPLEX = struct.Struct("<dd")
_CONSTANTS = {None: b"N", True: b"T", False: b"F", Ellipsis: b"."}
_BASES = (int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset)
_FRAMEWORKS = {"torch": b"t", "tensorflow": b"k"}


class Remote:
    """Base of what stands for an object of the other side; `number` is the object's there."""

    __slots__ = ()


class Memo:
    """The containers and arrays that have crossed in one message, in the order of their ends.

    One that occurs again crosses as its place in this order and is the same object on arrival.

    Attributes
    ----------
    objects : list
    """

    def __init__(self):
        self.objects, self._weights, self._places = [], [], {}

    def add(self, o, weight):
        self._places.setdefault(id(o), len(self.objects))
        self.objects.append(o)
        self._weights.append(weight)

    def place(self, o):
        return self._places.get(id(o))

    def weight(self, place):
        return self._weights[place]

    def copy(self, replaced):
        """A copy that can grow; `replaced` gives for the id of an object the one to put instead."""
        copy = Memo()
        for o, weight in zip(self.objects, self._weights, strict=True):
            copy.add(replaced.get(id(o), o), weight)
        return copy


def encode(value, exports=None, memo=None):
    """Return a value as bytes.

    Parameters
    ----------
    value : object
    exports : callable, optional
        Takes an object that is no plain data and returns what the other side's `resolve` takes: a
        value that can be encoded itself. Without it such objects cannot cross.
    memo : Memo, optional
        What has crossed before in the same exchange; it grows.

    Returns
    -------
    bytes

    Raises
    ------
    WireError
        If the value is nested too deep, is too large, or holds what cannot cross.
    """
    encoder = _Encoder(exports, memo)
    encoder.put(value, 0)
    return b"".join(encoder.parts)


def decode(data, resolve=None, own=None, memo=None):
    """Return the value that bytes stand for.

    Parameters
    ----------
    data : bytes
        From anybody.
    resolve : callable, optional
        Takes what the other side's `exports` returned and returns what stands for it here.
    own : callable, optional
        Takes the number of one of our objects, which the other side sends back, and returns it.
    memo : Memo, optional
        As for `encode`.

    Returns
    -------
    object

    Raises
    ------
    WireError
        If the bytes are anything but what `encode` gives; nothing else is ever raised because of
        them.
    """
    if type(data) is not bytes:
        raise WireError("is garbled: it is not made of bytes")
    decoder = _Decoder(data, resolve, own, memo)
    try:
        value = decoder.get(0)
    except (MemoryError, RecursionError) as error:
        raise WireError("does not fit into the memory that is left") from error
    if decoder.at != len(data):
        raise WireError("is garbled: something follows its end")
    return value


class _Weighing:
    weight = 0

    def weigh(self, weight):
        self.weight += weight
        if self.weight > MAX_WEIGHT:
            raise WireError(
                f"is too large: {MAX_WEIGHT} numbers may cross at once, "
                f"and each list, array or object counts as {HEAVY}"
            )


class _Encoder(_Weighing):
    def __init__(self, exports, memo):
        self.parts = []
        self.exports, self.memo = exports, Memo() if memo is None else memo

    def put(self, o, depth):
        if depth > MAX_DEPTH:
            raise WireError(f"is nested more than {MAX_DEPTH} deep, or contains itself")
        before = self.weight
        self.weigh(1)
        kind = type(o)
        if o is None or kind is bool or o is Ellipsis:
            self.parts.append(_CONSTANTS[o])
        elif kind is int:
            self._put_int(o)
        elif kind is float:
            self.parts.append(b"f" + _FLOAT.pack(o))
        elif kind is complex:
            self.parts.append(b"c" + _COMPLEX.pack(o.real, o.imag))
        elif kind is str:
            self._put_bytes(b"s", o.encode("utf-8", "surrogatepass"))
        elif kind is bytes:
            self._put_bytes(b"b", o)
        elif kind is slice or kind is range:
            self.parts.append(b":" if kind is slice else b"r")
            for part in (o.start, o.stop, o.step):
                self.put(part, depth + 1)
        elif (place := self.memo.place(o)) is not None:
            self.weigh(self.memo.weight(place))
            self.parts.append(b"@" + _SIZE.pack(place))
        elif kind in (list, tuple, set, frozenset):
            self._put_items({list: b"l", tuple: b"u", set: b"S", frozenset: b"Z"}[kind], o, depth)
            self.memo.add(o, self.weight - before)
        elif kind is dict:
            self._put_items(b"d", [part for pair in o.items() for part in pair], depth)
            self.memo.add(o, self.weight - before)
        elif kind is np.ndarray:
            self._put_array(b"a", o, depth)
            self.memo.add(o, self.weight - before)
        else:
            self._put_other(o, kind, depth)

    def _put_other(self, o, kind, depth):
        before = self.weight
        if issubclass(kind, Remote):
            self.parts.append(b"p")
            self._put_int(o.number)
        elif issubclass(kind, np.ndarray):
            self.put(np.array(o, copy=True, subok=False), depth + 1)
        elif issubclass(kind, np.generic):
            self._put_array(b"g", np.asarray(o), depth)
        elif issubclass(kind, np.random.Generator) and _state(o):
            self.weigh(HEAVIEST)
            self.parts.append(b"R")
            self.put(_state(o), depth + 1)
            self.memo.add(o, self.weight - before)
        elif issubclass(kind, np.dtype) and _DTYPE.fullmatch(o.str):
            self._put_bytes(b"y", o.str.encode())
        elif base := next((base for base in _BASES if issubclass(kind, base)), None):
            self.put(_plain(o, base), depth)
        elif self.exports and framework_of(o):
            self._put_reference(o, depth)
        elif (tensor := _as_array(o, kind)) is not None:
            mark, array = tensor
            self.weigh(HEAVIEST if mark else 0)
            self.parts.append(mark)
            self.put(array, depth + 1)
            if mark:
                self.memo.add(o, self.weight - before)
        elif self.exports is None:
            raise WireError(f"holds a {kind.__name__}, which cannot cross")
        else:
            self._put_reference(o, depth)

    def _put_reference(self, o, depth):
        self.weigh(HEAVY)
        self.parts.append(b"x")
        self.put(self.exports(o), depth + 1)

    def _put_int(self, o):
        data = o.to_bytes(o.bit_length() // 8 + 1, "little", signed=True)
        if len(data) > MAX_INT:
            raise WireError(f"holds a whole number of more than {int(2.4 * MAX_INT)} digits")
        self._put_bytes(b"i", data)

    def _put_bytes(self, tag, data):
        self.weigh(len(data) // 8)
        self.parts += [tag, _SIZE.pack(len(data)), data]

    def _put_items(self, tag, items, depth):
        self.weigh(HEAVY)
        self.parts += [tag, _SIZE.pack(len(items))]
        for item in items:
            self.put(item, depth + 1)

    def _put_array(self, tag, o, depth):
        if o.dtype.hasobject and o.dtype.kind == "O" and tag == b"a":
            self.parts.append(b"o")
            self._put_items(b"", o.shape, depth)
            self._put_items(b"", o.ravel().tolist(), depth)
            return
        if not _DTYPE.fullmatch(o.dtype.str):
            raise WireError(f"holds an array of the type {o.dtype}, which cannot cross")
        order = b"F" if o.flags.f_contiguous and not o.flags.c_contiguous else b"C"
        self.weigh(o.nbytes // 8 + (HEAVY if tag == b"a" else 0))
        self.parts.append(tag)
        self._put_bytes(b"", o.dtype.str.encode())
        self.parts += [order, b"W" if o.flags.writeable else b"R", bytes([o.ndim])]
        self.parts += [_LONG.pack(size) for size in o.shape]
        self.parts.append(o.tobytes(order.decode()))


class _Decoder(_Weighing):
    def __init__(self, data, resolve, own, memo):
        self.data, self.at = data, 0
        self.resolve, self.own, self.memo = resolve, own, Memo() if memo is None else memo

    def get(self, depth):
        if depth > MAX_DEPTH + 1:
            raise WireError(f"is nested more than {MAX_DEPTH} deep")
        before = self.weight
        self.weigh(1)
        tag = self._take(1)
        if tag in _VALUES:
            return _VALUES[tag]
        if tag == b"i":
            return self._get_int()
        if tag == b"f":
            return _FLOAT.unpack(self._take(8))[0]
        if tag == b"c":
            return complex(*_COMPLEX.unpack(self._take(16)))
        if tag == b"s":
            return _or_garbled(self._get_bytes().decode, "utf-8", "surrogatepass")
        if tag == b"b":
            return self._get_bytes()
        if tag == b":":
            return slice(*(self.get(depth + 1) for _ in range(3)))
        if tag == b"r":
            return _or_garbled(range, *(self.get(depth + 1) for _ in range(3)))
        if tag == b"@":
            place = self._get_size()
            if place >= len(self.memo.objects):
                raise WireError("is garbled: it refers to what is not there")
            self.weigh(self.memo.weight(place))
            return self.memo.objects[place]
        if tag in _COLLECTIONS:
            items = self._get_items(depth)
            o = items if tag == b"l" else _or_garbled(_COLLECTIONS[tag], items)
        elif tag == b"d":
            items = self._get_items(depth)
            o = _or_garbled(lambda: dict(zip(items[::2], items[1::2], strict=True)))
        elif tag == b"a":
            self.weigh(HEAVY)
            o = self._get_array()
        elif tag == b"o":
            o = self._get_objects(depth)
        elif tag == b"R":
            self.weigh(HEAVIEST)
            o = _or_garbled(_generator, self.get(depth + 1))
        elif tag in _TENSORS:
            self.weigh(HEAVIEST)
            o = _as_tensor(_TENSORS[tag], self.get(depth + 1))
        else:
            return self._get_other(tag, depth)
        self.memo.add(o, self.weight - before)
        return o

    def _get_other(self, tag, depth):
        if tag == b"g":
            array = self._get_array()
            if array.shape != ():
                raise WireError("is garbled: a number with a shape")
            return array[()]
        if tag == b"y":
            return self._get_dtype()
        if tag == b"p" and self.own:
            if self._take(1) != b"i":
                raise WireError("is garbled: a reference without a number")
            return self.own(self._get_int())
        if tag == b"x" and self.resolve:
            self.weigh(HEAVY)
            return self.resolve(self.get(depth + 1))
        raise WireError("is garbled: it begins with what nothing begins with")

    def _take(self, count):
        taken = self.data[self.at : self.at + count]
        if len(taken) < count:
            raise WireError("is garbled: it ends too early")
        self.at += count
        return taken

    def _get_size(self):
        return _SIZE.unpack(self._take(4))[0]

    def _get_bytes(self):
        size = self._get_size()
        self.weigh(size // 8)
        return self._take(size)

    def _get_int(self):
        data = self._get_bytes()
        if len(data) > MAX_INT:
            raise WireError("holds a whole number of too many digits")
        return int.from_bytes(data, "little", signed=True)

    def _get_items(self, depth):
        self.weigh(HEAVY)
        size = self._get_size()
        if size > len(self.data) - self.at:  # each takes at least one byte
            raise WireError("is garbled: it ends too early")
        return [self.get(depth + 1) for _ in range(size)]

    def _get_dtype(self):
        name = _or_garbled(self._get_bytes().decode, "utf-8")
        if not _DTYPE.fullmatch(name):
            raise WireError("is garbled: an array of no known type")
        return _or_garbled(np.dtype, name)

    def _get_array(self):
        dtype = self._get_dtype()
        order, writeable = self._take(1), self._take(1)
        shape = [_LONG.unpack(self._take(8))[0] for _ in range(self._take(1)[0])]
        count = math.prod(shape)
        self.weigh(count * dtype.itemsize // 8)
        raw = self._take(count * dtype.itemsize)
        if not raw:
            flat = np.empty(0, dtype)
        elif dtype.kind == "b":  # a byte that is neither 0 nor 1 would be a third truth
            flat = np.frombuffer(raw, np.uint8) != 0
        elif dtype.kind == "U":
            letters = np.frombuffer(raw, dtype.byteorder + "u4")
            if letters.max() > sys.maxunicode:
                raise WireError("is garbled: an array of letters that do not exist")
            flat = np.frombuffer(raw, dtype)
        else:
            flat = np.frombuffer(raw, dtype)
        order = "F" if order == b"F" else "C"
        array = _or_garbled(lambda: flat.reshape(shape, order=order).copy(order=order))
        array.flags.writeable = writeable == b"W"
        return array

    def _get_objects(self, depth):
        shape, items = self._get_items(depth), self._get_items(depth)
        array = np.empty(len(items), dtype=object)
        for i, item in enumerate(items):
            array[i] = item
        return _or_garbled(lambda: array.reshape(shape))


_VALUES = {tag: value for value, tag in _CONSTANTS.items()}
_COLLECTIONS = {b"l": list, b"u": tuple, b"S": set, b"Z": frozenset}
_TENSORS = {tag: name for name, tag in _FRAMEWORKS.items()}


def _or_garbled(make, *arguments):
    try:
        return make(*arguments)
    except MemoryError:
        raise
    except Exception as error:  # NumPy raises what it likes for sizes and names that make no sense
        raise WireError("is garbled: its parts do not fit together") from error


def _plain(o, base):
    """What an object of a subclass is made of; the methods of its own class are not asked."""
    if base is dict:
        return dict(dict.items(o))
    if base in (list, tuple, set, frozenset):
        return base(base.__iter__(o))
    if base in (bytes, bytearray):
        return bytes(memoryview(o))
    exact = {
        int: int.__int__,
        float: float.__float__,
        complex: complex.__complex__,
        str: str.__str__,
    }
    return exact[base](o)


def _as_array(o, kind):
    """(mark of the framework, array) of what can turn itself into an array; None for the rest."""
    if isinstance(o, type):
        return None
    try:
        torch, tensorflow = sys.modules.get("torch"), sys.modules.get("tensorflow")
        if torch and issubclass(kind, torch.Tensor):
            o = o.detach().cpu()
            return b"t", (o.float() if o.dtype == torch.bfloat16 else o).numpy()
        if tensorflow and issubclass(kind, (tensorflow.Tensor, tensorflow.Variable)):
            return b"k", _of_known_type(np.asarray(o))
        if hasattr(kind, "__array__"):
            return b"", _of_known_type(np.asarray(o))
    except Exception:  # a tensor without values, or a learner's own idea of an array
        pass
    return None


def _of_known_type(array):
    known = array.dtype.kind == "O" or _DTYPE.fullmatch(array.dtype.str)
    return array if known else array.astype(np.float32)  # bfloat16 and the like


def _as_tensor(framework, array):
    """A tensor of a framework that is loaded here, else the array."""
    module = sys.modules.get(framework)
    if module is None or type(array) is not np.ndarray:
        return array
    make = module.tensor if framework == "torch" else module.constant
    return _or_garbled(make, array)


def _state(generator):
    """The state of a random generator as plain data, if it is NumPy's default kind."""
    state = generator.bit_generator.state
    if state["bit_generator"] != "PCG64":
        return None
    return (*state["state"].values(), state["has_uint32"], state["uinteger"])


def _generator(state):
    bits = np.random.PCG64()
    state, inc, has_uint32, uinteger = state
    bits.state = {
        "bit_generator": "PCG64",
        "state": {"state": state, "inc": inc},
        "has_uint32": has_uint32,
        "uinteger": uinteger,
    }
    return np.random.Generator(bits)
