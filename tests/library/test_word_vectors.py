"""Word vectors put words with the same neighbours near to each other."""

import numpy as np
import pytest

from ticketcourse.scratch import PADDING, UNKNOWN
from ticketcourse.training import word_vectors as module
from ticketcourse.training.word_vectors import word_vectors

V = 42


@pytest.fixture(scope="module")
def sequences():
    """Texts in which ids 2 and 3 stand among ids 10 to 19, ids 4 and 5 among 20 to 29."""
    rng = np.random.default_rng(0)
    made = []
    for i in range(400):
        group = i % 2
        text = rng.integers(10 + 10 * group, 20 + 10 * group, 9)
        text[4] = 2 + 2 * group + rng.integers(2)
        made.append(text.tolist())
    return made


def cosine(a, b):
    return a @ b / np.linalg.norm(a) / np.linalg.norm(b)


def test_words_with_the_same_neighbours_are_nearer_than_others(sequences):
    E = word_vectors(sequences, V, 8)
    for a, b, others in ((2, 3, (4, 5)), (4, 5, (2, 3))):
        assert cosine(E[a], E[b]) > 0.8
        for other in others:
            assert cosine(E[a], E[other]) < 0.4


def test_words_with_the_same_labels_are_nearer_than_others():
    # All words have the same neighbours; ids 2 and 3 have the first label, 4 and 5 the second.
    rng = np.random.default_rng(0)
    texts = [[2 + i % 4, *rng.integers(6, 12, 8)] for i in range(400)]
    y = np.array([[i % 4 < 2, i % 4 >= 2] for i in range(400)])
    E = word_vectors(texts, 12, 8, y)
    assert cosine(E[2, 6:], E[3, 6:]) > 0.99 and cosine(E[4, 6:], E[5, 6:]) > 0.99
    assert cosine(E[2, 6:], E[4, 6:]) < 0.2
    assert np.linalg.norm(E[6:, 6:], axis=1).max() < np.linalg.norm(E[2:6, 6:], axis=1).min() / 5


def test_a_rare_word_says_little_of_labels():
    texts = [[2, 4]] + [[3, 4]] * 50 + [[4, 5]] * 200
    y = np.array([[1, 0]] * 51 + [[0, 1]] * 200)
    E = word_vectors(texts, 6, 8, y)[:, 6:]
    assert np.linalg.norm(E[2]) < np.linalg.norm(E[3]) / 2


def test_labels_that_nothing_has_add_nothing_but_noise():
    E = word_vectors([[2, 3], [3, 4]] * 5, 5, 8, np.zeros((10, 3)))
    assert (np.abs(E[2:, 5:]) < 0.1).all() and E[2:, 5:].all()


def test_the_vectors_are_those_of_the_whole_matrix_decomposed():
    rng = np.random.default_rng(0)
    sequences = np.minimum(rng.zipf(1.5, (200, 12)) + 1, 20).tolist()  # ids 2 to 20
    counts = np.zeros((19, 19))
    for text in sequences:
        for i, a in enumerate(text):
            for b in text[i + 1 : i + 6]:
                counts[a - 2, b - 2] += 1
                counts[b - 2, a - 2] += 1
    contexts = counts.sum(axis=0) ** 0.75
    with np.errstate(divide="ignore"):
        pmi = np.log(counts / counts.sum(axis=1, keepdims=True) / (contexts / contexts.sum()))
    U, s, _ = np.linalg.svd(np.maximum(0, pmi))
    exact = U[:, :8] * np.sqrt(s[:8])
    E = word_vectors(sequences, 21, 8)[2:]
    products, exact = E @ E.T, exact @ exact.T
    np.testing.assert_allclose(
        products / np.linalg.norm(products), exact / np.linalg.norm(exact), atol=0.02
    )


def test_padding_is_zero_and_the_words_have_their_size(sequences):
    E = word_vectors(sequences, 30, 8)
    assert E.shape == (30, 8) and E.dtype == np.float32
    assert not E[PADDING].any()
    assert 0 < np.abs(E[UNKNOWN]).max() < 0.1
    assert np.sqrt(np.mean(E[2:] ** 2)) == pytest.approx(1, rel=0.01)


def test_the_same_seed_gives_the_same_bytes(sequences):
    E = word_vectors(sequences, V, 8, seed=1)
    assert E.tobytes() == word_vectors(iter(sequences), V, 8, seed=1).tobytes()
    assert E.tobytes() != word_vectors(sequences, V, 8, seed=2).tobytes()


def test_neither_blocks_nor_the_order_of_texts_play_a_role(sequences, monkeypatch):
    E = word_vectors(sequences, V, 8)
    monkeypatch.setattr(module, "_BLOCK", 100)
    assert word_vectors(sequences[::-1], V, 8).tobytes() == E.tobytes()


def test_only_words_of_one_text_within_the_window_are_neighbours():
    # Words 2 and 3 have word 4 as a neighbour, but word 3 only beyond a text's end or the window.
    def similarity(sequences, window=2):
        E = word_vectors(sequences, 8, 4, window=window)
        return cosine(E[2], E[3])

    others = [[5, 6], [6, 7], [7, 5]] * 3
    assert similarity([[2, 4], [3, 4], *others]) > 0.9
    assert similarity([[2, 4], [3], [4], *others]) < 0.5
    assert similarity([[2, 4], [3, UNKNOWN, 4], *others]) > 0.9
    assert similarity([[2, 4], [3, UNKNOWN, UNKNOWN, 4], *others]) < 0.5
    assert similarity([[2, 4], [3, UNKNOWN, UNKNOWN, 4], *others], window=3) > 0.9


@pytest.mark.parametrize(
    ("sequences", "V"),
    [([], 5), ([[]], 5), ([[2], [3]], 5), ([[UNKNOWN, 2]], 5), ([[2, 2, 2]], 3), ([[1]], 2)],
    ids=["no text", "an empty text", "one word a text", "an unknown word", "one word", "no word"],
)
def test_words_without_neighbours_get_small_numbers_that_differ(sequences, V):
    E = word_vectors(sequences, V, 16)
    assert E.shape == (V, 16)
    assert not E[PADDING].any()
    assert (np.abs(E[1:]) < 0.1).all()
    assert len(np.unique(E[1:], axis=0)) == V - 1


def test_fewer_words_than_dimensions_are_no_obstacle():
    E = word_vectors([[2, 3], [2, 4], [3, 4, 5]], 6, 16)
    assert np.isfinite(E).all()
    assert (np.abs(E[2:, :6]).max(axis=1) > 0.1).all()
    assert 0 < np.abs(E[2:, 6:]).max() < 0.1
