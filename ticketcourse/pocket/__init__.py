"""The pocket tickets and the pocket model: the whole classifier, small enough to print.

Its sizes: 23 ids, embedding 4, 3 LSTM units in each direction, 2 heads, 3 labels. Its weights are
multiples of 0.1, so that every number can be followed with a pencil. ``graph`` is the same network
in Tensors; with it, ``tools/train_pocket.py`` trained the weights.
"""

from ticketcourse.pocket.model import encode, parameters, predict, targets
from ticketcourse.pocket.tickets import EXAMPLES, LABELS, TICKET, TICKETS, VOCABULARY

__all__ = [
    "EXAMPLES",
    "LABELS",
    "TICKET",
    "TICKETS",
    "VOCABULARY",
    "encode",
    "parameters",
    "predict",
    "targets",
]
