"""The wide path finds what words and pairs of words decide, and says how sure it is."""

import json
from itertools import pairwise

import numpy as np
import pytest
import safetensors.numpy

from ticketcourse import TicketcourseError
from ticketcourse.models.wide import FIELDS, WidePath
from ticketcourse.scratch import sigmoid
from ticketcourse.scratch.text import tokenise

WORDS = ["alpha", "beta", "gamma", "delta", "mail", "printer", "server", "tunnel"]


def texts(n, seed, n_words=6):
    """Texts of words drawn at random."""
    return [" ".join(row) for row in np.random.default_rng(seed).choice(WORDS, (n, n_words))]


@pytest.fixture(scope="module")
def pairs():
    """Three hundred tickets; a description has two lines."""
    first, rest, resolutions = (texts(300, seed) for seed in range(3))
    return [(f"{a}\n{b}", c) for a, b, c in zip(first, rest, resolutions, strict=True)]


def targets(pairs, *rules):
    return np.array([[rule(*pair) for rule in rules] for pair in pairs], dtype=np.float32)


@pytest.mark.parametrize(
    "rule",
    [
        lambda description, resolution: "mail" in description,
        lambda description, resolution: "mail" in resolution,
        lambda description, resolution: "mail" in description.split("\n")[0],
        lambda description, resolution: "mail server" in resolution,
    ],
    ids=["a word", "a word of the resolution", "a word of the first line", "a pair of words"],
)
def test_what_decides_a_label_is_found(pairs, rule):
    y = targets(pairs, rule)
    z = WidePath.fit(pairs[:200], y[:200]).logits(pairs[200:])
    with_label, without = z[y[200:] == 1], z[y[200:] == 0]
    assert (with_label[:, None] > without).mean() > 0.9


def test_logits_are_the_margins_of_scikit_learns_machines_on_another_scale(pairs):
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    def ngrams(text):
        tokens = tokenise(text)
        return tokens + [" ".join(pair) for pair in pairwise(tokens)]

    fields = [
        [description for description, _ in pairs],
        [resolution for _, resolution in pairs],
        [description.split("\n")[0] for description, _ in pairs],
    ]
    columns = []
    for field in fields:
        vectorizer = TfidfVectorizer(analyzer=ngrams, min_df=3, sublinear_tf=True)
        vectorizer.fit(field[:200])
        columns.append(vectorizer.transform(field))
    x = hstack(columns).tocsr()
    y = targets(pairs, lambda d, r: "mail" in d, lambda d, r: "server" in r and "beta" in d)
    z = WidePath.fit(pairs[:200], y[:200]).logits(pairs)
    for j in range(2):
        machine = LinearSVC(C=1.0, random_state=0).fit(x[:200], y[:200, j])
        margins = machine.decision_function(x)
        scale, shift = np.polyfit(margins, z[:, j], 1)
        np.testing.assert_allclose((z[:, j] - shift) / scale, margins, atol=1e-6)


@pytest.mark.parametrize("share_wrong", [0, 0.2])
def test_calibrated_logits_fit_new_tickets_better_than_others(pairs, share_wrong):
    rng = np.random.default_rng(0)
    y = targets(pairs, lambda d, r: "mail" in d, lambda d, r: "tunnel" in r)
    y = np.where(rng.random(y.shape) < share_wrong, 1 - y, y)
    z = WidePath.fit(pairs[:200], y[:200]).logits(pairs[200:])

    def log_loss(z):
        return (np.logaddexp(0, z) - y[200:] * z).mean()

    prior = y[:200].mean(axis=0)
    assert log_loss(z) < log_loss(np.log(prior / (1 - prior)))
    for scale in (0.25, 4):
        assert log_loss(z) < log_loss(scale * z)
    assert np.abs(sigmoid(z).mean(axis=0) - y[200:].mean(axis=0)).max() < 0.1


def test_what_is_always_right_in_training_is_not_certain():
    pairs = [("mail", ""), ("tunnel", "")] * 20
    y = targets(pairs, lambda d, r: d == "mail")
    p = sigmoid(WidePath.fit(pairs, y).logits(pairs[:2]))[:, 0]
    np.testing.assert_allclose(p, [21 / 22, 1 / 22], atol=0.01)  # Platt's targets


def test_a_label_that_cannot_be_learned_is_not_turned_round(pairs):
    y = np.random.default_rng(1).random((60, 1)) < 0.5
    z = WidePath.fit(pairs[:60], y).logits(pairs[:60])
    assert z[y].mean() >= z[~y].mean()


def test_a_label_of_one_ticket_borrows_its_scale_from_the_others(pairs):
    y = targets(pairs, lambda d, r: "mail" in d, lambda d, r: "tunnel" in r, lambda d, r: False)
    y[0, 2] = 1
    together, alone = (WidePath.fit(pairs, part).logits(pairs[:1])[0, -1] for part in (y, y[:, 2:]))
    assert together > alone + 1


def test_a_wide_path_survives_saving(pairs):
    y = targets(pairs, lambda d, r: "mail" in d, lambda d, r: "mail server" in r)
    wide = WidePath.fit(pairs, y)
    arrays = safetensors.numpy.load(safetensors.numpy.save(wide.arrays()))
    assert {array.dtype for array in arrays.values()} == {np.dtype(np.float32)}
    again = WidePath(json.loads(json.dumps(wide.ngrams)), **arrays)
    assert again.logits(pairs).tobytes() == wide.logits(pairs).tobytes()


def test_the_same_seed_gives_the_same_bytes(pairs):
    y = targets(pairs, lambda d, r: "mail" in d)
    first, second = (WidePath.fit(pairs, y, seed=3) for _ in range(2))
    assert first.ngrams == second.ngrams
    for name, array in first.arrays().items():
        assert array.tobytes() == second.arrays()[name].tobytes()


def test_unknown_words_play_no_role_and_an_empty_ticket_gets_the_biases(pairs):
    y = targets(pairs, lambda d, r: "mail" in d, lambda d, r: "beta" in r)
    wide = WidePath.fit(pairs, y)
    z = wide.logits(
        [("mail beta", "tunnel"), ("xyz mail beta", "tunnel xyz"), ("", ""), ("xyz", "")]
    )
    np.testing.assert_array_equal(z[0], z[1])
    np.testing.assert_array_equal(z[2:], [wide.b, wide.b])
    assert (z[0] != z[2]).all()
    assert wide.logits([]).shape == (0, 2)


def test_empty_lines_before_the_first_play_no_role(pairs):
    wide = WidePath.fit(pairs, targets(pairs, lambda d, r: "mail" in d.split("\n")[0]))
    first, second = wide.logits([("mail\nbeta", ""), ("\n mail\nbeta", "")])
    assert first == second


def test_an_unknown_word_parts_a_pair(pairs):
    wide = WidePath.fit(pairs, targets(pairs, lambda d, r: "mail server" in r))
    together, apart, turned = wide.logits(
        [("", "mail server"), ("", "mail xyz server"), ("", "server xyz mail")]
    )[:, 0]
    assert together > apart == turned


def test_many_tickets_get_what_each_gets_alone(pairs):
    wide = WidePath.fit(pairs, targets(pairs, lambda d, r: "mail" in d, lambda d, r: "beta" in r))
    z = wide.logits(pairs * 4)  # more than are read at a time
    np.testing.assert_allclose(z[-3:], [wide.logits([pair])[0] for pair in pairs[-3:]], rtol=1e-12)


def test_the_most_frequent_ngrams_stay():
    descriptions = ["b a", "b a", "b a", "a", "c", "c", "c", "rare", "rare"]
    pairs, y = [(text, "") for text in descriptions], np.eye(9, 1)
    every = WidePath.fit(pairs, y).ngrams
    assert every == {
        "description": ["a", "b", "b a", "c"],
        "resolution": [],
        "first line": ["a", "b", "b a", "c"],
    }
    assert WidePath.fit(pairs, y, max_ngrams=3).ngrams == {
        "description": ["a", "b"],
        "resolution": [],
        "first line": ["a"],
    }


def test_labels_that_no_or_every_ticket_has_get_their_prior(pairs):
    y = np.repeat([[0, 1]], len(pairs), axis=0)
    z = WidePath.fit(pairs, y).logits([*pairs[:2], ("", "")])
    p = sigmoid(z)
    assert np.ptp(z, axis=0).tolist() == [0, 0]
    np.testing.assert_allclose(p, np.repeat([[1 / 302, 301 / 302]], 3, axis=0), rtol=1e-6)


@pytest.mark.parametrize("n", [1, 2, 3, 10])
def test_a_handful_of_tickets_is_enough(pairs, n):
    y = np.zeros((n, 3))
    y[0, 0] = y[: n // 2, 1] = y[1:, 2] = 1
    z = WidePath.fit(pairs[:n], y).logits(pairs)
    assert z.shape == (300, 3)
    assert np.abs(z).max() < 10


def test_tickets_without_words_are_no_obstacle():
    z = WidePath.fit([("", "")] * 6, np.eye(6, 1)).logits([("mail", "server")])
    np.testing.assert_allclose(sigmoid(z), 2 / 8, rtol=1e-6)


@pytest.mark.parametrize(
    "ngrams",
    [
        None,
        {},
        {"description": ["a"], "resolution": []},
        {"description": ["a", "a"], "resolution": [], "first line": []},
        {"description": ["b", "a"], "resolution": [], "first line": []},
        {"description": ["a", "a b c"], "resolution": [], "first line": []},
        {"description": [1, 2], "resolution": [], "first line": []},
    ],
)
def test_damaged_ngrams_are_refused(ngrams):
    with pytest.raises(TicketcourseError, match="sorted lists of different words"):
        WidePath(ngrams, idf=np.ones(2), W=np.ones((2, 3)), b=np.ones(3))


@pytest.mark.parametrize(
    ("idf", "W", "b"), [((1,), (2, 3), (3,)), ((2,), (1, 3), (3,)), ((2,), (2, 3), (2,))]
)
def test_arrays_that_do_not_fit_are_refused(idf, W, b):
    ngrams = {name: [] for name in FIELDS} | {"description": ["a", "b"]}
    with pytest.raises(TicketcourseError, match="2 n-grams"):
        WidePath(ngrams, idf=np.ones(idf), W=np.ones(W), b=np.ones(b))
