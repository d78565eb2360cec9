"""Opening a file of tickets: bytes, plain or compressed, and lines of text in UTF-8."""

import bz2
import gzip
import io
import lzma
import zlib
from contextlib import contextmanager
from pathlib import Path

from ticketcourse.errors import TicketcourseError


def _open_zstandard(path, mode):
    import pyarrow  # the standard library has Zstandard from Python 3.14 on only

    return pyarrow.CompressedInputStream(path.open(mode), "zstd")


_COMPRESSIONS = {
    ".gz": ("gzip", gzip.open),
    ".bz2": ("bzip2", bz2.open),
    ".xz": ("xz", lzma.open),
    ".zst": ("Zstandard", _open_zstandard),
}
COMPRESSED = tuple(_COMPRESSIONS)
"""How the names of compressed files end."""


@contextmanager
def open_bytes(path):
    """Open a file for reading its bytes, decompressed; say in one sentence why that fails.

    Parameters
    ----------
    path : Path

    Yields
    ------
    file : binary file

    Raises
    ------
    TicketcourseError
        Also while the block reads, because a compressed file may break off anywhere.
    """
    name, opened = _COMPRESSIONS.get(path.suffix.lower(), (None, Path.open))
    try:
        with opened(path, "rb") as file:
            yield file
    except FileNotFoundError:
        raise TicketcourseError(f"{path} does not exist: check the path.") from None
    except IsADirectoryError:
        raise TicketcourseError(
            f"{path} is a folder, which cannot be read as tickets: give one of its files."
        ) from None
    except (EOFError, zlib.error, lzma.LZMAError, OSError) as error:
        # The operating system's errors have a number, those of a decompressor have none.
        if name and getattr(error, "errno", None) is None:
            raise TicketcourseError(
                f"{path} is not a whole {name} file: pack it again, or get it again."
            ) from None
        raise TicketcourseError(
            f"{path} cannot be read ({error.strerror}): give a file that you may read."
        ) from None


def text_lines(path):
    r"""Read the lines of a text in UTF-8, one at a time.

    Parameters
    ----------
    path : Path

    Yields
    ------
    line : str
        With its end: ``\n``, ``\r\n`` or ``\r``.

    Raises
    ------
    TicketcourseError
        When the file cannot be read, is no UTF-8, or holds zero bytes.
    """
    with open_bytes(path) as file, io.TextIOWrapper(file, "utf-8-sig", newline="") as text:
        try:
            for number, line in enumerate(text, start=1):
                if "\0" in line:
                    raise TicketcourseError(
                        f"{path} is no text in UTF-8: line {number} holds zero bytes, as UTF-16 "
                        "does; save it as UTF-8."
                    )
                yield line
        except UnicodeDecodeError:
            raise _bad_byte(path) from None


def _bad_byte(path):
    """Find the first byte that is no UTF-8: a decoder knows its place in its own buffer only."""
    offset = 0
    with open_bytes(path) as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode()
            except UnicodeDecodeError as error:
                return TicketcourseError(
                    f"{path} is not UTF-8: byte 0x{line[error.start]:02x} at offset "
                    f"{offset + error.start}, in line {number}, does not fit; save it as UTF-8."
                )
            offset += len(line)
    raise AssertionError("a file that was no UTF-8 is UTF-8 now")
