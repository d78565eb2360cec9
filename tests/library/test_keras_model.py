"""The Keras model is the PyTorch model."""

import os
import subprocess
import sys

import numpy as np
import pytest

from ticketcourse import ModelConfig, scratch
from ticketcourse.models import convert_weights

pytestmark = pytest.mark.slow  # TensorFlow takes seconds to load
V, L = 17, 5
# Whole, one word, none; the last ticket has no text at all.
D_IDS = np.array([[2, 3, 4, 5, 6], [7, 0, 0, 0, 0], [8, 9, 10, 0, 0], [0] * 5, [0] * 5])
R_IDS = np.array([[12, 13, 0], [14, 15, 16], [0, 0, 0], [11, 0, 0], [0, 0, 0]])


KINDS = {
    "lstm": {"encoder": "lstm"},
    "transformer": {"encoder": "transformer"},
    "concatenation": {"join": "concatenation", "pooling": "mean and max"},
    "resolution": {"texts": "resolution", "pooling": "mean and max"},
}


@pytest.fixture(params=KINDS.values(), ids=KINDS)
def config(request):
    return ModelConfig(embedding_dim=12, units=6, n_heads=3, n_layers=2, **request.param)


@pytest.fixture
def keras_model(config):
    keras = pytest.importorskip("keras")
    from ticketcourse.models import KerasModel

    keras.utils.set_random_seed(1)
    return KerasModel(config, V, L)


def test_weights_from_pytorch_give_the_same_logits_and_come_back(config, keras_model):
    torch = pytest.importorskip("torch")
    from ticketcourse.models import TorchModel
    from ticketcourse.models.keras_model import read_weights, write_weights

    torch.manual_seed(2)
    torch_model = TorchModel(config, V, L).eval()
    state = {name: tensor.numpy() for name, tensor in torch_model.state_dict().items()}
    arrays = convert_weights(state, "classifier", "torch", "keras", **config.layout)
    write_weights(keras_model, arrays)
    with torch.inference_mode():
        expected = torch_model(torch.from_numpy(D_IDS), torch.from_numpy(R_IDS)).numpy()
    z = keras_model([D_IDS, R_IDS]).numpy()
    np.testing.assert_allclose(z, expected, rtol=0, atol=1e-5)
    np.testing.assert_allclose(z[4], state["classification.bias"], atol=1e-6)
    for name, array in read_weights(keras_model).items():
        np.testing.assert_array_equal(array, arrays[name], err_msg=name)


def test_padding_never_changes_a_result(keras_model):
    together = keras_model([D_IDS, R_IDS]).numpy()
    wider = keras_model([np.pad(ids, [(0, 0), (0, 4)]) for ids in (D_IDS, R_IDS)]).numpy()
    np.testing.assert_allclose(wider, together, atol=1e-6)
    alone = keras_model([D_IDS[1:2, :1], R_IDS[1:2]]).numpy()
    np.testing.assert_allclose(alone, together[1:2], atol=1e-6)


def test_it_trains_as_a_graph(keras_model):
    keras = pytest.importorskip("keras")
    keras_model.compile("adam", keras.losses.BinaryCrossentropy(from_logits=True))
    y = np.random.default_rng(3).integers(0, 2, (5, L)).astype("float32")
    before = keras_model.get_weights()
    assert np.isfinite(keras_model.train_on_batch([D_IDS, R_IDS], y))
    after = keras_model.get_weights()
    assert all(np.isfinite(weight).all() for weight in after)
    assert any((a != b).any() for a, b in zip(after, before, strict=True))


def test_one_graph_reads_texts_of_any_length(keras_model):
    for more in (0, 4, 2):  # the third is a length for which no graph was made
        texts = [np.pad(ids, [(0, 0), (0, more)]) for ids in (D_IDS, R_IDS)]
        expected = keras_model(texts).numpy()
        np.testing.assert_allclose(keras_model.predict_on_batch(texts), expected, atol=1e-6)


def test_dropout_is_on_in_training_alone(keras_model):
    texts = [D_IDS, R_IDS]
    np.testing.assert_array_equal(keras_model(texts), keras_model(texts))
    assert np.abs(keras_model(texts, training=True) - keras_model(texts)).max() > 1e-4


def test_half_precision_gives_finite_numbers(config):
    from ticketcourse.models import KerasModel

    model = KerasModel(config, V, L, dtype="mixed_float16")
    z = model([D_IDS, R_IDS]).numpy()
    assert z.dtype == np.float16 and np.isfinite(z).all()


def test_the_attention_has_the_weights_and_numbers_of_kerass_own():
    keras = pytest.importorskip("keras")
    from ticketcourse.models.keras_model import MultiHeadAttention, read_weights, write_weights

    rng = np.random.default_rng(4)
    x, memory = rng.standard_normal((2, 5, 12)), rng.standard_normal((2, 4, 12))
    mask = np.array([[True, True, True, False], [True, False, False, False]])
    ours, theirs = MultiHeadAttention(12, 3), keras.layers.MultiHeadAttention(3, 4)
    ours(x, memory, mask)
    expected_shape = theirs(x, memory).shape
    write_weights(theirs, read_weights(ours))
    output = ours(x, memory, mask).numpy()
    assert output.shape == expected_shape
    expected = theirs(x, memory, attention_mask=mask[:, None, :]).numpy()
    np.testing.assert_allclose(output, expected, atol=1e-6)


def test_the_transformer_adds_the_positions_of_scratch_also_late_in_a_text():
    pytest.importorskip("keras")
    from ticketcourse.models.keras_model import TransformerEncoder

    encoder = TransformerEncoder(ModelConfig(encoder="transformer", embedding_dim=12, n_heads=3))
    X, mask = np.zeros((1, 300, 12), "float32"), np.ones((1, 300), bool)
    encoder(X, mask)  # makes the weights of the blocks, which are not wanted here
    encoder.blocks, encoder.norm = [], lambda x: x
    for T in (1, 256, 300):
        code = encoder(X[:, :T], mask[:, :T]).numpy()[0]
        assert code.dtype == np.float32
        np.testing.assert_allclose(code, scratch.positions(T, 12), rtol=0, atol=1e-7)


def test_nothing_needs_tensorflow(config):
    """Keras reads its backend when it is imported, and so in a new interpreter."""
    pytest.importorskip("torch")
    code = f"""
import keras, numpy as np, torch
from ticketcourse.models import KerasModel, ModelConfig, TorchModel, convert_weights
from ticketcourse.models.keras_model import write_weights
config = ModelConfig(**{config.to_dict()})
theirs, ours = TorchModel(config, {V}, {L}).eval(), KerasModel(config, {V}, {L})
state = {{name: tensor.numpy() for name, tensor in theirs.state_dict().items()}}
write_weights(ours, convert_weights(state, "classifier", "torch", "keras", **{config.layout}))
ids = [np.array({D_IDS.tolist()}), np.array({R_IDS.tolist()})]
expected = theirs(*map(torch.from_numpy, ids)).detach().numpy()
np.testing.assert_allclose(keras.ops.convert_to_numpy(ours(ids)), expected, rtol=0, atol=1e-5)
print(keras.backend.backend())
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"KERAS_BACKEND": "torch"},
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == ["torch"], done.stderr


def test_weights_that_do_not_fit_are_refused(keras_model):
    from ticketcourse.models.keras_model import read_weights, write_weights

    arrays = read_weights(keras_model)
    del arrays["classification/bias"]
    with pytest.raises(ValueError, match="missing or unknown weights: classification/bias"):
        write_weights(keras_model, arrays)
