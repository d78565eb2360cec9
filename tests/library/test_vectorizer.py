import copy
import json
import pickle
import random
import sys
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ticketcourse import TicketcourseError
from ticketcourse.data import generate_tickets
from ticketcourse.scratch import pad, tokenise
from ticketcourse.vectorizer import TokenReader, Vectorizer

# Near each other these could change what stands beside them, if anything could: capital letters,
# codes, apostrophes, marks that combine, characters that become spaces or several letters.
TRICKY = (
    "aAbBfFxX0019'’?!_-.=<> \n\t\x1c\x85\xa0\u2003\u3000"
    "¨´ﬁßİıſΣςéÅ\u0301\u0308\u0338\u0345가ᄀ\u1161\ud800"
)


@pytest.fixture(scope="module")
def texts():
    """Both texts of two hundred generated tickets."""
    tickets = generate_tickets(200, seed=5)
    return [*tickets.descriptions, *tickets.resolutions]


@settings(deadline=None, derandomize=True, max_examples=500)
@given(st.text(alphabet=TRICKY) | st.text())
@example("=\u0338a \u0301b-\u0345c ORA-01017 HTTPServer’s 0xFFfF")
def test_reading_with_a_memory_finds_the_same_tokens(text):
    reader = TokenReader(list)
    for _ in range(2):
        assert list(reader.read(text)) == tokenise(text)
        assert list(reader.read_backwards(text)) == tokenise(text)[::-1]


def test_every_character_between_others_is_read_alike():
    reader = TokenReader(list)
    for start in range(0, 0x20000, 0x40):
        text = "".join(f"aB{chr(i)}C {chr(i)}'b-{chr(i)}\n" for i in range(start, start + 0x40))
        assert list(reader.read(text)) == tokenise(text)


def test_real_texts_are_encoded_as_without_a_memory(texts):
    vectorizer = Vectorizer.from_texts(texts)
    ids = {word: i for i, word in enumerate(vectorizer.vocabulary, start=2)}
    for text in texts:
        wanted = [ids.get(token, 1) for token in tokenise(text)]
        assert vectorizer.encode(text, len(text)) == wanted
        assert vectorizer.encode(text, 40) == wanted[:40]
        if len(wanted) > 40:
            assert vectorizer.encode(text, 41, keep="head and tail") == wanted[:21] + wanted[-20:]


@pytest.mark.parametrize("subwords", [False, True])
def test_many_texts_at_once_give_the_ids_of_each(texts, subwords):
    vectorizer = Vectorizer.from_texts(texts, subwords=subwords)
    generator = random.Random(0)
    plain = [character for character in TRICKY if character.isascii()]
    many = [
        *texts,
        *("".join(generator.choices(plain, k=generator.randrange(40))) for _ in range(2000)),
        *("".join(generator.choices(TRICKY, k=20)) for _ in range(200)),
        "HTTPServerError don't 'tis users' 0xFFfg |a|B| x1y2\0?!",
        "",
        " \n ",
        "word " * 2000,
    ]
    for max_length, keep in ((10**4, "head"), (7, "head"), (7, "head and tail"), (1, "head")):
        found = vectorizer.encode_all(many, max_length, keep=keep)
        assert [list(ids) for ids in found] == [
            vectorizer.encode(text, max_length, keep=keep) for text in many
        ]


def test_many_texts_without_a_name_or_without_anything():
    vectorizer = Vectorizer(["mail", "7"])
    assert [list(ids) for ids in vectorizer.encode_all(["7 8"] * 1000, 9)] == [[3, 1]] * 1000
    assert [list(ids) for ids in vectorizer.encode_all([""] * 1000, 9)] == [[]] * 1000
    assert vectorizer.encode_all([], 9) == []


def test_what_is_cut_is_not_converted():
    seen = []
    reader = TokenReader(lambda tokens: seen.extend(tokens) or tokens)
    assert next(reader.read("first second third")) == "first"
    assert next(reader.read_backwards("first second third")) == "third"
    assert seen == ["first", "third"]


def test_memory_stays_bounded_whatever_is_read():
    reader = TokenReader(list)
    tracemalloc.start()
    for start in range(0, 100_000, 1000):
        list(reader.read(" ".join(str(i) for i in range(start, start + 1000))))
    for i in range(200):
        list(reader.read("a" * (100_000 + i)))
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 1000 < len(reader) <= 2**16
    assert used < 20e6


def test_threads_share_a_vectorizer(texts, monkeypatch):
    monkeypatch.setattr("ticketcourse.vectorizer._MOST_RUNS", 50)  # so that it often starts again
    vectorizer = Vectorizer.from_texts(texts)
    wanted = [vectorizer.encode(text, 100, keep="head and tail") for text in texts]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(4) as pool:
            for _ in range(3):
                found = pool.map(
                    lambda text: vectorizer.encode(text, 100, keep="head and tail"), texts
                )
                assert list(found) == wanted
    finally:
        sys.setswitchinterval(interval)


@pytest.mark.parametrize("subwords", [False, True])
def test_a_copy_gives_the_same_ids_and_remembers_nothing(texts, subwords):
    vectorizer = Vectorizer.from_texts(texts, subwords=subwords)
    small = len(pickle.dumps(vectorizer))
    wanted = [vectorizer.encode(text, 100) for text in texts]
    assert len(pickle.dumps(vectorizer)) == small
    for again in (pickle.loads(pickle.dumps(vectorizer)), copy.deepcopy(vectorizer)):
        assert [again.encode(text, 100) for text in texts] == wanted


def test_keras_gives_the_same_ids(texts):
    keras = pytest.importorskip("keras")
    if keras.backend.backend() != "tensorflow":
        pytest.skip("TextVectorization needs TensorFlow")
    vectorizer = Vectorizer.from_texts(texts, max_size=300)
    theirs = keras.layers.TextVectorization(
        vocabulary=list(vectorizer.vocabulary), standardize=None, split="whitespace"
    )
    ours = pad([vectorizer.encode(text, len(text)) for text in texts])
    assert (ours == 1).any() and ours.max() > 200
    assert theirs([" ".join(tokenise(text)) for text in texts]).numpy().tolist() == ours.tolist()


def test_a_new_word_falls_apart_into_pieces_and_a_known_one_stays_whole():
    texts = ["restart server", "restart client", "restart", "started", "server"] * 3
    words, pieces = (Vectorizer.from_texts(texts, subwords=subwords) for subwords in (False, True))
    assert words.encode("Restart servers", 9)[1:] == [1]
    assert set(words.vocabulary) < set(pieces.vocabulary)
    known, *new = pieces.encode("Restart servers", 9)
    assert pieces.vocabulary[known - 2] == "restart"
    assert "".join(pieces.vocabulary[i - 2] for i in new) == "servers"
    assert pieces.encode("日本 servers 日", 9) == [1, *new, 1]
    assert pieces.encode("servers servers", len(new) + 1) == [*new, new[0]]


def test_a_word_of_the_vocabulary_is_one_piece_whatever_is_joined_first():
    merges = [("a", "b"), ("b", "c"), ("a", "bc")]
    vectorizer = Vectorizer(["a", "b", "c", "ab", "bc", "abc"], merges)
    assert vectorizer.encode("abc abca", 9) == [7, 5, 4, 2]


def test_subwords_are_the_same_from_the_same_texts_in_any_order(texts):
    learned = [
        Vectorizer.from_texts(order, subwords=True, max_size=size).to_dict()
        for size in (30, 600)
        for order in (texts, texts[::-1])
    ]
    assert learned[0] == learned[1] != learned[2] == learned[3]
    assert len(learned[0]["vocabulary"]) == 28 and len(learned[2]["vocabulary"]) == 598


def test_subwords_of_no_texts_know_nothing():
    assert Vectorizer.from_texts([], subwords=True).encode("a b", 9) == [1, 1]


def test_without_tokenizers_one_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "tokenizers", None)  # makes the import fail
    with pytest.raises(TicketcourseError, match=r'pip install "ticketcourse\[subwords\]"'):
        Vectorizer.from_texts(["a"], subwords=True)


def test_the_vocabulary_keeps_the_most_frequent_words():
    texts = ["b a a", "a b c c", "d"]
    assert Vectorizer.from_texts(texts, min_count=1).vocabulary == ("a", "b", "c", "d")
    assert Vectorizer.from_texts(texts, min_count=2).vocabulary == ("a", "b", "c")
    small = Vectorizer.from_texts(texts, min_count=1, max_size=4)
    assert small.vocabulary == ("a", "b")
    assert len(small) == 4


def test_encode_gives_1_for_unknown_words_and_2_for_the_first_word():
    assert Vectorizer(["a", "b"]).encode("b a z", 9) == [3, 2, 1]


def test_a_long_text_keeps_its_head_or_head_and_tail():
    vectorizer = Vectorizer(["a", "b", "c", "d", "e", "f"])
    assert vectorizer.encode("a b c d e f", 5) == [2, 3, 4, 5, 6]
    assert vectorizer.encode("a b c d e f", 5, keep="head and tail") == [2, 3, 4, 6, 7]
    assert vectorizer.encode("a b c d e f", 1, keep="head and tail") == [2]
    assert vectorizer.encode("a b c", 3, keep="head and tail") == [2, 3, 4]


@pytest.mark.parametrize("subwords", [False, True])
def test_a_vectorizer_survives_json(subwords):
    vectorizer = Vectorizer.from_texts(["naïve b", "naïve b"], subwords=subwords)
    again = Vectorizer.from_dict(json.loads(json.dumps(vectorizer.to_dict())))
    assert again.vocabulary == vectorizer.vocabulary
    assert again.encode("naïve ab", 9) == vectorizer.encode("naïve ab", 9)


@pytest.mark.parametrize(
    "saved", [{}, [], {"vocabulary": ["a", "a"]}, {"vocabulary": [1]}, {"vocabulary": ["\ud800"]}]
)
def test_a_damaged_vocabulary_is_refused(saved):
    with pytest.raises(TicketcourseError, match="list of different words"):
        Vectorizer.from_dict(saved)


@pytest.mark.parametrize(
    "merges", [1, "a b", [1], ["ab"], ["a b c"], ["a c"], ["b a"], [["a", "b"]]]
)
def test_damaged_merges_are_refused(merges):
    with pytest.raises(TicketcourseError, match="saved merges are not pairs"):
        Vectorizer.from_dict({"vocabulary": ["a", "b", "ab"], "merges": merges})
