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
    yield '"restart" gets {:.2f} instead of', scratch.softmax(raw)[0, 0]
    weights = heads["weights"][0]
    yield "instead of {:.2f} from", weights[0, 0, 0]
    yield '"error" gives "restart" {:.2f} there', weights[1, 2, 0]
    yield "there, and {:.2f} in head 1", weights[0, 2, 0]
    row = np.array([1.0, 2.0, 3.0, 6.0])
    yield "its root {:.3f}, and the first", row.std()
    P = scratch.positions(2, 4)[1]
    yield "Their sines are {:.3f} and 0.010", P[0]
    yield "their cosines {:.3f} and 1.000", P[2]
    yield "four biases of $d$, however many heads there are. For $d = {}$:", 128


def test_the_numbers_in_the_sentences():
    for sentence, number in numbers_in_the_sentences():
        assert sentence.format(number) in PROSE, sentence.format(number)


def test_padding_takes_about_a_third_when_it_is_asked_too():
    asks = attends(pad=1)
    part = scratch.part(pocket.parameters(), "description_attention")
    _, cache = scratch.multi_head_attention(asks["X"], asks["memory"], part, 2)
    np.testing.assert_allclose(cache["heads"]["weights"][0, 0, :, 2], 1 / 3, atol=0.02)


def test_dot_products_of_long_vectors_saturate_softmax(page):
    scores = page["raw_scores"](256)
    raw, scaled = scratch.softmax(scores), scratch.softmax(scores / 16)
    assert 0.88 < raw.max(axis=1).mean() < 0.95, "nine tenths"
    slopes = [(p * (1 - p)).sum(axis=1).mean() for p in (raw, scaled)]
    assert slopes[0] / slopes[1] == pytest.approx(1 / 8, rel=0.15)
    assert scores.var() == pytest.approx(256, rel=0.05)


def test_the_batched_heads_are_those_of_the_loop_and_of_the_library(page):
    np.testing.assert_allclose(page["batched"][0], page["by_loop"], atol=1e-12)
    ours, _ = scratch.multi_head_attention(page["D"], page["R"], page["p"], 2)
    np.testing.assert_allclose(page["batched"], ours, atol=1e-12)


def test_without_a_shortcut_all_tokens_become_one_after_three_layers():
    names = "def alike|def norm|def random_weights|bare = short"
    code = [source for source in cells(CHAPTER, "code") if re.search(names, source)]
    rng = np.random.default_rng(3)
    scope = {"np": np, "scratch": scratch, "rng": rng}
    for source in code:
        exec(source.replace("range(1, 7)", "range(1, 4)"), scope)
    assert scope["alike"](scope["bare"]) > 0.98
    assert scope["alike"](scope["short"]) < 0.7


def test_the_block_in_the_page_is_the_librarys(page):
    real = np.arange(5) < np.array([[5], [3]])
    block = page["block"](page["A"], page["fresh"], 2, real)
    np.testing.assert_allclose(block, page["ours"], atol=1e-12)


def test_what_is_said_of_the_pocket_models_attention(page):
    full, without, equal = page["full"], page["without"], page["equal"]
    assert (full == pocket.targets()).all()
    assert "labels all 20 tickets right, and 11 of them get other labels" in PROSE
    assert (full != without).any(axis=1).sum() == 11
    assert "All 20 tickets keep their labels" in PROSE
    assert (full == equal).all()
    assert f"In {page['hits']} of {len(page['found'])} texts" in PROSE
    assert f"; {page['chance']:.0f} would be expected by chance" in PROSE
    words, got, effect = page["weight_and_effect"](page["examples"][0], 0)
    assert words[got.argmax()] == words[effect.argmax()] == "error"
    words, got, effect = page["weight_and_effect"](page["examples"][10], 0)
    assert words[got.argmax()] == "error"
    assert words[got.argmin()] == words[effect.argmax()] == "service"


def test_attention_multiplies_less_than_an_lstm_up_to_twice_its_size():
    d = 64
    attention = [4 * T * d * d + 2 * T * T * d for T in (127, 128, 129)]
    lstm = [8 * T * d * d for T in (127, 128, 129)]
    assert np.sign(np.subtract(attention, lstm)).tolist() == [-1, 0, 1]


def test_the_colleagues_heads_move_what_the_diagnosis_says(page):
    before, after = page["before"], page["after"]
    cut = page["colleagues_split"]
    moved = (cut(after, 2) != cut(before, 2)).any(axis=3)[0]
    assert moved.tolist() == [[False, False, True, True], [False] * 4]


@pytest.mark.slow
def test_post_norm_does_not_learn_at_the_rate_at_which_pre_norm_does():
    code = cells(CHAPTER, "code")
    needed = ("generate_tickets", "train_ids =", "def deep", "def losses", "def gradient_sizes")
    scope = {}
    exec("import numpy as np, torch\nfrom ticketcourse import scratch", scope)
    for source in code:
        if any(name in source for name in needed):
            exec(source, scope)
    for norm_first, low, high in ((False, 0.67, 0.73), (True, 0, 0.58)):
        assert low < scope["losses"](norm_first, 3e-3)[-1] < high
    post, pre = (np.array(scope["sizes"][name]) for name in ("post-norm", "pre-norm"))
    assert post[-3:].mean() > 3 * post[:3].mean()
    assert pre[-3:].mean() < 2 * pre[:3].mean()
