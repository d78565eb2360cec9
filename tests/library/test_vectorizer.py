import json

import pytest

from ticketcourse import TicketcourseError
from ticketcourse.vectorizer import Vectorizer


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


def test_a_vectorizer_survives_json():
    vectorizer = Vectorizer(["naïve", "b"])
    again = Vectorizer.from_dict(json.loads(json.dumps(vectorizer.to_dict())))
    assert again.vocabulary == vectorizer.vocabulary


@pytest.mark.parametrize("saved", [{}, [], {"vocabulary": ["a", "a"]}, {"vocabulary": [1]}])
def test_a_damaged_vocabulary_is_refused(saved):
    with pytest.raises(TicketcourseError, match="list of different words"):
        Vectorizer.from_dict(saved)
