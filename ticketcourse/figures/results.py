"""Plots of what training and judging measured.

Each plot is a matplotlib ``Figure`` whose label is its alternative text:
``picture(figure, figure.get_label())`` makes a ``Picture`` of it.
"""

import numpy as np
from matplotlib.collections import PatchCollection
from matplotlib.patches import Rectangle
from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator

from ticketcourse.errors import TicketcourseError
from ticketcourse.evaluation.report_text import compared, printable
from ticketcourse.figures.picture import PALETTE, axes, book_style

# The classifier, what it is compared with, the ceiling: told apart without colour as well.
_STYLES = (
    {"color": PALETTE["blue"], "linestyle": "-", "marker": "o"},
    {"color": PALETTE["orange"], "linestyle": "--", "marker": "s"},
    {"color": PALETTE["green"], "linestyle": ":", "marker": "D"},
)
_BAR = {"facecolor": PALETTE["blue-soft"], "edgecolor": PALETTE["blue"]}
_LOSSES = "training", "validation"
_MOST_PAIRS = 12
_MOST_NAMES = 5
_LONGEST_NAME = 24
_MOST_WORDS = {"description": 30, "resolution": 20}  # of a ticket under attention


@book_style
def plot_scores(report):
    """Micro-F1 of every predictor with its bootstrap interval.

    Parameters
    ----------
    report : Report

    Returns
    -------
    figure : matplotlib.figure.Figure
    """
    names = list(report.summary)
    figure, ax = axes(6.4, 0.9 + 0.36 * len(names))
    said = []
    for i, name in enumerate(names):
        row = report.summary[name]
        score, (low, high) = row["micro_f1"], row["micro_f1_interval"]
        style = _style(report, name)
        look = {"color": style["color"], "marker": style["marker"], "markersize": 7}
        # Percentiles may leave the score itself out.
        ends = [[max(0, score - low)], [max(0, high - score)]]
        ax.errorbar([score], [i], xerr=ends, capsize=4, elinewidth=2, **look)
        ax.text(1.03, i, f"{score:.3f}", va="center", transform=ax.get_yaxis_transform())
        said.append(f"{name} {score:.3f} ({low:.3f} to {high:.3f})")
    ax.set(xlabel="micro-F1 with its 95 % interval", xlim=(-0.02, 1.02))
    ax.set_yticks(range(len(names)), labels=names, color=PALETTE["ink"])
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.grid(axis="y", visible=False)
    figure.set_label(f"Micro-F1 with its 95 % interval: {'; '.join(said)}.")
    return figure


@book_style
def plot_precision_recall(report):
    """Precision against recall over all labels, and where the decision rule stands.

    Parameters
    ----------
    report : Report

    Returns
    -------
    figure : matplotlib.figure.Figure
        A rule that gives each ticket at least one label may stand beside its curve, because no
        threshold alone makes its decisions.
    """
    figure, ax = axes(6.4, 3.8)
    said = []
    for short, name in compared(report).items():
        style = _style(report, name)
        row, curve = report.summary[name], report.curves.get(name)
        recall, precision = row["micro_recall"], row["micro_precision"]
        if curve:
            ax.plot(curve["recall"], curve["precision"], **style, markersize=0)
        look = {"markeredgecolor": PALETTE["ink"], "markersize": 9, "zorder": 4}
        ax.plot([recall], [precision], **style | look, label=short)
        said.append(f"{short} stands at precision {precision:.2f} and recall {recall:.2f}")
    ax.set(xlabel="recall", ylabel="precision", xlim=(0, 1.02), ylim=(0, 1.02))
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1), title="mark: with its threshold")
    figure.set_label(f"Precision falls as recall rises. With its threshold, {'; '.join(said)}.")
    return figure


@book_style
def plot_reliability(report):
    """How often labels fit that are given a certain probability, and how many there are.

    Parameters
    ----------
    report : Report

    Returns
    -------
    figure : matplotlib.figure.Figure
    """
    figure, (left, right) = axes(6.8, 3.2, columns=2, width_ratios=(1.5, 1))
    left.plot([0, 1], [0, 1], color=PALETTE["muted"], linewidth=1, label="taken at its word")
    said = []
    for short, name in compared(report).items():
        if bins := report.reliability.get(name):
            mean_p, share = ([found[key] for found in bins] for key in ("mean_p", "share"))
            left.plot(mean_p, share, **_style(report, name), markersize=6, label=short)
            ece = report.summary[name]["ece"]
            said.append(f"{short}: expected calibration error {ece:.3f}")
    left.set(xlabel="mean probability in its bin", ylabel="share of labels that fit")
    left.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02), aspect="equal")
    left.legend(loc="upper left", fontsize=9)
    bins = next(iter(report.reliability.values()))
    edges, counts = [found["low"] for found in bins], [found["count"] for found in bins]
    right.bar(edges, counts, width=bins[0]["high"] - bins[0]["low"], align="edge", **_BAR)
    right.set(xlabel="probability", ylabel="number of probabilities")
    right.set(xlim=(0, 1), yscale="log", ylim=(0.8, None))
    right.grid(axis="x", visible=False)
    near_0 = bins[0]["count"] / sum(counts)
    figure.set_label(
        f"Reliability: the share of labels that fit against their mean probability. "
        f"{'; '.join(said)}. {100 * near_0:.0f} % of all probabilities are in the lowest bin."
    )
    return figure


@book_style
def plot_label_f1(report):
    """F1 of each label against how many tickets could teach it.

    Parameters
    ----------
    report : Report
        Where it does not know the training tickets, the tickets that were judged take their place.

    Returns
    -------
    figure : matplotlib.figure.Figure
    """
    rows = {name: row for name, row in report.labels.items() if row["tickets"]}
    known = all("training_tickets" in row for row in rows.values())
    key, what = ("training_tickets", "training tickets") if known else ("tickets", "tickets judged")
    # A label that training did not have stands at 1 on the logarithmic axis.
    counts = np.array([max(1, row[key]) for row in rows.values()])
    f1 = np.array([row["f1"] for row in rows.values()])
    figure, ax = axes(6.4, 3.6)
    look = {"linestyle": "none", "marker": "o", "markersize": 6, "alpha": 0.6}
    ax.plot(counts, f1, color=PALETTE["blue"], **look)
    ax.set(xscale="log", xlabel=f"{what} with the label", ylabel="F1", ylim=(-0.04, 1.04))
    ax.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter("{x:,.0f}")
    # Of equals the one with most tickets, as it surprises most.
    lowest = np.lexsort((-counts, f1))[:_MOST_NAMES]
    named = [f"{_short(list(rows)[i])} {f1[i]:.2f}" for i in lowest]
    for k, i in enumerate(lowest, start=1):
        ax.annotate(
            str(k), (counts[i], f1[i]), (0, 5), textcoords="offset points", ha="center", zorder=4
        )
    listed = "\n".join(f"{k}  {words}" for k, words in enumerate(named, start=1))
    ax.text(1.03, 1, f"lowest F1\n{listed}", va="top", transform=ax.transAxes, parse_math=False)
    middle = np.median(counts)
    halves = f1[counts <= middle].mean(), f1[counts >= middle].mean()
    figure.set_label(
        f"F1 of {len(f1)} labels against their {what}. Mean F1 of the rarer half {halves[0]:.2f}, "
        f"of the more frequent half {halves[1]:.2f}. Lowest: {'; '.join(named)}."
    )
    return figure


@book_style
def plot_confusions(report):
    """Which label was given where which one was missed: the most frequent pairs.

    Parameters
    ----------
    report : Report
        With at least one such pair.

    Returns
    -------
    figure : matplotlib.figure.Figure
    """
    pairs = report.confusions[:_MOST_PAIRS]
    names = [f"{_short(pair['missed'])} → {_short(pair['given'])}" for pair in pairs]
    counts = [pair["tickets"] for pair in pairs]
    figure, ax = axes(6.4, 0.9 + 0.28 * len(pairs))
    bars = ax.barh(range(len(pairs)), counts, **_BAR)
    ax.bar_label(bars, padding=3)
    ax.set_yticks(range(len(pairs)), labels=names, color=PALETTE["ink"], parse_math=False)
    ax.set(xlabel="tickets")
    figure.suptitle("label missed → label given in its place", x=0.01, ha="left", fontsize=11)
    ax.set_ylim(len(pairs) - 0.4, -0.6)
    ax.margins(x=0.1)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.grid(axis="y", visible=False)
    said = "; ".join(f"{name}: {count}" for name, count in zip(names, counts, strict=True))
    figure.set_label(f"Tickets on which one label was missed and another one given. {said}.")
    return figure


@book_style
def plot_history(history):
    """Losses and validation micro-F1, epoch by epoch.

    Parameters
    ----------
    history : sequence of dict
        `TicketClassifier.history`: rows of `epoch`, `loss`, `valid_loss`, `valid_micro_f1`; at
        least one.

    Returns
    -------
    figure : matplotlib.figure.Figure
    """
    epochs = [row["epoch"] for row in history]
    f1 = [row["valid_micro_f1"] for row in history]
    best = int(np.argmax(f1))
    figure, (left, right) = axes(6.8, 3.2, columns=2)
    for style, key, name in zip(_STYLES, ("loss", "valid_loss"), _LOSSES, strict=False):
        left.plot(epochs, [row[key] for row in history], **style, markersize=5, label=name)
    left.set(xlabel="epoch", ylabel="binary cross-entropy", ylim=(0, None))
    left.legend()
    right.plot(epochs, f1, **_STYLES[0], markersize=5)
    look = {"marker": "*", "markersize": 15, "linestyle": "none", "clip_on": False}
    right.plot(
        [epochs[best]], [f1[best]], color=PALETTE["ink"], **look, label=f"best: {f1[best]:.3f}"
    )
    right.set(xlabel="epoch", ylabel="validation micro-F1", ylim=(0, None))
    right.legend(loc="lower right")
    for ax in (left, right):
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    figure.set_label(
        f"Training over {len(epochs)} epochs: the loss goes from {history[0]['loss']:.3f} to "
        f"{history[-1]['loss']:.3f}, the validation loss from {history[0]['valid_loss']:.3f} to "
        f"{history[-1]['valid_loss']:.3f}; the best validation micro-F1 is {f1[best]:.3f} in epoch "
        f"{epochs[best]}."
    )
    return figure


@book_style
def plot_attention(weights):
    """How much each word of a text asks each word of the other text, as squares.

    Parameters
    ----------
    weights : AttentionWeights

    Returns
    -------
    figure : matplotlib.figure.Figure
        Areas are in proportion to the mean over heads. Of a long text only the words that are asked
        most are drawn, in the order of the text.

    Raises
    ------
    TicketcourseError
        When a text is empty: then nobody asks or there is nothing to ask.
    """
    words = {"description": weights.description, "resolution": weights.resolution}
    for name, tokens in words.items():
        if not tokens:
            raise TicketcourseError(f"The {name} is empty: there is no attention to draw.")
    # Of both directions (T, S): rows are words of the description, columns of the resolution.
    d_asks = weights.description_weights.mean(axis=0)
    r_asks = weights.resolution_weights.mean(axis=0).T
    asked = {"description": r_asks.mean(axis=1), "resolution": d_asks.mean(axis=0)}
    rows, columns = (np.sort(_most(asked[name], _MOST_WORDS[name])) for name in words)
    largest = max(shown[np.ix_(rows, columns)].max() for shown in (d_asks, r_asks))
    cell = min(0.4, 2.5 / len(columns), 4.8 / len(rows))  # inches
    look = {"fontsize": 8, "color": PALETTE["ink"], "parse_math": False}
    figure, panels = axes(6.8, 2.4 + cell * len(rows), columns=2, sharey=True)
    for ax, shown, title in zip(
        panels,
        (d_asks, r_asks),
        (
            "description asks resolution\na row of all words adds up to 1",
            "resolution asks description\na column of all words adds up to 1",
        ),
        strict=True,
    ):
        _draw_squares(ax, shown[np.ix_(rows, columns)] / largest)
        ax.set_title(title, fontsize=9)
        names = [_short(words["resolution"][i]) for i in columns]
        ax.set_xticks(range(len(columns)), labels=names, rotation=90, **look)
        ax.set_xlabel(_how_many("resolution", columns, words), fontsize=9)
    names = [_short(words["description"][i]) for i in rows]
    panels[0].set_yticks(range(len(rows)), labels=names, **look)
    panels[0].set_ylabel(_how_many("description", rows, words), fontsize=9)
    n_heads = len(weights.description_weights)
    heads = "one head" if n_heads == 1 else f"mean of {n_heads} heads"
    figure.suptitle(
        f"Attention between the texts, {heads}; a full square is {largest:.2f}.\n"
        "It says which words are mixed, not why a label is given.",
        x=0.01,
        ha="left",
        fontsize=10,
    )
    most = {
        name: ", ".join(
            f"{printable(words[name][i])} {asked[name][i]:.2f}" for i in _most(asked[name], 3)
        )
        for name in words
    }
    figure.set_label(
        f"Attention between the texts of a ticket, {heads}. Of the resolution the "
        f"description asks most for {most['resolution']}; of the description the resolution asks "
        f"most for {most['description']}."
    )
    return figure


def _most(values, n):
    """Where the n largest are, the largest first."""
    return np.argsort(-values, kind="stable")[:n]


def _draw_squares(ax, areas):
    """Draw a square in each cell (rows, columns), of an area from 0 to 1."""
    sides = 0.92 * np.sqrt(areas)
    squares = [
        Rectangle((j - side / 2, i - side / 2), side, side)
        for (i, j), side in np.ndenumerate(sides)
        if side > 0.04  # smaller ones nobody sees
    ]
    ax.add_collection(PatchCollection(squares, color=PALETTE["blue"], linewidth=0))
    n_rows, n_columns = areas.shape
    ax.set(xlim=(-0.5, n_columns - 0.5), ylim=(n_rows - 0.5, -0.5), aspect="equal")
    ax.tick_params(length=0)


def _how_many(name, shown, words):
    n = len(words[name])
    return name if len(shown) == n else f"{name}\n{len(shown)} of {n} words, those asked most"


def _style(report, name):
    first, *_, last = report.summary
    ceiling = name == last and last.startswith("ceiling")
    return _STYLES[0 if name == first else 2 if ceiling else 1]


def _short(name):
    name = printable(name)
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
