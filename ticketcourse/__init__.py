"""Ticketcourse: deep learning for text, taught by building one ticket classifier.

Public names are loaded when they are first used, so that ``import ticketcourse`` stays quick and
imports no framework.
"""

from importlib import import_module

__version__ = "0.1.0"

_HOME = {
    "ModelConfig": "ticketcourse.models",
    "TicketClassifier": "ticketcourse.classifier",
    "TicketcourseError": "ticketcourse.errors",
    "Tickets": "ticketcourse.data",
    "TrainConfig": "ticketcourse.training",
    "load_tickets": "ticketcourse.data",
}
__all__ = sorted(_HOME)


def __getattr__(name):
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__():
    return sorted({*globals(), *__all__})
