"""Walls around a forked process: its own processes, files, memory and network, and no way out.

It is called in the warmed parent (`warm`), which may do all this inside the box and nowhere else.
"""

import ctypes
import json
import os
import signal
import struct
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ticketcourse.grading import seccomp

ROOM = Path("/student")  # an empty folder in the box
FOLDER = ROOM / "work"

# In linux/sched.h, linux/mount.h, linux/prctl.h, linux/capability.h and linux/keyctl.h.
_NEWNS, _NEWCGROUP, _NEWIPC, _NEWUSER = 0x00020000, 0x02000000, 0x08000000, 0x10000000
_NEWPID, _NEWNET = 0x20000000, 0x40000000
_RDONLY, _NOSUID, _NODEV, _NOEXEC, _REMOUNT, _BIND = 1, 2, 4, 8, 32, 4096
_REC, _PRIVATE = 16384, 1 << 18
_PR_SET_DUMPABLE, _PR_CAPBSET_DROP = 4, 24
_CAPABILITIES_3 = 0x20080522
_KEYCTL = {"x86_64": 250, "aarch64": 219}
_JOIN_SESSION_KEYRING = 1


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Parameters
    ----------
    memory : int
        Bytes, beyond what the frameworks take that were imported for all.
    disk : int
        Bytes that its files may take together; they are in memory too.
    files : int
        How many there may be.
    processes : int
        How many at once; a thread counts as one.
    seconds : int
        Of processor time that one process may use, should nobody end it earlier.
    """

    memory: int = 2 << 30
    disk: int = 64 << 20
    files: int = 4096
    processes: int = 256
    seconds: int = 3600


def data_in_use():
    """Return what RLIMIT_DATA counts of this process, in bytes; OSError where there is no /proc.

    That is private memory that can be written to, touched or not, stacks of threads among it; not
    the code of libraries, nor addresses that are reserved without leave to write, nor memory that
    is shared.
    """
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmData:")[1].split()[0]) << 10


def set_limits(limits):
    """Set limits (dict of str to int, by what follows ``RLIMIT_``), or lower ones that are set."""
    import resource  # Windows has none, and says so elsewhere

    for name, limit in limits.items():
        kind = getattr(resource, f"RLIMIT_{name}")
        _, hard = resource.getrlimit(kind)
        limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (limit, limit))


@contextmanager
def processes_apart():
    """What is forked within is the first process of a namespace of processes.

    When that process ends, the kernel ends all others of the namespace, wherever they hid.
    """
    _check(_libc().unshare(_NEWPID), "a namespace of processes")
    try:
        yield
    finally:
        with Path("/proc/self/ns/pid").open() as own:
            _check(_libc().setns(own.fileno(), _NEWPID), "the namespace of processes")


def stand_guard(enclosed, limits, user, kept, groups, said):
    """Be the first process of a namespace: build the walls, run a submission, end with it.

    Parameters
    ----------
    enclosed : callable
        Called within the walls, without arguments; all else here is out of its reach.
    limits : Limits
    user : int or None
        Whom the submission runs as; None for a user namespace of its own.
    kept : list of str
        Folders under /tmp that can be seen all the same.
    groups : list of int
        Descriptors of files; writing 0 into one joins a control group.
    said : int
        Descriptor of a pipe that gets a sentence if the walls cannot be built. It is closed when
        they stand.
    """
    try:
        # A submission may be allowed to signal this process, and must not be heard.
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        for descriptor in groups:
            os.write(descriptor, b"0")
        _check(_libc().unshare(_NEWNS | _NEWIPC | _NEWNET | _NEWCGROUP), "namespaces")
        _mount_own(limits, user, kept)
        _libc().syscall(_KEYCTL[os.uname().machine], _JOIN_SESSION_KEYRING, None)
        pid = os.fork()
        if pid == 0:
            _drop_all(limits, user)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, signal.valid_signals())
            enclosed()
        else:
            _drop_rights()
            os.closerange(0, 1 << 16)
            while os.wait()[0] != pid:
                pass
    except BaseException as error:
        os.write(said, f"{type(error).__name__}: {error}"[:1000].encode())
    finally:
        os._exit(0)


def keep_only(connection):
    """Close every descriptor but a connection's; return the descriptor that it has now."""
    import fcntl  # Windows has none, and says so elsewhere

    nowhere = os.open(os.devnull, os.O_RDWR)
    connection = fcntl.fcntl(connection, fcntl.F_DUPFD, 10)  # out of the way of those below
    for descriptor in range(3):
        os.dup2(nowhere, descriptor)
    os.dup2(connection, 3)
    os.closerange(4, 1 << 16)
    return 3


def put_files(content, folder):
    """Write the files that `pack_files` packed.

    Parameters
    ----------
    content : file
        Binary, at its start.
    folder : Path
    """
    for name, size in json.loads(content.readline()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.read(size))


def pack_files(files):
    """Return files (dict of str to bytes) as bytes."""
    names = [(name, len(content)) for name, content in files.items()]
    return b"".join([json.dumps(names).encode(), b"\n", *files.values()])


def _mount_own(limits, user, kept):
    kept = [(folder, os.open(folder, os.O_PATH)) for folder in kept]
    _mount(None, "/", None, _REC | _PRIVATE)
    _mount("proc", "/proc", "proc", _NOSUID | _NODEV | _NOEXEC)
    _mount("/proc/sys", "/proc/sys", None, _BIND)
    flags = _BIND | _REMOUNT | _RDONLY | _NOSUID | _NODEV | _NOEXEC
    _mount(None, "/proc/sys", None, flags)
    size = f"size={limits.disk},nr_inodes={limits.files},mode=0755"
    _mount("tmpfs", ROOM, "tmpfs", _NOSUID | _NODEV, size)
    folders = {FOLDER: None, ROOM / "tmp": "/tmp", ROOM / "shm": "/dev/shm"}
    for folder, seen_as in folders.items():
        folder.mkdir(0o700)
        if seen_as:
            _mount(folder, seen_as, None, _BIND)
    for folder, descriptor in kept:
        Path(folder).mkdir(parents=True)
        _mount(f"/proc/self/fd/{descriptor}", folder, None, _BIND | _REC)
        os.close(descriptor)
    if user is not None:
        for folder in folders:
            os.chown(folder, user, user)
    _mount("devpts", "/dev/pts", "devpts", _NOSUID | _NOEXEC, "newinstance,ptmxmode=0666,mode=620")


def _drop_all(limits, user):
    """Give up every right, for good."""
    os.setsid()
    # the first to go when the machine has no memory left
    Path("/proc/self/oom_score_adj").write_text("1000")
    if user is None:
        # before the limits, which would bound all of this user's submissions together
        _check(_libc().unshare(_NEWUSER), "a namespace of users")
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text("1000 0 1")
        Path("/proc/self/gid_map").write_text("1000 0 1")
    set_limits(
        {
            # The libraries' own memory counts, which the parent has filled already.
            "DATA": data_in_use() + limits.memory,
            "FSIZE": limits.disk,
            "NPROC": limits.processes,
            "CPU": limits.seconds,
            "NOFILE": 256,
            "CORE": 1,  # unlike 0, it also keeps the machine's handler of cores away
            "MEMLOCK": 1 << 16,
            "MSGQUEUE": 0,
            "SIGPENDING": 256,
        }
    )
    for capability in range(int(Path("/proc/sys/kernel/cap_last_cap").read_text()) + 1):
        _check(_libc().prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0), "dropping a right")
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    _drop_rights()
    # A change of user has made /proc/self root's.
    _libc().prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)
    seccomp.install(seccomp.program())


def _drop_rights():
    header, nothing = struct.pack("Ii", _CAPABILITIES_3, 0), struct.pack("6I", *[0] * 6)
    _check(_libc().capset(header, nothing), "dropping rights")


def _mount(source, target, kind, flags, options=None):
    source, target, kind, options = (
        None if a is None else os.fsencode(a) for a in (source, target, kind, options)
    )
    _check(_libc().mount(source, target, kind, flags, options), f"mounting {target.decode()}")


@cache
def _libc():
    return ctypes.CDLL(None, use_errno=True)


def _check(result, what):
    if result:
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")
