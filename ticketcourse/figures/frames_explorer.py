"""Any drawing as a live figure: its frames over a grid of parameters, and sliders that pick one."""

import base64
import json
import math
import zlib
from itertools import product

import matplotlib
import traitlets
from cycler import cycler
from matplotlib.figure import Figure

from ticketcourse.errors import TicketcourseError
from ticketcourse.figures.live import LiveFigure, module
from ticketcourse.figures.picture import PALETTE, book_style, picture

_MOST_FRAMES = 60
_MOST_KB = 500  # compressed, of all frames together
_STYLE = {
    "axes.prop_cycle": cycler(
        color=[PALETTE[name] for name in ("blue", "orange", "green", "ink")],
        linestyle=["-", "--", "-.", ":"],  # told apart without colour as well
    ),
    "figure.constrained_layout.use": True,
    "figure.figsize": (4.8, 3.0),  # inches; its letters can be read on a phone
}


class FramesExplorer(LiveFigure):
    """Frames that were drawn over a grid of parameters; ``explore`` makes it.

    Parameters
    ----------
    pictures : list of Picture, one for each combination, the last parameter changing fastest
    grid : dict from a parameter's name to its values
    """

    _esm = module("frames_explorer.js")
    frames = traitlets.Unicode().tag(sync=True)
    grid = traitlets.List().tag(sync=True)
    place = traitlets.List().tag(sync=True)

    def __init__(self, pictures, grid):
        frames = zlib.compress(json.dumps([one.svg for one in pictures]).encode(), 9)
        if len(frames) > 1000 * _MOST_KB:
            raise TicketcourseError(
                f"The {len(pictures)} frames take {len(frames) // 1000} kB and may take "
                f"{_MOST_KB}: draw fewer points, or give fewer values."
            )
        super().__init__(
            frames=base64.b64encode(frames).decode(),
            grid=[{"name": name, "values": _words(values)} for name, values in grid.items()],
            place=[0] * len(grid),
        )
        self._first = pictures[0]

    def still(self):
        """Return the first frame, a ``Picture``."""
        return self._first


@book_style
def explore(draw, /, alt=None, **grid):
    """Draw a figure for every combination of some parameters, and let sliders pick one.

    The frames are drawn once, here. In the page nothing is computed: what Python, NumPy, Keras or
    PyTorch made of the parameters moves without any of them.

    Parameters
    ----------
    draw : function that takes the parameters by name and returns a matplotlib figure
    alt : function that takes the same parameters and returns the frame's alternative text; None
        takes the titles, labels and ranges of its axes
    grid : for each parameter the values of its slider; at most 60 combinations

    Returns
    -------
    FramesExplorer
        Its sliders begin with the first value of each parameter.

    Raises
    ------
    TicketcourseError
        When a parameter has no value, there are too many combinations, ``draw`` returns something
        else, or the frames are too large for a page.

    Examples
    --------
    ``explore(draw_loss, learning_rate=[0.01, 0.1, 1.0], beta=[0, 0.9])``
    """
    grid = {name: list(values) for name, values in grid.items()}
    n_frames = math.prod(len(values) for values in grid.values())
    if not grid or not n_frames:
        raise TicketcourseError(
            "There is nothing to explore: give values for each parameter, such as k=[1, 2, 3]."
        )
    if n_frames > _MOST_FRAMES:
        raise TicketcourseError(
            f"The values of {', '.join(grid)} make {n_frames} frames, and {_MOST_FRAMES} are the "
            "most: give fewer values."
        )
    pictures = []
    with matplotlib.rc_context(_STYLE):
        for values in product(*grid.values()):
            parameters = dict(zip(grid, values, strict=True))
            figure = _drawn(draw, parameters)
            pictures.append(picture(figure, alt(**parameters) if alt else _described(figure)))
    return FramesExplorer(pictures, grid)


def _drawn(draw, parameters):
    from matplotlib import pyplot

    figure = draw(**parameters)
    if not isinstance(figure, Figure):
        given = ", ".join(f"{name}={value!r}" for name, value in parameters.items())
        raise TicketcourseError(
            f"{draw.__name__}({given}) returned {type(figure).__name__}: "
            "it must return the matplotlib figure that it drew."
        )
    pyplot.close(figure)  # or Jupyter shows it once more
    return figure


def _words(values):
    """Each value as its slider shows it."""
    return [str(v) if isinstance(v, bool) else _number(v) for v in values]


def _number(v):
    return f"{v:.3g}".replace("-", "−") if isinstance(v, int | float) else str(v)


def _ends(values):
    return f"from {_number(values[0])} to {_number(values[-1])}"


def _described(figure):
    """Alternative text from what the axes say."""
    sentences = []
    for ax in figure.axes:
        lines = [line for line in ax.lines if not line.get_label().startswith("_")]
        ranges = [
            f"{name or axis} {_ends(limits)}"
            for axis, name, limits in (
                ("horizontal", ax.get_xlabel(), ax.get_xlim()),
                ("vertical", ax.get_ylabel(), ax.get_ylim()),
            )
        ]
        curves = [f"{line.get_label()} {_ends(line.get_ydata())}" for line in lines]
        title = ax.get_title(loc="left") or ax.get_title()
        sentences += filter(None, [title, ", ".join(ranges), ", ".join(curves)])
    return ". ".join(sentences) + "."
