"""What a chapter's front matter says: its minutes and the chapters that it needs."""

import re
import sys

import pytest
from pages import CHAPTERS, ROOT, cells

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from chapters import ASSIGNMENT, front_matter, number_of, problems

chapters = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
HEADINGS = ["One neuron", ASSIGNMENT]


def test_a_chapter_without_minutes_says_nothing():
    nothing = {"minutes": {}, "needs": []}
    assert front_matter("# 1 Neurons") == nothing
    assert front_matter("---\nkernelspec: {name: python3}\n---\n# 1 Neurons") == nothing


def test_minutes_and_needs_are_read():
    text = (
        "---\nticketcourse:\n  needs: [1, 3]\n  minutes:\n    One neuron: 15\n---\n# 4 Embeddings"
    )
    assert front_matter(text) == {"minutes": {"One neuron": 15}, "needs": [1, 3]}


@pytest.mark.parametrize(
    ("minutes", "needs", "message"),
    [
        ({"Two neurons": 15}, [], "'Two neurons', which is no heading"),
        ({"One neuron": "long"}, [], "'long' minutes .* whole number above 0"),
        ({"One neuron": 0}, [], "0 minutes .* whole number above 0"),
        ({}, [5], "needs 5: give the numbers of chapters before"),
        ({}, ["01-neurons"], "needs '01-neurons'"),
    ],
)
def test_a_mistake_in_the_front_matter_is_told(minutes, needs, message):
    (problem,) = problems({"minutes": minutes, "needs": needs}, 5, HEADINGS)
    assert re.search(message, problem)


def test_front_matter_without_mistakes_is_accepted():
    said = {"minutes": {"One neuron": 15, ASSIGNMENT: 100}, "needs": [1, 4]}
    assert problems(said, 5, HEADINGS) == []


@chapters
def test_the_minutes_of_the_sections_add_up_to_the_time_in_the_text(chapter):
    times = front_matter(chapter.read_text(encoding="utf-8"))["minutes"]
    assert times, (
        "give the minutes of the sections in the chapter's front matter (README, Chapters)"
    )
    text = " ".join("\n".join(cells(chapter, "markdown")).split())
    time = re.search(r"\*\*Time\.\*\* .*?(?= ## )", text)[0]
    assert int(re.search(r"assignment takes another (\d+)", time)[1]) == times.pop(ASSIGNMENT)
    total, parts = re.search(r"About (\d+) minutes[^.:]*(?:: ([^.]+))?\.", time).groups()
    assert int(total) == sum(times.values())
    if parts:
        assert int(total) == sum(map(int, re.findall(r"\d+", parts)))


@chapters
def test_a_chapter_needs_chapters_before_it(chapter):
    said = front_matter(chapter.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+)$", "\n".join(cells(chapter, "markdown")), flags=re.MULTILINE)
    assert problems(said, number_of(chapter.stem), headings) == []


@pytest.mark.slow
def test_jupyterlab_keeps_the_front_matter(tmp_path):
    from jupyter_server.services.contents.largefilemanager import LargeFileManager
    from jupytext.sync_contentsmanager import build_sync_jupytext_contents_manager_class

    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    page = tmp_path / "01-neurons.md"
    page.write_bytes(CHAPTERS[0].read_bytes())
    manager = build_sync_jupytext_contents_manager_class(LargeFileManager)(root_dir=str(tmp_path))
    opened = manager.get(page.name, type="notebook", content=True)
    manager.save(opened, page.name)
    assert front_matter(page.read_text()) == front_matter(CHAPTERS[0].read_text())
    assert front_matter(page.read_text())["minutes"]
