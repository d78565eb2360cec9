"""Control groups: how much memory, how many processes and how much processor a submission may use.

Each submission has a group of its own beside the grader's, in version 1 or 2, named after the
grader that made it, so that what a killed grader left can be told from what a living one uses.
"""

import contextlib
import itertools
import os
import re
import signal
import time
from pathlib import Path

_V1 = ("memory", "pids", "cpu")
_PERIOD = 100_000  # microseconds of processor time in as many that pass: one core
_numbers = itertools.count()
_NAME = re.compile(r"ticketcourse-(\d+)-(\d+)-(\d+)-\d+")


class Groups:
    """Where groups can be made.

    Parameters
    ----------
    parents : dict of str to Path
        Folders in which to make them: by controller in version 1, under ``"unified"`` in 2.
    """

    def __init__(self, parents):
        self._parents = parents

    @property
    def unified(self):
        """Whether they are of version 2."""
        return "unified" in self._parents

    def make(self, memory, processes):
        """Make a group without processes.

        Parameters
        ----------
        memory : int
            Bytes.
        processes : int

        Returns
        -------
        Group
        """
        pid = os.getpid()
        name = f"ticketcourse-{pid}-{_began(pid)}-{_namespace()}-{next(_numbers)}"
        group = Group({controller: folder / name for controller, folder in self._parents.items()})
        try:
            group.limit(memory, processes)
        except OSError:
            group.remove()
            raise
        return group

    def sweep(self):
        """Remove the groups of graders that are gone, and never a living one's."""
        for parent in self._parents.values():
            for folder in parent.glob("ticketcourse-*"):
                parts = _NAME.fullmatch(folder.name)
                if not parts:
                    continue
                pid, began, namespace = map(int, parts.groups())
                # Of another container's processes nothing is known here.
                if namespace == _namespace() and _began(pid) != began:
                    Group({"": folder}).remove()


class Group:
    """The group of one submission.

    Parameters
    ----------
    folders : dict of str to Path
        By controller.
    """

    def __init__(self, folders):
        self._folders = folders

    def limit(self, memory, processes):
        """Make the folders and write the limits."""
        for folder in self._folders.values():
            folder.mkdir(exist_ok=True)  # controllers may share a hierarchy
        unified = self._folders.get("unified")
        if unified:
            (unified / "memory.max").write_text(str(memory))
            (unified / "pids.max").write_text(str(processes))
            with contextlib.suppress(OSError):  # kernels without swap, or before 4.19
                (unified / "memory.swap.max").write_text("0")
            with contextlib.suppress(OSError):  # often not handed to users
                (unified / "cpu.max").write_text(f"{_PERIOD} {_PERIOD}")
            return
        (self._folders["memory"] / "memory.limit_in_bytes").write_text(str(memory))
        with contextlib.suppress(OSError):  # kernels that do not count swap
            (self._folders["memory"] / "memory.memsw.limit_in_bytes").write_text(str(memory))
        if "pids" in self._folders:
            (self._folders["pids"] / "pids.max").write_text(str(processes))
        if "cpu" in self._folders:
            (self._folders["cpu"] / "cpu.cfs_period_us").write_text(str(_PERIOD))
            (self._folders["cpu"] / "cpu.cfs_quota_us").write_text(str(_PERIOD))

    def descriptors(self):
        """Open, for each folder, the file into which a process without threads writes 0 to join."""
        # To move a process the kernel waits for all others, which takes long on a busy machine; to
        # move the thread that asks for it, it does not. Version 2 knows only the first.
        name = "cgroup.procs" if "unified" in self._folders else "tasks"
        return [os.open(folder / name, os.O_WRONLY) for folder in self._folders.values()]

    def memory(self):
        """Return the most bytes that were in use at once, or None if the kernel does not say."""
        for controller, name in ("unified", "memory.peak"), ("memory", "memory.max_usage_in_bytes"):
            with contextlib.suppress(OSError, KeyError):
                return int((self._folders[controller] / name).read_text())
        return None

    def ran_out(self):
        """Whether a process was killed for want of memory."""
        for controller, name in ("unified", "memory.events"), ("memory", "memory.oom_control"):
            with contextlib.suppress(OSError, KeyError):
                text = (self._folders[controller] / name).read_text()
                return int(re.search(r"^oom_kill (\d+)", text, re.MULTILINE)[1]) > 0
        return False

    def remove(self):
        """End what is still in it and remove it; what will not go is left for a later sweep."""
        for folder in self._folders.values():
            for _ in range(20):
                try:
                    folder.rmdir()
                except FileNotFoundError:
                    pass
                except OSError:  # in use: the kernel may still be at the last of its processes
                    _kill_all(folder)
                    time.sleep(0.01)
                    continue
                break


def find(proc=Path("/proc")):
    """Return where this process may make groups, or None if nowhere.

    Parameters
    ----------
    proc : Path, optional
        The folder of processes.

    Returns
    -------
    Groups or None
        With limits on memory and the number of processes at least.
    """
    try:
        mounts = [_mount(line) for line in (proc / "self/mountinfo").read_text().splitlines()]
        ours = [line.split(":", 2) for line in (proc / "self/cgroup").read_text().splitlines()]
    except OSError:
        return None
    parents = {}
    for _, controllers, path in ours:
        for kind, options, root, point in mounts:
            if not controllers and kind == "cgroup2":
                parent = _delegating(_within(point, root, path), point)
                if parent:
                    return Groups({"unified": parent})
            elif kind == "cgroup" and controllers and set(controllers.split(",")) <= options:
                folder = _within(point, root, path)
                if os.access(folder, os.W_OK):
                    parents |= {c: folder for c in _V1 if c in controllers.split(",")}
    return Groups(parents) if "memory" in parents and "pids" in parents else None


def _mount(line):
    """(kind, options, what of the hierarchy is mounted, where) of a line of mountinfo."""
    before, _, after = line.partition(" - ")
    before, after = before.split(), after.split()
    return after[0], set(after[-1].split(",")), before[3], Path(before[4])


def _within(point, root, path):
    relative = os.path.relpath(path, root)
    return point if relative.startswith("..") else point / relative


def _delegating(folder, top):
    """The nearest folder upwards that hands on memory and pids and may be written, or None."""
    for parent in (folder, *folder.parents):
        if not parent.is_relative_to(top):
            return None
        with contextlib.suppress(OSError):
            handed_on = (parent / "cgroup.subtree_control").read_text().split()
            # To move a process takes the right to write to the common parent of both groups.
            if {"memory", "pids"} <= set(handed_on) and all(
                os.access(file, os.W_OK) for file in (parent, parent / "cgroup.procs")
            ):
                return parent
    return None


def _began(pid):
    """When a process began, in ticks since the machine did; None if there is none."""
    try:
        # after the name, which may hold anything
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
    except OSError:
        return None


def _namespace():
    """What numbers this process and its like."""
    return Path("/proc/self/ns/pid").stat().st_ino


def _kill_all(folder):
    with contextlib.suppress(OSError):
        (folder / "cgroup.kill").write_text("1")
    with contextlib.suppress(OSError):
        for pid in (folder / "cgroup.procs").read_text().split():
            os.kill(int(pid), signal.SIGKILL)
