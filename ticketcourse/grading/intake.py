"""What was handed in: a folder that anybody may have filled, read once and turned into plain data.

Nothing here follows a link, opens a device, waits for a writer, trusts a size or writes anything.
Every file is opened relative to the descriptor of its folder, and what the descriptor says counts:
a name that changes its meaning while we read leads to a refusal and never to another file.
"""

import json
import os
import re
import stat
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ticketcourse.errors import TicketcourseError

# The most that a submission may hold. A real one stays far below each of these.
LIMITS = {
    "entries": 2_000,  # in all folders: listing them ends here
    "files": 200,  # in all folders: each costs a place in the box
    "depth": 8,  # folders inside folders: each keeps a descriptor open
    "name": 200,  # bytes of a name: room below the 255 of most file systems
    "file": 10 << 20,  # bytes of one file: parsed, a notebook takes up to twelve times its size
    "together": 16 << 20,  # bytes of all files: several submissions are in memory at once
    "brackets": 200_000,  # { and [ in a notebook: parsed, each takes up to 250 bytes
    "cells": 2_000,  # of a notebook
    "source": 200_000,  # characters of a cell: a page must show it
}


class Refused(TicketcourseError):
    """A submission that is not taken in: one sentence that says what, where and what to do."""


@dataclass(frozen=True)
class SubmittedCell:
    """What counts of a cell: metadata, outputs and attachments stay behind.

    Attributes
    ----------
    cell_type : {"code", "markdown", "raw"}
    source : str
    grade_id : str or None
        The name that nbgrader knows the cell by, as the student's notebook has it.
    """

    cell_type: str
    source: str
    grade_id: str | None = None


@dataclass(frozen=True)
class Submission:
    """A submission that was taken in.

    Attributes
    ----------
    student, assignment : str
    cells : tuple of SubmittedCell
        Of the notebook, in its order.
    files : dict of str to bytes
        The other files by their names relative to the notebook.
    timestamp : datetime or None
        When it was handed in, UTC, as timestamp.txt says.
    """

    student: str
    assignment: str
    cells: tuple[SubmittedCell, ...]
    files: dict[str, bytes] = field(default_factory=dict)
    timestamp: datetime | None = None


def submitting_students(submitted, assignment):
    """Return who handed in an assignment.

    Parameters
    ----------
    submitted : Path
        The folder that has one folder a student.
    assignment : str

    Returns
    -------
    list of str
        The names of the students' folders, sorted. A link in place of such a folder is among them:
        `read_submission` refuses it by name.
    """
    students = []
    with os.scandir(submitted) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            handed_in = entry.is_dir() and os.path.lexists(Path(entry.path, assignment))
            if entry.is_symlink() or handed_in:
                students.append(entry.name)
    return sorted(students)


def read_submission(submitted, student, assignment):
    """Read what a student handed in.

    Left out are hidden files and folders (their name begins with a dot), compiled Python, the
    folders that macOS and nbgrader add, and other notebooks.

    Parameters
    ----------
    submitted : Path
        The folder that has one folder a student; the instructor's, so that it may be a link.
    student, assignment : str

    Returns
    -------
    Submission

    Raises
    ------
    Refused
        When a folder or file is not what it should be, cannot be read, or is beyond `LIMITS`.
    """
    _check_student(student)
    reader = _Reader()
    with (
        _folder(os.fspath(submitted), None, "The folder of submissions") as top,
        _folder(student, top, "The student's folder") as own,
        _folder(assignment, own, f"The folder {assignment}") as folder,
    ):
        reader.read_folder(folder, "", 1)
    name = f"{assignment}.ipynb"
    if name not in reader.files:
        others = sorted(file for file in reader.files if file.endswith(".ipynb"))[:3]
        found = f"the folder has {', '.join(map(repr, others))}" if others else "it was not found"
        raise Refused(f"The notebook must be called {name}, but {found}: rename or ask for it.")
    timestamp = reader.files.pop("timestamp.txt", None)
    cells = read_cells(reader.files[name])
    files = {file: b for file, b in reader.files.items() if not file.endswith(".ipynb")}
    return Submission(student, assignment, cells, files, _read_time(timestamp))


def read_cells(content):
    """Return the cells of a notebook.

    Parameters
    ----------
    content : bytes
        The notebook file.

    Returns
    -------
    tuple of SubmittedCell

    Raises
    ------
    Refused
        When it is no notebook of format 4, or beyond `LIMITS`.
    """
    if content.count(b"{") + content.count(b"[") > LIMITS["brackets"]:
        raise Refused("The notebook holds too much data: ask for it without outputs.")
    try:
        # NaN and infinity, which plots leave in outputs, are read and never used.
        notebook = json.loads(content)
    except (ValueError, RecursionError):
        raise Refused("The notebook is not readable as JSON: ask for it again.") from None
    if not isinstance(notebook, dict) or type(notebook.get("nbformat")) is not int:
        raise Refused("The notebook is JSON but no notebook: ask for it again.")
    if notebook["nbformat"] != 4:
        raise Refused(
            f"The notebook has format {str(notebook['nbformat'])[:20]} and not 4: open it in "
            "JupyterLab and save it."
        )
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        raise Refused("The notebook has no list of cells: ask for it again.")
    if len(cells) > LIMITS["cells"]:
        raise Refused(f"The notebook has {len(cells)} cells; at most {LIMITS['cells']} are read.")
    return tuple(_read_cell(number, cell) for number, cell in enumerate(cells, 1))


def _read_cell(number, cell):
    if not isinstance(cell, dict) or cell.get("cell_type") not in ("code", "markdown", "raw"):
        raise Refused(f"Cell {number} of the notebook is no cell: ask for the notebook again.")
    source = cell.get("source")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise Refused(f"Cell {number} of the notebook has no text: ask for the notebook again.")
    if len(source) > LIMITS["source"]:
        raise Refused(
            f"Cell {number} of the notebook has {len(source)} characters; at most "
            f"{LIMITS['source']} are read."
        )
    # Halves of characters, which JSON can hold, can be written to no file.
    source = source.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return SubmittedCell(
        cell["cell_type"],
        source.replace("\r\n", "\n"),
        grade_id if isinstance(grade_id, str) else None,
    )


def _check_student(student):
    """The name goes into paths, nbgrader's patterns, a column of 128 and spreadsheets."""
    plain = student.isprintable() and not set(student) & set('*?[]{}/\\,;"')
    if not plain or not student[0].isalnum() or len(student) > 128:
        raise Refused(
            f"The student's folder is called {_shown(student)}, which nbgrader or a spreadsheet "
            "cannot work with: rename it."
        )


def _read_time(content):
    if not content:
        return None
    from nbgrader.utils import parse_utc

    try:
        text = content[:100].decode("ascii").strip()
        if not re.match(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d", text):
            raise ValueError  # the parser would complete it from today's date
        time = parse_utc(text)
        if not 2000 <= time.year < 2100:
            raise ValueError  # nbgrader cannot show the first and last years of the calendar
        return time
    except (ValueError, OverflowError):
        raise Refused("The file timestamp.txt holds no date: correct or delete it.") from None


def _shown(name):
    """A name as it may be printed: no control characters, no half of a character, not too long."""
    return repr(name if len(name) <= 60 else name[:57] + "...")


def _flags():
    # O_NONBLOCK: a pipe without a writer is opened at once; O_NOCTTY: no terminal takes us over.
    return os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


@contextmanager
def _folder(name, parent, description):
    flags = _flags() | os.O_DIRECTORY
    if parent is None:
        flags &= ~os.O_NOFOLLOW
    try:
        folder = os.open(name, flags, dir_fd=parent)
    except NotADirectoryError:
        raise Refused(f"{description} is a link or no folder: replace it.") from None
    except OSError as error:
        raise Refused(f"{description} cannot be read ({error.strerror}).") from None
    try:
        yield folder
    finally:
        os.close(folder)


def _left_out(name):
    if name.startswith(".") or name.endswith(".pyc"):
        return True
    return name in ("__pycache__", "__MACOSX", "feedback")


class _Reader:
    """Reads one submission and keeps count of what it has read.

    files : bytes by name.
    """

    def __init__(self):
        self.files = {}
        self._entries = self._bytes = 0

    def read_folder(self, folder, prefix, depth):
        """Read everything in an open folder; `prefix` is its name within the submission."""
        if depth > LIMITS["depth"]:
            raise Refused(f"The folders go more than {LIMITS['depth']} deep: ask for them flatter.")
        for name, kind in self._list(folder):
            path = prefix + name
            shown = _shown(path)
            # Names become files in the box and lines in reports. `isprintable` is False for control
            # characters and for bytes that are no UTF-8.
            if not name.isprintable() or "\\" in name or len(os.fsencode(name)) > LIMITS["name"]:
                raise Refused(f"A file is called {shown}: ask for it under a plain, shorter name.")
            if kind == "folder":
                with _folder(name, folder, f"The folder {shown}") as inner:
                    self.read_folder(inner, f"{path}/", depth + 1)
            elif kind == "file":
                self._read_file(folder, name, path)
            else:
                raise Refused(f"{shown} is a {kind}, not a file: ask for the file itself.")

    def _list(self, folder):
        entries = []
        with os.scandir(folder) as scan:
            for entry in scan:
                self._entries += 1
                if self._entries > LIMITS["entries"]:
                    raise Refused(
                        f"The folders have more than {LIMITS['entries']} entries: ask for the "
                        "notebook and its data alone."
                    )
                if not _left_out(entry.name):
                    entries.append((entry.name, _kind(entry)))
        return sorted(entries)

    def _read_file(self, folder, name, path):
        shown = _shown(path)
        if len(self.files) >= LIMITS["files"]:
            raise Refused(
                f"There are more than {LIMITS['files']} files: ask for the notebook and its data "
                "alone."
            )
        try:
            descriptor = os.open(name, _flags(), dir_fd=folder)
        except OSError as error:
            raise Refused(f"{shown} cannot be read ({error.strerror}).") from None
        with os.fdopen(descriptor, "rb") as file:
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                raise Refused(f"{shown} became something else while it was read: grade again.")
            if before.st_nlink > 1:
                # The other name may be a file that the student was never allowed to read.
                raise Refused(
                    f"{shown} is a hard link, a second name of another file: replace it by a copy."
                )
            if before.st_size > LIMITS["file"]:
                raise Refused(
                    f"{shown} has {before.st_size} bytes; at most {LIMITS['file']} are read: ask "
                    "for it without outputs or unneeded data."
                )
            try:
                content = file.read(before.st_size + 1)
            except OSError as error:
                raise Refused(f"{shown} cannot be read ({error.strerror}).") from None
            after = os.fstat(descriptor)
        if (before.st_size, before.st_mtime_ns, len(content)) != (
            after.st_size,
            after.st_mtime_ns,
            after.st_size,
        ):
            raise Refused(f"{shown} changed while it was read: grade again.")
        self._bytes += len(content)
        if self._bytes > LIMITS["together"]:
            raise Refused(
                f"The files have more than {LIMITS['together']} bytes together: ask for the "
                "notebook and its data alone."
            )
        self.files[path] = content


def _kind(entry):
    """What the listing says: so that no device is opened. The descriptor decides later."""
    if entry.is_symlink():
        return "link"
    if entry.is_dir(follow_symlinks=False):
        return "folder"
    return "file" if entry.is_file(follow_symlinks=False) else "special file"
