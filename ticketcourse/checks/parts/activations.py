"""What is known about a learner's ReLU, sigmoid and tanh."""

import numpy as np

from ticketcourse.checks.part import Idea, Part


def numbers(rng):
    """Logits of ordinary size."""
    return (rng.normal(size=7),)


def large(rng):
    """Logits for which e^z is larger than any number, or 0."""
    return (np.array([-1.0, 1, 1, -1]) * rng.uniform(800, 1200, size=4),)


# All 0, so that it is the shape that matters, and not the formula.
ANY_SHAPE = Idea(lambda rng: (np.zeros((2, 3, 4)),), {})


def _relu(wrong, z):
    if "size" in wrong:
        return np.abs(z)
    if "upside down" in wrong:
        return np.minimum(0, z)
    if "leak" in wrong:
        return np.where(z > 0, z, 0.01 * z)
    if "step" in wrong:
        return (z > 0) * 1.0
    if "capped" in wrong:
        return np.clip(z, 0, 1)
    if "largest" in wrong:
        return max(0.0, z.max())
    return np.maximum(0, z)


RELU = Part(
    "relu",
    "h",
    _relu,
    {
        "above and below 0": Idea(
            lambda rng: (np.array([-2.0, 0.5, -0.5, 3.0]) * rng.uniform(0.5, 1),),
            {
                "size": "the size of z; give 0 below 0",
                "upside down": "the negative part of z; keep z above 0",
                "leak": "a leaky ReLU; give exactly 0 below 0",
                "step": "1 above 0, which is ReLU's derivative; give z itself there",
                "capped": "no output above 1; ReLU has no upper end, give z itself above 0",
                "largest": "one number, the largest; give one for each number in z",
            },
        ),
        "any shape": ANY_SHAPE,
    },
)


def _sigmoid(wrong, z):
    if "sign" in wrong:
        z = -z
    if "minus" in wrong:
        return 1 / (1 - np.exp(-z))
    if "no brackets" in wrong:
        return 1 / 1 + np.exp(-z)
    if "tanh" in wrong:
        return np.tanh(z)
    if "softmax" in wrong:
        return np.exp(z) / np.exp(z).sum()
    if "rounded" in wrong:
        return (z > 0) * 1.0
    if "unstable" in wrong:
        return np.exp(z) / (1 + np.exp(z))
    return (1 + np.tanh(z / 2)) / 2


SIGMOID = Part(
    "sigmoid",
    "p",
    _sigmoid,
    {
        "1 / (1 + e^(−z))": Idea(
            numbers,
            {
                "sign": "1 / (1 + e^z), the probability of a no; put −z in the exponent",
                "minus": "1 / (1 − e^(−z)); add e^(−z) to 1",
                "no brackets": "1 + e^(−z), because 1 / 1 is computed first; put 1 + e^(−z) in "
                "brackets",
                "tanh": "tanh of z, which goes from −1 to 1; the sigmoid goes from 0 to 1",
                "softmax": "numbers that add up to 1, as softmax gives; treat each z on its own",
                "rounded": "0 or 1, the answer no or yes; give the number between them",
            },
        ),
        "any shape": ANY_SHAPE,
        "large z": Idea(
            large,
            {
                "unstable": "NaN where e^z or e^(−z) is larger than any number; use the form of "
                "the fraction whose exponent is not above 0",
            },
        ),
    },
)


def _tanh(wrong, z):
    if "sigmoid" in wrong:
        return 1 / (1 + np.exp(-z))
    if "half as steep" in wrong:
        return np.tanh(z / 2)
    if "upside down" in wrong:
        return 1 / np.tanh(z)
    if "sign" in wrong:
        return -np.tanh(z)
    if "not divided" in wrong:
        return np.exp(z) - np.exp(-z)
    if "tan" in wrong:
        return np.tan(z)
    if "unstable" in wrong:
        return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
    return np.tanh(z)


TANH = Part(
    "tanh",
    "h",
    _tanh,
    {
        "(e^z − e^(−z)) / (e^z + e^(−z))": Idea(
            numbers,
            {
                "sigmoid": "the sigmoid of z, which goes from 0 to 1; tanh goes from −1 to 1",
                "half as steep": "2 σ(z) − 1, which is tanh(z/2); tanh(z) is 2 σ(2z) − 1",
                "upside down": "the fraction upside down; divide by e^z + e^(−z)",
                "sign": "tanh(−z), which falls; subtract e^(−z) from e^z",
                "not divided": "e^z − e^(−z) alone; divide it by e^z + e^(−z)",
                "tan": "tan, the tangent of an angle; use tanh",
            },
        ),
        "any shape": ANY_SHAPE,
        "large z": Idea(
            large,
            {
                "unstable": "NaN where e^z or e^(−z) is larger than any number; use np.tanh, or "
                "2 σ(2z) − 1 with a sigmoid that never overflows",
            },
        ),
    },
)

PARTS = (RELU, SIGMOID, TANH)
