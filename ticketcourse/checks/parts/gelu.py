"""What is known about a learner's GELU and its gradient."""

import math

import numpy as np

from ticketcourse.checks.part import Idea, Part
from ticketcourse.checks.parts.activation_gradients import chain_rule, chained
from ticketcourse.checks.parts.activations import ANY_SHAPE, numbers

_erf = np.vectorize(math.erf, otypes=[float])


def _far(rng):
    return (np.array([-1.0, 1, 1, -1]) * rng.uniform(15, 20, size=4),)


def _density(z):
    return np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)


def _gelu(wrong, z):
    cdf = (1 + _erf(z / math.sqrt(2))) / 2
    if "tanh form" in wrong:
        cdf = (1 + np.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3))) / 2
    elif "sigmoid form" in wrong:
        cdf = (1 + np.tanh(0.851 * z)) / 2
    elif "swish" in wrong:
        cdf = (1 + np.tanh(z / 2)) / 2
    elif "relu" in wrong:
        cdf = (z > 0) * 1.0
    elif "no root" in wrong:
        cdf = (1 + _erf(z)) / 2
    if "density" in wrong:
        cdf = _density(z)
    if "not halved" in wrong:
        cdf = 2 * cdf
    if "upside down" in wrong:
        cdf = 1 - cdf
    return cdf if "no z" in wrong else z * cdf


GELU = Part(
    "gelu",
    "h",
    _gelu,
    {
        # So far from 0, Φ is 0 or 1 in every form of it.
        "z Φ(z)": Idea(
            _far,
            {
                "no z": "Φ(z) alone; multiply it by z",
                "upside down": "z (1 − Φ(z)), which is 0 for large z; multiply z by Φ(z)",
                "density": "z φ(z), with the bell curve φ; Φ(z) is the area under it below z",
                "not halved": "z (1 + erf(z/√2)), twice too much; halve it",
            },
        ),
        "exact Φ": Idea(
            numbers,
            {
                "tanh form": "the tanh form, which is off by up to 0.0005; take Φ with erf",
                "sigmoid form": "z σ(1.702 z), which is off by up to 0.02; take Φ with erf",
                "swish": "z σ(z), which is called swish; put Φ for the sigmoid",
                "relu": "ReLU; GELU bends smoothly and is a little below 0 for negative z",
                "no root": "erf(z) where erf(z/√2) belongs; divide z by √2",
            },
        ),
        "any shape": ANY_SHAPE,
    },
)


def _gelu_backward(wrong, dh, z):
    cdf, density = (1 + _erf(z / math.sqrt(2))) / 2, _density(z)
    if "tanh form" in wrong:
        slope = math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * z**2)
        tanh = np.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3))
        cdf, density = (1 + tanh) / 2, (1 - tanh**2) / 2 * slope
    if "not normalised" in wrong:
        density = density * math.sqrt(2 * math.pi)
    if "exponent not halved" in wrong:
        density = np.exp(-(z**2)) / math.sqrt(2 * math.pi)
    if "no brackets" in wrong:
        return dh * cdf + z * density
    if "cdf alone" in wrong:
        derivative = cdf
    elif "density alone" in wrong:
        derivative = z * density
    elif "density without z" in wrong:
        derivative = cdf + density
    else:
        derivative = cdf + z * density
    return chained(wrong, dh, derivative)


GELU_BACKWARD = Part(
    "gelu_backward",
    "dz",
    _gelu_backward,
    {
        "derivative Φ(z) + z φ(z)": Idea(
            lambda rng: (rng.normal(size=(2, 3)), rng.normal(size=(2, 3))),
            {
                "cdf alone": "the derivative Φ(z), as if Φ did not change with z; add z φ(z)",
                "density alone": "the derivative z φ(z); add Φ(z)",
                "density without z": "the derivative Φ(z) + φ(z); multiply φ(z) by z",
                "not normalised": "φ(z) without its factor; divide e^(−z²/2) by √(2π)",
                "exponent not halved": "φ(z) with e^(−z²); halve z² in the exponent",
                "tanh form": "the derivative of the tanh form; take Φ(z) + z φ(z)",
            },
        ),
        "chain rule": chain_rule(
            "dh",
            lambda rng: rng.normal(size=(2, 3)),
            **{"no brackets": "dh at Φ(z) alone; put Φ(z) + z φ(z) in brackets"},
        ),
    },
)

PARTS = (GELU, GELU_BACKWARD)
