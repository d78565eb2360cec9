"""Figures: self-contained, with an alternative text, following the page's colours."""

import json
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from ticketcourse import figures
from ticketcourse.figures.classifier_map import PARTS

X, y, NAMES = np.array([[1, 1], [1, 0], [0, 1], [0, 0]]), np.array([0, 1, 1, 0]), ("a", "b")


DRAWINGS = {
    "cell": lambda: figures.draw_cell(["candidate", "input gate"]),
    "unrolled": lambda: figures.draw_unrolled(["fix", "it"]),
    "block": lambda: figures.draw_block(),
    "classifier": lambda: figures.draw_classifier(),
    "encoding": lambda: figures.draw_encoding(["fix it", "done"], {"fix": 2}),
    "neuron": lambda: figures.draw_neuron(["a", "b"], [0.9, 0.6], -1.0),
    "layers": lambda: figures.draw_layers([2, 3, 1], ["input", "hidden", "output"]),
    "shapes": lambda: figures.draw_shapes(("X", (4, 2)), "@", ("W", (2, 3)), "+", ("b", (3,))),
    "tickets": lambda: figures.plot_tickets(X, y, NAMES, alt="four tickets"),
    "regions": lambda: figures.plot_tickets(X, y, NAMES, "a line", lambda X: X.sum(axis=1) - 1),
    "curves": lambda: figures.plot_curves(X[:, 0], {"t": {"a": y, "b": X[:, 1]}}, "x", "y", "two"),
}


@pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)
def test_every_colour_of_a_picture_follows_the_page(draw):
    svg = re.sub(r"var\(--fig-[\w-]+, (#[0-9a-f]{6})\)", "", draw().svg)
    assert not re.search(r"#[0-9a-f]{6}\b|\b(fill|stroke): (black|white|rgb)", svg)


@pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)
def test_a_picture_is_one_svg_with_a_label_and_no_outside_reference(draw):
    drawing = draw()
    svg = ET.fromstring(drawing.svg)
    assert svg.get("role") == "img" and svg.get("aria-label") == drawing.alt
    assert "var(--fig-" in drawing.svg
    assert not re.search(r'(href|src)="(?!#)', drawing.svg)


def test_a_logarithmic_axis_draws_equal_factors_as_equal_steps():
    curve = {"": {"": np.array([1.0, 10.0, 100.0])}}
    drawing = figures.plot_curves(np.arange(3), curve, "x", "y", "powers of ten", yscale="log")
    line = re.search(r'<path d="([^"]+)"[^>]*stroke: var\(--fig-blue', drawing.svg)[1]
    low, middle, high = map(float, re.findall(r"[ML] \S+ (\S+)", line))
    assert low - middle == pytest.approx(middle - high)


def test_the_same_figure_is_the_same_text():
    assert figures.draw_classifier(["embedding"]).svg == figures.draw_classifier(["embedding"]).svg
    first, second = (figures.plot_tickets(X, y, NAMES, alt="t").svg for _ in range(2))
    assert first == second


def test_a_recurrent_network_is_drawn_once_for_each_word():
    two, four = (figures.draw_unrolled(words) for words in (["fix", "it"], ["a", "b", "c", "d"]))
    added = four.svg.count("<!-- layer -->") - two.svg.count("<!-- layer -->")
    assert (added, two.svg.count("<!-- layer -->")) == (2, 2)
    assert all(f"<!-- {word} -->" in two.svg and f'"{word}"' in two.alt for word in ("fix", "it"))
    assert two.alt.endswith("from h0 = 0 to h2.")


@pytest.mark.parametrize("part", PARTS)
def test_a_lit_part_of_the_classifier_has_a_thick_line_and_bold_words_and_is_named(part):
    drawing, plain = figures.draw_classifier([part]), figures.draw_classifier()
    words = PARTS[part]
    assert re.search(rf"font-weight: 700\">{words}<", drawing.svg)
    assert f'font-weight: 400">{words}<' not in drawing.svg
    assert f'font-weight: 400">{words}<' in plain.svg and "font-weight: 700" not in plain.svg
    assert "stroke-width: 3.5" in drawing.svg and "stroke-width: 3.5" not in plain.svg
    assert drawing.alt == f"{plain.alt} Lit: {words.split(':')[0]}."


def test_lit_parts_are_named_in_the_order_of_the_map():
    drawing = figures.draw_classifier(["loss", "lstm"])
    assert drawing.alt.endswith("Lit: LSTM, Loss.")


def test_a_part_that_the_classifier_lacks_is_named():
    with pytest.raises(ValueError, match="no such part of the classifier: decoder"):
        figures.draw_classifier(["decoder"])


def test_an_alternative_text_cannot_break_out_of_its_attribute():
    drawing = figures.plot_tickets(X, y, NAMES, alt='"><script>alert(1)</script>')
    assert "<script" not in drawing._repr_html_()


def test_a_live_figure_carries_its_state_and_module_into_the_page():
    figure = figures.NeuronExplorer(X, {"</script>": y}, NAMES, w=[0.9, 0.6], b=-1.0)
    data, _ = figure._repr_mimebundle_()
    page = data["text/html"]
    state, module = re.findall(r'application/json"[^>]*>(.*?)</script>', page, flags=re.DOTALL)
    assert json.loads(state) == {
        "X": X.tolist(),
        "targets": {"</script>": y.tolist()},
        "names": list(NAMES),
        "w": [0.9, 0.6],
        "b": -1.0,
    }
    assert "export default { render }" in json.loads(module)
    assert "application/vnd.jupyter.widget-view+json" in data  # JupyterLab takes this one
