"""Tickets as ids, and what the PyTorch model says about them."""

from typing import NamedTuple

import numpy as np
import torch

from ticketcourse.scratch.text import pad

_BATCH = 256


class Encoded(NamedTuple):
    """Tickets as ids.

    Parameters
    ----------
    descriptions, resolutions : list of list of int
        The ids of each of n texts, not padded.
    y : ndarray of float32, shape (n, L), or None
        Targets, where they are known.
    """

    descriptions: list
    resolutions: list
    y: np.ndarray | None = None

    @property
    def lengths(self):
        pairs = zip(self.descriptions, self.resolutions, strict=True)
        return np.array([len(d) + len(r) for d, r in pairs], dtype=np.int64)

    def batch(self, positions):
        """Return the padded ids of some tickets: two Tensors (n, T) and (n, S)."""
        return tuple(
            torch.from_numpy(pad([texts[i] for i in positions]))
            for texts in (self.descriptions, self.resolutions)
        )


def predict_logits(model, tickets):
    """Compute logits without training.

    Parameters
    ----------
    model : TorchModel
    tickets : Encoded
        n tickets.

    Returns
    -------
    z : ndarray of float32, shape (n, L)
    """
    model.eval()
    order = np.argsort(tickets.lengths, kind="stable")
    z = np.empty((len(order), model.classification.out_features), dtype=np.float32)
    with torch.inference_mode():
        for start in range(0, len(order), _BATCH):
            positions = order[start : start + _BATCH]
            z[positions] = model(*tickets.batch(positions)).cpu().numpy()
    return z
