"""Chapter 4: the numbers in its sentences, and what it says of the words that it learns."""

import re

import numpy as np
import pytest
from pages import ROOT, cells

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
    yield "So $x$ becomes [{:.3f}, −0.210]", new_x[0]
    yield "So $x$ becomes [0.293, −{:.3f}]", -new_x[1]
    yield "= {:.2f}$ and $-0.5 + 0.475", new_c[0, 0]
    yield "It has fallen from {:.3f} to 1.288", loss[0]
    yield "It has fallen from 1.499 to {:.3f}", loss[1]
    yield "The first batch costs $6 \\ln 2$, about {:.3f}", 6 * np.log(2)
    yield "Besides, $O$ alone takes {:.0f} million bytes", 4 * 32 * 40 * 20_000 / 1e6
    yield "which for our table is about {:.0f}", 1577**0.25


def test_the_numbers_in_the_sentences():
    for sentence, number in numbers_in_the_sentences():
        assert sentence.format(number) in PROSE, sentence.format(number)


def test_a_made_up_word_multiplied_by_ten_is_nearer_by_dot_product_only():
    king, queen, dog = np.array([[0.5, 0.1, 0.8, 0.3], [0.5, 0.9, 0.8, 0.3], [0.1, 0.2, 0.1, 0.9]])
    assert king @ (10 * dog) > king @ queen > king @ dog


def run(cells_of_code):
    scope = {}
    for source in cells_of_code:
        exec(source, scope)
    return scope


@pytest.mark.slow
def test_what_is_said_of_the_learned_words(capsys):
    code = [
        source
        for source in cells(CHAPTER, "code")
        if not re.search(r"figures\.|keras|checks", source)
    ]
    start = next(i for i, source in enumerate(code) if "generate_tickets" in source)
    end = next(i for i, source in enumerate(code) if source.startswith("two = "))
    imports = "import numpy as np\nfrom ticketcourse import scratch\nsigmoid = scratch.sigmoid"
    page = run([imports, *code[start:end]])
    near = {
        word: re.findall(r"(\S+) [\d.]+", page["neighbours"](word)) for word in page["vocabulary"]
    }
    assert 1550 < page["V"] < 1650
    assert page["counts"][page["vocabulary"]["password"]] < 100
    assert page["counts"][page["vocabulary"]["server"]] > 1000
    assert 190_000 < (page["ids"] > 0).sum() < 230_000
    assert 4.1 < page["losses"][0] < 4.2
    assert np.mean(page["losses"][-50:]) < 2.5
    assert {"handheld", "workstation"} <= set(near["laptop"])
    assert "tuesday" in near["monday"]
    assert set(near["finance"]) & {"payroll", "hr", "purchasing", "sales"}
    ids, unit = page["vocabulary"], page["unit"]

    def nearer(a, b):
        values = unit @ unit[ids[a]]
        return (values > values[ids[b]]).sum() - 1

    assert nearer("laptop", "notebook") < 20
    assert nearer("monday", "tuesday") < 5
    assert nearer("error", "exception") > 100
    assert nearer("password", "reset") > 100
    centres, contexts = page["pairs"]
    beside_password = contexts[centres == ids["password"]] == ids["reset"]
    assert beside_password.mean() > 10 * (contexts == ids["reset"]).mean()
    assert 0.0006 < len(page["right"]) / len(page["questions"]) < 0.01
    assert "closed" not in page["analogy"]("check", "checked", "close")
    toner = set(page["analogy"]("printer", "toner", "laptop", 3))
    assert len(toner & set(near["laptop"])) >= 2
    share = page["s"][:2] ** 2 / (page["s"] ** 2).sum()
    assert 0.3 < share.sum() < 0.5
    i, j, flat, full = (page[name] for name in ("i", "j", "flat", "full"))
    assert flat[i, j] < 0.5 < full[full > 0].mean() < full[i, j]
