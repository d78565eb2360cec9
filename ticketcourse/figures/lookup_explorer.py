"""The live figure of a look-up that softens: from the one best key to the mean of all values."""

import math

import numpy as np
import traitlets

from ticketcourse.figures.live import LiveFigure, module
from ticketcourse.figures.picture import PALETTE, axes, book_style, picture
from ticketcourse.scratch import softmax


class LookupExplorer(LiveFigure):
    """A query is turned among keys, and a temperature softens the look-up.

    Parameters
    ----------
    tokens : the names of the S keys
    K : array (S, 2), keys
    V : array (S, 2), values, from 0 to 1
    q : array (2,), the query to begin with; its length stays
    temperature : float, from 0.05 to 20; the weights are softmax(q · k / temperature)
    """

    _esm = module("lookup_explorer.js")
    tokens = traitlets.List().tag(sync=True)
    K = traitlets.List().tag(sync=True)
    V = traitlets.List().tag(sync=True)
    length = traitlets.Float().tag(sync=True)
    degrees = traitlets.Float().tag(sync=True)
    tenths = traitlets.Int().tag(sync=True)

    def __init__(self, tokens, K, V, q, temperature=1.0):
        super().__init__(
            tokens=list(tokens),
            K=np.asarray(K, float).tolist(),
            V=np.asarray(V, float).tolist(),
            length=math.hypot(*q),
            degrees=math.degrees(math.atan2(q[1], q[0])),
            tenths=round(10 * math.log10(temperature)),
        )

    def still(self):
        """Return the first state as a ``Picture``."""
        angle = math.radians(self.degrees)
        q = self.length * np.array([math.cos(angle), math.sin(angle)])
        K, V, temperature = np.array(self.K), np.array(self.V), 10 ** (self.tenths / 10)
        return _still(self.tokens, K, V, q, softmax(K @ q / temperature), temperature)


@book_style
def _still(tokens, K, V, q, weights, temperature):
    figure, (left, right) = axes(6.4, 3.2, columns=2)
    reach = math.ceil(max(np.abs(K).max(), np.abs(q).max()))
    for end, name, colour in zip(
        [*K, q], [*tokens, "query"], ["ink"] * len(K) + ["green"], strict=True
    ):
        left.annotate("", end, (0, 0), arrowprops={"arrowstyle": "->", "color": PALETTE[colour]})
        aside = 10 * end[0] / (np.hypot(*end) or 1), -11 if end[1] < 0 else 9
        left.annotate(
            name,
            end,
            aside,
            textcoords="offset points",
            ha="center",
            va="center",
            color=PALETTE[colour],
        )
    limits = (-1.3 * reach, 1.3 * reach)
    left.set(xlim=limits, ylim=limits, title="keys, and the query", aspect="equal")
    right.scatter(*V.T, s=30 + 900 * weights, color=PALETTE["blue"], alpha=0.55)
    for name, value, weight in zip(tokens, V, weights, strict=True):
        right.annotate(
            f"{name} {weight:.2f}", value, (0, 12), textcoords="offset points", ha="center"
        )
    output = weights @ V
    right.plot(*output, marker="s", color=PALETTE["orange"], markersize=9)
    right.annotate("output", output, (0, -18), textcoords="offset points", ha="center")
    right.set(xlim=(-0.4, 1.4), ylim=(-0.4, 1.4), title="values, and the output", aspect="equal")
    for ax in (left, right):
        ax.set(xlabel="first number")
    left.set_ylabel("second number")
    listed = ", ".join(f"{name} {w:.2f}" for name, w in zip(tokens, weights, strict=True))
    return picture(
        figure,
        f"A look-up at the temperature {temperature:.3g}. Weights: {listed}. "
        f"Output: {output[0]:.2f}, {output[1]:.2f}.",
    )
