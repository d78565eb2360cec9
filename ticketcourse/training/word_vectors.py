"""Word vectors from the training texts, with which the embedding table may start."""

import numpy as np

from ticketcourse.scratch.text import PADDING, UNKNOWN

_BLOCK = 500_000  # ids whose pairs are in memory at the same time
_CONTEXT_POWER = 0.75
_SIZE = 0.3  # root mean square of the words' numbers
_NOISE = 0.01


def word_vectors(sequences, V, dim, *, window=5, seed=0):
    """Compute vectors in which words that have the same neighbours are near to each other.

    They come from a singular value decomposition of the words' positive pointwise mutual
    information (PPMI) with their neighbours. A little noise is added everywhere, so that words
    without neighbours and numbers beyond the rank of the matrix do not start alike.

    Parameters
    ----------
    sequences : iterable of sequence of int
        The ids of training texts, not padded; read once.
    V : int
        The number of ids.
    dim : int
        The size of a vector.
    window : int
        How far away in the text a neighbour may be.
    seed : int
        Fixes the decomposition and the noise.

    Returns
    -------
    E : ndarray of float32, shape (V, dim)
        A row for each id: zeros for padding, noise for unknown, and for words numbers with a root
        mean square of 0.3.

    References
    ----------
    Levy, Goldberg and Dagan, "Improving Distributional Similarity with Lessons Learned from Word
    Embeddings", TACL 3, 2015: PPMI with the contexts' counts to the power 0.75, and singular
    values to the power 1/2. Halko, Martinsson and Tropp, "Finding structure with randomness", SIAM
    Review 53, 2011: the randomised decomposition.
    """
    from sklearn.utils.extmath import randomized_svd

    E = np.random.default_rng(seed).normal(0, _NOISE, (V, dim))
    E[PADDING] = 0
    M = _ppmi(_neighbours(sequences, V, window))
    if M.nnz:
        U, s, _ = randomized_svd(M, min(dim, V), random_state=seed % 2**32)
        vectors = U[UNKNOWN + 1 :] * np.sqrt(s)  # (number of words, dim or less)
        vectors *= _SIZE / np.sqrt(np.mean(vectors**2))
        E[UNKNOWN + 1 :, : len(s)] += vectors
    return E.astype(np.float32)


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
