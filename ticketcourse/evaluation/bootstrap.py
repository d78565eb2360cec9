"""How much of a score is chance: bootstrap over the tickets."""

from dataclasses import dataclass

import numpy as np

from ticketcourse.evaluation.metrics import macro_f1, micro_f1

N_RESAMPLES = 1000
_TAILS = 0.025, 0.975
_AT_ONCE = 50  # resamples; bounds the memory to 400 bytes a ticket


def interval(values):
    """Find the middle 95 % of bootstrap values.

    Parameters
    ----------
    values : ndarray, shape (n_resamples,)

    Returns
    -------
    low, high : float
        The percentile interval.
    """
    low, high = np.quantile(values, _TAILS)
    return float(low), float(high)


def resampled_f1(y, decisions, parts=None, *, n_resamples=N_RESAMPLES, seed=0):
    """Compute F1 scores on tickets drawn again and again from the test tickets.

    Every predictor sees the same draws, so that differences can be taken draw by draw.

    Parameters
    ----------
    y : ndarray, shape (n, L)
        Targets.
    decisions : dict of str to ndarray of bool, shape (n, L)
        What each predictor decided.
    parts : dict of str to (ndarray of bool, shape (n,), ndarray of bool, shape (L,)), optional
        Parts of the table to judge by themselves: some tickets and some labels.
    n_resamples : int
        How many times n tickets are drawn with replacement.
    seed : int
        Fixes the draws.

    Returns
    -------
    scores : dict of str to dict
        For each predictor `micro_f1` and `macro_f1` (over the labels in the draw), each an ndarray
        of shape (n_resamples,), and `parts`, a dict from each part to its micro-F1, likewise.

    References
    ----------
    Efron and Tibshirani, *An Introduction to the Bootstrap*, 1993, chapter 13.
    """
    from scipy.sparse import csr_array, hstack

    y, parts = np.asarray(y, dtype=bool), parts or {}
    L = y.shape[1]

    def counts(table):
        """Columns whose sums over tickets F1 needs: one for each label, then one for each part."""
        in_parts = [(table & labels).sum(axis=1) * tickets for tickets, labels in parts.values()]
        # float32 is quick, and exact up to 16 million labels.
        return csr_array(np.column_stack([table, *in_parts]).astype(np.float32))

    tables = [counts(y)]
    for y_hat in decisions.values():
        tables += [counts(y & y_hat), counts(y_hat)]
    columns = hstack(tables).T.tocsr()  # (k, n)
    rng, n = np.random.default_rng(seed), len(y)
    sums = []
    for start in range(0, n_resamples, _AT_ONCE):
        draws = range(start, min(start + _AT_ONCE, n_resamples))
        # How often each ticket is in each draw: (n, draws)
        drawn = np.array([np.bincount(rng.integers(n, size=n), minlength=n) for _ in draws]).T
        sums.append(columns @ drawn.astype(np.float32, order="C"))
    sums = np.hstack(sums).astype(np.float64).reshape(len(tables), -1, n_resamples)
    support, scores = sums[0], {}
    for i, name in enumerate(decisions):
        hits, given = sums[1 + 2 * i], sums[2 + 2 * i]
        f1 = 2 * hits / np.maximum(1, given + support)  # (L + parts, n_resamples)
        pooled = [2 * hits[:L].sum(axis=0), (given + support)[:L].sum(axis=0)]
        there = support[:L] > 0
        scores[name] = {
            "micro_f1": pooled[0] / np.maximum(1, pooled[1]),
            "macro_f1": (f1[:L] * there).sum(axis=0) / np.maximum(1, there.sum(axis=0)),
            "parts": dict(zip(parts, f1[L:], strict=True)),
        }
    return scores


@dataclass(frozen=True)
class Comparison:
    """The difference in F1 between two models on the same tickets; printing it says what it means.

    Parameters
    ----------
    names : (str, str)
        What the models are called.
    micro_f1, macro_f1 : dict
        `difference`, the first model's score less the second's; `interval`, the 95 % bootstrap
        interval of it, low and high.
    """

    names: tuple[str, str]
    micro_f1: dict
    macro_f1: dict

    def to_dict(self):
        """Return a dictionary that JSON can hold."""
        return {
            "names": list(self.names),
            "micro_f1": self.micro_f1,
            "macro_f1": self.macro_f1,
            "more_than_noise": self.more_than_noise,
            "sentence": str(self),
        }

    @property
    def more_than_noise(self):
        """Whether the interval of the difference in micro-F1 leaves 0 out."""
        low, high = self.micro_f1["interval"]
        return low > 0 or high < 0

    def __str__(self):
        first, second = self.names
        difference, (low, high) = self.micro_f1["difference"], self.micro_f1["interval"]
        if difference == low == high == 0:
            return f"In micro-F1, {first} and {second} do not differ."
        place = "above" if difference >= 0 else "below"
        verdict = "more" if self.more_than_noise else "not more"
        return (
            f"In micro-F1, {first} is {abs(difference):.3f} {place} {second} (95 % interval of "
            f"the difference {low:+.3f} to {high:+.3f}): "
            f"{verdict} than noise."
        )


def compare(y, y_hat_a, y_hat_b, names=("A", "B"), *, n_resamples=N_RESAMPLES, seed=0):
    """Say whether one model is better than another by more than noise.

    Parameters
    ----------
    y : ndarray, shape (n, L)
        Targets.
    y_hat_a, y_hat_b : ndarray of bool, shape (n, L)
        What each model decided for the same tickets; see `decide`.
    names : (str, str)
        What to call them.
    n_resamples, seed : int
        As in `resampled_f1`.

    Returns
    -------
    comparison : Comparison

    Notes
    -----
    A paired bootstrap over the tickets: what is hard for both models cancels out. The noise is that
    of which tickets are judged. Training again with another seed changes a model as well, which one
    pair of models cannot tell: train several.
    """
    decisions = dict(zip(("a", "b"), (y_hat_a, y_hat_b), strict=True))
    draws = resampled_f1(y, decisions, n_resamples=n_resamples, seed=seed)
    scores = [
        {"micro_f1": micro_f1(y, y_hat), "macro_f1": macro_f1(y, y_hat)}
        for y_hat in decisions.values()
    ]
    return comparison(names, scores, list(draws.values()))


def comparison(names, scores, draws):
    """Compare two models whose scores are known already.

    Parameters
    ----------
    names : (str, str)
        What to call them.
    scores : pair of dict
        `micro_f1` and `macro_f1` of each.
    draws : pair of dict
        What `resampled_f1` gave for each, in one call.

    Returns
    -------
    comparison : Comparison
    """
    found = {
        key: {
            "difference": scores[0][key] - scores[1][key],
            "interval": interval(draws[0][key] - draws[1][key]),
        }
        for key in ("micro_f1", "macro_f1")
    }
    return Comparison(tuple(names), **found)
