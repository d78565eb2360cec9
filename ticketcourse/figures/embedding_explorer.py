"""The live figure of chapter 4: words in two dimensions, and their neighbours in all of them."""

import numpy as np
import traitlets

from ticketcourse.figures.live import LiveFigure, module
from ticketcourse.figures.words import plot_words

SHOWN = 6  # neighbours in the list


class EmbeddingExplorer(LiveFigure):
    """A word is chosen; lines lead to its nearest neighbours by cosine or by dot product.

    Parameters
    ----------
    words : list of m str
    E : array (m, d), the vector of each word
    points : array (m, 2), where each word lies in the picture
    word : str, the word to begin with
    by : "cosine" or "dot product"
    """

    _esm = module("embedding_explorer.js")
    words = traitlets.List().tag(sync=True)
    E = traitlets.List().tag(sync=True)
    points = traitlets.List().tag(sync=True)
    shown = traitlets.Int(SHOWN).tag(sync=True)
    word = traitlets.Unicode().tag(sync=True)
    by = traitlets.Unicode().tag(sync=True)

    def __init__(self, words, E, points, word, by="cosine"):
        super().__init__(
            words=list(words),
            E=np.round(E, 3).tolist(),  # three decimals keep the page small
            points=np.round(points, 3).tolist(),
            word=word,
            by=by,
        )

    def still(self):
        """Return the first state as a ``Picture``."""
        E, chosen = np.array(self.E), self.words.index(self.word)
        similarity = E @ E[chosen]
        if self.by == "cosine":
            similarity /= np.linalg.norm(E, axis=1) * np.linalg.norm(E[chosen])
        similarity[chosen] = np.inf
        near = np.argsort(-similarity)[1 : SHOWN + 1]
        names = [self.words[i] for i in near]
        return plot_words(
            self.points,
            self.words,
            alt=f"Words in two dimensions. Nearest to {self.word} by {self.by} in all dimensions: "
            f"{', '.join(names)}.",
            groups={f"nearest to “{self.word}”": names},
            named=[self.word, *names],
        )
