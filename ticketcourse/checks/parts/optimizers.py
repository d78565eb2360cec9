"""What is known about a learner's step of SGD and of momentum."""

import numpy as np

from ticketcourse.checks.part import Idea, Part


def _sgd_step(wrong, theta, g, learning_rate):
    if "no learning rate" in wrong:
        learning_rate = 1
    elif "divided" in wrong:
        learning_rate = 1 / learning_rate
    if "sign of g" in wrong:
        g = np.sign(g)
    change = learning_rate * g if "uphill" in wrong else -learning_rate * g
    return change if "change alone" in wrong else theta + change


SGD_STEP = Part(
    "sgd_step",
    "theta",
    _sgd_step,
    {
        "against the gradient": Idea(
            lambda rng: (rng.normal(size=(2, 3)), rng.normal(size=(2, 3)), 1.0),
            {
                "uphill": "a step along the gradient, which makes the loss larger; subtract it",
                "change alone": "the change alone; add it to θ",
                "sign of g": "a step of the same size for every number; multiply α by g itself",
            },
        ),
        "learning rate": Idea(
            lambda rng: (rng.normal(size=(2, 3)), rng.normal(size=(2, 3)), rng.uniform(0.1, 0.5)),
            {
                "no learning rate": "a step without the learning rate; multiply g by α",
                "divided": "g divided by the learning rate; multiply g by α",
            },
        ),
    },
)


def _momentum_step(wrong, theta, g, v, learning_rate, beta):
    before = v
    if "no memory" in wrong:
        v = g
    elif "no beta" in wrong:
        v = before + g
    elif "average" in wrong:
        v = beta * before + (1 - beta) * g
    elif "beta at g" in wrong:
        v = before + beta * g
    elif "rate inside" in wrong:
        v = beta * before - learning_rate * g
        return theta + v, v
    elif "rate inside, subtracted" in wrong:
        v = beta * before + learning_rate * g
        return theta - v, v
    else:
        v = beta * before + g
    step = v
    if "old velocity" in wrong:
        step = before
    elif "gradient alone" in wrong:
        step = g
    elif "look ahead" in wrong:
        step = g + beta * v
    if "no learning rate" not in wrong:
        step = learning_rate * step
    return theta + step if "uphill" in wrong else theta - step, v


def _velocity(rng):
    theta, g, v = rng.normal(size=(3, 2, 4))
    return theta, g, v, 0.0, rng.uniform(0.6, 0.8)  # α = 0: θ stays


def _move(rng):
    theta, v = rng.normal(size=(2, 2, 4))
    # g = 0: how much of it goes into v changes nothing.
    return theta, np.zeros((2, 4)), v, rng.uniform(0.1, 0.5), rng.uniform(0.6, 0.8)


MOMENTUM_STEP = Part(
    "momentum_step",
    "theta, v",
    _momentum_step,
    {
        "velocity v = β v + g": Idea(
            _velocity,
            {
                "no memory": "the gradient as velocity; add β times the old v",
                "no beta": "the old velocity whole; multiply it by β",
                "average": "β v + (1 − β) g, a running mean; add g whole",
                "beta at g": "β at the gradient; it belongs to the old velocity",
                **dict.fromkeys(
                    ("rate inside", "rate inside, subtracted"),
                    "the learning rate inside v; keep v = β v + g, and step by α v",
                ),
            },
        ),
        "step θ = θ − α v": Idea(
            _move,
            {
                "old velocity": "a step by the old velocity; compute the new one first",
                "gradient alone": "a step by the gradient, as if there were no velocity; step by v",
                "look ahead": "Nesterov's step, by g + β v; step by v",
                "uphill": "a step along the velocity; subtract it",
                "no learning rate": "a step without the learning rate; multiply v by α",
            },
        ),
    },
)

PARTS = (SGD_STEP, MOMENTUM_STEP)
