"""Tickets in CSV files: read row by row, and written."""

import csv
import io

from ticketcourse.data.opening import text_lines
from ticketcourse.data.records import check_columns
from ticketcourse.errors import TicketcourseError

FIELD_LIMIT = 10_000_000
"""The most characters of one field: an open quote must not draw the whole file into memory."""


def read_csv(path, columns):
    """Read columns of a CSV file that has a header.

    Parameters
    ----------
    path : Path
    columns : sequence of str

    Yields
    ------
    line : int
        Where the row starts, counted from 1.
    values : list of str
        The row's values in the order of `columns`.
    """
    # For the whole process, and never lowered again: two files may be read by turns.
    csv.field_size_limit(max(csv.field_size_limit(), FIELD_LIMIT))
    reader = csv.reader(text_lines(path), strict=True)
    line = 1
    try:
        header = next(filter(lambda row: any(map(str.strip, row)), reader), None)
        if header is None:
            raise TicketcourseError(
                f"{path} is empty: give a CSV file with a header line and one ticket a row."
            )
        header = [name.strip() for name in header]
        if len(header) == 1 and (marks := [mark for mark in ";\t" if mark in header[0]]):
            raise TicketcourseError(
                f"{path} seems to have {marks[0]!r} between its columns: save it with commas."
            )
        check_columns(path, header, columns)
        wanted = [header.index(column) for column in columns]
        line, empty = reader.line_num + 1, True
        for row in reader:
            if len(row) == len(header):
                empty = False
                yield line, [row[i] for i in wanted]
            elif row:  # an empty line is no ticket
                raise TicketcourseError(
                    f"{path}, line {line}: the row has {len(row)} fields but the header "
                    f"has {len(header)}: quote texts that contain commas or line breaks."
                )
            line = reader.line_num + 1
        if empty:
            raise TicketcourseError(f"{path} has a header but no tickets: add at least one row.")
    except csv.Error as error:
        raise TicketcourseError(
            f"{path}, line {line}: the row does not parse as CSV ({error}): check its quotes."
        ) from None


def tickets_to_csv(tickets, *, header=True):
    """Write tickets in the form that `load_tickets` reads.

    Parameters
    ----------
    tickets : Tickets
        The tickets; clean labels are not written.
    header : bool
        Whether the text starts with the names of the columns.

    Returns
    -------
    text : str
        A CSV file with the columns description, resolution and labels (separated by ``|``), and
        time and group where the tickets have them.

    Raises
    ------
    TicketcourseError
        When a label would not be read back: it is empty, holds ``|`` or has spaces around it.
    """
    for label in sorted({label for names in tickets.labels for label in names}):
        if not label or "|" in label or label != label.strip():
            raise TicketcourseError(
                f"The label {label!r} cannot be written: rename it, without | and outer spaces."
            )
    columns = {
        "description": tickets.descriptions,
        "resolution": tickets.resolutions,
        "labels": map("|".join, tickets.labels),
    }
    if tickets.times is not None:
        columns["time"] = [time.isoformat() if time else "" for time in tickets.times]
    if tickets.groups is not None:
        columns["group"] = [group or "" for group in tickets.groups]
    out = io.StringIO()
    # Quotes everywhere, because a lone carriage return needs them as well.
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    if header:
        writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return out.getvalue()
