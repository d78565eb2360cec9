"""Activation functions, forward and backward.

Taught in chapter 1 (what an activation is for) and chapter 2 (each one with its gradient).
"""

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
    """
    return np.maximum(0, z)


def relu_backward(dh, z):
    """Gradient of the loss at z, given its gradient at h = relu(z).

    Parameters
    ----------
    dh : array, gradient at h
    z : array, the shape of dh

    Returns
    -------
    array, the shape of z; 0 where z = 0, where no derivative exists, as in Keras and PyTorch
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
    Goodfellow, Bengio and Courville (2016), Deep Learning, equation 3.30.
    """
    z = np.asarray(z) * 1.0  # whole numbers become floats, floats keep their size
    # e^(-|z|) is at most 1: for z < 0 the same fraction is written as e^z / (1 + e^z).
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def sigmoid_backward(dp, p):
    """Gradient of the loss at z, given its gradient at p = sigmoid(z).

    Parameters
    ----------
    dp : array, gradient at p
    p : array, the shape of dp; the derivative of the sigmoid, p (1 - p), needs the output alone

    Returns
    -------
    array, the shape of p
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
    Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.3.2.
    """
    return np.tanh(z)


def tanh_backward(dh, h):
    """Gradient of the loss at z, given its gradient at h = tanh(z).

    Parameters
    ----------
    dh : array, gradient at h
    h : array, the shape of dh; the derivative of tanh, 1 - h², needs the output alone

    Returns
    -------
    array, the shape of h
    """
    return dh * (1 - h**2)


def gelu(z):
    """Gaussian error linear unit, z Φ(z), where Φ is the standard normal distribution.

    This is the exact form, PyTorch's and Keras's default. The tanh form of the same paper differs
    from it by up to 0.0005, too much for one network to give the same numbers in all three.

    Parameters
    ----------
    z : array, any shape

    Returns
    -------
    array, the shape of z

    Source
    ------
    Hendrycks and Gimpel (2016), Gaussian error linear units, section 2.
    """
    return z * _normal_cdf(z)


def gelu_backward(dh, z):
    """Gradient of the loss at z, given its gradient at h = gelu(z).

    Parameters
    ----------
    dh : array, gradient at h
    z : array, the shape of dh

    Returns
    -------
    array, the shape of z; the derivative is Φ(z) + z φ(z), where φ is the normal density
    """
    density = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    return dh * (_normal_cdf(z) + z * density)


# NumPy has no error function; Python's takes one number at a time.
_erfc = np.vectorize(math.erfc, otypes=[float])


def _normal_cdf(z):
    # Φ(z) = (1 + erf(z/√2)) / 2 = erfc(-z/√2) / 2; the second form keeps its digits as Φ nears 0.
    z = np.asarray(z)
    return (_erfc(-z / math.sqrt(2)) / 2).astype(np.result_type(z, np.float32))


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
    Goodfellow, Bengio and Courville (2016), Deep Learning, equation 6.29.
    """
    # Subtracting the largest z changes no proportion, and leaves no exponent above 0.
    e = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def softmax_backward(dp, p, axis=-1):
    """Gradient of the loss at z, given its gradient at p = softmax(z, axis).

    Parameters
    ----------
    dp : array, gradient at p
    p : array, the shape of dp
    axis : int, as in ``softmax``

    Returns
    -------
    array, the shape of p; dz_j = p_j (dp_j - Σ_k dp_k p_k), because ∂p_k/∂z_j = p_k (δ_jk - p_j)
    """
    return p * (dp - (dp * p).sum(axis=axis, keepdims=True))
