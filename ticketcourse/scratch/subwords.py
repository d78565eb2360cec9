"""Words from pieces: byte-pair merges.

The algorithm is that of Sennrich, Haddow and Birch, "Neural Machine Translation of Rare Words with
Subword Units", ACL 2016, section 3.2, without its sign for the end of a word: a piece is the same
inside a word and at its end.
"""

from collections import Counter
from itertools import pairwise


def count_pairs(pieces, counts):
    """Count how often each two pieces stand side by side.

    Parameters
    ----------
    pieces : dict from word to its list of pieces
    counts : dict from word to int, how often it occurs

    Returns
    -------
    Counter of (str, str)

    Notes
    -----
    Taught in chapter 3, Tokenization.
    """
    pairs = Counter()
    for word, own in pieces.items():
        for pair in pairwise(own):
            pairs[pair] += counts[word]
    return pairs


def merge_pair(pieces, pair):
    """Join two pieces wherever they stand side by side, from left to right.

    Parameters
    ----------
    pieces : list of str, of one word
    pair : tuple of two str

    Returns
    -------
    list of str

    Notes
    -----
    Taught in chapter 3, Tokenization.
    """
    merged = []
    rest = list(pieces)
    while rest:
        n_joined = 2 if tuple(rest[:2]) == pair else 1
        merged.append("".join(rest[:n_joined]))
        del rest[:n_joined]
    return merged


def learn_merges(counts, n_merges):
    """Find the pairs to join: each time the most frequent one.

    Parameters
    ----------
    counts : dict from word to int, how often it occurs
    n_merges : int, the most pairs to join

    Returns
    -------
    list of (str, str); fewer than n_merges when every word has become one piece. Of pairs that are
    equally frequent the first in alphabetical order is joined.

    Notes
    -----
    Taught in chapter 3, Tokenization.
    """
    pieces = {word: list(word) for word in counts}
    merges = []
    while len(merges) < n_merges and (pairs := count_pairs(pieces, counts)):
        merges.append(min(pairs, key=lambda pair: (-pairs[pair], pair)))
        pieces = {word: merge_pair(own, merges[-1]) for word, own in pieces.items()}
    return merges


def apply_merges(word, merges):
    """Split a word into pieces: its characters, joined in the order that was learned.

    Parameters
    ----------
    word : str
    merges : list of (str, str), from `learn_merges`

    Returns
    -------
    list of str

    Notes
    -----
    Taught in chapter 3, Tokenization.
    """
    pieces = list(word)
    for pair in merges:
        pieces = merge_pair(pieces, pair)
    return pieces
