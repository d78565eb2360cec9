"""The live figure of one LSTM step: gates that can be forced, and the cell that follows."""

from itertools import chain, product

import numpy as np
import traitlets

from ticketcourse import pocket
from ticketcourse.figures.live import module
from ticketcourse.figures.live_pocket import LivePocket
from ticketcourse.figures.picture import PALETTE, axes, book_style, picture
from ticketcourse.scratch import bilstm, part

_TEXTS, _WAYS = ("description", "resolution"), ("forward", "backward")


class GateExplorer(LivePocket):
    """One step of the pocket model's LSTM; sliders force its gates, cell and hidden state follow.

    Parameters
    ----------
    text : "description" or "resolution" of the pocket ticket
    direction : "forward" or "backward"
    step : int, from 0, in the order of reading
    i, f, o : float from 0 to 1 that replaces the gate in every unit, or None: as computed
    """

    _esm = module("gate_explorer.js")
    ticket = traitlets.Dict().tag(sync=True)
    scale = traitlets.Float().tag(sync=True)
    text = traitlets.Unicode().tag(sync=True)
    direction = traitlets.Unicode().tag(sync=True)
    step = traitlets.Int().tag(sync=True)
    i = traitlets.Float(allow_none=True).tag(sync=True)
    f = traitlets.Float(allow_none=True).tag(sync=True)
    o = traitlets.Float(allow_none=True).tag(sync=True)

    def __init__(self, text="description", direction="forward", step=2, i=None, f=None, o=None):
        # |c| is at most |c before| + |c̃|, whatever the gates are.
        largest = max(
            np.max(np.abs(step["c_before"]) + np.abs(step["c_tilde"]))
            for step in chain.from_iterable(_steps(*read) for read in product(_TEXTS, _WAYS))
        )
        super().__init__(
            ticket=dict(zip(_TEXTS, pocket.TICKET, strict=True)),
            scale=float(np.ceil(10 * largest) / 10),
            text=text,
            direction=direction,
            step=step,
            i=i,
            f=f,
            o=o,
        )

    def still(self):
        """Return the first state as a ``Picture``, with the gates as they are computed."""
        return _still(_steps(self.text, self.direction)[self.step], self.step + 1)


def _steps(text, direction):
    ids = pocket.encode([pocket.TICKET])[_TEXTS.index(text)]
    params = pocket.parameters()
    _, cache = bilstm(params["embedding.E"][ids], part(params, f"{text}_encoder.lstm.0"))
    return cache[direction]["steps"]


@book_style
def _still(step, place):
    kept, added = step["f"][0] * step["c_before"][0], step["i"][0] * step["c_tilde"][0]
    c = step["c"][0]
    rows = {
        "c before": (0, step["c_before"][0], "muted"),
        "kept": (0, kept, "blue"),
        "added": (kept, added, "orange"),
        "c now": (0, c, "ink"),
        "h now": (0, step["o"][0] * np.tanh(c), "green"),
    }
    figure, panels = axes(6.8, 2.4, columns=len(c), sharex=True, sharey=True)
    for unit, ax in enumerate(panels):
        for y, (start, widths, colour) in enumerate(rows.values()):
            left = np.broadcast_to(start, c.shape)[unit]
            ax.barh(y, widths[unit], left=left, height=0.6, color=PALETTE[colour])
        ax.axvline(0, color=PALETTE["muted"], linewidth=0.8)
        ax.set(title=f"unit {unit + 1}", yticks=range(len(rows)), yticklabels=rows)
    panels[0].invert_yaxis()
    figure.supxlabel("value", fontsize=10, color=PALETTE["ink"])
    cells = ", ".join(
        f"{before:.2f} to {after:.2f}" for before, after in zip(step["c_before"][0], c, strict=True)
    )
    return picture(
        figure, f"Step {place} of an LSTM with three units. Their cells go from {cells}."
    )
