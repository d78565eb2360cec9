"""What is known about a learner's losses."""

import numpy as np

from ticketcourse.checks.part import Idea, Part

_CUT = {"cut at 1e-7": 1e-7, "cut at 1e-12": 1e-12, "cut at 1e-15": 1e-15}


def softmax(z, axis=-1):
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def sigmoid(z):
    return (1 + np.tanh(z / 2)) / 2


def _log_sigmoid(z):
    return -np.logaddexp(0, -z)


def _cut(wrong, p):
    """Probabilities that are kept a little away from 0 and 1; None where that is not done."""
    size = next((_CUT[name] for name in _CUT if name in wrong), None)
    return None if size is None else np.clip(p, size, 1 - size)


def _binary_cross_entropy(wrong, z, y):
    each = _each_label(wrong, z, 1 - y if "upside down" in wrong else y)
    if "no minus" in wrong:
        each = -each
    if "log2" in wrong:
        each = each / np.log(2)
    n, L = z.shape
    if "each label" in wrong:
        return each
    if "each ticket" in wrong:
        return each.sum(axis=1)
    if "sum of all" in wrong:
        return each.sum()
    if "mean of all" in wrong:
        return each.mean()
    return each.sum() / (L if "over tickets" in wrong else n)


def _each_label(wrong, z, y):
    log_p, log_q = _log_sigmoid(z), _log_sigmoid(-z)
    p = _cut(wrong, sigmoid(z))
    if "no sigmoid" in wrong:
        p = z
    elif "softmax" in wrong:
        p = softmax(z)
    elif "log 0" in wrong:
        p = sigmoid(z)
    elif "overflow" in wrong:
        p = np.exp(z) / (1 + np.exp(z))
    if p is not None:
        log_p, log_q = np.log(p), np.log(1 - p)
    if "ones only" in wrong:
        return -y * log_p
    if "zeros only" in wrong:
        return -(1 - y) * log_q
    return -(y * log_p + (1 - y) * log_q)


def _labels(rng, n, L):
    """Targets with one label for each ticket."""
    return rng.permuted(np.tile([1.0] + [0] * (L - 1), (n, 1)), axis=1)


def tickets(n, L):
    return lambda rng: (rng.normal(size=(n, L)), _labels(rng, n, L))


def _undecided(n, L, n_ones):
    """Logits 0: p is 1/2 by whatever rule it is computed, and the loss of each label log 2.

    The number of ones tells the loss of one term from a mean over the labels.
    """
    y = np.arange(n * L) < n_ones
    return lambda rng: (np.zeros((n, L)), rng.permutation(y * 1.0).reshape(n, L))


def certain(rng):
    """One ticket with two labels, of which both get a wrong answer that seems certain."""
    return np.array([[1000.0, -1000]]) * rng.uniform(0.9, 1.1), np.array([[0.0, 1]])


_CUT_WORDS = dict.fromkeys(
    _CUT,
    "p kept away from 0 and 1, which makes a large loss too small; compute the loss from z without "
    "p",
)

BINARY_CROSS_ENTROPY = Part(
    "binary_cross_entropy",
    "loss",
    _binary_cross_entropy,
    {
        "p = σ(z)": Idea(
            tickets(1, 5),  # one ticket: nothing to take the mean over
            {
                "no sigmoid": "z used as if it were a probability; put it through the sigmoid",
                "softmax": "softmax in place of the sigmoid; each label is a yes or no of its own",
                "upside down": "p and 1 − p exchanged; log p goes with y, and log(1 − p) with "
                "1 − y",
            },
        ),
        "both terms": Idea(
            _undecided(1, 5, n_ones=2),
            {
                "ones only": "the loss of the labels with y = 1 alone; add (1 − y) log(1 − p)",
                "zeros only": "the loss of the labels with y = 0 alone; add y log p",
                "no minus": "a loss below 0; put a minus before the sum",
                "log2": "the loss in bits; take the natural logarithm, np.log",
            },
        ),
        "sum over labels, mean over tickets": Idea(
            _undecided(3, 4, n_ones=5),
            {
                "mean of all": "the mean over tickets and labels; add up the labels of each ticket",
                "sum of all": "the sum over all tickets; divide it by n",
                "over tickets": "the mean over the labels; divide by n, the number of tickets",
                "each ticket": "a loss for each ticket; take their mean",
                "each label": "a loss for each label of each ticket; add up the labels, and take "
                "the mean over the tickets",
            },
        ),
        "large logits": Idea(
            certain,
            {
                "log 0": "∞, from log 0 or from an e^z larger than any number; compute "
                "max(z, 0) − z y + log(1 + e^(−|z|))",
                "overflow": "NaN, from an e^z larger than any number; compute "
                "max(z, 0) − z y + log(1 + e^(−|z|))",
                **_CUT_WORDS,
            },
        ),
    },
)


def _softmax_cross_entropy(wrong, z, y):
    n, L = z.shape
    if "likeliest" in wrong:
        y = (y == y.max(axis=1, keepdims=True)) * 1.0
    log_p, log_q = _log_probabilities(wrong, z)
    if "no log" in wrong:
        log_p = z if "no softmax" in wrong else np.exp(log_p)
    each = -(y * log_p)
    if "picked" in wrong:
        each = np.where(y > 0, each, 0)
    if "both terms" in wrong:
        each = each - (1 - y) * log_q
    if "no minus" in wrong:
        each = -each
    if "log2" in wrong:
        each = each / np.log(2)
    if "each ticket" in wrong:
        return each.sum(axis=1)
    if "sum of all" in wrong:
        return each.sum()
    return each.sum() / (n * L if "mean of all" in wrong else n)


def _log_probabilities(wrong, z):
    """The logarithms of p and of 1 - p."""
    axis = 0 if "softmax over tickets" in wrong else 1
    p = _cut(wrong, softmax(z, axis))
    if "no softmax" in wrong:
        p = z
    elif "log 0" in wrong or "picked" in wrong:
        p = sigmoid(z) if "sigmoid" in wrong else softmax(z, axis)
    elif "sigmoid" in wrong:
        return _log_sigmoid(z), _log_sigmoid(-z)
    if p is not None:
        return np.log(p), np.log(1 - p)
    log_p = z - np.logaddexp.reduce(z, axis=axis, keepdims=True)
    return log_p, np.log(1 - np.exp(log_p))


def _shared(rng):
    y = rng.uniform(0.5, 1.5, size=(1, 4))
    return rng.normal(size=(1, 4)), y / y.sum()


def certain_rows(rng):
    """One ticket whose right label gets a probability that rounds to 0, and one with very low z."""
    z = np.array([[1000.0, -1000, 0], [-1000, -1000, -1000]]) * rng.uniform(0.9, 1.1)
    return z, np.array([[0.0, 1, 0], [0, 0, 1]])


SOFTMAX_CROSS_ENTROPY = Part(
    "softmax_cross_entropy",
    "loss",
    _softmax_cross_entropy,
    {
        "softmax over the labels": Idea(
            tickets(2, 4),
            {
                "no softmax": "z used as if it were a probability; put it through softmax",
                "sigmoid": "the sigmoid of each z; put each row through softmax",
                "softmax over tickets": "softmax over the tickets; let each row add up to 1",
            },
        ),
        "−Σ y log p": Idea(
            # Equal logits: p is 1/4 by whatever rule it is computed.
            lambda rng: (np.full((1, 4), rng.uniform(0.5, 2)), _labels(rng, 1, 4)),
            {
                "no log": "−Σ y p; take the logarithm of p",
                "no minus": "a loss below 0; put a minus before the sum",
                "both terms": "the loss of 1 − y and 1 − p added; with one label out of L, "
                "−Σ y log p is all",
                "log2": "the loss in bits; take the natural logarithm, np.log",
            },
        ),
        "targets that share": Idea(
            _shared,
            {
                "likeliest": "the loss of the label with the largest y alone; add up y log p over "
                "all labels"
            },
        ),
        "mean over tickets": Idea(
            lambda rng: (rng.normal(size=(3, 1)) + np.zeros(4), _labels(rng, 3, 4)),
            {
                "sum of all": "the sum over all tickets; divide it by n",
                "mean of all": "the mean over tickets and labels; divide by n, the number of "
                "tickets",
                "each ticket": "a loss for each ticket; take their mean",
            },
        ),
        "large logits": Idea(
            certain_rows,
            {
                "log 0": "NaN, from log 0 or from an e^z larger than any number; compute log p as "
                "z − max z − log Σ e^(z − max z), with each row's own max z",
                "picked": "∞, from log 0; compute log p as z − max z − log Σ e^(z − max z)",
                **_CUT_WORDS,
            },
        ),
    },
)

PARTS = (BINARY_CROSS_ENTROPY, SOFTMAX_CROSS_ENTROPY)
