"""Figures of the book and of reports: one look, each with its alternative text."""

from importlib import import_module

# Loaded when first used: only the live figures need anywidget.
_HOME = {
    "ActivationExplorer": "activation_explorer",
    "AttentionExplorer": "attention_explorer",
    "EmbeddingExplorer": "embedding_explorer",
    "GateExplorer": "gate_explorer",
    "LookupExplorer": "lookup_explorer",
    "LossLandscape": "loss_landscape",
    "MergeExplorer": "merge_explorer",
    "NeuronExplorer": "neuron_explorer",
    "Picture": "picture",
    "ReversalExplorer": "reversal_explorer",
    "SoftmaxExplorer": "softmax_explorer",
    "TicketExplorer": "ticket_explorer",
    "draw_cell": "cell",
    "draw_block": "block",
    "draw_classifier": "classifier_map",
    "draw_encoding": "encoding",
    "draw_layers": "network",
    "draw_neuron": "network",
    "draw_shapes": "network",
    "draw_unrolled": "cell",
    "explore": "frames_explorer",
    "plot_attention": "results",
    "plot_confusions": "results",
    "plot_curves": "separate",
    "plot_hidden": "separate",
    "plot_history": "results",
    "plot_label_f1": "results",
    "plot_learning_curve": "learning_curve",
    "plot_precision_recall": "results",
    "plot_reliability": "results",
    "plot_scores": "results",
    "plot_settings": "tuning",
    "plot_tickets": "separate",
    "plot_trials": "tuning",
    "plot_words": "words",
    "report_page": "reports",
}
__all__ = sorted(_HOME)


def __getattr__(name):
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
