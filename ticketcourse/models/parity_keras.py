"""The parts of a parity table in Keras: its own layers and those of `keras_model`."""

import math

import keras
import tensorflow as tf

from ticketcourse.errors import TicketcourseError
from ticketcourse.models import keras_model
from ticketcourse.models.exchange import convert_weights
from ticketcourse.models.parity_cases import ACTIVATIONS


def run(case):
    """Compute a part under TensorFlow, forward now and backward when asked.

    Parameters
    ----------
    case : Case

    Returns
    -------
    output : array
    backward : function
        From the gradient at the output to a dict of the gradients at inputs and weights.
    """
    if keras.backend.backend() != "tensorflow":
        raise TicketcourseError(
            f"Keras runs on {keras.backend.backend()}, and parity takes the gradients of its "
            "TensorFlow backend: unset KERAS_BACKEND."
        )
    inputs = {name: tf.constant(array) for name, array in case.inputs.items()}
    fixed = {name: tf.constant(array) for name, array in case.fixed.items()}
    layer, call = _layer(case)
    if case.params:
        if not layer.built:
            call(*inputs.values(), *fixed.values())  # makes the weights
        weights = convert_weights(case.params, case.part, "scratch", "keras", **case.layout)
        keras_model.write_weights(layer, weights)
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        output = call(*inputs.values(), *fixed.values())

    def backward(doutput):
        weights = keras_model.weights_by_path(layer) if case.params else {}
        sources = inputs, {path: weight.value for path, weight in weights.items()}
        at_inputs, at_weights = tf.nest.map_structure(
            # A table's gradient comes as the rows that were used.
            lambda gradient: tf.convert_to_tensor(gradient).numpy(),
            tape.gradient(output, sources, output_gradients=tf.constant(doutput)),
        )
        if case.params:
            at_weights = convert_weights(
                at_weights, case.part, "keras", "scratch", gradients=True, **case.layout
            )
        return at_inputs | at_weights

    return output.numpy(), backward


def _layer(case):
    """What has the weights, if there are any, and what computes the part from its inputs."""
    _, _, _, d, u, n_heads, V, L = case.sizes
    dtype = case.dtype
    match case.part:
        case "dense":
            layer = keras.layers.Dense(L, dtype=dtype)
        case "embedding":
            layer = keras.layers.Embedding(V, d, dtype=dtype)
        case "gelu":
            return None, keras_model.gelu
        case name if name in ACTIVATIONS:
            return None, getattr(keras.ops, name)
        case "attention":
            return None, _attention
        case "softmax_cross_entropy":
            loss = keras.losses.CategoricalCrossentropy(from_logits=True, dtype=dtype)
            return loss, lambda z, y: loss(y, z)
        case "binary_cross_entropy":
            loss = keras.losses.BinaryCrossentropy(from_logits=True, dtype=dtype)
            return loss, lambda z, y: loss(y, z)
        case "rnn":
            layer = keras.layers.SimpleRNN(u, return_sequences=True, dtype=dtype)
            return layer, lambda X, mask: layer(X, mask=mask)
        case "lstm":
            layer = keras.layers.LSTM(u, return_sequences=True, dtype=dtype)
            return layer, lambda X, mask: layer(X, mask=mask)
        case "bilstm":
            layer = keras_model.bilstm(u, "bilstm", dtype)
            return layer, lambda X, mask: layer(X, mask=mask)
        case "multi_head_attention":
            layer = keras_model.MultiHeadAttention(d, n_heads, dtype=dtype)
        case "layer_norm":
            layer = keras_model.layer_norm("norm", dtype)
        case "feed_forward":
            hidden = case.params["b1"].size
            layer = keras_model.feed_forward(hidden, d, "relu", "feed_forward", dtype)
        case "transformer_block":
            layer = keras_model.TransformerBlock(case.config, dtype=dtype)
        case "classifier":
            layer = keras_model.KerasModel(case.config, V, L, dtype=dtype)
            return layer, lambda *ids: layer(ids)
    return layer, layer


def _attention(Q, K, V, mask):
    """Keras's own attention, which leaves the scale to its user."""
    attention = keras.layers.Attention(dtype=Q.dtype.name)
    return attention([Q / math.sqrt(Q.shape[-1]), V, K], mask=[None, mask])
