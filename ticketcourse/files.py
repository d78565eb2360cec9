"""Folders that may be written into, and files that are written whole or not at all."""

import os
import tempfile
from pathlib import Path

from ticketcourse.errors import TicketcourseError


def write_atomically(path, content):
    """Write bytes to a file so that a reader sees the old content or the new, never a part.

    Parameters
    ----------
    path : str or Path
        The file; its folder must exist.
    content : bytes, or iterable of bytes
        What the file holds afterwards, or its parts one after the other.

    Raises
    ------
    TicketcourseError
        When the file cannot be written.
    """
    path = Path(path)
    # In the same folder, because a file is replaced atomically within one file system only.
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        try:
            with temporary.open("wb") as file:
                for part in [content] if isinstance(content, bytes) else content:
                    file.write(part)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from error


def claim_folder(path, is_ours, what):
    """Make sure that a folder may be written into; create it when it is not there.

    Parameters
    ----------
    path : str or Path
    is_ours : callable
        Takes the folder, a Path, when it is not empty; tells whether what is there may be replaced.
    what : str
        What the folder is for, as a person calls it.

    Returns
    -------
    path : Path

    Raises
    ------
    TicketcourseError
        When the folder is neither empty nor ours, or cannot be written.
    """
    path = Path(path)
    try:
        if path.exists() and not path.is_dir():
            raise TicketcourseError(f"{path} is a file: give the name of a folder.")
        if path.is_dir() and any(path.iterdir()) and not is_ours(path):
            raise TicketcourseError(
                f"{path} holds files that are no {what}: give an empty or a new folder."
            )
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):  # permissions alone do not tell, as for root
            pass
    except OSError as error:
        raise _unwritable(path, error) from error
    return path


def _unwritable(path, error):
    return TicketcourseError(
        f"{path} cannot be written ({error.strerror}): choose a place where you may write."
    )
