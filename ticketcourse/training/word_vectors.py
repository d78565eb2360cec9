"""Word vectors from the training texts, with which the embedding table may start."""

import numpy as np

from ticketcourse.scratch.text import PADDING, UNKNOWN

_BLOCK = 500_000  # ids whose pairs are in memory at the same time
_CONTEXT_POWER = 0.75
# Root mean square of the words' numbers. On generated tickets the network's validation loss was
# 3.86 with 1 and 3.88 with 0.3.
_SIZE = 1.0
_PSEUDO_COUNT = 2  # tickets of every label that each word is said to have beside its own
_NOISE = 0.01


def word_vectors(sequences, V, dim, y=None, *, window=5, seed=0):
    """Compute vectors in which words that are used alike are near to each other.

    They come from a singular value decomposition of the words' positive pointwise mutual
    information (PPMI) with their neighbours. Where labels are known, the second half of a vector
    comes from the words' PPMI with the labels of their texts instead: on 4,000 generated tickets a
    network that started so was after three epochs where it else was after six. Every word counts as
    if it had been seen with each label twice more, so that a rare word says little of labels. A
    little noise is added everywhere, so that words without neighbours and numbers beyond the rank
    of a matrix do not start alike.

    Parameters
    ----------
    sequences : iterable of sequence of int
        The ids of m training texts, not padded; read once.
    V : int
        The number of ids.
    dim : int
        The size of a vector.
    y : ndarray, shape (m, L), optional
        The targets of each text, 0 or 1. The part of the vectors that comes from them has dim // 2
        numbers, or L where labels are fewer.
    window : int
        How far away in the text a neighbour may be.
    seed : int
        Fixes the decomposition and the noise.

    Returns
    -------
    E : ndarray of float32, shape (V, dim)
        A row for each id: zeros for padding, noise for unknown, and for words numbers with a root
        mean square of 1 in each part.

    References
    ----------
    Levy, Goldberg and Dagan, "Improving Distributional Similarity with Lessons Learned from Word
    Embeddings", TACL 3, 2015: PPMI with the contexts' counts to the power 0.75, and singular
    values to the power 1/2. Halko, Martinsson and Tropp, "Finding structure with randomness", SIAM
    Review 53, 2011: the randomised decomposition.
    """
    E = np.random.default_rng(seed).normal(0, _NOISE, (V, dim))
    E[PADDING] = 0
    n_labels = 0 if y is None else min(dim // 2, y.shape[1])
    n_neighbours = dim - n_labels
    if n_labels:
        sequences = [np.asarray(sequence, dtype=np.int32) for sequence in sequences]  # read twice
        E[UNKNOWN + 1 :, n_neighbours:] += _decomposed(_label_ppmi(sequences, V, y), n_labels, seed)
    M = _ppmi(_neighbours(sequences, V, window))
    E[UNKNOWN + 1 :, :n_neighbours] += _decomposed(M, n_neighbours, seed)
    return E.astype(np.float32)


def _decomposed(M, dim, seed):
    """Give vectors (number of words, dim) to the words, of which each has a row of M."""
    from sklearn.utils.extmath import randomized_svd

    vectors = np.zeros((M.shape[0] - UNKNOWN - 1, dim))
    if M.max() > 0:
        U, s, _ = randomized_svd(M, min(dim, *M.shape), random_state=seed % 2**32)
        found = U[UNKNOWN + 1 :] * np.sqrt(s)
        vectors[:, : len(s)] = _SIZE * found / np.sqrt(np.mean(found**2))
    return vectors


def _label_ppmi(sequences, V, y):
    """Compute the positive pointwise mutual information of words and labels: shape (V, L)."""
    from scipy.sparse import csr_array

    ids = [np.unique(sequence) for sequence in sequences]
    ends = np.cumsum([0, *map(len, ids)])
    there = csr_array((np.ones(ends[-1]), np.concatenate(ids), ends), shape=(len(ids), V))
    y = np.asarray(y, dtype=np.float64)
    share = (y.sum(axis=0) + 0.5) / (len(y) + 1)  # of the texts, for each label
    n_texts = there.sum(axis=0)[:, None]  # (V, 1)
    share_with_word = (there.T @ y + _PSEUDO_COUNT) / (n_texts + _PSEUDO_COUNT / share)
    ppmi = np.maximum(0, np.log(share_with_word / share))
    ppmi[: UNKNOWN + 1] = 0
    return ppmi


def _neighbours(sequences, V, window):
    """Count how often each word has each other as a neighbour: sparse, shape (V, V)."""
    from scipy.sparse import csr_array

    counts, block, size = csr_array((V, V), dtype=np.int64), [], 0
    gap = [PADDING] * window  # keeps texts apart
    for sequence in sequences:
        block += [sequence, gap]
        size += len(sequence) + window
        if size >= _BLOCK:
            counts, block, size = counts + _pairs(block, V, window), [], 0
    if block:
        counts += _pairs(block, V, window)
    return counts + counts.T


def _pairs(block, V, window):
    """Count the pairs in which the second word is at most `window` places after the first."""
    from scipy.sparse import coo_array

    ids = np.concatenate(block).astype(np.int32)
    first = np.concatenate([ids[:-k] for k in range(1, window + 1)])
    second = np.concatenate([ids[k:] for k in range(1, window + 1)])
    words = (first > UNKNOWN) & (second > UNKNOWN)
    ones = np.ones(words.sum(), dtype=np.int64)
    return coo_array((ones, (first[words], second[words])), shape=(V, V)).tocsr()


def _ppmi(counts):
    """Compute the positive pointwise mutual information of counted pairs, as sparse as these."""
    from scipy.sparse import coo_array

    counts = counts.tocoo()
    rows, columns = counts.coords
    totals = np.bincount(rows, counts.data, counts.shape[0])
    contexts = totals**_CONTEXT_POWER
    pmi = np.log(counts.data * contexts.sum() / (totals[rows] * contexts[columns]))
    positive = pmi > 0
    return coo_array(
        (pmi[positive], (rows[positive], columns[positive])), shape=counts.shape
    ).tocsr()
