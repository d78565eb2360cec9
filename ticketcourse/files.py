"""Files that are written whole or not at all."""

import os
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
        raise TicketcourseError(
            f"{path} cannot be written ({error.strerror}): choose a place where you may write."
        ) from error
