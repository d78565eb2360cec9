"""A new folder that is there whole or not at all."""

import json
import os
import shutil
from contextlib import contextmanager
from pathlib import Path

from ticketcourse.errors import TicketcourseError


@contextmanager
def new_folder(path):
    """Give a folder to write into, which gets its name when all is written.

    Parameters
    ----------
    path : str or Path
        A folder that is not there yet, or is empty.

    Yields
    ------
    temporary : Path

    Raises
    ------
    TicketcourseError
        When there is something of this name, or the folder cannot be written.
    """
    path = Path(path)
    # Beside it, because a folder is renamed within one file system only.
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if path.exists() and not (path.is_dir() and not any(path.iterdir())):
            raise TicketcourseError(f"{path} exists already: give another name, or remove it.")
        temporary.mkdir(parents=True)
        try:
            yield temporary
            temporary.replace(path)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise TicketcourseError(
            f"{path} cannot be written ({error.strerror}): choose a place where you may write."
        ) from error


def write_json(path, content):
    """Write what a person may want to read, too."""
    text = json.dumps(content, indent=1, ensure_ascii=False)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
