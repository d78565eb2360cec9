"""Activation functions, forward and backward."""

import math

import numpy as np


def relu(z):
    """Rectified linear unit, max(0, z).

    Parameters
    ----------
    z : array, any shape

    Returns
    -------
    array, the shape of z

    Source
    ------
    Nair and Hinton (2010), Rectified linear units improve restricted Boltzmann machines.
    Taught in chapter 2, Activations.
    """
    return np.maximum(0, z)


def relu_backward(dh, z):
    """Gradient of the loss at z, given its gradient at h = relu(z).

    Parameters
    ----------
    dh, z : arrays of one shape, the gradient at h and the input

    Returns
    -------
    array, the shape of z; 0 where z = 0, where no derivative exists, as in Keras and PyTorch

    Notes
    -----
    Taught in chapter 2, Activations.
    """
    return dh * (z > 0)


def sigmoid(z):
    """Logistic sigmoid, 1 / (1 + e^(-z)); never overflows.

    Parameters
    ----------
    z : array, any shape

    Returns
    -------
    array of floats between 0 and 1, the shape of z

    Source
    ------
    Goodfellow et al. (2016), Deep Learning, equation 3.30. Taught in chapter 2, Activations.
    """
    z = np.asarray(z) * 1.0  # whole numbers become floats, floats keep their size
    e = np.exp(-np.abs(z))  # at most 1: for z < 0 the same fraction is e^z / (1 + e^z)
    return np.where(z >= 0, 1, e) / (1 + e)


def sigmoid_backward(dp, p):
    """Gradient of the loss at z, given its gradient at p = sigmoid(z).

    Parameters
    ----------
    dp, p : arrays of one shape, the gradient at p and the output; the derivative is p (1 - p)

    Returns
    -------
    array, the shape of p

    Notes
    -----
    Taught in chapter 2, Activations.
    """
    return dp * p * (1 - p)


def tanh(z):
    """Hyperbolic tangent, (e^z - e^(-z)) / (e^z + e^(-z)); never overflows.

    Parameters
    ----------
    z : array, any shape

    Returns
    -------
    array of floats between -1 and 1, the shape of z

    Source
    ------
    Goodfellow et al. (2016), Deep Learning, section 6.3.2. Taught in chapter 2, Activations.
    """
    return np.tanh(z)


def tanh_backward(dh, h):
    """Gradient of the loss at z, given its gradient at h = tanh(z).

    Parameters
    ----------
    dh, h : arrays of one shape, the gradient at h and the output; the derivative is 1 - h²

    Returns
    -------
    array, the shape of h

    Notes
    -----
    Taught in chapter 2, Activations.
    """
    return dh * (1 - h**2)


def gelu(z):
    """Gaussian error linear unit, z Φ(z), where Φ is the standard normal distribution.

    Parameters
    ----------
    z : array, any shape

    Returns
    -------
    array, the shape of z

    Source
    ------
    Hendrycks and Gimpel (2016), Gaussian error linear units (GELUs), section 2. The exact form, the
    default of torch.nn.GELU and keras.activations.gelu; the paper's tanh form differs from it by up
    to 0.0005, too much for equal numbers in all three. Taught in chapter 2, Activations.
    """
    return z * _normal_cdf(z)


def gelu_backward(dh, z):
    """Gradient of the loss at z, given its gradient at h = gelu(z).

    Parameters
    ----------
    dh, z : arrays of one shape, the gradient at h and the input

    Returns
    -------
    array, the shape of z; the derivative is Φ(z) + z φ(z), where φ is the normal density

    Notes
    -----
    Taught in chapter 2, Activations.
    """
    return dh * (_normal_cdf(z) + z * np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi))


def _normal_cdf(z):
    # erfc(-z/√2) / 2 keeps its digits as Φ nears 0. NumPy has no erfc; Python's takes one number.
    z, erfc = np.asarray(z), np.vectorize(math.erfc, otypes=[float])
    return (erfc(-z / math.sqrt(2)) / 2).astype(np.result_type(z, np.float32))


def softmax(z, axis=-1):
    """Probabilities in the proportions of e^z along one axis; never overflows.

    Parameters
    ----------
    z : array, any shape
    axis : int, the axis along which the probabilities add up to 1

    Returns
    -------
    array of floats between 0 and 1, the shape of z

    Source
    ------
    Goodfellow et al. (2016), Deep Learning, equation 6.29. Taught in chapter 2, Activations.
    """
    # Subtracting the largest z changes no proportion, and leaves no exponent above 0.
    e = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def softmax_backward(dp, p, axis=-1):
    """Gradient of the loss at z, given its gradient at p = softmax(z, axis).

    Parameters
    ----------
    dp, p : arrays of one shape, the gradient at p and the output
    axis : int, as in ``softmax``

    Returns
    -------
    array, the shape of p; dz_j = p_j (dp_j - Σ_k dp_k p_k), because ∂p_k/∂z_j = p_k (δ_jk - p_j)

    Notes
    -----
    Taught in chapter 2, Activations.
    """
    return p * (dp - (dp * p).sum(axis=axis, keepdims=True))
