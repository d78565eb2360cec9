"""The box: bubblewrap around a warmed parent, which forks a walled process for each submission.

The outer wall shows only the system's libraries, Python's environment and this library, read-only,
without a network. The inner ones (`walls`) keep submissions from one another. The grader outside
talks to the warmed parent alone, and with a submission through one socket.
"""

import contextlib
import itertools
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

from ticketcourse.errors import TicketcourseError
from ticketcourse.grading import cgroups, seccomp
from ticketcourse.grading.execution import execute
from ticketcourse.grading.walls import Limits, pack_files

_SECONDS_TO_WARM = 600  # a first import of a framework from a slow disk
_SECONDS_TO_ANSWER = 120

# Users that no system gives to anybody: 64 for each process that grades, by its number.
_USERS, _USERS_EACH = 0x70000000, 64

_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "HOME": "/tmp",
    "USER": "student",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",  # sets of text have the same order whenever they are graded
    "CUDA_VISIBLE_DEVICES": "-1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # no threads before the fork, one core for each submission
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",  # pyarrow
}

_numbers = itertools.count()


@dataclass(frozen=True)
class Boxed:
    """Starts processes in boxes, and runs whole tasks when it is called.

    Each process that grades has two boxes of its own, one for students and one for verifiers, from
    the first task to its end.

    Parameters
    ----------
    modules : tuple of str
        What the notebooks import, such as ``"torch"``, as `execution.modules_of` gives it.
    limits : Limits
    hidden : tuple of str
        Folders that may not be seen inside, such as the course's.
    """

    modules: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    hidden: tuple[str, ...] = ()

    def __call__(self, task):
        return execute(task, self)

    def student(self, files):
        return _box("student", self).fork(files)

    def verifier(self, files):
        return _box("verifier", self).fork(files)


@cache
def _box(role, boxed):
    return Box(role, boxed.modules, boxed.limits, boxed.hidden)


class Box:
    """A box in which processes for submissions start; a context manager.

    Parameters
    ----------
    role : {"student", "verifier"}
        What the processes serve.
    modules : sequence of str
        What is imported once for all of them.
    limits : Limits
        Of each process and all that it starts.
    hidden : sequence of str
        Folders that may not be seen inside.

    Notes
    -----
    It starts with its first process, or with `start`. When the process that made it ends, however,
    so does all in it.
    """

    def __init__(self, role, modules=(), limits=None, hidden=()):
        self._role, self._modules, self._hidden = role, tuple(modules), tuple(hidden)
        self._limits = limits or Limits()
        self._parent = None
        self._lock = threading.Lock()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.close()

    def start(self):
        """Start it and wait until everything is imported.

        Raises
        ------
        TicketcourseError
            If no box can be made here.
        """
        with self._lock:
            self._started()

    def fork(self, files):
        """Start a process that serves a submission.

        Parameters
        ----------
        files : dict of str to bytes
            What lies in its working folder, by relative name.

        Returns
        -------
        BoxedProcess

        Raises
        ------
        TicketcourseError
            If it cannot be started.
        """
        with self._lock:
            with contextlib.suppress(_Gone):
                return self._started().fork(files)
            # The parent was killed, perhaps for want of memory: a new one, once.
            self._parent = None
            try:
                return self._started().fork(files)
            except _Gone:
                self._parent = None
                raise TicketcourseError(
                    "The box ended while a submission was to begin in it: see that memory is free, "
                    "and grade again."
                ) from None

    def close(self):
        """End all in it."""
        with self._lock:
            if self._parent:
                self._parent.close()
            self._parent = None

    def _started(self):
        if self._parent is None:
            self._parent = _Parent(self._role, self._modules, self._limits, self._hidden)
        return self._parent


def weaknesses():
    """Return what the box cannot bound well on this machine, a sentence each, for every report.

    Returns
    -------
    tuple of str
    """
    if cgroups.find():
        return ()
    return (
        "Memory is only watched here, five times a second, because no control group may be made: "
        "a submission can take more for a moment, and one with several processes can take "
        "processor time from others; grade as root or under systemd-run --user --scope "
        "-p Delegate=yes to have it bounded.",
    )


class BoxedProcess:
    """A submission's process.

    Attributes
    ----------
    socket : socket.socket
        Connected to its `serve`.
    memory : int or None
        The most bytes that were in use at once; None until it is ended, or if nothing counts them.
    ran_out : bool
        Whether anything of it was ended because it took too much memory.
    """

    def __init__(self, parent, pid, socket, group):
        self._parent, self._pid, self._group = parent, pid, group
        self.socket = socket
        self.memory, self.ran_out = None, False

    def end(self):
        """End it and all that it started, at once; twice does no harm."""
        if self._pid is None:
            return
        pid, self._pid = self._pid, None
        self.socket.close()
        with contextlib.suppress(_Gone):
            self.ran_out = self._parent.order(pid)
        if self._group:
            self.memory = self._group.memory()
            self.ran_out = self._group.ran_out()
            self._group.remove()


class _Gone(Exception):
    """The warmed parent does not answer."""


class _Parent:
    """The warmed parent of a box, as seen from outside."""

    def __init__(self, role, modules, limits, hidden):
        self._limits, self._lock = limits, threading.Lock()
        self._groups = cgroups.find()
        if self._groups:
            self._groups.sweep()
        visible = _visible(hidden)
        settings = {
            "role": role,
            "modules": modules,
            "limits": asdict(limits),
            "kept": [path for path in visible if Path(path).is_relative_to("/tmp")],
            "as_users": _is_root(),
            "watch": not self._groups,
        }
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs, tempfile.TemporaryFile() as said:
            # The parent ends with this process, and not with the thread that happens to start it.
            grader = os.pidfd_open(os.getpid())
            try:
                descriptors = [theirs.fileno(), grader]
                self._process = subprocess.Popen(
                    [
                        *_bubblewrap(visible),
                        *(sys.executable, "-s", "-P", "-m", "ticketcourse.grading.warm"),
                        *(*map(str, descriptors), json.dumps(settings)),
                    ],
                    pass_fds=descriptors,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=said,
                    env={},
                    start_new_session=True,  # Ctrl-C is the grader's to answer
                )
            finally:
                os.close(grader)
            theirs.close()
            try:
                why = self._receive(_SECONDS_TO_WARM)
            except _Gone:
                said.seek(0)
                why = said.read()[-2000:].decode(errors="replace").strip().split("\n")[-1]
                why = why or "it ended at once"
        if why is not None:
            self.close()
            raise TicketcourseError(
                f"No box can be made here ({why}): allow bubblewrap to make user namespaces, and "
                "see that everybody may read Python's environment."
            )

    def fork(self, files):
        group, descriptors = None, []
        ours, theirs = socket.socketpair()
        try:
            if self._groups:
                group = self._groups.make(
                    self._limits.memory + self._limits.disk, self._limits.processes
                )
            descriptors += [theirs.detach(), os.memfd_create("files")]
            with open(descriptors[1], "wb", closefd=False) as content:
                content.write(pack_files(files))
            os.lseek(descriptors[1], 0, os.SEEK_SET)
            if group:
                descriptors += group.descriptors()
            user = _USERS + _USERS_EACH * os.getpid() + next(_numbers) % _USERS_EACH
            pid = self.order(user, descriptors)
            if isinstance(pid, str):
                raise TicketcourseError(f"A process could not begin in the box ({pid}).")
        except BaseException:
            ours.close()
            if group:
                group.remove()
            raise
        finally:
            for descriptor in descriptors:
                os.close(descriptor)
        return BoxedProcess(self, pid, ours, group)

    def order(self, number, descriptors=()):
        """Give the parent an order and return its answer."""
        with self._lock:
            try:
                socket.send_fds(self._control, [json.dumps(number).encode()], descriptors)
            except OSError:
                self.close()
                raise _Gone from None
            return self._receive(_SECONDS_TO_ANSWER)

    def close(self):
        """End all: with bubblewrap's first process the kernel ends every other in it."""
        self._control.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _receive(self, seconds):
        self._control.settimeout(seconds)
        try:
            answer = self._control.recv(1 << 16)
        except OSError:
            answer = b""
        if not answer:
            self.close()
            raise _Gone
        return json.loads(answer)


def _visible(hidden):
    """The folders beside the system's that are seen inside: Python's and this library."""
    if sys.platform != "linux" or not seccomp.is_known():
        raise TicketcourseError(
            "No box can be made here: only Linux on x86_64 or aarch64 has what it is built of."
        )
    if shutil.which("bwrap") is None:
        raise TicketcourseError(
            "No box can be made here: install bubblewrap (on Debian, apt install bubblewrap)."
        )
    library = str(Path(__file__).resolve().parents[1])
    given = [sys.prefix, sys.base_prefix, library]
    visible = sorted({*given, *map(os.path.realpath, given)})
    visible = [path for path in visible if not _is_within(path, "/usr")]
    visible = [p for p in visible if not any(_is_within(p, q) for q in visible if q != p)]
    for path in visible:
        if _is_root() and Path(path).stat().st_mode & 0o005 != 0o005:
            raise TicketcourseError(
                f"No box can be made here: a submission's process may not read {path}; "
                f"run chmod -R o+rX {path}."
            )
    for path in map(os.path.realpath, hidden):
        for seen in ("/usr", *visible):
            if _is_within(path, os.path.realpath(seen)):
                raise TicketcourseError(
                    f"No box can be made here: {path} would be seen in it, as a part of {seen}; "
                    "move it out of there."
                )
    return visible


def _is_within(path, folder):
    return Path(path).is_relative_to(folder)


def _is_root():
    """Whether every user's processes can be made here; root in a container is no such root."""
    if os.geteuid() != 0:
        return False
    return Path("/proc/self/uid_map").read_text().split() == ["0", "0", "4294967295"]


def _bubblewrap(visible):
    """The command, up to the program that runs in the box."""
    command = ["bwrap", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    command += ["--unshare-cgroup-try", "--hostname", "box", "--clearenv", "--cap-drop", "ALL"]
    if _is_root():
        rights = ("SYS_ADMIN", "SETUID", "SETGID", "SETPCAP", "CHOWN", "SYS_PTRACE", "SYS_RESOURCE")
    else:
        command += ["--unshare-user", "--uid", "0", "--gid", "0"]
        # SETFCAP: without it nobody may give this namespace's root a name in another
        rights = ("SYS_ADMIN", "SETPCAP", "SETFCAP", "SYS_PTRACE")
    for right in rights:
        command += ["--cap-add", f"CAP_{right}"]
    library = str(Path(__file__).resolve().parents[2])
    for name, value in {**_ENVIRONMENT, "PYTHONPATH": library}.items():
        command += ["--setenv", name, value]
    command += ["--ro-bind", "/usr", "/usr"]
    for name in ("/bin", "/sbin", "/lib", "/lib32", "/lib64"):
        if Path(name).is_symlink():
            command += ["--symlink", str(Path(name).readlink()), name]
        elif Path(name).is_dir():
            command += ["--ro-bind", name, name]
    for name in ("/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives"):
        command += ["--ro-bind-try", name, name]
    command += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--dir", "/student"]
    for path in visible:
        # Those above it would be nobody's to enter.
        for folder in reversed(Path(path).parents[:-1]):
            command += ["--perms", "0755", "--dir", str(folder)]
        command += ["--ro-bind", path, path]
    command += ["--remount-ro", "/dev", "--remount-ro", "/"]
    return [*command, "--chdir", "/", "--"]
