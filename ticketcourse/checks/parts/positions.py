"""What is known about a learner's code of positions."""

import numpy as np

from ticketcourse.checks.part import Idea, Part


def _positions(wrong, T, d):
    k = np.arange(d // 2)
    exponent = 2 * k / d
    if "k / d" in wrong:
        exponent = k / d
    elif "to the end" in wrong and d > 2:
        exponent = k / (d // 2 - 1)
    elif "2k" in wrong:
        exponent = 2 * k
    elif "one angle" in wrong:
        exponent = 0 * k
    t = np.arange(T) + ("from 1" in wrong)
    base = 1000.0 if "base" in wrong else 10_000.0
    angle = t[:, None] * base ** (exponent if "growing" in wrong else -exponent)
    sine, cosine = np.sin(angle), np.cos(angle)
    if "cosines first" in wrong:
        sine, cosine = cosine, sine
    elif "sines only" in wrong:
        cosine = sine
    code = np.concatenate([sine, cosine], axis=1)
    if "in turn" in wrong:
        code = np.stack([sine, cosine], axis=2).reshape(T, d)
    return code.T if "transposed" in wrong else code


POSITIONS = Part(
    "positions",
    "code",
    _positions,
    {
        "angles": Idea(
            # d = 10: with d = 8, 1000^(k / (d/2 − 1)) is 10000^(2k/d).
            lambda rng: (int(rng.integers(4, 7)), 10),
            {
                "k / d": "the exponent k / d; it is 2k / d",
                "to the end": "exponents that go up to 1; 2k / d stays below it",
                "2k": "the exponent 2k; divide it by d",
                "growing": "angles that grow with k; divide t by 10000^(2k/d)",
                "one angle": "the same angle t in all columns; divide it by 10000^(2k/d)",
                "base": "1000 where 10000 belongs; take 10000^(2k/d)",
            },
        ),
        "one row for each position": Idea(
            lambda rng: (int(rng.integers(4, 7)), 2),  # d = 2: the only angle is t itself
            {
                "from 1": "a first row for t = 1; the first position is t = 0",
                "transposed": "a column for each position; give a row for each",
            },
        ),
        "sines, then cosines": Idea(
            lambda rng: (1, int(rng.choice([6, 8, 10]))),  # T = 1: every angle is 0
            {
                "in turn": "sines and cosines in turn, as in the paper; put all sines in the first "
                "half of the columns and all cosines in the second",
                "cosines first": "the cosines in the first half of the columns; put the sines "
                "there",
                "sines only": "sines in both halves of the columns; put cosines in the second",
            },
        ),
    },
)

PARTS = (POSITIONS,)
