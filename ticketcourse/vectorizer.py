"""Text to ids, the same for every framework."""

import re
import unicodedata
from collections import Counter

import numpy as np

from ticketcourse.errors import TicketcourseError

PADDING, UNKNOWN = 0, 1  # ids; words start at 2

# The places inside a CamelCase name where a new word starts: "systemError", "HTTPServer".
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_TOKEN = re.compile(r"0x[0-9a-f]+|[^\W\d_]+(?:'[^\W\d_]+)?|\d+|[?!]")


def tokenise(text):
    """Split a text into tokens.

    CamelCase names are split at their humps and codes where letters meet digits, so that
    ``NullPointerException`` gives ``null pointer exception`` and ``ORA-01017`` gives ``ora 01017``:
    the parts are words that other tickets share, where the whole might never be seen again.
    Hexadecimal codes such as ``0x80070005`` stay whole, because only the whole says anything.
    Case and punctuation are dropped, except ``?`` and ``!``.

    Parameters
    ----------
    text : str

    Returns
    -------
    tokens : list of str
    """
    text = _HUMP.sub(" ", unicodedata.normalize("NFKC", text).replace("’", "'"))
    return _TOKEN.findall(text.casefold())


class Vectorizer:
    """Turns texts into ids by a vocabulary that training texts give.

    Id 0 is padding, id 1 any word outside the vocabulary.

    Parameters
    ----------
    vocabulary : sequence of str
        The words with the ids 2, 3, …, most frequent first.

    Notes
    -----
    Taught in chapter 2.
    """

    def __init__(self, vocabulary):
        self.vocabulary = tuple(vocabulary)
        self._ids = {word: i for i, word in enumerate(self.vocabulary, start=2)}

    def __len__(self):
        """Return V, the number of ids: every word, padding and unknown."""
        return len(self.vocabulary) + 2

    @classmethod
    def from_texts(cls, texts, *, max_size=20_000, min_count=2):
        """Make the vocabulary from texts.

        Parameters
        ----------
        texts : iterable of str
            Texts of training tickets, never of others.
        max_size : int
            The most ids there may be, V; the most frequent words stay.
        min_count : int
            How often a word must occur to get an id.

        Returns
        -------
        vectorizer : Vectorizer
        """
        counts = Counter(token for text in texts for token in tokenise(text))
        # Equal counts in alphabetical order, so that the order of the tickets does not matter.
        ranked = sorted(counts, key=lambda word: (-counts[word], word))
        return cls([word for word in ranked if counts[word] >= min_count][: max_size - 2])

    def encode(self, text, max_length, *, keep="head"):
        """Turn one text into ids.

        Parameters
        ----------
        text : str
        max_length : int
            The most tokens to keep.
        keep : {"head", "head and tail"}
            What stays of a text that is too long. A description says what matters first; a
            resolution often ends with it, so that its first and last halves stay.

        Returns
        -------
        ids : list of int
        """
        tokens = tokenise(text)
        if len(tokens) > max_length:
            n_tail = max_length // 2 if keep == "head and tail" else 0
            tokens = tokens[: max_length - n_tail] + tokens[len(tokens) - n_tail :]
        return [self._ids.get(token, UNKNOWN) for token in tokens]

    def to_dict(self):
        """Return a dictionary that JSON can hold; `from_dict` reads it."""
        return {"vocabulary": list(self.vocabulary)}

    @classmethod
    def from_dict(cls, saved):
        """Make a vectorizer from what `to_dict` gave.

        Raises
        ------
        TicketcourseError
            When `saved` holds no list of different words.
        """
        words = saved.get("vocabulary") if isinstance(saved, dict) else None
        if not isinstance(words, list) or len(set(map(str, words))) != len(words):
            raise TicketcourseError(
                "The saved vocabulary is not a list of different words: save the model again."
            )
        return cls(words)


def pad(sequences):
    """Put sequences of ids into one array, filled up on the right to the longest.

    Parameters
    ----------
    sequences : sequence of sequence of int
        The ids of each of n texts.

    Returns
    -------
    ids : ndarray of int64, shape (n, T)
        T is the longest length, at least 1.
    """
    T = max(1, *map(len, sequences)) if sequences else 1
    ids = np.full((len(sequences), T), PADDING, dtype=np.int64)
    for row, sequence in zip(ids, sequences, strict=True):
        row[: len(sequence)] = sequence
    return ids
