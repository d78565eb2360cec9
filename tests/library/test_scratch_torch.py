"""The NumPy building blocks against PyTorch with the same weights, in float64 to 1e-9.

Gradients are compared too, by sending the same random gradient back through both.
"""

import numpy as np
import pytest

from ticketcourse import ModelConfig
from ticketcourse import scratch as s

torch = pytest.importorskip("torch")
F = torch.nn.functional

n, T, S, d, u, n_heads = 4, 5, 3, 6, 2, 3
MASK = np.arange(T) < np.array([5, 1, 3, 0])[:, None]  # (n, T)
MEMORY_MASK = np.arange(S) < np.array([1, 3, 2, 0])[:, None]  # (n, S)


@pytest.fixture(autouse=True)
def float64():
    """Let PyTorch make float64 everywhere, in TorchModel's positions too."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(0)
    yield
    torch.set_default_dtype(before)


def random(*shape, seed=0):
    return np.random.default_rng([seed, *shape]).standard_normal(shape)


def leaf(array):
    return torch.tensor(array, requires_grad=True)


def assert_close(ours, theirs):
    np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=0, atol=1e-9)


def shake(module):
    """Give every parameter random values: a norm starts at 1 and 0, a bias often at 0."""
    for parameter in module.parameters():
        torch.nn.init.normal_(parameter, std=0.5)
    return module


def attention_arrays(state):
    names = {"query": "Q", "key": "K", "value": "V", "output": "O"}
    return {
        f"{kind}_{role}": state[f"{name}.{theirs}"].T
        for name, role in names.items()
        for kind, theirs in (("W", "weight"), ("b", "bias"))
    }


def norm_arrays(state):
    return {"gamma": state["weight"], "beta": state["bias"]}


def block_arrays(state):
    ff = s.part(state, "feed_forward")
    return (
        s.prefixed("attention_norm", norm_arrays(s.part(state, "attention_norm")))
        | s.prefixed("attention", attention_arrays(s.part(state, "attention")))
        | s.prefixed("feed_forward_norm", norm_arrays(s.part(ff, "0")))
        | {"feed_forward.W1": ff["1.weight"].T, "feed_forward.b1": ff["1.bias"]}
        | {"feed_forward.W2": ff["3.weight"].T, "feed_forward.b2": ff["3.bias"]}
    )


def lstm_arrays(state, n_layers, *, gradients):
    """The arrays of torch.nn.LSTM; its two biases add up, but each has the gradient of the sum."""
    arrays = {}
    for k in range(n_layers):
        for direction, end in (("forward", ""), ("backward", "_reverse")):
            W = [state[f"weight_hh_l{k}{end}"].T, state[f"weight_ih_l{k}{end}"].T]
            b = [state[f"bias_hh_l{k}{end}"], state[f"bias_ih_l{k}{end}"]]
            arrays[f"lstm.{k}.{direction}.W"] = np.concatenate(W)
            arrays[f"lstm.{k}.{direction}.b"] = b[0] if gradients else b[0] + b[1]
    return arrays


def encoder_arrays(state, encoder, n_layers, *, gradients):
    if encoder == "lstm":
        return lstm_arrays(s.part(state, "lstm"), n_layers, gradients=gradients)
    arrays = s.prefixed("norm", norm_arrays(s.part(state, "norm")))
    for k in range(n_layers):
        arrays |= s.prefixed(f"blocks.{k}", block_arrays(s.part(state, f"blocks.{k}")))
    return arrays


def classifier_arrays(state, encoder, n_layers, *, gradients=False):
    """TorchModel's parameters, or their gradients, under the names of ours."""
    arrays = {"embedding.E": state["embedding.weight"]}
    for text in ("description", "resolution"):
        part = encoder_arrays(
            s.part(state, f"{text}_encoder"), encoder, n_layers, gradients=gradients
        )
        arrays |= s.prefixed(f"{text}_encoder", part)
        part = attention_arrays(s.part(state, f"{text}_attention"))
        arrays |= s.prefixed(f"{text}_attention", part)
    arrays["classification.W"] = state["classification.weight"].T
    arrays["classification.b"] = state["classification.bias"]
    return arrays


def values(module):
    return {name: tensor.detach().numpy() for name, tensor in module.named_parameters()}


def gradients(module):
    return {name: tensor.grad.numpy() for name, tensor in module.named_parameters()}


def test_activations():
    z, dh = np.linspace(-9, 9, 41), random(41)
    for name in ("relu", "sigmoid", "tanh", "gelu"):
        theirs_z = leaf(z)
        theirs = getattr(F, name)(theirs_z)
        theirs.backward(torch.tensor(dh))
        h = getattr(s, name)(z)
        assert_close(h, theirs)
        gradient = getattr(s, f"{name}_backward")(dh, z if name in ("relu", "gelu") else h)
        assert_close(gradient, theirs_z.grad)


def test_lstm_and_its_last_states():
    layer = shake(torch.nn.LSTM(d, u, batch_first=True))
    X, dH = random(n, T, d), random(n, T, u)
    theirs_X = leaf(X)
    theirs, (h, c) = layer(theirs_X)
    theirs.backward(torch.tensor(dH))
    state = values(layer)
    W = np.concatenate([state["weight_hh_l0"].T, state["weight_ih_l0"].T])
    H, cache = s.lstm(X, W, state["bias_hh_l0"] + state["bias_ih_l0"])
    dX, dW, db = s.lstm_backward(dH, cache)
    assert_close(H, theirs)
    assert_close(H[:, -1], h[0])
    assert_close(cache["steps"][-1]["c"], c[0])
    assert_close(dX, theirs_X.grad)
    assert_close(dW[:u], layer.weight_hh_l0.grad.T)
    assert_close(dW[u:], layer.weight_ih_l0.grad.T)
    assert_close(db, layer.bias_ih_l0.grad)


@pytest.mark.parametrize("n_layers", [1, 2])
def test_bilstm_of_packed_sequences(n_layers):
    from ticketcourse.models.torch_model import BiLSTMEncoder

    config = ModelConfig(embedding_dim=d, units=u, n_layers=n_layers, n_heads=1, dropout=0)
    module = shake(BiLSTMEncoder(config))
    X, dH = random(n, T, d), random(n, T, 2 * u) * MASK[:, :, None]
    theirs_X = leaf(X)
    theirs = module(theirs_X, torch.tensor(MASK))
    theirs.backward(torch.tensor(dH))
    params = lstm_arrays(s.part(values(module), "lstm"), n_layers, gradients=False)
    H, caches = s.lstm_encoder(X, params, n_layers, MASK)
    dX, grads = s.lstm_encoder_backward(dH, caches)
    np.testing.assert_allclose(H[MASK], theirs.detach().numpy()[MASK], rtol=0, atol=1e-9)
    assert_close(dX, theirs_X.grad)
    expected = lstm_arrays(s.part(gradients(module), "lstm"), n_layers, gradients=True)
    for name, gradient in expected.items():
        np.testing.assert_allclose(grads[name], gradient, rtol=0, atol=1e-9, err_msg=name)


def test_simple_rnn():
    layer = shake(torch.nn.RNN(d, u, batch_first=True))
    state = values(layer)
    W = np.concatenate([state["weight_hh_l0"].T, state["weight_ih_l0"].T])
    H, _ = s.rnn(random(n, T, d), W, state["bias_hh_l0"] + state["bias_ih_l0"])
    assert_close(H, layer(torch.tensor(random(n, T, d)))[0])


def test_scaled_dot_product_attention():
    Q, K, V, dout = random(n, T, d), random(n, S, d), random(n, S, u), random(n, T, u)
    some = MEMORY_MASK[:3, None]  # the fourth row has no key, of which PyTorch makes nan or 0
    leaves = [leaf(array[:3]) for array in (Q, K, V)]
    theirs = F.scaled_dot_product_attention(*leaves, attn_mask=torch.tensor(some))
    theirs.backward(torch.tensor(dout[:3]))
    context, cache = s.attention(Q[:3], K[:3], V[:3], some)
    assert_close(context, theirs)
    for ours, tensor in zip(s.attention_backward(dout[:3], cache), leaves, strict=True):
        assert_close(ours, tensor.grad)
    context, cache = s.attention(Q, K, V, MEMORY_MASK[:, None])
    np.testing.assert_allclose(cache["weights"][3], 1 / S)
    assert np.isfinite(context).all()


def test_multi_head_attention_with_an_empty_memory():
    from ticketcourse.models.torch_model import MultiHeadAttention

    module = shake(MultiHeadAttention(d, n_heads))
    X, memory, dout = random(n, T, d), random(n, S, d), random(n, T, d, seed=1)
    theirs_X, theirs_memory = leaf(X), leaf(memory)
    theirs = module(theirs_X, theirs_memory, torch.tensor(MEMORY_MASK))
    theirs.backward(torch.tensor(dout))
    params = attention_arrays(values(module))
    output, cache = s.multi_head_attention(X, memory, params, n_heads, MEMORY_MASK)
    dX, dmemory, grads = s.multi_head_attention_backward(dout, cache)
    assert not output[3].any()
    assert_close(output, theirs)
    assert_close(dX, theirs_X.grad)
    assert_close(dmemory, theirs_memory.grad)
    for name, gradient in attention_arrays(gradients(module)).items():
        np.testing.assert_allclose(grads[name], gradient, rtol=0, atol=1e-9, err_msg=name)


def test_multi_head_attention_is_also_that_of_torch_nn():
    layer = shake(torch.nn.MultiheadAttention(d, n_heads, batch_first=True))
    state = values(layer)
    params = {"W_O": state["out_proj.weight"].T, "b_O": state["out_proj.bias"]}
    for role, W, b in zip(
        "QKV", np.split(state["in_proj_weight"], 3), np.split(state["in_proj_bias"], 3), strict=True
    ):
        params |= {f"W_{role}": W.T, f"b_{role}": b}
    X, memory = random(3, T, d), random(3, S, d)
    hidden = torch.tensor(~MEMORY_MASK[:3])  # there True hides a key
    theirs, weights = layer(
        *map(torch.tensor, (X, memory, memory)), key_padding_mask=hidden, average_attn_weights=False
    )
    output, cache = s.multi_head_attention(X, memory, params, n_heads, MEMORY_MASK[:3])
    assert_close(output, theirs)
    assert_close(cache["heads"]["weights"], weights)


@pytest.mark.parametrize("epsilon", [1e-5, 1e-3])
def test_layer_norm(epsilon):
    layer = shake(torch.nn.LayerNorm(d, eps=epsilon))
    X, dY = random(n, T, d), random(n, T, d, seed=1)
    X[0, 0] = 2.0  # variance 0
    theirs_X = leaf(X)
    theirs = layer(theirs_X)
    theirs.backward(torch.tensor(dY))
    Y, cache = s.layer_norm(X, **norm_arrays(values(layer)), epsilon=epsilon)
    dX, dgamma, dbeta = s.layer_norm_backward(dY, cache)
    assert_close(Y, theirs)
    assert_close(dX, theirs_X.grad)
    assert_close(dgamma, layer.weight.grad)
    assert_close(dbeta, layer.bias.grad)


def test_masked_max_shares_the_gradient_of_equal_steps():
    from ticketcourse.models.torch_model import masked_max

    X, dpooled = np.round(random(n, T, d)), random(n, d)
    theirs_X = leaf(X)
    theirs = masked_max(theirs_X, torch.tensor(MASK))
    theirs.backward(torch.tensor(dpooled))
    assert_close(s.masked_max(X, MASK), theirs)
    assert_close(s.masked_max_backward(dpooled, X, MASK), theirs_X.grad)


def test_positions():
    from ticketcourse.models.torch_model import positions

    assert_close(s.positions(T, d), positions(T, d))


def test_transformer_block():
    from ticketcourse.models.torch_model import TransformerBlock

    config = ModelConfig(encoder="transformer", embedding_dim=d, units=u, n_heads=3, dropout=0)
    module = shake(TransformerBlock(config))
    X, dout = random(n, T, d), random(n, T, d, seed=1)
    theirs_X = leaf(X)
    theirs = module(theirs_X, torch.tensor(MASK))
    theirs.backward(torch.tensor(dout))
    output, cache = s.transformer_block(X, block_arrays(values(module)), 3, MASK)
    dX, grads = s.transformer_block_backward(dout, cache)
    assert_close(output, theirs)
    assert_close(dX, theirs_X.grad)
    for name, gradient in block_arrays(gradients(module)).items():
        np.testing.assert_allclose(grads[name], gradient, rtol=0, atol=1e-9, err_msg=name)


@pytest.mark.parametrize("scale", [1.0, 1000.0])
def test_losses(scale):
    z, y = scale * random(n, d), (random(n, d, seed=1) > 0) * 1.0
    one_of = np.eye(d)[[5, 0, 2, 2]]
    theirs_z = leaf(z)
    theirs = F.binary_cross_entropy_with_logits(theirs_z, torch.tensor(y))
    theirs.backward()
    assert_close(s.binary_cross_entropy(z, y, "mean"), theirs)
    assert_close(s.binary_cross_entropy(z, y), d * theirs)
    assert_close(s.binary_cross_entropy_backward(1, z, y, "mean"), theirs_z.grad)
    theirs_z = leaf(z)
    theirs = F.cross_entropy(theirs_z, torch.tensor(one_of))
    theirs.backward()
    assert_close(s.softmax_cross_entropy(z, one_of), theirs)
    assert_close(s.softmax_cross_entropy_backward(1, z, one_of), theirs_z.grad)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (s.SGD(0.1), lambda p: torch.optim.SGD(p, 0.1)),
        (s.Momentum(0.1, 0.8), lambda p: torch.optim.SGD(p, 0.1, momentum=0.8)),
        (s.Adam(0.1), lambda p: torch.optim.Adam(p, 0.1)),
        (s.Adam(0.1, 0.5, 0.6, 0.3), lambda p: torch.optim.Adam(p, 0.1, (0.5, 0.6), 0.3)),
    ],
)
def test_optimizers(ours, theirs):
    params = {"W": random(d, u), "b": random(u)}
    tensors = {name: leaf(array) for name, array in params.items()}
    theirs = theirs(tensors.values())
    for step in range(7):
        grads = {name: random(*array.shape, seed=step) for name, array in params.items()}
        for name, tensor in tensors.items():
            tensor.grad = torch.tensor(grads[name])
        ours.step(params, grads)
        theirs.step()
    for name, tensor in tensors.items():
        assert_close(params[name], tensor)


@pytest.mark.parametrize("n_layers", [1, 2])
@pytest.mark.parametrize("encoder", ["lstm", "transformer"])
def test_the_whole_classifier(encoder, n_layers):
    from ticketcourse.models import TorchModel

    V, L = 11, 5
    config = ModelConfig(
        encoder=encoder, embedding_dim=6, units=3, n_heads=3, n_layers=n_layers, dropout=0
    )
    model = shake(TorchModel(config, V, L))
    ids = np.random.default_rng(2).integers(1, V, (n + 1, T + S))
    # Row 3 has no description, row 0 no resolution, row 4 neither.
    d_ids = ids[:, :T] * np.append(MASK, [[False] * T], axis=0)
    r_ids = ids[:, T:] * np.append(MEMORY_MASK[[3, 0, 1, 2]], [[False] * S], axis=0)
    y = (random(n + 1, L) > 0) * 1.0

    theirs = model(torch.tensor(d_ids), torch.tensor(r_ids))
    F.binary_cross_entropy_with_logits(theirs, torch.tensor(y)).backward()

    params = classifier_arrays(values(model), encoder, n_layers)
    shapes = s.classifier_shapes(V, L, encoder=encoder, embedding_dim=6, units=3, n_layers=n_layers)
    assert {name: array.shape for name, array in params.items()} == shapes
    z, cache = s.classifier(d_ids, r_ids, params, encoder=encoder, n_heads=3, n_layers=n_layers)
    grads = s.classifier_backward(s.binary_cross_entropy_backward(1, z, y, "mean"), cache)
    assert_close(z, theirs)
    expected = classifier_arrays(gradients(model), encoder, n_layers, gradients=True)
    assert set(grads) == set(expected)
    for name, gradient in expected.items():
        np.testing.assert_allclose(grads[name], gradient, rtol=0, atol=1e-9, err_msg=name)
