"""The live figure of chapter 3: byte-pair merges, one after the other."""

import traitlets

from ticketcourse.figures.live import LiveFigure, module
from ticketcourse.figures.picture import PALETTE, axes, book_style, picture
from ticketcourse.scratch import apply_merges, learn_merges


class MergeExplorer(LiveFigure):
    """Words fall into letters and are joined again, pair by pair; a typed word follows.

    Parameters
    ----------
    counts : dict from word to int, how often it occurs; a few short words
    steps : int, how many merges are done at the beginning
    word : str, the word that is typed at the beginning
    """

    _esm = module("merge_explorer.js")
    counts = traitlets.Dict().tag(sync=True)
    steps = traitlets.Int().tag(sync=True)
    word = traitlets.Unicode().tag(sync=True)

    def __init__(self, counts, steps=0, word=""):
        super().__init__(counts=dict(counts), steps=steps, word=word)

    def still(self):
        """Return the words in the pieces of the first state as a ``Picture``."""
        return _still(self.counts, learn_merges(self.counts, self.steps))


@book_style
def _still(counts, merges):
    figure, ax = axes(5.0, 0.35 * len(counts) + 0.4)
    parts = []
    for row, (word, count) in enumerate(counts.items()):
        pieces = apply_merges(word, merges)
        parts.append(f"{word}: {' '.join(pieces)}")
        ax.text(-0.6, row, f"{count} ×", ha="right", va="center", color=PALETTE["muted"])
        ax.text(0, row, "  |  ".join(pieces), va="center")
    ax.set(xlim=(-1.6, 8), ylim=(len(counts) - 0.4, -0.6))
    ax.axis("off")
    return picture(figure, f"Words in pieces after {len(merges)} merges. {'; '.join(parts)}.")
