"""The live figure of attention: each token of the pocket ticket asks the other text."""

import numpy as np
import traitlets
from matplotlib.patches import Rectangle

from ticketcourse import pocket
from ticketcourse.figures.live import module
from ticketcourse.figures.live_pocket import LivePocket
from ticketcourse.figures.picture import PALETTE, axes, book_style, picture
from ticketcourse.pocket.model import N_HEADS
from ticketcourse.scratch import classifier, tokenise


class AttentionExplorer(LivePocket):
    """Scores, weights and output of one head of the pocket model on the pocket ticket.

    Parameters
    ----------
    asks : "description" or "resolution", the text whose tokens ask the other text
    token : int, from 0, the token whose numbers are shown
    head : int, from 0
    scale : bool, whether scores are divided by √d_k
    mask : bool, whether padding gets weight 0
    """

    _esm = module("attention_explorer.js")
    ticket = traitlets.Dict().tag(sync=True)
    padding = traitlets.Int(1).tag(sync=True)
    asks = traitlets.Unicode().tag(sync=True)
    token = traitlets.Int().tag(sync=True)
    head = traitlets.Int().tag(sync=True)
    scale = traitlets.Bool().tag(sync=True)
    mask = traitlets.Bool().tag(sync=True)

    def __init__(self, asks="description", token=0, head=0, scale=True, mask=True):
        super().__init__(
            ticket=dict(zip(("description", "resolution"), pocket.TICKET, strict=True)),
            asks=asks,
            token=token,
            head=head,
            scale=scale,
            mask=mask,
        )

    def still(self):
        """Return the weights of both heads as a ``Picture``, scaled and masked."""
        _, cache = classifier(*pocket.encode([pocket.TICKET]), pocket.parameters(), n_heads=N_HEADS)
        weights = cache[f"{self.asks}_attention"]["heads"]["weights"][0]  # (H, T, S)
        words = {name: tokenise(text) for name, text in self.ticket.items()}
        asking = words.pop(self.asks)
        return _still(weights, asking, *words.values())


@book_style
def _still(weights, asking, asked):
    figure, panels = axes(5.6, 2.6, columns=len(weights), sharey=True)
    for head, (ax, shown) in enumerate(zip(panels, weights, strict=True)):
        ax.grid(visible=False)
        for t, s in np.ndindex(shown.shape):
            side = 0.9 * np.sqrt(shown[t, s])  # the area is in proportion to the weight
            corner = (s - side / 2, t - side / 2)
            ax.add_patch(Rectangle(corner, side, side, color=PALETTE["blue-soft"]))
            ax.text(s, t, f"{shown[t, s]:.2f}", ha="center", va="center")
        ax.set(
            title=f"head {head + 1}",
            xlim=(-0.6, len(asked) - 0.4),
            ylim=(len(asking) - 0.4, -0.6),
            xlabel="is asked",
            aspect="equal",
        )
        ax.set_xticks(range(len(asked)), asked)
        ax.set_yticks(range(len(asking)), asking)
    panels[0].set_ylabel("asks")
    rows = "; ".join(
        f"head {head + 1}, {word}: "
        + ", ".join(f"{other} {w:.2f}" for other, w in zip(asked, shown[t], strict=True))
        for head, shown in enumerate(weights)
        for t, word in enumerate(asking)
    )
    return picture(figure, f"Weights of attention. {rows}.")
