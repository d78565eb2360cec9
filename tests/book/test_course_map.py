"""The map of the course: its stops, its arcs, its words."""

import re
import sys
from xml.etree import ElementTree

import pytest
from pages import CHAPTERS, ROOT, SITE

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from course_map import picture, stops

CHAPTERS_OF_A_BOOK = {
    "book/04-embeddings": {"number": 4, "needs": [1, 3], "minutes": {"Look-up": 20, "Words": 30}},
    "book/01-neurons": {"number": 1, "needs": [], "minutes": {"One": 15, "Assignment": 100}},
    "book/02-activations": {"number": 2, "needs": [1], "minutes": {}},
}
TITLES = {
    "book/01-neurons": "1 Neurons & layers",
    "book/02-activations": "2 Activations",
    "book/04-embeddings": "4 Embeddings, where each word becomes a row of numbers",
}


@pytest.fixture
def drawn():
    found = stops(CHAPTERS_OF_A_BOOK, TITLES)
    return ElementTree.fromstring(picture(found, {page: f"{page}.html" for page in TITLES}))


def test_the_stops_are_the_chapters_in_their_order():
    found = stops(CHAPTERS_OF_A_BOOK, TITLES)
    assert [stop["number"] for stop in found] == [1, 2, 4]
    assert found[0]["title"] == "Neurons & layers"
    assert [(stop["minutes"], stop["assignment"]) for stop in found] == [(15, 100), (0, 0), (50, 0)]
    assert found[2]["needs"] == [1], "chapter 3 is not there yet"


def test_each_stop_is_a_link_that_says_it_all(drawn):
    links = {
        link.get("href"): " ".join("".join(link.itertext()).split()) for link in drawn.iter("a")
    }
    assert links == {
        "book/01-neurons.html": "1 Neurons & layers 15 min · needs no other",
        "book/02-activations.html": "2 Activations needs 1",
        "book/04-embeddings.html": "4 Embeddings, where each word becomes a row of numbers "
        "50 min · needs 1",
    }


def test_an_arc_comes_from_each_chapter_that_is_needed(drawn):
    arcs = [len(group.findall("path[@class='way']")) for group in drawn.findall("g")]
    assert arcs == [0, 1, 1]
    lines = [group.find("path").get("d") for group in drawn.findall("g")[1:]]
    assert "C" not in lines[0], "to the next stop the way is straight"
    assert "C" in lines[1], "past a stop it goes around"


@pytest.mark.slow
def test_the_page_has_every_chapter_with_its_objectives():
    text = (SITE / "book" / "map.html").read_text(encoding="utf-8")
    svg = re.search(r'<svg class="course-map".*?</svg>', text, flags=re.DOTALL)[0]
    words = text.partition("</svg>")[2]
    for chapter in CHAPTERS:
        assert f'href="{chapter.stem}.html"' in svg
        assert f'href="{chapter.stem}.html"' in words
    assert words.count("<ol") == words.count("What you need first.") == len(CHAPTERS)
    assert "Compute a neuron’s output" in words
