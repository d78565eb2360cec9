"""Tickets from the Hugging Face Hub, through the optional package ``datasets``."""

import re

from ticketcourse.data.records import check_columns
from ticketcourse.errors import TicketcourseError

_ADDRESS = re.compile(r"hf:(?P<name>[\w.-]+/[\w.-]+)(/(?P<config>[\w.-]+))?(:(?P<split>\w+))?")


def read_hub(address, columns):
    """Read columns of a data set, row by row, without keeping it on disk.

    Parameters
    ----------
    address : str
        ``hf:owner/name``, with ``/configuration`` and ``:split`` after it where wanted; the split
        is ``train`` where none is named.
    columns : sequence of str

    Yields
    ------
    row : int
        Counted from 1.
    values : list
        The row's values in the order of `columns`; numbered classes as their names.
    """
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise TicketcourseError(
            f"{address} is no data set on the Hugging Face Hub: write hf:owner/name, "
            "hf:owner/name:split or hf:owner/name/configuration:split."
        )
    try:
        import datasets
    except ModuleNotFoundError:
        raise TicketcourseError(
            f'{address} needs the package datasets: run pip install "ticketcourse[hub]".'
        ) from None
    try:
        rows = datasets.load_dataset(
            match["name"], match["config"], split=match["split"] or "train", streaming=True
        )
        check_columns(address, rows.column_names or list(next(iter(rows), {})), columns)
        names = [_class_names((rows.features or {}).get(column)) for column in columns]
        for number, row in enumerate(rows, start=1):
            values = [row[column] for column in columns]
            yield (
                number,
                [
                    value if classes is None else _named(value, classes)
                    for value, classes in zip(values, names, strict=True)
                ],
            )
    except TicketcourseError:
        raise
    except ConnectionError:
        raise TicketcourseError(
            f"{address} is out of reach, or does not exist: check the name and the network."
        ) from None
    except Exception as error:  # what it raises differs from one kind of data set to the next
        raise TicketcourseError(
            f"{address} cannot be read ({' '.join(str(error).split()).rstrip('.')}): "
            "check its name, configuration and split."
        ) from error


def _class_names(feature):
    """The names of numbered classes, for a column of classes or of lists of classes."""
    return getattr(getattr(feature, "feature", feature), "names", None)


def _named(value, classes):
    numbers = value if isinstance(value, list) else [value]
    return [classes[number] for number in numbers if number is not None and number >= 0]
