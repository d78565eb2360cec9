"""One table that shows a classifier beside the baselines and, where known, the ceiling."""

from dataclasses import dataclass

import numpy as np

from ticketcourse.data import label_matrix
from ticketcourse.evaluation.baselines import LinearSVMBaseline, prior_scores
from ticketcourse.evaluation.metrics import per_label, summarise, tune_threshold

_HEADINGS = {
    "micro_f1": "micro-F1",
    "macro_f1": "macro-F1",
    "micro_ap": "micro-AP",
    "macro_ap": "macro-AP",
}


@dataclass(frozen=True)
class Report:
    """What an evaluation found; printing it shows a table.

    Parameters
    ----------
    n_tickets : int
        How many tickets were judged.
    summary : dict of str to dict
        For each row of the table (classifier, baselines, ceiling) what `summarise` gives. The
        ceiling has no average precision.
    labels : dict of str to dict
        For each label what `per_label` gives for the classifier.
    notes : tuple of str
        What the reader of the numbers must know, each a sentence.
    """

    n_tickets: int
    summary: dict
    labels: dict
    notes: tuple[str, ...] = ()

    def to_dict(self):
        """Return a dictionary that JSON can hold."""
        return {
            "n_tickets": self.n_tickets,
            "summary": self.summary,
            "labels": self.labels,
            "notes": list(self.notes),
        }

    def __str__(self):
        width = max(map(len, [*self.summary, *self.labels]))
        rows = [f"{self.n_tickets:,} tickets".ljust(width) + _cells(_HEADINGS.values())]
        for name, scores in self.summary.items():
            rows.append(name.ljust(width) + _cells(_number(scores.get(key)) for key in _HEADINGS))
        rows += ["", "label".ljust(width) + _cells(["tickets", "precision", "recall", "F1", "AP"])]
        for name, row in self.labels.items():
            numbers = [row[key] for key in ("precision", "recall", "f1", "average_precision")]
            rows.append(name.ljust(width) + _cells([str(row["tickets"]), *map(_number, numbers)]))
        return "\n".join([*rows, *(["", *self.notes] if self.notes else [])])


def make_report(label_names, p, threshold, tickets, *, train=None, valid=None, notes=()):
    """Judge probabilities beside the baselines.

    Parameters
    ----------
    label_names : sequence of str
        The L labels that the classifier knows, in the order of the columns of `p`.
    p : ndarray, shape (n, L)
        Its probabilities.
    threshold : float
        Its threshold, tuned on validation tickets.
    tickets : Tickets
        The n tickets. Labels that the classifier does not know count as missed.
    train, valid : Tickets, optional
        What the baselines learn from and tune their thresholds on. Without them the table
        has no trained baseline, and a note says so.
    notes : iterable of str
        Sentences to put under the table.

    Returns
    -------
    report : Report
    """
    notes = list(notes)
    unknown = sorted({label for labels in tickets.labels for label in labels} - set(label_names))
    names = [*label_names, *unknown]
    if unknown:
        notes.append(
            f"{len(unknown)} labels do not occur in training and count as missed: "
            f"{', '.join(unknown)}."
        )
    y = label_matrix(tickets.labels, names)

    def wide(scores):
        padding = [(0, 0), (0, len(unknown))]
        return np.pad(scores.astype(float), padding, constant_values=-np.inf)

    summary = {"this classifier": summarise(y, wide(p), threshold)}
    if train is None or valid is None:
        notes.append("The training tickets are not at hand, so that no trained baseline is shown.")
    else:
        y_train, y_valid = (label_matrix(part.labels, label_names) for part in (train, valid))
        svm = LinearSVMBaseline(train, y_train)
        for name, score in (
            ("TF-IDF + linear SVM", svm.scores),
            ("label prior", lambda part: prior_scores(y_train, part)),
        ):
            tuned = tune_threshold(y_valid, score(valid))
            summary[name] = summarise(y, wide(score(tickets)), tuned)
    summary["all zero"] = summarise(y, np.zeros(y.shape), 0.5)
    if tickets.clean_labels is not None:
        clean = label_matrix(tickets.clean_labels, names)
        ceiling = summarise(y, clean, 0.5)
        summary["ceiling: clean labels"] = {key: ceiling[key] for key in ("micro_f1", "macro_f1")}
        # Given the labels before noise, each is kept with a chance well above one half and no other
        # one is: so they are the best guess at the noisy labels, which depend on nothing else.
        notes.append(
            "Every row is judged against labels with noise. The ceiling is what the labels before "
            "noise score: but for chance nothing scores higher, and the texts need not tell enough "
            "to reach it."
        )
    return Report(
        n_tickets=len(tickets),
        summary=summary,
        labels=dict(zip(names, per_label(y, wide(p), threshold), strict=True)),
        notes=tuple(notes),
    )


def _cells(texts):
    return "".join(text.rjust(11) for text in texts)


def _number(value):
    return "-" if value is None else f"{value:.3f}"
