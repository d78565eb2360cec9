"""What the library offers, frozen: a change here is a change of the book."""

import subprocess
import sys
from importlib import import_module

import pytest

NAMES = {
    "ticketcourse": [
        "ModelConfig",
        "TicketClassifier",
        "TicketcourseError",
        "Tickets",
        "TrainConfig",
        "load_tickets",
    ],
    "ticketcourse.data": [
        "Ticket",
        "Tickets",
        "generate_tickets",
        "label_matrix",
        "load_tickets",
        "tickets_to_csv",
    ],
    "ticketcourse.models": ["KerasModel", "ModelConfig", "TorchModel", "convert_weights", "parity"],
    "ticketcourse.training": ["TrainConfig"],
    "ticketcourse.pocket": [
        "EXAMPLES",
        "LABELS",
        "TICKET",
        "TICKETS",
        "VOCABULARY",
        "encode",
        "parameters",
        "predict",
        "targets",
    ],
    "ticketcourse.figures": [
        "NeuronExplorer",
        "Picture",
        "draw_classifier",
        "draw_layers",
        "draw_neuron",
        "draw_shapes",
        "plot_curves",
        "plot_hidden",
        "plot_tickets",
    ],
    "ticketcourse.checks": [
        "call",
        "expect_array",
        "expect_decisions",
        "expect_raises",
        "expect_shape",
        "expect_unchanged",
    ],
    "ticketcourse.evaluation": [
        "Report",
        "make_report",
        "micro_f1",
        "per_label",
        "summarise",
        "tune_threshold",
    ],
}
HEAVY = ["torch", "tensorflow", "keras", "jax", "matplotlib", "sklearn", "scipy", "nbgrader"]


@pytest.mark.parametrize("module", NAMES)
def test_the_public_names_are_frozen(module):
    loaded = import_module(module)
    assert sorted(loaded.__all__) == NAMES[module]
    for name in NAMES[module]:
        assert getattr(loaded, name).__doc__, f"{name} has no docstring"


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("ticketcourse", [*HEAVY, "numpy"]),
        ("ticketcourse.cli", [*HEAVY, "numpy"]),
        ("ticketcourse.data", HEAVY),
        ("ticketcourse.models", [*HEAVY, "numpy"]),
        ("ticketcourse.training", [*HEAVY, "numpy"]),
        ("ticketcourse.vectorizer", HEAVY),
        ("ticketcourse.classifier", HEAVY),
        ("ticketcourse.models.torch_predict", ["sklearn", "scipy"]),
    ],
)
def test_an_import_loads_nothing_heavy(module, absent):
    code = f"import sys, {module}; print(*sorted(set(sys.modules) & set({absent})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_without_torch_one_sentence_says_what_to_install(monkeypatch):
    from ticketcourse import TicketClassifier, TicketcourseError

    monkeypatch.setitem(sys.modules, "torch", None)  # makes the import fail
    with pytest.raises(TicketcourseError, match=r'pip install "ticketcourse\[torch\]"'):
        TicketClassifier()
