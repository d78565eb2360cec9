"""Every function that `diagnose` knows, by name."""

from importlib import import_module

_MODULES = (
    "activation_gradients",
    "activations",
    "adam",
    "attention",
    "bidirectional",
    "dense",
    "embedding",
    "feed_forward",
    "gelu",
    "loss_gradients",
    "losses",
    "lstm_cell",
    "lstm_cell_gradients",
    "multi_head_attention",
    "normalisation",
    "optimizers",
    "padding",
    "pooling",
    "pooling_gradients",
    "positions",
    "recurrent",
    "rnn",
    "softmax",
    "subwords",
    "text",
    "transformer",
    "vocabulary",
)
PARTS = {part.name: part for name in _MODULES for part in import_module(f"{__name__}.{name}").PARTS}
