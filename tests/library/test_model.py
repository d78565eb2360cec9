import dataclasses

import numpy as np
import pytest
import torch
from small import QUICK, SMALL

from ticketcourse import ModelConfig, TicketClassifier, TicketcourseError, scratch
from ticketcourse.models import TorchModel
from ticketcourse.models.torch_model import (
    BiLSTM,
    BiLSTMEncoder,
    MultiHeadAttention,
    TransformerEncoder,
    positions,
    reversal,
)
from ticketcourse.scratch.text import pad

V, L = 30, 5


@pytest.fixture(params=["lstm", "transformer"])
def config(request):
    return ModelConfig(encoder=request.param, embedding_dim=12, units=6, n_heads=3, n_layers=2)


@pytest.fixture
def model(config):
    torch.manual_seed(1)
    return TorchModel(config, V, L).eval()


def logits(model, descriptions, resolutions, extra=0):
    def ids(texts):
        return torch.from_numpy(np.pad(pad(texts), [(0, 0), (0, extra)]))

    with torch.inference_mode():
        return model(ids(descriptions), ids(resolutions)).numpy()


DESCRIPTIONS = [[2, 3, 4, 5, 6], [7, 8], [9], [], [10, 11], []]
RESOLUTIONS = [[12, 13], [14, 15, 16], [], [17, 18], [19], []]


def test_one_logit_for_each_label(model):
    assert logits(model, DESCRIPTIONS, RESOLUTIONS).shape == (6, L)


def test_in_float64_the_same_but_for_rounding(model):
    expected = logits(model, DESCRIPTIONS, RESOLUTIONS)
    found = logits(model.double(), DESCRIPTIONS, RESOLUTIONS)
    assert found.dtype == np.float64
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-5)


def test_padding_never_changes_a_result(model):
    together = logits(model, DESCRIPTIONS, RESOLUTIONS)
    np.testing.assert_allclose(
        logits(model, DESCRIPTIONS, RESOLUTIONS, extra=7), together, atol=1e-6
    )
    for i in range(len(DESCRIPTIONS)):
        alone = logits(model, DESCRIPTIONS[i : i + 1], RESOLUTIONS[i : i + 1])
        np.testing.assert_allclose(alone[0], together[i], atol=1e-6)


def test_empty_texts_give_finite_numbers_and_gradients(model):
    z = logits(model, DESCRIPTIONS, RESOLUTIONS)
    assert np.isfinite(z).all()
    bias = model.classification.bias.detach().numpy()
    np.testing.assert_allclose(z[5], bias, atol=1e-6)  # two empty texts say nothing
    model.train()
    model(torch.tensor([[0, 0], [3, 4]]), torch.tensor([[0], [0]])).sum().backward()
    assert all(torch.isfinite(w.grad).all() for w in model.parameters() if w.grad is not None)


def test_both_texts_and_the_order_of_words_matter(model):
    z = logits(model, [[2, 3, 4], [2, 3, 4], [4, 3, 2]], [[5, 6], [5, 7], [5, 6]])
    assert np.abs(z[0] - z[1]).max() > 1e-4
    assert np.abs(z[0] - z[2]).max() > 1e-4


def test_the_attention_agrees_with_pytorch():
    torch.manual_seed(2)
    ours = MultiHeadAttention(12, 3)
    theirs = torch.nn.MultiheadAttention(12, 3, batch_first=True)
    parts = ours.query, ours.key, ours.value
    theirs.in_proj_weight.data = torch.cat([part.weight.data for part in parts])
    theirs.in_proj_bias.data = torch.cat([part.bias.data for part in parts])
    theirs.out_proj.weight.data = ours.output.weight.data
    theirs.out_proj.bias.data = ours.output.bias.data
    x, memory = torch.randn(2, 5, 12), torch.randn(2, 4, 12)
    mask = torch.tensor([[True, True, True, False], [True, False, False, False]])
    expected, _ = theirs(x, memory, memory, key_padding_mask=~mask)
    torch.testing.assert_close(ours(x, memory, mask), expected, atol=1e-5, rtol=1e-5)


def test_the_transformer_agrees_with_pytorch():
    torch.manual_seed(3)
    config = ModelConfig(
        encoder="transformer", embedding_dim=12, units=5, n_heads=3, n_layers=2, dropout=0.5
    )
    ours = TransformerEncoder(config)
    for weight in ours.parameters():  # norms start with ones and zeros, which would hide a mistake
        torch.nn.init.normal_(weight, 0, 0.3)
    layer = torch.nn.TransformerEncoderLayer(
        12, 3, dim_feedforward=20, activation="gelu", batch_first=True, norm_first=True
    )
    theirs = torch.nn.TransformerEncoder(
        layer, 2, norm=torch.nn.LayerNorm(12), enable_nested_tensor=False
    )
    for block, other in zip(ours.blocks, theirs.layers, strict=True):
        attention, (norm, first, _, second) = block.attention, block.feed_forward
        parts = attention.query, attention.key, attention.value
        other.self_attn.in_proj_weight.data = torch.cat([part.weight.data for part in parts])
        other.self_attn.in_proj_bias.data = torch.cat([part.bias.data for part in parts])
        for part, same in (
            (attention.output, other.self_attn.out_proj),
            (block.attention_norm, other.norm1),
            (norm, other.norm2),
            (first, other.linear1),
            (second, other.linear2),
        ):
            same.load_state_dict(part.state_dict())
    theirs.norm.load_state_dict(ours.norm.state_dict())
    x = torch.randn(2, 5, 12)
    mask = torch.tensor([[True] * 5, [True, True, False, False, False]])
    expected = theirs.eval()(x + positions(5, 12).to(x), src_key_padding_mask=~mask)
    torch.testing.assert_close(ours.eval()(x, mask)[mask], expected[mask], atol=1e-5, rtol=1e-5)
    ours.train()
    assert not torch.equal(ours(x, mask), ours(x, mask))  # dropout


def test_the_description_asks_the_resolution_and_the_other_way_round(model):
    pooled = []
    model.classification.register_forward_pre_hook(lambda _, given: pooled.append(*given))
    logits(model, [[2, 3, 4]] * 2 + [[2, 3, 5]], [[6, 7, 8], [6, 7, 9], [6, 7, 8]])
    description, resolution = pooled[0].chunk(2, dim=1)
    assert (description[0] - description[1]).abs().max() > 1e-5
    assert (resolution[0] - resolution[2]).abs().max() > 1e-5


def small(**settings):
    """A model with random weights, and a function that says what the classification layer gets."""
    torch.manual_seed(6)
    config = ModelConfig(embedding_dim=12, units=6, n_heads=3, **settings)
    model = TorchModel(config, V, L).eval()
    pooled = []
    model.classification.register_forward_pre_hook(lambda _, given: pooled.append(given[0].numpy()))

    def pool(descriptions, resolutions):
        logits(model, descriptions, resolutions)
        return pooled.pop()

    return model, pool


def test_by_concatenation_each_text_is_pooled_as_if_the_other_was_not_there():
    model, pool = small(join="concatenation")
    assert not [name for name, _ in model.named_parameters() if "attention" in name]
    first, second = pool([[2, 3, 4]] * 2, [[6, 7, 8], [6, 7, 9]])
    np.testing.assert_array_equal(first[:12], second[:12])
    assert np.abs(first[12:] - second[12:]).max() > 1e-3


@pytest.mark.parametrize(("text", "read"), [("description", 0), ("resolution", 1)])
def test_of_one_text_alone_the_other_changes_nothing(text, read):
    model, _ = small(texts=text, join="attention")  # with one text the join plays no role
    other = {"description": "resolution", "resolution": "description"}[text]
    assert not [name for name, _ in model.named_parameters() if other in name]
    pairs = [([2, 3], [6, 7]), ([2, 3], [6, 8]), ([2, 4], [6, 7]), ([2, 4], [])]
    z = logits(model, *zip(*pairs, strict=True))
    alike = [np.abs(z[0] - z[1]).max() < 1e-6, np.abs(z[0] - z[2]).max() < 1e-6]
    assert alike == [read == 0, read == 1]
    assert np.isfinite(z).all()


def test_mean_and_max_are_those_of_the_real_tokens_alone():
    model, pool = small(texts="description", pooling="mean and max")
    heard = []
    model.description_encoder.register_forward_hook(lambda *given: heard.append(given[2].numpy()))
    pooled = pool([[2, 3, 4], [5], []], [[]] * 3)
    for i, length in ((0, 3), (1, 1)):
        h = heard[0][i, :length]
        np.testing.assert_allclose(pooled[i], np.r_[h.mean(axis=0), h.max(axis=0)], atol=1e-6)
    assert not pooled[2].any()  # of an empty text zeros


@pytest.mark.parametrize(
    "settings",
    [{"join": "concatenation", "pooling": "mean and max"}, {"texts": "resolution"}],
)
def test_every_kind_trains_and_comes_back_from_a_folder(settings, handful, tmp_path):
    config = dataclasses.replace(SMALL, **settings)
    classifier = TicketClassifier(config).fit(handful[:24], handful[24:], QUICK)
    assert classifier.history[-1]["loss"] < classifier.history[0]["loss"]
    classifier.save(tmp_path / "model")
    loaded = TicketClassifier.load(tmp_path / "model")
    assert loaded.config == config
    np.testing.assert_array_equal(loaded.predict_proba(handful), classifier.predict_proba(handful))


def test_the_bilstm_reads_each_text_as_pytorchs_own_layer_reads_it_alone():
    torch.manual_seed(4)
    ours = BiLSTMEncoder(ModelConfig(embedding_dim=12, units=6, n_heads=3, n_layers=2)).eval()
    theirs = torch.nn.LSTM(12, 6, num_layers=2, bidirectional=True, batch_first=True)
    for k, layer in enumerate(ours.lstm):
        for lstm, suffix in ((layer.forward_lstm, ""), (layer.backward_lstm, "_reverse")):
            for name, weight in lstm.named_parameters():
                own = getattr(theirs, name.replace("_l0", f"_l{k}{suffix}"))
                own.data = weight.data
    x = torch.randn(3, 5, 12)
    mask = torch.tensor([[True] * 5, [True, True, False, False, False], [False] * 5])
    h = ours(x, mask)
    torch.testing.assert_close(h[:1], theirs(x[:1])[0])
    torch.testing.assert_close(h[1:2, :2], theirs(x[1:2, :2])[0])
    assert torch.isfinite(h[2]).all()


def test_the_real_tokens_turn_around_and_padding_stays():
    mask = torch.tensor([[True] * 4, [True, True, False, False], [False] * 4])
    assert reversal(mask).tolist() == [[3, 2, 1, 0], [1, 0, 2, 3], [0, 1, 2, 3]]


@pytest.mark.parametrize(("n_layers", "changes"), [(1, False), (2, True)])
def test_dropout_lies_between_the_layers_of_the_bilstm(n_layers, changes):
    torch.manual_seed(5)
    config = ModelConfig(embedding_dim=12, units=6, n_heads=3, n_layers=n_layers, dropout=0.5)
    encoder, x, mask = BiLSTMEncoder(config), torch.randn(2, 5, 12), torch.ones(2, 5).bool()
    assert torch.equal(encoder(x, mask), encoder(x, mask)) != changes
    encoder.eval()
    assert torch.equal(encoder(x, mask), encoder(x, mask))


def test_one_of_pytorchs_two_biases_learns():
    fixed = {name for name, weight in BiLSTM(3, 2).named_parameters() if not weight.requires_grad}
    assert fixed == {"forward_lstm.bias_hh_l0", "backward_lstm.bias_hh_l0"}


def test_positions_of_the_first_step_are_sin_0_and_cos_0():
    code = positions(3, 4)
    assert code[0].tolist() == [0, 0, 1, 1]
    np.testing.assert_allclose(code[2], np.r_[np.sin([2, 0.02]), np.cos([2, 0.02])], rtol=1e-6)


def test_the_transformer_adds_the_positions_of_scratch_also_late_in_a_text():
    config = ModelConfig(encoder="transformer", embedding_dim=12, units=5, n_heads=3)
    encoder = TransformerEncoder(config)
    encoder.blocks, encoder.norm = torch.nn.ModuleList(), torch.nn.Identity()
    code = encoder(torch.zeros(1, 256, 12), torch.ones(1, 256, dtype=torch.bool))[0]
    assert code.dtype == torch.float32
    np.testing.assert_allclose(code, scratch.positions(256, 12), rtol=0, atol=1e-7)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"encoder": "gru"}, 'encoder is \'gru\': give "lstm" or "transformer".'),
        ({"texts": "title"}, 'give "both", "description" or "resolution".'),
        ({"join": "sum"}, "join is 'sum'"),
        ({"pooling": ["max"]}, "pooling is"),
        ({"units": 0}, "units is 0: give a whole number of at least 1"),
        ({"embedding_dim": 1.5}, "embedding_dim is 1.5"),
        ({"dropout": 1.0}, "dropout is 1.0"),
        ({"n_heads": 5}, "does not divide the features' size 128"),
        ({"encoder": "transformer", "embedding_dim": 9, "n_heads": 3}, "need an even number"),
    ],
)
def test_settings_that_cannot_be_are_refused(settings, sentence):
    with pytest.raises(TicketcourseError, match=sentence):
        ModelConfig(**settings)


def test_without_attention_the_number_of_heads_does_not_matter():
    assert ModelConfig(join="concatenation", n_heads=5).n_heads == 5
    with pytest.raises(TicketcourseError, match="does not divide"):
        ModelConfig(encoder="transformer", join="concatenation", n_heads=5)


def test_the_defaults_are_the_users():
    config = ModelConfig()
    assert (config.encoder, config.embedding_dim, config.units) == ("lstm", 128, 64)
    assert ModelConfig(**config.to_dict()) == config
    with pytest.raises(dataclasses.FrozenInstanceError):
        config.units = 3
