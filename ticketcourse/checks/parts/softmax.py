"""What is known about a learner's softmax and its gradient."""

import numpy as np

from ticketcourse.checks.part import Idea, Part


def _axis(wrong, z):
    if "over columns" in wrong:
        return 0
    if "over everything" in wrong:
        return None
    return 1 if "second axis" in wrong and z.ndim > 1 else -1


def _softmax(wrong, z):
    axis = _axis(wrong, z)
    if "sigmoid" in wrong:
        return 1 / (1 + np.exp(-z))
    if "no exponential" in wrong:
        return z / z.sum(axis=axis, keepdims=True)
    if "hard" in wrong:
        return (z == z.max(axis=axis, keepdims=True)) * 1.0
    if "falling" in wrong:
        z = -z
    if "logarithm" in wrong:
        return np.log(_softmax(wrong - {"logarithm"}, z))
    if not wrong & {"unstable", "e^z alone"}:
        z = z - z.max(axis=None if "largest of all" in wrong else axis, keepdims=True)
    e = np.exp(z)
    if wrong & {"e^z alone", "not divided"}:
        return e
    return e / e.sum(axis=axis, keepdims=True)


def _alike(*shape):
    """Rows of equal numbers: each number's share is 1 / L, by whatever rule it is computed."""
    return lambda rng: (
        np.repeat(rng.uniform(0.5, 2.5, size=shape[:-1]), shape[-1]).reshape(shape),
    )


def _large(rng):
    """In each row two equal numbers and a much smaller one, far from the mean of the three."""
    levels = np.array([[1000.0], [-1000]]) * rng.uniform(0.9, 1.1)
    return (levels + np.array([0.0, 0, -4000]),)


SOFTMAX = Part(
    "softmax",
    "p",
    _softmax,
    {
        "shares of e^z": Idea(
            lambda rng: (rng.normal(size=(1, 5)),),  # one row: the axis changes nothing
            {
                "no exponential": "shares of z; take the shares of e^z, which is never negative",
                "e^z alone": "e^z alone; divide it by the sum of all e^z in the row",
                "not divided": "e^(z − max z) alone; divide it by its sum over the row",
                "sigmoid": "the sigmoid of each z, and those do not add up to 1; use softmax",
                "hard": "1 for the largest z and 0 for all others; give each its share of e^z",
                "falling": "the shares of e^(−z), large for a small z; take e^z",
                "logarithm": "the logarithm of the probabilities; give the probabilities",
            },
        ),
        "each row on its own": Idea(
            _alike(2, 3),
            {
                "over columns": "columns that add up to 1; let each row add up to 1, with axis=-1",
                "over everything": "numbers that add up to 1 all together; let each row add up to "
                "1, with axis=-1",
            },
        ),
        "axes in front": Idea(
            _alike(2, 3, 4),
            {
                "second axis": "softmax over axis 1, which is the last axis of a table only; "
                "use axis=-1"
            },
        ),
        "large z": Idea(
            _large,
            {
                "unstable": "NaN where e^z is larger than any number, or 0 in a whole row; "
                "subtract each row's largest z first",
                "largest of all": "the largest z of all rows subtracted from every row; subtract "
                "each row's own",
            },
        ),
    },
)


def _softmax_backward(wrong, dp, p):
    if "sigmoid" in wrong:
        return dp * p * (1 - p)
    if "softmax again" in wrong:
        p = _softmax(set(), p)
    centre = dp if "sum without p" in wrong else dp * p
    centre = centre.sum(axis=_axis(wrong, p), keepdims=True)
    if "no sum" in wrong:
        centre = 0
    if "plus" in wrong:
        centre = -centre
    return dp - centre if "no p" in wrong else p * (dp - centre)


def _probabilities(rng, *shape):
    e = rng.uniform(0.5, 2.5, size=shape)
    return e / e.sum(axis=-1, keepdims=True)


def _gradients(*shape):
    """Gradients equal in a row: p still adds up to 1, so dz is 0 when each row is on its own."""

    def draw(rng):
        (dp,) = _alike(*shape)(rng)
        return dp, _probabilities(rng, *shape)

    return draw


SOFTMAX_BACKWARD = Part(
    "softmax_backward",
    "dz",
    _softmax_backward,
    {
        "p (dp − Σ dp p)": Idea(
            lambda rng: (rng.normal(size=(2, 5)), _probabilities(rng, 2, 5)),
            {
                "sigmoid": "dp p (1 − p), as for the sigmoid; in softmax each z changes every p",
                "no sum": "p dp; subtract Σ dp p from dp first",
                "no p": "dp − Σ dp p; multiply it by p",
                "sum without p": "Σ dp where Σ dp p belongs; multiply dp by p before adding up",
                "plus": "p (dp + Σ dp p); subtract the sum",
                "softmax again": "softmax of p in place of p; p has been through softmax already",
            },
        ),
        "each row on its own": Idea(
            _gradients(2, 3),
            {
                "over columns": "Σ dp p over the columns; add up over each row, with axis=-1",
                "over everything": "one Σ dp p for all rows; add up over each row, with axis=-1",
            },
        ),
        "axes in front": Idea(
            _gradients(2, 3, 4),
            {
                "second axis": "Σ dp p over axis 1, which is the last axis of a table only; "
                "use axis=-1"
            },
        ),
    },
)

PARTS = (SOFTMAX, SOFTMAX_BACKWARD)
