"""What is known about a learner's scaled dot-product attention and its gradients."""

import math

import numpy as np

from ticketcourse.checks.part import Idea, Part


def _attention(wrong, Q, K, V, mask=None):
    scores = Q @ K.swapaxes(-1, -2) / _divisor(wrong, Q, K, V)  # (…, T, S)
    if mask is not None and "mask upside down" in wrong:
        mask = ~mask
    if mask is not None and "score 0" in wrong:
        scores = scores * mask
    elif mask is not None and not wrong & {"no mask", "mask after softmax"}:
        scores = np.where(mask, scores, -1e300)
    weights = _weights(wrong, scores)
    if mask is not None and "mask after softmax" in wrong:
        weights = weights * mask
    if "scale after softmax" in wrong:
        weights = weights / math.sqrt(Q.shape[-1])
    return weights @ V, weights


def _divisor(wrong, Q, K, V):
    if wrong & {"no scale", "scale after softmax"}:
        return 1
    d = V.shape[-1] if "scale of values" in wrong else Q.shape[-1]
    if "number of keys" in wrong:
        d = K.shape[-2]
    if "times the root" in wrong:
        return 1 / math.sqrt(d)
    return d if "scale without root" in wrong else math.sqrt(d)


def _weights(wrong, scores):
    if "no softmax" in wrong:
        return scores
    axis = -1
    if "softmax over queries" in wrong:
        axis = -2
    elif "softmax over everything" in wrong:
        axis = (-2, -1)
    if "largest of all" in wrong:
        scores = scores - scores.max()
    elif "unstable" not in wrong:
        scores = scores - scores.max(axis=axis, keepdims=True)
    e = np.exp(scores)
    if "not normalised" in wrong:
        return e
    return e / e.sum(axis=axis, keepdims=True)


def _inputs(*leading, T=2, S=4, d_k=1, d_v=5):
    """Inputs with as many leading axes as given; all sizes differ.

    With d_k = 1 the scale is √1, and so it changes nothing.
    """

    def draw(rng):
        Q, K = rng.normal(size=(*leading, T, d_k)), rng.normal(size=(*leading, S, d_k))
        return Q, K, rng.normal(size=(*leading, S, d_v))

    return draw


def _large(rng):
    """One query with scores whose e^score is larger than any number, and one with small ones."""
    K = rng.permutation([[1.0], [-1], [1], [-1]]) * rng.uniform(0.5, 1.5, size=(4, 1))
    return np.array([[1e4], [1]]), K, rng.normal(size=(4, 5))


def _masked(rng):
    Q, K, V = _inputs(T=3, S=4)(rng)
    return Q, K, V, np.tile(rng.permutation([True, False, True, False]), (3, 1))


ATTENTION = Part(
    "attention",
    "context, weights",
    _attention,
    {
        "softmax over the keys": Idea(
            _inputs(),
            {
                "no softmax": "the scores themselves as weights; put them through softmax",
                "softmax over queries": "weights that add up to 1 over the queries; let softmax "
                "run over the keys, the last axis",
                "softmax over everything": "weights that add up to 1 over all queries and keys "
                "together; let softmax run over the keys alone",
                "not normalised": "e^score as weights; divide by their sum over the keys",
            },
        ),
        "scale": Idea(
            _inputs(d_k=3),
            {
                "no scale": "attention without the scale; divide the scores by √d_k",
                "scale without root": "scores divided by d_k; divide them by its root, √d_k",
                "times the root": "scores times √d_k; divide them by it",
                "scale of values": "scores divided by √d_v, the root of the values' size; divide "
                "them by √d_k, the root of the keys' size",
                "number of keys": "scores divided by the root of the number of keys; divide them "
                "by √d_k, the root of the keys' size",
                "scale after softmax": "weights divided by √d_k after softmax; divide the scores "
                "before it",
            },
        ),
        "heads and batches in front": Idea(_inputs(2, 3), {}),
        "mask": Idea(
            _masked,
            {
                "no mask": "attention to keys that are padding; the mask is not used",
                "mask upside down": "attention to the padding alone; True in the mask means a "
                "real token",
                "score 0": "a score of 0 where the mask is False, which is not a weight of 0; put "
                "the lowest number there",
                "mask after softmax": "weights that are set to 0 after softmax, so that a row no "
                "longer adds up to 1; mask the scores before it",
            },
        ),
        "large scores": Idea(
            _large,
            {
                "unstable": "e^score larger than any number; subtract each row's largest score "
                "first",
                "largest of all": "the largest of all scores subtracted from every row; subtract "
                "each row's own",
            },
        ),
    },
)


def _attention_backward(wrong, dcontext, Q, K, V, mask=None):
    scale = 1 if "no scale" in wrong else math.sqrt(Q.shape[-1])
    scores = Q @ K.swapaxes(-1, -2) / scale
    if mask is not None and "no mask" not in wrong:
        scores = np.where(mask, scores, -1e300)
    weights = _weights(set(), scores)  # (…, T, S)
    dweights = dcontext @ V.swapaxes(-1, -2)
    dscores = _softmax_gradient(wrong, dweights, weights)
    if "scale forgotten on the way back" not in wrong:
        dscores = dscores / scale
    if "scale twice" in wrong:
        dscores = dscores / scale
    dQ, dK = dscores @ K, dscores.swapaxes(-1, -2) @ Q
    dV = weights.swapaxes(-1, -2) @ dcontext
    if "mean over queries" in wrong:
        dV = dV / Q.shape[-2]
    elif "scores for weights" in wrong:
        dV = scores.swapaxes(-1, -2) @ dcontext
    elif "equal weights" in wrong:
        dV = np.full_like(weights, 1 / K.shape[-2]).swapaxes(-1, -2) @ dcontext
    return dQ, dK, dV


def _softmax_gradient(wrong, dweights, weights):
    if "no softmax" in wrong:
        return dweights
    if "times weights" in wrong:
        return weights * dweights
    if "p (1 - p)" in wrong:
        return weights * (1 - weights) * dweights
    axis = -2 if "sum over queries" in wrong else -1
    return weights * (dweights - (weights * dweights).sum(axis=axis, keepdims=True))


def _with_gradient(draw, values=1):
    def inputs(rng):
        Q, K, V, *mask = draw(rng)
        return rng.normal(size=(*Q.shape[:-1], V.shape[-1])), Q, K, values * V, *mask

    return inputs


ATTENTION_BACKWARD = Part(
    "attention_backward",
    "dQ, dK, dV",
    _attention_backward,
    {
        "gradient at the values": Idea(
            # With V = 0 nothing comes to the weights, and dQ and dK are 0.
            _with_gradient(_inputs(), values=0),
            {
                "mean over queries": "the mean over the queries in dV; take the sum",
                "scores for weights": "the scores in dV; take the weights",
                "equal weights": "the same for every value in dV; each gets dcontext times its "
                "weight",
            },
        ),
        "gradient through softmax": Idea(
            _with_gradient(_inputs(T=3)),
            {
                "no softmax": "the gradient at the weights as the one at the scores; take it "
                "through softmax",
                "times weights": "p · dp as softmax's gradient; subtract the row's sum of p · dp "
                "from dp first",
                "p (1 - p)": "p (1 - p) · dp, the gradient of a sigmoid; in softmax every weight "
                "hangs on all scores of its row: it is p (dp - Σ p · dp)",
                "sum over queries": "Σ p · dp taken over the queries; take it over the keys, the "
                "last axis",
            },
        ),
        "scale": Idea(
            _with_gradient(_inputs(d_k=3)),
            {
                "no scale": "no scale at all; divide the scores by √d_k, forward and backward",
                "scale forgotten on the way back": "dQ and dK without the scale; the scores were "
                "divided by √d_k, and so is their gradient",
                "scale twice": "the scale twice in dQ and dK; divide by √d_k once",
            },
        ),
        "heads and batches in front": Idea(_with_gradient(_inputs(2, 3)), {}),
        "mask": Idea(
            _with_gradient(_masked),
            {"no mask": "gradients at keys that are padding; mask the scores as forward does"},
        ),
    },
)
PARTS = (ATTENTION, ATTENTION_BACKWARD)
