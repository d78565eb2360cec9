"""What is known about the gradients of a learner's pooling over the real tokens."""

import numpy as np

from ticketcourse.checks.part import Idea, Part
from ticketcourse.checks.parts.pooling import (
    NO_PADDING,
    ONE_EMPTY,
    PADDING,
    last_of,
    lengths_of,
    pooling_inputs,
)


def _masked_max_backward(wrong, dpooled, X, mask):
    n, T, d = X.shape
    if "every step" in wrong:
        return mask[:, :, None] * dpooled[:, None]
    lowest = np.finfo(X.dtype).min
    compared = X if "no mask" in wrong else np.where(mask[:, :, None], X, lowest)
    if "zeros" in wrong:
        compared = X * mask[:, :, None]
    largest = compared.argmax(axis=1)  # (n, d)
    dX = np.zeros_like(X)
    for row, feature in np.ndindex(n, d):
        dX[row, largest[row, feature], feature] = dpooled[row, feature]
    if "first step" not in wrong:
        dX[~mask.any(axis=1)] = 0
    if "1 for the gradient" in wrong:
        return (dX != 0) * 1.0
    if "times X" in wrong:
        return dX * X
    return dX / T if "share" in wrong else dX


MASKED_MAX_BACKWARD = Part(
    "masked_max_backward",
    "dX",
    _masked_max_backward,
    {
        "gradient to the largest value alone": Idea(
            pooling_inputs(*NO_PADDING, backward=True),
            {
                "every step": "the gradient at every step; only the largest value gets it",
                "share": "a part of the gradient, 1/T; the largest value gets all of it",
                "1 for the gradient": "ones in place of the gradient; multiply by dpooled",
                "times X": "the gradient times X; the largest value gets it as it is",
            },
        ),
        "padding": Idea(
            pooling_inputs(*PADDING, real=(-2, -1), padding=(1, 2), backward=True),
            {
                "no mask": "gradients at the padding; look for the largest value among the real "
                "tokens",
                "zeros": "the largest value looked for among zeros at the padding, which are "
                "larger than any negative value; put the lowest number there",
            },
        ),
        "a text without tokens": Idea(
            pooling_inputs(*ONE_EMPTY, real=(1, 2), padding=(1, 2), backward=True),
            {
                "first step": "a gradient at the first step of a text without tokens; give zeros",
            },
        ),
    },
)


def _masked_mean_backward(wrong, dpooled, X, mask):
    length = lengths_of(mask)[:, None, None]
    if "T" in wrong:
        length = np.full_like(length, X.shape[1])
    if "0 / 0" not in wrong:
        length = np.maximum(length, 1)
    if "not divided" in wrong:
        length = 1
    seen = mask | ("padding too" in wrong)
    if "last step" in wrong:
        seen = seen & (np.arange(X.shape[1]) == lengths_of(mask)[:, None] - 1)
    dX = dpooled[:, None] / length * seen[:, :, None]
    return dX * X if "times X" in wrong else dX


MASKED_MEAN_BACKWARD = Part(
    "masked_mean_backward",
    "dX",
    _masked_mean_backward,
    {
        "an equal share for each step": Idea(
            pooling_inputs(*NO_PADDING, backward=True),
            {
                "not divided": "the whole gradient at each step; divide it by the number of real "
                "tokens",
                "last step": "a gradient at the last step alone; each real token gets a share",
                "times X": "the gradient times X; each real token gets its share as it is",
            },
        ),
        "padding": Idea(
            pooling_inputs(*PADDING, backward=True),
            {
                "padding too": "gradients at the padding; give zeros there",
                "T": "the gradient divided by T; divide it by the number of real tokens",
            },
        ),
        "a text without tokens": Idea(
            pooling_inputs(*ONE_EMPTY, backward=True),
            {"0 / 0": "a division by 0 for a text without tokens; divide by at least 1"},
        ),
    },
)


def _masked_last_backward(wrong, dpooled, X, mask):
    if "every step" in wrong:
        return mask[:, :, None] * dpooled[:, None]
    dX = np.zeros_like(X)
    dX[np.arange(len(X)), last_of(wrong, mask)] = 1 if "1 for the gradient" in wrong else dpooled
    if "row without" not in wrong:
        dX[~mask.any(axis=1)] = 0
    return dX


MASKED_LAST_BACKWARD = Part(
    "masked_last_backward",
    "dX",
    _masked_last_backward,
    {
        "gradient to the last step alone": Idea(
            pooling_inputs(*NO_PADDING, backward=True),
            {
                "every step": "the gradient at every step; only the last one gets it",
                "first": "the gradient at the first step; the last one gets it",
                "1 for the gradient": "ones in place of the gradient; put dpooled there",
            },
        ),
        "padding": Idea(
            pooling_inputs(*PADDING, backward=True),
            {
                "last of all": "the gradient at the last of all T steps, which may be padding; the "
                "last real token gets it",
                "first padding": "the gradient at the step after the last real token; counted from "
                "0 the last is step length - 1",
            },
        ),
        "a text without tokens": Idea(
            pooling_inputs(*ONE_EMPTY, backward=True),
            {
                "row without": "a gradient for a text without tokens, because step -1 is the last "
                "of all; give zeros"
            },
        ),
    },
)
PARTS = (MASKED_MAX_BACKWARD, MASKED_MEAN_BACKWARD, MASKED_LAST_BACKWARD)
