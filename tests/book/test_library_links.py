"""Which words of the prose are names of the library, and what a chapter's cells use of it."""

import sys

import pytest
from pages import ROOT

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from library_links import meant, names_in

ENTRIES = [
    "ticketcourse.models.ModelConfig",
    "ticketcourse.pocket.encode",
    "ticketcourse.figures.plot_curves",
    "ticketcourse.scratch.Tensor",
    "ticketcourse.scratch.Tensor.backward",
    "ticketcourse.scratch.dense",
    "ticketcourse.scratch.encode",
    "ticketcourse.scratch.lstm_cell",
]
CELLS = [
    "import numpy as np\nfrom ticketcourse import ModelConfig, pocket",
    "%timeit 1 + 1",
    "from ticketcourse.scratch import encode, dense as layer\nh = layer(pocket.TICKETS, 2, 3)",
    "def lstm_cell(x):\n    return pocket.TICKETS[0], pocket.no_such_name",
]


def test_what_cells_use_is_listed_once_in_order():
    imported, used, own = names_in(CELLS)
    assert used == [
        "ticketcourse.ModelConfig",
        "ticketcourse.pocket.TICKETS",
        "ticketcourse.scratch.encode",
        "ticketcourse.scratch.dense",
    ]
    assert imported["layer"] == "ticketcourse.scratch.dense"
    assert own == {"h", "lstm_cell"}


@pytest.mark.parametrize(
    ("word", "entry"),
    [
        ("layer", "ticketcourse.scratch.dense"),
        ("encode", "ticketcourse.scratch.encode"),
        ("encode()", "ticketcourse.scratch.encode"),
        ("pocket.encode", "ticketcourse.pocket.encode"),
        ("ModelConfig", "ticketcourse.models.ModelConfig"),
        ("figures.plot_curves", "ticketcourse.figures.plot_curves"),
        ("plot_curves", "ticketcourse.figures.plot_curves"),
        ("Tensor.backward", "ticketcourse.scratch.Tensor.backward"),
        ("lstm_cell", None),  # the page defines its own
        ("dense", None),  # not imported under this name
        ("Tensor", None),  # may be PyTorch's
        ("h", None),
        ("__init__", None),
        ("torch.nn.Linear", None),
    ],
)
def test_a_word_means_an_entry(word, entry):
    imported, _, own = names_in(CELLS)
    assert meant(word, imported, own, ENTRIES) == entry


def test_a_name_that_two_rooms_have_is_nobodys():
    assert meant("pad_ids", {}, set(), ["ticketcourse.a.pad_ids"]) == "ticketcourse.a.pad_ids"
    assert meant("pad_ids", {}, set(), ["ticketcourse.a.pad_ids", "ticketcourse.b.pad_ids"]) is None
