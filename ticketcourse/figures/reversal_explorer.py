"""The live figure of chapter 6: a padded batch that is read from both ends."""

import traitlets

from ticketcourse import pocket
from ticketcourse.figures.live import module
from ticketcourse.figures.live_pocket import LivePocket
from ticketcourse.figures.picture import PALETTE, axes, book_style, picture
from ticketcourse.scratch import tokenise

TEXTS = (pocket.TICKET[0], "Move user account to new server", "Server error")
"""Three descriptions of different lengths, all in the words of the pocket model."""


class ReversalExplorer(LivePocket):
    """Two directions read a padded batch step by step; the reversal is right, or the classic wrong.

    The numbers are the states of the pocket model's description encoder.

    Parameters
    ----------
    step : int, how many steps each direction has made at the beginning
    reversal : {"each text", "the whole row"}, what the backward direction turns round
    how : {"last states", "all states", "mean", "max"}, what is handed on
    """

    _esm = module("reversal_explorer.js")
    texts = traitlets.List().tag(sync=True)
    step = traitlets.Int().tag(sync=True)
    reversal = traitlets.Unicode().tag(sync=True)
    how = traitlets.Unicode().tag(sync=True)
    shown = traitlets.Int().tag(sync=True)

    def __init__(self, step=1, reversal="each text", how="last states"):
        super().__init__(texts=list(TEXTS), step=step, reversal=reversal, how=how, shown=0)

    def still(self):
        """Return the order in which the backward direction reads as a ``Picture``."""
        return _still([tokenise(text) for text in self.texts], self.reversal)


@book_style
def _still(words, reversal):
    T = max(map(len, words))
    figure, ax = axes(6.0, 0.5 * len(words) + 0.3)
    parts = []
    for row, tokens in enumerate(words):
        places = [*tokens, *["–"] * (T - len(tokens))]
        first = T if reversal == "the whole row" else len(tokens)
        order = [*reversed(places[:first])]
        parts.append(f"{' '.join(tokens)}: {', '.join(order).replace('–', 'padding')}")
        for t, word in enumerate(places):
            ax.text(t, row, word, ha="center", va="center")
            if t < first:
                number = {"ha": "center", "va": "center", "size": 8, "color": PALETTE["muted"]}
                ax.text(t, row + 0.32, first - t, **number)
    ax.set(xlim=(-0.6, T - 0.4), ylim=(len(words) - 0.3, -0.5))
    ax.axis("off")
    return picture(
        figure, f"The order in which the backward direction reads, by step. {'; '.join(parts)}."
    )
