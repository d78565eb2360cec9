"""The drawings of chapter 5: a recurrent network unrolled, and the LSTM's cell gate by gate."""

from matplotlib.patches import Circle, FancyBboxPatch

from ticketcourse.figures.picture import PALETTE, axes, book_style, picture

PARTS = ("candidate", "input gate", "forget gate", "output gate")
"""The parts in the order in which the chapter adds them."""

_BOXES = {  # where each part's box stands, its sign, and what it computes
    "forget gate": (2.1, "σ", "$f$"),
    "input gate": (4.2, "σ", "$i$"),
    "candidate": (6.2, "tanh", r"$\tilde{c}$"),
    "output gate": (8.2, "σ", "$o$"),
}
_WORDS = {
    "candidate": "the candidate, tanh of [h, x] and weights, is added to the cell",
    "input gate": "the input gate multiplies the candidate before it is added",
    "forget gate": "the forget gate multiplies the old cell",
    "output gate": "the output gate multiplies tanh of the cell, which gives h",
}
_LINE, _BOX, _INPUT = 5.2, 1.7, 0.5  # heights of the cell's line, the boxes and the input's line
_PLUS, _TANH = 5.2, 9.4  # where the candidate joins the cell's line, where h leaves it


@book_style
def draw_unrolled(words):
    """Draw a recurrent network once for each word that it reads: the unrolled network.

    Parameters
    ----------
    words : sequence of str, from two to four short ones

    Returns
    -------
    Picture
    """
    figure, ax = axes(4.2, 1.3)
    wide = 3.0  # from one step to the next
    ax.text(0, 2.0, "$h_0 = 0$", ha="center", va="center")
    start = 0.75
    for t, word in enumerate(words, start=1):
        x = wide * t
        _arrow(ax, (start, 2.0), (x - 0.8, 2.0))
        box = "round,pad=0,rounding_size=0.12"
        ax.add_patch(FancyBboxPatch((x - 0.8, 1.5), 1.6, 1.0, boxstyle=box, **_style(False)))
        ax.text(x, 2.0, "layer", ha="center", va="center")
        _arrow(ax, (x, 0.75), (x, 1.5))
        ax.text(x, 0.45, f"$x_{t}$", ha="center", va="center")
        ax.text(x, -0.1, word, ha="center", va="center", fontsize=9, color=PALETTE["muted"])
        ax.text(x + wide / 2, 2.35, f"$h_{t}$", ha="center", va="center")
        start = x + 0.8
    _arrow(ax, (start, 2.0), (start + 1.4, 2.0))
    ax.set(xlim=(-0.8, start + 1.6), ylim=(-0.5, 2.8), aspect="equal")
    ax.axis("off")
    read = ", then ".join(f'"{word}" and the state before it' for word in words)
    return picture(
        figure,
        f"A recurrent network, unrolled: the same layer once for each of {len(words)} words, side "
        f"by side. It reads {read}; each time its output is the next state, from h0 = 0 to "
        f"h{len(words)}.",
    )


@book_style
def draw_cell(parts):
    """Draw the cell of an LSTM with some of its parts; the last of them is marked as new.

    Parameters
    ----------
    parts : sequence of str, among ``PARTS``
    """
    figure, ax = axes(4.7, 3.2)
    new = parts[-1]
    _arrow(ax, (0.9, _LINE), (10.4, _LINE), width=2.4)
    ax.text(0.8, _LINE, "old $c$", ha="right", va="center")
    ax.text(10.5, _LINE, "$c$", ha="left", va="center")
    ends = [_BOXES[part][0] for part in parts]
    ax.plot([0.9, max(ends)], [_INPUT, _INPUT], color=PALETTE["muted"], linewidth=1.4)
    ax.text(0.8, _INPUT, "[$h$, $x$]", ha="right", va="center")
    for part in parts:
        _box(ax, part, part == new)
    _sign(ax, _PLUS, _LINE, "+", new == "candidate")
    x = _BOXES["candidate"][0]
    if "input gate" in parts:
        _arrow(ax, (x, _BOX + 0.45), (_PLUS + 0.27, 3.3))
        _arrow(ax, (_BOXES["input gate"][0], _BOX + 0.45), (_PLUS - 0.27, 3.3))
        _sign(ax, _PLUS, 3.5, "×", new == "input gate")
        _arrow(ax, (_PLUS, 3.84), (_PLUS, _LINE - 0.34))
    else:
        _arrow(ax, (x, _BOX + 0.45), (_PLUS + 0.2, _LINE - 0.3))
    if "forget gate" in parts:
        x = _BOXES["forget gate"][0]
        _arrow(ax, (x, _BOX + 0.45), (x, _LINE - 0.34))
        _sign(ax, x, _LINE, "×", new == "forget gate")
    if "output gate" in parts:
        _arrow(ax, (_TANH, _LINE), (_TANH, 4.3))
        ax.text(_TANH, 4.0, "tanh", ha="center", va="center")
        _arrow(ax, (_TANH, 3.75), (_TANH, 3.25))
        _arrow(ax, (_BOXES["output gate"][0], _BOX + 0.45), (_TANH - 0.3, 2.75))
        _sign(ax, _TANH, 2.9, "×", new == "output gate")
        _arrow(ax, (_TANH, 2.56), (_TANH, 1.8))
        ax.text(_TANH, 1.5, "$h$", ha="center", va="center")
    muted = {"fontsize": 9, "color": PALETTE["muted"]}
    ax.text(10.9, 6.2, "thick border: new", ha="right", va="top", **muted)
    ax.set(xlim=(-1.0, 11.2), ylim=(-0.9, 6.3), aspect="equal")
    ax.axis("off")
    words = "; ".join(_WORDS[part] for part in parts)
    return picture(figure, f"The cell of an LSTM: {words}. New: the {new}.")


def _style(new):
    if new:
        return {"facecolor": PALETTE["blue-soft"], "edgecolor": PALETTE["blue"], "linewidth": 3}
    return {"facecolor": PALETTE["paper"], "edgecolor": PALETTE["muted"], "linewidth": 1.4}


def _box(ax, part, new):
    x, sign, letter = _BOXES[part]
    _arrow(ax, (x, _INPUT), (x, _BOX - 0.44))
    box = "round,pad=0,rounding_size=0.12"
    ax.add_patch(FancyBboxPatch((x - 0.6, _BOX - 0.4), 1.2, 0.8, boxstyle=box, **_style(new)))
    weight = "bold" if new else "normal"
    ax.text(x, _BOX, sign, ha="center", va="center", fontweight=weight)
    side = 1 if part == "candidate" else -1  # beside its arrow
    ax.text(x + 0.25 * side, _BOX + 0.7, letter, ha="left" if side > 0 else "right", va="center")
    words = part.replace(" ", "\n")
    ax.text(x, 0.3, words, ha="center", va="top", fontsize=9, fontweight=weight)


def _sign(ax, x, y, sign, new):
    ax.add_patch(Circle((x, y), 0.32, zorder=3, **_style(new)))
    ax.text(x, y, sign, ha="center", va="center", fontsize=12, zorder=4)


def _arrow(ax, start, end, width=1.4):
    style = {"arrowstyle": "-|>", "color": PALETTE["muted"], "linewidth": width}
    ax.annotate("", xy=end, xytext=start, arrowprops=style | {"shrinkA": 0, "shrinkB": 0}, zorder=2)
