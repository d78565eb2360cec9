"""The search for the settings that give the best validation micro-F1."""

from importlib import import_module

_HOME = {"SPACE": "space", "Search": "search", "read_space": "space"}
__all__ = sorted(_HOME)


def __getattr__(name):
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
