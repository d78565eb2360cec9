"""Chapter 4: the numbers in its sentences, and what it says of the words that it learns."""

import re

import numpy as np
import pytest
from pages import ROOT, cells

from ticketcourse import pocket, scratch
from ticketcourse.scratch import sigmoid

CHAPTER = ROOT / "book" / "04-embeddings.md"
PROSE = " ".join("\n\n".join(cells(CHAPTER, "markdown")).split())


def numbers_in_the_sentences():
    """The words, and the numbers computed."""
    king, queen, dog = [0.5, 0.1, 0.8, 0.3], [0.5, 0.9, 0.8, 0.3], [0.1, 0.2, 0.1, 0.9]
    yield "= {:.2f} \\end{{aligned}} $$ $$", np.dot(king, queen)
    yield "= {:.2f} \\end{{aligned}} $$ It grows", np.dot(king, dog)
    yield "as large, {:.1f}, and now above that", 10 * np.dot(king, dog)
    yield "| a single number | {:.3f} | | $\\cos", np.linalg.norm(king)
    cosine = np.dot(king, queen) / np.linalg.norm(king) / np.linalg.norm(queen)
    yield "their cosine similarity | a single number | {:.3f} |", cosine

    x, c, y = np.array([0.4, 0.2]), np.array([[0.5, -0.5], [0.6, 0.3]]), np.array([1, 0])
    g = sigmoid(c @ x) - y
    new_x, new_c = x - g @ c, c - np.outer(g, x)
    loss = [-np.log(sigmoid(np.where(y, c @ x, -c @ x))).sum() for x, c in ((x, c), (new_x, new_c))]
    yield "a single number | −{:.3f} and 0.574 |", -g[0]
    yield "| −0.475 and {:.3f} |", g[1]
    gradient = g @ c
    yield "\\cdot 0.6 = {:.3f}$, at the second", gradient[0]
    yield "\\cdot 0.3 = {:.3f}$. So $x$ becomes", gradient[1]
    yield "So $x$ becomes [{:.3f}, −0.210]", new_x[0]
    yield "So $x$ becomes [0.293, −{:.3f}]", -new_x[1]
    yield "= {:.2f}$ and $-0.5 + 0.475", new_c[0, 0]
    yield "It has fallen from {:.3f} to 1.288", loss[0]
    yield "It has fallen from 1.499 to {:.3f}", loss[1]
    yield "The first batch costs $6 \\ln 2$, about {:.3f}", 6 * np.log(2)
    at, nudged = -np.log(sigmoid(np.array([0.1, 0.11])))
    yield "its loss falls from {:.4f} to 0.6397", at
    yield "its loss falls from 0.6444 to {:.4f}", nudged
    yield "/ 0.01 = {:.2f}$, and $\\sigma(0.1) - 1", (nudged - at) / 0.01
    yield "$\\sqrt{{0.001 / 0.083}} = {:.2f}$", np.sqrt(0.001 / 0.083)
    yield "$100^{{0.75}}$ times as often, which is about {:.0f} times", 100**0.75
    yield "Besides, $O$ alone takes {:.0f} million bytes", 4 * 32 * 40 * 20_000 / 1e6
    yield "which for our table is about {:.0f}", 1577**0.25


def test_the_numbers_in_the_sentences():
    for sentence, number in numbers_in_the_sentences():
        assert sentence.format(number) in PROSE, sentence.format(number)


def test_a_made_up_word_multiplied_by_ten_is_nearer_by_dot_product_only():
    king, queen, dog = np.array([[0.5, 0.1, 0.8, 0.3], [0.5, 0.9, 0.8, 0.3], [0.1, 0.2, 0.1, 0.9]])
    assert king @ (10 * dog) > king @ queen > king @ dog


@pytest.fixture(scope="module")
def page():
    """What the page's cells leave, from the tickets of skip-gram to the measured dimensions."""
    code = [
        source
        for source in cells(CHAPTER, "code")
        if not re.search(r"figures\.|keras|checks|parity", source)
    ]
    start = next(i for i, source in enumerate(code) if "generate_tickets" in source)
    end = next(i for i, source in enumerate(code) if source.startswith("def colleagues_vectors"))
    scope = {"np": np, "pocket": pocket, "scratch": scratch, "sigmoid": scratch.sigmoid}
    for source in code[start:end]:
        exec(source, scope)
    return scope


@pytest.mark.slow
def test_what_is_said_of_the_learned_words(page):
    near = {
        word: re.findall(r"(\S+) [\d.]+", page["neighbours"](word)) for word in page["vocabulary"]
    }
    assert 1550 < page["V"] < 1650
    counts = {word: page["counts"][i] for word, i in page["vocabulary"].items()}
    assert f'"Password" occurs {counts["password"]} times, "restart" {counts["restart"]}' in PROSE
    assert f'"Server" occurs {counts["server"]:,} times' in PROSE
    tokens = (page["ids"] > 0).sum()
    assert f"about {tokens // 1000},000 tokens" in PROSE
    assert 0.65 < page["kept"].sum() / tokens < 0.68
    assert f"*The* is {100 * page['f'].max():.1f} % of" in PROSE
    assert page["f"].argmax() == page["vocabulary"]["the"]
    assert 4.1 < page["losses"][0] < 4.2
    assert np.mean(page["losses"][-50:]) < 2.5
    assert {"handheld", "workstation"} <= set(near["laptop"])
    assert "tuesday" in near["monday"]
    assert set(near["finance"]) & {"payroll", "hr", "purchasing", "sales"}
    ids, unit = page["vocabulary"], page["unit"]

    def nearer(a, b):
        values = unit @ unit[ids[a]]
        return (values > values[ids[b]]).sum() - 1

    assert 1 < nearer("laptop", "notebook") < 20, "several words are nearer"
    assert nearer("monday", "tuesday") < 5
    assert nearer("error", "exception") > 100
    assert nearer("password", "reset") > 100
    centres, contexts = page["pairs"]
    assert (contexts[centres == ids["password"]] == ids["reset"]).sum() < 5
    assert 0.38 < page["mean_cosine"] < 0.46
    assert "thin" in near["laptop"] and "v" in near["stefan"]
    assert sum("thin client" in text for text in page["texts"]) > 100
    assert 0.0006 < len(page["right"]) / len(page["questions"]) < 0.01
    assert page["analogy"]("check", "checked", "close") != "closed"
    vectors = np.array([unit[[ids[w] for w in q[:3]]] for q in page["questions"]])
    scores = (vectors[:, 1] - vectors[:, 0] + vectors[:, 2]) @ unit[2:].T
    first = [page["words"][i + 2] for i in scores.argmax(axis=1)]
    given = [word in q[:3] for word, q in zip(first, page["questions"], strict=True)]
    assert 0.5 < np.mean(given) < 0.7
    share = page["s"][:2] ** 2 / (page["s"] ** 2).sum()
    assert 0.3 < share.sum() < 0.5
    i, j, flat, full = (page[name] for name in ("i", "j", "flat", "full"))
    assert flat[i, j] < 0.5 < full[full > 0].mean() < full[i, j]
    rows = page["E_shown"]
    lengths = np.linalg.norm(rows, axis=1)
    lists = {}
    for kind, A in (("dot", rows @ rows.T), ("cosine", rows @ rows.T / lengths)):
        np.fill_diagonal(A, -np.inf)
        on = np.bincount(np.argsort(-A, axis=1)[:, :6].ravel(), minlength=len(rows))
        lists[kind] = dict(zip(page["shown"], on, strict=True))
    assert lists["dot"]["notebook"] > 40 / 3, "well over a third of the other words"
    assert lists["cosine"]["notebook"] < 2 / 3 * lists["dot"]["notebook"], "far fewer"
    assert lists["cosine"]["noor"] >= 40 / 4, "at least a quarter"
    assert lengths[page["shown"].index("notebook")] > 1.1 * lengths.mean()


@pytest.mark.slow
def test_what_is_said_of_the_dimensions(page):
    runs = dict(zip(page["dims"], page["runs"], strict=True))  # (2 seeds, 20 epochs, 2 shares)
    best = {d: run[:, :, 1].max(axis=1) for d, run in runs.items()}
    assert abs(best[64].mean() - best[128].mean()) < 0.03, "cannot be told apart"
    most_frequent = page["y"].mean(dim=0).max().item()
    assert best[6].max() < 2 * most_frequent < best[64].min()
    assert np.all(runs[6][:, -1, 0] > runs[6][:, -5, 0]), "still rising"
    for d in (64, 128):
        assert np.all(runs[d][:, -1, 0] > 0.98), "nearly all training tickets"
        assert np.all(abs(runs[d][:, -10:, 1] - 1 / 3) < 0.04), "at about a third for long"
    sooner = [np.argmax(runs[d][:, :, 0].mean(axis=0) > 0.98) for d in (128, 64)]
    assert sooner[0] < sooner[1]
