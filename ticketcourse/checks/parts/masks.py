"""The masks of the inputs: all padding is on the right."""

import numpy as np


def padding_mask(rng, lengths):
    """True at the real tokens of texts that have these lengths, in any order; T is the largest."""
    return np.arange(max(lengths)) < rng.permutation(lengths)[:, None]
