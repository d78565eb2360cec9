"""The wide path finds what words and pairs of words decide, and says how sure it is."""

import json
from itertools import pairwise

import numpy as np
import pytest
import safetensors.numpy

from ticketcourse import TicketcourseError
from ticketcourse.models.wide import FIELDS, WEIGHTS, WINDOW, WidePath
from ticketcourse.scratch import sigmoid
from ticketcourse.scratch.text import tokenise

NONE = np.zeros((0, 2), dtype=np.int64)
WORDS = ["alpha", "beta", "gamma", "delta", "mail", "printer", "server", "tunnel"]


def texts(n, seed, n_words=6):
    """Texts of words drawn at random."""
    return [" ".join(row) for row in np.random.default_rng(seed).choice(WORDS, (n, n_words))]


@pytest.fixture(scope="module")
def pairs():
    """Three hundred tickets, whose texts are longer than an opening and a closing."""
    between = "\n" + "and " * 12
    words = [texts(300, seed) for seed in range(4)]
    return [(f"{a}{between}{b}", f"{c}{between}{d}") for a, b, c, d in zip(*words, strict=True)]


def targets(pairs, *rules):
    return np.array([[rule(*pair) for rule in rules] for pair in pairs], dtype=np.float32)


@pytest.mark.parametrize(
    "rule",
    [
        lambda description, resolution: "mail" in description.split("\n")[0],
        lambda description, resolution: "mail" in resolution.split("and")[-1],
        lambda description, resolution: "mail server" in resolution,
    ],
    ids=["a word of the opening", "a word of the closing", "a pair of words"],
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
        [ngrams(description) for description, _ in pairs],
        [ngrams(resolution) for _, resolution in pairs],
        [ngrams(" ".join(tokenise(description)[:WINDOW])) for description, _ in pairs],
        [ngrams(" ".join(tokenise(resolution)[-WINDOW:])) for _, resolution in pairs],
    ]
    columns = []
    for field, weight in zip(fields, WEIGHTS, strict=False):
        vectorizer = TfidfVectorizer(analyzer=list, min_df=2, sublinear_tf=True)
        vectorizer.fit(field[:200])
        columns.append(weight * vectorizer.transform(field))
    y = targets(pairs, lambda d, r: "mail server" in d, lambda d, r: "tunnel beta" in r)
    wide = WidePath.fit(pairs[:200], y[:200])
    names = [ngram for field in FIELDS for ngram in wide.ngrams[field]]
    crosses = [[f"{names[i]} x {names[j]}" for i, j in wide.crosses.tolist()]]
    both = [
        [f"{a} x {b}" for a in set(first) for b in set(second)]
        for first, second in zip(*fields[:2], strict=True)
    ]
    vectorizer = TfidfVectorizer(analyzer=list, vocabulary=crosses[0]).fit(both[:200])
    columns.append(WEIGHTS[-1] * vectorizer.transform(both))
    x = hstack(columns).tocsr()
    z = wide.logits(pairs)
    for j in range(2):
        machine = LinearSVC(tol=0.03, random_state=0).fit(x[:200], y[:200, j])
        margins = machine.decision_function(x)
        scale, shift = np.polyfit(margins, z[:, j], 1)
        np.testing.assert_allclose((z[:, j] - shift) / scale, margins, atol=2e-2)


def test_crosses_tell_what_neither_text_alone_tells():
    # Of two symptoms and two fixes each label has one half: neither says anything by itself.
    rng = np.random.default_rng(0)
    symptom, fix = rng.integers(2, size=(2, 200))
    pairs = [
        (f"{a} {('silent', 'slow')[i]} {b}", f"{c} {('restarted', 'raised')[j]} {d}")
        for a, b, c, d, i, j in zip(
            *(texts(200, seed, 1) for seed in range(4)), symptom, fix, strict=True
        )
    ]
    y = np.stack([symptom == fix, symptom != fix], axis=1)
    z = WidePath.fit(pairs[:150], y[:150]).logits(pairs[150:])
    assert ((z[:, 0] > z[:, 1]) == y[150:, 0]).mean() > 0.95


def test_a_cross_is_a_pair_that_three_tickets_have():
    pairs = [("slow", "restarted")] * 2 + [("silent", "raised")] * 3 + [("slow", "raised")] * 3
    wide = WidePath.fit([*pairs, ("silent", "closed")], np.eye(9, 1))
    names = [ngram for field in FIELDS for ngram in wide.ngrams[field]]
    crosses = [(names[i], names[j]) for i, j in wide.crosses.tolist()]
    assert crosses == [("silent", "raised"), ("slow", "raised")]


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


def test_of_many_tickets_one_fifth_tells_the_scales_and_the_others_the_weights(pairs, monkeypatch):
    from sklearn.svm import LinearSVC

    y = targets(pairs, lambda d, r: "mail" in d, lambda d, r: "tunnel" in r)
    usual = WidePath.fit(pairs[:200], y[:200])
    fit, sizes = LinearSVC.fit, []

    def note(machine, x, y):
        sizes.append(len(y))
        return fit(machine, x, y)

    monkeypatch.setattr(LinearSVC, "fit", note)
    monkeypatch.setattr("ticketcourse.models.wide._MANY_TICKETS", 199)
    quick = WidePath.fit(pairs[:200], y[:200])
    assert sizes == [160, 160]

    def log_loss(z):
        return (np.logaddexp(0, z) - y[200:] * z).mean()

    z, expected = (each.logits(pairs[200:]) for each in (quick, usual))
    assert log_loss(z) == pytest.approx(log_loss(expected), rel=0.25)
    assert log_loss(z) < min(log_loss(z / 4), log_loss(4 * z))


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
    assert {arrays[name].dtype for name in ("idf", "W", "b")} == {np.dtype(np.float32)}
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
        "description": ["a", "b", "b a", "c", "rare"],
        "resolution": [],
        "opening": ["a", "b", "b a", "c", "rare"],
        "closing": [],
    }
    assert WidePath.fit(pairs, y, max_ngrams=3).ngrams == {
        "description": ["a", "b"],
        "resolution": [],
        "opening": ["a"],
        "closing": [],
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
        {"description": ["a", "a"], "resolution": [], "opening": [], "closing": []},
        {"description": ["b", "a"], "resolution": [], "opening": [], "closing": []},
        {"description": ["a", "a b c"], "resolution": [], "opening": [], "closing": []},
        {"description": [1, 2], "resolution": [], "opening": [], "closing": []},
    ],
)
def test_damaged_ngrams_are_refused(ngrams):
    with pytest.raises(TicketcourseError, match="sorted lists of different words"):
        WidePath(ngrams, crosses=NONE, idf=np.ones(2), W=np.ones((2, 3)), b=np.ones(3))


@pytest.mark.parametrize(
    ("idf", "W", "b"), [((1,), (2, 3), (3,)), ((2,), (1, 3), (3,)), ((2,), (2, 3), (2,))]
)
def test_arrays_that_do_not_fit_are_refused(idf, W, b):
    ngrams = {name: [] for name in FIELDS} | {"description": ["a", "b"]}
    with pytest.raises(TicketcourseError, match="2 n-grams"):
        WidePath(ngrams, crosses=NONE, idf=np.ones(idf), W=np.ones(W), b=np.ones(b))


@pytest.mark.parametrize(
    "crosses", [[[0, 3]], [[2, 0]], [[-1, 2]], [[0, 2], [0, 2]], [[1, 2], [0, 2]]]
)
def test_crosses_that_are_no_sorted_pairs_are_refused(crosses):
    ngrams = {name: [] for name in FIELDS} | {"description": ["a", "b"], "resolution": ["a"]}
    n = 3 + len(crosses)
    with pytest.raises(TicketcourseError, match="crosses of the wide path are not sorted pairs"):
        WidePath(ngrams, crosses=np.array(crosses), idf=np.ones(n), W=np.ones((n, 3)), b=np.ones(3))
