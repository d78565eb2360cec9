"""A report as one page of HTML: no other file, no script, light and dark, on a phone as well."""

import warnings
from html import escape
from pathlib import Path

import matplotlib

from ticketcourse.evaluation.report_text import (
    LABEL_SCORES,
    OTHER_SCORES,
    compared,
    number,
    printable,
)
from ticketcourse.figures.picture import PALETTE, book_style, picture
from ticketcourse.figures.results import (
    plot_confusions,
    plot_history,
    plot_label_f1,
    plot_precision_recall,
    plot_reliability,
    plot_scores,
)

_MOST_CONFUSIONS = 20


@book_style
def report_page(report, history=(), title="How good is the classifier?"):
    """Make one page of everything in a report.

    Parameters
    ----------
    report : Report
        From `TicketClassifier.evaluate` or `make_report`.
    history : sequence of dict
        `TicketClassifier.history`, for the training curves; empty where nobody kept it.
    title : str
        Heading of the page.

    Returns
    -------
    html : str
        A whole document, to be written in UTF-8.
    """
    classifier = next(iter(report.summary.values()))
    low, high = classifier["micro_f1_interval"]
    parts = [
        f"<h1>{_text(title)}</h1>",
        f"<p>Micro-F1 <strong>{classifier['micro_f1']:.3f}</strong>, 95&nbsp;% interval {low:.3f} "
        f"to {high:.3f}, on {report.n_tickets:,} tickets with {len(report.labels)} labels. "
        f"{_text(report.rule)}</p>",
        "<h2>Beside baselines</h2>",
        _scores_table(report),
        *(f"<p>{_text(str(found))}</p>" for found in report.comparisons),
        _figure(plot_scores(report)),
    ]
    if report.slices:
        parts += ["<h2>Slices</h2>", _slices_table(report)]
    parts += ["<h2>Label by label</h2>"]
    if any(row["tickets"] for row in report.labels.values()):
        parts.append(_figure(plot_label_f1(report)))
    parts.append(_labels_table(report))
    if report.confusions:
        confusions = _figure(plot_confusions(report)), _confusions_table(report)
        parts += ["<h2>Labels taken for one another</h2>", *confusions]
    parts.append("<h2>Probabilities</h2>")
    if report.curves:
        caption = "What other thresholds would trade. The marks: precision and recall as judged."
        parts.append(_figure(plot_precision_recall(report), caption))
    parts.append(_figure(plot_reliability(report), "Of labels given 0.8, do 80&nbsp;% fit?"))
    if history:
        parts += ["<h2>Training</h2>", _figure(plot_history(history))]
    notes = "".join(f"<li>{_text(note)}</li>" for note in report.notes)
    parts.append(f"<h2>Notes</h2><ul>{notes}</ul>")
    light = "; ".join(f"--fig-{name}: {colour}" for name, colour in PALETTE.items())
    css = Path(__file__).with_name("reports.css").read_text(encoding="utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        # Nothing from elsewhere and no script, whatever a label is called.
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{_text(title)}</title>\n<style>:root {{ {light}; }}\n{css}</style>\n</head>\n"
        "<body>\n<main>\n" + "\n".join(parts) + "\n</main>\n</body>\n</html>\n"
    )


def _scores_table(report):
    f1 = {"micro_f1": "micro-F1", "macro_f1": "macro-F1"}
    plain = {"sample_f1": "sample-F1"} | OTHER_SCORES
    rows = [
        [
            name,
            *(_with_interval(row[key], row[f"{key}_interval"]) for key in f1),
            *(number(row.get(key)) for key in plain),
        ]
        for name, row in report.summary.items()
    ]
    headings = ["predictor", *f1.values(), *plain.values()]
    return _table("Scores, with 95 % intervals", headings, rows, first_is_mine=True)


def _slices_table(report):
    shown = compared(report)
    rows = []
    for name, part in report.slices.items():
        scores = [part["scores"].get(predictor) for predictor in shown.values()]
        cells = [_with_interval(s["micro_f1"], s["interval"]) if s else "-" for s in scores]
        rows.append([name, f"{part['tickets']:,}", f"{part['support']:,}", *cells])
    headings = ["slice", "tickets", "labels on them", *shown]
    return _table("Micro-F1 with 95 % intervals", headings, rows)


def _labels_table(report):
    known = all("training_tickets" in row for row in report.labels.values())
    rows = [
        [
            name,
            f"{row['tickets']:,}",
            *([f"{row['training_tickets']:,}"] if known else []),
            *(number(row[key]) for key in LABEL_SCORES),
        ]
        for name, row in report.labels.items()
    ]
    counts = ["tickets", "in training"] if known else ["tickets"]
    return _table("The classifier on each label", ["label", *counts, *LABEL_SCORES.values()], rows)


def _confusions_table(report):
    pairs = report.confusions[:_MOST_CONFUSIONS]
    rows = [[pair["missed"], pair["given"], f"{pair['tickets']:,}"] for pair in pairs]
    caption = "The most frequent pairs on one ticket"
    return _table(caption, ["missed", "wrongly given", "tickets"], rows, n_names=2)


def _table(caption, headings, rows, n_names=1, first_is_mine=False):
    """The first cells of a row are names, escaped here; the others are numbers or HTML of ours."""

    def kind(i):
        return ' class="name"' if i < n_names else ""

    head = "".join(f'<th scope="col"{kind(i)}>{_text(h)}</th>' for i, h in enumerate(headings))
    body = []
    for k, (name, *cells) in enumerate(rows):
        mine = ' class="mine"' if first_is_mine and k == 0 else ""
        cells = [_text(c) if i < n_names else c for i, c in enumerate(cells, start=1)]
        written = "".join(f"<td{kind(i)}>{cell}</td>" for i, cell in enumerate(cells, start=1))
        body.append(f'<tr{mine}><th scope="row" class="name">{_text(name)}</th>{written}</tr>')
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{_text(caption)}">'
        f"<table><caption>{_text(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _figure(figure, caption=None):
    with warnings.catch_warnings(), matplotlib.rc_context({"svg.fonttype": "none"}):
        # A label in a script that our font lacks: the reader's browser has a font for it.
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        svg = picture(figure, figure.get_label()).svg
    written = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><div class="scroll" tabindex="0">{svg}</div>{written}</figure>'


def _with_interval(value, interval):
    low, high = interval
    return f"{value:.3f}<small>{low:.3f}–{high:.3f}</small>"


def _text(text):
    return escape(printable(text), quote=True)
