"""Batches of tickets of like length, in an order that the seed and the epoch fix."""

import numpy as np

from ticketcourse.models.predict import like_batches

_POOL = 50  # batches that are sorted together: less padding, and still a new mix every epoch


def batch_positions(lengths, batch_size, seed, epoch):
    """Put the positions of tickets into batches for one epoch.

    Parameters
    ----------
    lengths : ndarray of int, shape (n, 2)
        Tokens of both texts of each ticket.
    batch_size : int
        Tickets in a batch; the last one of all may hold fewer.
    seed, epoch : int
        Together they fix the result, so that a resumed training goes on with the same batches.

    Returns
    -------
    batches : list of ndarray of int
        Every position exactly once.
    """
    rng = np.random.default_rng((seed, epoch))
    shuffled = rng.permutation(len(lengths))
    batches = []
    for start in range(0, len(shuffled), _POOL * batch_size):
        pool = shuffled[start : start + _POOL * batch_size]
        batches += [pool[batch] for batch in like_batches(lengths[pool], batch_size)]
    return [batches[i] for i in rng.permutation(len(batches))]
