"""What is known about a learner's padding of ids and its mask."""

import numpy as np

from ticketcourse.checks.part import Idea, Part
from ticketcourse.checks.parts.masks import padding_mask


def _pad(wrong, sequences):
    lengths = [len(sequence) for sequence in sequences]
    T = max(lengths)
    if "shortest" in wrong:
        T = min(lengths)
    elif "first" in wrong:
        T = lengths[0]
    elif "one column more" in wrong:
        T += 1
    if "no column" not in wrong:
        T = max(T, 1)
    filler = 1 if "unknown for padding" in wrong else 0
    rows = []
    for sequence in sequences:
        row = list(sequence[:T])
        padding = [filler] * (T - len(row))
        if row or "texts left out" not in wrong:
            rows.append(padding + row if "left" in wrong else row + padding)
    return np.array(rows, dtype=float if "floats" in wrong else int).reshape(len(rows), T)


def _sequences(*lengths):
    return lambda rng: ([rng.integers(2, 30, length).tolist() for length in lengths],)


PAD = Part(
    "pad",
    "ids",
    _pad,
    {
        "padding on the right": Idea(
            _sequences(4, 2, 3),
            {
                "left": "padding on the left; put it after the tokens",
                "unknown for padding": "1 for padding, which stands for an unknown word; give 0",
                "floats": "ids that are floats; make the array with dtype=int, only whole numbers "
                "name a row",
            },
        ),
        "as long as the longest": Idea(
            _sequences(3, 5, 2, 4),
            {
                "shortest": "texts cut to the shortest; make them as long as the longest",
                "first": "texts as long as the first; make them as long as the longest",
                "one column more": "one column of padding too many; end with the longest text",
            },
        ),
        "a text without tokens": Idea(
            _sequences(3, 0, 2),
            {"texts left out": "no row for a text without tokens; give it a row of padding"},
        ),
        "texts without any tokens": Idea(
            _sequences(0, 0),
            {"no column": "an array without columns; T is at least 1"},
        ),
    },
)


def _token_mask(wrong, ids):
    if "lengths" in wrong:
        return (ids != 0).sum(axis=1)
    if "upside down" in wrong:
        return ids == 0
    if "ids" in wrong:
        return ids.copy()
    mask = ids > 1 if "unknown masked" in wrong else ids != 0
    return mask * 1 if "1 and 0" in wrong else mask


def _padded_ids(lowest):
    def inputs(rng):
        ids = rng.integers(3, 30, (3, 5))
        ids[:, 0] = lowest
        return (ids * padding_mask(rng, [5, 3, 2]),)

    return inputs


TOKEN_MASK = Part(
    "token_mask",
    "mask",
    _token_mask,
    {
        "True where a token is real": Idea(
            _padded_ids(2),
            {
                "upside down": "True at the padding; give True where a token is real",
                "ids": "the ids themselves; compare them with 0",
                "1 and 0": "the numbers 1 and 0; give True and False, as a comparison does",
                "lengths": "the length of each text; give True or False for each id",
            },
        ),
        "unknown words are real": Idea(
            _padded_ids(1),
            {"unknown masked": "False at unknown words, whose id is 1; they are real tokens"},
        ),
    },
)
PARTS = (PAD, TOKEN_MASK)
