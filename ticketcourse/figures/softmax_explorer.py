"""The live figure of outputs: a sigmoid for each label beside one softmax over all."""

import numpy as np
import traitlets

from ticketcourse import scratch
from ticketcourse.figures.live import LiveFigure, module
from ticketcourse.figures.picture import PALETTE, axes, book_style, picture


class SoftmaxExplorer(LiveFigure):
    """Sliders for the logits of some labels; both kinds of output follow.

    Parameters
    ----------
    z : array (L,), the logits to begin with, between -5 and 5
    names : the names of the L labels
    """

    _esm = module("softmax_explorer.js")
    z = traitlets.List().tag(sync=True)
    names = traitlets.List().tag(sync=True)

    def __init__(self, z, names):
        super().__init__(z=np.asarray(z, float).tolist(), names=list(names))

    def still(self):
        """Return the first state as a ``Picture``."""
        return _still(np.array(self.z), self.names)


@book_style
def _still(z, names):
    place = np.arange(len(z))
    figure, ax = axes(5.4, 0.8 + 0.6 * len(z))
    for values, shift, colour, label in (
        (scratch.sigmoid(z), -0.2, "blue", "sigmoid"),
        (scratch.softmax(z), 0.2, "orange", "softmax"),
    ):
        hatch = "//" if label == "softmax" else None
        style = {"color": PALETTE[colour], "edgecolor": PALETTE["paper"], "hatch": hatch}
        ax.barh(place + shift, values, height=0.36, label=label, **style)
    ax.axvline(0.5, color=PALETTE["muted"], linestyle=":")
    ax.set(yticks=place, yticklabels=names, xlim=(0, 1), xlabel="output")
    ax.invert_yaxis()
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    both = zip(names, scratch.sigmoid(z), scratch.softmax(z), strict=True)
    words = "; ".join(f"{name}: {p:.3f} and {share:.3f}" for name, p, share in both)
    return picture(figure, f"Output of a sigmoid, and of softmax, for each label. {words}.")
