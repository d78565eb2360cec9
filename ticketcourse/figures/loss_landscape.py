"""The live figure of optimizers: a loss of two parameters, and their ways down."""

import numpy as np
import traitlets

from ticketcourse import scratch
from ticketcourse.figures.live import LiveFigure, module
from ticketcourse.figures.picture import PALETTE, axes, book_style, picture

LOSSES = {
    "long valley": (
        lambda a, b: 0.25 * a**2 + 3 * b**2,
        lambda a, b: np.array([0.5 * a, 6 * b]),
    ),
    "two hollows": (
        lambda a, b: 0.5 * (a**2 - 1) ** 2 + 0.3 * a + b**2,
        lambda a, b: np.array([2 * a * (a**2 - 1) + 0.3, 2 * b]),
    ),
}
"""Each loss of θ₁ and θ₂ with its gradient."""

OPTIMIZERS = {
    "SGD": (scratch.SGD, "blue", "-", "o"),
    "momentum": (scratch.Momentum, "orange", "--", "s"),
    "Adam": (scratch.Adam, "green", ":", "^"),
}


class LossLandscape(LiveFigure):
    """SGD, momentum and Adam walk down a loss of two parameters, step by step.

    Parameters
    ----------
    loss : "long valley" or "two hollows"
    optimizers : list of str, those that are shown of "SGD", "momentum" and "Adam"
    learning_rate : float from 0.001 to 1
    start : pair of float from -2 to 2, θ₁ and θ₂
    steps : int from 0 to 100, how many are shown at first
    """

    _esm = module("loss_landscape.js")
    loss = traitlets.Unicode().tag(sync=True)
    optimizers = traitlets.List().tag(sync=True)
    learning_rate = traitlets.Float().tag(sync=True)
    start = traitlets.List().tag(sync=True)
    steps = traitlets.Int().tag(sync=True)

    def __init__(
        self,
        loss="long valley",
        optimizers=tuple(OPTIMIZERS),
        learning_rate=0.1,
        start=(-1.8, 1.0),
        steps=20,
    ):
        super().__init__(
            loss=loss,
            optimizers=list(optimizers),
            learning_rate=learning_rate,
            start=list(start),
            steps=steps,
        )

    def still(self):
        """Return the ways after the first steps as a ``Picture``."""
        ways = {
            name: walk(self.loss, name, self.learning_rate, self.start, self.steps)
            for name in self.optimizers
        }
        return _still(self.loss, ways, self.learning_rate)


def walk(loss, optimizer, learning_rate, start, steps):
    """Take some steps down a loss.

    Parameters
    ----------
    loss, optimizer : str, names of LOSSES and OPTIMIZERS
    learning_rate : float
    start : pair of float, θ₁ and θ₂
    steps : int

    Returns
    -------
    array (steps + 1, 2), the places; fewer where the walk came further from 0 than 1000
    """
    _, gradient = LOSSES[loss]
    move, params = OPTIMIZERS[optimizer][0](learning_rate), {"θ": np.array(start, float)}
    places = [params["θ"].copy()]
    while len(places) <= steps and np.abs(places[-1]).max() < 1e3:
        move.step(params, {"θ": gradient(*params["θ"])})
        places.append(params["θ"].copy())
    return np.array(places)


@book_style
def _still(loss, ways, learning_rate):
    figure, ax = axes(4.2, 4.0)
    a, b = np.meshgrid(np.linspace(-2, 2, 81), np.linspace(-2, 2, 81))
    levels = -0.3 + 0.06 * 1.6 ** np.arange(12)
    look = {"colors": PALETTE["muted"], "linewidths": 0.7, "linestyles": "solid"}
    ax.contour(a, b, LOSSES[loss][0](a, b), levels=levels, **look)
    for name, places in ways.items():
        _, colour, line, marker = OPTIMIZERS[name]
        look = {"color": PALETTE[colour], "linestyle": line, "marker": marker, "label": name}
        ax.plot(*places.T, markevery=[len(places) - 1], markersize=9, **look)
    ticks = range(-2, 3)
    ax.set(xlabel="θ₁", ylabel="θ₂", xlim=(-2, 2), ylim=(-2, 2), xticks=ticks, yticks=ticks)
    figure.legend(loc="outside upper center", ncols=len(ways))
    ends = "; ".join(
        f"{name} ends at {places[-1][0]:.2f}, {places[-1][1]:.2f}" for name, places in ways.items()
    )
    return picture(
        figure,
        f"Contour lines of the loss {loss} and the ways of optimizers with the learning rate "
        f"{learning_rate:g}. {ends}.",
    )
