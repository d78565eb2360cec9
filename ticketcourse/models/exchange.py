"""The exchange of weights: the one place that knows the layouts in NumPy, Keras and PyTorch.

===============  ============================  ==========================  ========================
what             scratch                       PyTorch                     Keras
===============  ============================  ==========================  ========================
dense            W (d, u)                      weight (u, d)               kernel (d, u)
LSTM             W (u + d, 4u), rows of h      weight_hh (4u, u),          recurrent_kernel (u, 4u),
                 above those of x              weight_ih (4u, d)           kernel (d, 4u)
its gates        i, f, c̃, o                    i, f, g, o                  i, f, c, o
its biases       b (4u,)                       bias_hh, bias_ih (4u,)      bias (4u,)
heads            columns of W_Q, W_K, W_V      rows of the weights         kernels (d, H, d_k),
                 (d, d)                                                    biases (H, d_k)
joined heads     rows of W_O (d, d)            columns of the weight       kernel (H, d_k, d)
layer norm       gamma, beta                   weight, bias                gamma, beta
===============  ============================  ==========================  ========================

g and c are other names for the candidate c̃, so that the gates have one order in all three. An
epsilon and an activation are no weights: the models set both alike.

Every array but one is moved, cut or put together, and so comes back bit for bit. The exception is
PyTorch's pair of biases, of which only the sum has an effect: the sum comes back, as bias_ih.
"""

from typing import NamedTuple

import numpy as np

from ticketcourse.scratch.parameters import texts_and_attention

FRAMEWORKS = ("scratch", "torch", "keras")


class _Leaf(NamedTuple):
    """A part without parts. In each framework's name {} stands for the name of an array."""

    kind: str
    scratch: str
    torch: str
    keras: str

    def names(self, framework):
        """The names of its arrays in a framework."""
        return [getattr(self, framework).format(name) for name in _ARRAYS[self.kind][framework]]


_DENSE = {"scratch": ["W", "b"], "torch": ["weight", "bias"], "keras": ["kernel", "bias"]}
_RECURRENT = {
    "scratch": ["W", "b"],
    "torch": ["weight_hh", "weight_ih", "bias_hh", "bias_ih"],
    "keras": ["recurrent_kernel", "kernel", "bias"],
}
_ARRAYS = {
    "dense": _DENSE,
    "heads": _DENSE,
    "joined_heads": _DENSE,
    "embedding": {"scratch": ["E"], "torch": ["weight"], "keras": ["embeddings"]},
    "layer_norm": {
        "scratch": ["gamma", "beta"],
        "torch": ["weight", "bias"],
        "keras": ["gamma", "beta"],
    },
    "rnn": _RECURRENT,
    "lstm": _RECURRENT,
}


def convert_weights(
    arrays,
    part,
    source,
    target,
    *,
    n_heads=1,
    encoder="lstm",
    n_layers=1,
    texts="both",
    join="attention",
    gradients=False,
):
    """Rewrite the weights of a part, or of the whole classifier, for another framework.

    Parameters
    ----------
    arrays : dict of str to ndarray
        The weights in the source: as ``scratch`` names its parameters, as PyTorch's
        ``state_dict()`` or as ``keras_model.read_weights``.
    part : str
        "dense", "embedding", "rnn", "lstm", "bilstm", "multi_head_attention", "layer_norm",
        "feed_forward", "transformer_block" or "classifier". In PyTorch a "bilstm" is its own
        bidirectional layer; the classifier has two LSTMs instead.
    source, target : {"scratch", "torch", "keras"}
    n_heads : int
        H, of every attention.
    encoder : {"lstm", "transformer"}
        Of a classifier.
    n_layers : int
        Of a classifier.
    texts, join : str
        Of a classifier, as in `ModelConfig`.
    gradients : bool
        Whether the arrays are the gradients at the weights. They convert alike but for PyTorch's
        two biases, each of which has the gradient of the sum.

    Returns
    -------
    dict of str to ndarray
        New arrays, of the same float size.

    Raises
    ------
    ValueError
        When there is no such part, framework, encoder, text or join, or when an array is missing or
        has another name.
    """
    for framework in (source, target):
        if framework not in FRAMEWORKS:
            raise ValueError(f"no framework {framework!r}: choose one of {', '.join(FRAMEWORKS)}")
    leaves = _leaves(part, encoder, n_layers, texts, join)
    expected = {name for leaf in leaves for name in leaf.names(source)}
    if expected != arrays.keys():
        raise ValueError(
            f"not the weights of {part} in {source}: {sorted(expected - arrays.keys())} missing, "
            f"{sorted(arrays.keys() - expected)} unknown"
        )
    converted = {}
    for leaf in leaves:
        given = [np.asarray(arrays[name]) for name in leaf.names(source)]
        ours = _to_scratch(leaf.kind, source, given, gradients)
        theirs = _from_scratch(leaf.kind, target, ours, n_heads, gradients)
        # Copies in C order: a file must not get the memory of a transpose as it lies.
        copies = [np.array(array, order="C") for array in theirs]
        converted |= zip(leaf.names(target), copies, strict=True)
    return converted


def _to_scratch(kind, source, arrays, gradients):
    match kind, source:
        case "dense" | "heads" | "joined_heads", "torch":
            weight, bias = arrays
            return weight.T, bias
        case "heads", "keras":
            kernel, bias = arrays  # (d, H, d_k), (H, d_k)
            return kernel.reshape(len(kernel), -1), bias.reshape(-1)
        case "joined_heads", "keras":
            kernel, bias = arrays  # (H, d_k, d), (d,)
            return kernel.reshape(-1, bias.size), bias
        case "rnn" | "lstm", "torch":
            weight_hh, weight_ih, bias_hh, bias_ih = arrays
            bias = bias_ih if gradients else bias_hh + bias_ih
            return np.concatenate([weight_hh.T, weight_ih.T]), bias
        case "rnn" | "lstm", "keras":
            recurrent_kernel, kernel, bias = arrays
            return np.concatenate([recurrent_kernel, kernel]), bias
    return arrays


def _from_scratch(kind, target, arrays, n_heads, gradients):
    match kind, target:
        case "dense" | "heads" | "joined_heads", "torch":
            W, b = arrays
            return W.T, b
        case "heads", "keras":
            W, b = arrays
            return W.reshape(len(W), n_heads, -1), b.reshape(n_heads, -1)
        case "joined_heads", "keras":
            W, b = arrays
            return W.reshape(n_heads, -1, b.size), b
        case "rnn" | "lstm", "torch" | "keras":
            W, b = arrays
            u = b.size // 4 if kind == "lstm" else b.size
            W_h, W_x = W[:u], W[u:]
            if target == "keras":
                return W_h, W_x, b
            return W_h.T, W_x.T, b if gradients else np.zeros_like(b), b
    return arrays


def _leaves(part, encoder, n_layers, texts, join):
    if part == "classifier":
        return _classifier(encoder, n_layers, texts, join)
    if part not in _PARTS:
        parts = ", ".join([*_PARTS, "classifier"])
        raise ValueError(f"no part {part!r}: choose one of {parts}")
    return _PARTS[part]


def _inside(leaves, scratch, torch=None, keras=None):
    """The leaves of a part of a part: its name, alike in all three if not given, before theirs."""
    torch, keras = torch or f"{scratch}.", keras or f"{scratch}/"
    return [
        _Leaf(leaf.kind, f"{scratch}.{leaf.scratch}", torch + leaf.torch, keras + leaf.keras)
        for leaf in leaves
    ]


def _feed_forward(first, second):
    """Two dense layers, of which PyTorch's Sequential knows only the numbers."""
    return [
        _Leaf("dense", "{}1", f"{first}.{{}}", "first/{}"),
        _Leaf("dense", "{}2", f"{second}.{{}}", "second/{}"),
    ]


_LSTM = [_Leaf("lstm", "{}", "{}_l0", "lstm_cell/{}")]
# Of PyTorch's own layer, which has the direction in the names of arrays.
_BILSTM = [
    _Leaf("lstm", "forward.{}", "{}_l0", "forward_lstm/lstm_cell/{}"),
    _Leaf("lstm", "backward.{}", "{}_l0_reverse", "backward_lstm/lstm_cell/{}"),
]
# Of `torch_model.BiLSTM`, which is made of two layers of PyTorch.
_TWO_LSTMS = [
    leaf
    for direction in ("forward", "backward")
    for leaf in _inside(_LSTM, direction, f"{direction}_lstm.", f"{direction}_lstm/")
]
_LAYER_NORM = [_Leaf("layer_norm", "{}", "{}", "{}")]
_ATTENTION = [
    _Leaf("heads", "{}_Q", "query.{}", "query/{}"),
    _Leaf("heads", "{}_K", "key.{}", "key/{}"),
    _Leaf("heads", "{}_V", "value.{}", "value/{}"),
    _Leaf("joined_heads", "{}_O", "output.{}", "attention_output/{}"),
]
_TRANSFORMER_BLOCK = [
    *_inside(_LAYER_NORM, "attention_norm"),
    *_inside(_ATTENTION, "attention"),
    *_inside(_LAYER_NORM, "feed_forward_norm", torch="feed_forward.0."),
    *_inside(_feed_forward(1, 3), "feed_forward"),
]
_PARTS = {
    "dense": [_Leaf("dense", "{}", "{}", "{}")],
    "embedding": [_Leaf("embedding", "{}", "{}", "{}")],
    "rnn": [_Leaf("rnn", "{}", "{}_l0", "simple_rnn_cell/{}")],
    "lstm": _LSTM,
    "bilstm": _BILSTM,
    "multi_head_attention": _ATTENTION,
    "layer_norm": _LAYER_NORM,
    "feed_forward": _feed_forward(0, 2),
    "transformer_block": _TRANSFORMER_BLOCK,
}


def _classifier(encoder, n_layers, texts, join):
    leaves = _inside(_PARTS["embedding"], "embedding")
    texts_read, attends = texts_and_attention(join, texts)
    for text in texts_read:
        leaves += _inside(_encoder(encoder, n_layers), f"{text}_encoder")
        if attends:
            leaves += _inside(_ATTENTION, f"{text}_attention")
    return leaves + _inside(_PARTS["dense"], "classification")


def _encoder(encoder, n_layers):
    layers = range(n_layers)
    if encoder == "lstm":
        parts = [_inside(_TWO_LSTMS, f"lstm.{k}", keras=f"lstm_{k}/") for k in layers]
    elif encoder == "transformer":
        parts = [_inside(_TRANSFORMER_BLOCK, f"blocks.{k}", keras=f"block_{k}/") for k in layers]
        parts.append(_inside(_LAYER_NORM, "norm"))
    else:
        raise ValueError(f'encoder is {encoder!r}: give "lstm" or "transformer"')
    return [leaf for part in parts for leaf in part]
