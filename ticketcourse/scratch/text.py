"""From a text to ids: standardise, tokenise, look up, pad, mask."""

import re
import unicodedata
from collections import Counter
from itertools import accumulate

import numpy as np

PADDING = 0
"""The id that fills a row up; it stands for no token. Taught in chapter 3, Tokenization."""
UNKNOWN = 1
"""The id of every word outside the vocabulary; the words' own ids start at 2.

Taught in chapter 3, Tokenization.
"""

# No language needs thirty marks on one letter (Unicode Standard Annex 15, stream-safe text). Marks
# are no \w, but for two sound marks of Japanese, which become marks.
_MANY_MARKS = re.compile(r"(?:[^\w\s]|[\uff9e\uff9f]){31,}")
_HUMP = re.compile(
    r"""
    (?=[A-Z]) (?:                       # before a capital letter:
        (?<=[a-z])                      # between "system" and "Error" in systemError
        | (?<=[A-Z]) (?=[A-Z][a-z]{2})  # between "HTTP" and "Server" in HTTPServer
    )
    """,
    re.VERBOSE,
)
_CODE_OR_HUMP = re.compile(rf"(0x[0-9a-fA-F]+) | {_HUMP.pattern}", re.VERBOSE)
_TOKEN = re.compile(
    r"""
    0x[0-9a-f]+                      # a hexadecimal code
    | [^\W\d_]+ (?: ' [^\W\d_]+ )?   # letters, with one apostrophe inside: "don't"
    | \d+                            # digits
    | [?!]
    """,
    re.VERBOSE,
)


def standardise(text):
    """Write alike what means the same: one form of each character, apart words, small letters.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Notes
    -----
    Taught in chapter 3, Tokenization.
    """
    if not text.isascii():  # ASCII has one form of each character
        text = _MANY_MARKS.sub(_in_canonical_order, text)
        text = unicodedata.normalize("NFKC", text).replace("’", "'")
    if text.casefold() == text:  # without a capital letter no words to keep apart
        return text
    if "0x" not in text:
        return _HUMP.sub(" ", text).casefold()
    return _CODE_OR_HUMP.sub(lambda match: match[1] or " ", text).casefold()


def _in_canonical_order(match):
    """Put n marks in the order that normalising would put them in after up to n² steps."""
    characters = "".join(unicodedata.normalize("NFKD", c) for c in match[0])
    orders = [unicodedata.combining(c) for c in characters]
    letters = list(accumulate(order == 0 for order in orders))  # the number of each mark's own
    ranked = sorted(range(len(orders)), key=lambda i: (letters[i], orders[i]))
    return "".join(characters[i] for i in ranked)


def tokenise(text):
    """Split a text into tokens, after standardising it.

    CamelCase names fall apart at their humps and codes where letters meet digits, so that
    ``NullPointerException`` gives ``null pointer exception`` and ``ORA-01017`` gives ``ora 01017``:
    the parts are words that other tickets share, where the whole might never be seen again.
    Hexadecimal codes such as ``0x80070005`` stay whole, because people search for them as a whole.

    Made for languages that put spaces between words and write letters without combining marks:
    a Chinese or Thai sentence stays one token, and a Hindi word falls apart at its vowel signs.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of str; punctuation is left out, except ? and !

    Notes
    -----
    Taught in chapter 3, Tokenization.
    """
    return _TOKEN.findall(standardise(text))


def build_vocabulary(texts, max_size=20_000, min_count=2):
    """Give every word that is frequent enough an id, the most frequent word first.

    Parameters
    ----------
    texts : iterable of str, of training tickets alone
    max_size : int, the most ids there may be, V, with padding and unknown
    min_count : int, how often a word must occur

    Returns
    -------
    dict from word (str) to id (int, from 2)

    Notes
    -----
    Taught in chapter 3, Tokenization.
    """
    counts = Counter(token for text in texts for token in tokenise(text))
    return vocabulary_of(counts, max_size, min_count)


def vocabulary_of(counts, max_size, min_count):
    """Do what `build_vocabulary` does, from how often each word occurs."""
    words = [word for word in counts if counts[word] >= min_count]
    # Words that are equally frequent stand in alphabetical order.
    words.sort(key=lambda word: (-counts[word], word))
    return {word: i for i, word in enumerate(words[: max_size - 2], start=UNKNOWN + 1)}


def encode(text, vocabulary, max_length=None):
    """Turn one text into ids.

    Parameters
    ----------
    text : str
    vocabulary : dict from word to id
    max_length : int, how many tokens to keep from the start of the text; None keeps them all

    Returns
    -------
    list of int; UNKNOWN for a word outside the vocabulary

    Notes
    -----
    Taught in chapter 3, Tokenization.
    """
    return [vocabulary.get(token, UNKNOWN) for token in tokenise(text)[:max_length]]


def pad(sequences):
    """Put the ids of n texts into one array, filled up on the right to the longest.

    Parameters
    ----------
    sequences : list of lists of int

    Returns
    -------
    array (n, T) of int64; T is the longest length, at least 1

    Notes
    -----
    Taught in chapter 3, Tokenization.
    """
    T = max([1, *(len(sequence) for sequence in sequences)])
    ids = np.full((len(sequences), T), PADDING, dtype=np.int64)
    for i, sequence in enumerate(sequences):
        ids[i, : len(sequence)] = sequence
    return ids


def token_mask(ids):
    """Say where there is a real token.

    Parameters
    ----------
    ids : array (n, T) of int

    Returns
    -------
    array (n, T) of bool, True = real token

    Notes
    -----
    Taught in chapter 3, Tokenization.
    """
    return ids != PADDING
