"""Buttons that lead to the repository and to places where a notebook runs."""

import os
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import nbformat
import pytest
import yaml
from pages import ROOT
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

sys.path.insert(0, str(ROOT / "book" / "_ext"))
import launch

GITHUB = "REPOSITORY=https://github.com/owner/name"
GITLAB = "REPOSITORY=https://gitlab.com/group/part/name"
PAGE = "book/01-neurons"


def addresses(*words):
    found = launch.read(words)
    links = launch.source_links(found, PAGE) + launch.launch_links(found, PAGE)
    return {text: url for text, _, url in links}


def test_a_repository_alone_gives_what_needs_no_published_site():
    assert addresses(GITHUB) == {
        "Repository": "https://github.com/owner/name",
        "Edit this page": "https://github.com/owner/name/edit/main/book/01-neurons.md",
        "Open an issue": "https://github.com/owner/name/issues/new"
        "?title=About%20the%20page%20book%2F01-neurons",
        "Binder": "https://mybinder.org/v2/gh/owner/name/main"
        "?urlpath=lab/tree/notebooks/01-neurons.ipynb",
    }


def test_the_published_notebook_opens_in_colab_and_on_a_hub():
    found = addresses(GITHUB, "PAGES=gh-pages", "HUB=https://hub.example.org/")
    assert found["Colab"] == (
        "https://colab.research.google.com/github/owner/name/blob/gh-pages/"
        "_sources/book/01-neurons.ipynb"
    )
    assert found["JupyterHub"] == (
        "https://hub.example.org/hub/user-redirect/git-pull"
        "?repo=https%3A%2F%2Fgithub.com%2Fowner%2Fname&branch=gh-pages"
        "&urlpath=lab%2Ftree%2Fname%2F_sources%2Fbook%2F01-neurons.ipynb"
    )


def test_gitlab_has_its_own_addresses_and_no_colab():
    found = addresses(GITLAB, "BRANCH=next", "PAGES=pages")
    assert "Colab" not in found
    assert found["Binder"].startswith("https://mybinder.org/v2/gl/group%2Fpart%2Fname/next?")
    base = "https://gitlab.com/group/part/name/-"
    assert found["Edit this page"] == f"{base}/edit/next/book/01-neurons.md"
    assert found["Open an issue"].startswith(f"{base}/issues/new?issue%5Btitle%5D=About")


def test_an_address_may_end_as_git_and_browsers_write_it():
    for ending in (".git", "/", ""):
        assert launch.read([GITHUB + ending]) == launch.read([GITHUB])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["REPOSITORY=git@github.com:owner/name"], "not the address of a repository: give one"),
        (["REPOSITORY=http://github.com/owner/name"], "not the address of a repository"),
        (["REPOSITORY=https://github.com/owner"], "not the address of a repository"),
        (["REPOSITORY=https://github.com/owner/name/tree/main"], "not the address of a repository"),
        (["REPOSITORY=https://example.org/owner/name"], "not the address of a repository"),
        (["BRANCH=main"], "BRANCH needs REPOSITORY="),
        ([GITHUB, "BRANCH=a b"], "BRANCH=a b is not the name of a branch"),
        ([GITHUB, 'PAGES="x'], "is not the name of a branch"),
        ([GITHUB, "HUB=https://hub.example.org"], "HUB needs PAGES"),
        ([GITHUB, "PAGES=gh-pages", "HUB=hub.example.org"], "is no address"),
    ],
)
def test_what_cannot_be_is_said(words, message):
    with pytest.raises(launch.Wrong, match=re.escape(message)):
        launch.read(words)


def test_a_wrong_repository_is_one_sentence_and_no_book():
    command = [sys.executable, ROOT / "tools" / "build_book.py", "REPOSITORY=ftp://x"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1 and not done.stdout
    assert done.stderr.startswith("REPOSITORY=ftp://x is not") and done.stderr.count("\n") == 1


def test_make_hands_over_what_was_typed_and_nothing_from_the_environment():
    environment = os.environ | {"BRANCH": "from-the-environment"}
    command = ["make", "--dry-run", "book", GITHUB, "PAGES=gh-pages"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    line = next(line for line in done.stdout.splitlines() if "tools/build_book.py" in line)
    assert line.split()[2:] == [f"'{GITHUB}'", "'PAGES=gh-pages'"]


CHAPTER = """\
---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {display_name: Python 3, language: python, name: python3}
---
# A chapter

```{code-cell} ipython3
1 + 1
```
"""


def built(folder, monkeypatch, words):
    """The links of a chapter's page and of another, and the chapter's notebook."""
    for name in launch.DEFAULTS:
        monkeypatch.delenv(f"TICKETCOURSE_{name}", raising=False)
    for name, value in launch.hand_over(launch.read(words)).items():
        monkeypatch.setenv(name, value)
    (folder / "01-chapter.md").write_text(CHAPTER)
    (folder / "index.md").write_text("# A book\n\n```{toctree}\n01-chapter\n```\n")
    settings = {
        "extensions": [
            "myst_nb",
            "sphinx_book_theme",
            "sphinxcontrib.bibtex",
            "notebook_downloads",
            "launch",
        ],
        "html_theme": "sphinx_book_theme",
        "nb_execution_mode": "off",
        "bibtex_bibfiles": [],
    }
    out = folder / "out"
    with docutils_namespace():
        Sphinx(folder, None, out, folder / "trees", "html", settings, warningiserror=True).build()
    pages = [(out / f"{name}.html").read_text() for name in ("01-chapter", "index")]
    links = [{unescape(url) for url in re.findall('href="(https://[^"]+)"', p)} for p in pages]
    return *links, nbformat.read(out / "_sources" / "01-chapter.ipynb", as_version=4)


def test_pages_have_the_buttons_and_the_notebook_installs_the_library(tmp_path, monkeypatch):
    chapter, index, notebook = built(tmp_path, monkeypatch, [GITHUB, "PAGES=gh-pages"])
    found = launch.read([GITHUB, "PAGES=gh-pages"])
    wanted = launch.source_links(found, "01-chapter") + launch.launch_links(found, "01-chapter")
    assert {url for _, _, url in wanted} <= chapter
    assert {url for _, _, url in launch.source_links(found, "index")} <= index
    assert not any("binder" in url or "colab" in url for url in index)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert "@ git+https://github.com/owner/name@main" in code[0] and code[1] == "1 + 1"


def test_without_a_repository_there_are_none(tmp_path, monkeypatch):
    chapter, index, notebook = built(tmp_path, monkeypatch, [])
    assert not any(re.search("git|binder|colab|hub", url) for url in chapter | index)
    assert [cell.source for cell in notebook.cells if cell.cell_type == "code"] == ["1 + 1"]


def test_binder_gets_the_pinned_python_and_packages():
    here, own = (
        yaml.safe_load(Path(ROOT, folder, "environment.yml").read_text())
        for folder in ("", "binder")
    )
    assert own["dependencies"][0] == here["dependencies"][0]
    assert "--constraint ../constraints.txt" in own["dependencies"][-1]["pip"]
    assert os.access(ROOT / "binder" / "postBuild", os.X_OK)


@pytest.mark.slow
def test_binder_makes_the_notebooks_that_the_links_open(tmp_path):
    for name in ("book", "binder"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(ROOT / name, tmp_path)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(["binder/postBuild"], cwd=tmp_path, env=os.environ | {"PATH": path}, check=True)
    opened = addresses(GITHUB)["Binder"].split("lab/tree/")[1]
    notebook = nbformat.read(tmp_path / opened, as_version=4)
    assert any("np.array" in cell.source for cell in notebook.cells)
    assert all(not cell.outputs for cell in notebook.cells if cell.cell_type == "code")
    left = {file.name for file in tmp_path.iterdir()}
    assert left == {"book", "binder", "_config.yml", "_toc.yml", "notebooks"}
