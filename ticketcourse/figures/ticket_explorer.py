"""The live figure of the whole pocket model: a ticket that is typed, and all its numbers."""

import traitlets

from ticketcourse import pocket
from ticketcourse.figures.live import module
from ticketcourse.figures.live_pocket import LivePocket
from ticketcourse.figures.picture import PALETTE, axes, book_style, picture


class TicketExplorer(LivePocket):
    """A ticket becomes ids, vectors, gates, weights, logits and probabilities as it is typed.

    Parameters
    ----------
    description, resolution : str, the ticket to begin with
    """

    _esm = module("ticket_explorer.js")
    examples = traitlets.List().tag(sync=True)
    description = traitlets.Unicode().tag(sync=True)
    resolution = traitlets.Unicode().tag(sync=True)

    def __init__(self, description=pocket.TICKET[0], resolution=pocket.TICKET[1]):
        examples = [list(ticket) for ticket in pocket.EXAMPLES]
        super().__init__(examples=examples, description=description, resolution=resolution)

    def still(self):
        """Return the probabilities of the first ticket as a ``Picture``."""
        return _still(self.description, self.resolution)


@book_style
def _still(description, resolution):
    (p,) = pocket.predict([(description, resolution)])
    figure, ax = axes(5.4, 1.9)
    ax.barh(pocket.LABELS, p, height=0.55, color=PALETTE["blue"])
    for y, value in enumerate(p):
        ax.text(value + 0.01, y, f"{value:.3f}", va="center")
    ax.axvline(0.5, color=PALETTE["muted"], linestyle="--", linewidth=1)
    ax.set_title(f"{description} / {resolution}", parse_math=False)
    ax.set(xlim=(0, 1.1), xlabel="probability")
    ax.invert_yaxis()
    found = ", ".join(f"{label} {value:.3f}" for label, value in zip(pocket.LABELS, p, strict=True))
    return picture(figure, f"Probabilities of the ticket {description} / {resolution}: {found}.")
