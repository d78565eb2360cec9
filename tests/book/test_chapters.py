"""The chapters' sources: what the design asks of every chapter, and the arithmetic in the prose."""

import re
import statistics
from itertools import pairwise

import jupytext
import numpy as np
import pytest
from pages import CHAPTERS, cells

from ticketcourse import ModelConfig
from ticketcourse.models import TorchModel
from ticketcourse.scratch import dense, sigmoid

chapters = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)

SECTIONS = [
    "What you will be able to do",
    "Where this layer sits in the classifier",
    "Summary",
    "Assignment",
    "Further reading",
]


def prose(chapter):
    """The markdown cells without fenced blocks' fences, maths left in place."""
    return "\n\n".join(cells(chapter, "markdown"))


def arithmetic(text):
    """Equations between plain numbers in the formulas of a text, as pairs (left, right)."""
    formulas = re.findall(r"\$\$(.+?)\$\$|\$(.+?)\$", text, flags=re.DOTALL)
    for formula in (block or inline for block, inline in formulas):
        for tex, code in ((r"\cdot", "*"), (r"\max", "max"), (r"\sigma", "sigmoid"), ("^2", "**2")):
            formula = formula.replace(tex, code)
        formula = re.sub(r"\\sqrt\{(.+?)\}", r"(\1)**0.5", formula)
        sides = re.sub(r"\\[ ,]", "", formula).split("=")
        plain = [side.strip() for side in sides if not re.search(r"\\|[a-wyzA-Z_]", _words(side))]
        yield from pairwise(plain)


def _words(side):
    return re.sub(r"\b(max|sigmoid)\b", "", side)


def value(side):
    assert re.fullmatch(r"([\d\s.,+*/()-]|max|sigmoid)*", side), side
    return float(eval(side, {"__builtins__": {}, "max": max, "sigmoid": sigmoid}))


def test_arithmetic_finds_a_wrong_sum():
    (good,), (bad,) = arithmetic(r"so $2 \cdot 3 + 3 = 9$"), arithmetic(r"so $z = 2 + 2 = 5$")
    assert value(good[0]) == value(good[1])
    assert value(bad[0]) != value(bad[1])


@chapters
def test_the_arithmetic_in_the_prose_is_right(chapter):
    pairs = list(arithmetic(prose(chapter)))
    assert len(pairs) >= 5, "a chapter computes something by hand"
    for left, right in pairs:
        decimals = len(right.partition(".")[2])
        assert value(left) == pytest.approx(value(right), abs=0.5 * 10**-decimals), (left, right)


@chapters
def test_a_chapter_has_its_sections(chapter):
    headings = re.findall(r"^## (.+)$", prose(chapter), flags=re.MULTILINE)
    assert [h for h in headings if h in SECTIONS] == SECTIONS


@chapters
def test_code_cells_are_short(chapter):
    lengths = [len(source.splitlines()) for source in cells(chapter, "code")]
    assert max(lengths) <= 15
    assert statistics.median(lengths) <= 4


@chapters
def test_code_lines_fit_the_page(chapter):
    for cell in jupytext.read(chapter).cells:
        if cell.cell_type == "code":
            widest = 80 if "hide-input" in cell.metadata.get("tags", []) else 72
            assert all(len(line) <= widest for line in cell.source.splitlines()), cell.source


@chapters
def test_every_code_cell_stands_between_sentences(chapter):
    notebook = jupytext.read(chapter).cells
    for before, cell in pairwise(notebook):
        if cell.cell_type == "code" and before.cell_type == "code":
            tabs = [
                any(t.startswith("tab-") for t in c.metadata.get("tags", []))
                for c in (before, cell)
            ]
            figure = "hide-input" in cell.metadata.get("tags", [])
            assert all(tabs) or figure, f"no sentence before:\n{cell.source}"


def sentences(text):
    """A text without blocks of code, inline code and formulas; what stands in directives stays."""
    blocks_and_fences = r"^```\w+\n.*?^```$|^`{3,}"
    text = re.sub(blocks_and_fences, "", text, flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"\$.+?\$|`[^`]+`|!\[", "", text, flags=re.DOTALL)


def test_sentences_have_no_code():
    quiz = "```{quiz} Wow!\n- [x] Yes! :: As `!` says.\n```\n\n"
    code = "```text\n! ` !\n```\nAnd `(?<!0x)`."
    assert sentences(quiz + code) == "{quiz} Wow!\n- [x] Yes! :: As  says.\n\n\n\nAnd ."


@chapters
def test_prose_has_no_exclamation_marks(chapter):
    assert "!" not in sentences(prose(chapter))


@chapters
def test_frameworks_come_in_pairs(chapter):
    tags = [t for c in jupytext.read(chapter).cells for t in c.metadata.get("tags", [])]
    assert tags.count("tab-tf") == tags.count("tab-torch")


@chapters
def test_every_figure_has_its_own_alternative_text(chapter):
    for source in cells(chapter, "code"):
        for call in re.findall(r"plot_\w+\(", source):
            assert "alt=" in source, call


def numbers_of_chapter_1():
    """Numbers that stand in sentences, outside formulas: the words, and the number computed."""
    X = np.array([[1, 1], [1, 0], [0, 1], [0, 0]])
    W, b = np.array([[0.9, -1.0, -0.8], [0.6, 0.8, -0.6]]), np.array([-1.0, -0.2, 0.4])
    model = TorchModel(ModelConfig(), V=20_000, L=24)
    sizes = {
        name: sum(p.numel() for p in part.parameters()) for name, part in model.named_children()
    }
    share = {name: 100 * size / sum(sizes.values()) for name, size in sizes.items()}
    yield "$e^{{-0.5}}$ is {:.3f}", np.exp(-0.5)
    yield "its output, {:.3f}, is nearly a tie", sigmoid(dense(X, W, b))[1, 0]
    yield "its row should be [−{:.1f}, −1.2, −0.4]", -dense(X, W, b)[1, 0]
    yield "it gets {:d} numbers for each ticket", model.classification.in_features
    yield "about {:.1f} % of the model", share["classification"]
    yield "and the embedding {:.0f} %", share["embedding"]


def test_the_numbers_in_the_sentences_of_chapter_1():
    words = " ".join(prose(CHAPTERS[0]).split())
    for sentence, number in numbers_of_chapter_1():
        assert sentence.format(number) in words


def test_the_curve_of_chapter_1_loses_three_quarters_of_its_error_with_each_doubling():
    scope = {}
    for source in cells(CHAPTERS[0], "code"):
        if "def with_joints" in source:
            exec("import numpy as np\nfrom ticketcourse.scratch import relu\n" + source, scope)
    hour = np.linspace(0, 24, 481)
    errors = [
        np.abs(scope["with_joints"](hour, u) - scope["opened"](hour)).max() for u in (24, 48, 96)
    ]
    ratios = np.divide(errors[1:], errors[:-1])
    assert np.all((ratios > 0.2) & (ratios < 0.3))
