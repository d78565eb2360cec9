"""What is known about a learner's position-wise feed-forward layer."""

import numpy as np

from ticketcourse.checks.part import Idea, Part
from ticketcourse.checks.parts.gelu import GELU


def _feed_forward(wrong, X, params):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    if "relu first" in wrong:
        X = np.maximum(0, X)
    Z = X @ W1
    if not wrong & {"no b1", "b1 after ReLU"}:
        Z = Z + b1
    h = _activation(wrong, Z)
    if "b1 after ReLU" in wrong:
        h = h + b1
    output = h @ W2
    if "no b2" not in wrong:
        output = output + b2
    if "relu at the end" in wrong:
        output = np.maximum(0, output)
    return X + output if "residual" in wrong else output


def _activation(wrong, Z):
    if wrong & {"no relu", "relu first"}:
        return Z
    if "sigmoid" in wrong:
        return 1 / (1 + np.exp(-Z))
    if "tanh" in wrong:
        return np.tanh(Z)
    if "gelu" in wrong:
        return GELU.reference(set(), Z)
    return np.maximum(0, Z)


def _positive(rng):
    """Inputs and parameters above 0, for n = 2, T = 3, d = 4, u = 5: ReLU changes nothing."""
    shapes = {"W1": (4, 5), "b1": (5,), "W2": (5, 4), "b2": (4,)}
    params = {name: rng.uniform(0.5, 2, size=shape) for name, shape in shapes.items()}
    return rng.uniform(0.5, 2, size=(2, 3, 4)), params


def _mixed_in_the_middle(rng):
    X, params = _positive(rng)
    middle = {"W1": rng.normal(size=(4, 5)), "b1": rng.normal(size=5), "b2": np.zeros(4)}
    return X * rng.choice([-1, 1], size=X.shape), params | middle


def _mixed_at_the_end(rng):
    X, params = _positive(rng)
    W2 = params["W2"] * np.array([-1, 1, -1, 1])  # half of the outputs are below 0
    return X, params | {"W2": W2, "b1": np.zeros(5), "b2": np.zeros(4)}


FEED_FORWARD = Part(
    "feed_forward",
    "output",
    _feed_forward,
    {
        "ReLU in the middle": Idea(
            _mixed_in_the_middle,
            {
                "no relu": "no activation between the two layers; take ReLU of the first",
                "relu first": "ReLU of X; take it after the first layer",
                "b1 after ReLU": "ReLU before b1 is added; add b1 first",
                "sigmoid": "the sigmoid in the middle; take ReLU",
                "tanh": "tanh in the middle; take ReLU",
                "gelu": "GELU in the middle; take ReLU",
            },
        ),
        "both biases": Idea(
            _positive,
            {
                "no b1": "the first layer without its biases; add b1",
                "no b2": "the second layer without its biases; add b2",
            },
        ),
        "nothing after the second layer": Idea(
            _mixed_at_the_end,
            {
                "relu at the end": "ReLU after the second layer too; it belongs in the middle only",
                "residual": "X added to the output; that is left to the transformer block",
            },
        ),
    },
)

PARTS = (FEED_FORWARD,)
