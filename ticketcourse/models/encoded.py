"""Tickets as ids and targets, packed so that millions of them can be trained on."""

import tempfile
from array import array

import numpy as np

from ticketcourse.errors import TicketcourseError
from ticketcourse.scratch.text import pad

_IN_MEMORY = 16_000_000  # ids of one kind of text; more go to a temporary file


class Encoded:
    """Tickets as ids and targets.

    Ids are kept in flat arrays, because lists of Python numbers would take many times the memory.
    Where they are many, they are in a temporary file that the system reads as it is needed and
    removes when nobody uses it any more.

    Parameters
    ----------
    tickets : iterable of (sequence of int, sequence of int)
        The ids of description and resolution of each of n tickets, not padded; read once. Arrays
        are of int32.
    y : ndarray of bool, shape (n, L), optional
        Targets, where they are known.

    Attributes
    ----------
    lengths : ndarray of int, shape (n, 2)
        Tokens of each description and of each resolution.

    Raises
    ------
    TicketcourseError
        When the folder for temporary files is full.
    """

    def __init__(self, tickets, y=None):
        self._texts = texts = _Texts(), _Texts()
        try:
            for ticket in tickets:
                for text, ids in zip(texts, ticket, strict=True):
                    text.append(ids)
            for text in texts:
                text.close()
        except OSError as error:
            if error.filename is not None:  # the tickets' own file
                raise
            raise TicketcourseError(
                f"The tickets' ids do not fit into {tempfile.gettempdir()} ({error.strerror}): "
                "set TMPDIR to a folder with more room."
            ) from error
        self.lengths = np.stack([text.lengths for text in texts], axis=1)
        self._y = y

    def __len__(self):
        return len(self.lengths)

    def batch(self, positions):
        """Return the padded ids of some tickets: arrays of int64, shapes (n, T) and (n, S)."""
        return tuple(pad([text[i] for i in positions]) for text in self._texts)

    def targets(self, positions=slice(None)):
        """Return the targets of some tickets, or of all: an array of float32, shape (n, L)."""
        return self._y[positions].astype(np.float32)


class _Texts:
    """The ids of texts, one after the other."""

    def __init__(self):
        self._ids, self._lengths, self._file = array("i"), array("i"), None

    def append(self, ids):
        if isinstance(ids, np.ndarray):
            self._ids.frombytes(ids.astype(np.intc, casting="safe").tobytes())
        else:
            self._ids.extend(ids)
        self._lengths.append(len(ids))
        if len(self._ids) >= _IN_MEMORY:
            if self._file is None:
                self._file = tempfile.TemporaryFile()  # noqa: SIM115 -- lives as long as its map
            self._ids.tofile(self._file)
            del self._ids[:]

    def close(self):
        """Be ready for reading: after this no text can be appended."""
        self.lengths = np.array(self._lengths, dtype=np.int64)
        self._ends = self.lengths.cumsum()
        if self._file is None:
            self._ids = np.array(self._ids, dtype=np.int32)
        else:
            self._ids.tofile(self._file)
            self._file.flush()
            self._ids = np.memmap(self._file, dtype=np.intc, mode="r")

    def __getitem__(self, i):
        return self._ids[self._ends[i] - self.lengths[i] : self._ends[i]]
