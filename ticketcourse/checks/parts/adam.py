"""What is known about a learner's step of Adam."""

import numpy as np

from ticketcourse.checks.part import Idea, Part


def _adam_step(wrong, theta, g, m, v, t, learning_rate, beta1, beta2, epsilon):
    m = _moment(wrong, "m", g, m, beta1)
    square = np.abs(g) if "v of size" in wrong else g if "v of g" in wrong else g**2
    v = _moment(wrong, "v", square, v, beta1 if "v with β1" in wrong else beta2)
    m_hat, v_hat = _corrected(wrong, m, v, t, beta1, beta2)
    root = _root(wrong, v_hat, epsilon)
    step = (g if "gradient alone" in wrong else m_hat) / root
    if "no learning rate" not in wrong:
        step = learning_rate * step
    theta = theta + step if "uphill" in wrong else theta - step
    return (theta, m_hat, v_hat) if "corrected kept" in wrong else (theta, m, v)


def _moment(wrong, name, g, before, beta):
    if f"{name} forgets" in wrong:
        return (1 - beta) * g
    if f"{name} weights swapped" in wrong:
        beta = 1 - beta
    if f"{name} g whole" in wrong:
        return beta * before + g
    return beta * before + (1 - beta) * g


def _corrected(wrong, m, v, t, beta1, beta2):
    if "not corrected" in wrong:
        return m, v
    if "t from 0" in wrong:
        t = t - 1
    elif "t too high" in wrong:
        t = t + 1
    elif "no power" in wrong:
        t = 1
    if "multiplied" in wrong:
        return m * (1 - beta1**t), v * (1 - beta2**t)
    m_hat = m if "only v corrected" in wrong else m / (1 - beta1**t)
    return m_hat, v if "only m corrected" in wrong else v / (1 - beta2**t)


def _root(wrong, v_hat, epsilon):
    if "no root" in wrong:
        return v_hat + epsilon
    if "ε inside" in wrong:
        return np.sqrt(v_hat + epsilon)
    return np.sqrt(v_hat) + (0 if "no ε" in wrong else epsilon)


_LATE = 2000  # a step so late that the correction changes nothing
_TINY = 1e-10  # an ε that changes nothing


def _first_moment(rng):
    theta, g, m = rng.normal(size=(3, 2, 4))
    return theta, g, m, g**2, _LATE, 0.0, rng.uniform(0.6, 0.8), 0.9, _TINY  # v stays g²; α = 0


def _second_moment(rng):
    theta, g = rng.normal(size=(2, 2, 4))
    v = rng.uniform(0.5, 1.5, size=(2, 4))
    return theta, g, g, v, _LATE, 0.0, 0.9, rng.uniform(0.6, 0.8), _TINY  # m stays g; α = 0


def _early(rng):
    theta, g = rng.normal(size=(2, 2, 4))
    return theta, g, g, g**2, 3, rng.uniform(0.1, 0.5), 0.8, 0.9, _TINY  # m stays g, and v g²


def _late(epsilon):
    def draw(rng):
        theta, m = rng.normal(size=(2, 2, 4))
        v = rng.uniform(0.5, 1.5, size=(2, 4))
        # g = 0 and β = 1/2: how g goes into the moments changes nothing.
        return theta, np.zeros((2, 4)), m, v, _LATE, rng.uniform(0.1, 0.5), 0.5, 0.5, epsilon

    return draw


ADAM_STEP = Part(
    "adam_step",
    "theta, m, v",
    _adam_step,
    {
        "first moment m": Idea(
            _first_moment,
            {
                "m forgets": "m without its old value; add β₁ m",
                "m weights swapped": "β₁ at the gradient and 1 − β₁ at the old m; exchange them",
                "m g whole": "β₁ m + g; multiply g by 1 − β₁",
            },
        ),
        "second moment v": Idea(
            _second_moment,
            {
                "v forgets": "v without its old value; add β₂ v",
                "v weights swapped": "β₂ at g² and 1 − β₂ at the old v; exchange them",
                "v g whole": "β₂ v + g²; multiply g² by 1 − β₂",
                "v of g": "g in v; square it",
                "v of size": "the size of g in v; square g",
                "v with β1": "β₁ in v; v has its own β₂",
            },
        ),
        "bias correction": Idea(
            _early,
            {
                "not corrected": "a step without bias correction; divide m by 1 − β₁^t and v by "
                "1 − β₂^t",
                "only m corrected": "m corrected and v not; divide v by 1 − β₂^t",
                "only v corrected": "v corrected and m not; divide m by 1 − β₁^t",
                "no power": "m divided by 1 − β₁ and v by 1 − β₂ at every step; take β to the "
                "power t",
                "t from 0": "t one too small; the first step has t = 1",
                "t too high": "t one too large; t is already the number of this step",
                "multiplied": "m multiplied by 1 − β₁^t and v by 1 − β₂^t; divide, they are too "
                "small",
                "corrected kept": "the corrected moments returned; return m and v, and correct "
                "for the step alone",
            },
        ),
        "step": Idea(
            _late(_TINY),
            {
                "uphill": "a step along the gradient, which makes the loss larger; subtract it",
                "no learning rate": "a step without the learning rate; multiply it by α",
                "gradient alone": "g divided by the root of v; divide m",
                "no root": "m divided by v; divide it by the root of v",
            },
        ),
        "ε after the root": Idea(
            _late(0.3),
            {
                "no ε": "no ε; add it to the root of v",
                "ε inside": "ε under the root; add it to the root",
            },
        ),
    },
)

PARTS = (ADAM_STEP,)
