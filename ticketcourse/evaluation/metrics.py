"""How good probabilities and decisions are, over all labels and label by label."""

import numpy as np

N_BINS = 10


def micro_f1(y, y_hat):
    """Compute F1 over all labels of all tickets together.

    Parameters
    ----------
    y, y_hat : ndarray of bool or 0 and 1, shape (n, L)
        Targets and decisions.

    Returns
    -------
    f1 : float
        2 · hits / (targets + decisions); 0 when there is neither.
    """
    y, y_hat = np.asarray(y, dtype=bool), np.asarray(y_hat, dtype=bool)
    return float(2 * (y & y_hat).sum() / max(1, y.sum() + y_hat.sum()))


def macro_f1(y, y_hat):
    """Compute the mean F1 of the labels that some ticket in y has.

    Parameters
    ----------
    y, y_hat
        As in `micro_f1`.

    Returns
    -------
    f1 : float
        0 when no ticket has a label.
    """
    y, y_hat = np.asarray(y, dtype=bool), np.asarray(y_hat, dtype=bool)
    hits, given, support = (y & y_hat).sum(axis=0), y_hat.sum(axis=0), y.sum(axis=0)  # (L,)
    f1 = 2 * hits / np.maximum(1, given + support)
    return float(f1[support > 0].mean()) if support.any() else 0.0


def summarise(y, p, y_hat):
    """Judge probabilities and decisions as a whole.

    Parameters
    ----------
    y : ndarray, shape (n, L)
        Targets.
    p : ndarray, shape (n, L), or None
        Probabilities or other scores; only their order counts here. None where there are none.
    y_hat : ndarray of bool, shape (n, L)
        What was decided; see `decide`.

    Returns
    -------
    summary : dict of str to float
        `micro_f1`, `micro_precision`, `micro_recall`, `macro_f1`, `sample_f1` and, with `p`,
        `micro_ap` and `macro_ap` (average precision). The macro averages run over the labels that
        some ticket in `y` has: without one, a label's recall and average precision are not defined.
        In `sample_f1` a ticket without labels that gets none counts as 1.
    """
    y, y_hat = np.asarray(y, dtype=bool), np.asarray(y_hat, dtype=bool)
    hits, either = (y & y_hat).sum(axis=1), y.sum(axis=1) + y_hat.sum(axis=1)  # (n,)
    summary = {
        "micro_f1": micro_f1(y, y_hat),
        "micro_precision": float(hits.sum() / max(1, y_hat.sum())),
        "micro_recall": float(hits.sum() / max(1, y.sum())),
        "macro_f1": macro_f1(y, y_hat),
        "sample_f1": float(np.where(either, 2 * hits / np.maximum(1, either), 1).mean()),
    }
    if p is not None and y.any():
        each = [_average_precision(y[:, j], p[:, j]) for j in np.flatnonzero(y.any(axis=0))]
        summary["micro_ap"] = _average_precision(y.ravel(), np.ravel(p))
        summary["macro_ap"] = float(np.mean(each))
    return summary


def per_label(y, p, y_hat):
    """Judge each label.

    Parameters
    ----------
    y, p, y_hat
        As in `summarise`.

    Returns
    -------
    rows : list of dict
        For each of the L labels: `tickets` (how many have it, also called support), `precision` and
        `recall` and `f1` (0 where they are not defined), and `average_precision` (None when no
        ticket has the label).
    """
    y, y_hat = np.asarray(y, dtype=bool), np.asarray(y_hat, dtype=bool)
    hits, given, support = (y & y_hat).sum(axis=0), y_hat.sum(axis=0), y.sum(axis=0)  # (L,)
    precision, recall = hits / np.maximum(1, given), hits / np.maximum(1, support)
    f1 = 2 * hits / np.maximum(1, given + support)
    return [
        {
            "tickets": int(support[j]),
            "precision": float(precision[j]),
            "recall": float(recall[j]),
            "f1": float(f1[j]),
            "average_precision": _average_precision(y[:, j], p[:, j]) if support[j] else None,
        }
        for j in range(y.shape[1])
    ]


def calibration(y, p):
    """Say how far probabilities can be taken at their word.

    All n · L probabilities are judged together, in ten bins of equal width from 0 to 1. Most are
    near 0, because most labels do not fit most tickets: so compare both numbers with those of the
    label prior, which is well calibrated and knows nothing.

    Parameters
    ----------
    y : ndarray, shape (n, L)
        Targets.
    p : ndarray, shape (n, L)
        Probabilities.

    Returns
    -------
    calibration : dict
        `ece`, the expected calibration error: the mean over all probabilities of the distance
        between the mean probability of their bin and the share of targets in it. `brier`, the mean
        squared error. `bins`: for each bin with a probability in it a dict of `low`, `high`,
        `count`, `mean_p` and `share`.

    References
    ----------
    Guo et al., "On Calibration of Modern Neural Networks", 2017, equation 3.
    """
    from sklearn.metrics import brier_score_loss

    y, p = np.ravel(y).astype(np.float64), np.clip(np.ravel(p), 0, 1)
    place = np.minimum((p * N_BINS).astype(int), N_BINS - 1)
    count, p_sum, y_sum = (
        np.bincount(place, weights, minlength=N_BINS) for weights in (None, p, y)
    )
    return {
        "ece": float(np.abs(p_sum - y_sum).sum() / len(p)),
        "brier": float(brier_score_loss(y, p)),
        "bins": [
            {
                "low": i / N_BINS,
                "high": (i + 1) / N_BINS,
                "count": int(count[i]),
                "mean_p": float(p_sum[i] / count[i]),
                "share": float(y_sum[i] / count[i]),
            }
            for i in np.flatnonzero(count)
        ],
    }


def precision_recall(y, p, n_points=200):
    """Compute precision and recall over all labels together at falling thresholds.

    Parameters
    ----------
    y, p
        As in `summarise`.
    n_points : int
        The most points to keep, even in recall.

    Returns
    -------
    curve : dict of str to list of float
        `precision` and `recall`, which rises.
    """
    from sklearn.metrics import precision_recall_curve

    p = np.nan_to_num(np.ravel(p).astype(np.float64))
    precision, recall, _ = precision_recall_curve(np.ravel(y).astype(bool), p)
    precision, recall = precision[-2::-1], recall[-2::-1]  # without the end at recall 0
    wanted = np.linspace(recall[0], recall[-1], n_points)
    keep = np.unique(np.searchsorted(recall, wanted).clip(max=len(recall) - 1))
    return {"precision": precision[keep].tolist(), "recall": recall[keep].tolist()}


def confusions(y, y_hat):
    """Count which label was given where another one was missed.

    Parameters
    ----------
    y, y_hat : ndarray of bool or 0 and 1, shape (n, L)
        Targets and decisions.

    Returns
    -------
    pairs : list of (int, int, int)
        The missed label, the wrongly given label (both as columns), and the number of tickets where
        both happened; the most frequent pair first.
    """
    y, y_hat = np.asarray(y, dtype=bool), np.asarray(y_hat, dtype=bool)
    # float32 is exact up to 16 million tickets and lets BLAS multiply.
    counts = (y & ~y_hat).astype(np.float32).T @ (~y & y_hat).astype(np.float32)  # (L, L)
    missed, given = np.nonzero(counts)
    order = np.argsort(-counts[missed, given], kind="stable")
    pairs = np.stack([missed, given, counts[missed, given]], axis=1)[order]
    return [tuple(pair) for pair in pairs.astype(int).tolist()]


def _average_precision(y, p):
    from sklearn.metrics import average_precision_score

    # A score may be infinite: only the order counts, and the largest float keeps it.
    return float(average_precision_score(y, np.nan_to_num(np.asarray(p, dtype=np.float64))))
