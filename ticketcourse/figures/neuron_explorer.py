"""The live figure of chapter 1: a neuron with two inputs, and its line."""

import numpy as np
import traitlets

from ticketcourse.figures.live import LiveFigure, module
from ticketcourse.figures.separate import plot_tickets


class NeuronExplorer(LiveFigure):
    """Sliders for the weights and the bias of a neuron; its line and its answers follow.

    Parameters
    ----------
    X : array (n, 2), the tickets
    targets : dict from a label's name to its wanted answers, an array (n,) of 0 and 1
    names : the names of the two inputs
    w : the two weights to begin with, between -2 and 2
    b : float, the bias to begin with, between -2 and 2
    """

    _esm = module("neuron_explorer.js")
    X = traitlets.List().tag(sync=True)
    targets = traitlets.Dict().tag(sync=True)
    names = traitlets.List().tag(sync=True)
    w = traitlets.List().tag(sync=True)
    b = traitlets.Float().tag(sync=True)

    def __init__(self, X, targets, names, w, b):
        super().__init__(
            X=np.asarray(X).tolist(),
            targets={label: np.asarray(y).tolist() for label, y in targets.items()},
            names=list(names),
            w=list(w),
            b=b,
        )

    def still(self):
        """Return the first state as a ``Picture``."""
        y = next(iter(self.targets.values()))
        return plot_tickets(
            np.array(self.X),
            np.array(y),
            self.names,
            alt=f"The line of the neuron with the weights {self.w} and the bias {self.b}.",
            network=lambda X: X @ np.array(self.w) + self.b,
        )
