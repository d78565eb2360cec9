"""The drawing of chapter 3: from a text to tokens, ids and a mask."""

from matplotlib.patches import Rectangle

from ticketcourse.figures.picture import PALETTE, axes, book_style, picture
from ticketcourse.scratch import encode, pad, token_mask, tokenise

_BOX, _GAP, _HEIGHT = 1.5, 0.9, 0.62
_ROWS = {"text": 3.0, "tokens": 2.0, "ids": 1.0, "mask": 0.0}


@book_style
def draw_encoding(texts, vocabulary):
    """Draw what becomes of texts: their tokens, ids, padding and mask, side by side.

    Parameters
    ----------
    texts : sequence of n str, all short
    vocabulary : dict from word to id
    """
    ids = pad([encode(text, vocabulary) for text in texts])
    n, T = ids.shape
    mask = token_mask(ids)
    figure, ax = axes(6.4, 2.4)
    for name, y in _ROWS.items():
        ax.text(-0.25, y, name, ha="right", va="center", style="italic", color=PALETTE["muted"])
    for k, text in enumerate(texts):
        left = k * (T * _BOX + _GAP)
        ax.text(left + T * _BOX / 2, _ROWS["text"], f"“{text}”", ha="center", va="center")
        tokens = tokenise(text)
        for t in range(T):
            x, real = left + t * _BOX, bool(mask[k, t])
            if real:
                _box(ax, x, _ROWS["tokens"], tokens[t], "blue-soft", "-")
            _box(ax, x, _ROWS["ids"], str(ids[k, t]), "paper", "-" if real else ":")
            ax.text(x + _BOX / 2, _ROWS["mask"], str(real), ha="center", va="center", fontsize=9)
    ax.set(xlim=(-1.5, n * (T * _BOX + _GAP) - _GAP + 0.1), ylim=(-0.4, 3.4))
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
