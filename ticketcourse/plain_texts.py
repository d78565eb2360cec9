"""Many ASCII texts to ids at once, in columns: each different run of characters is read once.

What a token is, and which id it gets, is decided in `scratch.text` and by the vectorizer.
"""

from itertools import accumulate, chain

import numpy as np

from ticketcourse.scratch.text import UNKNOWN, standardise

_BETWEEN_NAMES = "|"  # stands in no token


def ids_of_plain_texts(texts, between, ids_of_words, ids_of_run):
    """Turn ASCII texts into ids.

    Parameters
    ----------
    texts : sequence of n str
        ASCII texts; together less than 2³¹ characters.
    between : bytes
        A table for `bytes.translate` that turns what stands between two tokens into spaces.
    ids_of_words : dict of str to int
        The id of each word; empty where words fall apart into pieces.
    ids_of_run : callable
        Takes a run of bytes without a space; returns the ids of its tokens.

    Returns
    -------
    ids : ndarray of int32
        The ids of all texts.
    ends : ndarray of int32, shape (n + 1,)
        The ids of text i are ``ids[ends[i]:ends[i + 1]]``.
    """
    import pyarrow as pa
    from pyarrow import compute

    content = "".join(texts).encode().translate(between)
    buffers = [None, *map(pa.py_buffer, (_ends(texts), content))]
    column = pa.Array.from_buffers(pa.string(), len(texts), buffers)
    runs = compute.ascii_split_whitespace(column)  # a list for each text
    codes = runs.values.dictionary_encode()
    different = codes.dictionary
    # Names such as HTTPServerError are most of what is new: they fall apart all at once.
    are_names = compute.ascii_is_alpha(different).to_numpy(zero_copy_only=False)
    are_names &= bool(ids_of_words)
    names, others = different.filter(are_names), different.filter(~are_names)
    lists = pa.concat_arrays(
        [
            _ids_of_names(names, ids_of_words),
            _lists([ids_of_run(run) for run in others.cast(pa.binary()).to_pylist()]),
        ]
    )
    place = np.empty(len(different), dtype=np.int32)  # in `lists`
    place[np.argsort(~are_names, kind="stable")] = np.arange(len(different), dtype=np.int32)
    found = lists.take(pa.array(place[codes.indices.to_numpy()]))
    return found.values.to_numpy(), found.offsets.to_numpy()[runs.offsets.to_numpy()]


def _ids_of_names(names, ids_of_words):
    """Return a list of ids for each run of letters."""
    import pyarrow as pa
    from pyarrow import compute

    in_one = pa.ListArray.from_arrays([0, len(names)], names)
    text = compute.binary_join(in_one, f" {_BETWEEN_NAMES} ")[0].as_py()
    words = standardise(text).split()  # of letters alone, so that these are the tokens
    is_break = np.array([word == _BETWEEN_NAMES for word in words], dtype=bool)
    breaks = np.flatnonzero(is_break)
    ids = np.array([ids_of_words.get(word, UNKNOWN) for word in words], dtype=np.int32)[~is_break]
    ends = np.array([0, *(breaks - np.arange(len(breaks))), len(ids)], dtype=np.int32)
    return pa.ListArray.from_arrays(ends[: len(names) + 1], ids)


def _lists(sequences):
    import pyarrow as pa

    ends = _ends(sequences)
    ids = np.fromiter(chain.from_iterable(sequences), np.int32, ends[-1])
    return pa.ListArray.from_arrays(ends, ids)


def _ends(sequences):
    """Return where each sequence ends when they stand one after the other; 0 first."""
    return np.array([0, *accumulate(map(len, sequences))], dtype=np.int32)
