"""The report: a classifier beside the baselines and, where known, the ceiling."""

from dataclasses import dataclass, replace

import numpy as np

from ticketcourse.data import label_matrix
from ticketcourse.errors import TicketcourseError
from ticketcourse.evaluation.baselines import PRIOR, Predictor, train_baselines
from ticketcourse.evaluation.bootstrap import (
    N_RESAMPLES,
    Comparison,
    comparison,
    interval,
    resampled_f1,
)
from ticketcourse.evaluation.decisions import decide, tune_threshold
from ticketcourse.evaluation.metrics import (
    N_BINS,
    calibration,
    confusions,
    micro_f1,
    per_label,
    precision_recall,
    summarise,
)
from ticketcourse.evaluation.report_text import report_text

CLASSIFIER = "this classifier"
CEILING = "ceiling: best attainable"
CLEAN = "ceiling: clean labels"
RARE = 50  # training tickets
RARE_LABELS = f"rare labels (under {RARE})"


@dataclass(frozen=True, kw_only=True)
class Report:
    """What an evaluation found; printing it shows tables.

    Parameters
    ----------
    n_tickets : int
        How many tickets were judged.
    rule : str
        When a label is given.
    summary : dict of str to dict
        For each predictor (the classifier first, then the baselines and the ceiling) what
        `summarise` gives, the 95 % bootstrap intervals `micro_f1_interval` and `macro_f1_interval`,
        its `threshold` and, where it gives probabilities, `ece` and `brier` (see `calibration`).
        What a predictor does not have is absent.
    labels : dict of str to dict
        For each label what `per_label` gives for the classifier, and `training_tickets` where these
        are known.
    slices : dict of str to dict
        For each slice its `tickets`, its `support` (how many labels these have) and `scores`: for
        each predictor `micro_f1` and `interval`; no scores where the support is 0.
    comparisons : tuple of Comparison
        The classifier with each linear baseline, and then with each of the others.
    confusions : tuple of dict
        Each pair of a `missed` label and one wrongly `given` to the same ticket, and to how many
        `tickets` that happened; the most frequent first.
    reliability : dict of str to list of dict
        For the predictors with probabilities the bins of `calibration`.
    curves : dict of str to dict
        For the predictors with scores `precision` and `recall` at falling thresholds.
    notes : tuple of str
        What the reader of the numbers must know.
    """

    n_tickets: int
    rule: str
    summary: dict
    labels: dict
    slices: dict
    comparisons: tuple[Comparison, ...]
    confusions: tuple[dict, ...]
    reliability: dict
    curves: dict
    notes: tuple[str, ...]

    def to_dict(self):
        """Return a dictionary that JSON can hold."""
        return {**vars(self), "comparisons": [found.to_dict() for found in self.comparisons]}

    def __str__(self):
        return report_text(self)


def make_report(
    label_names,
    p,
    threshold,
    tickets,
    *,
    at_least_one=False,
    others=None,
    train=None,
    valid=None,
    slices=None,
    ceiling_p=None,
    notes=(),
):
    """Judge probabilities beside baselines and, where known, the ceiling.

    Parameters
    ----------
    label_names : sequence of str
        The L labels that the classifier knows, in the order of the columns of `p`.
    p : ndarray, shape (n, L)
        Its probabilities.
    threshold : float, or ndarray of shape (L,)
        Its threshold, tuned on validation tickets.
    tickets : Tickets
        The n tickets, at least one. Labels that the classifier does not know count as missed.
    at_least_one : bool
        Whether each ticket gets at least its most probable label; see `decide`. The baselines and
        the ceiling follow the same rule.
    others : dict of str to (ndarray of shape (n, L), float), optional
        The probabilities and thresholds of other predictors to judge beside it, by name.
    train, valid : Tickets, optional
        What the baselines learn from and tune their thresholds on. Without them the report has no
        trained baseline, and a note says so. With them, the labels that fewer than 50 training
        tickets have are a slice of their own.
    slices : dict of str to ndarray of bool, shape (n,), optional
        Tickets to judge by themselves as well, by name.
    ceiling_p : ndarray, shape (n, L), optional
        The probabilities of the best attainable predictor, which a generator of tickets knows.
    notes : iterable of str
        Sentences to put under the tables.

    Returns
    -------
    report : Report

    Raises
    ------
    TicketcourseError
        When the shape of an array does not fit the tickets and the labels.

    Notes
    -----
    On one core a whole report takes 21 s with 5,000 training tickets of 200 words and 70 labels,
    and 113 s with 20,000: nearly all of it goes into the baselines, which use every core there is.
    """
    label_names, n = list(label_names), len(tickets)
    p = _of_shape("The array of probabilities", p, (n, len(label_names)))
    slices = {
        name: _of_shape(f"The slice {name!r}", marks, (n,)).astype(bool)
        for name, marks in (slices or {}).items()
    }
    unknown = sorted(set().union(*tickets.labels) - set(label_names))
    names, notes = [*label_names, *unknown], list(notes)
    if unknown:
        notes.append(
            f"{len(unknown)} labels do not occur in training and count as missed: "
            f"{', '.join(unknown)}."
        )

    predictors = {CLASSIFIER: Predictor(decide(p, threshold, at_least_one), p, threshold)}
    for name, (p_of_other, threshold_of_other) in (others or {}).items():
        p_of_other = _of_shape(f"The array of {name!r}", p_of_other, p.shape)
        y_hat = decide(p_of_other, threshold_of_other, at_least_one)
        predictors[name] = Predictor(y_hat, p_of_other, threshold_of_other)
    training, rivals = None, []
    if train is None or valid is None:
        notes.append("The training tickets are not at hand, so that no trained baseline is shown.")
    else:
        y_train, y_valid = (label_matrix(part.labels, label_names) for part in (train, valid))
        baselines = train_baselines(train, y_train, valid, y_valid, tickets, at_least_one)
        training = np.pad(y_train.sum(axis=0).astype(int), (0, len(unknown)))
        rivals = [name for name in baselines if name != PRIOR]
        predictors |= baselines
    predictors["all zero"] = Predictor(np.zeros(p.shape, dtype=bool))
    if ceiling_p is not None:
        ceiling_p = _of_shape("The array of the ceiling's probabilities", ceiling_p, p.shape)
        # True probabilities say by themselves which threshold is the best, without any label.
        best = tune_threshold(ceiling_p, ceiling_p, at_least_one)
        predictors[CEILING] = Predictor(decide(ceiling_p, best, at_least_one), ceiling_p, best)
    elif tickets.clean_labels is not None:
        predictors[CLEAN] = Predictor(label_matrix(tickets.clean_labels, names).astype(bool))
    predictors = {name: _widened(found, len(names)) for name, found in predictors.items()}

    y = label_matrix(tickets.labels, names).astype(bool)
    parts = {name: (marks, np.ones(len(names), dtype=bool)) for name, marks in slices.items()}
    if training is not None and (rare := training < RARE).any():
        parts[RARE_LABELS] = np.ones(n, dtype=bool), rare
        notes.append(
            f"{RARE_LABELS}: the {rare.sum()} of {len(names)} labels that fewer than {RARE} "
            "training tickets have, judged by themselves."
        )
    draws = resampled_f1(y, {name: found.y_hat for name, found in predictors.items()}, parts)
    calibrations = {
        name: calibration(y, found.p)
        for name, found in predictors.items()
        if found.p is not None and found.probabilities
    }
    summary = {
        name: _summary(y, found, draws[name], calibrations.get(name))
        for name, found in predictors.items()
    }
    mine = predictors[CLASSIFIER]
    labels = dict(zip(names, per_label(y, mine.p, mine.y_hat), strict=True))
    if training is not None:
        for row, count in zip(labels.values(), training.tolist(), strict=True):
            row["training_tickets"] = count
    return Report(
        n_tickets=n,
        rule=_rule(threshold, at_least_one),
        summary=summary,
        labels=labels,
        slices={name: _slice(y, predictors, draws, name, *part) for name, part in parts.items()},
        comparisons=tuple(
            comparison(
                (CLASSIFIER, name),
                (summary[CLASSIFIER], summary[name]),
                (draws[CLASSIFIER], draws[name]),
            )
            for name in (*rivals, *(others or {}))
        ),
        confusions=tuple(
            {"missed": names[i], "given": names[j], "tickets": count}
            for i, j, count in confusions(y, mine.y_hat)
        ),
        reliability={name: found["bins"] for name, found in calibrations.items()},
        curves={
            name: precision_recall(y, found.p)
            for name, found in predictors.items()
            if found.p is not None and y.any()
        },
        notes=(*notes, *_explanations(y, summary)),
    )


def _of_shape(what, array, shape):
    array = np.asarray(array)
    if array.shape != shape:
        raise TicketcourseError(
            f"{what} has the shape {array.shape}: give one of shape {shape}, in the order of the "
            "tickets and labels."
        )
    return array


def _widened(predictor, n_labels):
    """Add columns for labels that nobody in training knew: never given, and last in every order."""
    padding = [(0, 0), (0, n_labels - predictor.y_hat.shape[1])]
    y_hat, p = np.pad(predictor.y_hat, padding), predictor.p
    if p is not None:
        p = np.pad(p.astype(np.float64), padding, constant_values=-np.inf)
    return replace(predictor, y_hat=y_hat, p=p)


def _summary(y, predictor, draws, calibrated):
    summary = summarise(y, predictor.p, predictor.y_hat)
    for key in ("micro_f1", "macro_f1"):
        summary[f"{key}_interval"] = interval(draws[key])
    if predictor.threshold is not None:
        # JSON knows no infinity.
        finite = np.where(np.isfinite(predictor.threshold), predictor.threshold, None)
        summary["threshold"] = finite.tolist()
    if calibrated is not None:
        summary |= {key: calibrated[key] for key in ("ece", "brier")}
    return summary


def _slice(y, predictors, draws, name, tickets, labels):
    y = y[tickets][:, labels]
    scores = {
        predictor: {
            "micro_f1": micro_f1(y, found.y_hat[tickets][:, labels]),
            "interval": interval(draws[predictor]["parts"][name]),
        }
        for predictor, found in predictors.items()
    }
    # Of a slice by labels, the tickets that have one of them.
    n_tickets = int(tickets.sum() if labels.all() else y.any(axis=1).sum())
    return {
        "tickets": n_tickets,
        "support": int(y.sum()),
        "scores": scores if y.any() else {},
    }


def _rule(threshold, at_least_one):
    one = f"{threshold:.3f}" if np.ndim(threshold) == 0 else "its threshold"
    rule = f"A ticket gets every label whose probability is at least {one}"
    return f"{rule}, and its most probable label in any case." if at_least_one else f"{rule}."


def _explanations(y, summary):
    occur = y.any(axis=0)
    if not occur.all():
        yield (
            f"Macro averages run over the {occur.sum()} of {len(occur)} labels that one of these "
            "tickets has."
        )
    yield (
        f"[ ]: 95 % bootstrap interval, percentiles of {N_RESAMPLES:,} draws of the tickets "
        "with replacement. The noise it measures is the choice of the tickets; training again with "
        "another seed changes a model as well."
    )
    yield (
        f"AP: average precision, which needs no threshold. ECE: expected calibration error, all "
        f"probabilities together in {N_BINS} bins of equal width. Brier: mean squared error of "
        "the probabilities. Compare both with the label prior, as most probabilities are near 0."
    )
    if CEILING in summary:
        share = summary[CLASSIFIER]["micro_f1"] / max(summary[CEILING]["micro_f1"], 1e-12)
        yield (
            f"The ceiling takes the true probability of each label given both texts, which the "
            f"generator of these tickets knows. Nobody who reads the texts can expect a higher "
            f"micro-F1 from thresholds, though on these very tickets chance may lift someone over "
            f"it; for the other scores it is a strong mark and no limit. This classifier reaches "
            f"{100 * share:.1f} % of its micro-F1."
        )
    if CLEAN in summary:
        # Given the labels before noise, each is kept with a chance well above one half and no other
        # one is: so they are the best guess at the noisy labels, which depend on nothing else.
        yield (
            "Every row is judged against labels with noise. The ceiling is what the labels before "
            "noise score: but for chance nothing scores higher, and the texts need not tell enough "
            "to reach it."
        )
