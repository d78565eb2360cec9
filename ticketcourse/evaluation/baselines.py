"""What any classifier must beat."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from ticketcourse.evaluation.decisions import decide, tune_threshold
from ticketcourse.parallel import for_each_label

SVM = "TF-IDF + linear SVM"
PRIOR = "label prior"
_EMBEDDING_DIM = 128


@dataclass(frozen=True)
class Predictor:
    """What one predictor says about the tickets to judge.

    Parameters
    ----------
    y_hat : ndarray of bool, shape (n, L)
        What it decided.
    p : ndarray, shape (n, L), optional
        The probabilities or other scores behind that.
    threshold : float, or ndarray of shape (L,), optional
        What `decide` took.
    probabilities : bool
        Whether `p` are probabilities, so that their calibration can be judged.
    """

    y_hat: np.ndarray
    p: np.ndarray | None = None
    threshold: float | np.ndarray | None = None
    probabilities: bool = True


def train_baselines(train, y_train, valid, y_valid, tickets, at_least_one=False):
    """Train linear models and the label prior, and let them judge tickets.

    The linear models see each text as TF-IDF of its words and pairs of words: those that at least
    two training tickets have, term frequencies on a logarithmic scale. Each label gets a model of
    its own with C = 1: a support vector machine, and a logistic regression. The bag of embeddings
    is a logistic regression that sees the sum of 128-dimensional embeddings of the words, each
    weighted by its TF-IDF; they come from a singular value decomposition of the training tickets.
    The label prior gives every ticket the labels' shares of the training tickets.

    Parameters
    ----------
    train, valid : Tickets
        What to learn from, and what to tune the thresholds on.
    y_train, y_valid : ndarray, shape (number of tickets, L)
        Their targets.
    tickets : Tickets
        The n tickets to judge.
    at_least_one : bool
        As in `decide`.

    Returns
    -------
    predictors : dict of str to Predictor
        By name.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.svm import LinearSVC

    parts = train, valid, tickets
    words, embeddings = _features(*parts)
    prior = y_train.mean(axis=0, dtype=np.float64)
    predictors = {}
    for name, model, x in (
        (SVM, LinearSVC(C=1.0, random_state=0), words),
        (
            "TF-IDF + logistic regression",
            # Many more columns than tickets: the dual problem is the small one.
            LogisticRegression(C=1.0, solver="liblinear", dual=True, random_state=0),
            words,
        ),
        ("bag of embeddings", LogisticRegression(C=1.0, max_iter=1000), embeddings),
        (PRIOR, None, None),
    ):
        if model is None:
            p_valid, p = (np.tile(prior, (len(part), 1)) for part in (valid, tickets))
        else:
            p_valid, p = _one_model_a_label(model, x, y_train)
        threshold = tune_threshold(y_valid, p_valid, at_least_one)
        y_hat = decide(p, threshold, at_least_one)
        predictors[name] = Predictor(y_hat, p, threshold, probabilities=name != SVM)
    return predictors


def _features(train, valid, tickets):
    """TF-IDF, and embeddings made from it: each for training, validation and tickets to judge."""
    from scipy.sparse import csr_array, hstack
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import StandardScaler

    parts = train, valid, tickets
    # Two columns of zeros, because there may be no word that occurs twice and an SVD needs two.
    x = [[csr_array((len(part), 2))] for part in parts]
    single = [[True, True]]
    for texts in zip(*((part.descriptions, part.resolutions) for part in parts), strict=True):
        vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        try:
            x[0].append(vectorizer.fit_transform(texts[0]))
        except ValueError:  # no word occurs twice
            continue
        single.append([" " not in term for term in vectorizer.get_feature_names_out()])
        for columns, part in zip(x[1:], texts[1:], strict=True):
            columns.append(vectorizer.transform(part))
    x = [hstack(columns).tocsr() for columns in x]
    for part in x:
        part.sort_indices()  # scikit-learn would, where other processes may only read
    words = [part[:, np.flatnonzero(np.concatenate(single))] for part in x]
    svd = TruncatedSVD(min(_EMBEDDING_DIM, *words[0].shape), random_state=0)
    # Tickets without a word have no variance, which this divides by.
    with np.errstate(divide="ignore", invalid="ignore"):
        svd.fit(words[0])
    scaler = StandardScaler().fit(svd.transform(words[0]))
    return x, [scaler.transform(svd.transform(part)) for part in words]


def _one_model_a_label(model, x, y):
    """Scores for validation tickets and for those to judge, each (n, L)."""
    n_numbers = x[0].nnz if hasattr(x[0], "nnz") else x[0].size
    scores = for_each_label(partial(_scores, model, x), y, n_numbers)
    return (np.stack(part, axis=1) for part in zip(*scores, strict=True))


def _scores(model, x, y):
    from sklearn.base import clone

    train, *others = x
    probabilities = hasattr(model, "predict_proba")
    if y.min() == y.max():  # nothing to separate: give the label always or never
        score = 1.0 if y[0] else 0.0 if probabilities else -np.inf
        return [np.full(part.shape[0], score) for part in others]
    model = clone(model).fit(train, y)
    if probabilities:
        return [model.predict_proba(part)[:, 1] for part in others]
    return [model.decision_function(part) for part in others]
