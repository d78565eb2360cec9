"""The NumPy building blocks: values, laws, and gradients against finite differences."""

import inspect
import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ticketcourse import scratch as s
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


def test_every_public_name_is_described_and_has_a_backward_pass_where_it_needs_one():
    assert len(set(s.__all__)) == len(s.__all__)
    functions = {name for name in s.__all__ if inspect.isfunction(getattr(s, name))}
    for name in functions:
        assert "Parameters\n" in getattr(s, name).__doc__, name
    no_gradient = {"build_vocabulary", "encode", "pad", "standardise", "token_mask", "tokenise"}
    no_gradient |= {"classifier_shapes", "initial_parameters", "part", "prefixed"}
    no_gradient |= {"concatenate", "one_hot", "positions", "reverse"}
    no_gradient |= {"apply_merges", "count_pairs", "learn_merges", "merge_pair"}
    forward = {name for name in functions if not name.endswith("_backward")}
    assert functions - forward == {f"{name}_backward" for name in forward - no_gradient}


def test_scratch_needs_numpy_alone():
    code = (
        "import sys, numpy; before = set(sys.modules); import ticketcourse.scratch;"
        "new = {name.split('.')[0] for name in set(sys.modules) - before};"
        "print(*sorted(new - set(sys.stdlib_module_names)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["ticketcourse"]


@pytest.mark.parametrize("z", [-1000.0, 1000.0])
def test_activations_and_losses_are_stable_at_both_ends(z):
    z = np.array([[z, 0.0, 1.0]])
    y, ones = np.array([[1.0, 0.0, 0.0]]), np.ones((1, 3))
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        values = [
            s.relu(z),
            s.sigmoid(z),
            s.tanh(z),
            s.gelu(z),
            s.gelu_backward(ones, z),
            s.softmax(z),
            s.softmax_backward(ones, s.softmax(z)),
            s.binary_cross_entropy(z, y),
            s.binary_cross_entropy_backward(1, z, y),
            s.softmax_cross_entropy(z, y),
            s.softmax_cross_entropy_backward(1, z, y),
        ]
    assert all(np.isfinite(value).all() for value in values)
    assert s.gelu(z)[0, 0] == max(z[0, 0], 0)


def test_gelu_is_the_exact_form_far_into_the_tail():
    assert s.gelu(np.array(-9.0)) == pytest.approx(-9 * math.erfc(9 / math.sqrt(2)) / 2, rel=1e-12)
    assert s.gelu(np.array(1.0)) == pytest.approx(0.8413447460685429, abs=1e-15)


def test_softmax_cross_entropy_of_two_labels_by_hand():
    z = np.array([[0.0, math.log(3)], [0.0, 0.0]])  # p = 1/4, 3/4 and 1/2, 1/2
    y = np.array([[1.0, 0.0], [0.0, 1.0]])
    assert s.softmax_cross_entropy(z, y) == pytest.approx((math.log(4) + math.log(2)) / 2)


def test_binary_cross_entropy_as_a_sum_is_the_mean_times_the_labels():
    z, y = np.zeros((2, 3)), np.array([[1.0, 0.0, 1.0], [0.0, 0.0, 0.0]])
    assert s.binary_cross_entropy(z, y) == pytest.approx(3 * math.log(2))
    assert s.binary_cross_entropy(z, y, "mean") == pytest.approx(math.log(2))
    with pytest.raises(ValueError, match='give "sum" or "mean"'):
        s.binary_cross_entropy(z, y, "total")


def test_the_first_step_of_adam_has_the_size_of_the_learning_rate():
    params = {"W": np.array([1.0, 1.0])}
    s.Adam(0.1).step(params, {"W": np.array([0.002, -300.0])})
    np.testing.assert_allclose(params["W"], [0.9, 1.1], atol=1e-6)


@pytest.mark.parametrize(
    "settings", [{}, {"encoder": "transformer"}, {"pooling": "mean and max", "texts": "resolution"}]
)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_floats_keep_their_size(settings, dtype):
    shapes = s.classifier_shapes(9, 3, embedding_dim=6, units=3, n_layers=2, **settings)
    params = s.initial_parameters(shapes, dtype=dtype)
    ids, y = np.array([[2, 5, 3], [4, 0, 0], [0, 0, 0]]), np.eye(3, dtype=dtype)
    z, cache = s.classifier(ids, ids[:, :2], params, n_heads=3, n_layers=2, **settings)
    dz = s.binary_cross_entropy_backward(1, z, y)
    grads = s.classifier_backward(dz, cache)
    for optimizer in (s.SGD(), s.Momentum(), s.Adam()):
        optimizer.step(params, grads)
    X, mask = s.embedding(ids, params["embedding.E"]), ids != 0
    H, rnn_cache = s.rnn(X, np.ones((8, 2), dtype), np.ones(2, dtype), mask)
    context, attention_cache = s.attention(X, X, X, mask[:, None])
    others = [
        *(H, *s.rnn_backward(H, rnn_cache)),
        *(context, *s.attention_backward(context, attention_cache)),
        *(s.masked_mean(X, mask), s.masked_mean_backward(X[:, 0], X, mask)),
        *(s.masked_last(X, mask), s.masked_last_backward(X[:, 0], X, mask)),
        s.softmax_cross_entropy(z, y),
        s.softmax_cross_entropy_backward(1, z, y),
        s.binary_cross_entropy(z, y),
    ]
    for array in (z, dz, *grads.values(), *params.values(), *others):
        assert array.dtype == dtype


@pytest.mark.parametrize("pooling", ["max", "mean and max"])
@pytest.mark.parametrize("join", ["attention", "concatenation"])
def test_a_text_without_tokens_gets_no_gradient_and_padding_neither(join, pooling):
    ways = {"join": join, "pooling": pooling}
    shapes = s.classifier_shapes(9, 3, embedding_dim=6, units=3, **ways)
    params = s.initial_parameters(shapes, dtype=float)
    d_ids, r_ids = np.array([[2, 5, 0], [3, 0, 0]]), np.array([[0, 0], [4, 0]])
    z, cache = s.classifier(d_ids, r_ids, params, n_heads=2, **ways)
    dE = s.classifier_backward(np.array([[1.0, 0, 0], [0, 0, 0]]), cache)["embedding.E"]
    assert np.isfinite(z).all()
    assert np.flatnonzero(dE.any(axis=1)).tolist() == [2, 5]  # the first ticket's tokens


def test_targets_of_any_size_leave_the_loss_and_its_gradient_the_size_of_the_logits():
    z = np.array([[0.5, -1.0]], np.float32)
    for y in (np.array([[1, 0]]), np.array([[1.0, 0.0]])):  # int64, float64
        assert s.binary_cross_entropy(z, y).dtype == np.float32
        assert s.binary_cross_entropy_backward(1, z, y).dtype == np.float32
        assert s.softmax_cross_entropy(z, y).dtype == np.float32
        assert s.softmax_cross_entropy_backward(1, z, y).dtype == np.float32
    halves = np.array([[0.5, 0.5]])  # whole logits do not round the targets
    assert s.softmax_cross_entropy(np.array([[0, 0]]), halves) == pytest.approx(math.log(2))


def test_the_largest_of_no_tokens_is_zero_without_a_minus():
    pooled = s.masked_max(np.ones((1, 2, 1)), np.zeros((1, 2), bool))
    assert pooled == 0 and not np.signbit(pooled)


def test_the_gradient_of_a_division_survives_a_small_divisor():
    a, b = (s.Tensor(np.array([1e-25], np.float32)) for _ in range(2))  # b² would be 0
    (a / b).backward()
    np.testing.assert_allclose([a.grad[0], b.grad[0]], [1e25, -1e25], rtol=1e-6)


def test_initial_parameters():
    shapes = s.classifier_shapes(9, 3, encoder="transformer", embedding_dim=6, units=2)
    params, again = s.initial_parameters(shapes, seed=5), s.initial_parameters(shapes, seed=5)
    for name, array in params.items():
        np.testing.assert_array_equal(array, again[name])
        assert array.shape == shapes[name] and array.dtype == np.float32
    assert not params["embedding.E"][0].any() and params["embedding.E"][1:].all()
    assert (params["resolution_encoder.norm.gamma"] == 1).all()
    assert not params["classification.b"].any()
    W = params["classification.W"]  # (12, 3)
    assert 0 < np.abs(W).max() <= math.sqrt(6 / 15) and len(np.unique(W)) == W.size


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"encoder": "gru"}, 'give "lstm" or "transformer"'),
        ({"texts": "title"}, 'give "both", "description" or "resolution"'),
        ({"join": "sum"}, 'give "attention" or "concatenation"'),
        ({"pooling": "mean"}, 'give "max" or "mean and max"'),
    ],
)
def test_what_the_classifier_does_not_know_is_refused(settings, sentence):
    with pytest.raises(ValueError, match=sentence):
        s.classifier(None, None, {}, **settings)


@pytest.mark.parametrize("encoder", ["lstm", "transformer"])
def test_the_classifier_learns_four_tickets_from_their_texts(encoder):
    tickets = [
        ("Fix system error", "Restart service"),
        ("Fix system error", "Close ticket"),
        ("Move user account", "Restart service"),
        ("Move user account", "Close ticket"),
    ]
    vocabulary = s.build_vocabulary(" ".join(pair) for pair in tickets)
    sides = zip(*tickets, strict=True)
    d_ids, r_ids = (s.pad([s.encode(text, vocabulary) for text in side]) for side in sides)
    # The first label needs both texts: it is that of the first ticket alone.
    y = np.array([[1, 0, 1], [0, 1, 1], [0, 0, 0], [0, 1, 0]], np.float32)
    shapes = s.classifier_shapes(len(vocabulary) + 2, 3, encoder=encoder, embedding_dim=4, units=3)
    params, adam = s.initial_parameters(shapes), s.Adam(0.03)
    losses = []
    for _ in range(120):
        z, cache = s.classifier(d_ids, r_ids, params, encoder=encoder, n_heads=2)
        losses.append(s.binary_cross_entropy(z, y))
        adam.step(params, s.classifier_backward(s.binary_cross_entropy_backward(1, z, y), cache))
    assert losses[0] > 1.5 and losses[-1] < 0.1


def test_a_query_without_any_real_key_gets_the_plain_mean_of_the_values():
    rng = np.random.default_rng(0)
    Q, K, V = (rng.standard_normal(shape) for shape in [(2, 3), (4, 3), (4, 5)])
    context, cache = s.attention(Q, K, V, np.zeros((2, 4), bool))
    np.testing.assert_allclose(cache["weights"], 1 / 4)
    np.testing.assert_allclose(context, np.tile(V.mean(axis=0), (2, 1)))
