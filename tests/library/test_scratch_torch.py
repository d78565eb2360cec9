"""What parity leaves out: the NumPy building blocks against PyTorch's stock layers, in float64.

Last states, unusual inputs and settings, and optimizers. Gradients are compared by sending the same
random gradient back through both.
"""

import numpy as np
import pytest

from ticketcourse import scratch as s

torch = pytest.importorskip("torch")
F = torch.nn.functional

n, T, S, d, u, n_heads = 4, 5, 3, 6, 2, 3
MASK = np.arange(T) < np.array([5, 1, 3, 0])[:, None]  # (n, T)
MEMORY_MASK = np.arange(S) < np.array([1, 3, 2, 0])[:, None]  # (n, S)


@pytest.fixture(autouse=True)
def float64():
    """Let PyTorch make float64 everywhere."""
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


def values(module):
    return {name: tensor.detach().numpy() for name, tensor in module.named_parameters()}


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
    state = values(layer)
    Y, cache = s.layer_norm(X, state["weight"], state["bias"], epsilon)
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
