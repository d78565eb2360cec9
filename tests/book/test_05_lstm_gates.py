"""Chapter 5: the numbers in its sentences, and what it says of gradients and of trained gates."""

import re

import numpy as np
import pytest
from pages import ROOT, cells

from ticketcourse import pocket
from ticketcourse.scratch import lstm, sigmoid

CHAPTER = ROOT / "book" / "05-lstm-gates.md"
PROSE = " ".join("\n\n".join(cells(CHAPTER, "markdown")).split())


def code(start, end=None):
    """The code cells from the one that begins so to the one that begins so, without pictures."""
    sources = [s for s in cells(CHAPTER, "code") if not re.search(r"draw_|Explorer|checks", s)]
    first = next(k for k, s in enumerate(sources) if s.startswith(start))
    last = next((k for k, s in enumerate(sources) if end and s.startswith(end)), len(sources))
    return sources[first:last]


def run(sources):
    scope = {"np": np}
    for source in sources:
        exec(source, scope)
    return scope


def numbers_in_the_sentences():
    """The words, and the numbers computed."""
    params = pocket.parameters()
    W, b = (params[f"description_encoder.lstm.0.forward.{k}"] for k in "Wb")
    _, cache = lstm(params["embedding.E"][pocket.encode([pocket.TICKET])[0]], W, b)
    weights = "are {:.1f}, {:.1f} and {:.1f} for $h$, and {:.1f}, −{:.1f}, −{:.1f} and {:.0f} for"
    yield weights.format(*W[:4, 0], *-W[4:6, 0], W[6, 0]) + " $x$; the bias is {:.1f}", b[0]
    step, h_before = cache["steps"][1], cache["H_before"][0, 1]
    i, f, c_tilde, o, c_before, c = (
        step[k][0, 0] for k in ("i", "f", "c_tilde", "o", "c_before", "c")
    )
    yield "The third is the candidate's, {:.3f}, so", np.arctanh(c_tilde)
    yield "of the four sums is −{:.3f}, $f", -np.log(f / (1 - f))
    yield "$f = \\sigma(-0.456) = {:.3f}$", f
    yield "the old cell {:.3f}, and", c_before
    yield "so $o = {:.3f}$ and", o
    yield "\\tanh(0.815) = {:.3f}$", o * np.tanh(c)
    yield "| {:.3f}, 0.388, 0.451 |", i
    yield "| 0.662, {:.3f}, 0.451 |", f
    yield "| 0.662, 0.388, {:.3f} |", o
    yield "| candidate, from −1 to 1 | {:.3f} |", c_tilde
    yield "| 0.467, {:.3f} |", c
    yield "| {:.3f}, 0.303 |", h_before[0]
    h = np.tanh(1.0)
    yield "\\cdot 0 + 1 \\cdot 1) = {:.3f}", h
    yield "\\cdot 0.762 + 1 \\cdot 0) = {:.3f}", np.tanh(0.5 * h)
    yield "\\cdot 0.363 + 1 \\cdot 0) = {:.3f}", np.tanh(0.5 * np.tanh(0.5 * h))
    yield "A gate of 0.9 leaves {:.2f}", 0.9**10
    yield "one of 0.99 leaves {:.2f}", 0.99**10
    yield "near $\\sigma(3) = {:.3f}$", sigmoid(3.0)
    yield "for 20 steps {:.1f}.", np.log(19)
    yield "$0.731^{{20}}$ is about {:.3f}", 0.731**20
    yield "$0.9^{{20}}$ is {:.2f}", 0.9**20
    yield "$0.966^{{20}}$ is {:.1f}", 0.966**20
    yield "$0.99^{{12}}$, or {:.2f},", 0.99**12
    yield "of the first word after ten more, about {:.4f},", 0.5**11
    yield "with $\\tanh(0.815) = {:.3f}$", np.tanh(c)
    yield "The fourth sum is −{:.3f}, so", np.log(1 / o - 1)


def test_the_numbers_in_the_sentences():
    for sentence, number in numbers_in_the_sentences():
        assert sentence.format(number) in PROSE, sentence.format(number)


def test_a_memory_of_13_words_is_half_of_the_cell():
    assert "keeps more than 0.95" in PROSE and "$0.95^{13}$ is still a half" in PROSE
    assert 0.95**13 > 0.5 > 0.95**14


def test_two_tickets_with_the_same_words_have_other_labels():
    two = [("No error, restart service", "Restart service")]
    two.append(("No service, restart error", "Restart service"))
    assert [pocket.EXAMPLES[ticket] for ticket in two] == [("planned work",), ("outage",)]
    assert (pocket.predict(two).argmax(axis=1) == [1, 0]).all()


def test_the_two_tickets_part_at_the_second_word():
    params = pocket.parameters()
    W, b = (params[f"description_encoder.lstm.0.forward.{k}"] for k in "Wb")
    ids, _ = pocket.encode([("No error, restart service", ""), ("No service, restart error", "")])
    H, cache = lstm(params["embedding.E"][ids], W, b)
    first, second = (s["c"][:, 0] for s in cache["steps"][:2])
    f = cache["steps"][1]["f"][:, 0]
    assert first.round(2).tolist() == [-0.19, -0.19] and second.round(2).tolist() == [-0.3, 0.5]
    assert f"{f[0]:.2f} of the cell in the one, {f[1]:.2f} in the other" in PROSE
    assert abs(H[0, -1] - H[1, -1]).max() > 0.1


def test_the_gradient_that_is_left_at_a_distance():
    page = run(code("import numpy", "W, b = (P"))
    simple, long = page["simple"], page["long"]
    assert simple["factor 1"][20] < 1e-3 and simple["factor 1"][40] < 1e-6
    assert simple["factor 2"][20] > 1 and simple["factor 2"][40] > 5
    assert long["LSTM, bias 0"][10] < simple["factor 1"][10]
    assert 1e-3 < long["LSTM, bias 0"][10] < 1e-2 < long["LSTM, bias 1"][10] < 1e-1
    slow = long["LSTM, bias 3"]
    assert slow[10] > slow[20] < slow[40] and slow[60] > 1
    assert page["product"][1] > 2 * page["product"][2]  # the forget gates' product still falls


def test_cells_that_are_set_by_hand(capsys):
    run(["from ticketcourse import scratch", *code("b = np.array([-10", "W_h")])
    counter, latch, last = capsys.readouterr().out.splitlines()
    assert counter == "[0.0, 1.0, 1.0, 1.0, 2.0, 3.0, 3.0]"
    assert latch == "[0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]"
    assert last == "[0.0, 1.0, 1.0, -1.0, -1.0, 1.0]"


@pytest.mark.slow
def test_what_is_said_of_the_trained_gates(capsys):
    setup = "import torch\nfrom ticketcourse import figures, scratch"
    page = run([setup, *code("import re", "texts = (")])
    out = capsys.readouterr().out
    epochs = [float(cost) for cost in re.findall(r"epoch \d: (.+)", out)]
    words, pairs = (float(re.search(f"{of} +(.+)", out)[1]) for of in ("words", "this word"))
    assert epochs[2] < pairs < words and f"the shares of the words, {words:.2f}," in PROSE
    assert page["V"] == 1146
    last = {k: page["cost_with_last"](k) for k in (1, 4, 8, 24)}
    counted = float(re.search("26-30 +(.+)", out)[1])
    assert last[1] > counted > last[4] and last[8] - last[24] < 0.1 * (last[4] - last[24])
    more = {gate: page["cost_with_mean"](gate) - epochs[2] for gate in "ifo"}
    assert more["o"] / (words - epochs[2]) > 0.35
    assert max(more["i"], more["f"]) < more["o"] / 4 and min(more.values()) > 0
    start, units = (page[when]["f"].mean(axis=0) for when in ("at_start", "after"))
    assert np.ptp(start) < 0.2 and units.min() < 0.5 and units.max() > 0.95
    assert 0.5 < (units > 0.87).mean() < 0.8
    low, high = (np.median(page["f"][:, page[unit]]) for unit in ("low", "high"))
    assert low < 0.5 and high > 0.9
    assert float(re.search("^cost (.+)", out, flags=re.MULTILINE)[1]) > words
    assert page["older_b"].reshape(4, -1).mean(axis=1).argmax() == 2
