"""The warmed parent in a box: it imports once what submissions use, and forks a process for each.

It runs nothing of a submission's and computes nothing before it forks, so that there are no threads
whose locks a fork would copy. Its orders come from the grader, one at a time, and each is answered.
"""

import contextlib
import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import socket
import sys
import time
from pathlib import Path

from ticketcourse.grading import walls

_SECONDS_BETWEEN_LOOKS = 0.2  # at the memory of submissions
_SECONDS_FOR_THREADS = 2.0  # to end after an import
# What PyTorch imports, for half a second, when tensors are first compared or a gradient is given.
_TORCH_LATER = "torch.distributed.tensor"


def loaded(role, modules):
    """Import what a role and its notebooks need.

    Parameters
    ----------
    role : {"student", "verifier"}
    modules : sequence of str
        Modules or names in them. Those that are not installed are passed over.

    Returns
    -------
    callable
        The role's `serve`.
    """
    if role == "student":
        from ticketcourse.grading.shell import warm
        from ticketcourse.grading.student import serve

        warm()
    else:
        from ticketcourse.grading.verifier import serve
    for name in modules:
        with contextlib.suppress(ImportError, AttributeError):
            pkgutil.resolve_name(name)
    if "torch" in sys.modules:
        with contextlib.suppress(ImportError):
            importlib.import_module(_TORCH_LATER)
    gc.collect()
    gc.freeze()
    return serve


def see_that_a_fork_is_safe():
    """Let threads end that an import began, such as the timer of matplotlib's fonts; then look.

    Raises
    ------
    RuntimeError
        If there is more than one thread, whose locks a fork would copy as they are, or memory
        through which processes could talk.
    """
    end = time.monotonic() + _SECONDS_FOR_THREADS
    while len(threads := list(Path("/proc/self/task").iterdir())) > 1 and time.monotonic() < end:
        time.sleep(0.01)
    if len(threads) > 1:
        names = ", ".join(sorted((thread / "comm").read_text().strip() for thread in threads))
        raise RuntimeError(
            f"threads run after the imports ({names}), so that no process can be forked safely: "
            "import what starts them in a cell that only students run"
        )
    for line in Path("/proc/self/maps").read_text().splitlines():
        rights = line.split()[1]
        if "w" in rights and "s" in rights:
            raise RuntimeError(
                f"an import made memory that all submissions would share ({line.split()[-1]}): "
                "import it in a cell that only students run"
            )


class Parent:
    """Forks processes within walls and ends them.

    Parameters
    ----------
    serve : callable
        What runs in each: takes a connected socket and a folder.
    limits : walls.Limits
    kept : list of str
        Folders under /tmp that each can see.
    as_users : bool
        Whether each has a user of its own; else each has a user namespace of its own.
    watch : bool
        Whether to look at the processes' memory, because no control group bounds it.
    """

    def __init__(self, serve, limits, kept, as_users, watch):
        self._serve, self._limits, self._kept = serve, limits, kept
        self._as_users, self._watch = as_users, watch
        self._ran_out = {}  # whether it took too much memory, by each process's number

    def obey(self, control, grader):
        """Answer orders until the grader is gone.

        Parameters
        ----------
        control : socket.socket
            Keeps messages apart.
        grader : int
            Descriptor of the grader's process.
        """
        poll = select.poll()
        poll.register(control, select.POLLIN)
        poll.register(grader, select.POLLIN)
        while True:
            watching = self._watch and self._ran_out
            ready = poll.poll(_SECONDS_BETWEEN_LOOKS * 1000 if watching else None)
            if any(descriptor == grader for descriptor, _ in ready):
                return
            if ready:
                message, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 16)
                if not message:
                    return
                order = json.loads(message)
                answer = self.fork(order, descriptors) if descriptors else self.end(order)
                control.send(json.dumps(answer).encode())
            if watching:
                self._look()

    def fork(self, user, descriptors):
        """Fork a process; return its number, or the sentence that says why there is none."""
        connection, files, *groups = descriptors
        read, said = os.pipe()
        with walls.processes_apart():
            pid = os.fork()
            if pid == 0:
                os.close(read)
                walls.stand_guard(
                    lambda: self._begin(connection, files, said),
                    self._limits,
                    user if self._as_users else None,
                    self._kept,
                    groups,
                    said,
                )
        for descriptor in (said, *descriptors):
            os.close(descriptor)
        with os.fdopen(read) as sentence:
            why = sentence.read()
        if why:
            self._kill(pid)
            return why
        self._ran_out[pid] = False
        return pid

    def _begin(self, connection, files, said):
        os.umask(0o077)
        with os.fdopen(files, "rb") as content:
            walls.put_files(content, walls.FOLDER)
        os.close(said)
        connection = socket.socket(fileno=walls.keep_only(connection))
        try:
            self._serve(connection, walls.FOLDER)
        finally:
            os._exit(1)

    def end(self, pid):
        """End a process and all that it started; return whether it took too much memory."""
        self._kill(pid)
        return self._ran_out.pop(pid)

    def _kill(self, pid):
        os.kill(pid, signal.SIGKILL)
        # It is over only when the kernel has ended every process of its namespace.
        os.waitpid(pid, 0)

    def _look(self):
        used = _memory_of_each(self._ran_out)
        for pid, memory in used.items():
            if memory > self._limits.memory + self._limits.disk and not self._ran_out[pid]:
                self._ran_out[pid] = True
                os.kill(pid, signal.SIGKILL)


def _memory_of_each(guards):
    """Bytes that the processes under each of these take for themselves."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with contextlib.suppress(OSError):
                after_name = (folder / "stat").read_text().rpartition(")")[2]
                parents[int(folder.name)] = int(after_name.split()[1])
    used = dict.fromkeys(guards, 0)
    for pid in parents:
        above = pid
        while above in parents and above not in used:
            above = parents[above]
        if above in used:
            with contextlib.suppress(OSError):
                for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                    if line.startswith(("Pss_Anon:", "Pss_Shmem:")):
                        used[above] += int(line.split()[1]) << 10
    return used


def main(control, grader, settings):
    """Say that all is imported, or why not; then obey."""
    with socket.socket(fileno=control) as connection:
        try:
            serve = loaded(settings["role"], settings["modules"])
            see_that_a_fork_is_safe()
            parent = Parent(
                serve,
                walls.Limits(**settings["limits"]),
                settings["kept"],
                settings["as_users"],
                settings["watch"],
            )
            answer = None
        except Exception as error:
            answer = f"{type(error).__name__}: {error}"[:1000]
        connection.send(json.dumps(answer).encode())
        if answer is None:
            parent.obey(connection, grader)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), json.loads(sys.argv[3]))
