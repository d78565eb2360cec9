"""Weights go from each framework to each other one and come back."""

import numpy as np
import pytest

from ticketcourse import ModelConfig, scratch
from ticketcourse.models import convert_weights
from ticketcourse.models.exchange import FRAMEWORKS
from ticketcourse.models.parity_cases import (
    ACTIVATIONS,
    CLASSIFIERS,
    LOSSES,
    PARTS,
    SIZES,
    random_case,
)

WITH_WEIGHTS = [part for part in PARTS if part not in (*ACTIVATIONS, "attention", *LOSSES)]
V, L = 13, 5


def assert_same(arrays, expected):
    assert arrays.keys() == expected.keys()
    for name, array in arrays.items():
        assert array.dtype == expected[name].dtype
        np.testing.assert_array_equal(array, expected[name], err_msg=name)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("part", WITH_WEIGHTS)
def test_every_round_trip_is_exact(part, dtype):
    case = random_case(part, SIZES[0], dtype, np.random.default_rng(1))

    def convert(arrays, source, target):
        return convert_weights(arrays, case.part, source, target, **case.layout)

    forms = {name: convert(case.params, "scratch", name) for name in FRAMEWORKS}
    for source in FRAMEWORKS:
        for target in FRAMEWORKS:
            assert_same(convert(forms[source], source, target), forms[target])


def test_results_are_copies_that_a_file_can_hold():
    W, b = np.arange(6.0).reshape(2, 3), np.zeros(3)
    weight = convert_weights({"W": W, "b": b}, "dense", "scratch", "torch")["weight"]
    assert weight.flags.c_contiguous and not np.shares_memory(weight, W)
    np.testing.assert_array_equal(weight, W.T)


def test_the_rows_of_h_stand_above_those_of_x_in_an_lstm():
    d, u = 3, 2
    W = np.arange((u + d) * 4 * u, dtype=float).reshape(u + d, 4 * u)
    b = np.arange(4.0 * u)
    torch_arrays = convert_weights({"W": W, "b": b}, "lstm", "scratch", "torch")
    np.testing.assert_array_equal(torch_arrays["weight_hh_l0"], W[:u].T)
    np.testing.assert_array_equal(torch_arrays["weight_ih_l0"], W[u:].T)
    keras_arrays = convert_weights({"W": W, "b": b}, "lstm", "scratch", "keras")
    np.testing.assert_array_equal(keras_arrays["lstm_cell/recurrent_kernel"], W[:u])
    np.testing.assert_array_equal(keras_arrays["lstm_cell/kernel"], W[u:])


def test_of_pytorchs_two_biases_the_sum_comes_back():
    rng = np.random.default_rng(2)
    shapes = {"weight_hh": (8, 2), "weight_ih": (8, 3), "bias_hh": (8,), "bias_ih": (8,)}
    state = {f"{name}_l0": rng.standard_normal(shape) for name, shape in shapes.items()}
    ours = convert_weights(state, "lstm", "torch", "scratch")
    np.testing.assert_array_equal(ours["b"], state["bias_hh_l0"] + state["bias_ih_l0"])
    back = convert_weights(ours, "lstm", "scratch", "torch")
    assert not back["bias_hh_l0"].any()
    np.testing.assert_array_equal(back["bias_ih_l0"], ours["b"])


def test_each_of_pytorchs_biases_has_the_gradient_of_the_sum():
    db = np.arange(8.0)
    gradients = {"W": np.ones((5, 8)), "b": db}
    theirs = convert_weights(gradients, "lstm", "scratch", "torch", gradients=True)
    np.testing.assert_array_equal(theirs["bias_hh_l0"], db)
    np.testing.assert_array_equal(theirs["bias_ih_l0"], db)
    assert_same(convert_weights(theirs, "lstm", "torch", "scratch", gradients=True), gradients)


def test_a_head_has_neighbouring_columns():
    d, n_heads = 6, 3
    arrays = {f"W_{role}": np.arange(36.0).reshape(d, d) for role in "QKVO"}
    arrays |= {f"b_{role}": np.arange(6.0) for role in "QKVO"}
    keras_arrays = convert_weights(
        arrays, "multi_head_attention", "scratch", "keras", n_heads=n_heads
    )
    np.testing.assert_array_equal(keras_arrays["query/kernel"][:, 1], arrays["W_Q"][:, 2:4])
    np.testing.assert_array_equal(keras_arrays["query/bias"][1], [2, 3])
    np.testing.assert_array_equal(keras_arrays["attention_output/kernel"][1], arrays["W_O"][2:4])


@pytest.mark.parametrize("settings", CLASSIFIERS.values(), ids=CLASSIFIERS)
def test_a_pytorch_model_becomes_the_numpy_classifier(settings):
    torch = pytest.importorskip("torch")
    from ticketcourse.models import TorchModel

    torch.manual_seed(3)
    config = ModelConfig(embedding_dim=8, units=6, n_layers=2, n_heads=2, **settings)
    model = TorchModel(config, V, L).eval()
    state = {name: tensor.numpy() for name, tensor in model.state_dict().items()}
    layout = config.layout
    params = convert_weights(state, "classifier", "torch", "scratch", **layout)
    shapes = scratch.classifier_shapes(V, L, embedding_dim=8, units=6, n_layers=2, **settings)
    assert {name: array.shape for name, array in params.items()} == shapes
    d_ids = np.array([[2, 3, 4, 5], [6, 0, 0, 0], [0, 0, 0, 0]])
    r_ids = np.array([[7, 8, 0], [0, 0, 0], [9, 10, 11]])
    z, _ = scratch.classifier(d_ids, r_ids, params, pooling=config.pooling, **layout)
    with torch.inference_mode():
        theirs = model(torch.from_numpy(d_ids), torch.from_numpy(r_ids))
    np.testing.assert_allclose(z, theirs, rtol=0, atol=1e-5)
    # Back in PyTorch it is the same model, though only the sum of its biases came back.
    model.load_state_dict(
        {
            name: torch.from_numpy(array)
            for name, array in convert_weights(
                params, "classifier", "scratch", "torch", **layout
            ).items()
        }
    )
    with torch.inference_mode():
        again = model(torch.from_numpy(d_ids), torch.from_numpy(r_ids))
    torch.testing.assert_close(again, theirs, rtol=0, atol=1e-6)


DENSE = {"W": np.ones((2, 3)), "b": np.ones(3)}


@pytest.mark.parametrize(
    ("arrays", "part", "source", "settings", "sentence"),
    [
        (DENSE, "desne", "scratch", {}, "no part 'desne': choose one of dense, "),
        (DENSE, "dense", "numpy", {}, "no framework 'numpy': choose one of scratch, torch, keras"),
        (DENSE, "dense", "torch", {}, r"\['bias', 'weight'\] missing, \['W', 'b'\] unknown"),
        (DENSE, "classifier", "torch", {"encoder": "gru"}, "encoder is 'gru'"),
        (DENSE, "classifier", "torch", {"texts": "title"}, "texts is 'title'"),
        (DENSE, "classifier", "torch", {"join": "sum"}, "join is 'sum'"),
    ],
)
def test_what_does_not_fit_is_refused(arrays, part, source, settings, sentence):
    with pytest.raises(ValueError, match=sentence):
        convert_weights(arrays, part, source, "keras", **settings)
