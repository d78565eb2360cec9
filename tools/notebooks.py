"""Make notebooks of the chapters and solutions, run each once, keep the results for the book.

Called by the tests. nbmake runs the notebooks; what the chapters printed then goes into the book's
cache, so that building the book runs nothing again.
"""

import shutil
import subprocess
import sys

import jupytext
import nbformat
from build_book import CACHE, ROOT, drop_stale_results
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn

NOTEBOOKS = ROOT / "_notebooks"  # nbmake passes over any folder called _build


def make_notebooks():
    """Turn every executable text of book/ and solutions/ into a notebook without outputs."""
    shutil.rmtree(NOTEBOOKS, ignore_errors=True)
    for text in [*sorted(ROOT.glob("book/*.md")), *sorted(ROOT.glob("solutions/*/*.md"))]:
        notebook = jupytext.read(text)
        if any(cell.cell_type == "code" for cell in notebook.cells):
            target = NOTEBOOKS / text.relative_to(ROOT).with_suffix(".ipynb")
            target.parent.mkdir(parents=True, exist_ok=True)
            notebook.metadata = {"kernelspec": notebook.metadata["kernelspec"]}
            nbformat.write(notebook, target)


def keep_for_book():
    """Put the executed chapters into the book's cache."""
    cache = get_cache(CACHE)
    for file in sorted((NOTEBOOKS / "book").glob("*.ipynb")):
        notebook = nbformat.read(file, as_version=4)
        for cell in notebook.cells:
            cell.metadata.pop("execution", None)  # times of the run, not part of a page
        page = ROOT / "book" / file.with_suffix(".md").name
        bundle = CacheBundleIn(notebook, str(page))
        cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def main():
    make_notebooks()
    command = [sys.executable, "-m", "pytest", "--nbmake", "--overwrite", "--nbmake-timeout=300"]
    code = subprocess.run([*command, str(NOTEBOOKS)], cwd=ROOT).returncode
    if code == 0:
        drop_stale_results()
        keep_for_book()
    sys.exit(code)


if __name__ == "__main__":
    main()
