"""What is known about a learner's embedding: look-up, its gradient, and one-hot rows."""

import math

import numpy as np

from ticketcourse.checks.part import Idea, Part


def _embedding(wrong, ids, E):
    if "columns" in wrong:
        return E.T[ids]
    if "row before" in wrong:
        return E[ids - 1]
    X = E[ids]
    if "padding emptied" in wrong:
        return X * (ids != 0)[:, :, None]
    if "root" in wrong:
        return X * math.sqrt(E.shape[1])
    if "mean" in wrong:
        return X.mean(axis=1)
    if "one list" in wrong:
        return X.reshape(-1, X.shape[-1])
    if "one row" in wrong:
        return X.reshape(len(X), -1)
    if "sum" in wrong:
        return X.sum(axis=1)
    return X


def _any_ids(rng):
    """Ids (n, T) with repetitions, of which the last is padding, and a table."""
    ids = rng.integers(1, 6, (3, 4))
    ids[-1, -1] = 0
    return ids, rng.normal(size=(6, 7))


def _different_ids(rng):
    """Ids (n, T) without a repetition, 0 among them, and a table.

    None of them names the table's last row, nor some others.
    """
    ids = np.append(rng.permutation(np.arange(1, 12))[:7], 0)
    return rng.permutation(ids).reshape(2, 4), rng.normal(size=(13, 5))


def _repeated_ids(rng):
    """Ids of which some occur twice, one three times, and the others once."""
    ids = rng.permutation([1, 2, 2, 4, 5, 5, 5, 7]).reshape(2, 4)
    return ids, rng.normal(size=(9, 5))


EMBEDDING = Part(
    "embedding",
    "X",
    _embedding,
    {
        "the row of each id": Idea(
            _any_ids,
            {
                "columns": "columns of E; an id names a row",
                "row before": "the row before the right one; id i is row i, counted from 0",
                "root": "rows times √d; take them as they are in E",
                "padding emptied": "zeros for padding; id 0 has a row in E like any other",
            },
        ),
        "one vector for each token": Idea(
            lambda rng: (rng.integers(1, 6, (3, 4)), rng.normal(size=(6, 7))),
            {
                "mean": "the mean of each text; keep one vector for each token",
                "sum": "the sum over each text; keep one vector for each token",
                "one list": "one list of the vectors of all texts; keep the shape of ids in front",
                "one row": "the vectors of a text in one row; keep one vector for each token",
            },
        ),
    },
)


def _embedding_backward(wrong, dX, ids, E):
    dE = E.copy() if "starts from E" in wrong else np.zeros_like(E)
    if "gradient times row" in wrong:
        dX = dX * E[ids]
    elif "mean over batch" in wrong:
        dX = dX / len(ids)
    for place in np.ndindex(ids.shape):
        if "last alone" in wrong:
            dE[ids[place]] = dX[place]
        else:
            dE[ids[place]] += dX[place]
    if "mean of repeated" in wrong:
        counts = np.bincount(ids.ravel(), minlength=len(E))
        dE = dE / np.maximum(counts, 1)[:, None]
    if "padding emptied" in wrong:
        dE[0] = 0
    return dE[np.unique(ids)] if "only rows of ids" in wrong else dE


def _with_gradient(draw):
    def inputs(rng):
        ids, E = draw(rng)
        return rng.normal(size=(*ids.shape, E.shape[1])), ids, E

    return inputs


EMBEDDING_BACKWARD = Part(
    "embedding_backward",
    "dE",
    _embedding_backward,
    {
        "each gradient at its row": Idea(
            _with_gradient(_different_ids),
            {
                "gradient times row": "gradients times the rows of E; a row that is copied hands "
                "its gradient on as it is",
                "mean over batch": "a mean over the texts; add the gradients up",
                "padding emptied": "zeros in row 0 of dE; id 0 gets its gradients like any other",
            },
        ),
        "ids that occur several times": Idea(
            _with_gradient(_repeated_ids),
            {
                "last alone": "only one gradient of an id that occurs several times; add them all "
                "up, as np.add.at does",
                "mean of repeated": "the mean for an id that occurs several times; take the sum",
            },
        ),
        "ids that do not occur": Idea(
            _with_gradient(_different_ids),
            {
                "starts from E": "the gradients added to E itself; start from zeros",
                "only rows of ids": "no rows for ids that do not occur; give them zeros, so that "
                "dE has the shape of E",
            },
        ),
    },
)


def _one_hot(wrong, ids, V):
    if "as many columns as needed" in wrong:
        V = ids.max() + 1
    elif "one column more" in wrong:
        V += 1
    rows = np.zeros((*ids.shape, V))
    for place in np.ndindex(ids.shape):
        column = ids[place] - 1 if "column before" in wrong else ids[place]
        rows[place][column] = ids[place] if "id as value" in wrong else 1
    if "padding emptied" in wrong:
        rows[ids == 0] = 0
    if "ones and a zero" in wrong:
        return 1 - rows
    if "counts" in wrong:
        return rows.sum(axis=1)
    if "words of a text" in wrong:
        return rows.max(axis=1)
    if "one list" in wrong:
        return rows.reshape(-1, V)
    return rows.swapaxes(1, 2) if "ids on axis 1" in wrong else rows


def _ids(rng):
    """Ids (n, T) of which the largest is V - 1, and one is padding."""
    return rng.permutation([0, 3, 3, 4, 6, 6]).reshape(3, 2), 7


def _small_ids(rng):
    """Ids (n, T) far below V, in the first text the same twice."""
    return np.vstack([[2, 2], rng.integers(1, 4, (2, 2))]), 8


ONE_HOT = Part(
    "one_hot",
    "rows",
    _one_hot,
    {
        "a single 1": Idea(
            _ids,
            {
                "id as value": "the id where a 1 belongs; every row has a single 1",
                "column before": "the 1 one column too early; id i has column i, counted from 0",
                "ones and a zero": "ones with a single 0; give zeros with a single 1",
                "padding emptied": "zeros for id 0; its row has a single 1 too, in column 0",
            },
        ),
        "a row for each token": Idea(
            _ids,
            {
                "counts": "one row for each text, with its counts; give one for each token",
                "words of a text": "one row for each text; give one for each token",
                "one list": "one list of the rows of all texts; keep the shape of ids in front",
                "ids on axis 1": "the V columns on the axis before the last; put them on the last",
            },
        ),
        "V columns": Idea(
            _small_ids,
            {
                "as many columns as needed": "as many columns as the largest id needs; give V, so "
                "that all batches are alike",
                "one column more": "a column more than V; V counts padding and unknown too",
            },
        ),
    },
)
PARTS = (EMBEDDING, EMBEDDING_BACKWARD, ONE_HOT)
