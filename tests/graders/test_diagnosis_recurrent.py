"""Recurrent networks and the pooling of their states, as learners write them."""

import numpy as np
from learners import Answers, checked

from ticketcourse import scratch
from ticketcourse.checks.parts import PARTS

ANSWERS = Answers()
right, wrong = ANSWERS.right, ANSWERS.wrong


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


@right("rnn")
def list_of_states(X, W, b, mask=None):
    h, H = np.zeros((len(X), len(b))), []
    for t in range(X.shape[1]):
        new = np.tanh(np.concatenate([h, X[:, t]], axis=1) @ W + b)
        if mask is not None:
            new[~mask[:, t]] = h[~mask[:, t]]
        h = new
        H.append(h)
    return np.array(H).transpose(1, 0, 2)


@wrong(
    "rnn",
    {
        "a state for every step": "you have the time steps on the first axis; H has the shape "
        "(n, T, u), as np.stack(states, axis=1) gives it.",
        "mask": "zeros in H at the padding",
    },
)
def array_of_a_list(X, W, b, mask=None):
    h, H = np.zeros((X.shape[0], b.size)), []
    for t in range(X.shape[1]):
        h = np.tanh(np.hstack([h, X[:, t]]) @ W + b)
        if mask is not None:
            h *= mask[:, [t]]
        H.append(h.copy())
    return np.array(H)


@wrong("rnn", {"rows of W for h and x": "the first u rows meet h", "bias": "you have the weighted"})
def x_first_and_no_bias(X, W, b, mask=None):
    n, T, d = X.shape
    H = np.zeros((n, T + 1, b.size))
    for t in range(T):
        H[:, t + 1] = np.tanh(X[:, t] @ W[:d] + H[:, t] @ W[d:])
        if mask is not None:
            H[:, t + 1] = np.where(mask[:, t, None], H[:, t + 1], H[:, t])
    return H[:, 1:]


@wrong(
    "rnn",
    {
        "memory from step to step": "H: ",
        "a state for every step": "H: ",
        "mask": "H: ",
        "rows of W for h and x": "H: ",
    },
)
def half_of_the_old_state(X, W, b, mask=None):  # not foreseen; with one step it is right
    h, H = np.zeros((X.shape[0], b.size)), np.zeros((*X.shape[:2], b.size))
    for t in range(X.shape[1]):
        new = np.tanh(h / 2 @ W[: b.size] + X[:, t] @ W[b.size :] + b)
        h = new if mask is None else np.where(mask[:, t, None], new, h)
        H[:, t] = h
    return H


@right("lstm_cell")
def gate_by_gate(x, h, c, W, b):
    u = h.shape[1]
    z_h, z_x = h @ W[:u], x @ W[u:]
    z = (z_h + z_x + b).reshape(len(x), 4, u)
    i, f, o = sigmoid(z[:, 0]), sigmoid(z[:, 1]), sigmoid(z[:, 3])
    c = f * c + i * np.tanh(z[:, 2])
    return o * np.tanh(c), c


@wrong(
    "lstm_cell",
    {
        "order of the gates": "you have the gates' columns in the order f, i, c̃, o; the order in W "
        "and b is i, f, c̃, o."
    },
)
def forget_gate_first(x, h, c, W, b):
    f, i, g, o = np.split(np.hstack([h, x]) @ W + b, 4, axis=1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


@wrong(
    "lstm_cell",
    {
        "order of the gates": "in the order i, f, o, c̃",
        "output gate": "you have h = o · c; put the cell through tanh first.",
    },
)
def candidate_last_and_no_tanh(x, h, c, W, b):
    u = c.shape[1]
    gates = np.concatenate((h, x), axis=1).dot(W) + b
    i, f, o = (1 / (1 + np.exp(-gates[:, k * u : (k + 1) * u])) for k in range(3))
    c_new = f * c + i * np.tanh(gates[:, 3 * u :])
    return o * c_new, c_new


@wrong(
    "lstm_cell",
    {
        "weighted sum of [h, x]": "[x, h]; the first rows of W meet h: put h before x",
        "order of the gates": "in the order f, i, c̃, o",
        "forget gate": "you have all of the old cell; multiply it by f.",
    },
)
def three_mistakes(x, h, c, W, b):
    z = np.hstack([x, h]) @ W + b
    _f, i, g, o = np.split(z, 4, axis=1)
    c = c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


@wrong(
    "lstm_cell",
    dict.fromkeys(["weighted sum of [h, x]", "order of the gates", "forget gate"], "h: "),
)
def peephole(x, h, c, W, b):  # not foreseen; without a cell it is right
    z = np.hstack([h, x]) @ W + b + np.tile(0.1 * c, 4)
    i, f, g, o = np.split(z, 4, axis=1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


def learner_gates(x, h, c, W, b):
    i, f, g, o = np.split(np.hstack([h, x]) @ W + b, 4, axis=1)
    return sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)


@right("lstm_cell_backward")
def row_by_row(dh, dc, x, h, c, W, b):
    u = h.shape[1]
    i, f, g, o = learner_gates(x, h, c, W, b)
    t = np.tanh(f * c + i * g)
    dc = dc + dh * o * (1 - t * t)
    dz = np.zeros((len(x), 4 * u))
    dz[:, :u] = dc * g * i * (1 - i)
    dz[:, u : 2 * u] = dc * c * f * (1 - f)
    dz[:, 2 * u : 3 * u] = dc * i * (1 - g * g)
    dz[:, 3 * u :] = dh * t * o * (1 - o)
    dW, db = np.zeros_like(W), np.zeros_like(b)
    for row in range(len(x)):
        dW += np.outer(np.append(h[row], x[row]), dz[row])
        db += dz[row]
    return dz @ W[u:].T, dz @ W[:u].T, dc * f, dW, db


@wrong(
    "lstm_cell_backward",
    {
        "two ways to the cell": "you have dc alone at the new cell; add what comes through h, "
        "dh · o · (1 - tanh(c)²).",
    },
)
def through_the_cell_alone(dh, dc, x, h, c, W, b):
    u = h.shape[1]
    i, f, g, o = learner_gates(x, h, c, W, b)
    t = np.tanh(f * c + i * g)
    di, df, dg, do = dc * g, dc * c, dc * i, dh * t
    dz = np.hstack([di * i * (1 - i), df * f * (1 - f), dg * (1 - g**2), do * o * (1 - o)])
    d_in = dz @ W.T
    return d_in[:, u:], d_in[:, :u], dc * f, np.hstack([h, x]).T @ dz, dz.sum(axis=0)


@wrong(
    "lstm_cell_backward",
    {
        "output gate": "multiply by o (1 - o)",
        "forget gate": "multiply by f (1 - f)",
        "input gate and candidate": "multiply by i (1 - i)",
    },
)
def sigmoids_without_slope(dh, dc, x, h, c, W, b):
    u = h.shape[1]
    i, f, g, o = learner_gates(x, h, c, W, b)
    t = np.tanh(f * c + i * g)
    dc = dc + dh * o * (1 - t**2)
    dz = np.concatenate([dc * g, dc * c, dc * i * (1 - g**2), dh * t], axis=1)
    d_in = dz @ W.T
    return d_in[:, u:], d_in[:, :u], dc * f, np.hstack([h, x]).T @ dz, dz.sum(axis=0)


@wrong(
    "lstm_cell_backward",
    {"forget gate": "you have the new cell in the gradient at f", "dW and db": "take the sum"},
)
def new_cell_and_mean(dh, dc, x, h, c, W, b):
    u, n = h.shape[1], len(h)
    i, f, g, o = learner_gates(x, h, c, W, b)
    c = f * c + i * g
    dc = dc + dh * o * (1 - np.tanh(c) ** 2)
    di, df, dg, do = dc * g, dc * c, dc * i, dh * np.tanh(c)
    dz = np.hstack([di * i * (1 - i), df * f * (1 - f), dg * (1 - g**2), do * o * (1 - o)])
    d_in = dz @ W.T
    return d_in[:, u:], d_in[:, :u], dc * f, np.hstack([h, x]).T @ dz / n, dz.mean(axis=0)


@right("lstm")
def one_text_after_the_other(X, W, b, mask=None):
    H = np.zeros((*X.shape[:2], b.size // 4))
    for row, text in enumerate(X):
        h = c = np.zeros((1, b.size // 4))
        for t, x in enumerate(text):
            if mask is None or mask[row, t]:
                h, c = gate_by_gate_step(x[None], h, c, W, b)
            H[row, t] = h
    return H


def gate_by_gate_step(x, h, c, W, b):
    i, f, g, o = learner_gates(x, h, c, W, b)
    c = f * c + i * g
    return o * np.tanh(c), c


@wrong("lstm", {"padding before a token": "you have a cell that changes at the padding; "})
def cell_without_mask(X, W, b, mask=None):
    n, T, _ = X.shape
    h, c, H = np.zeros((n, b.size // 4)), np.zeros((n, b.size // 4)), []
    mask = np.ones((n, T)) if mask is None else mask.astype(float)
    for t in range(T):
        m = mask[:, t : t + 1]
        h_new, c = gate_by_gate_step(X[:, t], h, c, W, b)
        h = m * h_new + (1 - m) * h
        H.append(h)
    return np.stack(H, axis=1)


@wrong(
    "lstm",
    {
        "memory from step to step": "you have c = 0 before every step; use c of the last step.",
        "mask": "you have steps at the padding; keep h and c where the mask is False.",
    },
)
def new_cell_each_step(X, W, b, mask=None):
    h = np.zeros((len(X), b.size // 4))
    H = np.zeros((*X.shape[:2], b.size // 4))
    for t in range(X.shape[1]):
        h, _ = gate_by_gate_step(X[:, t], h, np.zeros_like(h), W, b)
        H[:, t] = h
    return H


@wrong(
    "lstm",
    {
        "a state for every step": "you have the last state alone",
        "mask": "",
        "the cell": "in the order i, c̃, f, o",
    },
)
def last_state_of_another_order(X, W, b, mask=None):
    h = c = np.zeros((len(X), b.size // 4))
    for x in X.swapaxes(0, 1):
        i, g, f, o = np.split(np.hstack([h, x]) @ W + b, 4, axis=1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
    return h


@right("reverse")
def row_by_row_backwards(X, mask):
    turned = [
        np.concatenate([row[real][::-1], row[~real]]) for row, real in zip(X, mask, strict=True)
    ]
    return np.array(turned)


@wrong("reverse", {"padding stays at the end": "you have the padding turned round with its text"})
def all_steps(X, mask):
    return np.flip(X, axis=1)


@wrong(
    "reverse",
    {
        "tokens from last to first": "turn the time steps, axis 1",
        "padding stays at the end": "X_reversed: ",
        "a text without tokens": "X_reversed: ",
    },
)
def features(X, mask):
    return np.flip(X, axis=2) * mask[:, :, None]


def params_of(params, way):
    return params[f"{way}.W"], params[f"{way}.b"]


@right("bilstm")
def mask_turned_too(X, params, mask=None):
    """The padding comes first, but the mask too, and a masked step keeps the state 0."""
    mask = np.ones(X.shape[:2], bool) if mask is None else mask
    H_f = scratch.lstm(X, *params_of(params, "forward"), mask)[0]
    H_b = scratch.lstm(X[:, ::-1], *params_of(params, "backward"), mask[:, ::-1])[0]
    return np.dstack([H_f, H_b[:, ::-1]])


@right("bilstm")
def zeros_at_the_padding(X, params, mask=None):
    n, T, _ = X.shape
    mask = np.ones((n, T), bool) if mask is None else mask
    H = np.zeros((n, T, params["forward.b"].size // 2))
    for row in range(n):
        text = X[row, mask[row]][None]
        H_f = scratch.lstm(text, *params_of(params, "forward"))[0]
        H_b = scratch.lstm(text[:, ::-1], *params_of(params, "backward"))[0]
        H[row, mask[row]] = np.concatenate([H_f[0], H_b[0, ::-1]], axis=1)
    return H


@right("bilstm")
def forward_without_mask(X, params, mask=None):
    """Padding on the right changes no state before it."""
    mask = np.ones(X.shape[:2], bool) if mask is None else mask
    H_f = scratch.lstm(X, *params_of(params, "forward"))[0]
    H_b = scratch.lstm(scratch.reverse(X, mask), *params_of(params, "backward"))[0]
    return np.concatenate([H_f, scratch.reverse(H_b, mask)], axis=-1)


@wrong(
    "bilstm",
    {
        "padding": "you have a backward LSTM that reads the padding first; turn each row "
        "by its own length."
    },
)
def flipped(X, params, mask=None):
    H_f = scratch.lstm(X, *params_of(params, "forward"), mask)[0]
    H_b = scratch.lstm(X[:, ::-1], *params_of(params, "backward"))[0]
    return np.concatenate([H_f, H_b[:, ::-1]], axis=2)


@wrong(
    "bilstm",
    {
        "one LSTM reads from the end": "you have the backward states in the order of reading",
        "weights of its own for each direction": "you have the forward weights in both directions",
    },
)
def states_as_they_were_read(X, params, mask=None):
    mask = np.ones(X.shape[:2], bool) if mask is None else mask
    W, b = params_of(params, "forward")
    turned = scratch.reverse(X, mask)
    return np.concatenate([scratch.lstm(Z, W, b, mask)[0] for Z in (X, turned)], axis=2)


@right("masked_max")
def minus_infinity_and_a_test(X, mask):
    pooled = np.zeros((len(X), X.shape[2]))
    for row, (text, real) in enumerate(zip(X, mask, strict=True)):
        if real.any():
            pooled[row] = text[real].max(axis=0)
    return pooled


@wrong(
    "masked_max",
    {
        "padding": "you have zeros at the padding, which are larger than any "
        "negative value; put the lowest number there."
    },
)
def times_mask(X, mask):
    return np.max(X * mask[..., None], axis=1)


@wrong(
    "masked_max", {"a text without tokens": "you have -∞ for a text without tokens; give zeros."}
)
def minus_infinity(X, mask):
    return np.where(mask[..., None], X, -np.inf).max(axis=1)


@wrong("masked_max", {"a text without tokens": "pooled: "})
def a_low_number(X, mask):  # not foreseen
    return (X - 1e9 * ~mask[..., None]).max(axis=1).round(9)


@right("masked_max_backward")
def numeric(dpooled, X, mask):
    dX = np.zeros(X.shape)
    for row, feature in np.argwhere(dpooled):
        steps = [t for t in range(X.shape[1]) if mask[row, t]]
        if steps:
            t = max(steps, key=lambda t: X[row, t, feature])
            dX[row, t, feature] = dpooled[row, feature]
    return dX


@wrong("masked_max_backward", {"a text without tokens": "a gradient at the first step"})
def argmax(dpooled, X, mask):
    largest = np.where(mask[..., None], X, -np.inf).argmax(axis=1)
    dX = np.zeros_like(X)
    np.put_along_axis(dX, largest[:, None], dpooled[:, None], axis=1)
    return dX


@wrong("masked_max_backward", {"padding": "you have gradients at the padding; "})
def where_it_is_the_max(dpooled, X, mask):
    is_max = X.max(axis=1, keepdims=True) == X
    return is_max * dpooled[:, None, :] * mask.any(axis=1)[:, None, None]


@right("masked_mean")
def means_of_the_tokens(X, mask):
    return np.array(
        [text[real].sum(axis=0) / max(real.sum(), 1) for text, real in zip(X, mask, strict=True)]
    )


@wrong(
    "masked_mean",
    {"padding": "you have the sum of the real tokens divided by T; divide by their number."},
)
def mean_of_what_is_left(X, mask):
    return np.mean(X * mask[:, :, None], axis=1)


@wrong("masked_mean", {"a text without tokens": "you have 0 / 0 for a text without tokens; "})
def weights_that_add_up_to_1(X, mask):
    shares = mask / mask.sum(axis=1, keepdims=True)
    return np.einsum("nt,ntd->nd", shares, X)


@right("masked_mean_backward")
def shares(dpooled, X, mask):
    shares = mask / np.maximum(mask.sum(axis=1, keepdims=True), 1)
    return np.einsum("nt,nd->ntd", shares, dpooled)


@wrong("masked_mean_backward", {"padding": "you have gradients at the padding; "})
def shares_everywhere(dpooled, X, mask):
    length = np.maximum(mask.sum(axis=1), 1)
    dX = np.zeros_like(X) + (dpooled / length[:, None])[:, None]
    dX[~mask.any(axis=1)] = 0
    return dX


@wrong("masked_mean_backward", dict.fromkeys(PARTS["masked_mean_backward"].ideas, "dX: "))
def minus(dpooled, X, mask):  # not foreseen
    return mask[:, :, None] * -dpooled[:, None] / np.maximum(mask.sum(1), 1)[:, None, None]


@right("masked_last")
def overwritten(X, mask):
    pooled = np.zeros((len(X), X.shape[2]))
    for t in range(X.shape[1]):
        pooled[mask[:, t]] = X[mask[:, t], t]
    return pooled


@wrong(
    "masked_last",
    {"padding": "which may be padding; take the last real token", "a text without tokens": ""},
)
def at_the_end(X, mask):
    return X[:, -1]


@wrong("masked_last", {"a text without tokens": "because step -1 is the last of all; give zeros."})
def index_of_the_length(X, mask):
    return np.stack([text[length - 1] for text, length in zip(X, mask.sum(axis=1), strict=True)])


@right("masked_last_backward")
def from_the_end(dpooled, X, mask):
    dX, later = np.zeros(X.shape), np.zeros(len(X), bool)
    for t in reversed(range(X.shape[1])):
        dX[:, t] = dpooled * (mask[:, t] & ~later)[:, None]
        later |= mask[:, t]
    return dX


@wrong("masked_last_backward", {"a text without tokens": "because step -1 is the last of all"})
def assigned_by_length(dpooled, X, mask):
    dX = np.zeros_like(X)
    for row in range(len(X)):
        dX[row, mask[row].sum() - 1] = dpooled[row]
    return dX


@wrong("masked_last_backward", {"gradient to the last step alone": "the gradient at every step"})
def spread(dpooled, X, mask):
    return np.repeat(dpooled[:, None], X.shape[1], axis=1) * mask[:, :, None]


def gates(x, h, W, b):
    return np.split(np.hstack([h, x]) @ W + b, 4, axis=1)


@wrong("lstm_cell", {"sigmoid for gates, tanh for the candidate": "tanh for the output gate"})
def tanh_for_o(x, h, c, W, b):
    i, f, c_tilde, o = gates(x, h, W, b)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(c_tilde)
    return np.tanh(o) * np.tanh(c), c


@wrong("lstm_cell", dict.fromkeys(PARTS["lstm_cell"].ideas, "h: "))
def relu_for_candidate(x, h, c, W, b):  # not foreseen
    i, f, c_tilde, o = gates(x, h, W, b)
    c = sigmoid(f) * c + sigmoid(i) * np.maximum(0, c_tilde)
    return sigmoid(o) * np.tanh(c), c


@wrong("lstm_cell", {"output gate": "the sigmoid of the cell in h"})
def sigmoid_of_the_cell(x, h, c, W, b):
    i, f, c_tilde, o = gates(x, h, W, b)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(c_tilde)
    return sigmoid(o) * sigmoid(c), c


def way_back(dh, dc, x, h, c, W, b):
    cache = scratch.lstm_cell(x, h, c, W, b)[2]
    return list(scratch.lstm_cell_backward(dh, dc, cache))


@wrong("lstm_cell_backward", {"dW and db": "the mean over the batch in db"})
def mean_in_db(dh, dc, x, h, c, W, b):
    *others, db = way_back(dh, dc, x, h, c, W, b)
    return *others, db / len(x)


@wrong("lstm_cell_backward", {"dW and db": "dW transposed"})
def transposed_dW(dh, dc, x, h, c, W, b):
    *others, dW, db = way_back(dh, dc, x, h, c, W, b)
    return *others, dW.T, db


def with_gradients_at(dh, dc, x, h, c, W, b, di, dg):
    """The gradients where `di` and `dg` say what i and c̃ get from the cell."""
    i, f, g, o = learner_gates(x, h, c, W, b)
    t = np.tanh(f * c + i * g)
    dc = dc + dh * o * (1 - t**2)
    into_i, into_g = di(dc, i, g), dg(dc, i, g)
    dz = [into_i * i * (1 - i), dc * c * f * (1 - f), into_g * (1 - g**2), dh * t * o * (1 - o)]
    dz = np.hstack(dz)
    d_in, u = dz @ W.T, h.shape[1]
    return d_in[:, u:], d_in[:, :u], dc * f, np.hstack([h, x]).T @ dz, dz.sum(axis=0)


@wrong("lstm_cell_backward", {"input gate and candidate": "the gradient at c̃ without the input"})
def candidate_without_i(*inputs):
    return with_gradients_at(*inputs, di=lambda dc, i, g: dc * g, dg=lambda dc, i, g: dc)


@wrong("lstm_cell_backward", {"input gate and candidate": "the gradient at i without c̃"})
def i_without_candidate(*inputs):
    return with_gradients_at(*inputs, di=lambda dc, i, g: dc, dg=lambda dc, i, g: dc * i)


@wrong("masked_mean", {"a text without tokens": "pooled: 3 of 12 numbers are wrong"})
def mean_of_padding_in_an_empty_text(X, mask):  # as the mistake of another idea would give it
    mask = np.where(mask.any(axis=1)[:, None], mask, True)
    return np.stack([rows[real].mean(axis=0) for rows, real in zip(X, mask, strict=True)])


test_right_answers, test_wrong_answers = checked(ANSWERS)
