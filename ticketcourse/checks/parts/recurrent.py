"""What is known about a learner's LSTM over a whole sequence."""

import numpy as np

from ticketcourse.checks.part import Idea, Part
from ticketcourse.checks.parts.lstm_cell import LSTM_CELL
from ticketcourse.checks.parts.masks import padding_mask


def _lstm(wrong, X, W, b, mask=None):
    n, T, _ = X.shape
    u = b.size // 4
    if mask is None or "no mask" in wrong:
        mask = np.ones((n, T), bool)
    elif "mask upside down" in wrong:
        mask = ~mask
    h = c = np.zeros((n, u))
    states = []
    for t in range(T):
        h_before = 0 * h if "h from 0" in wrong else h
        c_before = 0 * c if "c from 0" in wrong else c
        h_new, c_new = LSTM_CELL.reference(wrong, X[:, t], h_before, c_before, W, b)
        real = mask[:, t, None]
        h = np.where(real, h_new, h)
        c = c_new if "c goes on" in wrong else np.where(real, c_new, c)
        if "zeros at padding" in wrong:
            h, c = h * real, c * real
        elif "h from 0 after padding" in wrong:
            h = h * real
        shown = c if "cells" in wrong else h
        states.append(shown * real if "zeros in H" in wrong else shown)
    if "last state" in wrong:
        return states[-1]
    return np.stack(states, axis=0 if "steps first" in wrong else 1)


def _inputs(lengths=None, gap=False, equal_gates=True):
    """Inputs; with the same columns in W and b for each gate their order does not matter."""

    def draw(rng, n=5, T=4, d=7, u=3):
        X = rng.normal(size=(n, T, d))
        size, times = (u, 4) if equal_gates else (4 * u, 1)
        W = np.tile(rng.normal(0, 0.4, (u + d, size)), times)
        b = np.tile(rng.normal(0, 0.4, size), times)
        if lengths:
            return X, W, b, padding_mask(rng, lengths)
        if gap:
            mask = np.ones((n, T), bool)
            mask[np.arange(n), rng.integers(1, T - 1, n)] = False
            return X, W, b, mask
        return X, W, b

    return draw


LSTM = Part(
    "lstm",
    "H",
    _lstm,
    {
        "the cell": Idea(
            _inputs(equal_gates=False),
            LSTM_CELL.ideas["order of the gates"].mistakes
            | {
                name: words
                for idea in ("weighted sum of [h, x]", "output gate")
                for name, words in LSTM_CELL.ideas[idea].mistakes.items()
                if name in ("x before h", "no bias", "no tanh", "no output gate")
            },
        ),
        "memory from step to step": Idea(
            _inputs(),
            {
                "h from 0": "h = 0 before every step; use h of the last step",
                "c from 0": "c = 0 before every step; use c of the last step",
            },
        ),
        "a state for every step": Idea(
            _inputs(),
            {
                "last state": "the last state alone; return h of every step",
                "steps first": "the time steps on the first axis; H has the shape (n, T, u), as "
                "np.stack(states, axis=1) gives it",
                "cells": "the cells c in H; put h there",
            },
        ),
        "mask": Idea(
            _inputs(lengths=[4, 1, 2, 3, 2]),
            {
                "no mask": "steps at the padding; keep h and c where the mask is False",
                "mask upside down": "steps at the padding alone; True in the mask means a real "
                "token",
                "zeros in H": "zeros in H at the padding; keep h there, so that H[:, -1] is the "
                "last state",
            },
        ),
        "padding before a token": Idea(
            _inputs(gap=True),
            {
                "c goes on": "a cell that changes at the padding; keep c there as well as h",
                "zeros at padding": "h and c set to 0 at the padding; keep both for the next token",
                "h from 0 after padding": "h set to 0 at the padding; keep it for the next token",
            },
        ),
    },
)
PARTS = (LSTM,)
