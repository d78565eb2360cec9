"""Drawings of neurons, layers and shapes."""

from itertools import pairwise

import numpy as np
from matplotlib.patches import Circle, Rectangle

from ticketcourse.figures.picture import PALETTE, axes, book_style, picture

INK, MUTED, PAPER = PALETTE["ink"], PALETTE["muted"], PALETTE["paper"]
BLUE, BLUE_SOFT, ORANGE = PALETTE["blue"], PALETTE["blue-soft"], PALETTE["orange"]
ORANGE_SOFT = PALETTE["orange-soft"]


def _circle(ax, x, y, text, edge, face, radius=0.32):
    ax.add_patch(Circle((x, y), radius, facecolor=face, edgecolor=edge, linewidth=1.8, zorder=3))
    ax.text(x, y, text, ha="center", va="center", zorder=4)


def _arrow(ax, start, end, colour=MUTED):
    ax.annotate(
        "",
        xy=end,
        xytext=start,
        arrowprops={"arrowstyle": "-|>", "color": colour, "linewidth": 1.4},
        zorder=2,
    )


def _blank(ax, xlim, ylim):
    ax.set(xlim=xlim, ylim=ylim, aspect="equal")
    ax.axis("off")


@book_style
def draw_neuron(inputs, weights, bias, activation="σ"):
    """One neuron as a drawing: inputs, weights, bias, weighted sum, activation, output.

    Parameters
    ----------
    inputs : list of str, what each input is called (d names)
    weights : list of str or float, one for each input
    bias : str or float
    activation : str, its sign
    """
    d = len(inputs)
    top = max(1.0, d / 2 + 0.1)
    figure, ax = axes(5.4, 0.62 * (top + 1.5))
    ys = [(d - 1) / 2 - k for k in range(d)]
    for y, name, weight in zip(ys, inputs, weights, strict=True):
        ax.text(-0.15, y, name, ha="right", va="center")
        _arrow(ax, (0, y), (2.62, 0.12 * y))
        ax.text(1.15, 0.62 * y + 0.16, f"× {weight}", ha="center", va="bottom", color=BLUE)
    _circle(ax, 3, 0, "sum", INK, PAPER, 0.38)
    ax.text(3, -1.02, f"bias {bias}", ha="center", va="top", color=ORANGE)
    _arrow(ax, (3, -0.98), (3, -0.4))
    _arrow(ax, (3.4, 0), (4.6, 0))
    ax.text(4.0, 0.1, "$z$", ha="center", va="bottom")
    _circle(ax, 5, 0, activation, INK, BLUE_SOFT, 0.38)
    _arrow(ax, (5.4, 0), (6.5, 0))
    ax.text(6.6, 0, "$p$", ha="left", va="center")
    _blank(ax, (-1.7, 7), (-1.5, top))
    parts = ", ".join(f"{n} times {w}" for n, w in zip(inputs, weights, strict=True))
    return picture(
        figure,
        f"A neuron: {parts}; the products and the bias {bias} are added to z; "
        f"the activation {activation} turns z into the output p.",
    )


@book_style
def draw_layers(sizes, names, weights=(), biases=()):
    """Layers as columns of circles, every unit joined to every unit of the next layer.

    Parameters
    ----------
    sizes : list of int, units in each layer, the input layer first
    names : list of str, one for each layer
    weights : list of arrays (d, u), one for each layer but the input, written on the connections
    biases : list of arrays (u,), likewise, written in the units
    """
    figure, ax = axes(5.4, 0.8 * (max(sizes) + 0.9))
    step = 2.6
    columns = [[(step * k, (n - 1) / 2 - i) for i in range(n)] for k, n in enumerate(sizes)]
    for k, (left, right) in enumerate(pairwise(columns)):
        for i, (x0, y0) in enumerate(left):
            for j, (x1, y1) in enumerate(right):
                ax.plot([x0, x1], [y0, y1], color=MUTED, linewidth=1, zorder=1)
                if weights:
                    spot = (x0 + 0.3 * (x1 - x0), y0 + 0.3 * (y1 - y0))
                    box = {"boxstyle": "round,pad=0.1", "facecolor": PAPER, "edgecolor": "none"}
                    ax.text(
                        *spot,
                        _number(weights[k][i][j]),
                        ha="center",
                        va="center",
                        color=BLUE,
                        fontsize=9,
                        bbox=box,
                    )
    for k, (column, name) in enumerate(zip(columns, names, strict=True)):
        face = PAPER if k == 0 else ORANGE_SOFT if k == len(sizes) - 1 else BLUE_SOFT
        for i, (x, y) in enumerate(column):
            _circle(ax, x, y, _number(biases[k - 1][i]) if biases and k else "", INK, face, 0.3)
        ax.text(column[0][0], -(max(sizes) - 1) / 2 - 0.62, name, ha="center", va="top")
    top = (max(sizes) - 1) / 2
    _blank(ax, (-1.3, step * (len(sizes) - 1) + 1.3), (-top - 1.2, top + 0.5))
    parts = "; ".join(f"{name}: {n}" for name, n in zip(names, sizes, strict=True))
    alt = f"Layers from left to right. Units in each: {parts}."
    for k, (W, b) in enumerate(zip(weights, biases, strict=True), start=1):
        alt += f" {names[k]}: weights {np.asarray(W).tolist()}, biases {np.asarray(b).tolist()}."
    return picture(figure, alt)


def _number(value):
    return f"{value:g}".replace("-", "−")


@book_style
def draw_shapes(*arrays):
    """Boxes in proportion to the shapes of arrays, with the signs that stand between them.

    Parameters
    ----------
    arrays : alternating (name, shape) pairs and str signs, as in
        ``draw_shapes(("X", (4, 2)), "@", ("W", (2, 3)), "=", ("Z", (4, 3)))``;
        a shape has one or two numbers
    """
    figure, ax = axes(5.6, 1.7)
    x, tallest = 0.0, max(a[1][0] for a in arrays if not isinstance(a, str) and len(a[1]) == 2)
    for item in arrays:
        if isinstance(item, str):
            ax.text(x + 0.45, 0, item, ha="center", va="center", fontsize=14)
            x += 0.9
            continue
        name, shape = item
        rows, columns = shape if len(shape) == 2 else (1, shape[0])
        for i in range(rows):
            for j in range(columns):
                corner = (x + 0.5 * j, rows / 4 - 0.5 * (i + 1))
                box = Rectangle(corner, 0.5, 0.5, facecolor=BLUE_SOFT, edgecolor=BLUE)
                ax.add_patch(box)
        middle = x + columns / 4
        label = f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"
        ax.text(middle, rows / 4 + 0.12, f"${name}$", ha="center", va="bottom")
        ax.text(middle, -rows / 4 - 0.15, label, ha="center", va="top", color=MUTED)
        x += columns * 0.5
    _blank(ax, (-0.3, x + 0.3), (-tallest / 4 - 0.6, tallest / 4 + 0.55))
    parts = " ".join(i if isinstance(i, str) else f"{i[0]} of shape {i[1]}" for i in arrays)
    return picture(figure, f"Shapes: {parts}.")
