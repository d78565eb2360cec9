"""From probabilities to labels: the one decision rule, and the threshold that it needs."""

import numpy as np


def decide(p, threshold, at_least_one=False):
    """Say which labels each ticket gets: the decision rule of training, judging and prediction.

    Parameters
    ----------
    p : ndarray, shape (n, L)
        Probabilities or other scores; higher means more likely.
    threshold : float, or ndarray of shape (L,)
        A label is given when its probability is at least this; one number for all labels, or one
        for each.
    at_least_one : bool
        Whether each ticket also gets its most probable label (of equals the first), however
        improbable that is.

    Returns
    -------
    y_hat : ndarray of bool, shape (n, L)
    """
    p = np.asarray(p)
    y_hat = p >= threshold
    return y_hat | _most_probable(p) if at_least_one else y_hat


def tune_threshold(y, p, at_least_one=False):
    """Find the one threshold for all labels that gives the highest micro-F1.

    One threshold for all labels, because a rare label has too few validation tickets to tune one of
    its own. Tune on validation tickets, never on test tickets.

    Parameters
    ----------
    y : ndarray, shape (n, L)
        Targets, 0 or 1. True probabilities in their place give the threshold with the highest
        expected micro-F1.
    p : ndarray, shape (n, L)
        Probabilities or other scores; higher means more likely.
    at_least_one : bool
        As in `decide`: the threshold is the best one under that rule.

    Returns
    -------
    threshold : float
        What `decide` takes. Infinity when no label fits any ticket.

    References
    ----------
    Lipton, Elkan and Narayanaswamy, "Optimal Thresholding of Classifiers to Maximize F1 Measure",
    2014: with true probabilities, thresholding is the best rule.
    """
    y, p = np.ravel(y).astype(np.float64), np.asarray(p, dtype=np.float64)
    # What the rule gives anyway comes first, and no cut between two of these is possible.
    ranked = np.ravel(np.where(_most_probable(p), np.inf, p) if at_least_one else p)
    p = np.ravel(p)
    order = np.argsort(-ranked, kind="stable")
    ranked = ranked[order]
    f1 = 2 * np.cumsum(y[order]) / (np.arange(1, len(y) + 1) + y.sum())
    # A cut between equal scores is impossible: only the last of each run of equals counts.
    f1[:-1][ranked[:-1] == ranked[1:]] = -1
    best = int(np.argmax(f1))
    if f1[best] <= 0:
        return float("inf")
    below = ranked[best + 1] if best + 1 < len(ranked) else -np.inf
    above = p[p > below].min(initial=np.inf)
    if np.isinf(above):  # the highest score of all is both given and not, as one of equals
        return float(np.nextafter(below, np.inf))
    # Half-way to the next score, so that rounding in another framework changes no decision.
    middle = (below + above) / 2
    return float(middle if below < middle < above else above)


def threshold_in_use(y, p, at_least_one=False):
    """Find the threshold with which a classifier is to decide.

    Parameters
    ----------
    y, p, at_least_one
        As in `tune_threshold`.

    Returns
    -------
    threshold : float
        That of `tune_threshold`, or 0.5 when no validation ticket has a label.
    """
    threshold = tune_threshold(y, p, at_least_one)
    return threshold if np.isfinite(threshold) else 0.5


def _most_probable(p):
    most = np.zeros(p.shape, dtype=bool)
    if p.shape[1]:
        np.put_along_axis(most, p.argmax(axis=1)[:, None], True, axis=1)
    return most
