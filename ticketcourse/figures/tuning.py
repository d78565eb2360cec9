"""Plots of a search: how its trials went, and how each setting and the score go together."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, NullLocator

from ticketcourse.figures.picture import PALETTE, axes, book_style
from ticketcourse.tuning.space import SPACE

# Told apart without colour as well.
_LOOKS = {
    "complete": {"color": PALETTE["blue"], "marker": "o", "markersize": 6},
    "pruned": {"color": PALETTE["orange"], "marker": "x", "markersize": 6},
}
_STAR = {
    "marker": "*",
    "markersize": 15,
    "linestyle": "none",
    "color": PALETTE["ink"],
    "clip_on": False,
}
_COLUMNS = 4


@book_style
def plot_trials(rows):
    """The score of each trial, and the best score so far.

    Parameters
    ----------
    rows : list of dict
        From `Search.trials`; at least one with a score.

    Returns
    -------
    figure : matplotlib.figure.Figure
    """
    shown = _shown(rows)
    figure, ax = axes(6.4, 3.4)
    for state, look in _LOOKS.items():
        _mark(ax, [(row["trial"], row["score"]) for row in shown[state]], look, state)
    said = ", ".join(f"{len(found)} {state}" for state, found in shown.items())
    if complete := shown["complete"]:
        numbers, scores = ([row[key] for row in complete] for key in ("trial", "score"))
        best = int(np.argmax(scores))
        highest = np.maximum.accumulate(scores)
        end = max(row["trial"] for row in rows)
        ax.step(
            [*numbers, end],
            [*highest, highest[-1]],
            where="post",
            color=PALETTE["muted"],
            linewidth=1.5,
            label="best so far",
            zorder=1,
        )
        ax.plot([numbers[best]], [scores[best]], **_STAR, label=f"best: {scores[best]:.3f}")
        said += f"; the best score is {scores[best]:.3f}, of trial {numbers[best]}"
    ax.set(xlabel="trial", ylabel="validation micro-F1")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    figure.set_label(f"The validation micro-F1 of each trial: {said}.")
    return figure


@book_style
def plot_settings(rows):
    """The score of each trial against each of its settings.

    Parameters
    ----------
    rows : list of dict
        From `Search.trials`; at least one with a score.

    Returns
    -------
    figure : matplotlib.figure.Figure
    """
    shown = _shown(rows)
    scored = [row for found in shown.values() for row in found]
    names = list(scored[0]["settings"])
    n_rows = -(-len(names) // _COLUMNS)
    figure = Figure(figsize=(8.4, 0.7 + 2.1 * n_rows), layout="constrained")
    grid = figure.subplots(n_rows, _COLUMNS, sharey=True, squeeze=False)
    best = max(shown["complete"], key=lambda row: row["score"], default=None)
    for ax, name in zip(grid.flat, names, strict=False):
        place = _axis(ax, name, [row["settings"][name] for row in scored])
        for state, look in _LOOKS.items():
            points = [(place(row["settings"][name]), row["score"]) for row in shown[state]]
            _mark(ax, points, look, state)
        if best is not None:
            ax.plot([place(best["settings"][name])], [best["score"]], **_STAR, label="best")
        ax.set_xlabel(name)
        ax.margins(0.08)
    for ax in grid.flat[len(names) :]:
        ax.set_visible(False)
    for ax in grid[:, 0]:
        ax.set_ylabel("validation micro-F1")
    handles, labels = grid.flat[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper left", ncols=3)
    said = "all are pruned"
    if best is not None:
        settings = (f"{name} {_text(value)}" for name, value in best["settings"].items())
        said = f"the best has {', '.join(settings)}"
    figure.set_label(f"The validation micro-F1 against each setting, {len(scored)} trials: {said}.")
    return figure


def _shown(rows):
    return {
        state: [row for row in rows if row["state"] == state and row["score"] is not None]
        for state in _LOOKS
    }


def _mark(ax, points, look, name):
    if points:
        ax.plot(*zip(*points, strict=True), linestyle="none", alpha=0.8, label=name, **look)


def _axis(ax, name, values):
    """Prepare the axis of a setting; return the place of a value on it."""
    if not any(isinstance(value, float) for value in values):
        kinds = sorted(set(values))
        ax.set_xticks(range(len(kinds)), labels=[_text(kind) for kind in kinds])
        ax.set_xlim(-0.5, len(kinds) - 0.5)
        return kinds.index
    if getattr(SPACE.get(name), "log", False):
        ax.set_xscale("log")
        ax.xaxis.set_minor_locator(NullLocator())
    return float


def _text(value):
    return f"{value:.3g}" if isinstance(value, float) else str(value)
