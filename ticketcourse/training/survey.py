"""What has to be known of tickets before a classifier can learn from them."""

import hashlib
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Survey:
    """What one reading of n tickets tells, for far less memory than the tickets take.

    Attributes
    ----------
    label_names : tuple of str
        The L labels.
    y : ndarray of bool, shape (n, L)
        Whether a ticket has a label.
    fingerprints : ndarray of uint64, shape (n,)
        `Ticket.fingerprint` as numbers.
    digest : str
        A hash of all tickets and their labels in this order.
    all_labelled : bool
        Whether each ticket has a label, be it in `label_names` or not.
    """

    label_names: tuple[str, ...]
    y: np.ndarray
    fingerprints: np.ndarray
    digest: str
    all_labelled: bool

    @classmethod
    def of(cls, tickets, label_names=None):
        """Read tickets once.

        Parameters
        ----------
        tickets : iterable of Ticket
        label_names : sequence of str, optional
            By default every label there is, sorted.

        Returns
        -------
        survey : Survey
        """
        digest, fingerprints, label_sets, numbers = hashlib.sha256(), [], {}, []
        for ticket in tickets:
            fingerprint = ticket.fingerprint
            fingerprints.append(int(fingerprint, 16))
            # There are far fewer sets of labels than tickets.
            numbers.append(label_sets.setdefault(ticket.labels, len(label_sets)))
            digest.update(f"{fingerprint}{ticket.labels}".encode("utf-8", "surrogatepass"))
        if label_names is None:
            label_names = sorted({label for labels in label_sets for label in labels})
        column = {name: j for j, name in enumerate(label_names)}
        rows = np.zeros((len(label_sets), len(column)), dtype=bool)
        for labels, i in label_sets.items():
            rows[i, [column[label] for label in labels if label in column]] = True
        return cls(
            label_names=tuple(label_names),
            y=rows[np.array(numbers, dtype=np.int64)],
            fingerprints=np.array(fingerprints, dtype=np.uint64),
            digest=digest.hexdigest(),
            all_labelled=() not in label_sets,
        )

    def __len__(self):
        return len(self.y)
