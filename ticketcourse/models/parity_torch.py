"""The parts of a parity table in PyTorch: its own layers and those of `torch_model`."""

from functools import partial

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from ticketcourse.models.exchange import convert_weights
from ticketcourse.models.parity_cases import ACTIVATIONS
from ticketcourse.models.torch_model import MultiHeadAttention, TorchModel, TransformerBlock


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
            layer.requires_grad_()  # also of the bias that does not learn
        inputs = {k: torch.from_numpy(x).requires_grad_() for k, x in case.inputs.items()}
        fixed = {k: torch.from_numpy(x) for k, x in case.fixed.items()}
        output = _callable(layer, case)(*inputs.values(), *fixed.values())
    finally:
        torch.set_default_dtype(before)

    def backward(doutput):
        output.backward(torch.from_numpy(doutput))
        gradients = {}
        if case.params:
            gradients = {name: weight.grad.numpy() for name, weight in layer.named_parameters()}
            gradients = convert_weights(
                gradients, case.part, "torch", "scratch", gradients=True, **case.layout
            )
        return {name: tensor.grad.numpy() for name, tensor in inputs.items()} | gradients

    return output.detach().numpy(), backward


def _callable(layer, case):
    """What computes the part from its inputs: a recurrent layer wants packed sequences."""
    if not isinstance(layer, nn.RNNBase):
        return layer

    def packed(X, mask):
        # Packing refuses length 0; an output at a step without a token does not count anyway.
        lengths = mask.sum(dim=1).clamp(min=1)
        packed = pack_padded_sequence(X, lengths, batch_first=True, enforce_sorted=False)
        return pad_packed_sequence(layer(packed)[0], batch_first=True, total_length=X.shape[1])[0]

    return packed


def _layer(case):
    """What has the weights, or a function where there are none."""
    _, _, _, d, u, n_heads, V, L = case.sizes
    match case.part:
        case "dense":
            return nn.Linear(*case.params["W"].shape)
        case "embedding":
            return nn.Embedding(V, d)
        case "softmax":
            return partial(torch.softmax, dim=-1)
        case name if name in ACTIVATIONS:
            return getattr(nn.functional, name)
        case "binary_cross_entropy":
            return nn.functional.binary_cross_entropy_with_logits
        case "softmax_cross_entropy":
            return nn.functional.cross_entropy
        case "attention":
            return lambda Q, K, V, mask: nn.functional.scaled_dot_product_attention(
                Q, K, V, mask[:, None]
            )
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
