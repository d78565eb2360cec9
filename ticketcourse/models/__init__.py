"""The classifier's sizes and its implementations; importing this imports no framework."""

from importlib import import_module

from ticketcourse.models.config import ModelConfig

_HOME = {
    "KerasModel": "ticketcourse.models.keras_model",
    "TorchModel": "ticketcourse.models.torch_model",
    "convert_weights": "ticketcourse.models.exchange",
    "parity": "ticketcourse.models.compare",
}
__all__ = ["KerasModel", "ModelConfig", "TorchModel", "convert_weights", "parity"]


def __getattr__(name):
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
