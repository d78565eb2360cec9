"""What is known about a learner's pooling over the real tokens."""

import numpy as np

from ticketcourse.checks.part import Idea, Part
from ticketcourse.checks.parts.masks import padding_mask

_AXIS = {"features": 2, "texts": 0}


def pooling_inputs(*lengths, real=(-1, 1), padding=(-1, 1), backward=False):
    """Values of real tokens and of padding between two bounds each, and a mask."""

    def draw(rng):
        mask = padding_mask(rng, lengths)
        shape = (*mask.shape, 3)
        X = np.where(mask[:, :, None], rng.uniform(*real, shape), rng.uniform(*padding, shape))
        pooled = rng.normal(size=(len(mask), 3))
        return (pooled, X, mask) if backward else (X, mask)

    return draw


NO_PADDING = (5, 5, 5, 5)
PADDING = (5, 2, 3, 1)
ONE_EMPTY = (5, 5, 0, 5)


def lengths_of(mask):
    return mask.sum(axis=1)


def _masked_max(wrong, X, mask):
    if "mean" in wrong:
        return X.mean(axis=1)
    if "zeros" in wrong:
        return (X * mask[:, :, None]).max(axis=1)
    axis = next((_AXIS[name] for name in _AXIS if name in wrong), 1)
    seen = ~mask if "mask upside down" in wrong else mask | ("no mask" in wrong)
    filler = -np.inf if "minus infinity" in wrong else np.finfo(X.dtype).min
    X = np.where(seen[:, :, None], np.abs(X) if "size" in wrong else X, filler)
    pooled = X.max(axis=axis)
    if wrong & {"lowest number", "minus infinity", *_AXIS}:
        return pooled
    return np.where(seen.any(axis=1)[:, None], pooled, 0)


MASKED_MAX = Part(
    "masked_max",
    "pooled",
    _masked_max,
    {
        "largest over the time steps": Idea(
            pooling_inputs(*NO_PADDING),
            {
                "mean": "the mean; take the largest value",
                "size": "the largest size without its sign; take the largest value",
                "features": "the largest over the features; take it over the time steps, axis 1",
                "texts": "the largest over the texts; take it over the time steps, axis 1",
            },
        ),
        "padding": Idea(
            pooling_inputs(*PADDING, real=(-2, -1), padding=(1, 2)),
            {
                "zeros": "zeros at the padding, which are larger than any negative value; put the "
                "lowest number there",
                "no mask": "the largest over the padding too; put the lowest number there first",
                "mask upside down": "the largest over the padding alone; True in the mask means a "
                "real token",
            },
        ),
        "a text without tokens": Idea(
            pooling_inputs(*ONE_EMPTY, real=(1, 2), padding=(1, 2)),
            {
                "lowest number": "the lowest number for a text without tokens; give zeros",
                "minus infinity": "-∞ for a text without tokens; give zeros",
            },
        ),
    },
)


def _masked_mean(wrong, X, mask):
    seen = mask | ("no mask" in wrong)
    total = (X * seen[:, :, None]).sum(axis=1)
    if "largest" in wrong:
        return X.max(axis=1)
    axis = next((_AXIS[name] for name in _AXIS if name in wrong), 1)
    if axis != 1:
        return X.mean(axis=axis)
    if "sum" in wrong:
        return total
    length = lengths_of(seen)[:, None]
    if "T" in wrong:
        length = np.full_like(length, X.shape[1])
    elif "tokens of all texts" in wrong:
        length = np.full_like(length, seen.sum())
    return total / (length if "0 / 0" in wrong else np.maximum(length, 1))


MASKED_MEAN = Part(
    "masked_mean",
    "pooled",
    _masked_mean,
    {
        "mean over the time steps": Idea(
            pooling_inputs(*NO_PADDING),
            {
                "sum": "the sum; divide it by the number of real tokens",
                "largest": "the largest value; take the mean",
                "features": "the mean over the features; take it over the time steps, axis 1",
                "texts": "the mean over the texts; take it over the time steps, axis 1",
            },
        ),
        "padding": Idea(
            pooling_inputs(*PADDING),
            {
                "no mask": "the mean over all T steps, padding too; add up the real tokens alone "
                "and divide by their number",
                "T": "the sum of the real tokens divided by T; divide by their number",
                "tokens of all texts": "the sum divided by the number of tokens in all texts; "
                "count them in each row",
            },
        ),
        "a text without tokens": Idea(
            pooling_inputs(*ONE_EMPTY),
            {"0 / 0": "0 / 0 for a text without tokens; divide by at least 1, which gives zeros"},
        ),
    },
)


def last_of(wrong, mask):
    """The step of the last real token in each row; -1 in a row without any."""
    T = mask.shape[1]
    if "first" in wrong:
        return np.where(mask.any(axis=1), 0, -1)
    if "last of all" in wrong:
        return np.where(mask.any(axis=1), T - 1, -1)
    if "first padding" in wrong:
        return np.minimum(lengths_of(mask), T - 1)
    return lengths_of(mask) - 1


def _masked_last(wrong, X, mask):
    if "mean" in wrong:
        return X.mean(axis=1)
    pooled = X[np.arange(len(X)), last_of(wrong, mask)]
    if "row without" in wrong:
        return pooled
    return pooled * mask.any(axis=1)[:, None]


MASKED_LAST = Part(
    "masked_last",
    "pooled",
    _masked_last,
    {
        "the last step": Idea(
            pooling_inputs(*NO_PADDING),
            {
                "first": "the first step; take the last",
                "mean": "the mean; take the last step",
            },
        ),
        "padding": Idea(
            pooling_inputs(*PADDING),
            {
                "last of all": "the last of all T steps, which may be padding; take the last real "
                "token",
                "first padding": "the step after the last real token; counted from 0 it is step "
                "length - 1",
            },
        ),
        "a text without tokens": Idea(
            pooling_inputs(*ONE_EMPTY),
            {
                "row without": "a step of padding for a text without tokens, because step -1 is "
                "the last of all; give zeros"
            },
        ),
    },
)


PARTS = (MASKED_MAX, MASKED_MEAN, MASKED_LAST)
