"""Tickets as ids, in batches of like length, and what a model says about them."""

import math
from array import array

import numpy as np

from ticketcourse.scratch.text import pad

_BATCH = 32  # on a CPU larger ones are slower


class Encoded:
    """Tickets as ids, in flat arrays: lists of Python numbers would take many times the memory.

    Parameters
    ----------
    descriptions, resolutions : iterable of list of int
        The ids of each of n texts, not padded.
    y : ndarray of float32, shape (n, L), or None
        Targets, where they are known.

    Attributes
    ----------
    lengths : ndarray of int, shape (n, 2)
        Tokens of each description and of each resolution.
    """

    def __init__(self, descriptions, resolutions, y=None):
        self._texts = _Texts(descriptions), _Texts(resolutions)
        self.lengths = np.stack([texts.lengths for texts in self._texts], axis=1)
        self.y = y

    def __len__(self):
        return len(self.lengths)

    def batch(self, positions):
        """Return the padded ids of some tickets: arrays of int64, shapes (n, T) and (n, S)."""
        return tuple(pad([texts[i] for i in positions]) for texts in self._texts)


class _Texts:
    def __init__(self, sequences):
        ids, lengths = array("i"), []
        for sequence in sequences:
            ids.extend(sequence)
            lengths.append(len(sequence))
        self.ids = np.array(ids, dtype=np.int32)
        self.lengths = np.array(lengths, dtype=np.int64)
        self.ends = self.lengths.cumsum()

    def __getitem__(self, i):
        return self.ids[self.ends[i] - self.lengths[i] : self.ends[i]]


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
    """
    z = np.zeros((len(tickets), backend.L), dtype=np.float32)
    for positions in like_batches(tickets.lengths, _BATCH)[rank::n_processes]:
        z[positions] = backend.logits(tickets.batch(positions))
    return z
