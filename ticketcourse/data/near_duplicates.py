"""Which texts are nearly equal: MinHash, so that the time grows with the number of texts only.

Sources: Broder 1997, "On the resemblance and containment of documents" (shingles, the share in
common, minimum hashes); Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", section 3.4
(bands of a signature).
"""

import re
import unicodedata
from hashlib import sha256
from zlib import crc32

import numpy as np

SIMILARITY = 0.7
"""Two texts are nearly equal when they share so much of their shingles: |A ∩ B| / |A ∪ B|."""
SHINGLE = 3
"""Words in a shingle, a run of words."""
BANDS, ROWS = 25, 5
"""Two texts are compared when one band of `ROWS` hashes agrees: 99 % of those that share .7."""
NEIGHBOURS = 50
"""A text is compared with so many before it in a band, so that a form letter costs no square."""

# Odd numbers of 64 random bits: a shingle's hash is a sum of its words' codes, each with a factor.
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)
_WORD = re.compile(r"[^\W_]+")


def near_duplicate_groups(texts):
    """Number the groups of texts that are nearly equal, or are connected by such pairs.

    Texts with the same letters and digits in the same order are always in one group.

    Parameters
    ----------
    texts : sequence of str
        n texts, at least one. Their order plays no role for who is in a group with whom.

    Returns
    -------
    groups : ndarray of int, shape (n,)
        From 0 to the number of groups - 1.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    hashes = _hashes()
    signatures, keys = {}, []
    for text in texts:
        words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
        content = "".join(words)
        # The start of the content, so that like stands near like when keys are sorted.
        key = content[:50] + sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
        keys.append(key)
        if key not in signatures:
            signatures[key] = hashes(words)
    ordered = sorted(signatures)
    n = len(ordered)
    first, second = _similar_pairs(np.array([signatures[key] for key in ordered]))
    graph = coo_array((np.ones(len(first), dtype=bool), (first, second)), shape=(n, n))
    _, component = connected_components(graph, directed=False)
    position = {key: i for i, key in enumerate(ordered)}
    return component[[position[key] for key in keys]]


def _hashes():
    """A function from words to a signature: the least of each hash, uint32, (BANDS * ROWS,)."""
    from datasketch import MinHash

    # Named, because the scheme and the seed decide the hashes: the same ones on every machine.
    minhash = MinHash(num_perm=BANDS * ROWS, seed=1, scheme="affine32", hashfunc=int)

    def hashes(words):
        words = words + [""] * (SHINGLE - len(words))
        codes = np.array([crc32(word.encode("utf-8", "surrogatepass")) for word in words])
        last = len(codes) - SHINGLE + 1
        shingles = sum(
            codes[i : last + i].astype(np.uint64) * factor for i, factor in enumerate(_FACTORS)
        )
        shingles = np.unique(shingles >> np.uint64(32)).tolist()
        minhash.clear()
        for start in range(0, len(shingles), 10_000):  # bounds memory for a log of many pages
            minhash.update_batch(shingles[start : start + 10_000])
        return minhash.hashvalues

    return hashes


def _similar_pairs(signatures):
    """Pairs of rows whose hashes agree as often as `SIMILARITY` says: two arrays of int."""
    pairs = [np.empty((0, 2), dtype=int)]
    for band in np.split(signatures, BANDS, axis=1):
        order = np.lexsort(band.T)  # stable: rows with an equal band keep their order
        band = band[order]
        for distance in range(1, NEIGHBOURS + 1):
            equal = (band[distance:] == band[:-distance]).all(axis=1)
            if not equal.any():
                break
            a, b = order[distance:][equal], order[:-distance][equal]
            for start in range(0, len(a), 100_000):  # bounds memory
                i, j = a[start : start + 100_000], b[start : start + 100_000]
                same = (signatures[i] == signatures[j]).mean(axis=1) >= SIMILARITY
                pairs.append(np.column_stack([i[same], j[same]]))
    return np.concatenate(pairs).T
