"""What is known about the gradients of a learner's ReLU, sigmoid and tanh."""

import numpy as np

from ticketcourse.checks.part import Idea, Part


def chain_rule(name, draw, **more):
    """Idea of multiplying by the gradient at the output, which the derivative cannot spoil.

    Parameters
    ----------
    name : str
        The gradient's name. It is 0 here, and so is the answer, whatever the derivative is.
    draw : callable
        Takes the generator, returns the second input.
    **more : str
        Mistakes besides those that all derivatives share.
    """
    words = f"the derivative alone; multiply it by {name}"
    added = f"{name} added to the derivative; multiply them"
    return Idea(
        lambda rng: (np.zeros((2, 3)), draw(rng)),
        {"no chain": words, "chain added": added, **more},
    )


def chained(wrong, dh, derivative):
    """The gradient at the input, unless the mistakes of `chain_rule` are made."""
    if "no chain" in wrong:
        return derivative
    if "chain added" in wrong:
        return dh + derivative
    return dh * derivative


def _relu_backward(wrong, dh, z):
    gate = (z > 0) * 1.0
    if "all through" in wrong:
        gate = np.ones(z.shape)
    elif "upside down" in wrong:
        gate = (z < 0) * 1.0
    elif "relu of z" in wrong:
        gate = np.maximum(0, z)
    elif "sign of dh" in wrong:
        gate = (dh > 0) * 1.0
    if "through 0" in wrong:
        gate = np.where(z == 0, 1.0, gate)
    return chained(wrong, dh, gate)


RELU_BACKWARD = Part(
    "relu_backward",
    "dz",
    _relu_backward,
    {
        "1 above 0, 0 below": Idea(
            lambda rng: (rng.normal(size=12), np.tile([-1.0, 1], 6) * rng.uniform(0.5, 3, size=12)),
            {
                "all through": "dh everywhere; it is 0 where z is below 0",
                "upside down": "dh where z is below 0; let it through where z is above 0",
                "relu of z": "dh times relu(z); the derivative above 0 is 1, not z",
                "sign of dh": "dh where dh is above 0; let it through where z is above 0",
            },
        ),
        "0 at 0": Idea(
            lambda rng: (rng.normal(size=3), np.zeros(3)),
            {"through 0": "dh where z is exactly 0; the course takes the derivative there to be 0"},
        ),
        "chain rule": chain_rule("dh", lambda rng: rng.uniform(0.5, 3, size=(2, 3))),
    },
)


def _sigmoid_backward(wrong, dp, p):
    derivative = p * (1 - p)
    if "sigmoid again" in wrong:
        again = 1 / (1 + np.exp(-p))
        derivative = again * (1 - again)
    elif "no 1 - p" in wrong:
        derivative = p
    elif "no p" in wrong:
        derivative = 1 - p
    elif "of tanh" in wrong:
        derivative = 1 - p**2
    elif "no derivative" in wrong:
        derivative = 1.0 + 0 * p
    if "no brackets" in wrong:
        return dp * p * 1 - p
    return chained(wrong, dp, derivative)


SIGMOID_BACKWARD = Part(
    "sigmoid_backward",
    "dz",
    _sigmoid_backward,
    {
        "derivative p (1 − p)": Idea(
            lambda rng: (rng.normal(size=(2, 3)), rng.uniform(0.1, 0.9, size=(2, 3))),
            {
                "sigmoid again": "the derivative at σ(p); p has been through the sigmoid already, "
                "so take p (1 − p)",
                "no 1 - p": "the derivative p; it is p (1 − p)",
                "no p": "the derivative 1 − p; it is p (1 − p)",
                "of tanh": "1 − p², the derivative of tanh; that of the sigmoid is p (1 − p)",
                "no derivative": "dp without the derivative; multiply it by p (1 − p)",
            },
        ),
        "chain rule": chain_rule(
            "dp",
            lambda rng: rng.uniform(0.1, 0.9, size=(2, 3)),
            **{"no brackets": "dp p − p; put 1 − p in brackets"},
        ),
    },
)


def _tanh_backward(wrong, dh, h):
    derivative = 1 - h**2
    if "tanh again" in wrong:
        derivative = 1 - np.tanh(h) ** 2
    elif "no square" in wrong:
        derivative = 1 - h
    elif "of sigmoid" in wrong:
        derivative = h * (1 - h)
    elif "sign" in wrong:
        derivative = h**2 - 1
    elif "no derivative" in wrong:
        derivative = 1.0 + 0 * h
    if "no brackets" in wrong:
        return dh * 1 - h**2
    return chained(wrong, dh, derivative)


TANH_BACKWARD = Part(
    "tanh_backward",
    "dz",
    _tanh_backward,
    {
        "derivative 1 − h²": Idea(
            lambda rng: (rng.normal(size=(2, 3)), rng.uniform(-0.9, 0.9, size=(2, 3))),
            {
                "tanh again": "the derivative at tanh(h); h has been through tanh already, so "
                "take 1 − h²",
                "no square": "the derivative 1 − h; square h",
                "of sigmoid": "h (1 − h), the derivative of the sigmoid; that of tanh is 1 − h²",
                "sign": "the derivative h² − 1; it is 1 − h², never below 0",
                "no derivative": "dh without the derivative; multiply it by 1 − h²",
            },
        ),
        "chain rule": chain_rule(
            "dh",
            lambda rng: rng.uniform(-0.9, 0.9, size=(2, 3)),
            **{"no brackets": "dh − h²; put 1 − h² in brackets"},
        ),
    },
)

PARTS = (RELU_BACKWARD, SIGMOID_BACKWARD, TANH_BACKWARD)
