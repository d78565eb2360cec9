"""Pictures of word vectors."""

import numpy as np

from ticketcourse.figures.picture import PALETTE, axes, book_style, picture

_STYLES = (
    ("blue", "o"),
    ("orange", "s"),
    ("green", "^"),
    ("ink", "x"),
    ("blue", "P"),
    ("orange", "v"),
)


@book_style
def plot_words(points, words, alt, groups=None, named=()):
    """Words as points, by two numbers for each.

    Parameters
    ----------
    points : array (m, 2)
    words : list of m str
    alt : str, alternative text
    groups : dict from a name to words, at most six; each group has a marker and stands in the
        legend, the other words are small dots
    named : words that are written beside their points
    """
    points, place = np.asarray(points), {word: i for i, word in enumerate(words)}
    figure, ax = axes(5.0, 4.2)
    grouped = {word for group in (groups or {}).values() for word in group}
    rest = points[[i for word, i in place.items() if word not in grouped]]
    ax.plot(*rest.T, ".", color=PALETTE["muted"], markersize=5)
    for (name, group), (colour, marker) in zip((groups or {}).items(), _STYLES, strict=False):
        at = points[[place[word] for word in group]]
        ax.plot(*at.T, marker, color=PALETTE[colour], markersize=7, label=name)
    for word in named:
        offset = {"xytext": (5, 4), "textcoords": "offset points"}
        ax.annotate(word, points[place[word]], fontsize=9, zorder=5, **offset)
    ax.set(xlabel="first principal component", ylabel="second principal component")
    if groups:
        figure.legend(loc="outside upper left", ncols=3)
    return picture(figure, alt)
