"""What a student hands in, honest or hostile, becomes plain data or one sentence."""

import json
import os
import socket
import stat
import threading
import time
from pathlib import Path

import pytest

from ticketcourse.grading import intake
from ticketcourse.grading.intake import (
    LIMITS,
    Refused,
    SubmittedCell,
    read_cells,
    read_submission,
    submitting_students,
)

NAME = "a1"


def notebook(*cells, **other):
    """The bytes of a notebook; a cell is its source, or a dictionary."""
    made = [
        c if isinstance(c, dict) else {"cell_type": "code", "metadata": {}, "source": c}
        for c in cells
    ]
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made, **other}
    return json.dumps(whole).encode()


@pytest.fixture
def folder(tmp_path):
    """What ada handed in: a whole notebook, in submitted/ada/a1."""
    folder = tmp_path / "submitted" / "ada" / NAME
    folder.mkdir(parents=True)
    (folder / f"{NAME}.ipynb").write_bytes(notebook("x = 1"))
    return folder


def read(folder):
    return read_submission(folder.parents[1], folder.parent.name, NAME)


def open_files():
    return sum(1 for _ in Path("/dev/fd").iterdir())


def refusal(folder):
    """The sentence of the refusal, which comes at once: nothing is waited for."""
    before, held = time.monotonic(), open_files()
    with pytest.raises(Refused) as refused:
        read(folder)
    assert time.monotonic() - before < 5
    assert open_files() == held
    sentence = str(refused.value)
    assert sentence[0].isupper() or sentence[0] == "'"
    assert sentence.endswith(".")
    assert sentence.isprintable()
    assert len(sentence) < 250
    return sentence


def test_text_type_and_grade_id_are_all_that_is_taken_of_a_cell(folder):
    answer = {
        "cell_type": "code",
        "id": "b",
        "source": ["def f():\r\n", "    pass"],
        "metadata": {"nbgrader": {"grade_id": "f", "points": 99}, "tags": ["skip-execution"]},
        "outputs": [{"output_type": "stream", "name": "stdout", "text": "x" * 1_000_000}],
        "execution_count": 10**50,
    }
    picture = {
        "cell_type": "markdown",
        "id": "b",
        "metadata": {"nbgrader": {"grade_id": ["f"]}},
        "source": "See ![it](attachment:a.png).",
        "attachments": {"a.png": {"image/png": "AAAA"}},
    }
    bare = {"cell_type": "raw", "source": ""}
    (folder / f"{NAME}.ipynb").write_bytes(
        notebook(answer, picture, bare, metadata={"kernelspec": {"name": "evil"}})
    )
    assert read(folder).cells == (
        SubmittedCell("code", "def f():\n    pass", "f"),
        SubmittedCell("markdown", "See ![it](attachment:a.png).", None),
        SubmittedCell("raw", "", None),
    )


def test_files_beside_the_notebook_come_along_and_clutter_does_not(folder):
    (folder / "data").mkdir()
    (folder / "data" / "tickets é.csv").write_bytes(b"a,b\n")
    (folder / "helpers.py").write_bytes(b"")
    for name in (".ipynb_checkpoints", "__pycache__", ".venv", "__MACOSX"):
        (folder / name).mkdir()
        (folder / name / "link").symlink_to("/etc/shadow")
    for name in (".DS_Store", "old.ipynb", "helpers.pyc"):
        (folder / name).write_bytes(b"?")
    assert read(folder).files == {"data/tickets é.csv": b"a,b\n", "helpers.py": b""}


def test_the_time_of_handing_in_is_read_as_nbgrader_writes_it(folder):
    assert read(folder).timestamp is None
    (folder / "timestamp.txt").write_text("2026-11-23 08:00:00.5 UTC\n")
    assert read(folder).timestamp.isoformat() == "2026-11-23T08:00:00.500000"
    for bad in (
        b"soon",
        b"10",
        b"\xff\xfe",
        b"9" * 5000,
        b"2026-13-01 00:00:00 UTC",
        b"9999-12-31 23:59",
    ):
        (folder / "timestamp.txt").write_bytes(bad)
        assert "timestamp.txt holds no date" in refusal(folder)


def as_link(file, target):
    file.unlink()
    file.symlink_to(target)


def as_device(file):
    file.unlink()
    try:
        os.mknod(file, stat.S_IFCHR | 0o666, os.makedev(1, 5))  # /dev/zero: endless
    except PermissionError:
        pytest.skip("only root makes devices")


def as_socket(file):
    file.unlink()
    os.mknod(file, stat.S_IFSOCK | 0o666)


def as_pipe(file):
    file.unlink()
    os.mkfifo(file)


def as_folder(file):
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda file: as_link(file, "/etc/passwd"), "is a link"),
        (lambda file: as_link(file, "nowhere"), "is a link"),
        (lambda file: as_link(file, "/"), "is a link"),
        (lambda file: as_link(file, file.name), "is a link"),
        (as_pipe, "is a special file"),
        (as_socket, "is a special file"),
        (as_device, "is a special file"),
        (as_folder, "it was not found"),
        (lambda file: file.unlink(), "it was not found"),
        (lambda file: os.link("/etc/hostname", file.with_name("x")), "is a hard link"),
    ],
)
def test_what_is_no_plain_file_is_refused_unopened(folder, make, says):
    file = folder / f"{NAME}.ipynb"
    try:
        make(file)
    except OSError:  # a hard link to another file system
        os.link(file, folder.parents[2] / "second-name")
    assert says in refusal(folder)


def test_a_link_or_a_file_in_place_of_a_folder_is_refused(folder, tmp_path):
    other = tmp_path / "secret"
    other.mkdir()
    (other / "grades.csv").write_bytes(b"")
    (folder / "data").symlink_to(other)
    assert "'data' is a link" in refusal(folder)
    (folder / "data").unlink()

    inner = folder.rename(tmp_path / "moved")
    folder.symlink_to(inner)
    assert "is a link or no folder" in refusal(folder)
    folder.unlink()
    folder.write_bytes(b"")
    assert "is a link or no folder" in refusal(folder)

    (folder.parents[1] / "bob").symlink_to("/nowhere")
    (folder.parents[1] / "cy").mkdir()
    (folder.parents[1] / ".cache").mkdir()
    assert submitting_students(folder.parents[1], NAME) == ["ada", "bob"]
    assert "The student's folder is a link" in refusal(folder.parents[1] / "bob" / NAME)


@pytest.mark.parametrize(
    "student", ["a\nb", "a\x1b[2J", "*", "[a]", "b" * 129, "\udcff", "a\\b", "=1+1", "a,b"]
)
def test_a_students_name_that_nbgrader_cannot_work_with_is_refused(folder, student):
    other = folder.parents[1] / student
    folder.parent.rename(other)
    assert submitting_students(other.parent, NAME) == [student]
    assert "rename it" in refusal(other / NAME)


@pytest.mark.parametrize(
    "name", [b"a\nb", b"\x1b[31m", b"\xff.csv", b"a\\up", b"n" * 255, "\u202egpj".encode()]
)
def test_a_files_name_that_a_report_or_the_box_cannot_hold_is_refused(folder, name):
    (folder / os.fsdecode(name)).write_bytes(b"")
    assert "under a plain, shorter name" in refusal(folder)


def test_sizes_and_counts_are_bounded_before_anything_is_read(folder, monkeypatch):
    file = folder / "big.csv"
    with file.open("wb") as sparse:
        sparse.truncate(1 << 40)
    assert "'big.csv' has 1099511627776 bytes" in refusal(folder)
    file.unlink()

    monkeypatch.setitem(LIMITS, "together", 1000)
    file.write_bytes(b"x" * 1000)
    assert "1000 bytes together" in refusal(folder)
    file.unlink()

    monkeypatch.setitem(LIMITS, "files", 20)
    for number in range(20):
        (folder / str(number)).write_bytes(b"")
    assert "more than 20 files" in refusal(folder)


def test_a_million_entries_and_endless_folders_cost_nothing(folder, monkeypatch):
    monkeypatch.setitem(LIMITS, "entries", 50)
    for number in range(10):
        for inner in range(6):
            (folder / f".{number}" / str(inner)).mkdir(parents=True)
            (folder / f"d{number}" / str(inner)).mkdir(parents=True)
    assert "more than 50 entries" in refusal(folder)
    monkeypatch.undo()

    deep = folder
    for _ in range(100):
        deep = deep / "d"
        deep.mkdir()
    assert f"more than {LIMITS['depth']} deep" in refusal(folder)


def test_a_file_that_changes_while_it_is_read_is_refused(folder, monkeypatch):
    file, fstat = folder / "data.csv", os.fstat
    file.write_bytes(b"1")

    def grow(descriptor):
        status = fstat(descriptor)
        if status.st_size == 1:
            file.write_bytes(b"12")
        return status

    monkeypatch.setattr(intake.os, "fstat", grow)
    assert "'data.csv' changed while it was read" in refusal(folder)


def test_a_file_swapped_after_the_listing_is_never_followed(folder, monkeypatch):
    file, real = folder / "data.csv", intake._kind
    swaps = iter([lambda: as_link(file, "/etc/passwd"), lambda: as_pipe(file)])

    def swap(entry):
        kind = real(entry)
        if entry.name == file.name:
            next(swaps)()
        return kind

    monkeypatch.setattr(intake, "_kind", swap)
    file.write_bytes(b"1")
    assert "'data.csv' cannot be read" in refusal(folder)
    file.unlink()
    file.write_bytes(b"1")
    assert "became something else" in refusal(folder)


def test_swapping_without_end_gives_the_file_or_a_refusal_and_never_a_secret(folder, tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    file, spare, stop = folder / "data.csv", folder / ".spare", threading.Event()

    def swap():
        while not stop.is_set():
            for make in (lambda: spare.symlink_to(secret), lambda: spare.write_bytes(b"own")):
                make()
                spare.replace(file)

    thread = threading.Thread(target=swap)
    thread.start()
    seen = set()
    try:
        for _ in range(300):
            try:
                seen.add(read(folder).files.get("data.csv"))
            except Refused:
                seen.add("refused")
    finally:
        stop.set()
        thread.join()
    assert seen <= {b"own", "refused", None}


def test_reading_changes_nothing_and_leaves_nothing_open(folder):
    (folder / "data.csv").write_bytes(b"1")
    before = {path: path.lstat() for path in folder.parents[1].rglob("*")}
    held = open_files()
    read(folder)
    after = {path: path.lstat() for path in folder.parents[1].rglob("*")}
    assert before.keys() == after.keys()
    assert all(after[path].st_mtime_ns == before[path].st_mtime_ns for path in before)
    assert open_files() == held


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not readable as JSON"),
        (b"PK\x03\x04", "not readable as JSON"),
        (b"\xff" * 100, "not readable as JSON"),
        (notebook("x")[:-1], "not readable as JSON"),
        (b'{"a":' * 100_000, "not readable as JSON"),
        (b"[" * 100_000, "not readable as JSON"),
        (b"[" * 300_000, "holds too much data"),
        (b"{},[]" * 300_000, "holds too much data"),
        (notebook(nbformat_minor=0).replace(b": 0", b": " + b"9" * 5000), "not readable as JSON"),
        (b"NaN", "no notebook"),
        (b"[]", "no notebook"),
        (b'{"cells": []}', "no notebook"),
        (notebook(nbformat=3), "format 3"),
        (notebook(nbformat=5), "format 5"),
        (notebook(nbformat=True), "no notebook"),
        (notebook(nbformat="4"), "no notebook"),
        (notebook(nbformat=10**4000), "has format 1000"),
        (notebook(cells=None), "no list of cells"),
        (notebook(cells={"a": 1}), "no list of cells"),
        (notebook("a", "b", {"cell_type": "heading", "source": ""}), "Cell 3"),
        (notebook({"cell_type": ["code"], "source": ""}), "Cell 1"),
        (notebook(cells=[7]), "Cell 1"),
        (notebook({"cell_type": "code"}), "has no text"),
        (notebook({"cell_type": "code", "source": ["a", 1]}), "has no text"),
        (notebook({"cell_type": "code", "source": float("nan")}), "has no text"),
        (notebook(*["x"] * 2001), "2001 cells"),
        (notebook(cells=[0] * 100_000), "100000 cells"),
        (notebook("x" * 200_001), "200001 characters"),
    ],
)
def test_what_is_no_notebook_is_refused(content, says):
    with pytest.raises(Refused) as refused:
        read_cells(content)
    assert says in str(refused.value)
    assert len(str(refused.value)) < 200


def test_unusual_but_honest_notebooks_are_read():
    assert read_cells(b"\xef\xbb\xbf" + notebook("x")) == (SubmittedCell("code", "x"),)
    assert read_cells(notebook("é").decode().encode("utf-16")) == (SubmittedCell("code", "é"),)
    assert read_cells(notebook()) == ()
    plot = {"cell_type": "code", "source": "x", "outputs": [{"data": {"y": [float("nan")] * 3}}]}
    assert read_cells(notebook(plot)) == (SubmittedCell("code", "x"),)
    (cell,) = read_cells(b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "\\ud800a"}]}')
    assert cell.source == "\ufffda"


def test_a_socket_in_use_is_refused_too(folder, monkeypatch):
    monkeypatch.chdir(folder)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("s")
        assert "is a special file" in refusal(folder)
