"""The parts of a parity table in PyTorch: its own layers and those of `torch_model`."""

import torch
from torch import nn

from ticketcourse.models.exchange import convert_weights
from ticketcourse.models.torch_model import (
    BiLSTMEncoder,
    MultiHeadAttention,
    TorchModel,
    TransformerBlock,
)


def run(case):
    """Compute a part, forward now and backward when asked.

    Parameters
    ----------
    case : Case

    Returns
    -------
    output : array
    backward : function
        From the gradient at the output to a dict of the gradients at inputs and weights.
    """
    before = torch.get_default_dtype()
    # The codes of positions are computed in this float size, whatever the model's.
    torch.set_default_dtype(getattr(torch, case.dtype))
    try:
        layer = _layer(case)
        if case.params:
            weights = convert_weights(case.params, case.part, "scratch", "torch", **case.layout)
            layer.load_state_dict({k: torch.from_numpy(array) for k, array in weights.items()})
        inputs = {k: torch.from_numpy(x).requires_grad_() for k, x in case.inputs.items()}
        fixed = {k: torch.from_numpy(x) for k, x in case.fixed.items()}
        output = _callable(layer, case)(*inputs.values(), *fixed.values())
    finally:
        torch.set_default_dtype(before)

    def backward(doutput):
        output.backward(torch.from_numpy(doutput))
        gradients = {name: parameter.grad.numpy() for name, parameter in layer.named_parameters()}
        if case.params:
            gradients = convert_weights(
                gradients, case.part, "torch", "scratch", gradients=True, **case.layout
            )
        return {name: tensor.grad.numpy() for name, tensor in inputs.items()} | gradients

    return output.detach().numpy(), backward


def _callable(layer, case):
    """What computes the part from its inputs: a recurrent layer wants packed sequences."""
    if not isinstance(layer, nn.RNNBase):
        return layer
    encoder = BiLSTMEncoder(case.config)
    encoder.lstm = layer
    return encoder


def _layer(case):
    """What has the weights."""
    _, _, _, d, u, n_heads, V, L = case.sizes
    match case.part:
        case "dense":
            return nn.Linear(*case.params["W"].shape)
        case "embedding":
            return nn.Embedding(V, d)
        case "binary_cross_entropy":
            return nn.BCEWithLogitsLoss()
        case "rnn":
            return nn.RNN(d, u, batch_first=True)
        case "lstm":
            return nn.LSTM(d, u, batch_first=True)
        case "bilstm":
            return nn.LSTM(d, u, batch_first=True, bidirectional=True)
        case "multi_head_attention":
            # The stock layer gives nan for a row without any real token.
            return MultiHeadAttention(d, n_heads)
        case "layer_norm":
            return nn.LayerNorm(d)
        case "feed_forward":
            hidden = case.params["b1"].size
            return nn.Sequential(nn.Linear(d, hidden), nn.ReLU(), nn.Linear(hidden, d))
        case "transformer_block":
            return TransformerBlock(case.config)
        case "classifier":
            return TorchModel(case.config, V, L)
