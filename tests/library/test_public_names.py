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
        "ceiling_posteriors",
        "generate_tickets",
        "label_matrix",
        "load_tickets",
        "slices_of",
        "stream_generated_tickets",
        "stream_tickets",
        "tickets_to_csv",
    ],
    "ticketcourse.models": ["KerasModel", "ModelConfig", "TorchModel", "convert_weights", "parity"],
    "ticketcourse.serving": ["Server", "serve"],
    "ticketcourse.training": ["TrainConfig"],
    "ticketcourse.tuning": ["SPACE", "Search", "read_space"],
    "ticketcourse.export": ["FORMATS", "export_classifier"],
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
        "ActivationExplorer",
        "AttentionExplorer",
        "EmbeddingExplorer",
        "GateExplorer",
        "LossLandscape",
        "NeuronExplorer",
        "Picture",
        "TicketExplorer",
        "draw_classifier",
        "draw_layers",
        "draw_neuron",
        "draw_shapes",
        "explore",
        "plot_attention",
        "plot_confusions",
        "plot_curves",
        "plot_hidden",
        "plot_history",
        "plot_label_f1",
        "plot_learning_curve",
        "plot_precision_recall",
        "plot_reliability",
        "plot_scores",
        "plot_settings",
        "plot_tickets",
        "plot_trials",
        "plot_words",
        "report_page",
    ],
    "ticketcourse.checks": [
        "Diagnosis",
        "as_left",
        "call",
        "diagnose",
        "expect_array",
        "expect_decisions",
        "expect_equal",
        "expect_raises",
        "expect_shape",
        "expect_unchanged",
        "numeric_gradient",
        "random_inputs",
    ],
    "ticketcourse.scratch": [
        "PADDING",
        "SGD",
        "UNKNOWN",
        "Adam",
        "Momentum",
        "Tensor",
        "attention",
        "attention_backward",
        "bilstm",
        "bilstm_backward",
        "binary_cross_entropy",
        "binary_cross_entropy_backward",
        "build_vocabulary",
        "classifier",
        "classifier_backward",
        "classifier_shapes",
        "concatenate",
        "dense",
        "dense_backward",
        "embedding",
        "embedding_backward",
        "encode",
        "feed_forward",
        "feed_forward_backward",
        "gelu",
        "gelu_backward",
        "initial_parameters",
        "layer_norm",
        "layer_norm_backward",
        "lstm",
        "lstm_backward",
        "lstm_cell",
        "lstm_cell_backward",
        "lstm_encoder",
        "lstm_encoder_backward",
        "masked_last",
        "masked_last_backward",
        "masked_max",
        "masked_max_backward",
        "masked_mean",
        "masked_mean_backward",
        "multi_head_attention",
        "multi_head_attention_backward",
        "one_hot",
        "pad",
        "part",
        "positions",
        "prefixed",
        "relu",
        "relu_backward",
        "reverse",
        "rnn",
        "rnn_backward",
        "sigmoid",
        "sigmoid_backward",
        "softmax",
        "softmax_backward",
        "softmax_cross_entropy",
        "softmax_cross_entropy_backward",
        "standardise",
        "tanh",
        "tanh_backward",
        "token_mask",
        "tokenise",
        "transformer_block",
        "transformer_block_backward",
        "transformer_encoder",
        "transformer_encoder_backward",
    ],
    "ticketcourse.evaluation": [
        "Comparison",
        "Report",
        "calibration",
        "compare",
        "decide",
        "macro_f1",
        "make_report",
        "micro_f1",
        "per_label",
        "summarise",
        "tune_threshold",
    ],
}
HEAVY = [
    "torch",
    "tensorflow",
    "keras",
    "jax",
    "matplotlib",
    "sklearn",
    "scipy",
    "nbgrader",
    "tokenizers",
]


@pytest.mark.parametrize("module", NAMES)
def test_the_public_names_are_frozen(module):
    loaded = import_module(module)
    assert sorted(loaded.__all__) == sorted(NAMES[module])
    for name in NAMES[module]:
        value = getattr(loaded, name)
        assert isinstance(value, int) or value.__doc__, f"{name} has no docstring"


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("ticketcourse", [*HEAVY, "numpy"]),
        ("ticketcourse.cli", [*HEAVY, "numpy"]),
        ("ticketcourse.data", HEAVY),
        ("ticketcourse.evaluation", HEAVY),
        ("ticketcourse.export", [*HEAVY, "numpy"]),
        ("ticketcourse.models", [*HEAVY, "numpy"]),
        ("ticketcourse.serving", HEAVY),
        ("ticketcourse.training", [*HEAVY, "numpy"]),
        ("ticketcourse.tuning.space", [*HEAVY, "numpy", "optuna"]),
        ("ticketcourse.vectorizer", HEAVY),
        ("ticketcourse.classifier", HEAVY),
        ("ticketcourse.models.predict", ["sklearn", "scipy"]),
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
