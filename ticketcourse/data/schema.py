"""What a ticket is, and an immutable sequence of tickets."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ticketcourse.data.records import as_group, as_time
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

    @property
    def fingerprint(self):
        """A hash of the two texts, 16 hexadecimal digits: equal exactly when both are equal."""
        texts = f"{self.description}\0{self.resolution}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(texts).hexdigest()[:16]


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
    times : sequence of (datetime or None), optional
        When each ticket was opened; without a time zone it is UTC.
    groups : sequence of (str or None), optional
        What tickets belong together by, such as a customer or a project.
    origins : sequence of tuple, optional
        Of generated tickets, what each was generated from; `ceiling_posteriors` reads it.

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
    times : tuple of (datetime or None), or None
        When each ticket was opened, in UTC.
    groups : tuple of (str or None), or None
        The group of each ticket.
    origins : tuple of tuple, or None
        What each generated ticket was generated from.

    Raises
    ------
    TicketcourseError
        When the labels of a ticket are one str, when one of them is not in `label_names`, or when
        clean labels, times, groups or origins do not fit the tickets.
    """

    __slots__ = ("_tickets", "clean_labels", "groups", "label_names", "origins", "times")

    def __init__(
        self,
        tickets,
        *,
        label_names=None,
        clean_labels=None,
        times=None,
        groups=None,
        origins=None,
    ):
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
        columns = {
            "clean_labels": clean_labels,
            "times": times,
            "groups": groups,
            "origins": origins,
        }
        convert = {
            "clean_labels": _sorted_labels,
            "times": as_time,
            "groups": as_group,
            "origins": tuple,
        }
        for name, column in columns.items():
            if column is None:
                continue
            if len(column) != len(tickets):
                raise TicketcourseError(
                    f"{len(column)} {name.replace('_', ' ')} do not fit {len(tickets)} tickets: "
                    "give one for each ticket."
                )
            try:
                columns[name] = tuple(map(convert[name], column))
            except ValueError as error:
                raise TicketcourseError(f"One of the {name} {error}.") from None
        for name, value in {"_tickets": tickets, "label_names": names, **columns}.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name, value):
        raise AttributeError("Tickets cannot be changed: make new ones")

    def __reduce__(self):
        # Restores through the constructor, because attributes cannot be set one by one.
        return _rebuild, (self._tickets, self.label_names, self._columns())

    def _columns(self):
        return {
            name: getattr(self, name) for name in ("clean_labels", "times", "groups", "origins")
        }

    def __len__(self):
        return len(self._tickets)

    def __getitem__(self, key):
        if isinstance(key, (int, np.integer)):
            return self._tickets[key]
        positions = np.arange(len(self))[key if isinstance(key, slice) else list(key)].tolist()
        return Tickets(
            (self._tickets[i] for i in positions),
            label_names=self.label_names,
            **{
                name: None if column is None else [column[i] for i in positions]
                for name, column in self._columns().items()
            },
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
        """The fingerprint of each ticket."""
        return tuple(ticket.fingerprint for ticket in self._tickets)

    def split(self, seed=0, fractions=(0.8, 0.1, 0.1), by="random"):
        """Split into training, validation and test tickets.

        Tickets with nearly equal texts fall on one side: those with about 70 % of their runs of
        three words in common, description and resolution taken together, as MinHash estimates it,
        and whatever such pairs connect. Else a model could look its answers up.

        The split is the same on every machine and for every order of the rows.

        Parameters
        ----------
        seed : int
            Another seed gives another split.
        fractions : tuple of three float
            The shares of the parts; they sum to 1. The parts have these shares as closely as
            tickets that stay together allow.
        by : {"random", "group", "time"}
            "random" and "group" give each part its share of every label, the rarest labels first,
            by iterative stratification (Sechidis et al. 2011, algorithm 1); with "group", tickets
            of one group stay on one side too. With "time" the latest tickets are for the test and
            the earliest for training, whatever their labels; a set of nearly equal tickets goes
            where the earliest of them belongs, and the seed only orders what has equal times.

        Returns
        -------
        train, valid, test : Tickets

        Raises
        ------
        TicketcourseError
            When the fractions do not sum to 1, when a part would be empty, or when there are no
            groups or times to split by.
        """
        from ticketcourse.data.splitting import split_positions

        return tuple(self[part] for part in split_positions(self, seed, fractions, by))


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


def _rebuild(tickets, label_names, columns):
    return Tickets(tickets, label_names=label_names, **columns)
