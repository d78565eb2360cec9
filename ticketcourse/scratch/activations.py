"""Activation functions, forward and backward.

Taught in chapter 1 (what an activation is for) and chapter 2 (each one with its gradient).
"""

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
