"""Every hand-written backward pass against central finite differences, in float64.

The sizes are all different, the rows' lengths too, and the last row is nothing but padding.
"""

import numpy as np
import pytest

from ticketcourse import scratch as s

n, T, S, d, u, n_heads = 4, 5, 3, 6, 2, 3
MASK = np.arange(T) < np.array([5, 1, 3, 0])[:, None]  # (n, T)
MEMORY_MASK = np.arange(S) < np.array([1, 3, 2, 0])[:, None]  # (n, S)


def random(*shape, seed=0):
    return np.random.default_rng([seed, *shape]).standard_normal(shape)


def random_params(shapes, seed=0):
    return {name: random(*shape, seed=seed + i) for i, (name, shape) in enumerate(shapes.items())}


def numeric_gradient(loss, array, step=1e-6):
    """Central difference of loss() with respect to each entry of the array that it reads."""
    gradient = np.empty_like(array)
    for i in np.ndindex(array.shape):
        kept = array[i]
        array[i] = kept + step
        up = loss()
        array[i] = kept - step
        gradient[i] = (up - loss()) / (2 * step)
        array[i] = kept
    return gradient


def assert_gradients(forward, inputs, gradients, dout):
    """Compare gradients with those of Σ dout · forward(), by the name of the input."""
    assert set(inputs) == set(gradients)
    for name, array in inputs.items():
        numeric = numeric_gradient(lambda: np.sum(dout * forward()), array)
        np.testing.assert_allclose(gradients[name], numeric, atol=2e-7, err_msg=name)


ATTENTION = {f"{kind}_{role}": (d, d)[: 1 + (kind == "W")] for kind in "Wb" for role in "QKVO"}
FEED_FORWARD = {"W1": (d, 7), "b1": (7,), "W2": (7, d), "b2": (d,)}
NORM = {"gamma": (d,), "beta": (d,)}
BLOCK = {
    f"{name}.{key}": shape
    for name, shapes in (
        ("attention_norm", NORM),
        ("attention", ATTENTION),
        ("feed_forward_norm", NORM),
        ("feed_forward", FEED_FORWARD),
    )
    for key, shape in shapes.items()
}


@pytest.mark.parametrize(
    ("function", "backward", "takes"),
    [
        (s.relu, s.relu_backward, "input"),
        (s.gelu, s.gelu_backward, "input"),
        (s.sigmoid, s.sigmoid_backward, "output"),
        (s.tanh, s.tanh_backward, "output"),
    ],
)
def test_activations(function, backward, takes):
    z, dh = 3 * random(n, d), random(n, d, seed=1)
    gradient = backward(dh, z if takes == "input" else function(z))
    assert_gradients(lambda: function(z), {"z": z}, {"z": gradient}, dh)


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_softmax(axis):
    z, dp = random(n, T, d), random(n, T, d, seed=1)
    gradient = s.softmax_backward(dp, s.softmax(z, axis), axis)
    assert_gradients(lambda: s.softmax(z, axis), {"z": z}, {"z": gradient}, dp)


def test_dense_at_every_time_step():
    X, W, b, dZ = random(n, T, d), random(d, u), random(u), random(n, T, u)
    dX, dW, db = s.dense_backward(dZ, X, W)
    inputs, gradients = {"X": X, "W": W, "b": b}, {"X": dX, "W": dW, "b": db}
    assert_gradients(lambda: s.dense(X, W, b), inputs, gradients, dZ)


def test_embedding_adds_up_the_gradients_of_a_repeated_id():
    ids = np.array([[1, 4, 1], [1, 0, 2]])
    E, dX = random(6, d), random(2, 3, d)
    dE = s.embedding_backward(dX, ids, E)
    assert_gradients(lambda: s.embedding(ids, E), {"E": E}, {"E": dE}, dX)
    np.testing.assert_allclose(s.one_hot(ids, 6) @ E, s.embedding(ids, E))


@pytest.mark.parametrize("mask", [MASK, None])
def test_rnn(mask):
    X, W, b, dH = random(n, T, d), random(u + d, u), random(u), random(n, T, u)
    _, cache = s.rnn(X, W, b, mask)
    gradients = dict(zip("XWb", s.rnn_backward(dH, cache), strict=True))
    assert_gradients(lambda: s.rnn(X, W, b, mask)[0], {"X": X, "W": W, "b": b}, gradients, dH)


def test_lstm_cell_from_both_states():
    inputs = {"x": random(n, d), "h": random(n, u), "c": random(n, u, seed=1)}
    inputs |= {"W": random(u + d, 4 * u), "b": random(4 * u)}
    dh_dc = random(2, n, u)
    _, _, cache = s.lstm_cell(**inputs)
    gradients = dict(zip("xhcWb", s.lstm_cell_backward(*dh_dc, cache), strict=True))
    assert_gradients(lambda: np.stack(s.lstm_cell(**inputs)[:2]), inputs, gradients, dh_dc)


# A hole in the middle shows that any masked step keeps the state, not only the last ones.
@pytest.mark.parametrize("mask", [MASK, None, MASK & (np.arange(T) != 1)])
def test_lstm(mask):
    X, W, b, dH = random(n, T, d), random(u + d, 4 * u), random(4 * u), random(n, T, u)
    _, cache = s.lstm(X, W, b, mask)
    gradients = dict(zip("XWb", s.lstm_backward(dH, cache), strict=True))
    assert_gradients(lambda: s.lstm(X, W, b, mask)[0], {"X": X, "W": W, "b": b}, gradients, dH)


@pytest.mark.parametrize("mask", [MASK, None])
def test_bilstm(mask):
    params = random_params(
        {f"{way}.{k}": (u + d, 4 * u)[k == "b" :] for way in ("forward", "backward") for k in "Wb"}
    )
    X, dH = random(n, T, d), random(n, T, 2 * u)
    _, cache = s.bilstm(X, params, mask)
    dX, grads = s.bilstm_backward(dH, cache)
    assert_gradients(
        lambda: s.bilstm(X, params, mask)[0], {"X": X, **params}, {"X": dX, **grads}, dH
    )


def test_lstm_encoder_of_two_layers():
    shapes = s.part(
        s.classifier_shapes(9, 2, embedding_dim=d, units=u, n_layers=2), "description_encoder"
    )
    params, X, dH = random_params(shapes), random(n, T, d), random(n, T, 2 * u)
    _, caches = s.lstm_encoder(X, params, 2, MASK)
    dX, grads = s.lstm_encoder_backward(dH, caches)
    assert_gradients(
        lambda: s.lstm_encoder(X, params, 2, MASK)[0], {"X": X, **params}, {"X": dX, **grads}, dH
    )


@pytest.mark.parametrize("mask", [MEMORY_MASK[:, None, :], None])
def test_attention(mask):
    inputs = {"Q": random(n, T, d), "K": random(n, S, d), "V": random(n, S, u)}
    dcontext = random(n, T, u)
    _, cache = s.attention(**inputs, mask=mask)
    gradients = dict(zip("QKV", s.attention_backward(dcontext, cache), strict=True))
    assert_gradients(lambda: s.attention(**inputs, mask=mask)[0], inputs, gradients, dcontext)


@pytest.mark.parametrize("mask", [MEMORY_MASK, None])
def test_multi_head_attention(mask):
    X, memory, params = random(n, T, d), random(n, S, d), random_params(ATTENTION)
    dout = random(n, T, d, seed=1)
    _, cache = s.multi_head_attention(X, memory, params, n_heads, mask)
    dX, dmemory, grads = s.multi_head_attention_backward(dout, cache)
    assert_gradients(
        lambda: s.multi_head_attention(X, memory, params, n_heads, mask)[0],
        {"X": X, "memory": memory, **params},
        {"X": dX, "memory": dmemory, **grads},
        dout,
    )


def test_layer_norm():
    inputs = {"X": random(n, T, d), "gamma": random(d), "beta": random(d, seed=1)}
    dY = random(n, T, d, seed=1)
    _, cache = s.layer_norm(**inputs, epsilon=0.1)
    gradients = dict(zip(inputs, s.layer_norm_backward(dY, cache), strict=True))
    assert_gradients(lambda: s.layer_norm(**inputs, epsilon=0.1)[0], inputs, gradients, dY)


@pytest.mark.parametrize("activation", ["relu", "gelu"])
def test_feed_forward(activation):
    X, params, dout = random(n, T, d), random_params(FEED_FORWARD), random(n, T, d, seed=1)
    _, cache = s.feed_forward(X, params, activation)
    dX, grads = s.feed_forward_backward(dout, cache)
    assert_gradients(
        lambda: s.feed_forward(X, params, activation)[0],
        {"X": X, **params},
        {"X": dX, **grads},
        dout,
    )


def test_transformer_block():
    X, params, dout = random(n, T, d), random_params(BLOCK), random(n, T, d, seed=1)
    _, cache = s.transformer_block(X, params, n_heads, MASK)
    dX, grads = s.transformer_block_backward(dout, cache)
    assert_gradients(
        lambda: s.transformer_block(X, params, n_heads, MASK)[0],
        {"X": X, **params},
        {"X": dX, **grads},
        dout,
    )


@pytest.mark.parametrize("way", ["max", "mean", "last"])
def test_masked_pooling(way):
    pool, backward = getattr(s, f"masked_{way}"), getattr(s, f"masked_{way}_backward")
    X, dpooled = random(n, T, d), random(n, d)
    gradient = backward(dpooled, X, MASK)
    assert_gradients(lambda: pool(X, MASK), {"X": X}, {"X": gradient}, dpooled)
    assert not pool(X, MASK)[3].any()


def test_equal_largest_values_share_their_gradient():
    X = np.array([[[2.0], [1.0], [2.0], [2.0]]])
    mask = np.array([[True, True, True, False]])
    assert s.masked_max_backward(np.ones((1, 1)), X, mask).ravel().tolist() == [0.5, 0, 0.5, 0]


@pytest.mark.parametrize("reduction", ["sum", "mean"])
def test_binary_cross_entropy(reduction):
    z, y = 3 * random(n, d), (random(n, d, seed=1) > 0) * 1.0
    dz = s.binary_cross_entropy_backward(0.7, z, y, reduction)
    assert_gradients(lambda: s.binary_cross_entropy(z, y, reduction), {"z": z}, {"z": dz}, 0.7)


def test_softmax_cross_entropy():
    z, y = 3 * random(n, d), s.softmax(random(n, d, seed=1))
    dz = s.softmax_cross_entropy_backward(0.7, z, y)
    assert_gradients(lambda: s.softmax_cross_entropy(z, y), {"z": z}, {"z": dz}, 0.7)


@pytest.mark.parametrize(
    "settings",
    [
        {"encoder": "lstm"},
        {"encoder": "transformer"},
        {"pooling": "mean and max"},
        {"join": "concatenation"},
        {"texts": "description", "pooling": "mean and max"},
        {"texts": "resolution", "encoder": "transformer"},
    ],
)
def test_classifier(settings):
    shapes = s.classifier_shapes(9, 3, embedding_dim=6, units=3, n_layers=2, **settings)
    params = random_params(shapes)
    ids = np.random.default_rng(1).integers(1, 9, (n, T + S))
    d_ids = ids[:, :T] * MASK
    r_ids = (
        ids[:, T:] * MEMORY_MASK[[3, 0, 1, 2]]
    )  # one ticket has no resolution, one no description
    sizes = settings | {"n_heads": 3, "n_layers": 2}
    dz = random(n, 3)

    def loss():
        return np.sum(dz * s.classifier(d_ids, r_ids, params, **sizes)[0])

    grads = s.classifier_backward(dz, s.classifier(d_ids, r_ids, params, **sizes)[1])
    assert set(grads) == set(shapes)
    for name, array in params.items():
        direction, kept = random(*array.shape, seed=2), array.copy()
        array += 1e-6 * direction
        up = loss()
        array -= 2e-6 * direction
        down = loss()
        array[...] = kept
        expected = (up - down) / 2e-6
        assert np.sum(grads[name] * direction) == pytest.approx(expected, abs=1e-6, rel=1e-6), name
