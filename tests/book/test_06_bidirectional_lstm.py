"""Chapter 6: the numbers in its sentences, and what it says of its measurements."""

import re

import numpy as np
import pytest
from pages import ROOT, cells

from ticketcourse import pocket, scratch

CHAPTER = ROOT / "book" / "06-bidirectional-lstm.md"
PROSE = " ".join("\n\n".join(cells(CHAPTER, "markdown")).split())


def pocket_states(description):
    params, (ids, _) = pocket.parameters(), pocket.encode([(description, "")])
    own = scratch.part(params, "description_encoder.lstm.0")
    H, cache = scratch.bilstm(params["embedding.E"][ids], own)
    return H[0], cache


def numbers_in_the_sentences():
    """The words, and the numbers computed."""
    H, cache = pocket_states(pocket.TICKET[0])
    first = {name: value[0] for name, value in cache["backward"]["steps"][0].items()}
    yield "come out as $i = {:.3f}$", first["i"][0]
    yield "and $o = {:.3f}$, the candidate", first["o"][0]
    yield "$\\tilde c = {:.3f}$. There is no old cell", first["c_tilde"][0]
    yield "\\cdot (-0.264) = {:.3f}$$", first["c"][0]
    yield "\\tanh(-0.227) = {:.3f}$. This is the backward state", H[2, 3]
    yield "Column 4 ends with the −{:.3f}", -H[2, 3]
    yield "$$({:.3f} + 0.303 + 0.511)", H[0, 0]
    yield "/ 3 = {:.3f}$$ $$(-0.070", H[:, 0].mean()
    yield "\\max(-0.070, -0.222, -0.170) = {:.3f}$$", H[:, 3].max()
    yield "= {:d}$ steps instead of 40", sum(range(1, 41))
    yield "there are {:d} texts and two seeds", 2 * 599 - 800


def test_the_numbers_in_the_sentences():
    for sentence, number in numbers_in_the_sentences():
        assert sentence.format(number) in PROSE, sentence.format(number)


def test_a_last_word_changes_the_backward_numbers_of_the_first():
    (fix, _), (changed, _) = (pocket_states(f"Fix system {word}") for word in ("error", "down"))
    assert np.array_equal(fix[:2, :3], changed[:2, :3])
    assert np.all(fix[:, 3:] != changed[:, 3:])


def code_between(start, end):
    code = [source for source in cells(CHAPTER, "code") if not re.search("figures|checks", source)]
    first = next(i for i, source in enumerate(code) if start in source)
    last = next(i for i, source in enumerate(code) if end in source)
    return "\n".join(code[first : last + 1])


def test_the_colleagues_states_are_those_of_the_padding(capsys):
    scope = {"np": np, "pocket": pocket, "scratch": scratch, "P": pocket.parameters()}
    scope["own"] = scratch.part(scope["P"], "description_encoder.lstm.0")
    exec(code_between("def colleagues_states", "apart = "), scope)
    printed = re.findall(
        r"T = +(\d+): forward (.+), backward (.+), apart (.+)", capsys.readouterr().out
    )
    table = {int(T): (float(f), float(b), float(a)) for T, f, b, a in printed}
    assert all(forward == 0 for forward, _, _ in table.values())
    assert table[3][1] == 0
    assert all(table[T][1] > 0.3 for T in (4, 5, 6, 12))
    assert table[5][2] > 0.1 > table[6][2] == table[12][2] == 0


@pytest.mark.slow
def test_what_is_said_of_the_measurements(capsys):
    import torch

    scope = {"np": np, "scratch": scratch, "torch": torch, "re": re}
    exec(code_between("generate_tickets", "waved_aside = "), scope)
    assert len(scope["waved_aside"]) == 599
    assert re.match("Stale entries of .* expired - was undone again", scope["waved_aside"][2])
    exec(code_between("def start", "for n, tagger in"), scope)
    lines = capsys.readouterr().out.splitlines()
    early = re.findall(r"(\d) way.*word \d:  (.+)", "\n".join(lines))
    assert all(float(share) < 0.65 for n, share in early if n == "1")
    assert all(float(share) > 0.95 for n, share in early if n == "2")
    aside, standing = re.findall(r"aside (.+), standing (.+)", "\n".join(lines))[0]
    assert float(aside) > 0.95 > 0.8 > float(standing)
    exec(code_between("remarks = ", '("last", "mean", "max")'), scope)
    found = re.findall(r"(\d) way\(s\), (\w+) +(.+)", capsys.readouterr().out)
    shares = {(n, how): np.array(values.split(), dtype=float) for n, how, values in found}
    assert len(shares) == 6
    worst = shares.pop(("1", "mean"))
    assert worst[:2].mean() < min(four[:2].mean() for four in shares.values())
    assert worst[2:].mean() < min(0.9, *(four[2:].mean() for four in shares.values()))
    assert shares["1", "max"].min() > 0.95 and shares["2", "max"].min() > 0.95
    assert shares["2", "mean"].min() > 0.9
