"""From text to ids, by the rules of the library's own vectorizer."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ticketcourse import scratch as s
from ticketcourse import vectorizer

TEXTS = [
    "Fix system error",
    "java.lang.NullPointerException at HTTPServer.start(Main.java:42), don't retry!",
    "ORA-01017 and 0x80070005: the user’s PASSWORD isn't accepted?",
    "ＦＵＬＬ width, straße, naïve café, 日本語 and 3,5 %",
    "fix the system, fix the error",
    "",
    " \n\t...",
]


def test_a_ticket_becomes_ids():
    vocabulary = s.build_vocabulary(["fix error", "Fix system", "fix system error"], min_count=2)
    assert vocabulary == {"fix": 2, "error": 3, "system": 4}
    assert s.encode("Fix the SystemError", vocabulary) == [2, 1, 4, 3]
    assert s.encode("Fix the SystemError", vocabulary, max_length=2) == [2, 1]


def test_standardise_and_tokenise():
    assert s.standardise("HTTPServer’s ﬁle") == "http server's file"
    tokens = s.tokenise("ORA-01017: don't retry SystemError (0x80070005)!")
    assert " ".join(tokens) == "ora 01017 don't retry system error 0x80070005 !"


def test_pad_and_mask():
    ids = s.pad([[5, 2], [], [3, 1, 4]])
    assert ids.tolist() == [[5, 2, 0], [0, 0, 0], [3, 1, 4]]
    assert s.token_mask(ids).tolist() == [[True, True, False], [False] * 3, [True] * 3]
    assert s.pad([[], []]).shape == (2, 1) and s.pad([]).shape == (0, 1)


@pytest.mark.parametrize(("max_size", "min_count"), [(20_000, 1), (20_000, 2), (9, 1)])
def test_ids_are_those_of_the_vectorizer(max_size, min_count):
    vocabulary = s.build_vocabulary(TEXTS, max_size, min_count)
    theirs = vectorizer.Vectorizer.from_texts(TEXTS, max_size=max_size, min_count=min_count)
    assert tuple(vocabulary) == theirs.vocabulary
    ours = [s.encode(text, vocabulary, 7) for text in TEXTS]
    assert ours == [theirs.encode(text, 7) for text in TEXTS]
    np.testing.assert_array_equal(s.pad(ours), vectorizer.pad(ours))
    assert (s.PADDING, s.UNKNOWN) == (vectorizer.PADDING, vectorizer.UNKNOWN)


@settings(deadline=None, derandomize=True)
@given(st.text())
def test_any_text_has_the_tokens_that_the_vectorizer_finds(text):
    assert s.tokenise(text) == vectorizer.tokenise(text)
