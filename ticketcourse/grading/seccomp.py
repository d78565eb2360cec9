"""A filter of system calls for a submission's process: what no honest notebook asks of Linux.

Most of what is refused here a process without privileges could not do anyway. The filter keeps it
away from the parts of the kernel where mistakes have been found, and from what user and process
limits do not count.
"""

import ctypes
import errno
import os
import struct

# In linux/audit.h, linux/bpf_common.h, linux/filter.h and linux/seccomp.h.
_ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
_LOAD, _EQUAL, _AT_LEAST, _ANY_OF, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER, _ARCHITECTURE, _FIRST, _SECOND, _THIRD = 0, 4, 16, 24, 32  # bytes into struct seccomp_data

_NEWEST = 450  # what came later is answered as by a kernel that does not have it yet
_NEW_NAMESPACES = 0x7E020000  # the flags CLONE_NEW…
_UNIX = 1
_TERMINAL = (0x5412, 0x541C, 0x5423)  # TIOCSTI, TIOCLINUX, TIOCSETD
# F_GETLK, F_OFD_GETLK, F_SETLEASE, F_NOTIFY: what tells who else uses a file that all can read
_SHARED_FILES = (5, 36, 1024, 1026)
_RLIMIT_CORE = 4

# Numbers on x86_64 and on aarch64; None where there is no such call.
_FORBIDDEN = {
    # other processes
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "process_madvise": (440, 440),
    # namespaces and mounts
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    # keys, and messages and memory that outlive a process
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    # files that all can read: locks and watches would be seen by others
    "flock": (73, 32),
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
    "sync": (162, 81),
    "syncfs": (306, 267),
    # memory that no limit of a process counts
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    # large parts of the kernel
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "userfaultfd": (323, 282),
    "fanotify_init": (300, 262),
    "personality": (135, 92),
    "modify_ldt": (154, None),
    # the machine
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "syslog": (103, 116),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "iopl": (172, None),
    "ioperm": (173, None),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "adjtimex": (159, 171),
    "clock_adjtime": (305, 266),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "vhangup": (153, 58),
}
_CLONE, _CLONE3, _SOCKET = (56, 220), (435, 435), (41, 198)
# Calls of which some are refused: by the bytes of an argument, and its values.
_SOMETIMES = [
    ((16, 29), _SECOND, _TERMINAL),  # ioctl
    ((72, 25), _SECOND, _SHARED_FILES),  # fcntl
]
_SETRLIMIT, _PRLIMIT64 = (160, 164), (302, 261)

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 22, 2


def is_known():
    """Whether the numbers of this machine's system calls are known here."""
    return os.uname().machine in _ARCHITECTURES


def program():
    """Return the filter as the kernel reads it, for this machine.

    Returns
    -------
    bytes
        Instructions of 8 bytes each.
    """
    audit, column = _ARCHITECTURES[os.uname().machine]
    lines = [
        _line(_LOAD, _ARCHITECTURE),
        _line(_EQUAL, audit, 1, 0),
        _line(_RETURN, _KILL),
        _line(_LOAD, _NUMBER),
        # also x86_64's x32 calls, whose numbers begin at 1 << 30
        _line(_AT_LEAST, _NEWEST + 1, 0, 1),
        _refuse(errno.ENOSYS),
        # clone's flags are in memory in its newer form, where no filter can look
        _line(_EQUAL, _CLONE3[column], 0, 1),
        _refuse(errno.ENOSYS),
    ]
    for numbers in _FORBIDDEN.values():
        if numbers[column] is not None:
            lines += [_line(_EQUAL, numbers[column], 0, 1), _refuse(errno.EPERM)]
    lines += _if_called(
        _CLONE[column],
        [_line(_LOAD, _FIRST), _line(_ANY_OF, _NEW_NAMESPACES, 0, 1), _refuse(errno.EPERM)],
    )
    lines += _if_called(
        _SOCKET[column],
        [_line(_LOAD, _FIRST), _line(_EQUAL, _UNIX, 1, 0), _refuse(errno.EAFNOSUPPORT)],
    )
    for numbers, argument, values in _SOMETIMES:
        refusals = [_line(_LOAD, argument)]
        for value in values:
            refusals += [_line(_EQUAL, value, 0, 1), _refuse(errno.EPERM)]
        lines += _if_called(numbers[column], refusals)
    # A limit of 0 on cores would call the machine's handler of cores: who sets it is told that all
    # is well. The third argument of prlimit64 is where the new limit is, or nothing.
    done = _refuse(0)
    is_core = _line(_EQUAL, _RLIMIT_CORE, 0, 1)
    lines += _if_called(_SETRLIMIT[column], [_line(_LOAD, _FIRST), is_core, done])
    is_core = _line(_EQUAL, _RLIMIT_CORE, 0, 5)
    halves = [_line(_LOAD, _THIRD), _line(_EQUAL, 0, 0, 2), _line(_LOAD, _THIRD + 4)]
    halves += [_line(_EQUAL, 0, 1, 0), done]
    lines += _if_called(_PRLIMIT64[column], [_line(_LOAD, _SECOND), is_core, *halves])
    return b"".join([*lines, _line(_RETURN, _ALLOW)])


def install(instructions):
    """Filter this process's system calls, and those of all that it starts, from now on.

    Parameters
    ----------
    instructions : bytes
        What `program` gave.

    Raises
    ------
    OSError
        If the kernel does not take them.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    text = ctypes.create_string_buffer(instructions, len(instructions))
    header = struct.pack("HxxxxxxP", len(instructions) // 8, ctypes.addressof(text))
    for what in (_PR_SET_NO_NEW_PRIVS, 1, 0), (_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, header):
        if libc.prctl(*what, 0, 0):
            raise OSError(ctypes.get_errno(), "the filter of system calls was not taken")


def _line(operation, value, if_true=0, if_false=0):
    return struct.pack("HBBI", operation, if_true, if_false, value)


def _refuse(error):
    return _line(_RETURN, _REFUSE | error)


def _if_called(number, lines):
    """Lines that only this call meets; it is allowed if they do not decide."""
    lines = [*lines, _line(_RETURN, _ALLOW)]
    return [_line(_EQUAL, number, 0, len(lines)), *lines]
