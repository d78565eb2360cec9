"""Laws that the building blocks keep, for any sizes, lengths and values."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from ticketcourse import scratch as s

law = settings(deadline=None, derandomize=True, max_examples=40)
sizes = st.integers(1, 5)
seeds = st.integers(0, 999)
tables = arrays(float, array_shapes(min_dims=2, max_dims=2), elements=st.floats(-1000, 1000))


@st.composite
def texts(draw, empty=True):
    """Features (n, T, d) and the mask of rows padded on the right."""
    n, T, d = draw(st.tuples(sizes, sizes, sizes))
    X = np.random.default_rng(draw(seeds)).standard_normal((n, T, d))
    lengths = draw(st.lists(st.integers(0 if empty else 1, T), min_size=n, max_size=n))
    return X, np.arange(T) < np.array(lengths)[:, None]


def weights(encoder, d):
    """Random parameters of a classifier with embeddings of size d and 2 units."""
    shapes = s.classifier_shapes(9, 3, encoder=encoder, embedding_dim=d, units=2, n_layers=2)
    generator = np.random.default_rng(d)
    return {name: generator.standard_normal(shape) for name, shape in shapes.items()}


def block_weights(d):
    """Random parameters of an attention and of a transformer block."""
    params = weights("transformer", d)
    return s.part(params, "description_attention"), s.part(params, "description_encoder.blocks.0")


@law
@given(tables, st.floats(-1000, 1000))
def test_softmax_rows_sum_to_one_and_ignore_a_shift(z, shift):
    p = s.softmax(z)
    np.testing.assert_allclose(p.sum(axis=1), 1)
    np.testing.assert_allclose(s.softmax(z + shift), p, atol=1e-9)


@law
@given(texts(), seeds)
def test_attention_with_one_key_returns_its_value(text, seed):
    Q, _ = text
    n, T, d = Q.shape
    K, V = np.random.default_rng(seed).standard_normal((2, n, 1, d))
    np.testing.assert_allclose(s.attention(Q, K, V)[0], np.repeat(V, T, axis=1))


@law
@given(sizes, sizes, sizes, seeds)
def test_an_open_forget_gate_and_a_closed_input_gate_keep_the_cell(n, d, u, seed):
    generator = np.random.default_rng(seed)
    x, h, c = (generator.standard_normal((n, size)) for size in (d, u, u))
    W = generator.standard_normal((u + d, 4 * u))
    b = np.concatenate([np.full(u, -1000.0), np.full(u, 1000.0), np.zeros(2 * u)])
    h_after, c_after, cache = s.lstm_cell(x, h, c, W, b)
    assert (cache["i"] == 0).all() and (cache["f"] == 1).all()
    np.testing.assert_array_equal(c_after, c)
    np.testing.assert_allclose(h_after, cache["o"] * np.tanh(c))


@law
@given(texts())
def test_reversing_twice_is_the_identity(text):
    X, mask = text
    once = s.reverse(X, mask)
    np.testing.assert_array_equal(s.reverse(once, mask), X)
    for row, turned, length in zip(X, once, mask.sum(axis=1), strict=True):
        np.testing.assert_array_equal(turned[:length], row[:length][::-1])


@law
@given(texts(), st.integers(1, 3), st.floats(-9, 9))
def test_padding_never_changes_a_result(text, more, filling):
    X, mask = text
    n, _, d = X.shape
    wide_mask = np.append(mask, np.zeros((n, more), bool), axis=1)
    wide = np.append(X, np.zeros((n, more, d)), axis=1)
    wide[~wide_mask] = filling  # whatever stands at a padded step has no effect
    params = s.part(weights("lstm", d), "description_encoder.lstm.0")
    attention, block = block_weights(d)
    W, b = params["forward.W"], params["forward.b"]
    functions = (
        lambda X, mask: s.rnn(X, W[:, :2], b[:2], mask)[0],
        lambda X, mask: s.lstm(X, W, b, mask)[0],
        lambda X, mask: s.bilstm(X, params, mask)[0],
        lambda X, mask: s.multi_head_attention(X, X, attention, 1, mask)[0],
        lambda X, mask: s.transformer_block(X, block, 1, mask)[0],
    )
    for function in functions:
        np.testing.assert_allclose(
            function(wide, wide_mask)[wide_mask], function(X, mask)[mask], atol=1e-9
        )
    for pool in (s.masked_max, s.masked_mean, s.masked_last):
        np.testing.assert_allclose(pool(wide, wide_mask), pool(X, mask), atol=1e-12)


@law
@given(texts(), st.randoms(use_true_random=False))
def test_permuting_tokens_without_positions_permutes_the_outputs(text, random):
    X, _ = text
    order = random.sample(range(X.shape[1]), X.shape[1])
    attention, block = block_weights(X.shape[2])
    for function in (
        lambda X: s.multi_head_attention(X, X, attention, 1)[0],
        lambda X: s.transformer_block(X, block, 1)[0],
    ):
        np.testing.assert_allclose(function(X[:, order]), function(X)[:, order], atol=1e-9)


@settings(law, max_examples=15)
@given(
    st.sampled_from(["lstm", "transformer"]),
    arrays(np.int64, st.tuples(sizes, st.just(7)), elements=st.integers(1, 8)),
    st.randoms(use_true_random=False),
)
def test_permuting_the_batch_permutes_everything_and_padding_changes_nothing(encoder, ids, random):
    params, n = weights(encoder, 4), len(ids)
    d_ids = ids[:, :4] * (np.arange(4) < np.array([[random.randint(0, 4)] for _ in range(n)]))
    r_ids = ids[:, 4:] * (np.arange(3) < np.array([[random.randint(0, 3)] for _ in range(n)]))

    def logits(d_ids, r_ids):
        return s.classifier(d_ids, r_ids, params, encoder=encoder, n_heads=2, n_layers=2)[0]

    z, order = logits(d_ids, r_ids), random.sample(range(n), n)
    np.testing.assert_allclose(logits(d_ids[order], r_ids[order]), z[order], atol=1e-12)
    wider = [np.pad(ids, ((0, 0), (0, more))) for ids, more in ((d_ids, 2), (r_ids, 1))]
    np.testing.assert_allclose(logits(*wider), z, atol=1e-12)
