"""Every building block of the classifier in NumPy, forward and backward.

One convention throughout: where a function ``f(...)`` has gradients, ``f_backward(dout, ...)``
returns them in the order of its inputs. Where the backward pass needs no more than the inputs, or
the output, it takes them again; where it needs more, ``f`` returns its output and a cache, a dict
of named values, and the call is ``f_backward(dout, cache)``. A part that is made of parts has its
parameters in a dict, and its gradients come in a dict with the same names.
"""

from ticketcourse.scratch.activations import (
    gelu,
    gelu_backward,
    relu,
    relu_backward,
    sigmoid,
    sigmoid_backward,
    softmax,
    softmax_backward,
    tanh,
    tanh_backward,
)
from ticketcourse.scratch.attention import (
    attention,
    attention_backward,
    multi_head_attention,
    multi_head_attention_backward,
)
from ticketcourse.scratch.autograd import Tensor, concatenate
from ticketcourse.scratch.bidirectional import (
    bilstm,
    bilstm_backward,
    lstm_encoder,
    lstm_encoder_backward,
    reverse,
)
from ticketcourse.scratch.classifier import classifier, classifier_backward
from ticketcourse.scratch.dense import dense, dense_backward
from ticketcourse.scratch.embedding import embedding, embedding_backward, one_hot
from ticketcourse.scratch.feed_forward import feed_forward, feed_forward_backward
from ticketcourse.scratch.losses import (
    binary_cross_entropy,
    binary_cross_entropy_backward,
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
)
from ticketcourse.scratch.normalisation import layer_norm, layer_norm_backward
from ticketcourse.scratch.optimizers import SGD, Adam, Momentum
from ticketcourse.scratch.parameters import classifier_shapes, initial_parameters, part, prefixed
from ticketcourse.scratch.pooling import (
    masked_last,
    masked_last_backward,
    masked_max,
    masked_max_backward,
    masked_mean,
    masked_mean_backward,
)
from ticketcourse.scratch.positions import positions
from ticketcourse.scratch.recurrent import lstm, lstm_backward, lstm_cell, lstm_cell_backward
from ticketcourse.scratch.rnn import rnn, rnn_backward
from ticketcourse.scratch.subwords import apply_merges, count_pairs, learn_merges, merge_pair
from ticketcourse.scratch.text import (
    PADDING,
    UNKNOWN,
    build_vocabulary,
    encode,
    pad,
    standardise,
    token_mask,
    tokenise,
)
from ticketcourse.scratch.transformer import (
    transformer_block,
    transformer_block_backward,
    transformer_encoder,
    transformer_encoder_backward,
)

__all__ = [
    "PADDING",
    "SGD",
    "UNKNOWN",
    "Adam",
    "Momentum",
    "Tensor",
    "apply_merges",
    "attention",
    "attention_backward",
    "bilstm",
    "bilstm_backward",
    "binary_cross_entropy",
    "binary_cross_entropy_backward",
    "build_vocabulary",
    "classifier",
    "classifier_backward",
    "classifier_shapes",
    "concatenate",
    "count_pairs",
    "dense",
    "dense_backward",
    "embedding",
    "embedding_backward",
    "encode",
    "feed_forward",
    "feed_forward_backward",
    "gelu",
    "gelu_backward",
    "initial_parameters",
    "layer_norm",
    "layer_norm_backward",
    "learn_merges",
    "lstm",
    "lstm_backward",
    "lstm_cell",
    "lstm_cell_backward",
    "lstm_encoder",
    "lstm_encoder_backward",
    "masked_last",
    "masked_last_backward",
    "masked_max",
    "masked_max_backward",
    "masked_mean",
    "masked_mean_backward",
    "merge_pair",
    "multi_head_attention",
    "multi_head_attention_backward",
    "one_hot",
    "pad",
    "part",
    "positions",
    "prefixed",
    "relu",
    "relu_backward",
    "reverse",
    "rnn",
    "rnn_backward",
    "sigmoid",
    "sigmoid_backward",
    "softmax",
    "softmax_backward",
    "softmax_cross_entropy",
    "softmax_cross_entropy_backward",
    "standardise",
    "tanh",
    "tanh_backward",
    "token_mask",
    "tokenise",
    "transformer_block",
    "transformer_block_backward",
    "transformer_encoder",
    "transformer_encoder_backward",
]
