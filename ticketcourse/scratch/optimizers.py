"""Optimizers: each takes one step with a dict of parameters and a dict of their gradients.

Parameters and gradients have the same names. A step changes the parameters' arrays in place.
"""

import numpy as np


class SGD:
    """Stochastic gradient descent: θ = θ - α g.

    Parameters
    ----------
    learning_rate : float, α

    Source
    ------
    Robbins and Monro (1951), A stochastic approximation method; there α shrinks from step to step.
    Taught in chapter 10, Hyperparameters.
    """

    def __init__(self, learning_rate=0.01):
        self.learning_rate = learning_rate

    def step(self, params, grads):
        """Move every parameter against its gradient.

        Parameters
        ----------
        params : dict of arrays, changed in place
        grads : dict of arrays with the same names and shapes
        """
        for name, g in grads.items():
            params[name] -= self.learning_rate * g


class Momentum:
    """Gradient descent with momentum: v = β v + g, then θ = θ - α v.

    PyTorch's form. Keras, and Sutskever et al. (2013), put α into v, which is the same as long as α
    does not change.

    Parameters
    ----------
    learning_rate : float, α
    beta : float, β, how much of the velocity v stays

    Source
    ------
    Polyak (1964), Some methods of speeding up the convergence of iteration methods; there v is the
    last step. Taught in chapter 10, Hyperparameters.
    """

    def __init__(self, learning_rate=0.01, beta=0.9):
        self.learning_rate = learning_rate
        self.beta = beta
        self.v = {}

    def step(self, params, grads):
        """Move every parameter by its velocity; arguments as in ``SGD.step``."""
        for name, g in grads.items():
            self.v[name] = self.beta * self.v.get(name, 0) + g
            params[name] -= self.learning_rate * self.v[name]


class Adam:
    """Adaptive moments: each parameter's step has a size of its own.

    Parameters
    ----------
    learning_rate : float, α
    beta1, beta2 : float, β₁ and β₂, how much of the two moments stays
    epsilon : float, ε, keeps the division from 0; added after both moments are corrected, and 1e-8,
        as in the paper and PyTorch. Keras adds 1e-7 to √v before v is corrected.

    Source
    ------
    Kingma and Ba (2015), Adam: a method for stochastic optimization, algorithm 1, and its
    defaults. Taught in chapter 10, Hyperparameters.
    """

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.learning_rate = learning_rate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.t = 0
        self.m = {}
        self.v = {}

    def step(self, params, grads):
        """Move every parameter by its moments; arguments as in ``SGD.step``."""
        self.t += 1
        for name, g in grads.items():
            self.m[name] = self.beta1 * self.m.get(name, 0) + (1 - self.beta1) * g
            self.v[name] = self.beta2 * self.v.get(name, 0) + (1 - self.beta2) * g**2
            # Both moments start at 0, and are too small by these factors in the first steps.
            m_hat = self.m[name] / (1 - self.beta1**self.t)
            v_hat = self.v[name] / (1 - self.beta2**self.t)
            params[name] -= self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon)
