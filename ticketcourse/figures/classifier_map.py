"""The map of the whole classifier, on which each chapter lights the part that it opens."""

from html import escape

from ticketcourse.figures.picture import PALETTE, Picture

INK, MUTED, PAPER = PALETTE["ink"], PALETTE["muted"], PALETTE["paper"]
BLUE, BLUE_SOFT = PALETTE["blue"], PALETTE["blue-soft"]

PARTS = {
    "vectorizer": "Vectorizer",
    "embedding": "Embedding",
    "encoder": "Encoder: one of",
    "lstm": "LSTM",
    "bilstm": "BiLSTM",
    "transformer": "Transformer block",
    "attention": "Attention joins the two texts",
    "classification": "Classification layer",
    "dense": "Dense",
    "activation": "Activation σ",
    "loss": "Loss",
    "training": "Training: gradients go back to every weight",
}
"""The parts that can be lit, and the words on the map."""

_ENCODERS = "lstm", "bilstm", "transformer"
_WIDTH, _HEIGHT = 460, 628
_COLUMNS = 8, 228  # left edges of the two texts' columns
_WIDE = 184
_BACK = 432  # where the gradients go up, right of everything
_ALT = (
    "The classifier. The description and the resolution each pass through a vectorizer, an "
    "embedding and an encoder: an LSTM, a BiLSTM or transformer blocks. Attention joins the two "
    "texts. The classification layer, a dense layer with the activation sigmoid, gives one "
    "probability for each label. The loss compares the probabilities with the right labels, and "
    "training sends gradients from the loss back to every weight."
)


def draw_classifier(lit=(), alt=None):
    """The map of the whole classifier with some of its parts lit.

    A lit part has a thick frame, bold words and a colour, and the alternative text names it.

    Parameters
    ----------
    lit : iterable of str, among ``PARTS``
    alt : str, alternative text; by default a description of the whole map

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        When there is no such part.
    """
    lit = set(lit)
    unknown = lit - set(PARTS)
    if unknown:
        raise ValueError(
            f"no such part of the classifier: {', '.join(sorted(unknown))}; "
            f"there are {', '.join(PARTS)}"
        )
    out = [_gradients("training" in lit)]
    for name, x in zip(("Description", "Resolution"), _COLUMNS, strict=True):
        out += _column(name, x, lit)
    out += [
        _arrow(100, 322, 170, 348),
        _arrow(320, 322, 250, 348),
        _box("attention", 75, 350, 270, lit),
        _arrow(210, 390, 210, 406),
        _box("classification", 75, 408, 270, lit, height=70),
        _box("dense", 87, 438, 109, lit, height=30),
        _arrow(196, 453, 214, 453),
        _box("activation", 216, 438, 117, lit, height=30),
        _arrow(210, 478, 210, 494),
        _words("one probability for each label", 210, 511),
        _arrow(210, 519, 210, 535),
        _words("right labels", 98, 562, anchor="end"),
        _arrow(102, 557, 134, 557),
        _box("loss", 136, 537, 148, lit),
    ]
    if lit:
        frame = _frame(146, 596, 22, 16, on=True)
        out.append(frame + _words("thick: this chapter", 178, 609, anchor="start", size=13))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} '
        f'{_HEIGHT if lit else _HEIGHT - 40}" width="{_WIDTH}" font-family="inherit">'
        f"<defs>{_head('head', MUTED)}{_head('lit-head', BLUE)}</defs>{''.join(out)}</svg>"
    )
    alt = alt or _ALT
    if lit:
        names = (
            PARTS[part].split(":")[0].removesuffix(", one of") for part in PARTS if part in lit
        )
        alt += f" Lit: {', '.join(names)}."
    return Picture(svg, alt)


def _column(text, x, lit):
    middle = x + _WIDE / 2
    yield _frame(x, 8, _WIDE, 40, on=False, corner=20) + _words(text, middle, 33)
    for y, part in ((66, "vectorizer"), (124, "embedding")):
        yield _arrow(middle, y - 18, middle, y - 2)
        yield _box(part, x, y, _WIDE, lit)
    yield _arrow(middle, 164, middle, 180)
    yield _box("encoder", x, 182, _WIDE, lit, height=140)
    for k, part in enumerate(_ENCODERS):
        yield _box(part, x + 10, 212 + 35 * k, _WIDE - 20, lit, height=30)


def _gradients(on):
    """The way back from the loss, with a head wherever there are weights."""
    colour, width = (BLUE, 3.5) if on else (MUTED, 1.3)
    dashes = "" if on else " stroke-dasharray: 4 4;"
    style = f"fill: none; stroke: {colour}; stroke-width: {width};{dashes}"
    head = "lit-head" if on else "head"
    paths = [f'<path d="M284 557 H{_BACK} V144" style="{style}"/>']
    for y, edge in ((144, 412), (252, 412), (370, 345), (443, 345)):
        paths.append(
            f'<path d="M{_BACK} {y} H{edge + 2}" style="{style}" marker-end="url(#{head})"/>'
        )
    words = _words(PARTS["training"], 0, 0, bold=on)
    return "".join(paths) + f'<g transform="translate({_BACK + 19} 350) rotate(-90)">{words}</g>'


def _box(part, x, y, width, lit, height=40):
    """A part with its name, which stands at the top where the box holds others."""
    on = part in lit
    baseline = y + (21 if height > 40 else height / 2 + 5)
    frame = _frame(x, y, width, height, on)
    return frame + _words(PARTS[part], x + width / 2, baseline, bold=on)


def _frame(x, y, width, height, on, corner=8):
    face, edge, line = (BLUE_SOFT, BLUE, 3.5) if on else (PAPER, MUTED, 1.3)
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{min(corner, height / 2)}" '
        f'style="fill: {face}; stroke: {edge}; stroke-width: {line}"/>'
    )


def _words(text, x, y, bold=False, anchor="middle", size=14):
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}" '
        f'style="fill: {INK}; font-weight: {700 if bold else 400}">{escape(text)}</text>'
    )


def _arrow(x0, y0, x1, y1):
    style = f"fill: none; stroke: {MUTED}; stroke-width: 1.5"
    return f'<path d="M{x0} {y0} L{x1} {y1}" style="{style}" marker-end="url(#head)"/>'


def _head(name, colour):
    return (
        f'<marker id="{name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" '
        'markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">'
        f'<path d="M0 0 L8 4 L0 8 z" style="fill: {colour}"/></marker>'
    )
