"""Chapter 2: the numbers in its sentences, computed again, and what it claims of its networks."""

import contextlib
import io
import re

import numpy as np
import pytest
import torch
from pages import ROOT, cells

from ticketcourse import pocket, scratch
from ticketcourse.scratch import sigmoid, softmax

CHAPTER = ROOT / "book" / "02-activations.md"
TWO = ("Move user account to new server", "Update server, move account")


@pytest.fixture(scope="module")
def words():
    """The prose of the page in one line."""
    return " ".join("\n".join(cells(CHAPTER, "markdown")).split())


def run(*starts, **names):
    """Run the cells that hold these words, with these names; return what they leave and print."""
    scope = {"np": np, "scratch": scratch, "sigmoid": sigmoid, "pocket": pocket, **names}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        for start in starts:
            (source,) = [cell for cell in cells(CHAPTER, "code") if start in cell]
            exec(source, scope)
    return scope, printed.getvalue()


@pytest.fixture(scope="module")
def measure():
    scope, _ = run("def measure", Tensor=scratch.Tensor)
    return scope["measure"]


def logits_of(ticket):
    z, _ = scratch.classifier(*pocket.encode([ticket]), pocket.parameters(), n_heads=2)
    return z[0]


def test_the_colleagues_network_answers_ten_digits_alike():
    _, printed = run("for layer in range(20)", "zip(X, sigmoid(h @ w))")
    assert len(set(re.findall(r"p = (0\.\d{10})", printed))) == 1


def test_slopes(words):
    p1 = sigmoid(0.5)
    p2 = sigmoid(p1)
    assert f"{p1 * (1 - p1) * p2 * (1 - p2):.4f} found by hand" in words
    assert f"a nudge of 0.001 it is {(sigmoid(0.501) - sigmoid(0.5)) / 0.001:.4f}" in words
    z = np.linspace(-5, 5, 100001)
    p, h = sigmoid(z), scratch.gelu(z)
    assert "never above 0.25" in words and (p * (1 - p)).max() == pytest.approx(0.25)
    assert f"Left of −{-z[h.argmin()]:.2f} the curve *falls*" in words


def test_three_logits(words):
    z = logits_of(TWO).round(1)
    assert f"$(L,)$ | {z.tolist()} |".replace("-", "−") in words
    assert f"$(L,)$ | {softmax(z).round(3).tolist()} |" in words
    assert (softmax(z) > 0.5).sum() == 1 and (sigmoid(z) > 0.5).sum() == 2
    none = logits_of(pocket.TICKETS[1])
    assert np.abs(none + 2).max() < 0.35 and not (sigmoid(none) > 0.5).any()
    assert f"from 0.5 to {sigmoid(1.0):.3f}, whatever the ticket" in words
    assert softmax(np.array([0.7, 0.0]))[0] == pytest.approx(sigmoid(0.7))


def test_the_two_forms_of_gelu(words):
    z = np.linspace(-6, 6, 12001)
    quick = torch.nn.functional.gelu(torch.tensor(z), approximate="tanh").numpy()
    difference = np.abs(quick - scratch.gelu(z))
    assert f"The largest difference is {difference.max():.6f}, at −2.70" in words
    assert abs(z[difference.argmax()]) == pytest.approx(2.7, abs=0.005)
    times = difference.max() / 1e-5
    assert f"That is {times:.0f} times the 0.00001 that this course allows" in words


def test_keras_rounds_the_root_in_gelu():
    import keras

    z = np.array([-2.3, 2.2, 1.9])
    difference = np.abs(keras.activations.gelu(z).numpy() - scratch.gelu(z)).max()
    assert 1e-9 < difference < 1e-8


def test_what_the_losses_say_to_a_sigmoid_too_many_or_too_few():
    import keras

    z, wanted = torch.tensor([3.0]), torch.tensor([0.0])
    with pytest.raises(RuntimeError, match="between 0 and 1"):
        torch.nn.BCELoss()(z, wanted)
    loss = keras.losses.BinaryCrossentropy()
    cut = loss(np.array([[0.0]]), np.array([[1.0]])).numpy()
    assert loss(np.array([[0.0]]), np.array([[3.0]])).numpy() == cut
    layer = keras.layers.Dense(1, activation="sigmoid", kernel_initializer="ones")
    model = keras.Sequential([keras.layers.Input((1,)), layer])
    model.compile(loss=keras.losses.BinaryCrossentropy(from_logits=True))
    with pytest.warns(UserWarning, match="from_logits=True"):
        found = model.evaluate(np.array([[3.0]]), np.array([[0.0]]), verbose=0)
    assert found == pytest.approx(np.log1p(np.exp(3.0)), rel=1e-5), "applied once"


def test_what_is_left_of_the_gradient(measure):
    for seed in range(6):
        left = {
            name: measure(name, 1 / 8, seed=seed)[1][50] for name in ("sigmoid", "tanh", "relu")
        }
        assert left["sigmoid"] < 1e-31 < left["relu"] < 1e-7 < 0.01 < left["tanh"]
    after = measure("sigmoid", 1 / 8)[1]
    assert 0.045 < after[2] < 0.055, "a twentieth is left after two layers"
    assert 0.05 < measure("tanh", 1 / 8)[1][50] < 0.15, "about a tenth"
    tanh = np.diff(measure("tanh", 1 / 8)[1])
    assert (tanh > 0).sum() > 5 and (tanh < 0).sum() > 5, "some layers take, some add"


def test_what_is_left_of_the_tickets(measure):
    spread = measure("sigmoid", 1 / 8)[0]
    shares = spread[1:21] / spread[:20]
    assert 0.2 < np.exp(np.log(shares).mean()) < 0.28, "about a quarter in each layer"
    assert 1e-13 < spread[20] < 1e-12, "a difference in the thirteenth decimal"


def test_most_slopes_of_the_deep_sigmoids_are_near_a_quarter():
    rng = np.random.default_rng(0)
    h = rng.normal(size=(200, 64))
    for _ in range(10):
        h = sigmoid(h @ rng.normal(size=(64, 64)) / 8)
    assert (h * (1 - h) > 0.2).mean() > 0.8


def test_what_is_left_in_relu_networks(measure):
    glorot, he = measure("relu", 1 / 8), measure("relu", np.sqrt(2 / 64))
    assert glorot[1][50] ** (1 / 50) == pytest.approx(np.sqrt(1 / 2), abs=0.03)
    assert min(he[1]) > 0.5 and max(he[1]) < 1.5, "between a half and one and a half"
    for spread, gradient in (glorot, he):
        assert all(spread[k] < gradient[k] for k in (2, 5, 10, 20, 50)), "the spread falls faster"


def test_variances_add_up():
    rng = np.random.default_rng(0)
    assert (rng.normal(size=(10000, 64)) / 8).sum(axis=1).std() == pytest.approx(1, abs=0.02)
    assert rng.uniform(-1, 1, size=10000).std() == pytest.approx(1 / np.sqrt(3), abs=0.01)


def test_initial_weights_keep_the_spread(measure):
    glorot, he = 1 / 8, np.sqrt(2 / 64)
    assert f"{measure('relu', glorot)[0][20]:.3f}" == "0.000"
    assert measure("relu", he)[0][20] > 0.1
    spread, left = measure("tanh", 0.5)
    assert spread[50] > 0.5 and left[50] > 1e6
    spread, left = measure("tanh", he)
    assert spread[50] > 0.5 and left[50] > 5, "the spread is kept, the gradient grows"
    assert measure("relu", 0.5)[0][50] > 1e6
    for deviation in (0.02, glorot, he, 0.5):
        assert measure("sigmoid", deviation)[1][50] < 1e-9


def test_dead_units(words):
    _, printed = run("zero = relu(Z + b) == 0")
    found = re.findall(r"bias (-?\d): zeros (.+)%, dead (.+)%", printed)
    zeros, dead = ({bias: float(row[i]) for bias, *row in found} for i in (0, 1))
    assert zeros["0"] == pytest.approx(50, abs=1) and dead["0"] == 0 and dead["-6"] == 100
    assert f"none at first, {dead['-4']} % at −4, all at −6" in words
    few, alive = 100 - zeros["-4"], 100 - dead["-4"]
    assert f"only {few:.1f} % of the outputs are not 0, and these few keep {alive:.0f} %" in words


def test_the_slopes_and_the_initial_weights_of_the_frameworks(words):
    import keras

    minus_one = np.array([-1.0])
    slopes = (
        -keras.layers.LeakyReLU()(minus_one).numpy()[0],
        -keras.activations.leaky_relu(minus_one).numpy()[0],
        torch.nn.LeakyReLU().negative_slope,
    )
    sentence = "layer has {:.1f}, its function {:.1f}, and PyTorch {:.2f} in both"
    assert sentence.format(*slopes) in words
    keras_layer, torch_layer = keras.layers.Dense(64), torch.nn.Linear(256, 64)
    keras_layer.build((None, 256))
    kernel, bias = keras_layer.get_weights()
    assert kernel.std() == pytest.approx(np.sqrt(2 / 320), rel=0.02) and not bias.any()
    for drawn in (torch_layer.weight, torch_layer.bias):
        assert drawn.abs().max().item() <= 1 / 16
    assert torch_layer.weight.std().item() == pytest.approx(np.sqrt(1 / 768), rel=0.02)


@pytest.mark.filterwarnings("ignore:Implicit dimension choice")
def test_what_pytorch_guesses_when_softmax_has_no_axis():
    with pytest.raises(TypeError, match="dim"):
        torch.softmax(torch.randn(4, 5))
    for shape, guess in (((4, 5), -1), ((3, 4, 5), 0)):
        sums = torch.nn.functional.softmax(torch.randn(shape)).sum(dim=guess)
        torch.testing.assert_close(sums, torch.ones_like(sums))


def test_the_slopes_of_softmax_are_those_of_the_library():
    p = softmax(logits_of(TWO).round(1))
    for k in range(3):
        formula = np.where(np.arange(3) == k, p[k] * (1 - p[k]), -p * p[k])
        slopes = scratch.softmax_backward(np.eye(3)[k], p)
        np.testing.assert_allclose(slopes, formula, atol=1e-12)
        assert slopes.sum() == pytest.approx(0), "what one gains the others lose"


def test_the_seeded_failure_and_its_repair(words):
    scope, printed = run("def report", torch=torch)
    rows = np.array([line.replace("%", "").split() for line in printed.splitlines()[1:]], float)
    layer, deviation, spread, dead = rows.T
    assert layer.tolist() == [1, 2, 5, 10, 20]
    assert np.ptp(deviation[2:]) < 0.02, "the deviation stays from layer 5 on"
    assert 40 < dead[-1] < 50, "more than four in ten are dead"
    fall = (spread[3] / spread[4]) ** (1 / 10)
    start, end = (f"{float(x):.0e}".replace("e-0", r" \cdot 10^{-") + "}" for x in spread[3:])
    sentence = f"from ${start}$ to ${end}$, by a factor of about {fall:.1f} in each layer"
    assert sentence in words
    _, printed = run("def he_layer", torch=torch, report=scope["report"])
    *_, spread, dead = printed.splitlines()[-1].split()
    assert float(spread) == pytest.approx(0.4, abs=0.1), "the spread is still 0.4"
    assert 25 < float(dead.strip("%")) < 45, "a third is dead"


def test_the_pocket_models_activations():
    p = sigmoid(logits_of(pocket.TICKET))
    assert (p > 0.5).tolist() == [True, False, False]
    assert (p * (1 - p) > 0.07).all(), "each slope is still near a tenth"
