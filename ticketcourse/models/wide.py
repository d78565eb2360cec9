"""The wide path: a linear model on n-grams, to stand beside the network, which is the deep path.

Rare words and pairs of words decide many labels. A linear model remembers each of them; a network
generalises over words that are alike. Cheng et al. 2016, "Wide & Deep Learning for Recommender
Systems", add the logits of both. Theirs learn together; here each is trained for itself.
"""

from array import array
from collections import defaultdict
from functools import partial
from itertools import islice

import numpy as np

from ticketcourse.errors import TicketcourseError
from ticketcourse.parallel import for_each_label
from ticketcourse.scratch.text import tokenise

FIELDS = "description", "resolution", "first line"
"""What n-grams are counted in, each for itself; a description's first line is its summary."""

_MIN_TICKETS = 3  # rarer n-grams made validation loss worse on a tracker of 4,844 tickets
_FOLDS = 5
_PULL = 0.05
_BLOCK = 1024  # tickets whose n-grams are in memory at the same time


class WidePath:
    """Gives every label a logit that is linear in the n-grams of a ticket.

    N-grams are the words and the pairs of neighbouring words that `tokenise` finds. Each has a
    weight for each label in each field where at least three training tickets have it.

    Parameters
    ----------
    ngrams : dict of str to list of str
        The n-grams of each of `FIELDS`, sorted by first word, then by second word; F in all.
    idf : ndarray of float32, shape (F,)
        The inverse document frequency of each n-gram.
    W : ndarray of float32, shape (F, L)
        Weights.
    b : ndarray of float32, shape (L,)
        Biases.

    Raises
    ------
    TicketcourseError
        When the n-grams are no such lists or the arrays do not fit them.

    Notes
    -----
    Save `ngrams`, which JSON can hold, and `arrays()`; ``WidePath(ngrams, **arrays)`` is the same
    wide path again.

    References
    ----------
    Wang and Manning, "Baselines and Bigrams: Simple, Good Sentiment and Topic Classification", ACL
    2012: support vector machines on words and pairs of words are hard to beat.
    """

    def __init__(self, ngrams, *, idf, W, b):
        self.ngrams, self.idf, self.W, self.b = ngrams, idf, W, b
        self._ids, self._keys = _look_up(ngrams)
        F = len(self._keys)
        if idf.shape != (F,) or b.ndim != 1 or W.shape != (F, len(b)):
            raise TicketcourseError(
                f"The wide path has {F} n-grams, but arrays of shapes {idf.shape}, {W.shape} and "
                f"{b.shape}."
            )

    @classmethod
    def fit(cls, pairs, y, *, max_ngrams=100_000, seed=0, progress=False):
        """Train on tickets.

        Term frequencies are 1 + ln tf and inverse document frequencies 1 + ln((1 + n) / (1 + df));
        in each field a ticket's numbers have norm 1. Each label gets a linear support vector
        machine with C = 1 and squared hinge loss. Machines that learned from four fifths of the
        tickets give the other fifth its margins, which say how margins become log-odds; see
        `_calibrate`. The fifths are random: where tickets repeat each other, margins are a little
        too sure. A label that no or every ticket has gets a bias alone.

        Parameters
        ----------
        pairs : iterable of (str, str), or Tickets
            Description and resolution of each of n training tickets, at least one.
        y : ndarray, shape (n, L)
            Targets, 0 or 1.
        max_ngrams : int
            The most n-grams of all fields together; those of the most tickets stay, of equals the
            first by field and then by alphabet.
        seed : int
            Fixes the five parts and the order in which the machines see tickets.
        progress : bool
            Whether to show a progress bar on stderr.

        Returns
        -------
        wide : WidePath
        """
        from scipy.sparse import vstack
        from tqdm import tqdm

        words = defaultdict()
        words.default_factory = lambda: len(words) + 1
        blocks = list(_read(pairs, words.__getitem__))
        ngrams, idf = _frequent_ngrams(blocks, np.array(["", *words], dtype=object), max_ngrams)
        y = np.asarray(y, dtype=bool)
        n, L = y.shape
        W, b = np.zeros((len(idf), L), dtype=np.float32), np.zeros(L, dtype=np.float32)
        wide = cls(ngrams, idf=idf, W=W, b=b)
        known = np.array([0, *(wide._ids.get(word, 0) for word in words)])
        x = vstack([wide._tf_idf(known[ids], lengths) for ids, lengths in blocks], format="csr")

        positives = y.sum(axis=0)
        b[:] = np.log((positives + 1) / (n - positives + 1))
        open_labels = np.flatnonzero((positives > 0) & (positives < n))
        if len(open_labels) and len(idf):
            y, n_folds = y[:, open_labels], min(_FOLDS, n)
            fold = np.random.default_rng(seed).permutation(n) % n_folds
            margins = np.zeros(y.shape)
            with tqdm(
                total=n_folds + 1, desc="wide path", disable=None if progress else True, leave=False
            ) as bar:
                for k in range(n_folds):
                    weights, biases = _machines(x[fold != k], y[fold != k], seed)
                    margins[fold == k] = x[fold == k] @ weights + biases
                    bar.update()
                scale, shift = _calibrate(margins, y)
                weights, biases = _machines(x, y, seed)
                bar.update()
            W[:, open_labels], b[open_labels] = scale * weights, scale * biases + shift
        return wide

    def logits(self, pairs):
        """Compute the logit of each label.

        Parameters
        ----------
        pairs : iterable of (str, str), or Tickets
            Description and resolution of each of n tickets; either may be empty.

        Returns
        -------
        z : ndarray of float64, shape (n, L)
        """
        parts = [np.zeros((0, len(self.b)))]
        for ids, lengths in _read(pairs, lambda word: self._ids.get(word, 0)):
            x = self._tf_idf(ids, lengths)
            used = np.unique(x.indices)
            parts.append(x[:, used] @ self.W[used].astype(np.float64) + self.b)
        return np.concatenate(parts)

    def arrays(self):
        """Return the arrays `idf`, `W` and `b` by name."""
        return {"idf": self.idf, "W": self.W, "b": self.b}

    def _tf_idf(self, ids, lengths):
        """Weigh the n-grams of tickets: a sparse array of shape (number of tickets, F)."""
        from scipy.sparse import csr_array

        F = len(self._keys)
        texts, keys = _keys(ids, lengths, len(self._ids))
        columns = np.searchsorted(self._keys, keys)
        there = np.append(self._keys, -1)[columns] == keys
        cells, tf = np.unique(texts[there] * F + columns[there], return_counts=True)
        texts, columns = np.divmod(cells, F) if F else (cells, cells)
        values = (1 + np.log(tf)) * self.idf[columns]
        norms = np.sqrt(np.bincount(texts, values**2, len(lengths)))
        # liblinear takes no longer integers than 32 bits.
        where = (texts // len(FIELDS)).astype(np.int32), columns.astype(np.int32)
        return csr_array((values / norms[texts], where), shape=(len(lengths) // len(FIELDS), F))


def _read(pairs, id_of):
    """Yield blocks of tickets: the ids of their words, and the lengths of their fields in turn."""
    pairs = iter(pairs)
    while block := list(islice(pairs, _BLOCK)):
        ids, lengths = array("i"), []
        for description, resolution, *_ in block:
            first_line, _, rest = description.lstrip().partition("\n")
            first_line = [id_of(word) for word in tokenise(first_line)]
            # No token goes across lines, so that no line is read twice.
            description = first_line + [id_of(word) for word in tokenise(rest)]
            resolution = [id_of(word) for word in tokenise(resolution)]
            for text in (description, resolution, first_line):
                ids.extend(text)
                lengths.append(len(text))
        yield np.array(ids, dtype=np.int64), np.array(lengths)


def _keys(ids, lengths, V):
    """Find the n-grams of known words: the text each is in, and its key.

    The key of words i and j, or of i alone with j = 0, in field f is (f · (V + 1) + i) · (V + 1) +
    j: it grows with field, first word and second word. Unknown words have id 0.
    """
    texts = np.repeat(np.arange(len(lengths)), lengths)
    keys = (texts % len(FIELDS) * (V + 1) + ids) * (V + 1)
    known = ids > 0
    pair = known[:-1] & known[1:] & (texts[:-1] == texts[1:])
    return (
        np.concatenate([texts[known], texts[:-1][pair]]),
        np.concatenate([keys[known], (keys[:-1] + ids[1:])[pair]]),
    )


def _frequent_ngrams(blocks, words, max_ngrams):
    """Choose n-grams: lists of them for each field, and their inverse document frequencies."""
    n_tickets = sum(len(lengths) for _, lengths in blocks) // len(FIELDS)
    n_uses = sum(np.bincount(ids, minlength=len(words)) for ids, _ in blocks)
    # A word that is rarer has no n-gram that is frequent enough.
    frequent = np.array(
        sorted(np.flatnonzero(n_uses >= _MIN_TICKETS), key=words.__getitem__), dtype=np.int64
    )
    V = len(frequent)
    new_ids = np.zeros(len(words), dtype=np.int64)
    new_ids[frequent] = np.arange(1, V + 1)
    keys, df = [], []
    for ids, lengths in blocks:
        texts, found = _keys(new_ids[ids], lengths, V)
        n_keys = len(FIELDS) * (V + 1) ** 2
        found, n_texts = np.unique(np.unique(texts * n_keys + found) % n_keys, return_counts=True)
        keys.append(found)
        df.append(n_texts)
    keys, where = np.unique(np.concatenate(keys), return_inverse=True)
    df = np.bincount(where, np.concatenate(df), len(keys))
    keys, df = keys[df >= _MIN_TICKETS], df[df >= _MIN_TICKETS]
    chosen = np.sort(np.lexsort((keys, -df))[:max_ngrams])
    idf = 1 + np.log((1 + n_tickets) / (1 + df[chosen]))
    rest, second = np.divmod(keys[chosen], V + 1)
    field, first = np.divmod(rest, V + 1)
    vocabulary = ["", *words[frequent]]
    ngrams = {name: [] for name in FIELDS}
    for f, i, j in zip(field.tolist(), first.tolist(), second.tolist(), strict=True):
        ngrams[FIELDS[f]].append(f"{vocabulary[i]} {vocabulary[j]}" if j else vocabulary[i])
    return ngrams, idf.astype(np.float32)


def _look_up(ngrams):
    """Number the words of n-grams in alphabetical order: ids by word, and the n-grams' keys."""
    try:
        split = [[ngram.split(" ") for ngram in ngrams[field]] for field in FIELDS]
        words = sorted({word for field in split for ngram in field for word in ngram})
        ids = {word: i for i, word in enumerate(words, start=1)}
        keys = [
            (f * (len(ids) + 1) + ids[first]) * (len(ids) + 1) + (ids[second[0]] if second else 0)
            for f, field in enumerate(split)
            for first, *second in field
        ]
        if any(len(ngram) > 2 for field in split for ngram in field):
            _refuse()
    except (AttributeError, KeyError, TypeError):
        _refuse()
    keys = np.array(keys, dtype=np.int64)
    if (np.diff(keys) <= 0).any():
        _refuse()
    return ids, keys


def _refuse():
    raise TicketcourseError(
        "The n-grams of the wide path are not sorted lists of different words and pairs of words."
    )


def _machines(x, y, seed):
    """Train a support vector machine for each label: weights (F, L) and biases (L,)."""
    found = for_each_label(partial(_machine, x, seed), y, x.nnz)
    weights, biases = zip(*found, strict=True)
    return np.stack(weights, axis=1), np.array(biases)


def _machine(x, seed, y):
    from sklearn.svm import LinearSVC

    if y.min() == y.max():  # the tickets with this label, or those without, are in another part
        return np.zeros(x.shape[1]), 1.0 if y[0] else -1.0
    machine = LinearSVC(C=1.0, random_state=seed % 2**32).fit(x, y)
    return machine.coef_[0], machine.intercept_[0]


def _calibrate(margins, y):
    """Find the scale and shift for each label that turn margins into log-odds.

    Platt 1999, "Probabilistic Outputs for Support Vector Machines and Comparisons to Regularized
    Likelihood Methods", section 2.2: the least cross-entropy with targets a little inside 0 and 1.
    A label of few tickets cannot tell its scale, so that distance from the mean of all scales costs
    something too; and no scale is negative.
    """
    from scipy.optimize import minimize
    from scipy.special import expit

    n, L = y.shape
    positives = y.sum(axis=0)
    targets = np.where(y, (positives + 1) / (positives + 2), 1 / (n - positives + 2))

    def loss(parameters):
        scale, shift = parameters.reshape(2, L)
        z = scale * margins + shift
        away = scale - scale.mean()
        dz = expit(z) - targets
        gradient = (dz * margins).sum(axis=0) + 2 * _PULL * away, dz.sum(axis=0)
        value = (np.logaddexp(0, z) - targets * z).sum() + _PULL * (away**2).sum()
        return value, np.concatenate(gradient)

    found = minimize(
        loss,
        np.concatenate([np.ones(L), np.zeros(L)]),
        jac=True,
        method="L-BFGS-B",
        bounds=[(0, None)] * L + [(None, None)] * L,
    )
    return found.x.reshape(2, L)
