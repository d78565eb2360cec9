"""Frames and values between processes that do not trust each other."""

import collections
import enum
import math
import socket
import struct
import threading
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from ticketcourse.grading.codec import Memo, decode, encode
from ticketcourse.grading.wire import Channel, Closed, TimedOut, WireError


def alike(a, b):
    """Whether two values are the same to the last bit, in the same types."""
    if type(a) is not type(b):
        return False
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, dict):
        return all(map(alike, a.keys(), b.keys())) and all(map(alike, a.values(), b.values()))
    if isinstance(a, float):
        return struct.pack("d", a) == struct.pack("d", b)
    if isinstance(a, (np.ndarray, np.generic)):
        return (a.dtype, a.shape) == (b.dtype, b.shape) and a.tobytes() == b.tobytes()
    return a == b


PLAIN = [
    None, True, False, ..., 0, -1, 2**63, -(10**300),
    0.0, -0.0, math.nan, math.inf, -math.inf, 5e-324, complex(-0.0, math.inf),
    "", "né\ud800\0", b"\0\xff", (), (1,), [[], [1, "a"]], {1, 2}, frozenset({1, 2}),
    {"b": 1, "a": {2: None}}, slice(None, 3), slice(1, 9, 2), range(3, -9, -2),
    np.float32(1.5), np.int8(-3), np.bool_(True), np.str_("ü"), np.datetime64("2026-01-02"),
    np.dtype("<f2"),
]  # fmt: skip


@pytest.mark.parametrize("value", PLAIN, ids=repr)
def test_plain_data_arrives_as_it_was(value):
    assert alike(decode(encode(value)), value)


nested = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
)


@given(nested)
def test_nested_data_arrives_as_it_was(value):
    assert alike(decode(encode(value)), value)


dtypes = arrays_of.scalar_dtypes()


@given(arrays_of.arrays(dtypes, arrays_of.array_shapes(min_dims=0, max_dims=4, min_side=0)))
def test_arrays_arrive_as_they_were(array):
    for version in (array, array.T, array[..., ::-1] if array.ndim else array):
        arrived = decode(encode(version))
        assert alike(arrived, version)
        assert arrived.flags.owndata and arrived.flags.writeable


def test_the_order_in_memory_and_the_right_to_write_arrive_too():
    array = np.asfortranarray(np.arange(6.0).reshape(2, 3))
    array.flags.writeable = False
    arrived = decode(encode(array))
    assert arrived.flags.f_contiguous and not arrived.flags.c_contiguous
    assert not arrived.flags.writeable


def test_arrays_of_objects_arrive_when_the_objects_can():
    array = np.array([[1, None], ["a", [2.0]]], dtype=object)
    assert alike(decode(encode(array)).tolist(), array.tolist())


class Liar:
    def __iter__(self):
        return iter(())

    def __eq__(self, other):
        return True

    __hash__ = None
    __len__ = __index__ = __int__ = lambda self: 99
    __float__ = __abs__ = lambda self: 99.0


class LyingList(Liar, list):
    pass


class LyingDict(Liar, dict):
    items = keys = values = Liar.__iter__


class LyingFloat(Liar, float):
    pass


class LyingInt(Liar, int):
    pass


class LyingArray(np.ndarray):
    def __array_finalize__(self, other):
        pass

    def tobytes(self, *_):
        return b""

    def __array_ufunc__(self, *_, **__):
        return True


class Colour(enum.IntEnum):
    RED = 3


@pytest.mark.parametrize(
    ("value", "content"),
    [
        (LyingList([1, 2]), [1, 2]),
        (LyingDict(a=1), {"a": 1}),
        (LyingFloat(0.5), 0.5),
        (LyingInt(7), 7),
        (np.arange(3.0).view(LyingArray), np.arange(3.0)),
        (np.array([[1, 2]]).view(np.matrix), np.array([[1, 2]])),
        (np.ma.masked_array([1, 2], [0, 1]), np.array([1, 2])),
        (Colour.RED, 3),
        (collections.Counter("aab"), {"a": 2, "b": 1}),
        (collections.namedtuple("Point", "x y")(1, 2), (1, 2)),
        (bytearray(b"ab"), b"ab"),
    ],
)
def test_an_object_of_a_class_of_its_own_arrives_as_what_it_is_made_of(value, content):
    assert alike(decode(encode([value])), [content])


def test_what_can_turn_itself_into_an_array_arrives_as_one():
    class Series:
        def __array__(self, dtype=None, copy=None):
            return np.array([1.0, 2.0])

    assert alike(decode(encode(Series())), np.array([1.0, 2.0]))


def test_one_object_in_two_places_is_one_on_arrival():
    shared, array = [1], np.zeros(2)
    a, b, c, d = decode(encode((shared, [shared], array, array)))
    assert a is b[0] and c is d


def test_what_crossed_in_a_question_is_recognised_in_its_answer():
    here, there = Memo(), Memo()
    question = [np.zeros(3), [1]]
    arrived = decode(encode(question, memo=here), memo=there)
    answer = encode([arrived[1], arrived, np.zeros(3)], memo=there.copy({}))
    ones, everything, other = decode(answer, memo=here.copy({}))
    assert ones is question[1] and everything is question and other is not question[0]


def test_a_random_generator_arrives_in_its_state():
    rng = np.random.default_rng(3)
    rng.normal(size=7)
    assert decode(encode(rng)).random() == rng.random()


def endless():
    values = []
    values.append(values)
    return values


def growing():
    values = [0]
    for _ in range(30):
        values = [values] * 10
    return values


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (endless(), "nested more than 50 deep, or contains itself"),
        (growing(), "too large: 4194304 numbers may cross at once"),
        (np.zeros(5 << 20, np.float64), "too large"),
        ([[] for _ in range(1 << 17)], "each list, array or object counts as 32"),
        ([np.random.default_rng(i) for i in range(1 << 13)], "too large"),
        (10**3000, "a whole number of more than 1228 digits"),
        (lambda: 0, "a function, which cannot cross"),
        ([object()], "a object, which cannot cross"),
        (np.zeros(2, "i4,f8"), "which cannot cross"),
        (np.array([object()]), "a object, which cannot cross"),
    ],
)
def test_what_cannot_cross_says_so(value, why):
    with pytest.raises(WireError, match=why):
        encode(value)


def test_references_mean_what_each_side_says():
    data = encode([len, 1], exports=lambda o: ("function", o.__name__))
    assert decode(data, resolve=lambda reference: reference[1]) == ["len", 1]
    with pytest.raises(WireError):
        decode(data)


def survive(data):
    """Whatever bytes arrive, there is a value that can be looked at, or a WireError."""
    try:
        value = decode(data, resolve=lambda reference: None, own=lambda number: None)
    except WireError:
        return
    if len(data) < 1000:
        repr(value)
        assert alike(value, value) or value != value


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_no_bytes_do_any_harm(data):
    survive(data)


WHOLE = encode(
    [1, 2.0, "text", {"a": (b"b", {3})}, np.arange(6.0).reshape(2, 3), np.array(["ab", "c"]),
     np.array([True]), np.array([None, 1]), np.float32(2), np.datetime64("2026"), range(3),
     slice(1), np.dtype("f4"), np.random.default_rng(0), np.zeros((0, 3))]
)  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=6))
@settings(max_examples=500, deadline=None)
def test_no_changed_bytes_do_any_harm(changes):
    data = bytearray(WHOLE)
    for place, byte in changes:
        data[place] = byte
    survive(bytes(data))


def test_no_cut_bytes_do_any_harm():
    for length in range(len(WHOLE)):
        with pytest.raises(WireError):
            decode(WHOLE[:length])
    with pytest.raises(WireError):
        decode(WHOLE + b"N")


@pytest.mark.parametrize(
    "data",
    [
        b"l\xff\xff\xff\xff",  # a list of four milliard items
        b"l\x01\0\0\0" * 100_000 + b"N",  # lists in lists
        b"@\0\0\0\0",  # a reference to nothing
        b"S\x01\0\0\0l\0\0\0\0",  # a set of a list
        b"d\x01\0\0\0N",  # a key without a value
        b"y\x03\0\0\0|O8",  # objects
        b"s\x01\0\0\0\xff",  # no text
        "text",
        None,
    ],
)
def test_bytes_that_make_no_sense_are_refused(data):
    with pytest.raises(WireError):
        decode(data)


@pytest.mark.parametrize(
    "part", [b"l\0\0\0\0", encode(np.zeros(0)), b"R@\0\0\0\0", b"t@\1\0\0\0", b"x@\1\0\0\0"]
)
def test_few_bytes_that_stand_for_much_memory_are_refused(part):
    state, array = encode(np.random.default_rng(0))[1:], encode(np.zeros(0))
    count = 1 << 17
    data = b"l" + struct.pack("<I", count + 2) + state + array + part * count
    with pytest.raises(WireError, match="too large"):
        decode(data, resolve=lambda reference: object())


def test_a_truth_value_is_true_or_false_and_nothing_else():
    data = encode(np.array([True, False])).replace(b"\x01\x00", b"\x02\x00")
    assert data.count(b"\x02\x00") > 1
    assert decode(data).tobytes() == b"\x01\x00"


def test_letters_that_do_not_exist_are_refused():
    data = encode(np.array(["a"]))
    with pytest.raises(WireError, match="letters"):
        decode(data[:-4] + b"\xff\xff\xff\xff")


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Channel(ours), theirs


def test_frames_arrive_whole_and_in_order(ends):
    channel, theirs = ends
    frames = [b"", b"a", bytes(300_000)]
    sender = threading.Thread(target=lambda: [Channel(theirs).send(frame) for frame in frames])
    sender.start()
    assert [channel.receive(time.monotonic() + 5) for _ in frames] == frames
    sender.join()


def test_a_frame_of_four_gigabytes_is_refused_before_it_is_read(ends):
    channel, theirs = ends
    theirs.sendall(b"\xff\xff\xff\xff" + b"x" * 100)
    with pytest.raises(WireError, match="4294967295 bytes"):
        channel.receive()
    with pytest.raises(WireError, match="bytes, more than"):
        channel.send(bytes(17 << 20))


def test_a_peer_that_sends_a_byte_at_a_time_is_not_waited_for(ends):
    channel, theirs = ends
    stop = threading.Event()

    def drip():
        theirs.sendall(struct.pack(">I", 1000))
        while not stop.wait(0.01):
            theirs.sendall(b"x")

    threading.Thread(target=drip).start()
    began = time.monotonic()
    with pytest.raises(TimedOut):
        channel.receive(began + 0.2)
    stop.set()
    assert time.monotonic() - began < 2


def test_a_peer_that_reads_nothing_is_not_waited_for(ends):
    with pytest.raises(TimedOut):
        ends[0].send(bytes(10 << 20), time.monotonic() + 0.1)


def test_a_peer_that_goes_in_the_middle_of_a_frame_is_gone(ends):
    channel, theirs = ends
    theirs.sendall(b"\0\0\0\x05ab")
    theirs.close()
    with pytest.raises(Closed):
        channel.receive()
