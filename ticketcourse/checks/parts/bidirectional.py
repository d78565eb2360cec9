"""What is known about a learner's bidirectional LSTM and its reversal of padded texts."""

import numpy as np

from ticketcourse.checks.part import Idea, Part
from ticketcourse.checks.parts.masks import padding_mask
from ticketcourse.checks.parts.recurrent import LSTM


def _reverse(wrong, X, mask):
    if "steps left" in wrong:
        return X.copy()
    if "texts" in wrong:
        return X[::-1]
    if "features" in wrong:
        return X[:, :, ::-1]
    if "padding too" in wrong:
        return X[:, ::-1]
    X_reversed = np.zeros_like(X) if "padding emptied" in wrong else X.copy()
    for row, real, turned in zip(X, mask, X_reversed, strict=True):
        length = real.sum()
        if "one step too far" in wrong:
            length = min(length + 1, len(row))
        turned[:length] = row[:length][::-1]
    return X_reversed


def _to_reverse(*lengths):
    def inputs(rng):
        mask = padding_mask(rng, lengths)
        return rng.normal(size=(*mask.shape, 2)), mask

    return inputs


REVERSE = Part(
    "reverse",
    "X_reversed",
    _reverse,
    {
        "tokens from last to first": Idea(
            _to_reverse(4, 4, 4),
            {
                "steps left": "the steps in their old order; turn them round",
                "features": "the features turned round; turn the time steps, axis 1",
                "texts": "the texts of the batch turned round; turn the time steps, axis 1",
            },
        ),
        "padding stays at the end": Idea(
            _to_reverse(5, 2, 4),
            {
                "padding too": "the padding turned round with its text, so that it comes first; "
                "turn each row by its own length",
                "padding emptied": "zeros at the padding; leave what stands there",
                "one step too far": "one step of padding turned round with each text; step t comes "
                "from length - 1 - t",
            },
        ),
        "a text without tokens": Idea(_to_reverse(4, 0, 4), {}),
    },
)


def _bilstm(wrong, X, params, mask=None):
    mask = np.ones(X.shape[:2], bool) if mask is None else mask
    ways = ["forward", "backward"]
    if "weights swapped" in wrong:
        ways = ["backward", "forward"]
    elif "same weights" in wrong:
        ways = ["forward", "forward"]
    (W_f, b_f), (W_b, b_b) = ((params[f"{way}.W"], params[f"{way}.b"]) for way in ways)

    def turned(Z):
        """From the other end; with the mistake also the padding."""
        flips = wrong & {"padding turned too", "padding read first"}
        return _reverse({"padding too"} if flips else set(), Z, mask)

    H_forward = LSTM.reference(set(), X, W_f, b_f, mask)
    from_end = X if "read from the start" in wrong else turned(X)
    seen = None if "padding read first" in wrong else mask
    H_backward = LSTM.reference(set(), from_end, W_b, b_b, seen)
    if not wrong & {"read from the start", "not turned back"}:
        H_backward = turned(H_backward)
    if "sum" in wrong:
        return H_forward + H_backward
    both = [H_backward, H_forward] if "backward first" in wrong else [H_forward, H_backward]
    return np.concatenate(both, axis=2)


def _inputs(*lengths):
    """Inputs whose last feature closes the output gate of both directions.

    It is 1 at the first and last token of a text with padding, and at the padding. So H is 0
    wherever a state without a meaning might stand, whether it is kept, computed or set to 0.
    """

    def draw(rng, n=5, T=6, d=4, u=3):
        X = rng.normal(size=(n, T, d))
        X[:, :, -1] = 0
        params = {}
        for way in ("forward", "backward"):
            W = rng.normal(0, 0.4, (u + d, 4 * u))
            W[-1] = 0
            W[-1, -u:] = -60
            params[f"{way}.W"], params[f"{way}.b"] = W, rng.normal(0, 0.4, 4 * u)
        if not lengths:
            return X, params
        mask = padding_mask(rng, lengths)
        length = mask.sum(axis=1)
        X[:, 0, -1] = X[np.arange(n), length - 1, -1] = 1
        X[~mask, -1] = 1
        return X, params, mask

    return draw


BILSTM = Part(
    "bilstm",
    "H",
    _bilstm,
    {
        "one LSTM reads from the end": Idea(
            _inputs(),
            {
                "read from the start": "two LSTMs that both read from the start; give the second "
                "the reversed text",
                "not turned back": "the backward states in the order of reading; reverse them "
                "again, so that each stands at its token",
            },
        ),
        "weights of its own for each direction": Idea(
            _inputs(),
            {
                "same weights": "the forward weights in both directions; the backward one has "
                "weights of its own",
                "weights swapped": "the two directions' weights swapped; forward.W and forward.b "
                "read from the start",
            },
        ),
        "both states side by side": Idea(
            _inputs(),
            {
                "backward first": "the backward states first; put the forward ones first",
                "sum": "the sum of both states; put them side by side, on the last axis",
            },
        ),
        "padding": Idea(
            _inputs(6, 3, 4, 5, 3),
            {
                "padding turned too": "the padding turned round with its text, under a mask that "
                "expects it at the end; turn each row by its own length",
                "padding read first": "a backward LSTM that reads the padding first; turn each row "
                "by its own length",
            },
        ),
    },
)
PARTS = (REVERSE, BILSTM)
