"""What a ticket is, and an immutable sequence of tickets."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ticketcourse.errors import TicketcourseError


class Ticket(NamedTuple):
    """One support ticket.

    Parameters
    ----------
    description : str
        What the person who opened the ticket wrote.
    resolution : str
        What the person who closed it wrote.
    labels : tuple of str
        Every label that fits, sorted; empty when there is none.
    """

    description: str
    resolution: str
    labels: tuple[str, ...] = ()


class Tickets(Sequence):
    """An immutable sequence of tickets over one set of labels.

    An index gives a `Ticket`; a slice, a sequence of positions, or one bool a ticket gives
    `Tickets` with the same `label_names`, so that the columns of `targets` mean the same for every
    part of a data set.

    Parameters
    ----------
    tickets : iterable of Ticket
        The tickets.
    label_names : sequence of str, optional
        The labels in the order of the columns of `targets`; by default every label in `tickets`,
        sorted.
    clean_labels : sequence of tuple of str, optional
        The labels before label noise, known for generated tickets only.

    Attributes
    ----------
    descriptions, resolutions : tuple of str
        The two texts of each ticket.
    labels : tuple of tuple of str
        The labels of each ticket, sorted.
    label_names : tuple of str
        Every label; its length is L.
    clean_labels : tuple of tuple of str or None
        The labels before label noise, or None when nobody knows them.

    Raises
    ------
    TicketcourseError
        When the labels of a ticket are one str, or one of them is not in `label_names`.
    """

    __slots__ = ("_tickets", "clean_labels", "label_names")

    def __init__(self, tickets, *, label_names=None, clean_labels=None):
        tickets = tuple(
            Ticket(description, resolution, _sorted_labels(labels))
            for description, resolution, labels in tickets
        )
        used = {label for ticket in tickets for label in ticket.labels}
        names = tuple(sorted(used)) if label_names is None else tuple(label_names)
        if unknown := sorted(used - set(names)):
            raise TicketcourseError(
                f"Label {unknown[0]!r} is not one of the {len(names)} label names: add it to them."
            )
        if clean_labels is not None:
            clean_labels = tuple(map(_sorted_labels, clean_labels))
            if len(clean_labels) != len(tickets):
                raise TicketcourseError(
                    f"{len(clean_labels)} sets of clean labels do not fit {len(tickets)} tickets: "
                    "give one set for each ticket."
                )
        for name, value in (
            ("_tickets", tickets),
            ("label_names", names),
            ("clean_labels", clean_labels),
        ):
            object.__setattr__(self, name, value)

    def __setattr__(self, name, value):
        raise AttributeError("Tickets cannot be changed: make new ones")

    def __reduce__(self):
        # Restores through the constructor, because attributes cannot be set one by one.
        return _rebuild, (self._tickets, self.label_names, self.clean_labels)

    def __len__(self):
        return len(self._tickets)

    def __getitem__(self, key):
        if isinstance(key, (int, np.integer)):
            return self._tickets[key]
        positions = np.arange(len(self))[key if isinstance(key, slice) else list(key)].tolist()
        clean = self.clean_labels
        return Tickets(
            (self._tickets[i] for i in positions),
            label_names=self.label_names,
            clean_labels=None if clean is None else [clean[i] for i in positions],
        )

    def __eq__(self, other):
        if not isinstance(other, Tickets):
            return NotImplemented
        return self.__reduce__() == other.__reduce__()

    def __hash__(self):
        return hash((self._tickets, self.label_names))

    def __repr__(self):
        return f"<{len(self):,} tickets, {len(self.label_names)} labels>"

    @property
    def descriptions(self):
        return tuple(ticket.description for ticket in self._tickets)

    @property
    def resolutions(self):
        return tuple(ticket.resolution for ticket in self._tickets)

    @property
    def labels(self):
        return tuple(ticket.labels for ticket in self._tickets)

    @property
    def targets(self):
        """The labels as numbers: y, shape (n, L), float32, 1 where the label fits."""
        return label_matrix(self.labels, self.label_names)

    @property
    def fingerprints(self):
        """One short hash a ticket, of its two texts: equal exactly when both texts are equal."""
        return tuple(
            _digest(f"{ticket.description}\0{ticket.resolution}")[:16] for ticket in self._tickets
        )

    def split(self, seed=0, fractions=(0.8, 0.1, 0.1)):
        """Split into training, validation and test tickets.

        The order comes from a hash of the seed and each ticket's texts. So the split is the same on
        every machine and for every order of the rows, and tickets with equal texts always
        fall on one side.

        Parameters
        ----------
        seed : int
            Another seed gives another split.
        fractions : tuple of three float
            The shares of the parts; they sum to 1.

        Returns
        -------
        train, valid, test : Tickets

        Raises
        ------
        TicketcourseError
            When the fractions do not sum to 1, or when a part would be empty.
        """
        if len(fractions) != 3 or min(fractions) <= 0 or abs(sum(fractions) - 1) > 1e-9:
            raise TicketcourseError(
                f"The fractions {fractions} are not three positive numbers that sum to 1: "
                "give for example (0.8, 0.1, 0.1)."
            )
        groups = {}
        for i, fingerprint in enumerate(self.fingerprints):
            groups.setdefault(fingerprint, []).append(i)
        order = sorted(groups, key=lambda fingerprint: _digest(f"{seed}:{fingerprint}"))
        ends = (round(len(order) * fractions[0]), round(len(order) * (fractions[0] + fractions[1])))
        parts = order[: ends[0]], order[ends[0] : ends[1]], order[ends[1] :]
        if not all(parts):
            raise TicketcourseError(
                f"{len(order)} different tickets (equal texts count once) are too few to split "
                "into training, validation and test tickets: give at least 10."
            )
        return tuple(self[sorted(i for group in part for i in groups[group])] for part in parts)


def label_matrix(labels, label_names):
    """Turn sets of labels into numbers.

    Parameters
    ----------
    labels : sequence of iterable of str
        The labels of each of n tickets.
    label_names : sequence of str
        The L labels, in the order of the columns; other labels are left out.

    Returns
    -------
    y : ndarray of float32, shape (n, L)
        1 where the ticket has the label, 0 elsewhere.
    """
    column = {name: j for j, name in enumerate(label_names)}
    y = np.zeros((len(labels), len(label_names)), dtype=np.float32)
    for i, names in enumerate(labels):
        for name in names:
            if name in column:
                y[i, column[name]] = 1
    return y


def _sorted_labels(labels):
    if isinstance(labels, str):
        raise TicketcourseError(f"The labels {labels!r} are one text: give a list of labels.")
    return tuple(sorted(set(labels)))


def _digest(text):
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _rebuild(tickets, label_names, clean_labels):
    return Tickets(tickets, label_names=label_names, clean_labels=clean_labels)
