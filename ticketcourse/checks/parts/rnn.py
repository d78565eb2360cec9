"""What is known about a learner's simple recurrent network."""

import numpy as np

from ticketcourse.checks.part import Idea, Part
from ticketcourse.checks.parts.masks import padding_mask


def _rnn(wrong, X, W, b, mask=None):
    n, T, d = X.shape
    u = b.size
    W_h, W_x = (W[d:], W[:d]) if "x before h" in wrong else (W[:u], W[u:])
    if mask is None or "no mask" in wrong:
        mask = np.ones((n, T), bool)
    elif "mask upside down" in wrong:
        mask = ~mask
    h, states = np.zeros((n, u)), []
    for t in range(T):
        before = 0 * h if "no memory" in wrong else h
        real = mask[:, t, None]
        h = np.where(real, _step(wrong, before @ W_h, X[:, t] @ W_x, b), h)
        states.append(h * real if "zeros in H" in wrong else h)
    if "last state" in wrong:
        return states[-1]
    return np.stack(states, axis=0 if "steps first" in wrong else 1)


def _step(wrong, z_h, z_x, b):
    if "state outside of tanh" in wrong:
        return z_h + np.tanh(z_x + b)
    if "bias outside of tanh" in wrong:
        return np.tanh(z_h + z_x) + b
    if "no bias" in wrong:
        b = 0
    elif "bias twice" in wrong:
        b = 2 * b
    z = z_h + z_x + b
    if "sigmoid" in wrong:
        return 1 / (1 + np.exp(-z))
    if "relu" in wrong:
        return np.maximum(0, z)
    return z if "no activation" in wrong else np.tanh(z)


def _inputs(T=4, bias=False, equal_rows=True, masked=False):
    """Inputs; with equal rows in W it does not matter which of them meet h, and which x."""

    def draw(rng, n=5, d=7, u=3):
        W = rng.normal(0, 0.3, (1 if equal_rows else u + d, u))
        W = W + np.zeros((u + d, u))
        b = rng.normal(size=u) if bias else np.zeros(u)
        X = rng.normal(size=(n, T, d))
        return (X, W, b, padding_mask(rng, [4, 1, 2, 3, 2])) if masked else (X, W, b)

    return draw


RNN = Part(
    "rnn",
    "H",
    _rnn,
    {
        "tanh": Idea(
            _inputs(T=1),
            {
                "sigmoid": "a sigmoid; put the sum through tanh",
                "relu": "a ReLU; put the sum through tanh",
                "no activation": "the weighted sum itself; put it through tanh",
            },
        ),
        "bias": Idea(
            _inputs(T=1, bias=True),
            {
                "no bias": "the weighted sum without its bias; add b",
                "bias twice": "the bias twice; add b once, to the sum of both products",
                "bias outside of tanh": "the bias added after tanh; add it before",
            },
        ),
        "rows of W for h and x": Idea(
            _inputs(equal_rows=False),
            {
                "x before h": "the first rows of W for x; the first u rows meet h, the other d "
                "meet x"
            },
        ),
        "memory from step to step": Idea(
            _inputs(),
            {
                "no memory": "steps that know nothing of those before them; use h of the last step",
                "state outside of tanh": "the old state's part added after tanh; add it before",
            },
        ),
        "a state for every step": Idea(
            _inputs(),
            {
                "last state": "the last state alone; return h of every step",
                "steps first": "the time steps on the first axis; H has the shape (n, T, u), as "
                "np.stack(states, axis=1) gives it",
            },
        ),
        "mask": Idea(
            _inputs(masked=True),
            {
                "no mask": "steps at the padding; keep h where the mask is False",
                "mask upside down": "steps at the padding alone; True in the mask means a real "
                "token",
                "zeros in H": "zeros in H at the padding; keep h there, so that H[:, -1] is the "
                "last state",
            },
        ),
    },
)
PARTS = (RNN,)
