"""How good scores are: F1, average precision, and the threshold between yes and no."""

import numpy as np
from sklearn.metrics import average_precision_score


def tune_threshold(y, scores):
    """Find the one threshold for all labels that gives the highest micro-F1.

    One threshold for all labels, because a rare label has too few validation tickets to tune one of
    its own. Tune on validation tickets, never on test tickets.

    Parameters
    ----------
    y : ndarray, shape (n, L)
        Targets, 0 or 1.
    scores : ndarray, shape (n, L)
        Probabilities or other scores; higher means more likely.

    Returns
    -------
    threshold : float
        A label is given when its score is at least this. Infinity when no label fits any ticket.
    """
    y, scores = np.ravel(y), np.ravel(scores)
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(y[order])
    f1 = 2 * hits / (np.arange(1, len(y) + 1) + y.sum())
    ranked = scores[order]
    # A cut between equal scores is impossible: only the last of each run of equals counts.
    f1[:-1][ranked[:-1] == ranked[1:]] = -1
    best = int(np.argmax(f1))
    if f1[best] <= 0:
        return float("inf")
    if best + 1 == len(ranked) or not np.isfinite(ranked[best + 1]):
        return float(ranked[best])
    # Half-way to the next score, so that rounding in another framework changes no decision.
    middle = (float(ranked[best]) + float(ranked[best + 1])) / 2
    return middle if middle > ranked[best + 1] else float(ranked[best])


def micro_f1(y, y_hat):
    """Compute F1 over all labels of all tickets together.

    Parameters
    ----------
    y, y_hat : ndarray of bool or 0 and 1, shape (n, L)
        Targets and predictions.

    Returns
    -------
    f1 : float
        2 · hits / (targets + predictions); 0 when there is neither.
    """
    y, y_hat = np.asarray(y, dtype=bool), np.asarray(y_hat, dtype=bool)
    return float(2 * (y & y_hat).sum() / max(1, y.sum() + y_hat.sum()))


def summarise(y, scores, threshold):
    """Judge scores as a whole.

    Parameters
    ----------
    y : ndarray, shape (n, L)
        Targets.
    scores : ndarray, shape (n, L)
        Probabilities or other scores.
    threshold : float
        From `tune_threshold` on other tickets.

    Returns
    -------
    summary : dict of str to float
        `micro_f1`, `macro_f1`, `micro_ap` and `macro_ap` (average precision). The macro averages
        run over the labels that occur in `y`.
    """
    occurs = y.any(axis=0)
    labels = [
        row for row, there in zip(per_label(y, scores, threshold), occurs, strict=True) if there
    ]
    return {
        "micro_f1": micro_f1(y, scores >= threshold),
        "macro_f1": float(np.mean([row["f1"] for row in labels])) if labels else 0.0,
        "micro_ap": _average_precision(y.ravel(), scores.ravel()) or 0.0,
        "macro_ap": float(np.mean([row["average_precision"] for row in labels])) if labels else 0.0,
    }


def per_label(y, scores, threshold):
    """Judge the scores of each label.

    Parameters
    ----------
    y, scores, threshold
        As in `summarise`.

    Returns
    -------
    rows : list of dict
        For each of the L labels: `tickets` (how many have it), `precision`, `recall`, `f1`, and
        `average_precision` (None when no ticket has the label).
    """
    y, y_hat = np.asarray(y, dtype=bool), scores >= threshold
    hits, given, support = (y & y_hat).sum(axis=0), y_hat.sum(axis=0), y.sum(axis=0)  # (L,)
    precision, recall = hits / np.maximum(1, given), hits / np.maximum(1, support)
    f1 = 2 * hits / np.maximum(1, given + support)
    return [
        {
            "tickets": int(support[j]),
            "precision": float(precision[j]),
            "recall": float(recall[j]),
            "f1": float(f1[j]),
            "average_precision": _average_precision(y[:, j], scores[:, j]),
        }
        for j in range(y.shape[1])
    ]


def _average_precision(y, scores):
    if not y.any():
        return None
    # Only the order counts; ranks are finite where scores may be infinite.
    return float(average_precision_score(y, np.unique(scores, return_inverse=True)[1]))
