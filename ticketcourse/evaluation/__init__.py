"""Metrics, the threshold, baselines, and the report that shows them together."""

from ticketcourse.evaluation.metrics import micro_f1, per_label, summarise, tune_threshold
from ticketcourse.evaluation.report import Report, make_report

__all__ = ["Report", "make_report", "micro_f1", "per_label", "summarise", "tune_threshold"]
