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
from ticketcourse.vectorizer import TokenReader

FIELDS = "description", "resolution", "opening", "closing"
"""What n-grams are counted in, each for itself.

The opening is the first 16 tokens of the description, which often sum it up, and the closing the
last 16 of the resolution, where often the verdict stands.
"""

WINDOW = 16
"""How many tokens the opening and the closing have."""

WEIGHTS = (0.55, 0.75, 0.55, 0.5, 0.8)
"""The norm of a ticket's numbers in each field, and of its crosses."""

# Chosen on validation tickets of a tracker and on 8,000 generated tickets with another seed than
# the default data. With weights of 1 and without a closing, labels that only the resolution tells
# were given up for those that the description tells (micro-F1 .46 where words alone had .61).
_MIN_TICKETS = 2
_MIN_TICKETS_OF_CROSS = 3
_N_CROSSED = 1500  # n-grams of each text
_MAX_CROSSES = 50_000
_TOLERANCE = 0.03  # of the machines; 1e-4 took half as long again and changed no score by .002
_FOLDS = 5
_MANY_TICKETS = 50_000  # of which one fold tells the scales well enough
_PULL = 0.05
_BLOCK = 1024  # tickets whose n-grams are in memory at the same time


class WidePath:
    """Gives every label a logit that is linear in the n-grams of a ticket and in their crosses.

    N-grams are the words and the pairs of neighbouring words that `tokenise` finds. Each has a
    weight for each label in each field where at least two training tickets have it. A cross says
    that the description has one n-gram and the resolution another: where two causes share a symptom
    and only the fix tells them apart, neither n-gram alone decides anything.

    Parameters
    ----------
    ngrams : dict of str to list of str
        The n-grams of each of `FIELDS`, sorted by first word, then by second word; F in all.
    crosses : ndarray of int, shape (P, 2)
        The columns of the two n-grams of each cross, the description's first; sorted.
    idf : ndarray of float32, shape (F + P,)
        The inverse document frequency of each n-gram and each cross.
    W : ndarray of float32, shape (F + P, L)
        Weights.
    b : ndarray of float32, shape (L,)
        Biases.

    Attributes
    ----------
    ids : dict of str to int
        The words of the n-grams, numbered from 1 in alphabetical order.
    keys : ndarray of int, shape (F,)
        One number for each n-gram: (field · (V + 1) + first word) · (V + 1) + second word, where V
        is the number of words and 0 stands for no second word.

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
    2012: support vector machines on words and pairs of words are hard to beat. Cheng et al. 2016,
    section 3.1: cross-product transformations.
    """

    def __init__(self, ngrams, *, crosses, idf, W, b):
        self.ngrams, self.crosses, self.idf, self.W, self.b = ngrams, crosses, idf, W, b
        self.ids, self.keys = _look_up(ngrams)
        F = len(self.keys)
        n = F + len(crosses)
        if (
            crosses.shape != (len(crosses), 2)
            or idf.shape != (n,)
            or b.ndim != 1
            or W.shape != (n, len(b))
        ):
            raise TicketcourseError(
                f"The wide path has {F} n-grams, but arrays of shapes {crosses.shape}, "
                f"{idf.shape}, {W.shape} and {b.shape}."
            )
        first, second = np.cumsum([len(ngrams[field]) for field in FIELDS[:2]])
        if len(crosses) and not (
            (crosses[:, 0] >= 0).all()
            and (crosses[:, 0] < first).all()
            and (crosses[:, 1] >= first).all()
            and (crosses[:, 1] < second).all()
            and (np.diff(_cross_keys(crosses, F)) > 0).all()
        ):
            raise TicketcourseError(
                "The crosses of the wide path are not sorted pairs of an n-gram of the description "
                "and one of the resolution."
            )
        self._cross_keys = _cross_keys(crosses, F)
        self._crossed_columns = [_mask(columns, F) for columns in crosses.T]
        self._reader = TokenReader(self._ids_of)

    @classmethod
    def fit(cls, pairs, y, *, max_ngrams=100_000, seed=0, progress=False):
        """Train on tickets.

        Term frequencies are 1 + ln tf and inverse document frequencies 1 + ln((1 + n) / (1 + df));
        in each field a ticket's numbers have the norm that `WEIGHTS` says. Crosses are those of the
        1,500 n-grams of each text that go most with a label, where at least three tickets have
        both; a ticket has one or not, and idf and norm are as before. Each label gets a linear
        support vector machine with C = 1 and squared hinge loss. Machines that learned from four
        fifths of the tickets give the other fifth its margins, which say how margins become
        log-odds; see `_calibrate`. The fifths are random and the crosses chosen before: margins are
        a little too sure. Of more than 50,000 tickets one fifth is enough for that, and the
        machines that learned from the others stay: six times less work. A label that no or every
        ticket has gets a bias alone.

        Parameters
        ----------
        pairs : iterable of (str, str), or Tickets
            Description and resolution of each of n training tickets, at least one.
        y : ndarray, shape (n, L)
            Targets, 0 or 1.
        max_ngrams : int
            The most n-grams of all fields together; those of the most tickets stay, of equals the
            first by field and then by alphabet. Of crosses 50,000 stay at most.
        seed : int
            Fixes the five parts and the order in which the machines see tickets.
        progress : bool
            Whether to show a progress bar on stderr.

        Returns
        -------
        wide : WidePath
        """
        from scipy.sparse import hstack, vstack
        from tqdm import tqdm

        words = defaultdict()
        words.default_factory = lambda: len(words) + 1
        blocks = list(_read(pairs, TokenReader(partial(map, words.__getitem__))))
        ngrams, idf = _frequent_ngrams(blocks, np.array(["", *words], dtype=object), max_ngrams)
        y = np.asarray(y, dtype=bool)
        n, L = y.shape
        b = np.zeros(L, dtype=np.float32)
        no_crosses = np.zeros((0, 2), dtype=np.int64)
        W = np.zeros((len(idf), L), dtype=np.float32)
        plain = cls(ngrams, crosses=no_crosses, idf=idf, W=W, b=b)
        known = np.array([0, *(plain.ids.get(word, 0) for word in words)])
        x = vstack([plain._tf_idf(known[ids], lengths) for ids, lengths in blocks], format="csr")
        sizes = [len(ngrams[field]) for field in FIELDS[:2]]
        crosses, cross_idf = _choose_crosses(x, y, *sizes)
        idf = np.concatenate([idf, cross_idf])
        W = np.zeros((len(idf), L), dtype=np.float32)
        wide = cls(ngrams, crosses=crosses, idf=idf, W=W, b=b)
        x = hstack([x, wide._crossed(x)], format="csr")

        positives = y.sum(axis=0)
        b[:] = np.log((positives + 1) / (n - positives + 1))
        open_labels = np.flatnonzero((positives > 0) & (positives < n))
        if len(open_labels) and len(idf):
            y, n_folds = y[:, open_labels], min(_FOLDS, n)
            fold = np.random.default_rng(seed).permutation(n) % n_folds
            margins, many = np.zeros(y.shape), n > _MANY_TICKETS
            with tqdm(
                total=1 if many else n_folds + 1,
                desc="wide path",
                disable=None if progress else True,
                leave=False,
            ) as bar:
                for k in range(1 if many else n_folds):
                    weights, biases = _machines(x[fold != k], y[fold != k], seed)
                    margins[fold == k] = x[fold == k] @ weights + biases
                    bar.update()
                if many:
                    scale, shift = _calibrate(margins[fold == 0], y[fold == 0])
                else:
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
        from scipy.sparse import hstack

        parts = [np.zeros((0, len(self.b)))]
        for ids, lengths in _read(pairs, self._reader):
            x = self._tf_idf(ids, lengths)
            x = hstack([x, self._crossed(x)], format="csr")
            used = np.unique(x.indices)
            parts.append(x[:, used] @ self.W[used].astype(np.float64) + self.b)
        return np.concatenate(parts)

    def arrays(self):
        """Return the arrays `crosses`, `idf`, `W` and `b` by name."""
        return {"crosses": self.crosses, "idf": self.idf, "W": self.W, "b": self.b}

    def _tf_idf(self, ids, lengths):
        """Weigh the n-grams of tickets: a sparse array of shape (number of tickets, F)."""
        from scipy.sparse import csr_array

        F = len(self.keys)
        texts, keys = _keys(ids, lengths, len(self.ids))
        there, columns = _found(keys, self.keys)
        cells, tf = np.unique(texts[there] * F + columns, return_counts=True)
        texts, columns = np.divmod(cells, F) if F else (cells, cells)
        values = (1 + np.log(tf)) * self.idf[columns]
        norms = np.sqrt(np.bincount(texts, values**2, len(lengths)))
        values *= np.array(WEIGHTS)[texts % len(FIELDS)]
        # liblinear takes no longer integers than 32 bits.
        where = (texts // len(FIELDS)).astype(np.int32), columns.astype(np.int32)
        return csr_array((values / norms[texts], where), shape=(len(lengths) // len(FIELDS), F))

    def _crossed(self, x):
        """Weigh the crosses in tickets whose n-grams x (n, F) says: a sparse array (n, P)."""
        from scipy.sparse import csr_array

        n, F = x.shape
        rows, first, second = _pairs_of_columns(x, *self._crossed_columns)
        there, columns = _found(first * F + second, self._cross_keys)
        rows = rows[there]
        values = self.idf[F:][columns].astype(np.float64)
        norms = np.sqrt(np.bincount(rows, values**2, n))
        where = rows.astype(np.int32), columns.astype(np.int32)
        values *= WEIGHTS[-1]
        return csr_array((values / norms[rows], where), shape=(n, len(self.crosses)))

    def _ids_of(self, words):
        return [self.ids.get(word, 0) for word in words]


def _read(pairs, reader):
    """Yield blocks of tickets: the ids of their words, and the lengths of their fields in turn."""
    read, pairs = reader.read, iter(pairs)
    while block := list(islice(pairs, _BLOCK)):
        ids, lengths = array("i"), []
        for description, resolution, *_ in block:
            description, resolution = [*read(description)], [*read(resolution)]
            opening, closing = description[:WINDOW], resolution[-WINDOW:]
            for text in (description, resolution, opening, closing):
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


def _choose_crosses(x, y, n_description, n_resolution):
    """Choose crosses of training tickets: pairs of columns, and inverse document frequencies."""
    n, (start, end) = x.shape[0], (n_description, n_description + n_resolution)
    chosen = [
        np.sort(first + _telling(x[:, first:last], y)) for first, last in ((0, start), (start, end))
    ]
    n_second = max(1, len(chosen[1]))
    number = np.zeros(x.shape[1], dtype=np.int64)
    for columns in chosen:
        number[columns] = np.arange(len(columns))
    df = np.zeros(len(chosen[0]) * n_second, dtype=np.int64)
    masks = [_mask(columns, x.shape[1]) for columns in chosen]
    for i in range(0, n, _BLOCK):
        _, first, second = _pairs_of_columns(x[i : i + _BLOCK], *masks)
        df += np.bincount(number[first] * n_second + number[second], minlength=len(df))
    often = np.flatnonzero(df >= _MIN_TICKETS_OF_CROSS)
    often = np.sort(often[np.lexsort((often, -df[often]))[:_MAX_CROSSES]])
    crosses = np.stack([chosen[0][often // n_second], chosen[1][often % n_second]], axis=1)
    return crosses, (1 + np.log((1 + n) / (1 + df[often]))).astype(np.float32)


def _telling(x, y):
    """Find the columns that go most with a label: how many standard deviations above chance."""
    there = x.copy()
    there.data = np.ones_like(there.data)
    df = there.sum(axis=0)
    expected = np.outer(df, np.mean(y, axis=0))
    above = ((there.T @ y.astype(np.float64) - expected) / np.sqrt(expected + 0.5)).max(axis=1)
    # Of rarer n-grams too few crosses would be frequent enough.
    frequent = np.flatnonzero(df > _MIN_TICKETS_OF_CROSS)
    return frequent[np.argsort(-above[frequent], kind="stable")[:_N_CROSSED]]


def _cross_keys(crosses, F):
    return crosses[:, 0].astype(np.int64) * F + crosses[:, 1]


def _mask(columns, F):
    """Tell of each of F columns whether it is among some."""
    mask = np.zeros(F, dtype=bool)
    mask[columns] = True
    return mask


def _found(keys, known):
    """Look keys up in sorted ones: which of them are there, and the places of these."""
    places = np.searchsorted(known, keys)
    there = places < len(known)
    there[there] = known[places[there]] == keys[there]
    return there, places[there]


def _pairs_of_columns(x, first, second):
    """Pair in each row of x the non-zero columns of which the masks `first` and `second` tell."""
    row = np.repeat(np.arange(x.shape[0]), np.diff(x.indptr))
    parts = []
    for wanted in (first, second):
        taken = wanted[x.indices]
        parts.append((np.bincount(row[taken], minlength=x.shape[0]), x.indices[taken]))
    (n_first, first), (n_second, second) = parts
    n_pairs = n_first * n_second
    rows = np.repeat(np.arange(len(n_pairs)), n_pairs)
    place = np.arange(n_pairs.sum()) - (n_pairs.cumsum() - n_pairs)[rows]
    return (
        rows,
        first[(n_first.cumsum() - n_first)[rows] + place // n_second[rows]].astype(np.int64),
        second[(n_second.cumsum() - n_second)[rows] + place % n_second[rows]].astype(np.int64),
    )


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
    machine = LinearSVC(tol=_TOLERANCE, random_state=seed % 2**32).fit(x, y)
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
