"""The parts of a parity table in NumPy."""

from ticketcourse import scratch
from ticketcourse.models.parity_cases import ACTIVATIONS


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
    output, context = _forward(case)

    def backward(doutput):
        return _named(case, getattr(scratch, f"{case.part}_backward")(doutput, *context))

    return output, backward


def _forward(case):
    """The output, and what the backward function takes beside the gradient."""
    params, inputs, fixed, n_heads = case.params, case.inputs, case.fixed, case.sizes.H
    X, mask = inputs.get("X"), fixed.get("mask")
    match case.part:
        case "dense":
            return scratch.dense(X, **params), (X, params["W"])
        case "embedding":
            return scratch.embedding(**fixed, **params), (fixed["ids"], params["E"])
        case "binary_cross_entropy":
            # The mean over tickets and labels, which both frameworks take.
            settings = inputs["z"], fixed["y"], "mean"
            return scratch.binary_cross_entropy(*settings), settings
        case "softmax_cross_entropy":
            settings = inputs["z"], fixed["y"]
            return scratch.softmax_cross_entropy(*settings), settings
        case "relu" | "gelu":
            return getattr(scratch, case.part)(inputs["z"]), (inputs["z"],)
        case name if name in ACTIVATIONS:
            output = getattr(scratch, name)(inputs["z"])
            return output, (output,)  # these gradients need no more than the output
        case "attention":
            output, cache = scratch.attention(**inputs, mask=mask[:, None])
        case "rnn":
            output, cache = scratch.rnn(X, **params, mask=mask)
        case "lstm":
            output, cache = scratch.lstm(X, **params, mask=mask)
        case "bilstm":
            output, cache = scratch.bilstm(X, params, mask)
        case "multi_head_attention":
            memory = inputs["memory"]
            output, cache = scratch.multi_head_attention(X, memory, params, n_heads, mask)
        case "layer_norm":
            output, cache = scratch.layer_norm(X, **params)
        case "feed_forward":
            output, cache = scratch.feed_forward(X, params)
        case "transformer_block":
            output, cache = scratch.transformer_block(X, params, n_heads, mask)
        case "classifier":
            settings = case.layout | {"pooling": case.config.pooling}
            output, cache = scratch.classifier(**fixed, params=params, **settings)
    return output, (cache,)


def _named(case, gradients):
    """What a backward function returns as one dict, in the names of inputs and weights."""
    if not isinstance(gradients, tuple):
        gradients = (gradients,)
    weights = {}
    if isinstance(gradients[-1], dict):
        *gradients, weights = gradients
    return dict(zip([*case.inputs, *case.params], gradients, strict=False)) | weights
