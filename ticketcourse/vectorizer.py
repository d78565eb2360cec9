"""Text to ids, the same for every framework; the rules for a text are in scratch/text.py."""

import json
from collections import Counter
from itertools import chain, islice

import numpy as np

from ticketcourse.errors import TicketcourseError
from ticketcourse.plain_texts import ids_of_plain_texts
from ticketcourse.scratch.text import PADDING, UNKNOWN, tokenise, vocabulary_of

# An ASCII character that is no letter, digit, ', ? or ! stands between two tokens.
_BETWEEN = bytes(i if chr(i).isalnum() or chr(i) in "'?!" else 32 for i in range(128))
_BETWEEN += bytes(range(128, 256))
_MOST_RUNS, _LONGEST_RUN = 2**16, 40
# Of fewer texts each is quicker by itself, and so is one of which most is cut.
_FEWEST_TEXTS, _MOST_CHARACTERS = 512, 50
_PADDING, _UNKNOWN = "[padding]", "[unknown]"  # no token has brackets


class TokenReader(dict):
    """Reads what `tokenise` finds in texts, but remembers what it has seen.

    No rule of `tokenise` looks across white space, nor in an ASCII text across what stands between
    tokens. So the tokens of a text are those of its runs of other characters, and few runs are new.

    The dictionary holds what became of at most 65,536 runs of at most 40 characters: about 10 MB as
    ids, and 130 MB where texts are made to fill it with subwords. When it is full it starts again
    from nothing. Several threads may read with it at the same time.

    Parameters
    ----------
    convert : callable
        Takes a list of tokens and returns the items that they become, in the same order. What a
        token becomes does not depend on its neighbours.
    """

    def __init__(self, convert):
        self._convert = convert

    def __missing__(self, run):
        text = run.decode() if isinstance(run, bytes) else run
        is_token = text.isascii() and (text.isdigit() or (text.isalpha() and text.islower()))
        items = tuple(self._convert([text] if is_token else tokenise(text)))
        if len(run) <= _LONGEST_RUN:
            if len(self) >= _MOST_RUNS:
                self.clear()
            self[run] = items
        return items

    def __reduce__(self):
        """Copy and pickle without what is remembered."""
        return TokenReader, (self._convert,)

    def read(self, text):
        """Return an iterator over the items of a text; what is not asked for is not converted."""
        return chain.from_iterable(map(self.__getitem__, _runs(text)))

    def read_backwards(self, text):
        """Return an iterator over the items of a text, from the last to the first."""
        return chain.from_iterable(self[run][::-1] for run in reversed([*_runs(text)]))


def _runs(text):
    """Return an iterator over the runs of a text."""
    return chain.from_iterable(_lists_of_runs(text))


def _lists_of_runs(text):
    """Yield the runs of a text, few at first: it may be cut."""
    if text.isascii():  # bytes are quicker to split and to look up
        text = text.encode().translate(_BETWEEN)
    n = 256
    while text:
        runs = text.split(None, n)
        text = runs.pop() if len(runs) > n else None
        yield runs
        n *= 2  # so that the rest is not copied too often


class Vectorizer:
    """Turns texts into ids by a vocabulary that training texts give.

    Id 0 is padding, id 1 any word outside the vocabulary. With subwords, such a word falls apart
    into pieces that are in the vocabulary, and id 1 are characters that are not.

    Parameters
    ----------
    vocabulary : sequence of str
        The words, or words and pieces, with the ids 2, 3, …
    merges : sequence of (str, str), optional
        For subwords: which neighbouring pieces are joined, the first of these pairs first. The
        vocabulary has both pieces and what they become.

    Raises
    ------
    TicketcourseError
        When there are merges, but `tokenizers` is not installed.

    References
    ----------
    Sennrich, Haddow and Birch, "Neural Machine Translation of Rare Words with Subword Units", ACL
    2016, section 3.2; but a piece is the same inside a word and at its end.
    """

    def __init__(self, vocabulary, merges=None):
        self.vocabulary = tuple(vocabulary)
        self.merges = None if merges is None else tuple(merges)
        self._ids = {word: i for i, word in enumerate(self.vocabulary, start=UNKNOWN + 1)}
        self._subwords = None
        if merges is not None:
            self._subwords = _tokenizers().models.BPE(
                vocab=self._ids | {_PADDING: PADDING, _UNKNOWN: UNKNOWN},
                merges=list(self.merges),
                unk_token=_UNKNOWN,
                fuse_unk=True,
                ignore_merges=True,  # a word of the vocabulary is one piece
            )
        self._reader = TokenReader(self._convert)

    def __len__(self):
        """Return V, the number of ids: every word, padding and unknown."""
        return len(self.vocabulary) + UNKNOWN + 1

    @classmethod
    def from_texts(cls, texts, *, max_size=20_000, min_count=2, subwords=False):
        """Make the vocabulary from texts.

        Parameters
        ----------
        texts : iterable of str
            Texts of training tickets, never of others.
        max_size : int
            The most ids there may be, V; the most frequent words stay.
        min_count : int
            How often a word must occur to get an id; of subwords, a character or a pair of pieces.
        subwords : bool
            Whether the vocabulary has pieces for the words that it has not: every character, and
            what byte-pair encoding joins them to. Frequent words become whole.

        Returns
        -------
        vectorizer : Vectorizer
            The same from the same texts, in whatever order they come.

        Raises
        ------
        TicketcourseError
            When subwords are wanted and `tokenizers` is not installed.
        """
        counts = Counter(chain.from_iterable(map(TokenReader(list).read, texts)))
        if subwords:
            return cls(*_byte_pairs(counts, max_size, min_count))
        return cls(vocabulary_of(counts, max_size, min_count))

    def encode(self, text, max_length, *, keep="head"):
        """Turn one text into ids.

        Parameters
        ----------
        text : str
        max_length : int
            The most ids to keep.
        keep : {"head", "head and tail"}
            What stays of a text that is too long. A description says what matters first; a
            resolution often ends with it, so that its first and last halves stay.

        Returns
        -------
        ids : list of int
        """
        ids = list(islice(self._reader.read(text), max_length + 1))
        if len(ids) > max_length:
            n_tail = _n_tail(max_length, keep)
            del ids[max_length - n_tail :]
            if n_tail:
                tail = list(islice(self._reader.read_backwards(text), n_tail))
                ids += reversed(tail)
        return ids

    def encode_all(self, texts, max_length, *, keep="head"):
        """Turn many texts into ids, in less time than one by one unless most of them is cut.

        Parameters
        ----------
        texts : sequence of n str
            Together less than 2³¹ characters.
        max_length, keep
            As for `encode`.

        Returns
        -------
        ids : list of n ndarray of int32
            The ids that `encode` gives. Arrays may share memory and may be read-only.
        """
        most = _MOST_CHARACTERS * max_length
        plain = {i: text for i, text in enumerate(texts) if len(text) <= most and text.isascii()}
        found = {}
        if len(plain) >= _FEWEST_TEXTS:
            ids, ends = ids_of_plain_texts(
                list(plain.values()),
                _BETWEEN,
                self._ids if self._subwords is None else {},
                self._reader.__getitem__,
            )
            n_tail = _n_tail(max_length, keep)
            for i, start, end in zip(plain, ends[:-1].tolist(), ends[1:].tolist(), strict=True):
                if end - start <= max_length:
                    found[i] = ids[start:end]
                else:
                    head = ids[start : start + max_length - n_tail]
                    found[i] = np.concatenate([head, ids[end - n_tail : end]]) if n_tail else head
        return [
            found[i] if i in found else np.array(self.encode(text, max_length, keep=keep), np.int32)
            for i, text in enumerate(texts)
        ]

    def _convert(self, tokens):
        if self._subwords is None:
            return [self._ids.get(token, UNKNOWN) for token in tokens]
        return [piece.id for token in tokens for piece in self._subwords.tokenize(token)]

    def to_dict(self):
        """Return a dictionary that JSON can hold; `from_dict` reads it."""
        merges = None if self.merges is None else [" ".join(pair) for pair in self.merges]
        return {"vocabulary": list(self.vocabulary), "merges": merges}

    @classmethod
    def from_dict(cls, saved):
        """Make a vectorizer from what `to_dict` gave.

        Raises
        ------
        TicketcourseError
            When `saved` holds no list of different words, or no merges that fit it; or when there
            are merges and `tokenizers` is not installed.
        """
        words = saved.get("vocabulary") if isinstance(saved, dict) else None
        if not _are_texts(words) or len(set(words)) != len(words):
            raise TicketcourseError(
                "The saved vocabulary is not a list of different words: save the model again."
            )
        merges = saved.get("merges")
        if merges is None:
            return cls(words)
        known = set(words)
        pairs = [tuple(pair.split(" ")) for pair in merges] if _are_texts(merges) else [()]
        if not all(len(pair) == 2 and known >= {*pair, "".join(pair)} for pair in pairs):
            raise TicketcourseError(
                "The saved merges are not pairs of pieces from the vocabulary that make another: "
                "save the model again."
            )
        return cls(words, pairs)


def _n_tail(max_length, keep):
    """Tell how many of the ids that stay of a text that is too long are its last ones."""
    return max_length // 2 if keep == "head and tail" else 0


def _are_texts(value):
    """Tell whether a value is a list of texts that UTF-8 can hold."""
    try:
        "".join(value).encode()
    except (TypeError, UnicodeEncodeError):
        return False
    return isinstance(value, list)


def _byte_pairs(counts, max_size, min_count):
    """Learn subwords from how often each word occurs: a vocabulary and merges."""
    tokenizers = _tokenizers()
    characters = Counter()
    for word, count in counts.items():
        for character in word:
            characters[character] += count
    # Chosen here, because the trainer may choose others each time of those that are equally rare.
    alphabet = list(vocabulary_of(characters, max_size, min_count))
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=max_size,
        min_frequency=min_count,
        special_tokens=[_PADDING, _UNKNOWN],
        initial_alphabet=alphabet,
        limit_alphabet=len(alphabet),
        show_progress=False,
    )
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE())
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.WhitespaceSplit()
    tokenizer.train_from_iterator((f"{word} " * count for word, count in counts.items()), trainer)
    learned = json.loads(tokenizer.to_str())["model"]
    pieces = sorted(learned["vocab"], key=learned["vocab"].get)
    return pieces[UNKNOWN + 1 :], [tuple(pair) for pair in learned["merges"]]


def _tokenizers():
    try:
        import tokenizers
    except ModuleNotFoundError as error:
        raise TicketcourseError(
            'tokenizers is not installed: run pip install "ticketcourse[subwords]".'
        ) from error
    return tokenizers
