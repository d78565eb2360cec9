"""Plots of results, and the page of a report: self-contained, escaped, with words for each plot."""

import re
import warnings
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import numpy as np
import pytest
from matplotlib.figure import Figure

from ticketcourse import TicketcourseError, Tickets
from ticketcourse.evaluation import make_report
from ticketcourse.figures import plot_learning_curve, report_page, results
from ticketcourse.figures.picture import picture
from ticketcourse.models.attention_weights import AttentionWeights

# Markup, a formula that is none, letters that the font lacks, and a terminal's escape.
NASTY = "<script>$_$</script>日本\x1b"
HISTORY = [
    {"epoch": 1, "loss": 0.5, "valid_loss": 0.6, "valid_micro_f1": 0.2},
    {"epoch": 2, "loss": 0.4, "valid_loss": 0.5, "valid_micro_f1": 0.7},
    {"epoch": 3, "loss": 0.3, "valid_loss": 0.55, "valid_micro_f1": 0.6},
]


@pytest.fixture(scope="module")
def report():
    names = ["mail", NASTY, "vpn"]
    rng = np.random.default_rng(0)
    y = rng.random((80, 3)) < 0.4
    p = 0.4 * y + 0.6 * rng.random(y.shape)
    tickets = Tickets(
        (f"word {i % 7}", "done", [name for name, there in zip(names, row, strict=True) if there])
        for i, row in enumerate(y)
    )
    return make_report(
        names,
        p,
        0.45,
        tickets,
        train=tickets,
        valid=tickets,
        slices={"<b>first": np.arange(80) < 20},
        ceiling_p=np.where(y, 0.9, 0.1),
    )


def attention(resolution=("restart", "it")):
    """Both heads of a ticket: all words ask "system" and the last word most."""
    S = len(resolution)
    asked = np.array([0.1, 0.7, 0.2]), np.arange(1.0, S + 1) / np.arange(1, S + 1).sum()
    heads = np.array([0.6, 1.4])[:, None, None]  # of mean 1
    weights = AttentionWeights(
        ("fix", "system", "$error"),
        resolution,
        heads * np.tile(asked[1], (3, 1)),
        heads * np.tile(asked[0], (S, 1)),
    )
    return results.plot_attention(weights)


PLOTS = {
    "scores": (lambda report: results.plot_scores(report), "this classifier 0."),
    "precision and recall": (
        lambda report: results.plot_precision_recall(report),
        "TF-IDF + linear SVM stands at precision",
    ),
    "reliability": (
        lambda report: results.plot_reliability(report),
        "this classifier: expected calibration error 0.",
    ),
    "label F1": (lambda report: results.plot_label_f1(report), "3 labels against their training"),
    "confusions": (lambda report: results.plot_confusions(report), "→ mail: "),
    "history": (
        lambda report: results.plot_history(HISTORY),
        "best validation micro-F1 is 0.700 in epoch 2",
    ),
    "attention": (
        lambda report: attention(),
        "of the description the resolution asks most for system 0.70, $error 0.20, fix 0.10",
    ),
}


@pytest.mark.parametrize(("plot", "said"), PLOTS.values(), ids=PLOTS)
def test_a_plot_is_a_figure_whose_label_says_what_it_shows(report, plot, said):
    figure = plot(report)
    assert isinstance(figure, Figure)
    assert said in figure.get_label()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing")
        drawn = picture(figure, figure.get_label())
    assert ET.fromstring(drawn.svg).get("aria-label") == figure.get_label()


@pytest.mark.parametrize(
    "name", ["precision and recall", "reliability", "label F1", "confusions", "history"]
)
def test_the_axes_of_a_plot_are_labelled(report, name):
    for ax in PLOTS[name][0](report).axes:
        has_names = any("mail" in tick.get_text() for tick in ax.get_yticklabels())
        assert ax.get_xlabel() and (ax.get_ylabel() or has_names)


def test_curves_differ_without_colour(report):
    for plot in (results.plot_precision_recall(report), results.plot_history(HISTORY)):
        lines = [line for line in plot.axes[0].get_lines() if len(line.get_xdata()) > 1]
        assert len({line.get_linestyle() for line in lines}) == len(lines) > 1


def squares(ax):
    """The area of each square that is drawn, by its row and column."""
    boxes = [path.get_extents() for path in ax.collections[0].get_paths()]
    return {
        (round((box.y0 + box.y1) / 2), round((box.x0 + box.x1) / 2)): box.width * box.height
        for box in boxes
    }


def test_attention_is_drawn_in_proportion():
    left, right = map(squares, attention().axes)
    assert len(left) == len(right) == 6  # every word of one text with every word of the other
    assert left[0, 1] / left[0, 0] == pytest.approx(2)
    assert right[1, 0] / right[2, 0] == pytest.approx(3.5)
    assert left[0, 1] / right[1, 0] == pytest.approx((2 / 3) / 0.7)  # one scale in both


def test_of_a_long_text_the_words_that_are_asked_most_are_drawn_in_its_order():
    left, _ = attention(tuple(f"w{i}" for i in range(61))).axes
    assert [tick.get_text() for tick in left.get_xticklabels()] == [f"w{i}" for i in range(41, 61)]
    assert "20 of 61 words" in left.get_xlabel() and left.get_ylabel() == "description"


def test_attention_with_nothing_to_ask_is_refused():
    with pytest.raises(TicketcourseError, match="The resolution is empty"):
        attention(())


class Page(HTMLParser):
    """What of a page matters here: its elements, and references to elsewhere."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.references, self.open = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        for name, value in attrs:
            outside = name in ("href", "src", "xlink:href") and not value.startswith("#")
            self.references += [value] if outside else []


@pytest.fixture(scope="module")
def page(report):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return report_page(report, HISTORY)


def test_the_page_needs_nothing_else(page):
    parsed = Page(page)
    assert parsed.references == []
    assert not {"script", "link", "iframe"} & {tag for tag, _ in parsed.tags}
    assert "@import" not in page and not re.search(r"url\((?!#)", page)


def test_names_from_outside_are_escaped(page):
    assert "<script" not in page and "<b>first" not in page and "\x1b" not in page
    assert "&lt;script&gt;" in page and "&lt;b&gt;first" in page
    assert re.search("<text[^>]*>[^<]*日本", page)  # in plots as letters that the browser draws
    page.encode()


def test_tables_and_plots_can_be_read_aloud(page):
    tags = Page(page).tags
    tables = [tag for tag, _ in tags].count("table")
    assert tables == [tag for tag, _ in tags].count("caption") == 4
    assert all(attrs.get("scope") in ("col", "row") for tag, attrs in tags if tag == "th")
    plots = [attrs for tag, attrs in tags if tag == "svg"]
    assert len(plots) == 6
    assert all(attrs["role"] == "img" and len(attrs["aria-label"]) > 40 for attrs in plots)


def test_the_page_follows_the_reader_to_the_dark_and_to_a_phone(page):
    assert "prefers-color-scheme: dark" in page and "width=device-width" in page
    assert "color: var(--fig-ink)" in page


def test_the_page_says_what_the_report_says(report, page):
    text = re.sub(r"<[^>]*>", "", page)
    for found in report.comparisons:
        assert str(found) in text
    assert f"{report.summary['this classifier']['micro_f1']:.3f}" in text
    for note in report.notes:
        assert note.replace("<", "&lt;") in text


def test_a_page_can_do_without_what_is_not_there():
    bare = make_report(["x"], np.array([[0.9], [0.1]]), 0.5, Tickets([("a", "b", ["x"])] * 2))
    page = report_page(bare)
    assert "Training" not in page and "Slices" not in page and "taken for one another" not in page
    nothing = Tickets([("a", "b", [])], label_names=["x"])
    assert "<table>" in report_page(make_report(["x"], np.array([[0.1]]), 0.5, nothing))


def test_a_learning_curve_says_every_score():
    def row(ours, theirs):
        scores = {"ours": ours, "theirs": theirs, "best": 0.9}
        return {
            name: {"micro_f1": score, "micro_f1_interval": (score - 0.02, score + 0.02)}
            for name, score in scores.items()
        }

    rows = [(1000, row(0.5, 0.6)), (20_000, row(0.8, 0.7))]
    figure = plot_learning_curve(rows, ("ours", "theirs"), "best")
    assert figure.get_label() == (
        "Micro-F1 with 1,000, 20,000 training tickets. ours: 0.500, 0.800; theirs: 0.600, 0.700; "
        "best: 0.900."
    )
    (ax,) = figure.axes
    figure.canvas.draw()
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["1,000", "20,000"]
    assert {text.get_text() for text in ax.get_legend().get_texts()} == {"ours", "theirs", "best"}
    assert "best" not in plot_learning_curve(rows, ("ours", "theirs")).get_label()
