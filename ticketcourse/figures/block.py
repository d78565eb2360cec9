"""The drawing of a transformer block, with its norms before or after the layers."""

from html import escape

from ticketcourse.figures.picture import PALETTE, Picture

INK, MUTED, PAPER = PALETTE["ink"], PALETTE["muted"], PALETTE["paper"]
BLUE, BLUE_SOFT, ORANGE_SOFT = PALETTE["blue"], PALETTE["blue-soft"], PALETTE["orange-soft"]

_NORM, _ADD = "layer norm", "+"
_KINDS = {
    "norm first": [_NORM, "self-attention", _ADD, _NORM, "feed-forward", _ADD],
    "norm last": ["self-attention", _ADD, _NORM, "feed-forward", _ADD, _NORM],
}
_STARTS = {"norm first": (0, 3), "norm last": (0, 3)}  # where a shortcut leaves
_STEP, _TOP, _WIDE = 54, 66, 130


def draw_block():
    """Draw a transformer block twice, from the bottom up: with the norm first, and last.

    Returns
    -------
    Picture
    """
    height = _TOP + 6 * _STEP + 40
    columns = "".join(_column(kind, 20 + 230 * k, height) for k, kind in enumerate(_KINDS))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 460 {height}" width="460" '
        f'font-family="inherit"><defs>{_HEAD}</defs>{columns}</svg>'
    )
    return Picture(svg, _ALT)


_ALT = (
    "Two transformer blocks, read from the bottom up. Norm first: X goes through a layer norm and "
    "self-attention and is added to itself, then through a layer norm and the feed-forward layer "
    "and is added again; from bottom to top there is a way of additions alone. Norm last: X goes "
    "through self-attention, is added to itself and normalised, then through the feed-forward "
    "layer, is added and normalised again; every way passes two norms."
)
_HEAD = (
    '<marker id="block-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" '
    f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 L8 4 L0 8 z" style="fill: {MUTED}"/>'
    "</marker>"
)


def _column(kind, x, height):
    middle = x + _WIDE / 2
    bottom = height - 30
    centres = [bottom - 26 - _STEP * k for k in range(6)]
    out = [_words(kind, middle, 22, bold=True), _words("X", middle, height - 6)]
    before = bottom
    for name, y in zip(_KINDS[kind], centres, strict=True):
        half = 12 if name == _ADD else 17
        out.append(_arrow(f"M{middle} {before} V{y + half + 1}"))
        out.append(_part(name, x, middle, y, half))
        before = y - half
    out.append(_arrow(f"M{middle} {before} V{before - 20}"))
    adds = [k for k, name in enumerate(_KINDS[kind]) if name == _ADD]
    for start, add in zip(_STARTS[kind], adds, strict=True):
        y = centres[start] + 22
        side = x + _WIDE + 24
        out.append(_arrow(f"M{middle} {y} H{side} V{centres[add]} H{middle + 14}"))
    return "".join(out)


def _part(name, x, middle, y, half):
    if name == _ADD:
        circle = f'<circle cx="{middle}" cy="{y}" r="12" style="fill: {PAPER}; stroke: {INK}"/>'
        return circle + _words("+", middle, y + 5, bold=True)
    face = ORANGE_SOFT if name == _NORM else BLUE_SOFT
    dashes = " stroke-dasharray: 4 3;" if name == _NORM else ""
    box = (
        f'<rect x="{x}" y="{y - half}" width="{_WIDE}" height="{2 * half}" rx="6" '
        f'style="fill: {face}; stroke: {BLUE};{dashes}"/>'
    )
    return box + _words(name, middle, y + 5)


def _words(text, x, y, bold=False):
    return (
        f'<text x="{x}" y="{y}" text-anchor="middle" font-size="14" '
        f'style="fill: {INK}; font-weight: {700 if bold else 400}">{escape(text)}</text>'
    )


def _arrow(path):
    style = f"fill: none; stroke: {MUTED}; stroke-width: 1.5"
    return f'<path d="{path}" style="{style}" marker-end="url(#block-head)"/>'
