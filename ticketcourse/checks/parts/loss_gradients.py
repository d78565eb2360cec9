"""What is known about the gradients of a learner's losses."""

import numpy as np

from ticketcourse.checks.part import Idea, Part
from ticketcourse.checks.parts.losses import certain, certain_rows, sigmoid, softmax, tickets


def _binary_cross_entropy_backward(wrong, dloss, z, y):
    p = sigmoid(z)
    if "no sigmoid" in wrong:
        p = z
    elif "softmax" in wrong:
        p = softmax(z)
    elif "overflow" in wrong:
        p = np.exp(z) / (1 + np.exp(z))
    dz = y - p if "sign" in wrong else p - y
    if "no targets" in wrong:
        dz = p
    if "twice" in wrong:
        dz = 2 * dz
    if "times p (1 - p)" in wrong:
        dz = dz * p * (1 - p)
    if "at p" in wrong:
        dz = dz / (p * (1 - p))
    if "through p" in wrong:
        dz = ((1 - y) / (1 - p) - y / p) * p * (1 - p)
    return _scaled(wrong, dloss, dz)


def _scaled(wrong, dloss, dz):
    n, L = dz.shape
    divisor = n
    if "not divided" in wrong:
        divisor = 1
    elif "divided by all" in wrong:
        divisor = n * L
    elif "divided by labels" in wrong:
        divisor = L
    return (1 if "no dloss" in wrong else dloss) * dz / divisor


def _tickets_answered_wrong(rng):
    """Logits so far from 0 that p is 0 or 1 by whatever rule it is computed, and p - y is ±1."""
    _, y = tickets(3, 4)(rng)
    return 1.0, 20 * (1 - 2 * y), y


def _labels_answered_wrong(rng):
    _, y = tickets(3, 4)(rng)
    return 1.0, 25 * np.roll(y, 1, axis=1), y


_DIVISION = {
    "not divided": "no division by n; the loss is a mean over n tickets",
    "divided by all": "a division by n L; divide by n, the number of tickets",
    "divided by labels": "a division by the number of labels; divide by n, the number of tickets",
}
_DLOSS = {"no dloss": "the gradient for dloss = 1; multiply it by dloss"}

BINARY_CROSS_ENTROPY_BACKWARD = Part(
    "binary_cross_entropy_backward",
    "dz",
    _binary_cross_entropy_backward,
    {
        "p − y": Idea(
            lambda rng: (rng.uniform(0.5, 2), *tickets(1, 5)(rng)),
            {
                "sign": "y − p; the gradient is p − y",
                "no sigmoid": "z − y; put z through the sigmoid first",
                "softmax": "softmax in place of the sigmoid; each label is a yes or no of its own",
                "no targets": "p alone; subtract y",
                "twice": "2 (p − y), as if the loss were a square; leave out the 2",
                "times p (1 - p)": "p − y times p (1 − p); the derivative of the sigmoid is "
                "already in p − y",
                "at p": "the gradient at p; multiply it by p (1 − p), the derivative of the "
                "sigmoid",
            },
        ),
        "divided by n": Idea(_tickets_answered_wrong, _DIVISION),
        # dloss = 0 makes everything 0.
        "chain rule": Idea(lambda rng: (0.0, *tickets(3, 4)(rng)), _DLOSS),
        "large logits": Idea(
            lambda rng: (1.0, *certain(rng)),
            {
                "overflow": "NaN, from an e^z larger than any number; use a sigmoid that never "
                "overflows",
                "through p": "NaN, from a division by p or 1 − p, which is 0 here; the two cancel "
                "to p − y",
            },
        ),
    },
)


def _softmax_cross_entropy_backward(wrong, dloss, z, y):
    p = softmax(z, axis=0 if "softmax over tickets" in wrong else 1)
    if "no softmax" in wrong:
        p = z
    elif "sigmoid" in wrong:
        p = sigmoid(z)
    elif "overflow" in wrong:
        p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    elif "largest of all" in wrong:
        e = np.exp(z - z.max())
        p = e / e.sum(axis=1, keepdims=True)
    dz = y - p if "sign" in wrong else p - y
    if "no targets" in wrong:
        dz = p
    if "twice" in wrong:
        dz = 2 * dz
    if "right label only" in wrong:
        dz = dz * y
    if "at p" in wrong:
        dz = -y / p
    if "through p" in wrong:
        dp = -y / p
        dz = p * (dp - (dp * p).sum(axis=1, keepdims=True))
    return _scaled(wrong, dloss, dz)


SOFTMAX_CROSS_ENTROPY_BACKWARD = Part(
    "softmax_cross_entropy_backward",
    "dz",
    _softmax_cross_entropy_backward,
    {
        "p − y": Idea(
            lambda rng: (rng.uniform(0.5, 2), *tickets(1, 5)(rng)),
            {
                "sign": "y − p; the gradient is p − y",
                "no softmax": "z − y; put z through softmax first",
                "sigmoid": "the sigmoid in place of softmax; each row of p adds up to 1",
                "softmax over tickets": "softmax over the tickets; let each row add up to 1",
                "no targets": "p alone; subtract y",
                "twice": "2 (p − y), as if the loss were a square; leave out the 2",
                "right label only": "a gradient at the right label alone; at the others it is p",
                "at p": "the gradient at p, −y / p; take it on through softmax to p − y",
            },
        ),
        "divided by n": Idea(_labels_answered_wrong, _DIVISION),
        "chain rule": Idea(lambda rng: (0.0, *tickets(3, 4)(rng)), _DLOSS),
        "large logits": Idea(
            lambda rng: (1.0, *certain_rows(rng)),
            {
                "overflow": "NaN where e^z is larger than any number, or 0 in a whole row; "
                "subtract each row's largest z first",
                "largest of all": "the largest z of all rows subtracted from every row; subtract "
                "each row's own",
                "through p": "NaN, from a division by p, which is 0 here; it cancels to p − y",
            },
        ),
    },
)

PARTS = (BINARY_CROSS_ENTROPY_BACKWARD, SOFTMAX_CROSS_ENTROPY_BACKWARD)
