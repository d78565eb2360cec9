"""Tickets in Parquet files."""

import shutil
import tempfile

from ticketcourse.data.opening import COMPRESSED, open_bytes
from ticketcourse.data.records import check_columns
from ticketcourse.errors import TicketcourseError

ROWS_AT_ONCE = 1024


def read_parquet(path, columns):
    """Read columns of a Parquet file.

    Parameters
    ----------
    path : Path
    columns : sequence of str

    Yields
    ------
    row : int
        Counted from 1.
    values : tuple
        The row's values in the order of `columns`, as Python objects.
    """
    import pyarrow
    import pyarrow.parquet

    with open_bytes(path) as file, tempfile.TemporaryFile() as unpacked:
        if path.suffix.lower() in COMPRESSED:  # Parquet is read from its end: it must be whole
            shutil.copyfileobj(file, unpacked)
            file = unpacked
        try:
            # Page by page: by default a whole group of rows, often the whole file, is in memory.
            parquet = pyarrow.parquet.ParquetFile(file, pre_buffer=False, buffer_size=1 << 20)
            check_columns(path, parquet.schema_arrow.names, columns)
            row = 1
            for batch in parquet.iter_batches(ROWS_AT_ONCE, columns=columns, use_threads=False):
                values = [_microseconds(batch.column(column)).to_pylist() for column in columns]
                yield from enumerate(zip(*values, strict=True), start=row)
                row += len(batch)
        except (pyarrow.ArrowException, UnicodeDecodeError, OSError):
            raise TicketcourseError(
                f"{path} is not a whole Parquet file: write it again, or get it again."
            ) from None


def _microseconds(column):
    """Round times to microseconds, the finest that Python has."""
    import pyarrow

    if pyarrow.types.is_timestamp(column.type):
        return column.cast(pyarrow.timestamp("us", column.type.tz), safe=False)
    return column
