"""Processes without walls, for submissions that an instructor trusts and for tests.

Each process is forked from a parent that has imported what notebooks need and has computed nothing,
so that an import is paid once a batch. Nothing keeps a student's code from what the instructor may
read and write; time limits hold.
"""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

from ticketcourse.grading.execution import execute
from ticketcourse.grading.warm import loaded

_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",  # no threads before the fork, one core for each submission
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}


@dataclass(frozen=True)
class Unboxed:
    """Starts processes, and runs whole tasks when it is called.

    Parameters
    ----------
    modules : tuple of str
        What the notebooks import, such as ``"torch"``, as `execution.modules_of` gives it; imported
        once in each process that grades.
    """

    modules: tuple[str, ...] = ()

    def __call__(self, task):
        return execute(task, self)

    def student(self, files):
        return _parent("student", self.modules).fork(files)

    def verifier(self, files):
        return _parent("verifier", self.modules).fork(files)


@cache
def _parent(role, modules):
    return _Parent(role, modules)


class _Parent:
    """It ends when the process that started it does."""

    def __init__(self, role, modules):
        self._lock = Lock()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", __name__, role, str(theirs.fileno()), *modules],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env={**os.environ, **_ENVIRONMENT},
            )

    def fork(self, files):
        folder = Path(tempfile.mkdtemp(prefix="submission"))
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        ours, theirs = socket.socketpair()
        with theirs:
            pid = self._order(str(folder), [theirs.fileno()])
        return _Child(self, pid, ours, folder)

    def kill(self, pid):
        self._order(pid, [])

    def _order(self, order, descriptors):
        with self._lock:
            try:
                socket.send_fds(self._control, [json.dumps(order).encode()], descriptors)
                return int(self._control.recv(100))
            except (OSError, ValueError):
                _parent.cache_clear()  # the next submission has a new one
                raise OSError("the process that starts the others is gone") from None


class _Child:
    def __init__(self, parent, pid, socket, folder):
        self._parent, self._pid, self._folder = parent, pid, folder
        self.socket = socket

    def end(self):
        if self._pid is None:
            return
        pid, self._pid = self._pid, None
        self.socket.close()
        with contextlib.suppress(OSError):
            self._parent.kill(pid)
        shutil.rmtree(self._folder, ignore_errors=True)


def main(role, descriptor, modules):
    """Fork a child for each folder and socket that arrives; kill the one whose number arrives."""
    serve = loaded(role, modules)
    children = set()
    with socket.socket(fileno=descriptor) as control:
        while True:
            message, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 1)
            if not message:
                break
            order = json.loads(message)
            if isinstance(order, int):
                _kill(order)
                children.discard(order)
                control.send(b"0")
                continue
            pid = os.fork()
            if pid == 0:
                os.setpgid(0, 0)
                control.close()
                _serve(serve, socket.socket(fileno=descriptors[0]), order)
            with contextlib.suppress(OSError):  # the child was quicker
                os.setpgid(pid, pid)
            os.close(descriptors[0])
            children.add(pid)
            control.send(str(pid).encode())
    for pid in children:
        _kill(pid)


def _serve(serve, connection, folder):
    """Never returns."""
    try:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(nowhere, descriptor)
        serve(connection, folder)
    finally:
        os._exit(0)


def _kill(pid):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
