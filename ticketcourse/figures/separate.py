"""Pictures of what neurons and small networks separate."""

import numpy as np
from matplotlib.patches import Patch

from ticketcourse.figures.picture import PALETTE, axes, book_style, picture

_LOW, _HIGH = -0.6, 1.9  # both axes: the tickets lie on 0 and 1
_MARK = {False: ("o", "blue", "wanted: no"), True: ("s", "orange", "wanted: yes")}
_SIDE = {"network: no": "blue-soft", "network: yes": "orange-soft"}


def _tickets(ax, X, y, names):
    for answer, (marker, colour, word) in _MARK.items():
        places, tickets = np.unique(X[np.asarray(y, bool) == answer], axis=0, return_counts=True)
        style = {"linestyle": "none", "marker": marker, "markersize": 9, "zorder": 4}
        ax.plot(*places.T, color=PALETTE[colour], label=word, **style)
        for (x1, x2), n in zip(places, tickets, strict=True):
            if n > 1:
                ax.text(x1 - 0.14, x2, f"{n} ×", ha="right", va="center")
    ax.set(xlabel=names[0], ylabel=names[1], aspect="equal")
    ax.set(xlim=(_LOW, _HIGH), ylim=(_LOW, _HIGH), xticks=[0, 1], yticks=[0, 1])


def _legend(ax, sides=True):
    handles, _ = ax.get_legend_handles_labels()
    if sides:
        handles += [Patch(color=PALETTE[colour], label=word) for word, colour in _SIDE.items()]
    ax.legend(handles=handles, loc="upper left", bbox_to_anchor=(1, 1))


def _sides(ax, network):
    """Shade where the network says yes (z > 0) and draw the border z = 0."""
    grid = np.linspace(_LOW, _HIGH, 81)
    x1, x2 = np.meshgrid(grid, grid)
    z = np.asarray(network(np.column_stack([x1.ravel(), x2.ravel()]))).reshape(x1.shape)
    soft = [PALETTE[colour] for colour in _SIDE.values()]
    ax.contourf(x1, x2, z, levels=[-1e9, 0, 1e9], colors=soft, zorder=0)
    inner = np.where((np.abs(x1 - 0.65) < 1) & (np.abs(x2 - 0.65) < 1), z, 0)
    for word, spot in (("no", inner.argmin()), ("yes", inner.argmax())):
        if (inner.flat[spot] > 0) == (word == "yes") and inner.flat[spot] != 0:
            style = {"ha": "center", "va": "center", "style": "italic", "color": PALETTE["muted"]}
            ax.text(x1.flat[spot], x2.flat[spot], word, **style)
    if z.min() < 0 < z.max():
        ax.contour(x1, x2, z, levels=[0], colors=PALETTE["ink"], linewidths=1.8, zorder=2)


@book_style
def plot_tickets(X, y, names, alt, network=None):
    """Tickets by their two inputs, and where a network says yes.

    Parameters
    ----------
    X : array (n, 2), the tickets
    y : array (n,) of 0 and 1, the wanted answers
    names : the names of the two inputs
    alt : str, alternative text
    network : function from inputs (n, 2) to logits (n,) or (n, 1), or None for the tickets alone
    """
    figure, ax = axes(4.6, 3.1)
    if network is not None:
        _sides(ax, network)
    _tickets(ax, X, y, names)
    _legend(ax, sides=network is not None)
    return picture(figure, alt)


@book_style
def plot_hidden(X, h, network, hidden_network, y, names, alt):
    """The same tickets twice: by their inputs, and by what two hidden units make of them.

    Parameters
    ----------
    X : array (n, 2), inputs
    h : array (n, 2), outputs of the hidden layer
    network, hidden_network : functions to logits, from the inputs and from h
    y, names, alt : as in ``plot_tickets``
    """
    figure, (left, right) = axes(6.4, 2.9, columns=2)
    for ax, points, function, labels, title in (
        (left, X, network, names, "by their inputs"),
        (right, h, hidden_network, ("$h_1$", "$h_2$"), "by the hidden layer"),
    ):
        _sides(ax, function)
        _tickets(ax, points, y, labels)
        ax.set_title(title)
    _legend(right)
    return picture(figure, alt)


@book_style
def plot_curves(x, panels, xlabel, ylabel, alt, yscale="linear"):
    """Curves over one axis, in one panel or several side by side.

    Parameters
    ----------
    x : array (m,)
    panels : dict from a panel's title to its curves, a dict from a curve's name to an array (m,);
        at most three; the first of several is drawn dashed, as what the others are compared to
    xlabel, ylabel, alt : str
    yscale : "linear" or "log"
    """
    figure, row = axes(5.8, 3.0, columns=len(panels), squeeze=False)
    styles = [("muted", "--"), ("blue", "-"), ("orange", "-."), ("green", ":")]
    for ax, (title, curves) in zip(row[0], panels.items(), strict=True):
        first = 0 if len(curves) > 1 else 1
        for (name, values), (colour, line) in zip(curves.items(), styles[first:], strict=False):
            ax.plot(x, values, color=PALETTE[colour], linestyle=line, label=name)
        ax.set(title=title, xlabel=xlabel, yscale=yscale)
        if len(curves) > 1:
            ax.legend()
    row[0, 0].set_ylabel(ylabel)
    return picture(figure, alt)
