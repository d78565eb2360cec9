"""Where the sources and the built pages are, for the tests of this folder."""

from pathlib import Path

import jupytext

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "_build" / "html"
CHAPTERS = sorted(ROOT.glob("book/[0-9][0-9]-*.md"))


def cells(chapter, kind):
    """The sources of a chapter's cells of one kind, "code" or "markdown"."""
    return [cell.source for cell in jupytext.read(chapter).cells if cell.cell_type == kind]
