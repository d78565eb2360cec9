"""Diagnoses of losses, their gradients, and the steps of optimizers."""

import numpy as np
from learners import Answers, checked

from ticketcourse.checks import diagnose
from ticketcourse.checks.parts import PARTS

ANSWERS = Answers()
right, wrong = ANSWERS.right, ANSWERS.wrong
REDUCTION = "sum over labels, mean over tickets"


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


@right("binary_cross_entropy")
def with_logaddexp(z, y):
    return np.mean(np.sum(np.logaddexp(0, z) - y * z, axis=1))


@right("binary_cross_entropy")
def with_signs(z, y):
    z = np.where(y == 1, -z, z)
    total = 0.0
    for logit in z.ravel():
        total += max(logit, 0) + np.log(1 + np.exp(-abs(logit)))
    return total / z.shape[0]


@wrong("binary_cross_entropy", {REDUCTION: "the mean over tickets and labels", "large logits": "∞"})
def frameworks_mean(z, y):
    return np.mean(np.log(1 + np.exp(z)) - y * z)


@wrong(
    "binary_cross_entropy",
    {
        "both terms": "add (1 − y) log(1 − p)",
        "large logits": "you have p kept away from 0 and 1, which makes a large loss too small; "
        "compute the loss from z without p.",
    },
)
def clipped_and_one_term(z, y):
    p = np.maximum(np.minimum(sigmoid(z), 1 - 1e-7), 1e-7)
    return -np.sum(np.log(p) * y) / len(y)


@wrong("binary_cross_entropy", {REDUCTION: "a loss for each ticket; take their mean"})
def for_each_ticket(z, y):
    return np.sum(np.maximum(0, z) - z * y + np.log1p(np.exp(-np.abs(z))), axis=-1)


@wrong("binary_cross_entropy", {"p = σ(z)": "put it through the sigmoid"})
def takes_z_for_p(z, y):
    return -(np.log(z) * y + np.log(1 - z) * (1 - y)).sum(axis=1).mean()


@wrong("binary_cross_entropy", {"p = σ(z)": "loss: ", "large logits": "p kept away from 0 and 1"})
def hard_sigmoid(z, y):  # not foreseen
    p = np.clip(z / 6 + 0.5, 1e-7, 1 - 1e-7)
    return -(y * np.log(p) + (1 - y) * np.log(1 - p)).sum(axis=1).mean()


@right("binary_cross_entropy_backward")
def label_by_label(dloss, z, y):
    dz = np.zeros_like(z)
    for at in np.ndindex(z.shape):
        dz[at] = dloss * (0.5 * np.tanh(z[at] / 2) + 0.5 - y[at]) / z.shape[0]
    return dz


@wrong("binary_cross_entropy_backward", {"p − y": "y − p", "divided by n": "no division by n"})
def forgot_n(dloss, z, y):
    return dloss * (y - sigmoid(z))


@wrong("binary_cross_entropy_backward", {"large logits": "the two cancel to p − y"})
def by_the_chain_rule(dloss, z, y):
    p = sigmoid(z)
    dp = dloss * (p - y) / (p * (1 - p)) / len(z)
    return dp * p * (1 - p)


@wrong("binary_cross_entropy_backward", {"p − y": "dz: ", "chain rule": "dz: 12 of 12 numbers"})
def too_steep(dloss, z, y):  # without dloss, and with a sigmoid that is not foreseen
    return (sigmoid(3 * z) - y) / len(z)


@right("softmax_cross_entropy")
def by_rows(z, y):
    losses = [np.logaddexp.reduce(row) * t.sum() - row @ t for row, t in zip(z, y, strict=True)]
    return sum(losses) / len(losses)


@wrong(
    "softmax_cross_entropy",
    {
        "targets that share": "the loss of the label with the largest y alone",
        "large logits": "∞, from log 0",
    },
)
def by_argmax(z, y):
    e = np.exp(z - z.max(1)[:, None])
    p = e / e.sum(1)[:, None]
    return -np.log(p[np.arange(len(z)), y.argmax(axis=1)]).mean()


@wrong(
    "softmax_cross_entropy",
    {"mean over tickets": "the mean over tickets and labels", "large logits": "NaN, from log 0"},
)
def textbook(z, y):
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    return -np.mean(y * np.log(p))


@wrong("softmax_cross_entropy", {"large logits": "p kept away from 0 and 1"})
def with_a_small_number(z, y):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return -(y * np.log(e / e.sum(axis=1, keepdims=True) + 1e-12)).sum() / len(z)


@wrong(
    "softmax_cross_entropy",
    {
        "softmax over the labels": "the sigmoid of each z",
        "−Σ y log p": "the loss of 1 − y and 1 − p added",
    },
)
def binary_for_one_label(z, y):
    return np.mean(np.sum(np.logaddexp(0, z) - z * y, axis=1))


@right("softmax_cross_entropy_backward")
def with_logs(dloss, z, y):
    log_p = z - np.logaddexp.reduce(z, axis=-1)[:, None]
    return (np.exp(log_p) - y) * (dloss / z.shape[0])


@wrong(
    "softmax_cross_entropy_backward",
    {"divided by n": "a division by n L", "large logits": "subtract each row's largest z first"},
)
def mean_of_all(dloss, z, y):
    p = np.exp(z) / np.sum(np.exp(z), axis=-1)[:, np.newaxis]
    return dloss * (p - y) / y.size


@wrong("softmax_cross_entropy_backward", {"p − y": "a gradient at the right label alone"})
def only_the_right_label(dloss, z, y):
    dz = np.zeros(z.shape)
    e = np.exp(z - z.max(1, keepdims=True))
    for i, label in enumerate(y.argmax(1)):
        dz[i, label] = (e[i, label] / e[i].sum() - 1) / len(z)
    return dz * dloss


@right("sgd_step")
def number_by_number(theta, g, learning_rate):
    new = [t - learning_rate * s for t, s in zip(theta.ravel(), g.ravel(), strict=True)]
    return np.array(new).reshape(theta.shape)


@wrong("sgd_step", {"inputs left unchanged": "work on a copy"})
def sgd_in_place(theta, g, learning_rate):
    theta -= learning_rate * g
    return theta


@wrong("sgd_step", {"against the gradient": "which makes the loss larger; subtract it"})
def gradient_ascent(theta, g, learning_rate):
    return np.add(theta, np.multiply(g, learning_rate))


@wrong("sgd_step", {"learning rate": "theta: "})
def squared_rate(theta, g, learning_rate):  # not foreseen; 1 is its own square
    return theta - learning_rate**2 * g


@right("momentum_step")
def momentum_by_change(theta, g, v, learning_rate, beta):
    change = -learning_rate * beta * v - learning_rate * g
    return theta + change, (g + beta * v)


@wrong("momentum_step", {"velocity v = β v + g": "a running mean; add g whole"})
def running_mean(theta, g, v, learning_rate, beta):
    v = (1 - beta) * (g - v) + v
    return theta - v * learning_rate, v


@wrong(
    "momentum_step",
    {"step θ = θ − α v": "you have a step by the old velocity; compute the new one first."},
)
def too_early(theta, g, v, learning_rate, beta):
    theta = theta - learning_rate * v
    return theta, beta * v + g


@wrong("momentum_step", {"velocity v = β v + g": "the learning rate inside v"})
def as_in_keras(theta, g, v, learning_rate, beta):
    v = v * beta - g * learning_rate
    return theta + v, v


@wrong("momentum_step", {"step θ = θ − α v": "theta: "})
def plus_gradient(theta, g, v, learning_rate, beta):  # not foreseen
    v = beta * v + g
    return theta - learning_rate * (v + v * beta**2), v


@right("adam_step")
def as_in_the_last_line_of_section_2(theta, g, m, v, t, learning_rate, beta1, beta2, epsilon):
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g * g - v)
    root = np.sqrt(1 - beta2**t)
    rate = learning_rate * root / (1 - beta1**t)
    return theta - rate * m / (np.sqrt(v) + epsilon * root), m, v


@wrong(
    "adam_step",
    {
        "bias correction": "you have a step without bias correction; divide m by "
        "1 − β₁^t and v by 1 − β₂^t.",
        "ε after the root": "ε under the root",
    },
)
def rmsprop_with_momentum(theta, g, m, v, t, learning_rate, beta1, beta2, epsilon):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    return theta - learning_rate * m / (v + epsilon) ** 0.5, m, v


@wrong("adam_step", {"second moment v": "g in v; square it"})
def no_square(theta, g, m, v, t, learning_rate, beta1, beta2, epsilon):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return theta - learning_rate * m_hat / (v_hat**0.5 + epsilon), m, v


@wrong(
    "adam_step",
    {
        "bias correction": "t one too small; the first step has t = 1",
        "step": "a step along the gradient",
    },
)
def counted_from_0(theta, g, m, v, t, learning_rate, beta1, beta2, epsilon):
    t = t - 1
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    step = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + epsilon)
    return theta + learning_rate * step, m, v


@wrong("adam_step", {"bias correction": "the corrected moments returned"})
def overwritten(theta, g, m, v, t, learning_rate, beta1, beta2, epsilon):
    m = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)
    v = (beta2 * v + (1 - beta2) * g**2) / (1 - beta2**t)
    return theta - learning_rate * m / (np.sqrt(v) + epsilon), m, v


@wrong("adam_step", {"bias correction": "theta: "})
def correction_added(theta, g, m, v, t, learning_rate, beta1, beta2, epsilon):  # not foreseen
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 + beta1**t), v / (1 + beta2**t)
    return theta - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v


@wrong("momentum_step", {"velocity v = β v + g": "the learning rate inside v"})
def rate_inside_and_subtracted(theta, g, v, learning_rate, beta):
    v = beta * v + learning_rate * g
    return theta - v, v


def log_softmax(z, axis=1):
    return z - np.logaddexp.reduce(z, axis=axis, keepdims=True)


@wrong("softmax_cross_entropy", {"softmax over the labels": "softmax over the tickets"})
def stable_over_tickets(z, y):
    return -(y * log_softmax(z, axis=0)).sum(axis=1).mean()


@wrong(
    "softmax_cross_entropy",
    {
        "softmax over the labels": "z used as if it were a probability",
        "−Σ y log p": "−Σ y p; take the logarithm",
    },
)
def neither_softmax_nor_log(z, y):
    return -(y * z).sum(axis=1).mean()


@wrong(
    "binary_cross_entropy",
    # With z = 0 it happens to be the mean over tickets and labels, in bits.
    dict.fromkeys(PARTS["binary_cross_entropy"].ideas, "loss: the number is "),
)
def squared_error(z, y):  # not foreseen
    return ((0.5 * (1 + np.tanh(z / 2)) - y) ** 2).sum() / len(z)


test_right_answers, test_wrong_answers = checked(ANSWERS)


def test_a_learner_reads_the_ideas_and_what_to_do():
    assert str(diagnose("binary_cross_entropy", frameworks_mean)) == (
        "binary_cross_entropy(z, y) -> loss: 3 of 5 ideas are right.\n"
        "  ✓ p = σ(z)\n"
        "  ✓ both terms\n"
        "  ✗ sum over labels, mean over tickets: you have the mean over tickets and labels; add up "
        "the labels of each ticket.\n"
        "  ✗ large logits: you have ∞, from log 0 or from an e^z larger than any number; compute "
        "max(z, 0) − z y + log(1 + e^(−|z|)).\n"
        "  ✓ inputs left unchanged"
    )
