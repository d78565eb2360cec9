"""Live figures of the pocket model: JavaScript computes with the weights that Python hands over."""

import traitlets

from ticketcourse import pocket
from ticketcourse.figures.live import LiveFigure
from ticketcourse.pocket.model import N_HEADS


def _handed_over():
    return {
        "parameters": {name: value.tolist() for name, value in pocket.parameters().items()},
        "vocabulary": pocket.VOCABULARY,
        "labels": list(pocket.LABELS),
        "n_heads": N_HEADS,
    }


class LivePocket(LiveFigure):
    """Base of the figures whose module imports pocket_model.js, the forward pass in JavaScript."""

    pocket = traitlets.Dict().tag(sync=True)

    def __init__(self, **state):
        super().__init__(pocket=_handed_over(), **state)
