"""The live figure of activations: their curves, their gradients, and z dragged along them."""

import numpy as np
import traitlets

from ticketcourse import scratch
from ticketcourse.figures.live import LiveFigure, module
from ticketcourse.figures.picture import PALETTE, axes, book_style, picture


class ActivationExplorer(LiveFigure):
    """ReLU, sigmoid, tanh and GELU with their gradients on one axis.

    Parameters
    ----------
    activation : "ReLU", "sigmoid", "tanh" or "GELU", the one that is drawn
    z : float from -5 to 5, where the values are read
    """

    _esm = module("activation_explorer.js")
    activation = traitlets.Unicode().tag(sync=True)
    z = traitlets.Float().tag(sync=True)

    def __init__(self, activation="sigmoid", z=1.0):
        super().__init__(activation=activation, z=z)

    def still(self):
        """Return all four with their gradients as a ``Picture``."""
        return _still()


@book_style
def _still():
    z = np.linspace(-5, 5, 201)
    p, t = scratch.sigmoid(z), scratch.tanh(z)
    curves = {
        "ReLU": (scratch.relu(z), scratch.relu_backward(1, z)),
        "sigmoid": (p, scratch.sigmoid_backward(1, p)),
        "tanh": (t, scratch.tanh_backward(1, t)),
        "GELU": (scratch.gelu(z), scratch.gelu_backward(1, z)),
    }
    figure, panels = axes(7.0, 2.4, columns=len(curves), sharey=True)
    for ax, (name, (h, gradient)) in zip(panels, curves.items(), strict=True):
        ax.plot(z, gradient, color=PALETTE["orange"], linestyle="--", label="gradient")
        ax.plot(z, h, color=PALETTE["blue"], label="activation")
        ax.set(title=name, xlabel="z", ylim=(-1.5, 3), xticks=[-4, 0, 4])
    panels[0].set_ylabel("activation, gradient")
    panels[0].legend(loc="upper left", fontsize=8)
    return picture(
        figure,
        "Activations and, dashed, their gradients from z = -5 to 5. ReLU: 0, then rising with "
        "gradient 1. Sigmoid: from 0 to 1, gradient at most 0.25. Tanh: from -1 to 1, gradient at "
        "most 1. GELU: like ReLU with a smooth bend that dips below 0.",
    )
