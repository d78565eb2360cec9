"""One look for every figure: palette, sizes, and inline SVG that follows light and dark pages."""

import hashlib
import html
import io
import re

import matplotlib
from matplotlib.figure import Figure

# Each colour has a name; a page may redefine it as the CSS variable --fig-<name>. The three data
# colours are told apart by readers with any colour vision: Okabe and Ito's, two of them darker, so
# that words in them have a contrast of 4.5 to 1.
PALETTE = {
    "ink": "#1c1c22",
    "muted": "#62626d",
    "grid": "#dcdce3",
    "paper": "#fefefe",
    "blue": "#0072b2",
    "orange": "#c25300",
    "green": "#007d5c",
    "blue-soft": "#d9eaf5",
    "orange-soft": "#fbe6d6",
}

_STYLE = {
    "axes.axisbelow": True,
    "axes.edgecolor": PALETTE["muted"],
    "axes.facecolor": "none",
    "axes.grid": True,
    "axes.labelcolor": PALETTE["ink"],
    "axes.linewidth": 0.8,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "figure.facecolor": "none",
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "grid.color": PALETTE["grid"],
    "grid.linewidth": 0.8,
    "legend.frameon": False,
    "lines.linewidth": 2,
    "svg.fonttype": "path",  # the same letters on every machine
    "svg.hashsalt": "ticketcourse",  # the same bytes in every build
    "text.color": PALETTE["ink"],
    "xtick.color": PALETTE["muted"],
    "ytick.color": PALETTE["muted"],
}


class Picture:
    """A finished picture for a page or a notebook.

    Parameters
    ----------
    svg : str, a whole ``<svg>`` element; the colours of ``PALETTE`` stand in style attributes
    alt : str, what the picture shows, for whoever cannot see it
    """

    def __init__(self, svg, alt):
        for name, colour in PALETTE.items():
            svg = svg.replace(colour, f"var(--fig-{name}, {colour})")
        # Pictures share a page: each gets ids of its own.
        own = "p" + hashlib.sha256(svg.encode()).hexdigest()[:8]
        svg = re.sub(r'\bid="([^"]+)"', rf'id="{own}-\1"', svg)
        svg = re.sub(r'(url\(|href=")#', rf"\1#{own}-", svg)
        label = html.escape(alt, quote=True)
        self.alt = alt
        self.svg = svg.replace("<svg", f'<svg role="img" aria-label="{label}"', 1)

    def __repr__(self):
        return self.alt

    def _repr_html_(self):
        # The book sets --fig-page to transparent; elsewhere the picture brings its own paper.
        paper = f"background: var(--fig-page, {PALETTE['paper']})"
        return f'<div class="picture" style="{paper}">{self.svg}</div>'


book_style = matplotlib.rc_context(_STYLE)
"""Decorator for a function that draws: the book's style holds while it runs."""


def axes(width=6.4, height=3.6, columns=1, **grid):
    """A new figure with one row of axes.

    Parameters
    ----------
    width, height : float, inches
    columns : int, number of axes side by side
    grid : passed to matplotlib's ``Figure.subplots``

    Returns
    -------
    figure, and its axes (an array of axes when there are several columns)
    """
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(1, columns, **grid)


def picture(figure, alt):
    """Turn a matplotlib figure into a ``Picture`` with an alternative text."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    return Picture(re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL), alt)
