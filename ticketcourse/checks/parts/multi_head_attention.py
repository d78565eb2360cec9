"""What is known about a learner's attention by several heads."""

import math

import numpy as np

from ticketcourse.checks.part import Idea, Part
from ticketcourse.checks.parts.attention import ATTENTION
from ticketcourse.checks.parts.masks import padding_mask

_MASK = ATTENTION.ideas["mask"].mistakes
_IN_EACH_HEAD = {"no scale", "score 0", "mask after softmax"}


def _multi_head_attention(wrong, X, memory, params, n_heads, mask=None):
    n, T, d = X.shape
    if "X for memory" in wrong:
        memory = X
    elif "memory for X" in wrong:
        X = memory
    Q = _dense(wrong, X, params, "Q")
    K, V = _dense(wrong, memory, params, "K"), _dense(wrong, memory, params, "V")
    if "scale of d" in wrong:
        Q = Q / math.sqrt(n_heads)
    seen = None
    if mask is not None and "no mask" not in wrong:
        seen = ~mask if "mask upside down" in wrong else mask
        seen = seen[:, :, None] if "mask over queries" in wrong else seen[:, None, :]  # (n, 1, S)
    heads = [
        ATTENTION.reference(wrong & _IN_EACH_HEAD, *head, seen)[0]
        for head in zip(*(_split(wrong, rows, n_heads) for rows in (Q, K, V)), strict=True)
    ]
    output = _dense(wrong, _join(wrong, heads, (n, T, d)), params, "O")
    if mask is None or "answer from padding" in wrong:
        return output
    empty = np.nan if "nan" in wrong else 0
    return np.where(mask.any(axis=1)[:, None, None], output, empty)


def _dense(wrong, rows, params, role):
    if role == "O" and "no W_O" in wrong:
        return rows
    without_bias = "no biases" in wrong or (role == "O" and "no b_O" in wrong)
    return rows @ params[f"W_{role}"] + (0 if without_bias else params[f"b_{role}"])


def _split(wrong, rows, n_heads):
    """The heads' parts of (n, T, d), each (n, T, d_k)."""
    n, T, d = rows.shape
    if "one head" in wrong:
        return [rows]
    if "every other column" in wrong:
        return [rows[:, :, k::n_heads] for k in range(n_heads)]
    if "split without swap" in wrong:
        return list(rows.reshape(n, n_heads, T, d // n_heads).swapaxes(0, 1))
    return np.split(rows, n_heads, axis=2)


def _join(wrong, heads, shape):
    if "join without swap" in wrong:
        return np.stack(heads, axis=1).reshape(shape)
    if "every other column" in wrong:
        return np.stack(heads, axis=3).reshape(shape)
    if "heads the other way round" in wrong:
        heads = heads[::-1]
    return np.concatenate(heads, axis=2)


def draw_params(rng, d, biases=False, output=True):
    """Parameters of the attention; without biases, or an output layer, these change nothing."""
    params = {}
    for role in "QKVO":
        params[f"W_{role}"] = rng.normal(0, 0.6, (d, d))
        params[f"b_{role}"] = rng.normal(size=d) if biases else np.zeros(d)
    if not output:
        params["W_O"] = np.eye(d)
    return params


def _inputs(n_heads=1, S=7, memory=False, lengths=None, equal_scores=False, **options):
    """Inputs; X itself is the memory where that must not matter."""

    def draw(rng, n=5, T=4, d=6):
        params = draw_params(rng, d, **options)
        if equal_scores:
            params["W_Q"][:] = params["b_Q"][:] = 0
        X = rng.normal(size=(n, T, d))
        if lengths:
            return X, X, params, n_heads, padding_mask(rng, lengths)
        return X, rng.normal(size=(n, S, d)) if memory else X, params, n_heads

    return draw


MULTI_HEAD_ATTENTION = Part(
    "multi_head_attention",
    "output",
    _multi_head_attention,
    {
        "split into heads": Idea(
            _inputs(n_heads=2, output=False),
            {
                "one head": "one head with all d features; give each head d_k = d / H of them",
                "every other column": "heads made of every H-th column; head 0 has the first d_k "
                "columns, head 1 the next, and so on",
                "split without swap": "(n, T, d) reshaped to (n, H, T, d_k), which mixes time "
                "steps; reshape to (n, T, H, d_k), then swap the middle axes",
                "scale of d": "scores divided by √d; a head has d_k = d / H features: divide by "
                "√d_k",
                "no scale": "scores without the scale; divide them by √d_k",
            },
        ),
        "heads joined again": Idea(
            _inputs(n_heads=2, output=False),
            {
                "join without swap": "(n, H, T, d_k) reshaped to (n, T, d), which mixes time "
                "steps; swap the middle axes back first",
                "heads the other way round": "the last head first; put head 0 first",
            },
        ),
        "output layer": Idea(
            _inputs(),
            {"no W_O": "no output layer; multiply the joined heads by W_O and add b_O"},
        ),
        "X asks, the memory answers": Idea(
            _inputs(memory=True),
            {
                "X for memory": "keys and values from X; take them from memory",
                "memory for X": "queries from memory; take them from X",
            },
        ),
        "biases": Idea(
            _inputs(biases=True),
            {
                "no biases": "products without biases; add b_Q, b_K, b_V and b_O",
                "no b_O": "no b_O; add it to the output",
            },
        ),
        "mask": Idea(
            _inputs(lengths=[4, 2, 3, 1, 2]),
            {
                "no mask": "attention to padding in the memory; the mask is not used",
                "mask upside down": "attention to the padding alone; True in the mask means a "
                "real token",
                "mask over queries": "the mask laid over the queries; it says which keys are real: "
                "the last axis of the scores",
                **{name: _MASK[name] for name in ("score 0", "mask after softmax")},
            },
        ),
        "a text without tokens": Idea(
            # All scores are equal, so that it does not matter how they are masked.
            _inputs(lengths=[4, 4, 0, 4, 4], equal_scores=True, biases=True),
            {
                "answer from padding": "an answer from padding where the memory has no real token; "
                "give zeros there",
                "nan": "NaN where the memory has no real token; mask with the lowest finite "
                "number, not with -∞, and give zeros there",
            },
        ),
    },
)
PARTS = (MULTI_HEAD_ATTENTION,)
