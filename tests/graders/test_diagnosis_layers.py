"""Diagnoses of dense layers, layer normalisation, feed-forward layers and positions."""

import math

import numpy as np
from learners import Answers, checked

ANSWERS = Answers()
right, wrong = ANSWERS.right, ANSWERS.wrong


@right("dense")
def with_dot(X, W, b):
    return np.dot(X, W) + np.ones((*X.shape[:-1], 1)) * b


@right("dense")
def with_bias_as_weight(X, W, b):
    ones = np.ones((*X.shape[:-1], 1))
    return np.concatenate([X, ones], axis=-1) @ np.vstack([W, b])


@wrong("dense", {"biases": "you have the weighted sums without the biases; add b."})
def forgot_the_bias(X, W, b):
    return np.einsum("...d,du->...u", X, W)


@wrong("dense", {"weighted sums": "the ReLU of the logits", "biases": "the biases subtracted"})
def threshold_and_relu(X, W, b):
    sums = X @ W
    return np.where(sums > b, sums - b, 0)


@wrong("dense", {"every time step": "Z: expected the shape (2, 3, 5), got the shape (2, 5, 4)."})
def tables_only(X, W, b):
    return np.array([[sum(x * w) + bias for w, bias in zip(W.T, b, strict=True)] for x in X])


@wrong("dense", {"weighted sums": "Z: "})
def leaky(X, W, b):  # not foreseen; above 0 it is right
    Z = X @ W + b
    return np.where(Z > 0, Z, 0.1 * Z)


@right("dense_backward")
def with_loops(dZ, X, W):
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(W.shape[1])
    for at in np.ndindex(X.shape[:-1]):
        dX[at] = W @ dZ[at]
        dW += np.outer(X[at], dZ[at])
        db += dZ[at]
    return dX, dW, db


def rows(A):
    return A.reshape(-1, A.shape[-1])


@wrong("dense_backward", {"dW": "dW divided by n", "db": "db divided by n"})
def mean_over_the_batch(dZ, X, W):
    n = X.shape[0]
    return np.matmul(dZ, W.T), rows(X).T @ rows(dZ) / n, rows(dZ).sum(0) / n


@wrong(
    "dense_backward",
    {"db": "you have db as a table with one row; without keepdims it has the shape of b."},
)
def keepdims(dZ, X, W):
    db = np.sum(rows(dZ), axis=0, keepdims=True)
    return dZ @ W.transpose(), np.tensordot(X, dZ, axes=(range(X.ndim - 1),) * 2), db


@wrong(
    "dense_backward",
    {
        "every time step": "a dW for each text; add them up, they share one W. "
        "you have db added up over the texts alone"
    },
)
def forgot_the_time_axis(dZ, X, W):
    return dZ @ W.T, np.swapaxes(X, -1, -2) @ dZ, np.sum(dZ, axis=0)


@wrong("dense_backward", {"dX": "the order dW, db, dX", "db": "dZ itself as db"})
def other_order_and_no_sum(dZ, X, W):
    return rows(X).T @ rows(dZ), dZ, dZ @ W.T


@wrong(
    "dense_backward",
    {"dW": "dW: every number is 2 times", "every time step": "dW: every number is 2 times"},
)
def twice_dW(dZ, X, W):  # not foreseen; where dX and db are asked for, dW is 0
    return dZ @ W.T, 2 * rows(X).T @ rows(dZ), rows(dZ).sum(axis=0)


@right("layer_norm")
def with_std(X, gamma, beta, epsilon=1e-5):
    d = X.shape[-1]
    centred = X - X.sum(-1, keepdims=True) / d
    return gamma * centred * ((centred**2).sum(-1, keepdims=True) / d + epsilon) ** -0.5 + beta


@right("layer_norm")
def token_by_token(X, gamma, beta, epsilon=1e-5):
    def token(x):
        return gamma * (x - x.mean()) / np.sqrt(np.var(x) + epsilon) + beta

    return np.apply_along_axis(token, -1, X)


@wrong(
    "layer_norm",
    {"variance 1": "the variance with d − 1", "ε under the root": "ε added after the root"},
)
def with_ddof(X, gamma, beta, epsilon=1e-5):
    deviation = X.std(axis=-1, keepdims=True, ddof=1)
    return (X - X.mean(axis=-1, keepdims=True)) / (deviation + epsilon) * gamma + beta


@wrong(
    "layer_norm",
    {
        "each token on its own": "you have each feature normalised over texts and "
        "time steps, as batch normalisation does; normalise the last axis."
    },
)
def batch_norm(X, gamma, beta, epsilon=1e-5):
    table = X.reshape(-1, X.shape[-1])
    Y = (table - table.mean(0)) / np.sqrt(table.var(0) + epsilon)
    return Y.reshape(X.shape) * gamma + beta


@wrong(
    "layer_norm",
    {
        "mean 0": "numbers whose mean is not 0; subtract μ from x. you have the mean "
        "of x² in place of the variance"
    },
)
def rms_norm(X, gamma, beta, epsilon=1e-5):
    return gamma * X / np.sqrt(np.mean(X * X, -1, keepdims=True) + epsilon) + beta


@wrong("layer_norm", {"γ and β": "β x̂ + γ; γ is the scale"})
def scale_and_shift_exchanged(X, gamma, beta, epsilon=1e-5):
    mu, variance = np.mean(X, -1)[..., None], np.var(X, -1)[..., None]
    return (X - mu) * beta / np.sqrt(variance + epsilon) + gamma


@wrong("layer_norm", {"each token on its own": "Y: "})
def median(X, gamma, beta, epsilon=1e-5):  # not foreseen; often it is the mean
    centred = X - np.median(X, axis=-1, keepdims=True)
    return gamma * centred / np.sqrt(X.var(axis=-1, keepdims=True) + epsilon) + beta


def normalised(X, epsilon):
    sigma = np.sqrt(X.var(-1, keepdims=True) + epsilon)
    return (X - X.mean(-1, keepdims=True)) / sigma, sigma


@right("layer_norm_backward")
def with_jacobians(dY, X, gamma, beta, epsilon):
    X_hat, sigma = normalised(X, epsilon)
    d = X.shape[-1]
    outer = X_hat[..., :, None] * X_hat[..., None, :]
    jacobian = (np.eye(d) - 1 / d - outer / d) / sigma[..., None]
    dX = (jacobian @ (dY * gamma)[..., None])[..., 0]
    return dX, np.einsum("ntd,ntd->d", dY, X_hat), dY.sum((0, 1))


@right("layer_norm_backward")
def by_the_chain_of_the_paper(dY, X, gamma, beta, epsilon):
    d = X.shape[-1]
    centred = X - X.mean(-1, keepdims=True)
    variance = X.var(-1, keepdims=True)
    inverse = 1 / np.sqrt(variance + epsilon)
    dX_hat = dY * gamma
    dvariance = (dX_hat * centred * -0.5 * inverse**3).sum(-1, keepdims=True)
    dmu = -(dX_hat * inverse).sum(-1, keepdims=True)
    dX = dX_hat * inverse + dvariance * 2 * centred / d + dmu / d
    return dX, (dY * centred * inverse).sum(0).sum(0), dY.sum(0).sum(0)


@wrong(
    "layer_norm_backward",
    {
        "dX: through μ": "as if μ did not change with x",
        "dX: through σ": "as if σ did not change with x",
    },
)
def constants(dY, X, gamma, beta, epsilon):
    X_hat, sigma = normalised(X, epsilon)
    return gamma * dY / sigma, (dY * X_hat).sum((0, 1)), dY.sum((0, 1))


@wrong("layer_norm_backward", {"dX: γ and σ": "d times dX", "dgamma": "dgamma as the sum of dY x"})
def forgot_to_divide(dY, X, gamma, beta, epsilon):
    X_hat, sigma = normalised(X, epsilon)
    g, d = gamma * dY, X.shape[-1]
    dX = d * g - g.sum(-1, keepdims=True) - X_hat * (g * X_hat).sum(-1, keepdims=True)
    return dX / sigma, (dY * X).sum((0, 1)), dY.sum((0, 1))


@wrong(
    "layer_norm_backward",
    {
        "dgamma": "dgamma added up over the texts alone",
        "dbeta": "dbeta added up over the texts alone",
    },
)
def axis_0(dY, X, gamma, beta, epsilon):
    dX, _, _ = with_jacobians(dY, X, gamma, beta, epsilon)
    return dX, (dY * normalised(X, epsilon)[0]).sum(0), dY.sum(0)


@wrong("layer_norm_backward", {"dgamma": "dgamma: every number is 3 times what it should be."})
def three_times_dgamma(dY, X, gamma, beta, epsilon):  # not foreseen, and 0 for the other ideas
    dX, dgamma, dbeta = with_jacobians(dY, X, gamma, beta, epsilon)
    return dX, 3 * dgamma, dbeta


@right("feed_forward")
def step_by_step(X, params):
    output = np.empty_like(X)
    for i, text in enumerate(X):
        for t, x in enumerate(text):
            h = params["W1"].T @ x + params["b1"]
            h[h < 0] = 0
            output[i, t] = params["W2"].T @ h + params["b2"]
    return output


@wrong(
    "feed_forward",
    {
        "ReLU in the middle": "you have no activation between the two layers; take "
        "ReLU of the first."
    },
)
def two_layers(X, params):
    return (X @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"]


@wrong(
    "feed_forward",
    {
        "both biases": "the second layer without its biases",
        "nothing after the second layer": "X added to the output",
    },
)
def with_residual(X, params):
    Z = X @ params["W1"] + params["b1"]
    return X + (Z * (Z > 0)) @ params["W2"]


@wrong("feed_forward", {"ReLU in the middle": "output: "})
def elu_inside(X, params):  # not foreseen; above 0 it is ReLU
    Z = X @ params["W1"] + params["b1"]
    return np.where(Z > 0, Z, np.expm1(Z)) @ params["W2"] + params["b2"]


@right("positions")
def with_two_loops(T, d):
    code = np.zeros((T, d))
    for t in range(T):
        for k in range(d // 2):
            angle = t / 10000 ** (2 * k / d)
            code[t, k], code[t, d // 2 + k] = np.sin(angle), np.cos(angle)
    return code


@wrong(
    "positions",
    {
        "sines, then cosines": "you have sines and cosines in turn, as in the paper; "
        "put all sines in the first half of the columns and all cosines in the second."
    },
)
def as_in_the_paper(T, d):
    code = np.zeros((T, d))
    angle = np.arange(T)[:, None] / np.power(10000, np.arange(0, d, 2) / d)
    code[:, 0::2] = np.sin(angle)
    code[:, 1::2] = np.cos(angle)
    return code


@wrong(
    "positions",
    {"angles": "the exponent k / d", "one row for each position": "a first row for t = 1"},
)
def counted_from_1(T, d):
    k = np.arange(d / 2)
    angle = np.outer(np.arange(1, T + 1), 1 / 10000 ** (k / d))
    return np.hstack([np.sin(angle), np.cos(angle)])


@wrong("positions", {"angles": "code: "})
def halves(T, d):  # not foreseen; its first angle is t, and all angles are 0 at t = 0
    angle = np.arange(T)[:, None] / 2.0 ** np.arange(d // 2)
    return np.hstack([np.sin(angle), np.cos(angle)])


@wrong("layer_norm", {"variance 1": "the sum of squares where their mean belongs"})
def sum_of_squares(X, gamma, beta, epsilon=1e-5):
    centred = X - X.mean(axis=-1, keepdims=True)
    variance = (centred**2).sum(axis=-1, keepdims=True)
    return gamma * centred / np.sqrt(variance + epsilon) + beta


@wrong("layer_norm", {"ε under the root": "1e-5 for ε, whatever is asked for"})
def one_epsilon_for_all(X, gamma, beta, epsilon=1e-5):
    centred = X - X.mean(axis=-1, keepdims=True)
    return gamma * centred / np.sqrt(X.var(axis=-1, keepdims=True) + 1e-5) + beta


@wrong("feed_forward", {"ReLU in the middle": "GELU in the middle"})
def with_gelu(X, params):
    z = X @ params["W1"] + params["b1"]
    h = z * (1 + np.vectorize(math.erf)(z / math.sqrt(2))) / 2
    return h @ params["W2"] + params["b2"]


@wrong("positions", {"angles": "exponents that go up to 1; 2k / d stays below it. you have 1000"})
def right_for_8_features_alone(T, d):
    angle = np.arange(T)[:, None] / 1000.0 ** (np.arange(d // 2) / max(d // 2 - 1, 1))
    return np.hstack([np.sin(angle), np.cos(angle)])


test_right_answers, test_wrong_answers = checked(ANSWERS)
