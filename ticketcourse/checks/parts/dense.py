"""What is known about a learner's dense layer and its gradients."""

import numpy as np

from ticketcourse.checks.part import Idea, Part


def _dense(wrong, X, W, b):
    Z = X @ W
    if "mean" in wrong:
        Z = Z / len(W)
    if "bias subtracted" in wrong:
        Z = Z - b
    elif "bias multiplied" in wrong:
        Z = Z * b
    elif "one bias" in wrong:
        Z = Z + b.sum()
    elif "first bias" in wrong:
        Z = Z + b[0]
    elif "no bias" not in wrong:
        Z = Z + b
    if "relu" in wrong:
        Z = np.maximum(0, Z)
    if "sigmoid" in wrong:
        Z = 1 / (1 + np.exp(-Z))
    return Z.T if "transposed" in wrong else Z


def _weighted_sums(rng):
    X = rng.normal(size=(1, 4))
    return np.concatenate([X, -X, 2 * X]), rng.normal(size=(4, 2)), np.zeros(2)  # sums below 0 too


DENSE = Part(
    "dense",
    "Z",
    _dense,
    {
        "weighted sums": Idea(
            _weighted_sums,
            {
                "transposed": "one row for each unit; give one row for each example, X @ W",
                "mean": "the mean of the weighted inputs; add them up and do not divide",
                "relu": "the ReLU of the logits; give the logits, before any activation",
                "sigmoid": "the sigmoid of the logits; give the logits, before any activation",
            },
        ),
        "biases": Idea(
            # One input, and nothing below 0: neither a sum nor ReLU changes anything.
            lambda rng: (
                rng.uniform(0.5, 2, size=(3, 1)),
                rng.uniform(0.5, 2, size=(1, 2)),
                np.array([0.3, 1.7]) * rng.uniform(0.5, 0.9),
            ),
            {
                "no bias": "the weighted sums without the biases; add b",
                "bias subtracted": "the biases subtracted; add b",
                "bias multiplied": "the weighted sums times the biases; add b",
                "one bias": "the sum of all biases added to every unit; add each unit its own",
                "first bias": "the first bias added to every unit; add each unit its own",
            },
        ),
        "every time step": Idea(
            lambda rng: (
                rng.uniform(0.5, 2, size=(2, 3, 4)),
                rng.uniform(0.5, 2, size=(4, 5)),
                np.zeros(5),
            ),
            {},
        ),
    },
)


def _dense_backward(wrong, dZ, X, W):
    d, u = W.shape
    n = len(X)
    rows, dZ_rows = X.reshape(-1, d), dZ.reshape(-1, u)
    dX = dZ_rows @ W.T
    if not ("flat" in wrong and X.ndim == 3):
        dX = dX.reshape(X.shape)
    if "dX transposed" in wrong:
        dX = dX.T
    if "dX mean" in wrong:
        dX = dX / n
    return _ordered(wrong, dX, _dW(wrong, X, dZ, rows, dZ_rows), _db(wrong, dZ, dZ_rows))


def _dW(wrong, X, dZ, rows, dZ_rows):
    if "dW for each text" in wrong and X.ndim == 3:
        return X.swapaxes(1, 2) @ dZ
    if "dW not summed" in wrong:
        return rows[:, :, None] * dZ_rows[:, None, :]
    dW = rows.T @ dZ_rows
    if "dW mean" in wrong:
        dW = dW / len(X)
    return dW.T if "dW transposed" in wrong else dW


def _db(wrong, dZ, dZ_rows):
    if "db not summed" in wrong:
        return dZ
    if "db over texts" in wrong and dZ.ndim == 3:
        return dZ.sum(axis=0)
    if "db over units" in wrong:
        return dZ.sum(axis=-1)
    db = dZ_rows.sum(axis=0)
    if "db mean" in wrong:
        db = db / len(dZ)
    if "db one number" in wrong:
        return db.sum()
    return db[None] if "db as row" in wrong else db


def _ordered(wrong, dX, dW, db):
    if "dX last" in wrong:
        return dW, db, dX
    if "dW first" in wrong:
        return dW, dX, db
    return dX, dW, db


def _for_dX(rng):
    # X = 0 makes dW 0; two rows that cancel make db 0.
    dZ = rng.normal(size=(1, 3))
    return np.concatenate([dZ, -dZ]), np.zeros((2, 4)), rng.normal(size=(4, 3))


def _for_dW(rng):
    # W = 0 makes dX 0; two rows that cancel make db 0.
    dZ = rng.normal(size=(1, 3))
    return np.concatenate([dZ, -dZ]), rng.normal(size=(2, 4)), np.zeros((4, 3))


def _for_db(rng):
    return rng.normal(size=(2, 3)), np.zeros((2, 4)), np.zeros((4, 3))


def _for_steps(rng):
    return rng.normal(size=(2, 3, 5)), rng.normal(size=(2, 3, 4)), np.zeros((4, 5))


DENSE_BACKWARD = Part(
    "dense_backward",
    "dX, dW, db",
    _dense_backward,
    {
        "dX": Idea(
            _for_dX,
            {
                "dX transposed": "dX transposed; give it the shape of X, with dZ @ W.T",
                "dX mean": "dX divided by n; each example has a gradient of its own",
                "dX last": "the order dW, db, dX; return dX, dW, db",
                "dW first": "the order dW, dX, db; return dX, dW, db",
            },
        ),
        "dW": Idea(
            _for_dW,
            {
                "dW transposed": "dW transposed; give it the shape of W, with X.T @ dZ",
                "dW not summed": "a dW for each example; add them up over the batch",
                "dW mean": "dW divided by n; add up over the batch and leave the mean to the loss",
            },
        ),
        "db": Idea(
            _for_db,
            {
                "db not summed": "dZ itself as db; add it up over the batch",
                "db over units": "dZ added up over the units as db; add it up over the batch",
                "db one number": "one number as db; keep one for each unit",
                "db as row": "db as a table with one row; without keepdims it has the shape of b",
                "db mean": "db divided by n; add up over the batch and leave the mean to the loss",
            },
        ),
        "every time step": Idea(
            _for_steps,
            {
                "dW for each text": "a dW for each text; add them up, they share one W",
                "db over texts": "db added up over the texts alone; add up over the time steps too",
                "flat": "dX with one row for each time step of each text; give it the shape of X",
            },
        ),
    },
)

PARTS = (DENSE, DENSE_BACKWARD)
