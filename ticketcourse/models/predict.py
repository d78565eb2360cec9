"""Batches of tickets of like length, and what a model says about them."""

import math

import numpy as np

_BATCH = 24  # tickets; on a CPU larger ones are slower, for their padding too
_TOKENS_ON_GPU = 1 << 17  # of a batch, padding included: many, and yet in bounded memory


def like_batches(lengths, batch_size):
    """Put tickets into batches of which both texts have like lengths, for little padding.

    Parameters
    ----------
    lengths : ndarray of int, shape (n, 2)
        Tokens of both texts of each ticket.
    batch_size : int
        Tickets in a batch; the last one may hold fewer.

    Returns
    -------
    batches : list of ndarray of int
        Every position exactly once.
    """
    # In strips of like descriptions, each sorted by its resolutions. Half as many strips as there
    # are batches in a strip gave the least padding, because resolutions are shorter.
    n_batches = math.ceil(len(lengths) / batch_size)
    strip = math.ceil(math.sqrt(2 * n_batches)) * batch_size
    by_description = np.argsort(lengths[:, 0], kind="stable")
    order = [
        part[np.argsort(lengths[part, 1], kind="stable")]
        for part in (by_description[i : i + strip] for i in range(0, len(lengths), strip))
    ]
    return [part[i : i + batch_size] for part in order for i in range(0, len(part), batch_size)]


def predict_logits(backend, tickets, rank=0, n_processes=1):
    """Compute logits without training.

    Parameters
    ----------
    backend : TorchBackend or KerasBackend
    tickets : Encoded
        n tickets.
    rank, n_processes : int
        Only batch number `rank` of every `n_processes` is computed.

    Returns
    -------
    z : ndarray of float32, shape (n, L)
        Zeros for the tickets that were not computed.

    Notes
    -----
    By rounding a probability may differ by 1e-6 with the tickets beside it, and by 1e-5 between
    the frameworks. On a GPU a batch holds as many tickets as fit into 131,072 tokens.
    """
    z = np.zeros((len(tickets), backend.L), dtype=np.float32)
    size = _BATCH
    if backend.on_gpu:
        size = max(size, _TOKENS_ON_GPU // max(1, tickets.lengths.max(axis=0).sum()))
    batches = like_batches(tickets.lengths, size)[rank::n_processes]
    if batches:
        # None is waited for before all are on their way.
        parts = backend.each(lambda positions: backend.logits(tickets.batch(positions)), batches)
        z[np.concatenate(batches)] = backend.to_numpy(parts)
    return z
