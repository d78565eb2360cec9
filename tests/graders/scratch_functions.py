"""The functions of scratch as a learner writes them: without a cache."""

from ticketcourse import scratch


def _attention(Q, K, V, mask=None):
    context, cache = scratch.attention(Q, K, V, mask)
    return context, cache["weights"]


def _layer_norm(X, gamma, beta, epsilon=1e-5):
    return scratch.layer_norm(X, gamma, beta, epsilon)[0]


def _layer_norm_backward(dY, X, gamma, beta, epsilon):
    return scratch.layer_norm_backward(dY, scratch.layer_norm(X, gamma, beta, epsilon)[1])


def _feed_forward(X, params):
    return scratch.feed_forward(X, params)[0]


def _sgd_step(theta, g, learning_rate):
    params = {"theta": theta.copy()}
    scratch.SGD(learning_rate).step(params, {"theta": g})
    return params["theta"]


def _momentum_step(theta, g, v, learning_rate, beta):
    optimizer, params = scratch.Momentum(learning_rate, beta), {"theta": theta.copy()}
    optimizer.v["theta"] = v
    optimizer.step(params, {"theta": g})
    return params["theta"], optimizer.v["theta"]


def _adam_step(theta, g, m, v, t, learning_rate, beta1, beta2, epsilon):
    optimizer = scratch.Adam(learning_rate, beta1, beta2, epsilon)
    optimizer.t, optimizer.m["theta"], optimizer.v["theta"] = t - 1, m, v
    params = {"theta": theta.copy()}
    optimizer.step(params, {"theta": g})
    return params["theta"], optimizer.m["theta"], optimizer.v["theta"]


def _attention_backward(dcontext, Q, K, V, mask=None):
    return scratch.attention_backward(dcontext, scratch.attention(Q, K, V, mask)[1])


def _bilstm(X, params, mask=None):
    return scratch.bilstm(X, params, mask)[0]


def _lstm(X, W, b, mask=None):
    return scratch.lstm(X, W, b, mask)[0]


def _lstm_cell(x, h, c, W, b):
    return scratch.lstm_cell(x, h, c, W, b)[:2]


def _lstm_cell_backward(dh, dc, x, h, c, W, b):
    return scratch.lstm_cell_backward(dh, dc, scratch.lstm_cell(x, h, c, W, b)[2])


def _multi_head_attention(X, memory, params, n_heads, mask=None):
    return scratch.multi_head_attention(X, memory, params, n_heads, mask)[0]


def _rnn(X, W, b, mask=None):
    return scratch.rnn(X, W, b, mask)[0]


def _transformer_block(X, params, n_heads, mask=None):
    return scratch.transformer_block(X, params, n_heads, mask)[0]


# Those that have no cache are as a learner writes them.
_PLAIN = (
    scratch.binary_cross_entropy,
    scratch.binary_cross_entropy_backward,
    scratch.build_vocabulary,
    scratch.dense,
    scratch.dense_backward,
    scratch.embedding,
    scratch.embedding_backward,
    scratch.encode,
    scratch.gelu,
    scratch.gelu_backward,
    scratch.masked_last,
    scratch.masked_last_backward,
    scratch.masked_max,
    scratch.masked_max_backward,
    scratch.masked_mean,
    scratch.masked_mean_backward,
    scratch.merge_pair,
    scratch.one_hot,
    scratch.pad,
    scratch.positions,
    scratch.relu,
    scratch.relu_backward,
    scratch.reverse,
    scratch.sigmoid,
    scratch.sigmoid_backward,
    scratch.softmax,
    scratch.softmax_backward,
    scratch.softmax_cross_entropy,
    scratch.softmax_cross_entropy_backward,
    scratch.tanh,
    scratch.tanh_backward,
    scratch.token_mask,
    scratch.tokenise,
)

ADAPTED = {
    **{function.__name__: function for function in _PLAIN},
    "attention": _attention,
    "attention_backward": _attention_backward,
    "bilstm": _bilstm,
    "lstm": _lstm,
    "lstm_cell": _lstm_cell,
    "lstm_cell_backward": _lstm_cell_backward,
    "multi_head_attention": _multi_head_attention,
    "rnn": _rnn,
    "transformer_block": _transformer_block,
    "adam_step": _adam_step,
    "feed_forward": _feed_forward,
    "layer_norm": _layer_norm,
    "layer_norm_backward": _layer_norm_backward,
    "momentum_step": _momentum_step,
    "sgd_step": _sgd_step,
}
