"""Tickets in JSON Lines files: one JSON object a line."""

import json

from ticketcourse.data.opening import text_lines
from ticketcourse.data.records import check_columns
from ticketcourse.errors import TicketcourseError


def read_json_lines(path, columns):
    """Read fields of the objects in a JSON Lines file.

    Parameters
    ----------
    path : Path
    columns : sequence of str

    Yields
    ------
    line : int
        Counted from 1.
    values : list
        The object's values in the order of `columns`.
    """
    for number, line in enumerate(text_lines(path), start=1):
        if line.isspace():
            continue
        try:
            record = json.loads(line, object_pairs_hook=_object)
        except (ValueError, RecursionError) as error:
            reason = f"{error.msg} at character {error.pos + 1}" if hasattr(error, "pos") else error
            raise TicketcourseError(
                f"{path}, line {number} does not parse as JSON ({reason}): "
                "write one whole JSON object on each line."
            ) from None
        if not isinstance(record, dict):
            raise TicketcourseError(
                f"{path}, line {number} is no JSON object: write one object on each line, such as "
                '{"description": "…", "resolution": "…", "labels": ["…"]}.'
            )
        check_columns(f"{path}, line {number}", list(record), columns)
        yield number, [record[column] for column in columns]


def _object(pairs):
    """Refuse what JSON allows and a dict would hide: the same name twice."""
    record = dict(pairs)
    if len(record) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the name {max(names, key=names.count)!r} occurs twice")
    return record
