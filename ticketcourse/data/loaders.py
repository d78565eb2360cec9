"""Tickets from files and data sets, all at once or one by one."""

import warnings
from collections import Counter
from functools import partial
from pathlib import Path

from ticketcourse.data.csv_files import read_csv
from ticketcourse.data.generator import generate_tickets
from ticketcourse.data.hub import read_hub
from ticketcourse.data.json_lines import read_json_lines
from ticketcourse.data.opening import COMPRESSED
from ticketcourse.data.parquet import read_parquet
from ticketcourse.data.product_checks import read_product_checks
from ticketcourse.data.records import as_group, as_labels, as_text, as_time
from ticketcourse.data.schema import Ticket, Tickets
from ticketcourse.errors import TicketcourseError

_FORMATS = {
    ".csv": (read_csv, "line"),
    ".jsonl": (read_json_lines, "line"),
    ".ndjson": (read_json_lines, "line"),
    ".parquet": (read_parquet, "row"),
}


def load_tickets(
    source=None,
    *,
    description="description",
    resolution="resolution",
    labels="labels",
    separator="|",
    time=None,
    group=None,
    drop_empty=False,
    drop_unlabelled=False,
):
    """Load tickets.

    Parameters
    ----------
    source : str or Path, optional
        One of

        - a CSV file in UTF-8 with a header line (``.csv``), a JSON Lines file (``.jsonl`` or
          ``.ndjson``) or a Parquet file (``.parquet``); each may be compressed (then ``.gz``,
          ``.bz2``, ``.xz`` or ``.zst`` follows);
        - ``hf:owner/name``, ``hf:owner/name:split`` or ``hf:owner/name/configuration:split``, a
          data set on the Hugging Face Hub (the split is ``train`` where none is named);
        - ``prowler``: 1,642 security checks with their remedies, from the PyPI package of that
          name, where it is installed (`group` may be ``provider``);
        - None: the default generated data; the other parameters then play no role.
    description, resolution : str
        The names of the columns (in JSON, of the fields) that hold the two texts.
    labels : str or None
        The name of the column that holds the labels: a list of texts or, in one text, labels with
        the separator between them. None reads no labels, for prediction.
    separator : str
        What stands between two labels of one ticket.
    time, group : str or None
        The names of the columns that `Tickets.split` can split by. A time is a timestamp, a text
        in ISO 8601 such as ``2024-05-31`` or ``2024-05-31T14:20:00+02:00``, or a number of seconds
        since 1970; without an offset it is UTC. A group, such as a customer or a project, is a
        text or a whole number.
    drop_empty, drop_unlabelled : bool
        Whether to leave out tickets with an empty description or resolution, and tickets without
        a label. They are kept by default: a model can learn from one text, and from the absence
        of labels. Either way a warning says how many there are.

    Returns
    -------
    tickets : Tickets

    Raises
    ------
    TicketcourseError
        When the source cannot be read as tickets; the message says where and what to do.

    See Also
    --------
    stream_tickets : the same for files that are larger than the memory.
    """
    if source is None:
        return generate_tickets()
    columns = {
        "description": description,
        "resolution": resolution,
        "labels": labels,
        "time": time,
        "group": group,
    }
    tickets, times, groups = [], [], []
    for ticket, time_of, group_of in _complete(
        source, columns, separator, drop_empty, drop_unlabelled
    ):
        tickets.append(ticket)
        times.append(time_of)
        groups.append(group_of)
    return Tickets(
        tickets,
        times=None if time is None else times,
        groups=None if group is None else groups,
    )


def stream_tickets(
    source,
    *,
    description="description",
    resolution="resolution",
    labels="labels",
    separator="|",
    drop_empty=False,
    drop_unlabelled=False,
):
    """Read tickets one by one; those read before do not stay in memory.

    A CSV or JSON Lines file takes memory for one row, a Parquet file for about a page of each
    column. A compressed Parquet file is unpacked to a temporary file first.

    Parameters
    ----------
    source : str or Path
        As in `load_tickets`, but not None.
    description, resolution, labels, separator, drop_empty, drop_unlabelled
        As in `load_tickets`, which also reads what only splits need: times and groups.

    Returns
    -------
    tickets : iterable of Ticket
        Every iteration reads the source anew. Errors are those of `load_tickets`, raised when an
        iteration comes to what is wrong; the warning about incomplete tickets, and an error when
        there are none at all, come at the end of the first one.
    """
    columns = {"description": description, "resolution": resolution, "labels": labels}
    return _Stream(source, columns, separator, drop_empty, drop_unlabelled)


class _Stream:
    def __init__(self, *arguments):
        self._arguments, self._warns = arguments, True

    def __iter__(self):
        for ticket, _, _ in _complete(*self._arguments, warns=self._warns):
            yield ticket
        self._warns = False


def _complete(source, columns, separator, drop_empty, drop_unlabelled, warns=True):
    """Yield ticket, time and group of each row that is not dropped; report at the end."""
    if not separator:
        raise TicketcourseError("The separator of labels is empty: give at least one character.")
    source, read, unit = _reader(source)
    columns = {field: column for field, column in columns.items() if column is not None}
    found = Counter()
    rows = read(source, list(columns.values()))
    for fields in _convert(source, rows, unit, columns, separator):
        ticket = Ticket(fields["description"], fields["resolution"], fields.get("labels", ()))
        empty = not ticket.description.strip() or not ticket.resolution.strip()
        unlabelled = "labels" in columns and not ticket.labels
        dropped = (empty and drop_empty) or (unlabelled and drop_unlabelled)
        found.update(tickets=1, empty=empty, unlabelled=unlabelled, dropped=dropped)
        if not dropped:
            yield ticket, fields.get("time"), fields.get("group")
    _report(source, found, columns.get("labels"), warns)


def _reader(source):
    """Find out how to read a source, and what its rows are called."""
    if str(source).startswith("hf:"):
        return source, read_hub, "row"
    if source == "prowler":
        return source, read_product_checks, "check"
    path = Path(source)
    *_, ending = ["", *[end.lower() for end in path.suffixes if end.lower() not in COMPRESSED]]
    if ending not in _FORMATS:
        raise TicketcourseError(
            f"{path} is not a .csv, .jsonl or .parquet file, plain or compressed "
            f"({', '.join(COMPRESSED)}): convert it to one of them."
        )
    return path, *_FORMATS[ending]


def _convert(source, rows, unit, columns, separator):
    """Yield the parts of a ticket, by their names, for the values of each row."""
    converters = {
        "description": as_text,
        "resolution": as_text,
        "labels": partial(as_labels, separator=separator),
        "time": as_time,
        "group": as_group,
    }
    for number, values in rows:
        fields = {}
        for field, value in zip(columns, values, strict=True):
            try:
                fields[field] = converters[field](value)
            except ValueError as error:
                raise TicketcourseError(
                    f"{source}, {unit} {number}: {columns[field]!r} {error}."
                ) from None
        yield fields


def _report(source, found, labels, warns):
    """Say what is wrong with a source as a whole, or how many of its tickets are incomplete."""
    n, dropped = found["tickets"], found["dropped"]
    if not n:
        raise TicketcourseError(f"{source} is empty: give at least one ticket.")
    if labels is not None and found["unlabelled"] == n:
        raise TicketcourseError(
            f"{source} has no label in column {labels!r} in any of its {n} rows: "
            "fill that column, or name another."
        )
    if dropped == n:
        raise TicketcourseError(
            f"{source} has no complete ticket: fill its columns, or keep the incomplete ones."
        )
    parts = []
    if found["empty"]:
        parts.append(f"{found['empty']:,} with an empty text")
    if found["unlabelled"]:
        parts.append(f"{found['unlabelled']:,} without a label")
    if parts and warns:
        warnings.warn(
            f"{source} has {n:,} tickets, {' and '.join(parts)}: "
            + (f"{dropped:,} are left out." if dropped else "all are kept."),
            stacklevel=4,
        )
