"""What is known about a learner's layer normalisation and its gradients."""

import numpy as np

from ticketcourse.checks.part import Idea, Part

# Axes of (texts, time steps, features) that a mean may run over by mistake.
_WRONG_AXES = {
    "each feature": (0, 1),
    "over texts": 0,
    "over steps": 1,
    "whole text": (1, 2),
    "everything": (0, 1, 2),
}


def _layer_norm(wrong, X, gamma, beta, epsilon=1e-5):
    axis = next((_WRONG_AXES[name] for name in _WRONG_AXES if name in wrong), -1)
    if "scaled first" in wrong:
        X = gamma * X + beta
    mu = X.mean(axis=axis, keepdims=True)
    variance = X.var(axis=axis, keepdims=True, ddof=1 if "d - 1" in wrong else 0)
    if "sum of squares" in wrong:
        variance = variance * X.shape[-1]
    if "mean of squares" in wrong:
        variance = (X**2).mean(axis=axis, keepdims=True)
    X_hat = (X if "no mean" in wrong else X - mu) / _sigma(wrong, variance, epsilon)
    if "scaled first" in wrong:
        return X_hat
    if "swapped" in wrong:
        gamma, beta = beta, gamma
    return (1 if "no γ" in wrong else gamma) * X_hat + (0 if "no β" in wrong else beta)


def _sigma(wrong, variance, epsilon):
    if "not divided" in wrong:
        return 1
    if "always 1e-5" in wrong:
        epsilon = 1e-5
    if "no root" in wrong:
        return variance + epsilon
    if "ε outside" in wrong:
        return np.sqrt(variance) + epsilon
    if "ε squared" in wrong:
        return np.sqrt(variance + epsilon**2)
    return np.sqrt(variance if "no ε" in wrong else variance + epsilon)


_TINY = 1e-12  # an ε that changes nothing


def _plain(X, epsilon=_TINY):
    """Inputs with a γ and a β that change nothing."""
    return X, np.ones(X.shape[-1]), np.zeros(X.shape[-1]), epsilon


def _normal(rng):
    """Tokens of mean 0 and variance 1."""
    return rng.permuted(np.tile([1.0, 1, -1, -1], (2, 3, 1)), axis=-1)


LAYER_NORM = Part(
    "layer_norm",
    "Y",
    _layer_norm,
    {
        "each token on its own": Idea(
            lambda rng: _plain(rng.normal(size=(2, 3, 4))),
            {
                "each feature": "each feature normalised over texts and time steps, as batch "
                "normalisation does; normalise the last axis",
                "over texts": "a mean and variance over the texts; take them over the last axis",
                "over steps": "a mean and variance over the time steps; take them over the last "
                "axis",
                "whole text": "one mean and variance for a whole text; take them for each token",
                "everything": "one mean and variance for the whole batch; take them for each token",
            },
        ),
        "mean 0": Idea(
            lambda rng: _plain(_normal(rng) + rng.normal(size=(2, 3, 1))),
            {
                "no mean": "numbers whose mean is not 0; subtract μ from x",
                "mean of squares": "the mean of x² in place of the variance; subtract μ from x "
                "before you square",
            },
        ),
        "variance 1": Idea(
            lambda rng: _plain(_normal(rng) * rng.uniform(2, 5, size=(2, 3, 1))),
            {
                "not divided": "x − μ, whose variance is not 1; divide it by the root of σ² + ε",
                "no root": "x − μ divided by the variance; divide it by the root",
                "d - 1": "the variance with d − 1; divide the sum of squares by d",
                "sum of squares": "the sum of squares where their mean belongs; divide it by d",
            },
        ),
        "ε under the root": Idea(
            lambda rng: _plain(2 * _normal(rng), rng.uniform(0.5, 1.5)),
            {
                "no ε": "no ε; add it to the variance",
                "ε outside": "ε added after the root; add it to the variance, under the root",
                "ε squared": "ε² added to the variance; add ε",
                "always 1e-5": "1e-5 for ε, whatever is asked for; take the epsilon that is given",
            },
        ),
        "γ and β": Idea(
            lambda rng: (_normal(rng), rng.uniform(1.5, 2.5, size=4), rng.normal(size=4), _TINY),
            {
                "no γ": "no γ; multiply the normalised numbers by it",
                "no β": "no β; add it at the end",
                "swapped": "β x̂ + γ; γ is the scale and β the shift",
                "scaled first": "γ and β used on x, and undone by what follows; use them on the "
                "normalised numbers",
            },
        ),
    },
)


def _layer_norm_backward(wrong, dY, X, gamma, beta, epsilon):
    d = X.shape[-1]
    sigma = np.sqrt(X.var(axis=-1, keepdims=True) + epsilon)
    X_hat = (X - X.mean(axis=-1, keepdims=True)) / sigma
    dX_hat = dY if "no γ" in wrong else dY * gamma
    # x̂ hangs on x directly, through μ, and through σ.
    dX = dX_hat
    if "not through μ" not in wrong:
        dX = dX - dX_hat.sum(axis=-1, keepdims=True) / d
    if "not through σ" not in wrong:
        along = (dX_hat * X_hat).sum(axis=-1, keepdims=True) / d
        dX = dX - (along if "σ without x̂" in wrong else along * X_hat)
    dX = dX / (1 if "no σ" in wrong else sigma**2 if "σ squared" in wrong else sigma)
    if "d times" in wrong:
        dX = d * dX
    dgamma = _summed(wrong, "dγ", dY * (X if "dγ of x" in wrong else X_hat))
    dbeta = _summed(wrong, "dβ", dY)
    return (dX, dbeta, dgamma) if "swapped" in wrong else (dX, dgamma, dbeta)


def _summed(wrong, name, gradient):
    if f"{name} not summed" in wrong:
        return gradient
    if f"{name} over texts" in wrong:
        return gradient.sum(axis=0)
    total = gradient.sum(axis=(0, 1))
    return total / gradient[..., 0].size if f"{name} mean" in wrong else total


def _for_dX(through_mu, through_sigma):
    """Gradients dx̂ that have a part along 1, or along x̂, or neither.

    The second text is the first with the opposite gradients, so that dγ and dβ are 0.
    """

    def draw(rng):
        X, dX_hat = rng.normal(size=(1, 3, 4)), rng.normal(size=(1, 3, 4))
        one = np.ones(4)
        X_hat = (X - X.mean(-1, keepdims=True)) / X.std(-1, keepdims=True)
        for along, kept in ((one, through_mu), (X_hat, through_sigma)):
            if not kept:
                dX_hat = dX_hat - along * (dX_hat * along).mean(-1, keepdims=True)
        gamma = rng.uniform(0.5, 2.5, size=4)
        dY = dX_hat / gamma
        return np.concatenate([dY, -dY]), np.concatenate([X, X]), gamma, np.zeros(4), _TINY

    return draw


def _for_dgamma(rng):
    # γ = 0 makes dX 0; opposite gradients make dβ 0.
    dY, X = rng.normal(size=(1, 3, 4)), rng.normal(size=(2, 3, 4))
    return np.concatenate([dY, -dY]), X, np.zeros(4), np.zeros(4), _TINY


def _for_dbeta(rng):
    # γ = 0 makes dX 0; opposite inputs make dγ 0.
    dY, X = rng.normal(size=(1, 3, 4)), rng.normal(size=(1, 3, 4))
    return np.concatenate([dY, dY]), np.concatenate([X, -X]), np.zeros(4), np.zeros(4), _TINY


LAYER_NORM_BACKWARD = Part(
    "layer_norm_backward",
    "dX, dgamma, dbeta",
    _layer_norm_backward,
    {
        "dX: γ and σ": Idea(
            _for_dX(False, False),
            {
                "no γ": "dX without γ; multiply dY by it first",
                "no σ": "dX without σ; divide by the root of σ² + ε",
                "σ squared": "dX divided by the variance; divide by the root",
                "d times": "d times dX; divide by d",
            },
        ),
        "dX: through μ": Idea(
            _for_dX(True, False),
            {"not through μ": "dX as if μ did not change with x; subtract the mean of dx̂"},
        ),
        "dX: through σ": Idea(
            _for_dX(False, True),
            {
                "not through σ": "dX as if σ did not change with x; subtract x̂ times the mean of "
                "dx̂ x̂",
                "σ without x̂": "the mean of dx̂ x̂ subtracted; multiply it by x̂ first",
            },
        ),
        "dgamma": Idea(
            _for_dgamma,
            {
                "dγ of x": "dgamma as the sum of dY x; take the normalised x̂, which γ multiplies",
                "dγ not summed": "a dgamma for each token; add them up",
                "dγ over texts": "dgamma added up over the texts alone; add up over the time steps "
                "too",
                "dγ mean": "the mean over the tokens as dgamma; add up and do not divide",
                "swapped": "the order dX, dbeta, dgamma; return dX, dgamma, dbeta",
            },
        ),
        "dbeta": Idea(
            _for_dbeta,
            {
                "dβ not summed": "dY itself as dbeta; add it up over the tokens",
                "dβ over texts": "dbeta added up over the texts alone; add up over the time steps "
                "too",
                "dβ mean": "the mean over the tokens as dbeta; add up and do not divide",
            },
        ),
    },
)

PARTS = (LAYER_NORM, LAYER_NORM_BACKWARD)
