"""Chapter 7: the numbers in its sentences, and what it says of its measurements."""

import re

import numpy as np
import pytest
from pages import ROOT, cells

from ticketcourse import pocket, scratch

CHAPTER = ROOT / "book" / "07-attention.md"
PROSE = " ".join("\n\n".join(cells(CHAPTER, "markdown")).split())


@pytest.fixture(scope="module")
def page():
    """The names of the cells that need neither a framework nor a long time."""
    slow = r"keras|torch|figures\.|parity|process_time|took|checks|vocabulary|PP|losses|logits"
    scope = {}
    for source in cells(CHAPTER, "code"):
        if not re.search(slow, source):
            exec(source, scope)
    return scope


def attends(pad):
    d_ids, r_ids = pocket.encode([pocket.TICKET])
    params = pocket.parameters()
    r_ids = np.pad(r_ids, ((0, 0), (0, pad)))
    _, cache = scratch.classifier(d_ids, r_ids, params, n_heads=2)
    return cache["description_attention"]


def numbers_in_the_sentences():
    """The words, and the numbers computed."""
    K = np.array([[2.0, 0.0], [0.0, 2.0], [0.0, -1.5], [-1.0, 1.0]])
    weights = scratch.softmax(K @ [0.5, 1.5])
    yield 'and "reset" {:.3f}. The first', weights[2]
    yield "$e^1 = {:.3f}$", np.exp(1)
    yield "$e^3 = {:.3f}$", np.exp(3)
    yield "$e^{{-2.25}} = {:.3f}$", np.exp(-2.25)

    heads = attends(pad=0)["heads"]
    Q, K = heads["Q"][0, 0].round(2), heads["K"][0, 0].round(2)
    scores = Q @ K.T / np.sqrt(3)
    yield '"fix" has {:.3f} for "restart"', scores[0, 0]
    yield 'for "restart" and {:.3f} for "service"', scores[0, 1]
    yield "$$1.469 / \\sqrt{{3}} = {:.3f}$$", scores[0, 0]
    raw = heads["Q"][0, 0] @ heads["K"][0, 0].T
    yield '"fix" gives "restart" {:.2f} instead of', scratch.softmax(raw)[0, 0]
    weights = heads["weights"][0]
    yield "instead of {:.2f} in head 1", weights[0, 0, 0]
    yield '"error" gives "restart" {:.2f} there', weights[1, 2, 0]
    yield "there, and {:.2f} in head 1", weights[0, 2, 0]
    yield '"Fix" gives "restart" {:.2f} there', weights[1, 0, 0]
    without_scale, right = scratch.softmax(Q @ K.T)[0], scratch.softmax(scores)[0]
    yield "attention gives it {:.3f} and 0.245", without_scale[0]
    yield "ln(0.755 / 0.245) = {:.3f} is", np.log(0.755 / 0.245)
    yield "ln(0.657 / 0.343) = {:.3f} is", np.log(right[0] / right[1])
    row = np.array([1.0, 2.0, 3.0, 6.0])
    yield "its root {:.3f}, and the first", row.std()
    P = scratch.positions(2, 4)[1]
    yield "Their sines are {:.3f} and 0.010", P[0]
    yield "their cosines {:.3f} and 1.000", P[2]


def test_the_numbers_in_the_sentences():
    for sentence, number in numbers_in_the_sentences():
        assert sentence.format(number) in PROSE, sentence.format(number)


def test_padding_takes_about_a_third_when_it_is_asked_too():
    asks = attends(pad=1)
    part = scratch.part(pocket.parameters(), "description_attention")
    _, cache = scratch.multi_head_attention(asks["X"], asks["memory"], part, 2)
    np.testing.assert_allclose(cache["heads"]["weights"][0, 0, :, 2], 1 / 3, atol=0.02)


def test_the_row_of_padding_is_that_of_the_pocket_model(page):
    heads = attends(pad=1)["heads"]
    np.testing.assert_array_equal(page["K_pad"], heads["K"][0, 0].round(2))
    np.testing.assert_array_equal(page["V_pad"], heads["V"][0, 0].round(2))


def test_weights_over_the_wrong_axis_show_it_in_their_sums(page):
    wrong = page["over_queries"]
    np.testing.assert_allclose(wrong.sum(axis=0), 1)
    assert (np.abs(wrong.sum(axis=1) - 1) > 0.1).all()


def test_one_matrix_turns_every_code_into_that_of_two_places_earlier():
    P = scratch.positions(60, 32)
    matrix = np.linalg.lstsq(P[2:], P[:-2], rcond=None)[0]
    np.testing.assert_allclose(P[2:] @ matrix, P[:-2], atol=1e-8)


def test_the_waves_are_as_long_as_the_page_says():
    lengths = [2 * np.pi * 10_000 ** (k / 16) for k in (0, 2, 4)]
    np.testing.assert_allclose(lengths, [6, 20, 63], rtol=0.05)


def test_dot_products_of_long_vectors_saturate_softmax(page):
    scores = page["raw_scores"](256)
    raw, scaled = scratch.softmax(scores), scratch.softmax(scores / 16)
    assert 0.88 < raw.max(axis=1).mean() < 0.95, "nine tenths"
    slopes = [(p * (1 - p)).sum(axis=1).mean() for p in (raw, scaled)]
    assert slopes[0] / slopes[1] == pytest.approx(1 / 7, rel=0.1)
    assert scores.var() == pytest.approx(256, rel=0.05)


def test_the_batched_heads_are_those_of_the_loop_and_of_the_library(page):
    np.testing.assert_allclose(page["batched"][0], page["by_loop"], atol=1e-12)
    ours, _ = scratch.multi_head_attention(page["D"], page["R"], page["p"], 2)
    np.testing.assert_allclose(page["batched"], ours, atol=1e-12)


def test_the_block_in_the_page_is_the_librarys(page):
    real = np.arange(5) < np.array([[5], [3]])
    block = page["block"](page["A"], page["fresh"], 2, real)
    np.testing.assert_allclose(block, page["ours"], atol=1e-12)


def test_what_is_said_of_the_pocket_models_attention(page):
    right, without, equal = (page[name] > 0.5 for name in ("full", "without", "equal"))
    assert (right == pocket.targets()).all()
    assert "labels all 20 tickets right, and 11 of them get other labels" in PROSE
    assert (right != without).any(axis=1).sum() == 11
    assert "All 20 tickets keep their labels" in PROSE
    assert (right == equal).all()
    outage = page["full"][0, 0], page["equal"][0, 0]
    assert "*outage* falls from {:.2f} to {:.2f}".format(*outage) in PROSE


def test_what_is_said_of_weights_and_effects(page):
    hits = page["hits"]
    assert f"For descriptions, {hits['descriptions']} of 20 where chance would give 7" in PROSE
    assert f"for resolutions, {hits['resolutions']} of 20, which is chance" in PROSE
    assert len(page["found"]) == 20
    assert page["chance"] == pytest.approx(9, abs=0.5)


def test_what_attention_and_the_block_cost_beside_one_lstm_and_two():
    d = 64
    T = np.array([127, 128, 129])
    lstm, attention = 8 * T * d * d, 4 * T * d * d + 2 * T * T * d
    block = attention + 8 * T * d * d
    assert np.sign(attention - lstm).tolist() == [-1, 0, 1]
    assert np.sign(block - 2 * lstm).tolist() == [-1, 0, 1]
    assert (block > lstm).all()


def test_twice_the_length_by_the_count():
    counts = [4 * 32 * 32 + 2 * T * 32 for T in (1024, 2048)]
    assert "$2 \\cdot {1} / {0} = 3.88$".format(*counts) in PROSE


def test_the_colleagues_heads_move_what_the_diagnosis_says(page):
    before, after = page["before"], page["after"]
    cut = page["colleagues_split"]
    moved = (cut(after, 2) != cut(before, 2)).any(axis=3)[0]
    assert moved.tolist() == [[False, False, True, True], [False] * 4]


@pytest.fixture(scope="module")
def training():
    """The names of the cells that train deep stacks, with the page's and with PyTorch's weights."""
    needed = ("generate_tickets", "def deep", "def losses")
    code = [c for c in cells(CHAPTER, "code") if any(name in c for name in needed)]
    scopes = []
    for first_weights in ("torch.nn.init.xavier_uniform_(weight)", "pass"):
        scope = {"np": np, "scratch": scratch}
        for source in code:
            exec(source.replace("torch.nn.init.xavier_uniform_(weight)", first_weights), scope)
        scopes.append(scope)
    return scopes


@pytest.mark.slow
def test_post_norm_starts_late_or_not_at_the_rate_at_which_pre_norm_learns(training):
    losses = training[0]["losses"]
    assert all(losses(True, 3e-3, seed)[-1] < 0.6 for seed in range(6))
    post = [losses(False, 3e-3, seed)[-1] for seed in range(6)]
    assert all(0.66 < loss < 0.73 for loss in post[:2]), "the seeds of the page"
    assert sum(loss < 0.65 for loss in post[2:]) == 1, "one learns, later"
    assert min(post) > 0.58
    assert losses(False, 5e-4, 0)[-1] < 0.62


@pytest.mark.slow
def test_post_norm_learns_with_the_frameworks_own_first_weights(training):
    losses = training[1]["losses"]
    assert all(losses(False, 3e-3, seed)[-1] < 0.57 for seed in range(2))


@pytest.mark.slow
def test_few_texts_are_short(training):
    assert 0 < (training[0]["train_ids"][:, -1] == 0).numpy().mean() < 0.03


@pytest.mark.slow
def test_a_mask_upside_down_shows_as_nan_or_not_at_all():
    import torch

    X, nothing_left = torch.ones(1, 3, 4), torch.ones(1, 3, dtype=bool)
    layer = torch.nn.MultiheadAttention(4, 2, batch_first=True)
    block = torch.nn.TransformerEncoderLayer(4, 2, 8, batch_first=True)
    assert layer(X, X, X, key_padding_mask=nothing_left)[0].isnan().all()
    quiet = layer(X, X, X, key_padding_mask=nothing_left, need_weights=False)[0]
    assert (quiet == 0).all()
    assert not block(X, src_key_padding_mask=nothing_left).isnan().any()
