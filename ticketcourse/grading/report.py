"""What an instructor reads after grading: spread of marks, hardest tests, what went wrong."""

import html
from dataclasses import dataclass
from datetime import UTC, datetime

_BINS = 10
_HARDEST = 5

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem;
       color: #1a1a1a; background: #fff; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { border: 1px solid #777; padding: 0.2rem 0.6rem; text-align: left; vertical-align: top;
         overflow-wrap: anywhere; }
td.number { text-align: right; white-space: nowrap; }
.warning { border: 2px solid #a00; padding: 0.5rem 1rem; }
"""


@dataclass(frozen=True)
class Report:
    """A summary of one run.

    Attributes
    ----------
    assignment : str
    cautions : tuple of str
        What was not as safe as it might be, a sentence each.
    n_submissions : int
    graded : dict of str to float
        What the tests gave each graded student.
    most : float
        What the tests are worth together.
    passed : dict of str to float
        For each test the share of graded students who got all its points, the hardest first.
    refused : dict of str to str
        Why, by student: these have to hand in again.
    faults : dict of str to str
        Why others could not be graded, by student: these are tried again.
    remarks : list of (str, str)
        A student, and what is remarkable about the submission.
    """

    assignment: str
    cautions: tuple[str, ...]
    n_submissions: int
    graded: dict[str, float]
    most: float
    passed: dict[str, float]
    refused: dict[str, str]
    faults: dict[str, str]
    remarks: list[tuple[str, str]]

    @property
    def spread(self):
        """list of (str, int): points from and to, and how many students got so many."""
        width = self.most / _BINS
        counts = [0] * _BINS
        for points in self.graded.values():
            counts[min(int(points / width), _BINS - 1) if width else 0] += 1
        return [(f"{i * width:g} to {(i + 1) * width:g}", count) for i, count in enumerate(counts)]

    def __str__(self):
        lines = [f"{self.assignment}: {self._counts()}"]
        lines += self.cautions
        if self.graded:
            lines += ["", f"Points from the tests, of {self.most:g}:"]
            lines += [
                f"  {label:>12}  {count:4}  {'#' * count}"[:100] for label, count in self.spread
            ]
            lines += ["", "Hardest tests, by the share of students who passed:"]
            lines += [f"  {share:4.0%}  {test}" for test, share in self._hardest()]
        for caption, reasons in self._not_graded():
            lines += ["", f"{caption}:"]
            lines += [f"  {student}: {reason}" for student, reason in reasons.items()]
        if self.remarks:
            lines += ["", "Remarks:"]
            lines += [f"  {student}: {remark}" for student, remark in self.remarks]
        return "\n".join(lines)

    def to_html(self):
        """Return a page that stands alone: no script, nothing fetched.

        Returns
        -------
        str
        """
        title = f"Grading of {self.assignment}"
        parts = [f"<h1>{html.escape(title)}</h1>", f"<p>{html.escape(self._counts())}</p>"]
        parts += [f'<p class="warning">{html.escape(sentence)}</p>' for sentence in self.cautions]
        if self.graded:
            parts += [
                _table(
                    f"Points from the tests, of {self.most:g}", ("Points", "Students"), self.spread
                ),
                _table(
                    "Tests, the hardest first",
                    ("Test", "Passed"),
                    [(test, f"{share:.0%}") for test, share in self.passed.items()],
                ),
            ]
        parts += [
            _table(caption, ("Student", "Why"), reasons.items())
            for caption, reasons in self._not_graded()
        ]
        if self.remarks:
            parts.append(_table("Remarks", ("Student", "Remark"), self.remarks))
        made = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
        return (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width">\n'
            f"<title>{html.escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
            + "\n".join(parts)
            + f"\n<p>Made {made}.</p>\n</body>\n</html>\n"
        )

    def _counts(self):
        counts = [f"{len(self.graded)} of {self.n_submissions} submissions graded"]
        if self.refused:
            counts.append(f"{len(self.refused)} refused")
        if self.faults:
            counts.append(f"{len(self.faults)} could not be graded")
        return f"{', '.join(counts)}."

    def _not_graded(self):
        captions = {_REFUSED: self.refused, _FAULTS: self.faults}
        return [(caption, reasons) for caption, reasons in captions.items() if reasons]

    def _hardest(self):
        return [(test, share) for test, share in self.passed.items() if share < 1][:_HARDEST]


_REFUSED = "Refused and kept out of exports, until they are handed in again"
_FAULTS = "Not graded for a fault of ours, kept out of exports, tried again by the next run"
_UNBOXED = (
    "Submissions ran unboxed, as --trust-submissions asks: they could read and change whatever the "
    "instructor can, these marks included."
)


def make_report(assignment, outcomes, unboxed, weaknesses=()):
    """Summarise a run.

    Parameters
    ----------
    assignment : Assignment
    outcomes : list of Outcome
    unboxed : bool
        Whether submissions ran without walls around them.
    weaknesses : sequence of str
        Of the walls, where there were some.

    Returns
    -------
    Report
    """
    graded = [outcome for outcome in outcomes if outcome.reason is None]
    passed = {
        test: sum(outcome.points[test] >= most for outcome in graded) / len(graded)
        for test, most in (assignment.points.items() if graded else ())
    }
    return Report(
        assignment.name,
        (_UNBOXED,) if unboxed else tuple(weaknesses),
        len(outcomes),
        {outcome.student: sum(outcome.points.values()) for outcome in graded},
        sum(assignment.points.values()),
        dict(sorted(passed.items(), key=lambda item: item[1])),
        {outcome.student: outcome.reason for outcome in outcomes if outcome.refused},
        {
            outcome.student: outcome.reason
            for outcome in outcomes
            if outcome.reason is not None and not outcome.refused
        },
        [(outcome.student, remark) for outcome in outcomes for remark in outcome.remarks],
    )


def _table(caption, heads, rows):
    lines = [f"<h2>{html.escape(caption)}</h2>", "<table>", "<tr>"]
    lines += [f'<th scope="col">{html.escape(head)}</th>' for head in heads]
    lines.append("</tr>")
    for first, second in rows:
        number = isinstance(second, int) or second.endswith("%")
        mark = ' class="number"' if number else ""
        lines.append(
            f"<tr><td>{html.escape(first)}</td><td{mark}>{html.escape(str(second))}</td></tr>"
        )
    return "\n".join([*lines, "</table>"])
