"""The weights and inputs on which the three frameworks are compared."""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ticketcourse import scratch
from ticketcourse.models.config import ModelConfig


class Sizes(NamedTuple):
    """Batch, the time steps of both texts, features, units and heads; V ids and L labels."""

    n: int
    T: int
    S: int
    d: int
    u: int
    H: int
    V: int = 13
    L: int = 11


# No two sizes alike that could be mixed up, and once a batch of one row. d is at least 10: among
# fewer random features some are almost equal, and then a norm divides by almost nothing.
SIZES = (Sizes(5, 6, 7, 12, 9, 3), Sizes(3, 7, 5, 16, 6, 2), Sizes(1, 6, 3, 10, 7, 2))

# A part has the weights that it has in the classifier: the encoder and the name in it.
_PLACE = {
    "dense": ("lstm", "classification"),
    "embedding": ("lstm", "embedding"),
    "lstm": ("lstm", "description_encoder.lstm.0.forward"),
    "bilstm": ("lstm", "description_encoder.lstm.0"),
    "multi_head_attention": ("transformer", "description_attention"),
    "layer_norm": ("transformer", "description_encoder.norm"),
    "feed_forward": ("transformer", "description_encoder.blocks.0.feed_forward"),
    "transformer_block": ("transformer", "description_encoder.blocks.0"),
}
CLASSIFIERS = {
    "classifier(lstm)": {"encoder": "lstm", "pooling": "max"},
    "classifier(transformer)": {"encoder": "transformer", "pooling": "max"},
    "classifier(mean and max)": {"pooling": "mean and max"},
    "classifier(concatenation)": {"join": "concatenation", "pooling": "max"},
    "classifier(description)": {"texts": "description", "pooling": "max"},
    "classifier(resolution)": {"texts": "resolution", "pooling": "max"},
}
"""The whole classifiers, each with its settings; what is not named is as in `ModelConfig`."""
ACTIVATIONS = ("relu", "sigmoid", "tanh", "gelu", "softmax")
LOSSES = ("binary_cross_entropy", "softmax_cross_entropy")
PARTS = (
    "dense",
    *ACTIVATIONS,
    "embedding",
    "rnn",
    "lstm",
    "bilstm",
    "attention",
    "multi_head_attention",
    "layer_norm",
    "feed_forward",
    "transformer_block",
    *LOSSES,
    *CLASSIFIERS,
)
N_LAYERS = 2
"""The layers, or blocks, of the whole classifier."""


@dataclass(frozen=True)
class Case:
    """What every framework gets.

    Parameters
    ----------
    part : str
    sizes : Sizes
    dtype : {"float64", "float32"}
    params : dict of str to ndarray
        The weights, as scratch names them.
    inputs : dict of str to ndarray
        Those that have a gradient.
    fixed : dict of str to ndarray
        Those that have none: ids, masks, targets.
    settings : dict of str to str
        Of a classifier: those of `ModelConfig` that are not the default.
    """

    part: str
    sizes: Sizes
    dtype: str
    params: dict
    inputs: dict
    fixed: dict = field(default_factory=dict)
    settings: dict = field(default_factory=dict)

    @property
    def config(self):
        """The sizes as the models take them."""
        return ModelConfig(
            embedding_dim=self.sizes.d,
            units=self.sizes.u,
            n_layers=N_LAYERS,
            n_heads=self.sizes.H,
            dropout=0,
            **self.settings,
        )

    @property
    def layout(self):
        """What `convert_weights` has to know."""
        return self.config.layout

    @property
    def counts(self):
        """What the output is multiplied by: 0 where it has no meaning.

        At a padded step of a recurrent layer PyTorch gives zeros, and Keras the state before it.
        """
        recurrent = self.part in ("rnn", "lstm", "bilstm")
        return self.fixed["mask"][:, :, None] if recurrent else np.True_


def random_case(part, sizes, dtype, generator):
    """Draw the weights and inputs of a part, all of order 1.

    Parameters
    ----------
    part : str
    sizes : Sizes
    dtype : {"float64", "float32"}
    generator : numpy.random.Generator

    Returns
    -------
    Case
    """
    n, T, S, d, u, _, V, L = sizes
    settings = CLASSIFIERS.get(part, {})
    shapes = _shapes(part, settings, sizes)
    params = {name: _weight(name, shape, generator, dtype) for name, shape in shapes.items()}

    def normal(*shape):
        return generator.standard_normal(shape).astype(dtype)

    def ids(mask):
        return generator.integers(1, V, mask.shape) * mask

    mask, memory_mask = _mask(n, T, generator), _mask(n, S, generator)
    inputs, fixed = {"X": normal(n, T, d)}, {}
    match part:
        case "dense":
            inputs = {"X": normal(n, params["W"].shape[0])}
        case "embedding":
            inputs, fixed = {}, {"ids": ids(mask)}
        case "rnn" | "lstm" | "bilstm" | "transformer_block":
            fixed = {"mask": mask}
        case "attention":
            # A query with no key to ask has no meaning, and PyTorch gives nan there.
            inputs = {"Q": normal(n, T, d), "K": normal(n, S, d), "V": normal(n, S, u)}
            fixed = {"mask": memory_mask | ~memory_mask.any(axis=1, keepdims=True)}
        case "multi_head_attention":
            inputs, fixed = inputs | {"memory": normal(n, S, d)}, {"mask": memory_mask}
        case "binary_cross_entropy":
            inputs, fixed = {"z": normal(n, L)}, {"y": (normal(n, L) > 0).astype(dtype)}
        case "softmax_cross_entropy":
            labels = generator.integers(0, L, n)
            inputs, fixed = {"z": normal(n, L)}, {"y": np.eye(L, dtype=dtype)[labels]}
        case name if name in ACTIVATIONS:
            inputs = {"z": normal(n, T, d)}
        case name if name in CLASSIFIERS:
            # The first of several tickets has no resolution, the last no description, one neither.
            memory_mask = memory_mask[::-1].copy()
            if n > 2:
                mask[-2] = memory_mask[-2] = False
            inputs, fixed = {}, {"d_ids": ids(mask), "r_ids": ids(memory_mask)}
    return Case(part.partition("(")[0], sizes, dtype, params, inputs, fixed, settings)


def _shapes(part, settings, sizes):
    """The shape of every parameter of a part."""
    if part in (*ACTIVATIONS, "attention", *LOSSES):
        return {}
    if part == "rnn":
        return {"W": (sizes.u + sizes.d, sizes.u), "b": (sizes.u,)}
    name = None
    if part in _PLACE:
        encoder, name = _PLACE[part]
        settings = {"encoder": encoder}
    shapes = scratch.classifier_shapes(
        sizes.V,
        sizes.L,
        embedding_dim=sizes.d,
        units=sizes.u,
        n_layers=N_LAYERS,
        **settings,
    )
    return scratch.part(shapes, name) if name else shapes


def _weight(name, shape, generator, dtype):
    """One weight, such that neither outputs nor gradients grow from layer to layer."""
    weight = generator.standard_normal(shape)
    if name.endswith("gamma"):
        weight = 1 + weight / 4  # near 0 it would make the next norm divide by almost nothing
    elif not name.endswith("E"):
        weight /= math.sqrt(shape[0])
    return weight.astype(dtype)


def _mask(n, T, generator):
    """Rows of all lengths (n, T): the first is full, the last of several has no real token."""
    length = generator.integers(1, T + 1, n)
    length[0] = T
    if n > 1:
        length[-1] = 0
    return np.arange(T) < length[:, None]
