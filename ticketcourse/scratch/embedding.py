"""An embedding: each id becomes a row of a table, and the table is learned."""

import numpy as np


def embedding(ids, E):
    """Look up the vector of every id.

    Parameters
    ----------
    ids : array (n, T) of int
    E : array (V, d), one row for each id

    Returns
    -------
    array (n, T, d)

    Source
    ------
    Bengio et al. (2003), A neural probabilistic language model, section 2: the matrix C.
    Taught in chapter 4, Embeddings.
    """
    return E[ids]


def embedding_backward(dX, ids, E):
    """Gradient of the loss at E, given its gradient dX at the output of ``embedding``.

    Parameters
    ----------
    dX : array (n, T, d)
    ids : array (n, T) of int, which has no gradient
    E : array (V, d)

    Returns
    -------
    array (V, d); an id that occurs several times gets the sum of its gradients, an id that does
    not occur gets 0

    Notes
    -----
    Taught in chapter 9, Backpropagation.
    """
    dE = np.zeros_like(E)
    # dE[ids] += dX would count an id that occurs twice only once.
    np.add.at(dE, ids, dX)
    return dE


def one_hot(ids, V, dtype=float):
    """Write each id as a row of zeros with a single one, in the id's column.

    With it, ``one_hot(ids, V) @ E`` is the look-up ``embedding(ids, E)``: an embedding is a dense
    layer without bias whose inputs are one-hot rows.

    Parameters
    ----------
    ids : array (n, T) of int
    V : int, the number of ids
    dtype : float size of the rows

    Returns
    -------
    array (n, T, V)

    Notes
    -----
    Taught in chapter 4, Embeddings.
    """
    return np.eye(V, dtype=dtype)[ids]
