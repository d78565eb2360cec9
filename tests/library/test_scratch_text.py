"""From text to ids."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ticketcourse import scratch as s
from ticketcourse.vectorizer import Vectorizer


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


COUNTS = {"server": 7, "user": 6, "reset": 2}


def test_pairs_are_counted_as_often_as_their_words_occur():
    pieces = {"server": ["s", "er", "v", "er"], "user": ["u", "s", "er"], "reset": list("reset")}
    assert s.count_pairs(pieces, COUNTS) == {
        ("s", "er"): 13, ("er", "v"): 7, ("v", "er"): 7, ("u", "s"): 6,
        ("r", "e"): 2, ("e", "s"): 2, ("s", "e"): 2, ("e", "t"): 2,
    }  # fmt: skip


def test_a_pair_is_joined_from_left_to_right():
    assert s.merge_pair(["a", "a", "a", "b", "a"], ("a", "a")) == ["aa", "a", "b", "a"]
    assert s.merge_pair(["ab", "c", "a", "b", "c"], ("ab", "c")) == ["abc", "a", "b", "c"]
    assert s.merge_pair([], ("a", "b")) == []


def test_merges_end_when_every_word_is_one_piece():
    merges = s.learn_merges(COUNTS, 3)
    assert merges == [("e", "r"), ("s", "er"), ("ser", "v")]
    assert s.apply_merges("servers", merges) == ["serv", "er", "s"]
    every = s.learn_merges(COUNTS, 100)
    assert len(every) < 100 and every[:3] == merges
    assert all(s.apply_merges(word, every) == [word] for word in COUNTS)


def test_words_fall_into_the_pieces_that_the_vectorizer_gives_them():
    texts = [f"{word} " * count for word, count in COUNTS.items()]
    vectorizer = Vectorizer.from_texts(texts, max_size=2 + 6 + 5, subwords=True)
    ids = {piece: i for i, piece in enumerate(vectorizer.vocabulary, start=2)}
    for word in ("servers", "reverse", "resets", "user"):
        pieces = s.apply_merges(word, vectorizer.merges)
        assert vectorizer.encode(word, 20) == [ids[piece] for piece in pieces]
