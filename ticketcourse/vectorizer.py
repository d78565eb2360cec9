"""Text to ids, the same for every framework; the rules for a text are in scratch/text.py."""

from ticketcourse.errors import TicketcourseError
from ticketcourse.scratch.text import UNKNOWN, build_vocabulary, tokenise


class Vectorizer:
    """Turns texts into ids by a vocabulary that training texts give.

    Id 0 is padding, id 1 any word outside the vocabulary.

    Parameters
    ----------
    vocabulary : sequence of str
        The words with the ids 2, 3, …, most frequent first.
    """

    def __init__(self, vocabulary):
        self.vocabulary = tuple(vocabulary)
        self._ids = {word: i for i, word in enumerate(self.vocabulary, start=UNKNOWN + 1)}

    def __len__(self):
        """Return V, the number of ids: every word, padding and unknown."""
        return len(self.vocabulary) + UNKNOWN + 1

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
        return cls(build_vocabulary(texts, max_size, min_count))

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
        if (
            not isinstance(words, list)
            or not all(isinstance(word, str) for word in words)
            or len(set(words)) != len(words)
        ):
            raise TicketcourseError(
                "The saved vocabulary is not a list of different words: save the model again."
            )
        return cls(words)
