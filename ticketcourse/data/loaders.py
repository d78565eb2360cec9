"""Tickets from files, and tickets to files."""

import csv
import gzip
import io
import sys
import zlib
from pathlib import Path

from ticketcourse.data.generator import generate_tickets
from ticketcourse.data.schema import Ticket, Tickets
from ticketcourse.errors import TicketcourseError


def load_tickets(
    source=None,
    *,
    description="description",
    resolution="resolution",
    labels="labels",
    separator="|",
):
    """Load tickets.

    Parameters
    ----------
    source : str or Path, optional
        A CSV file in UTF-8 with a header line (`.csv` or `.csv.gz`). None gives the default
        generated data.
    description, resolution : str
        The names of the columns that hold the two texts.
    labels : str or None
        The name of the column that holds the labels. None reads no labels, for prediction.
    separator : str
        What stands between two labels of one ticket.

    Returns
    -------
    tickets : Tickets

    Raises
    ------
    TicketcourseError
        When the file cannot be read as tickets; the message says where and what to do.
    """
    if source is None:
        return generate_tickets()
    if not separator:
        raise TicketcourseError("The separator of labels is empty: give at least one character.")
    path = Path(source)
    if not path.name.lower().endswith((".csv", ".csv.gz")):
        raise TicketcourseError(f"{path} is not a .csv or .csv.gz file: convert it to CSV first.")
    columns = [description, resolution] if labels is None else [description, resolution, labels]
    tickets = [
        Ticket(row[0], row[1], tuple(filter(None, map(str.strip, row[2].split(separator)))))
        if labels is not None
        else Ticket(*row)
        for row in _rows(_text(path), path, columns)
    ]
    if not tickets:
        raise TicketcourseError(f"{path} has a header but no tickets: add at least one row.")
    if labels is not None and not any(ticket.labels for ticket in tickets):
        raise TicketcourseError(
            f"{path} has no label in column {labels!r} in any of its {len(tickets)} rows: "
            "fill that column, or name another."
        )
    return Tickets(tickets)


def tickets_to_csv(tickets):
    """Write tickets in the form that `load_tickets` reads.

    Parameters
    ----------
    tickets : Tickets
        The tickets; clean labels are not written.

    Returns
    -------
    text : str
        A CSV file with the columns description, resolution and labels (separated by ``|``).

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
    out = io.StringIO()
    # Quotes everywhere, because a lone carriage return needs them as well.
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(["description", "resolution", "labels"])
    for ticket in tickets:
        writer.writerow([ticket.description, ticket.resolution, "|".join(ticket.labels)])
    return out.getvalue()


def _text(path):
    """Read a CSV file's text, or say in one sentence why that is impossible."""
    try:
        content = path.read_bytes()
        if path.suffix.lower() == ".gz":
            content = gzip.decompress(content)
    except FileNotFoundError:
        raise TicketcourseError(f"{path} does not exist: check the path.") from None
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise TicketcourseError(f"{path} is not a whole gzip file: pack it again.") from None
    except OSError as error:
        raise TicketcourseError(
            f"{path} cannot be read ({error.strerror}): give a CSV file that you may read."
        ) from None
    try:
        text = content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise TicketcourseError(
            f"{path} is not UTF-8: byte 0x{content[error.start]:02x} at offset {error.start} "
            "does not fit; save the file as UTF-8."
        ) from None
    if "\0" in text:
        raise TicketcourseError(
            f"{path} is no text in UTF-8: it holds zero bytes, as UTF-16 does; save it as UTF-8."
        )
    if not text.strip():
        raise TicketcourseError(
            f"{path} is empty: give a CSV file with a header line and one ticket a row."
        )
    return text


def _rows(text, path, columns):
    """Yield the wanted columns of each row of a CSV text."""
    limit = csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # tickets may quote long logs
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    start = 1
    try:
        header = [name.strip() for name in next(filter(None, reader))]
        _check_header(header, path, columns)
        wanted = [header.index(column) for column in columns]
        start = reader.line_num + 1
        for row in reader:
            if row and len(row) != len(header):
                raise TicketcourseError(
                    f"{path}, line {start}: the row has {len(row)} fields but the header "
                    f"has {len(header)}: quote texts that contain commas or line breaks."
                )
            if row:  # an empty line is no ticket
                yield [row[i] for i in wanted]
            start = reader.line_num + 1
    except csv.Error as error:
        raise TicketcourseError(
            f"{path}, line {start}: the row does not parse as CSV ({error}): check its quotes."
        ) from None
    finally:
        csv.field_size_limit(limit)


def _check_header(header, path, columns):
    if len(header) == 1 and (other := [mark for mark in ";\t" if mark in header[0]]):
        raise TicketcourseError(
            f"{path} seems to have {other[0]!r} between its columns: save it with commas."
        )
    for column in columns:
        if column not in header:
            raise TicketcourseError(
                f"{path} has no column {column!r}, only {', '.join(map(repr, header))}: "
                "rename the column, or say which one to read."
            )
        if header.count(column) > 1:
            raise TicketcourseError(
                f"{path} has {header.count(column)} columns {column!r}: rename all but one."
            )
