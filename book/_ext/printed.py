"""The book on paper: what the pages do by themselves is written out for the ``latex`` builder.

Figures become vector pictures, live ones with a sentence; answers stand after their questions;
folds are open; tabs follow one another. tools/build_pdf.py makes the PDF.
"""

import hashlib
import re
import subprocess
from pathlib import Path

from docutils import nodes
from quiz import SEVERAL, quiz, shuffled
from sphinx import addnodes
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform

MOVES = "This figure moves in the online book."
ROOT_TITLE = "About this course"
_SHORT = 24  # lines, with the space around them, that stay on one page
_SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)
_VARIABLE = re.compile(r"var\(--fig-[\w-]+, (#[0-9a-f]{6})\)")


def _containers(tree, test):
    """Matching containers, the inner ones last; the tree may change meanwhile."""
    return [node for node in tree.findall(nodes.container) if test(node)]


def _has_class(name):
    return lambda node: name in node["classes"]


def _component(name):
    return lambda node: node.get("design_component") == name


def _block(css_class, *children):
    return nodes.container("", *children, classes=[css_class])


class Printed(SphinxPostTransform):
    """Rewrite the whole book, which is one tree here, before myst-nb picks what outputs show."""

    default_priority = 3
    builders = ("latex",)

    def run(self, **kwargs):
        self._gather_first_page()
        self._show_list_of_questions_alone()
        self._drop_sources_of_figures()
        self._draw()
        for node in list(self.document.findall(quiz)):
            node.replace_self(_quiz(node))
        for node in _containers(self.document, _component("tab-item")):
            label = node[0]
            node.replace_self(
                [_block("tab", nodes.paragraph("", label.astext())), *node[1].children]
            )
        for node in _containers(self.document, _component("dropdown")):
            node.replace_self(_block("fold", *_titled(node)))
        for node in list(self.document.findall(nodes.admonition)):
            node.replace_self(_block("prompt", *_titled(node)))
        for node in _containers(self.document, _has_class("cell")):
            _keep_together(node)

    def _gather_first_page(self):
        """The first page's title is the book's: its sections become one chapter of their own."""
        page = next(self.document.findall(nodes.section))
        own = [node for node in page[1:] if not any(node.findall(addnodes.start_of_file))]
        chapter = nodes.section("", nodes.title("", ROOT_TITLE), ids=["about-this-course"])
        for node in own:
            page.remove(node)
            chapter += node
        page.insert(1, chapter)

    def _show_list_of_questions_alone(self):
        """What the page of the progress says is about the reader's browser."""
        for file in self.document.findall(addnodes.start_of_file):
            if file["docname"] == getattr(self.env, "progress_page", None):
                page = file.next_node(nodes.section)
                page[0].children = [nodes.Text(f"{page[0].astext()}: all questions")]
                for node in page[1:]:
                    if not any(node.findall(nodes.reference)) and not _is_progress(node):
                        page.remove(node)

    def _drop_sources_of_figures(self):
        for cell in _containers(self.document, _has_class("tag_hide-input")):
            for source in _containers(cell, _has_class("cell_input")):
                source.parent.remove(source)

    def _draw(self):
        for bundle in _containers(self.document, lambda n: n.get("nb_element") == "mime_bundle"):
            for shown in bundle.children:
                if shown["mime_type"] == "text/html":
                    source = shown.astext()
                    pictures = [self._image(svg) for svg in _SVG.findall(_still(source))]
                    if pictures:
                        bundle.replace_self(pictures + _sentence(source))
                    break

    def _image(self, svg):
        svg = _VARIABLE.sub(r"\1", svg).replace('"inherit"', '"TeX Gyre Heros"')
        name = f"figure-{hashlib.sha256(svg.encode()).hexdigest()[:16]}.pdf"
        target = Path(self.app.outdir, name)
        if not target.exists():
            command = ["rsvg-convert", "--format", "pdf", "--output", target]
            done = subprocess.run(command, input=svg.encode(), capture_output=True)
            if done.returncode:
                raise ExtensionError(
                    f"rsvg-convert made no PDF of a figure: {done.stderr.decode()}"
                )
        return nodes.image(uri=name, candidates={"?": ""}, align="center")


def _titled(node):
    title, *rest = node.children
    return nodes.paragraph("", "", nodes.strong("", "", *title.children)), *rest


def _keep_together(cell):
    """Short code and what it prints go to the next page as a whole, with the name of their tab."""
    blocks = list(cell.findall(nodes.literal_block))
    lines = sum(block.astext().rstrip().count("\n") + 3 for block in blocks)
    if lines > _SHORT:
        return
    first = cell
    before = cell.parent.children[: cell.parent.index(cell)]
    if before and "tab" in before[-1].get("classes", ()):
        first, lines = before[-1], lines + 2
    room = nodes.raw("", rf"\par\Needspace{{{lines}\baselineskip}}", format="latex")
    first.parent.insert(first.parent.index(first), room)


def _is_progress(node):
    return type(node).__name__ == "progress"


def _still(source):
    """The part of an output that shows without JavaScript."""
    return source.partition('class="live-place"')[2] or source


def _sentence(source):
    if "live-place" not in source:
        return []
    return [_block("moves", nodes.paragraph("", MOVES))]


def _quiz(node):
    question, *answers = node.children
    target = nodes.target("", "", ids=node["ids"])
    box = _block("quiz", target, nodes.paragraph("", "", nodes.strong("", "", *question.children)))
    if node["several"]:
        box += nodes.paragraph("", SEVERAL.partition(". ")[0] + ".")
    told = nodes.enumerated_list(enumtype="upperalpha", prefix="", suffix=".")
    if node["kind"] == "choices":
        asked = nodes.enumerated_list(enumtype="upperalpha", prefix="", suffix=".")
        asked += [_item(one[0].children) for one in answers]
        box += asked
        told += [_item(one[1].children) for one in answers]
    elif node["kind"] == "order":
        mixed = nodes.bullet_list()
        mixed += [_item(_copy(one[0])) for one in shuffled(node["name"], answers)]
        box += mixed
        told["enumtype"] = "arabic"
        told += [_item(one[0].children, one[1].children) for one in answers]
    else:
        told = nodes.bullet_list()
        told += [_item(one[0].children, one[1].children) for one in answers]
    box += _block("quiz-answers", told)
    return box


def _copy(paragraph):
    return paragraph.deepcopy().children


def _item(words, why=()):
    if why:
        words = [*words, nodes.Text(": "), *why]
    return nodes.list_item("", nodes.paragraph("", "", *words))


class References(SphinxPostTransform):
    """Sphinx puts the list of references at the end; its place is the page that shows it."""

    default_priority = 760  # after Sphinx's own, which gathers the list
    builders = ("latex",)

    def run(self, **kwargs):
        from sphinx.builders.latex.nodes import thebibliography

        for gathered in list(self.document.findall(thebibliography)):
            for file in self.document.findall(addnodes.start_of_file):
                if file["docname"].endswith("/references"):
                    gathered.parent.remove(gathered)
                    file.next_node(nodes.section).append(gathered)


def setup(app):
    app.add_post_transform(Printed)
    app.add_post_transform(References)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
