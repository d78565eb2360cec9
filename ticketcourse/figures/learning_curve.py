"""How scores grow with the number of training tickets."""

from matplotlib.ticker import FuncFormatter, NullLocator

from ticketcourse.figures.picture import PALETTE, axes, book_style

_LOOKS = (
    {"color": PALETTE["blue"], "linestyle": "-", "marker": "o"},
    {"color": PALETTE["orange"], "linestyle": "--", "marker": "s"},
)
_CEILING = {"color": PALETTE["green"], "linestyle": ":", "linewidth": 2}


@book_style
def plot_learning_curve(rows, names, ceiling=None):
    """Micro-F1 of predictors on the same test tickets, against how many tickets taught them.

    Parameters
    ----------
    rows : list of (int, dict)
        The number of training tickets, growing, and the `summary` of a `Report`.
    names : sequence of str
        Two predictors of each summary.
    ceiling : str, optional
        The predictor that shows what is attainable; it learned from nothing, so that it is the same
        in each summary.

    Returns
    -------
    figure : matplotlib.figure.Figure
        Bars are 95 % intervals over test tickets. Its label is its alternative text.
    """
    figure, ax = axes(6.4, 3.6)
    sizes, said = [n for n, _ in rows], []
    for name, look in zip(names, _LOOKS, strict=True):
        found = [summary[name] for _, summary in rows]
        scores = [row["micro_f1"] for row in found]
        lows, highs = zip(*(row["micro_f1_interval"] for row in found), strict=True)
        # Percentiles may leave the score itself out.
        ends = [
            [max(0, score - low) for score, low in zip(scores, lows, strict=True)],
            [max(0, high - score) for score, high in zip(scores, highs, strict=True)],
        ]
        ax.errorbar(sizes, scores, yerr=ends, capsize=3, markersize=6, label=name, **look)
        said.append(f"{name}: {', '.join(f'{score:.3f}' for score in scores)}")
    if ceiling is not None:
        best = rows[0][1][ceiling]["micro_f1"]
        ax.axhline(best, label=ceiling, **_CEILING)
        said.append(f"{ceiling}: {best:.3f}")
    ax.set(xscale="log", xlabel="training tickets", ylabel="micro-F1")
    ax.set_xticks(sizes)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda n, _: f"{n:,.0f}"))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    figure.set_label(
        f"Micro-F1 with {', '.join(f'{n:,}' for n in sizes)} training tickets. {'; '.join(said)}."
    )
    return figure
