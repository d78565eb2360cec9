"""The report as text for a terminal."""

import textwrap

_WIDTH = 92
_NAME = 30
_MOST_CONFUSIONS = 5


def report_text(report):
    """Write a report as tables of at most 92 columns.

    Parameters
    ----------
    report : Report

    Returns
    -------
    text : str
    """
    rows = report.summary.items()
    blocks = [
        _wrapped(f"{report.n_tickets:,} tickets, {len(report.labels)} labels. {report.rule}"),
        _table(
            {"": _NAME, "micro-F1": 22, "macro-F1": 22, "sample-F1": 11},
            (
                [
                    name,
                    with_interval(row["micro_f1"], row["micro_f1_interval"]),
                    with_interval(row["macro_f1"], row["macro_f1_interval"]),
                    number(row["sample_f1"]),
                ]
                for name, row in rows
            ),
        ),
        _table(
            {"": _NAME, **dict.fromkeys(OTHER_SCORES.values(), 10)},
            ([name, *(number(row.get(key)) for key in OTHER_SCORES)] for name, row in rows),
        ),
    ]
    if report.slices:
        shown = compared(report)
        blocks.append(
            _table(
                {"micro-F1 of slices": _NAME, "tickets": 9}
                | {short: 9 if short == "ceiling" else 22 for short in shown},
                (
                    [name, f"{part['tickets']:,}", *_slice_cells(part, shown)]
                    for name, part in report.slices.items()
                ),
            )
        )
    if report.comparisons:
        blocks.append("\n".join(_wrapped(str(found)) for found in report.comparisons))
    blocks.append(
        _table(
            {"label": _NAME, "tickets": 9, **dict.fromkeys(LABEL_SCORES.values(), 11)},
            (
                [name, f"{row['tickets']:,}", *(number(row[key]) for key in LABEL_SCORES)]
                for name, row in report.labels.items()
            ),
        )
    )
    if report.confusions:
        blocks.append(
            _table(
                {"missed": _NAME, "  wrongly given": _NAME + 2, "tickets": 9},
                (
                    [pair["missed"], "  " + printable(pair["given"]), f"{pair['tickets']:,}"]
                    for pair in report.confusions[:_MOST_CONFUSIONS]
                ),
                n_texts=2,
            )
        )
    blocks += map(_wrapped, report.notes)
    return "\n\n".join(blocks)


OTHER_SCORES = {
    "micro_precision": "precision",
    "micro_recall": "recall",
    "micro_ap": "micro-AP",
    "macro_ap": "macro-AP",
    "ece": "ECE",
    "brier": "Brier",
}
LABEL_SCORES = {
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "average_precision": "AP",
}


def number(value):
    """Three decimals, or a dash for what there is not."""
    return "-" if value is None else f"{value:.3f}"


def with_interval(value, interval):
    """A number and its interval."""
    low, high = interval
    return f"{value:.3f} [{low:.3f}, {high:.3f}]"


def compared(report):
    """The predictors to show side by side: the classifier, its first rival, the ceiling.

    Parameters
    ----------
    report : Report

    Returns
    -------
    names : dict of str to str
        From a short name to the one in the report.
    """
    first, *_, last = report.summary
    rival = [found.names[1] for found in report.comparisons[:1]]
    ceiling = {"ceiling": last} if last.startswith("ceiling") else {}
    return {name: name for name in (first, *rival)} | ceiling


def printable(text):
    """Without characters that move a terminal's cursor or that no file can hold."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _slice_cells(part, shown):
    for short, name in shown.items():
        if score := part["scores"].get(name):
            micro_f1 = score["micro_f1"]
            bare = short == "ceiling"
            yield number(micro_f1) if bare else with_interval(micro_f1, score["interval"])
        else:
            yield "-"


def _table(columns, rows, n_texts=1):
    """Text columns to the left, numbers to the right; `columns` are headings with their widths."""
    lines = []
    for row in [list(columns), *rows]:
        cells = [
            _shortened(cell, width).ljust(width) if i < n_texts else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, columns.values(), strict=True))
        ]
        lines.append("".join(cells).rstrip())
    return "\n".join(lines)


def _shortened(text, width):
    text = printable(text)
    return text if len(text) < width else f"{text[: width - 2]}…"


def _wrapped(text):
    return textwrap.fill(printable(text), _WIDTH, break_on_hyphens=False)
