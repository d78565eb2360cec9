"""Chapters as notebooks to take away."""

import re
import sys

import nbformat
import pytest
from pages import ROOT, SITE

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from notebook_downloads import readable

TITLES, AUTHORS = {"01-neurons": "Neurons and layers"}, {"minsky1969": "Minsky and Papert (1969)"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("an {term}`input layer`.", "an input layer."),
        ("{term}`dense <dense layer>`", "dense"),
        ("{cite:t}`minsky1969` proved", "Minsky and Papert (1969) proved"),
        ("see {doc}`01-neurons`", "see Neurons and layers"),
        (
            "```{admonition} Predict\n:class: predict\nA {term}`bias`?\nOr not?\n```",
            "> **Predict**\n>\n> A bias?\n> Or not?",
        ),
        (
            "```{dropdown} 2 < 3?\nYes.\n```",
            "<details><summary>2 &lt; 3?</summary>\n\nYes.\n\n</details>",
        ),
        ("```python\nx = {'a': 1}\n```", "```python\nx = {'a': 1}\n```"),
        ("````{dropdown} a\n```\ncode\n```\n````", "<details><summary>a</summary>\n\n```\ncode\n```"
         "\n\n</details>"),
    ],
)  # fmt: skip
def test_directives_and_roles_become_plain_markdown(text, shown):
    assert readable(text, TITLES, AUTHORS) == shown


def test_every_answer_of_a_quiz_is_there_and_hidden():
    number = (
        "```{quiz} How many?\n:name: many\n:number:\n- [x] 3 ± 1 :: because\n"
        "- [ ] otherwise :: count again\n```"
    )
    shown = readable(number, TITLES, AUTHORS)
    assert shown.index("How many?") < shown.index("<details>") < shown.index("count again")
    assert "3 ± 1: **Right.** because" in shown and "**No.** count again" in shown
    several = readable("```{quiz} Which?\n:name: w\n- [x] a :: y\n- [x] b :: y\n```", {}, {})
    assert "Several answers are right" in several
    choices = "```{quiz} Which?\n:name: which\n- [x] a :: yes so\n- [ ] b :: not so\n```"
    shown = readable(choices, TITLES, AUTHORS)
    assert shown.count("<details>") == 2 and "**No.** not so" in shown


@pytest.mark.parametrize("text", ["{unknown}`x`", "```{unknown} x\ny\n```"])
def test_what_has_no_readable_form_is_an_error(text):
    with pytest.raises(Exception, match="unknown"):
        readable(text, TITLES, AUTHORS)


@pytest.mark.slow
def test_a_chapter_can_be_taken_away_from_its_page():
    page = (SITE / "book" / "01-neurons.html").read_text(encoding="utf-8")
    assert 'href="../_sources/book/01-neurons.ipynb"' in page
    notebook = nbformat.read(SITE / "_sources" / "book" / "01-neurons.ipynb", as_version=4)
    nbformat.validate(notebook)
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert not re.search(r"\{[\w:]+\}`|^(```|:::)\{", text, flags=re.MULTILINE)
    assert "Deep learning for text" in notebook.cells[0].source
    assert any(cell.metadata.get("jupyter", {}).get("source_hidden") for cell in notebook.cells)
    assert all(not cell.outputs for cell in notebook.cells if cell.cell_type == "code")
