"""The NumPy building blocks: values, laws, and gradients against finite differences."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ticketcourse.scratch import (
    dense,
    dense_backward,
    relu,
    relu_backward,
    sigmoid,
    sigmoid_backward,
)

finite = arrays(float, st.integers(1, 6), elements=st.floats(-50, 50))


def slope(function, x, i, step=1e-6):
    """Central difference of the sum of function(x) with respect to one entry of x."""
    up, down = x.copy(), x.copy()
    up[i] += step
    down[i] -= step
    return (function(up).sum() - function(down).sum()) / (2 * step)


def test_dense_is_a_weighted_sum_for_each_unit():
    X = np.array([[1.0, 2.0]])
    W = np.array([[0.5, -1.0, 3.0], [2.0, 0.0, 1.0]])
    assert dense(X, W, np.array([0.0, 1.0, -1.0])).tolist() == [[4.5, 0.0, 4.0]]


def test_dense_backward_agrees_with_finite_differences():
    generator = np.random.default_rng(0)
    X, W, b, dz = (generator.standard_normal(s) for s in ((5, 3), (3, 4), (4,), (5, 4)))
    dX, dW, db = dense_backward(dz, X, W)
    functions = (
        (X, dX, lambda A: dz * dense(A, W, b)),
        (W, dW, lambda A: dz * dense(X, A, b)),
        (b, db, lambda A: dz * dense(X, W, A)),
    )
    for array, gradient, function in functions:
        numeric = [slope(function, array, i) for i in np.ndindex(array.shape)]
        np.testing.assert_allclose(gradient.ravel(), numeric, atol=1e-8)


@given(finite)
def test_permuting_the_batch_permutes_the_outputs(x):
    X, order = np.outer(x, [1.0, -2.0, 0.5]), np.argsort(x)
    W, b = np.arange(6.0).reshape(3, 2), np.array([1.0, -1.0])
    np.testing.assert_allclose(dense(X[order], W, b), dense(X, W, b)[order])


def test_sigmoid_is_exact_at_both_ends_without_a_warning():
    with np.errstate(over="raise", invalid="raise"):
        assert sigmoid(np.array([-1000.0, 0.0, 1000.0])).tolist() == [0.0, 0.5, 1.0]


@given(finite)
def test_sigmoid_of_minus_z_is_the_rest_to_one(z):
    np.testing.assert_allclose(sigmoid(-z), 1 - sigmoid(z), atol=1e-15)


@pytest.mark.parametrize("z", [-3.0, -0.2, 0.7, 4.0])
def test_gradients_of_the_activations(z):
    z = np.array([z])
    assert relu_backward(np.ones(1), z)[0] == pytest.approx(slope(relu, z, 0), abs=1e-8)
    assert sigmoid_backward(np.ones(1), sigmoid(z))[0] == pytest.approx(
        slope(sigmoid, z, 0), abs=1e-8
    )


def test_relu_has_gradient_zero_at_zero():
    assert relu_backward(np.ones(1), np.zeros(1)).tolist() == [0.0]
