"""Layer normalisation: the features of each token get mean 0 and variance 1."""

import numpy as np


def layer_norm(X, gamma, beta, epsilon=1e-5):
    """Normalise the last axis, then scale and shift it.

    x̂ = (x - μ) / √(σ² + ε), and the output is γ x̂ + β.

    Parameters
    ----------
    X : array (…, d)
    gamma, beta : arrays (d,), scale and shift
    epsilon : float, keeps the root from 0; 1e-5 is PyTorch's default, 1e-3 is Keras's

    Returns
    -------
    Y : array (…, d)
    cache : dict, for ``layer_norm_backward``

    Source
    ------
    Ba, Kiros and Hinton (2016), Layer normalization, equations 15 and 16. The paper has no ε;
    Keras and PyTorch add it under the root, as here.
    Taught in chapter 7, Attention and the transformer block.
    """
    mu = X.mean(axis=-1, keepdims=True)
    variance = ((X - mu) ** 2).mean(axis=-1, keepdims=True)  # divided by d, not by d - 1
    sigma = np.sqrt(variance + epsilon)
    X_hat = (X - mu) / sigma
    return gamma * X_hat + beta, {"X_hat": X_hat, "sigma": sigma, "gamma": gamma}


def layer_norm_backward(dY, cache):
    """Gradients of the loss at the inputs of ``layer_norm``.

    Parameters
    ----------
    dY : array (…, d)
    cache : dict, from ``layer_norm``

    Returns
    -------
    dX : array (…, d)
    dgamma, dbeta : arrays (d,)

    Notes
    -----
    Taught in chapter 9, Backpropagation.
    """
    X_hat = cache["X_hat"]
    d = X_hat.shape[-1]
    dgamma, dbeta = (dY * X_hat).reshape(-1, d).sum(axis=0), dY.reshape(-1, d).sum(axis=0)
    dX_hat = dY * cache["gamma"]
    # x̂ does not change when x is shifted, nor, but for ε, when it is scaled: of dX̂ the parts along
    # 1 and along x̂ go.
    shift = dX_hat.mean(axis=-1, keepdims=True)
    scale = X_hat * (dX_hat * X_hat).mean(axis=-1, keepdims=True)
    return (dX_hat - shift - scale) / cache["sigma"], dgamma, dbeta
