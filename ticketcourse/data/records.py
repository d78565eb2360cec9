"""From the values of a row to a ticket, and what is said of values that do not fit."""

from datetime import UTC, date, datetime

from ticketcourse.errors import TicketcourseError

_KINDS = {
    bool: "a truth value",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
    bytes: "bytes",
    type(None): "nothing",
}


def check_columns(place, present, wanted):
    """Refuse a table that lacks a wanted column, or has it twice.

    Parameters
    ----------
    place : str or Path
        What to name in the message.
    present, wanted : sequence of str
        The names of the columns that there are, and of those to read.

    Raises
    ------
    TicketcourseError
    """
    for column in wanted:
        if column not in present:
            raise TicketcourseError(
                f"{place} has no column {column!r}, only {', '.join(map(repr, present))}: "
                "rename the column, or say which one to read."
            )
        if present.count(column) > 1:
            raise TicketcourseError(
                f"{place} has {present.count(column)} columns {column!r}: rename all but one."
            )


def as_text(value):
    """Give a description or resolution as str; nothing gives an empty text."""
    if isinstance(value, str):
        # Half a character, as JSON can spell it, is shown as the sign for an unknown one.
        return (
            value
            if value.isascii()
            else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        )
    if value is None:
        return ""
    raise ValueError(f"is {_kind(value)}, not a text: write it as a text")


def as_labels(value, separator):
    """Give labels, in a list or one separated text, as a sorted tuple without empty ones."""
    if isinstance(value, str):
        value = value.split(separator)
    elif value is None:
        return ()
    elif not isinstance(value, list):
        raise ValueError(f"is {_kind(value)}, not labels: write a list of texts, or one text")
    for label in value:
        if not isinstance(label, str):
            raise ValueError(f"holds {_kind(label)} among its labels: write every label as a text")
    return tuple(sorted({name for label in value if (name := as_text(label.strip()))}))


def as_time(value):
    """Give a time, or a day, as datetime in UTC; nothing, or an empty text, gives None."""
    if isinstance(value, str):
        if not value.strip():
            return None
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(
                f"is {value!r}, not a time: write it like 2024-05-31 or 2024-05-31T14:20:00+02:00"
            ) from None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    if isinstance(value, datetime):
        try:
            return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        except OverflowError:
            raise ValueError(f"is {value}, too far away: give years from 1 to 9999") from None
    if value is None:
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value, UTC)
        except (OverflowError, ValueError, OSError):
            raise ValueError(f"is {value}: give seconds since 1970") from None
    raise ValueError(f"is {_kind(value)}, not a time: write it like 2024-05-31T14:20:00+02:00")


def as_group(value):
    """Give the name of a group; nothing, or an empty text, gives None."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return as_text(value).strip() or None


def _kind(value):
    return _KINDS.get(type(value), f"of type {type(value).__name__}")
