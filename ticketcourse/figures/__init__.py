"""Figures of the book: one look, light and dark, each with its alternative text."""

from importlib import import_module

# Loaded when first used: only the live figures need anywidget.
_HOME = {
    "NeuronExplorer": "neuron_explorer",
    "Picture": "picture",
    "draw_classifier": "network",
    "draw_layers": "network",
    "draw_neuron": "network",
    "draw_shapes": "network",
    "plot_curves": "separate",
    "plot_hidden": "separate",
    "plot_tickets": "separate",
}
__all__ = sorted(_HOME)


def __getattr__(name):
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
