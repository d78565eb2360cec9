"""The book on paper: what the pages do by themselves is written out."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest
from pages import CHAPTERS, ROOT, SITE, cells
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from ticketcourse import figures

sys.path.insert(0, str(ROOT / "book" / "_ext"))
sys.path.insert(0, str(ROOT / "tools"))
import build_pdf

FIRST = """\
# A book

It begins.

## First part

See {doc}`chapter` and {doc}`references`.
"""
CONTENTS = """\
format: jb-book
root: index
chapters: [{file: chapter}, {file: progress}, {file: references}]
"""
CHAPTER = """\
# 1 A chapter

$$ a = b $$ (same)

Equation {eq}`same` is from {cite:t}`someone2001`.

```{admonition} Predict
What now?
```

```{dropdown} The answer
Something **bold**.
```

```{quiz} Which are even?
:name: even
- [x] two :: It is a pair.
- [ ] three :: One is left.
- [x] four :: These are two pairs.
```

```{quiz} How many are three pairs?
:name: pairs
:number:
- [x] 6 :: Three times two.
- [ ] otherwise :: Count again.
```

```{quiz} In which order?
:name: in-order
:order:
- eggs :: One must have them.
- whisk :: One must break them first.
- bake :: It is last.
```
"""
PROGRESS = "# Your progress\n\nAnswers stay in this browser.\n\n```{progress}\n```\n"
BIBLIOGRAPHY = "@book{someone2001, author={Some One}, title={A Title}, publisher={P}, year={2001}}"


def cell(source, *outputs, tags=()):
    return {
        "cell_type": "code",
        "source": source,
        "outputs": list(outputs),
        "metadata": {"tags": list(tags)},
        "execution_count": 1,
    }


def shown(data):
    return {"output_type": "display_data", "data": data, "metadata": {}}


def live_figure():
    data, _ = figures.NeuronExplorer(
        [[0, 0], [1, 1]], {"all": [1, 1]}, ("a", "b"), w=[1, 1], b=0
    )._repr_mimebundle_()
    return shown({"text/html": data["text/html"], "text/plain": "<object at 0x7f>"})


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """The LaTeX of a small book with one of everything, and the folder that it is in."""
    if not shutil.which("rsvg-convert"):
        pytest.skip("no rsvg-convert: the printed book was NOT tried (apt install librsvg2-bin)")
    source = tmp_path_factory.mktemp("book")
    drawing = figures.draw_shapes(("X", (2, 3)))
    notebook = [
        {"cell_type": "markdown", "source": CHAPTER, "metadata": {}},
        cell("a_source_kept = 1", shown({"text/plain": "printed"})),
        cell("a_source_folded", shown({"text/html": drawing._repr_html_()}), tags=["hide-input"]),
        cell("figures.NeuronExplorer()", live_figure()),
        cell("a_table", shown({"text/html": "<table></table>", "text/plain": "plain table"})),
        cell("in_keras", tags=["tab-tf"]),
        cell("in_torch", tags=["tab-torch"]),
    ]
    metadata = {"language_info": {"name": "python", "pygments_lexer": "python"}}
    chapter = {"cells": notebook, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}
    for name, text in {
        "_toc.yml": CONTENTS,
        "index.md": FIRST,
        "chapter.ipynb": json.dumps(chapter),
        "progress.md": PROGRESS,
        "references.md": "# References\n\n```{bibliography}\n```\n",
        "references.bib": BIBLIOGRAPHY,
    }.items():
        (source / name).write_text(text)
    out = source / "out"
    own = ["celltabs", "printed", "progress", "quiz"]
    settings = {
        "extensions": [
            "myst_nb",
            "sphinx_external_toc",
            "sphinx_design",
            "sphinxcontrib.bibtex",
            *own,
        ],
        "project": "A book",
        "nb_execution_mode": "off",
        "myst_enable_extensions": ["dollarmath", "amsmath"],
        "bibtex_bibfiles": ["references.bib"],
        "bibtex_reference_style": "author_year",
        "latex_show_pagerefs": True,
        "celltabs_labels": {"tf": "TensorFlow/Keras", "torch": "PyTorch"},
    }
    with docutils_namespace():
        Sphinx(source, None, out, source / "trees", "latex", settings, warningiserror=True).build()
    return next(out.glob("*.tex")).read_text(), out


def words(tex):
    """What is left to read of some LaTeX."""
    return re.sub(r"\s+", " ", re.sub(r"\\[a-zA-Z]+\*?(\[.*?\])?|[{}]", " ", tex))


def test_every_figure_is_a_vector_picture_and_a_live_one_says_that_it_moves(printed):
    tex, folder = printed
    names = re.findall(r"\\sphinxincludegraphics\{\{(figure-\w+)\}", tex)
    assert len(names) == len(set(names)) == 2
    for name in names:
        assert (folder / f"{name}.pdf").read_bytes().startswith(b"%PDF")
    assert tex.count("This figure moves in the online book.") == 1
    still = tex.index("This figure moves")
    assert tex.index(names[0]) < tex.index(names[1]) < still
    assert "object at 0x" not in tex


def test_sources_of_figures_are_left_out_and_others_kept(printed):
    tex, _ = printed
    assert "source\\PYGZus{}kept" in tex and "printed" in tex
    assert "source\\PYGZus{}folded" not in tex
    assert "plain table" in tex


def test_answers_stand_after_their_question(printed):
    text = words(printed[0])
    for sentence in (
        "Which are even? Several answers are right.",
        "No. One is left.",
        "6: Right. Three times two.",
        "otherwise: No. Count again.",
        "eggs: One must have them.",
    ):
        assert sentence in text, sentence
    order = text[text.index("In which order") :]
    assert order.index("eggs: One") < order.index("whisk: One") < order.index("bake: It")
    assert order.index("eggs") < order.index("eggs: One")


def test_folds_are_open_and_tabs_follow_one_another_with_their_names(printed):
    tex, _ = printed
    places = [tex.index(part) for part in ("The answer", "bold", "TensorFlow/Keras", "PyTorch")]
    assert places == sorted(places)
    assert tex.index("TensorFlow/Keras") < tex.index("keras}") < tex.index("PyTorch")
    assert tex.index("PyTorch") < tex.index("torch}")


def test_the_first_page_is_a_chapter_and_the_questions_and_references_have_their_own(printed):
    tex, _ = printed
    assert re.findall(r"\\chapter\{(.+)\}", tex) == [
        "About this course",
        "1 A chapter",
        "Your progress: all questions",
        "References",
    ]
    assert "\\section{First part}" in tex
    assert "this browser" not in tex
    references = tex[tex.index("\\chapter{References}") :]
    assert "\\begin{sphinxthebibliography}" in references and "A Title" in references


def test_every_link_leads_somewhere(printed):
    tex, _ = printed
    targets = set(re.findall(r"\\label\{(.+?\})\}?", tex))
    links = re.findall(r"\\(?:hyperref\[|autopageref\*?\{)(\\detokenize\{.+?\})", tex)
    assert len(links) >= 7
    assert set(links) <= targets


def test_what_is_missing_is_said_in_one_sentence(tmp_path):
    environment = os.environ | {"PATH": str(tmp_path)}
    command = [sys.executable, ROOT / "tools" / "build_pdf.py"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 1 and not done.stdout
    assert done.stderr.startswith("make pdf needs xelatex, latexmk, rsvg-convert: on Debian")
    assert build_pdf.PACKAGES in done.stderr and done.stderr.count("\n") == 1


def test_the_readme_names_the_same_packages():
    readme = " ".join((ROOT / "README.md").read_text().replace("\\\n", " ").split())
    assert build_pdf.PACKAGES in readme


def test_faults_of_a_pdf_are_found_in_its_log():
    log = (
        "Missing character: There is no \U0001f600 in font TeX Gyre Pagella/OT:script=latn;!\n"
        "LaTeX Warning: Reference `equation:x' on page 3 undefined on input line 7.\n"
        "LaTeX Warning: Citation `me2001' on page 4 undefined on input line 9.\n"
        "LaTeX Warning: Hyper reference `book/none::doc' on page 3 undefined on input line 8.\n"
        "Overfull \\hbox (4.8pt too wide) in paragraph at lines 1--2\n"
    )
    assert build_pdf.problems(log) == [
        "no font of book/_print/fonts.tex has the character \U0001f600",
        "the reference to book/none::doc leads nowhere",
        "the reference to equation:x leads nowhere",
        "the reference to me2001 leads nowhere",
    ]


@pytest.mark.slow
def test_the_pdf_has_every_chapter_and_figure_and_no_dead_reference():
    lacking = build_pdf.missing() + ["pdftotext"] * (not shutil.which("pdftotext"))
    if lacking:
        pytest.skip(f"no {', '.join(lacking)}: the PDF was NOT built (see the README, `make pdf`)")
    command = [sys.executable, ROOT / "tools" / "build_pdf.py"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    command = ["pdftotext", "-layout", build_pdf.PDF, "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    squeezed = re.sub(r"\s", "", text)
    for chapter in CHAPTERS:
        heads = re.findall(r"^#{1,2} (.+)$", "\n".join(cells(chapter, "markdown")), re.MULTILINE)
        for head in heads:
            assert squeezed.count(re.sub(r"\s", "", head)) >= 2, head  # contents and chapter
    assert "(page??" not in squeezed and "[?]" not in squeezed and "objectat0x" not in squeezed
    tex = (build_pdf.LATEX / "ticketcourse.tex").read_text()
    pages = [page.read_text() for page in SITE.glob("book/*.html")]
    assert (
        tex.count("\\sphinxincludegraphics") == sum(p.count('class="picture"') for p in pages) > 0
    )
    assert tex.count("This figure moves") == sum(p.count('class="live-figure"') for p in pages)
    log = (build_pdf.LATEX / "ticketcourse.log").read_text(errors="replace")
    too_wide = [float(width) for width in re.findall(r"Overfull \\hbox \(([\d.]+)pt", log)]
    assert max(too_wide, default=0) < 10  # of the margin's 77 points
