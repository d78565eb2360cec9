"""The decision rule, metrics with intervals, baselines, and the report that shows them together."""

from ticketcourse.evaluation.bootstrap import Comparison, compare
from ticketcourse.evaluation.decisions import decide, tune_threshold
from ticketcourse.evaluation.metrics import calibration, macro_f1, micro_f1, per_label, summarise
from ticketcourse.evaluation.report import Report, make_report

__all__ = [
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
]
