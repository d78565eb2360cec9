"""The drawing of chapter 3: from a text to tokens, ids and a mask."""

from matplotlib.patches import Rectangle

from ticketcourse.figures.picture import PALETTE, axes, book_style, picture
from ticketcourse.scratch import encode, pad, token_mask, tokenise

_BOX, _HEIGHT = 1.5, 0.66
_ROWS = {"text": 3.2, "tokens": 2.2, "ids": 1.3, "mask": 0.5}
_BLOCK = 4.0  # from one text to the next


@book_style
def draw_encoding(texts, vocabulary):
    """Draw what becomes of texts: their tokens, ids, padding and mask, one text below the other.

    Parameters
    ----------
    texts : sequence of n str, all short
    vocabulary : dict from word to id
    """
    ids = pad([encode(text, vocabulary) for text in texts])
    n, T = ids.shape
    mask = token_mask(ids)
    figure, ax = axes(1.0 + 0.95 * T, 1.9 * n)
    for k, text in enumerate(texts):
        bottom = _BLOCK * (n - 1 - k)
        for name, y in _ROWS.items():
            style = {"style": "italic", "color": PALETTE["muted"]}
            ax.text(-0.25, bottom + y, name, ha="right", va="center", **style)
        ax.text(0.1, bottom + _ROWS["text"], f"“{text}”", va="center")
        tokens = tokenise(text)
        for t in range(T):
            x, real = t * _BOX, bool(mask[k, t])
            if real:
                _box(ax, x, bottom + _ROWS["tokens"], tokens[t], "blue-soft", "-")
            _box(ax, x, bottom + _ROWS["ids"], str(ids[k, t]), "paper", "-" if real else ":")
            ax.text(x + _BOX / 2, bottom + _ROWS["mask"], str(real), ha="center", va="center")
    ax.set(xlim=(-1.5, T * _BOX + 0.1), ylim=(0, n * _BLOCK - 0.2))
    ax.axis("off")
    parts = "; ".join(
        f"“{text}” becomes the tokens {', '.join(tokenise(text))}, the ids "
        f"{', '.join(map(str, row))} and the mask {', '.join(map(str, real))}"
        for text, row, real in zip(texts, ids, mask, strict=True)
    )
    return picture(figure, f"From texts to ids: {parts}.")


def _box(ax, x, y, words, face, line):
    corner = (x + 0.05, y - _HEIGHT / 2)
    style = {"facecolor": PALETTE[face], "edgecolor": PALETTE["blue"], "linestyle": line}
    ax.add_patch(Rectangle(corner, _BOX - 0.1, _HEIGHT, **style))
    ax.text(x + _BOX / 2, y, words, ha="center", va="center")
