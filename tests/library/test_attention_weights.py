"""Which words of the other text each word of a ticket asks, whatever framework trained."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from small import SMALL

from ticketcourse import TicketcourseError
from ticketcourse.models.attention_weights import attention_weights
from ticketcourse.training.torch_backend import TorchBackend
from ticketcourse.vectorizer import Vectorizer

VECTORIZER = Vectorizer(["fix", "system", "error", "restart", "service"])
# Ids of "Fix system error now" and "Restart service", and padding.
IDS = np.array([[2, 3, 4, 1]]), np.array([[5, 6, 0]])
H, T, S = 2, 4, 2


@pytest.fixture(params=["lstm", "transformer"])
def config(request):
    return replace(SMALL, encoder=request.param, n_layers=2, pooling="mean and max")


@pytest.fixture
def network(config):
    network = TorchBackend(config, V=len(VECTORIZER), L=3)
    generator = np.random.default_rng(0)
    arrays = network.weights()
    network.load_weights(
        {k: generator.normal(0, 0.5, a.shape).astype(a.dtype) for k, a in arrays.items()}
    )
    return network


@torch.inference_mode()
def test_they_are_those_with_which_pytorch_mixes(config, network):
    found = attention_weights(network, config, VECTORIZER, IDS)
    assert found.description == ("fix", "system", "error", "[unknown]")
    assert found.resolution == ("restart", "service")
    given = []
    model = network.model.eval()
    for layer in (model.description_attention, model.resolution_attention):
        layer.register_forward_hook(lambda layer, inputs, _: given.append((layer, *inputs)))
    network.logits(IDS)
    for ours, (layer, x, memory, mask) in zip(
        (found.description_weights, found.resolution_weights), given, strict=True
    ):
        Q, K = (part.unflatten(-1, (H, -1))[0] for part in (layer.query(x), layer.key(memory)))
        scores = torch.einsum("thk,shk->hts", Q, K) / Q.shape[-1] ** 0.5
        theirs = scores[:, :, mask[0]].softmax(dim=-1).numpy()[:, : ours.shape[1]]
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-5)
    assert found.description_weights.shape == (H, T, S)
    assert found.resolution_weights.shape == (H, S, T)


def test_an_empty_text_asks_nothing_and_is_not_asked(config, network):
    found = attention_weights(network, config, VECTORIZER, (IDS[0], np.array([[0]])))
    assert found.resolution == ()
    assert found.description_weights.shape == (H, T, 0)
    assert found.resolution_weights.shape == (H, 0, T)


@pytest.mark.parametrize("settings", [{"join": "concatenation"}, {"texts": "resolution"}])
def test_without_attention_one_sentence_says_so(settings, network):
    with pytest.raises(TicketcourseError, match="no attention between description and resolution"):
        attention_weights(network, replace(SMALL, **settings), VECTORIZER, IDS)


@pytest.mark.slow
def test_keras_has_the_same(config, network):
    pytest.importorskip("keras")
    from ticketcourse.training.keras_backend import KerasBackend

    keras_network = KerasBackend(config, V=len(VECTORIZER), L=3)
    keras_network.load_weights(network.weights())
    ours, theirs = (attention_weights(n, config, VECTORIZER, IDS) for n in (keras_network, network))
    assert ours.description == theirs.description
    np.testing.assert_allclose(ours.description_weights, theirs.description_weights, atol=1e-6)
    np.testing.assert_allclose(ours.resolution_weights, theirs.resolution_weights, atol=1e-6)
