"""Attention and the transformer block, as learners write them."""

import math

import numpy as np
from learners import Answers, checked

from ticketcourse import scratch
from ticketcourse.checks.parts import PARTS

ANSWERS = Answers()
right, wrong = ANSWERS.right, ANSWERS.wrong


def softmax(z, axis=-1):
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


@right("attention")
def with_einsum_and_an_added_mask(Q, K, V, mask=None):
    scores = np.einsum("...td,...sd->...ts", Q, K) * Q.shape[-1] ** -0.5
    if mask is not None:
        scores = scores + np.where(mask, 0, -np.inf)
    weights = softmax(scores)
    return np.einsum("...ts,...sv->...tv", weights, V), weights


@right("attention")
def mask_after_softmax_and_rows_made_1_again(Q, K, V, mask=None):
    weights = softmax(Q @ np.moveaxis(K, -1, -2) / np.sqrt(K.shape[-1]))
    if mask is not None:
        weights = weights * mask
        weights = weights / weights.sum(axis=-1, keepdims=True)
    return weights @ V, weights


@wrong(
    "attention",
    {
        "scale": "you have scores divided by d_k; divide them by its root, √d_k.",
        "mask": "you have weights that are set to 0 after softmax, so that a row no longer adds up "
        "to 1; mask the scores before it.",
    },
)
def divided_by_d_k(Q, K, V, mask=None):
    weights = softmax(np.matmul(Q, np.swapaxes(K, -1, -2)) / Q.shape[-1])
    if mask is not None:
        weights = np.where(mask, weights, 0)
    return np.matmul(weights, V), weights


@wrong(
    "attention",
    {
        "heads and batches in front": "`one_matrix` stops with a ValueError",
        "large scores": "subtract each row's largest score",
    },
)
def one_matrix(Q, K, V, mask=None):
    scores = np.dot(Q, K.T) / math.sqrt(K.shape[1 if K.ndim == 2 else -1])
    if mask is not None:
        scores[~mask] = -1e9
    weights = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return np.dot(weights, V), weights


@wrong(
    "attention",
    {
        "softmax over the keys": "weights that add up to 1 over the queries",
        "scale": "attention without the scale",
        "mask": "True in the mask means a real token",
    },
)
def three_mistakes(Q, K, V, mask=None):
    scores = Q @ K.swapaxes(-1, -2)
    if mask is not None:
        scores = np.where(mask, -1e30, scores)
    weights = softmax(scores, axis=-2)
    return weights @ V, weights


@wrong("attention", {"scale": "context: "})
def scale_of_its_own(Q, K, V, mask=None):  # not foreseen; with d_k = 1 it is right
    scores = Q @ K.swapaxes(-1, -2) / Q.shape[-1] ** 0.25
    if mask is not None:
        scores = np.where(mask, scores, -1e30)
    return softmax(scores) @ V, softmax(scores)


@right("attention_backward")
def with_jacobians(dcontext, Q, K, V, mask=None):
    dQ, dK, dV = np.zeros(Q.shape), np.zeros(K.shape), np.zeros(V.shape)
    for at in np.ndindex(Q.shape[:-1]):
        head = at[:-1]
        scores = K[head] @ Q[at] / np.sqrt(Q.shape[-1])
        if mask is not None:
            scores[~mask[at]] = -np.inf
        p = softmax(scores)
        dscores = (np.diag(p) - np.outer(p, p)) @ (V[head] @ dcontext[at]) / np.sqrt(Q.shape[-1])
        dQ[at] += dscores @ K[head]
        dK[head] += np.outer(dscores, Q[at])
        dV[head] += np.outer(p, dcontext[at])
    return dQ, dK, dV


@wrong(
    "attention_backward",
    {
        "scale": "you have dQ and dK without the scale; the scores were divided by √d_k, and so is "
        "their gradient."
    },
)
def scale_forgotten(dcontext, Q, K, V, mask=None):
    p = scratch.attention(Q, K, V, mask)[1]["weights"]
    dp = dcontext @ V.swapaxes(-1, -2)
    ds = p * (dp - np.sum(dp * p, axis=-1, keepdims=True))
    return ds @ K, ds.swapaxes(-1, -2) @ Q, p.swapaxes(-1, -2) @ dcontext


@wrong(
    "attention_backward",
    {"gradient through softmax": "the gradient of a sigmoid", "mask": "mask the scores as forward"},
)
def sigmoid_and_no_mask(dcontext, Q, K, V, mask=None):
    root = np.sqrt(Q.shape[-1])
    p = softmax(Q @ K.swapaxes(-1, -2) / root)
    ds = dcontext @ V.swapaxes(-1, -2) * p * (1 - p) / root
    return ds @ K, ds.swapaxes(-1, -2) @ Q, p.swapaxes(-1, -2) @ dcontext


@wrong(
    "attention_backward",
    {
        idea: "dQ: "
        for idea in PARTS["attention_backward"].ideas
        if idea != "gradient at the values"
    },
)
def half(dcontext, Q, K, V, mask=None):  # not foreseen
    cache = scratch.attention(Q, K, V, mask)[1]
    dQ, dK, dV = scratch.attention_backward(dcontext, cache)
    return dQ / 2, dK, dV


@right("multi_head_attention")
def head_by_head(X, memory, params, n_heads, mask=None):
    T, d = X.shape[1:]
    d_k, output = d // n_heads, np.zeros(X.shape) + params["b_O"]
    for head in range(n_heads):
        own = slice(head * d_k, (head + 1) * d_k)
        Q, K, V = (
            rows @ params[f"W_{name}"][:, own] + params[f"b_{name}"][own]
            for name, rows in (("Q", X), ("K", memory), ("V", memory))
        )
        seen = None if mask is None else np.repeat(mask[:, None], T, axis=1)
        output += scratch.attention(Q, K, V, seen)[0] @ params["W_O"][own]
    if mask is not None:
        output[~mask.any(axis=1)] = 0
    return output


def projected(X, memory, params):
    Q = X @ params["W_Q"] + params["b_Q"]
    return Q, memory @ params["W_K"] + params["b_K"], memory @ params["W_V"] + params["b_V"]


def zero_rows(output, mask):
    return output if mask is None else output * mask.any(axis=1)[:, None, None]


@wrong(
    "multi_head_attention",
    {
        "split into heads": "you have (n, T, d) reshaped to (n, H, T, d_k), which mixes time "
        "steps; reshape to (n, T, H, d_k), then swap the middle axes.",
        "heads joined again": "swap the middle axes back first",
    },
)
def reshaped_alone(X, memory, params, n_heads, mask=None):
    n, T, d = X.shape
    Q, K, V = (rows.reshape(n, n_heads, -1, d // n_heads) for rows in projected(X, memory, params))
    heads = scratch.attention(Q, K, V, None if mask is None else mask[:, None, None])[0]
    return zero_rows(heads.reshape(n, T, d) @ params["W_O"] + params["b_O"], mask)


@wrong(
    "multi_head_attention",
    {
        "split into heads": "one head with all d features",
        "output layer": "you have no output layer; ",
        "a text without tokens": "",
    },
)
def one_head(X, memory, params, n_heads, mask=None):
    Q, K, V = projected(X, memory, params)
    return scratch.attention(Q, K, V, None if mask is None else mask[:, None])[0]


@wrong(
    "multi_head_attention",
    {
        "X asks, the memory answers": "keys and values from X",
        "a text without tokens": "from padding",
    },
)
def self_attention(X, memory, params, n_heads, mask=None):
    n, T, d = X.shape
    Q, K, V = (
        rows.reshape(n, T, n_heads, -1).transpose(0, 2, 1, 3) for rows in projected(X, X, params)
    )
    heads = scratch.attention(Q, K, V, None if mask is None else mask[:, None, None])[0]
    return heads.transpose(0, 2, 1, 3).reshape(n, T, d) @ params["W_O"] + params["b_O"]


@wrong("multi_head_attention", dict.fromkeys(PARTS["multi_head_attention"].ideas, "output: "))
def shortcut_inside(X, memory, params, n_heads, mask=None):  # not foreseen
    return X + scratch.multi_head_attention(X, memory, params, n_heads, mask)[0]


def norm(X, params, name):
    return scratch.layer_norm(X, params[f"{name}_norm.gamma"], params[f"{name}_norm.beta"])[0]


def attend(X, memory, params, n_heads, mask):
    of = {name[10:]: array for name, array in params.items() if name.startswith("attention.")}
    return scratch.multi_head_attention(X, memory, of, n_heads, mask)[0]


def feed(X, params, activation=scratch.gelu):
    h = activation(X @ params["feed_forward.W1"] + params["feed_forward.b1"])
    return h @ params["feed_forward.W2"] + params["feed_forward.b2"]


@right("transformer_block")
def in_four_lines(X, params, n_heads, mask=None):
    Y = norm(X, params, "attention")
    X = X + attend(Y, Y, params, n_heads, mask)
    erf = np.vectorize(math.erf)
    return X + feed(
        norm(X, params, "feed_forward"), params, lambda z: z / 2 * (1 + erf(z / 2**0.5))
    )


@wrong(
    "transformer_block",
    {
        "a norm before each part": "you have each norm after its sum, as in the paper; here it "
        "comes before: X + attention(norm(X)), then X + feed_forward(norm(X)).",
        "GELU": "you have a feed-forward layer with ReLU; use GELU.",
    },
)
def as_in_the_paper(X, params, n_heads, mask=None):
    X = norm(X + attend(X, X, params, n_heads, mask), params, "attention")
    return norm(X + feed(X, params, scratch.relu), params, "feed_forward")


@wrong(
    "transformer_block",
    {
        "queries, keys and values from the norm": "keys and values from X without its norm",
        "mask": "you have attention to padding; give the mask to the attention.",
    },
)
def queries_alone(X, params, n_heads, mask=None):
    X = X + attend(norm(X, params, "attention"), X, params, n_heads, None)
    return X + feed(norm(X, params, "feed_forward"), params)


@wrong("transformer_block", {"shortcuts": "the shortcut starts before the norm: add X itself"})
def variable_used_again(X, params, n_heads, mask=None):
    X = norm(X, params, "attention")
    X = X + attend(X, X, params, n_heads, mask)
    return X + feed(norm(X, params, "feed_forward"), params)


@wrong(
    "transformer_block",
    {
        "shortcuts": "you have no shortcut beside the attention; add X.",
        "a norm before each part": "that has a norm of its own",
        "GELU": "the tanh form of GELU",
    },
)
def three_mistakes_in_a_block(X, params, n_heads, mask=None):
    Y = norm(X, params, "attention")
    X = attend(Y, Y, params, n_heads, mask)
    return X + feed(
        norm(X, params, "attention"),
        params,
        lambda z: z / 2 * (1 + np.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3))),
    )


@wrong("transformer_block", dict.fromkeys(PARTS["transformer_block"].ideas, "output: "))
def a_norm_at_the_end(X, params, n_heads, mask=None):  # not foreseen
    X = in_order(X, params, n_heads, mask)
    return X / np.sqrt((X**2).mean(axis=-1, keepdims=True))


def in_order(X, params, n_heads, mask):
    Y = norm(X, params, "attention")
    X = X + attend(Y, Y, params, n_heads, mask)
    return X + feed(norm(X, params, "feed_forward"), params)


@wrong("attention", {"large scores": "the largest of all scores subtracted from every row"})
def one_largest_for_all(Q, K, V, mask=None):
    scores = Q @ K.swapaxes(-1, -2) / math.sqrt(Q.shape[-1])
    if mask is not None:
        scores = np.where(mask, scores, -1e9)
    e = np.exp(scores - scores.max())
    weights = e / e.sum(axis=-1, keepdims=True)
    return weights @ V, weights


def heads(X, memory, params, n_heads, scores_of):
    Q, K, V = (
        np.split(rows @ params[f"W_{role}"] + params[f"b_{role}"], n_heads, axis=2)
        for role, rows in zip("QKV", (X, memory, memory), strict=True)
    )
    joined = [softmax(scores_of(q @ k.swapaxes(1, 2))) @ v for q, k, v in zip(Q, K, V, strict=True)]
    return np.concatenate(joined, axis=2) @ params["W_O"] + params["b_O"]


def without_empty_texts(output, mask):
    return output if mask is None else output * mask.any(axis=1)[:, None, None]


@wrong("multi_head_attention", {"split into heads": "scores without the scale"})
def heads_without_scale(X, memory, params, n_heads, mask=None):
    def scores_of(products):
        return products if mask is None else np.where(mask[:, None], products, -1e9)

    return without_empty_texts(heads(X, memory, params, n_heads, scores_of), mask)


@wrong("multi_head_attention", {"mask": "a score of 0 where the mask is False"})
def heads_with_score_0(X, memory, params, n_heads, mask=None):
    def scores_of(products):
        scores = products / math.sqrt(X.shape[2] / n_heads)
        return scores if mask is None else scores * mask[:, None]

    return without_empty_texts(heads(X, memory, params, n_heads, scores_of), mask)


test_right_answers, test_wrong_answers = checked(ANSWERS)
