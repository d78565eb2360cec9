"""The autograd: operations against finite differences, parts against their backward passes."""

import numpy as np
import pytest

from ticketcourse import scratch as s
from ticketcourse.scratch import Tensor, concatenate

n, T, S, d, u, n_heads = 4, 5, 3, 6, 2, 3
MASK = np.arange(T) < np.array([5, 1, 3, 0])[:, None]  # (n, T)


def random(*shape, seed=0):
    return np.random.default_rng([seed, *shape]).standard_normal(shape)


OPERATIONS = {
    "add a row": lambda X, Y: X + Y[0],
    "add a column": lambda X, Y: Y[:, :1] + X,
    "add a number": lambda X, Y: 2 + X,
    "subtract": lambda X, Y: 1 - (X - Y[:1]),
    "multiply": lambda X, Y: 3 * X * Y[1],
    "multiply one entry": lambda X, Y: X * Y[2, 1],
    "divide": lambda X, Y: 2 / (X * X + 1) + X / (Y[3] ** 2 + 1),
    "power": lambda X, Y: (X * X + 1) ** 0.5 + Y**3,
    "matmul": lambda X, Y: X @ Y.swapaxes(0, 1),
    "matmul in batches": lambda X, Y: X.reshape(2, 2, 3) @ Y.swapaxes(0, 1),
    "array @ tensor": lambda X, Y: random(2, 4) @ X,
    "array + tensor": lambda X, Y: random(4, 1) + X * random(3),
    "take rows twice": lambda X, Y: X[np.array([[0, 2], [2, 2]])],
    "slice": lambda X, Y: X[1:, None, ::2],
    "sum": lambda X, Y: X.sum() * Y.sum(axis=0, keepdims=True),
    "mean": lambda X, Y: X.mean(axis=-1) + Y.mean(),
    "max": lambda X, Y: X.max(axis=1, keepdims=True) * Y.max(axis=0) + X.max(),
    "exp and log": lambda X, Y: (X.exp() + 1).log(),
    "relu": lambda X, Y: X.relu(),
    "gelu": lambda X, Y: X.gelu(),
    "sigmoid": lambda X, Y: X.sigmoid(),
    "tanh": lambda X, Y: X.tanh(),
    "softmax": lambda X, Y: X.softmax() + Y.softmax(axis=0),
    "concatenate": lambda X, Y: concatenate([X, Y, X], axis=1) * random(9),
    "use again": lambda X, Y: (X * X + X) * (X - Y),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_operations(name):
    operation, arrays = OPERATIONS[name], [random(4, 3), random(4, 3, seed=1)]
    tensors = [Tensor(array) for array in arrays]
    result = operation(*tensors)
    dout = random(*result.shape, seed=2)
    result.backward(dout)
    for tensor in tensors:
        numeric = np.zeros_like(tensor.data)
        for i in np.ndindex(tensor.shape):
            for sign in (1, -1):
                tensor.data[i] += sign * 1e-6
                numeric[i] += sign * np.sum(dout * operation(*map(Tensor, arrays)).data) / 2e-6
                tensor.data[i] -= sign * 1e-6
        gradient = np.zeros_like(numeric) if tensor.grad is None else tensor.grad
        np.testing.assert_allclose(gradient, numeric, atol=1e-7)


def test_gradients_add_up_until_they_are_cleared():
    x = Tensor([1, 2])
    for expected in (2.0, 4.0):
        (x * 2).sum().backward()
        assert x.grad.tolist() == [expected, expected]


def test_equal_largest_entries_share_the_gradient():
    x = Tensor([3.0, 1.0, 3.0])
    x.max().backward()
    assert x.grad.tolist() == [0.5, 0.0, 0.5]


def test_a_chain_longer_than_pythons_recursion_limit():
    x = Tensor(1.0)
    y = x
    for _ in range(5000):
        y = y + 1
    y.backward()
    assert x.grad == 1


def test_float32_stays_float32():
    x = Tensor(np.ones((2, 3), np.float32))
    y = ((2 * x + np.ones(3)).gelu() / 3 - x.mean(axis=1, keepdims=True)).softmax().max(axis=0)
    y.sum().backward()
    assert y.data.dtype == x.grad.dtype == np.float32


def assert_equal_gradients(tensors, grads):
    assert set(tensors) == set(grads)
    for name, tensor in tensors.items():
        np.testing.assert_allclose(tensor.grad, grads[name], rtol=0, atol=1e-11, err_msg=name)


def lstm(X, W, b, mask):
    h, c, states = Tensor(np.zeros((n, u))), Tensor(np.zeros((n, u))), []
    for t in range(T):
        z = concatenate([h, X[:, t]], axis=1) @ W + b
        i, f, o = (z[:, k * u : (k + 1) * u].sigmoid() for k in (0, 1, 3))
        c_new = f * c + i * z[:, 2 * u : 3 * u].tanh()
        real = mask[:, t, None] * 1.0
        h, c = real * (o * c_new.tanh()) + (1 - real) * h, real * c_new + (1 - real) * c
        states.append(h[:, None])
    return concatenate(states, axis=1)


def test_lstm():
    arrays = {"X": random(n, T, d), "W": random(u + d, 4 * u), "b": random(4 * u)}
    tensors = {name: Tensor(array) for name, array in arrays.items()}
    dH = random(n, T, u)
    H, cache = s.lstm(**arrays, mask=MASK)
    result = lstm(**tensors, mask=MASK)
    result.backward(dH)
    np.testing.assert_allclose(result.data, H, atol=1e-12)
    assert_equal_gradients(tensors, dict(zip("XWb", s.lstm_backward(dH, cache), strict=True)))


def layer_norm(X, gamma, beta):
    centred = X - X.mean(axis=-1, keepdims=True)
    variance = (centred**2).mean(axis=-1, keepdims=True)
    return gamma * centred / (variance + 1e-5) ** 0.5 + beta


def multi_head_attention(X, memory, params, mask):
    def heads(X, role):
        projected = X @ params[f"W_{role}"] + params[f"b_{role}"]
        return projected.reshape(n, -1, n_heads, d // n_heads).swapaxes(1, 2)

    Q, K, V = heads(X, "Q"), heads(memory, "K"), heads(memory, "V")
    scores = Q @ K.swapaxes(-1, -2) / (d // n_heads) ** 0.5
    scores = scores + np.where(mask, 0, -1e300)[:, None, None, :]
    context = (scores.softmax() @ V).swapaxes(1, 2).reshape(n, -1, d)
    return (context @ params["W_O"] + params["b_O"]) * mask.any(axis=1)[:, None, None]


def feed_forward(X, params):
    return (X @ params["W1"] + params["b1"]).gelu() @ params["W2"] + params["b2"]


def block(X, params, mask):
    normed = layer_norm(X, **s.part(params, "attention_norm"))
    X = X + multi_head_attention(normed, normed, s.part(params, "attention"), mask)
    normed = layer_norm(X, **s.part(params, "feed_forward_norm"))
    return X + feed_forward(normed, s.part(params, "feed_forward"))


def test_transformer_block():
    shapes = s.classifier_shapes(3, 2, encoder="transformer", embedding_dim=d, units=u)
    shapes = s.part(shapes, "description_encoder.blocks.0")
    params = {name: random(*shape, seed=i) for i, (name, shape) in enumerate(shapes.items())}
    tensors = {name: Tensor(array) for name, array in params.items()}
    X, dout = random(n, T, d), random(n, T, d, seed=1)
    tensors["X"] = Tensor(X)
    result = block(tensors["X"], tensors, MASK)
    result.backward(dout)
    output, cache = s.transformer_block(X, params, n_heads, MASK)
    np.testing.assert_allclose(result.data, output, atol=1e-12)
    dX, grads = s.transformer_block_backward(dout, cache)
    assert_equal_gradients(tensors, {"X": dX, **grads})


def test_from_ids_to_the_loss():
    ids, y = np.array([[1, 4, 1], [2, 0, 0]]), np.array([[1.0, 0], [0, 1.0]])
    arrays = {"E": random(5, d), "W": random(d, 2), "b": random(2)}
    mask = s.token_mask(ids)
    tensors = {name: Tensor(array) for name, array in arrays.items()}
    X = tensors["E"][ids]
    pooled = (X + np.where(mask, 0, -1e9)[:, :, None]).max(axis=1)
    p = (pooled @ tensors["W"] + tensors["b"]).sigmoid()
    loss = -(y * p.log() + (1 - y) * (1 - p).log()).sum(axis=1).mean()
    loss.backward()

    X = s.embedding(ids, arrays["E"])
    pooled = s.masked_max(X, mask)
    z = s.dense(pooled, arrays["W"], arrays["b"])
    assert loss.data == pytest.approx(s.binary_cross_entropy(z, y))
    dz = s.binary_cross_entropy_backward(1, z, y)
    dpooled, dW, db = s.dense_backward(dz, pooled, arrays["W"])
    dE = s.embedding_backward(s.masked_max_backward(dpooled, X, mask), ids, arrays["E"])
    np.testing.assert_allclose(tensors["W"].grad, dW, atol=1e-12)
    np.testing.assert_allclose(tensors["b"].grad, db, atol=1e-12)
    np.testing.assert_allclose(tensors["E"].grad, dE, atol=1e-8)
