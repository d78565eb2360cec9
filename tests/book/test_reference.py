"""The reference of the library, and the links between it and the chapters."""

import posixpath
import re
from html import unescape
from importlib import import_module

import pytest
from pages import CHAPTERS, ROOT, SITE

PLAN = {
    1: "Neurons",
    2: "Activations",
    3: "Tokenization",
    4: "Embeddings",
    5: "LSTM gates",
    6: "Bidirectional LSTM",
    7: "Attention and the transformer block",
    8: "Loss and forward pass",
    9: "Backpropagation",
    10: "Hyperparameters",
}
"""The chapters of the course, written or not, as docstrings name them."""

TAUGHT = re.compile(r"Taught\s+in\s+chapter\s+(\d+),\s+([^.]+)\.")
TAUGHT_ON_PAGE = re.compile(r"Taught in (?:<a [^>]*>)?chapter \d+,")
ROOMS = ["ticketcourse"] + [
    f"ticketcourse.{file.parent.name}"
    for file in sorted(ROOT.glob("ticketcourse/*/__init__.py"))
    if file.parent.name != "cli"  # `ticketcourse COMMAND --help` is its reference
]
PAGES = SITE / "book" / "reference"


def test_docstrings_name_chapters_of_the_plan():
    found = 0
    for file in ROOT.glob("ticketcourse/**/*.py"):
        text = file.read_text(encoding="utf-8")
        for number, title in TAUGHT.findall(text):
            assert PLAN.get(int(number)) == " ".join(title.split()), file.name
        assert len(TAUGHT.findall(text)) == len(re.findall(r"[Tt]aught\s+in\s+chapter", text)), file
        found += len(TAUGHT.findall(text))
    assert found > 50


def test_every_chapter_is_in_the_plan():
    assert {int(chapter.stem[:2]) for chapter in CHAPTERS} <= set(PLAN)


@pytest.fixture(scope="module")
def entries():
    """The full name of every entry, with its page and anchor."""
    from sphinx.util.inventory import InventoryFile

    with (SITE / "objects.inv").open("rb") as file:
        inventory = InventoryFile.load(file, "", posixpath.join)
    kinds = [kind for kind in inventory if kind.startswith("py:")]
    return {name: item[2] for kind in kinds for name, item in inventory[kind].items()}


@pytest.mark.slow
@pytest.mark.parametrize("room", ROOMS)
def test_every_public_name_has_an_entry_with_words(room, entries):
    for name in import_module(room).__all__:
        full = f"{room}.{name}"
        if room == "ticketcourse" and full not in entries:
            (full,) = (one for one in entries if one.count(".") == 2 and one.endswith(f".{name}"))
        page, _, anchor = entries[full].partition("#")
        text = (SITE / page).read_text(encoding="utf-8")
        assert re.search(rf'id="{re.escape(anchor)}">.*?<dd><p>\w', text, flags=re.DOTALL), full


@pytest.mark.slow
def test_the_sentences_of_a_constant_are_its_own():
    text = (PAGES / "pocket.html").read_text(encoding="utf-8")
    assert "<p>The running ticket: its description and its resolution.</p>" in text


@pytest.mark.slow
def test_parameters_stand_with_their_shapes_and_sources():
    text = (PAGES / "scratch.html").read_text(encoding="utf-8")
    entry = re.search(r'id="ticketcourse.scratch.dense">(.*?)<dl class="py', text, re.DOTALL)[1]
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", entry)).split())
    order = r".* Parameters .* W : array \(d, u\), one column .* Returns .* Source : Goodfellow"
    assert re.match(r"dense \( X , W , b \) # Logits of a layer" + order, words), words


@pytest.mark.slow
def test_a_class_shows_its_own_parameters_though_its_framework_is_not_there():
    text = (PAGES / "models.html").read_text(encoding="utf-8")
    signature = re.search(r'<dt[^>]*id="ticketcourse.models.TorchModel">.*?</dt>', text, re.DOTALL)
    assert "kwargs" not in signature[0] and ">config<" in signature[0]


@pytest.mark.slow
def test_a_kept_page_holds_nothing_of_other_pages():
    kept = SITE.parent / ".doctrees" / "book" / "reference" / "pocket.doctree"
    assert b"EXAMPLES" in kept.read_bytes()
    assert b"live-figure" not in kept.read_bytes(), "every build reads every kept page"


@pytest.mark.slow
def test_an_entry_links_to_the_chapter_that_teaches_it_once_it_is_written():
    written = {int(chapter.stem[:2]): chapter.stem for chapter in CHAPTERS}
    text = (PAGES / "scratch.html").read_text(encoding="utf-8")
    links = re.findall(r'Taught in <a [^>]*href="\.\./([^"]+)\.html">chapter (\d+),', text)
    plain = set(map(int, re.findall(r"Taught in chapter (\d+),", text)))
    assert {int(number): page for page, number in links} == written
    assert plain == set(PLAN) - set(written)


@pytest.mark.slow
def test_every_entry_of_the_building_blocks_names_its_chapter():
    text = (PAGES / "scratch.html").read_text(encoding="utf-8")
    room = import_module("ticketcourse.scratch")
    _, *found = re.split(r'<dt [^>]*id="ticketcourse\.scratch\.(\w+)">', text)
    entries = dict(zip(found[::2], found[1::2], strict=True))
    assert set(entries) == set(room.__all__)
    assert [name for name, entry in entries.items() if not TAUGHT_ON_PAGE.search(entry)] == []


@pytest.mark.slow
def test_a_chapter_links_to_what_it_uses():
    text = (SITE / "book" / "01-neurons.html").read_text(encoding="utf-8")
    prose, _, listed = text.partition('id="in-the-library"')
    link = r'<a class="library-name[^>]*href="reference/scratch.html#ticketcourse.scratch.{}"'
    assert len(re.findall(link.format("dense"), prose)) == 1, "the first time in a section"
    for name in ("dense", "sigmoid", "relu"):
        assert len(re.findall(link.format(name), listed)) == 1
    assert 'href="reference/models.html#ticketcourse.models.ModelConfig"' in listed


@pytest.mark.slow
def test_minutes_stand_beside_headings_and_nowhere_else():
    text = (SITE / "book" / "01-neurons.html").read_text(encoding="utf-8")
    assert '<h2>One neuron <span class="minutes">15 min</span>' in text
    beside = re.findall(r'<h\d>[^\n]*<span class="minutes">', text)
    assert len(beside) == text.count('class="minutes"') == 8


FIGURE = re.compile(r'id="([^"]+)">(?:(?!</figure>|</table>|id=).)*?"caption-number"', re.DOTALL)
EQUATION = re.compile(r'class="eqno">.*?href="#([^"]+)"')
LINK = re.compile(r'<a class="reference internal[^>]*href="([^"#]*)#([^"]+)"')


def unreferred(pages):
    """What has a number though no link leads to it, as (page, anchor)."""
    targets = {
        (
            posixpath.normpath(posixpath.join(posixpath.dirname(page), file)) if file else page,
            anchor,
        )
        for page, text in pages.items()
        for file, anchor in LINK.findall(text)
    }
    numbered = {
        (page, anchor)
        for page, text in pages.items()
        for anchor in FIGURE.findall(text) + EQUATION.findall(text)
    }
    return numbered - targets


def test_a_number_without_a_reference_is_found():
    figure = '<figure id="gates">\n<p><span class="caption-number">Fig. 1 </span></p></figure>'
    equation = '<span class="eqno">(1)<a class="headerlink" href="#equation-sum">#</a></span>'
    pages = {"book/a.html": figure + equation, "book/b.html": "<p>Nothing.</p>"}
    assert unreferred(pages) == {("book/a.html", "gates"), ("book/a.html", "equation-sum")}
    pages["book/a.html"] += '<a class="reference internal" href="#equation-sum">(1)</a>'
    pages["book/b.html"] += '<a class="reference internal" href="a.html#gates">Fig. 1</a>'
    assert unreferred(pages) == set()


@pytest.mark.slow
def test_what_has_a_number_is_referred_to():
    pages = {
        file.relative_to(SITE).as_posix(): file.read_text(encoding="utf-8")
        for file in SITE.glob("book/**/*.html")
    }
    assert not unreferred(pages), "give a caption or a label only where the text refers to it"
