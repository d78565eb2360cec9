"""From text to ids."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ticketcourse import scratch as s


def test_a_ticket_becomes_ids():
    vocabulary = s.build_vocabulary(["fix error", "Fix system", "fix system error"], min_count=2)
    assert vocabulary == {"fix": 2, "error": 3, "system": 4}
    assert s.encode("Fix the SystemError", vocabulary) == [2, 1, 4, 3]
    assert s.encode("Fix the SystemError", vocabulary, max_length=2) == [2, 1]


def test_standardise():
    assert s.standardise("HTTPServer’s ﬁle") == "http server's file"


@settings(deadline=None, derandomize=True)
@given(st.text("aﾎé\u00b4\u0301\u0323\u0345\u0344\u0f71\u0f73\u3099\uff9e\uff9f-", min_size=31))
@example("a" + "\u0301\u0323" * 40 + "b\u0323" + "\uff9e\u0301" * 40 + "ﾎ\uff9e")
def test_marks_on_one_letter_are_normalised_however_many(text):
    assert s.standardise(text) == unicodedata.normalize("NFKC", text).casefold()


def test_normalising_gets_many_marks_in_order(monkeypatch):
    # It takes a time that grows with the square of the number of marks that are not.
    normalize, given = unicodedata.normalize, []

    def note(form, text):
        given.append(text)
        return normalize(form, text)

    monkeypatch.setattr("ticketcourse.scratch.text.unicodedata.normalize", note)
    s.standardise("e" + "\u0301\u0323" * 20_000)
    assert max(given, key=len) == "e" + "\u0323" * 20_000 + "\u0301" * 20_000


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Fix system error", ["fix", "system", "error"]),
        ("NullPointerException!", ["null", "pointer", "exception", "!"]),
        ("HTTPServer, VMs", ["http", "server", "vms"]),
        ("ORA-01017 at 0x80070005", ["ora", "01017", "at", "0x80070005"]),
        ("(0xC0000005)", ["0xc0000005"]),
        ("can’t — naïve STRASSE_1", ["can't", "naïve", "strasse", "1"]),
        ("", []),
        ("…", []),
    ],
)
def test_tokenise(text, tokens):
    assert s.tokenise(text) == tokens


@settings(deadline=None, derandomize=True)
@given(st.text(alphabet=st.characters(max_codepoint=0x17F)))
def test_tokenising_the_tokens_again_changes_nothing(text):
    tokens = s.tokenise(text)
    assert s.tokenise(" ".join(tokens)) == tokens


def test_pad_and_mask():
    ids = s.pad([[5, 2], [], [3, 1, 4]])
    assert ids.tolist() == [[5, 2, 0], [0, 0, 0], [3, 1, 4]]
    assert s.token_mask(ids).tolist() == [[True, True, False], [False] * 3, [True] * 3]
    assert s.pad([[], []]).shape == (2, 1)
    assert s.pad([]).shape == (0, 1)
