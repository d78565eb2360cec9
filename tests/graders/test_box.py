"""What a submission can do in the box, and what it cannot: to the machine, to others, to the marks.

Each attack runs for real, as a cell of a submission. Some say that they were stopped, others are
looked for from outside.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from executions import NEEDS_BOX

from ticketcourse.errors import TicketcourseError
from ticketcourse.grading import box as box_module
from ticketcourse.grading import cgroups
from ticketcourse.grading.box import Box, Boxed, weaknesses
from ticketcourse.grading.codec import decode, encode
from ticketcourse.grading.task import Cell, Task
from ticketcourse.grading.walls import Limits
from ticketcourse.grading.wire import Channel, WireError

LIMITS = Limits(memory=200 << 20, disk=8 << 20, files=100, processes=24, seconds=60)
MIB = 1 << 20


pytestmark = NEEDS_BOX


@pytest.fixture(scope="module")
def box():
    with Box("student", limits=LIMITS) as box:
        yield box


class Submission:
    """A student's process and the driver's end of its socket."""

    def __init__(self, box, files=None):
        self.process = box.fork(files or {})
        self.channel = Channel(self.process.socket)
        assert decode(self.channel.receive(time.monotonic() + 60)) == ("ready",)

    def send(self, source):
        self.channel.send(encode(("cell", textwrap.dedent(source))))

    def receive(self, seconds=60):
        outputs, _ = json.loads(self.channel.receive(time.monotonic() + seconds))
        texts = (o.get("text") or o.get("evalue") or o["data"]["text/plain"] for o in outputs)
        return "".join(texts)

    def run(self, source, seconds=60):
        """What a cell shows: printed text, its value or an error's message."""
        self.send(source)
        return self.receive(seconds)


@pytest.fixture
def submission(box):
    submission = Submission(box)
    yield submission
    submission.process.end()


@pytest.fixture(scope="module")
def attacker(box):
    """One for all attacks that are refused."""
    attacker = Submission(box)
    attacker.run(SYSCALL)
    yield attacker
    attacker.process.end()


@pytest.fixture
def neighbour(box):
    neighbour = Submission(box)
    yield neighbour
    neighbour.process.end()


def wait_until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def sleeping(mark):
    """The numbers of the machine's processes that sleep for a certain time."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (folder / "cmdline").read_bytes() == f"sleep\0{mark}\0".encode():
                found.append(int(folder.name))
    return found


def descendants(pid):
    children = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(folder.name))
    found = [pid]
    for parent in found:
        found += children.get(parent, [])
    return found[1:]


def test_a_process_finds_its_files_in_a_folder_of_its_own(box):
    submission = Submission(box, {"data/tickets.csv": b"id\n1\n", "notes.txt": b"\xff"})
    shown = submission.run("""
        import os, pathlib
        pathlib.Path("new").write_text("more")
        print(open("data/tickets.csv").read(), open("notes.txt", "rb").read())
        print(oct(os.stat(".").st_mode), os.listdir("data"))
    """)
    submission.process.end()
    assert shown == "id\n1\n b'\\xff'\n0o40700 ['tickets.csv']\n"


def test_honest_tools_work(submission):
    shown = submission.run("""
        import multiprocessing, os, subprocess, tempfile, threading
        print(subprocess.run("echo shell", shell=True, capture_output=True, text=True).stdout)
        thread = threading.Thread(target=print, args=["thread"]); thread.start(); thread.join()
        with multiprocessing.get_context("fork").Pool(2) as pool:
            print(pool.map(abs, [-1, -2]))
        print(tempfile.NamedTemporaryFile().name.startswith("/tmp/"))
        !echo magic
    """)
    assert shown.replace("\r", "").split() == ["shell", "thread", "[1,", "2]", "True", "magic"]


def test_it_inherits_one_descriptor_and_no_environment(submission, monkeypatch):
    shown = submission.run("""
        import os
        print(sorted(os.readlink(f"/proc/self/fd/{n}").split(":")[0] for n in range(30)
                     if os.path.exists(f"/proc/self/fd/{n}")))
        print(sorted(os.environ))
    """)
    descriptors, names = shown.splitlines()
    assert descriptors == "['/dev/null', '/dev/null', '/dev/null', 'socket']"
    assert {name.strip("'") for name in names[1:-1].split(", ")} <= {
        *box_module._ENVIRONMENT,
        *("PYTHONPATH", "PWD", "MPLBACKEND"),
    }


def test_it_has_no_rights(submission):
    shown = submission.run("""
        status = dict(line.split(":\\t") for line in open("/proc/self/status").read().splitlines())
        print({status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")})
        print(status["NoNewPrivs"], status["Seccomp"])
    """)
    assert shown == "{'0000000000000000'}\n1 2\n"


SYSCALL = """
    import ctypes, os
    from pathlib import Path
    libc = ctypes.CDLL(None, use_errno=True)
    def call(*arguments):
        if libc.syscall(*arguments) == -1:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
"""

# Every one has to end with an error; "gained" is what it would show else.
REFUSED = {
    "passwords": "open('/etc/shadow').read()",
    "users": "open('/etc/passwd').read()",
    "another's memory": "open('/proc/1/mem', 'rb').read(1)",
    "another's environment": "open('/proc/1/environ', 'rb').read()",
    "the first process's folder": "os.readlink('/proc/1/cwd')",
    "the first process's root": "os.listdir('/proc/1/root')",
    "poisoned byte code": "open(os.__file__ + '.pyc', 'w')",
    "a changed library": "open(__import__('ticketcourse').__file__, 'a')",
    "a library's mode": "os.chmod(__import__('ticketcourse').__file__, 0o777)",
    "a file in /": "open('/file', 'w')",
    "a file in /dev": "open('/dev/file', 'w')",
    "a file in /usr": "open('/usr/file', 'w')",
    "a kernel setting": "Path('/proc/sys/kernel/hostname').write_text('x')",
    "a core pattern": "Path('/proc/sys/kernel/core_pattern').write_text('|/x')",
    "a lower score for the want of memory": (
        "Path('/proc/self/oom_score_adj').write_text('-1000')"
    ),
    "the superuser": "os.setuid(0)",
    "a group": "os.setgroups([0])",
    "priority": "os.nice(-1)",
    "real time": "os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))",
    "more memory": ("import resource; resource.setrlimit(resource.RLIMIT_DATA, (-1, -1))"),
    "a lock that others see": (
        "import fcntl; fcntl.flock(os.open(os.__file__, os.O_RDONLY), fcntl.LOCK_EX)"
    ),
    "others' locks": (
        "import fcntl; fcntl.fcntl(os.open(os.__file__, os.O_RDONLY), fcntl.F_GETLK, bytes(32))"
    ),
    "a lease that others wait for": (
        "import fcntl; fcntl.fcntl(os.open(os.__file__, os.O_RDONLY), 1024, fcntl.F_WRLCK)"
    ),
    "a watch of others' files": "call(294, 0)",
    "the machine's disks": "call(306, os.open('/usr', os.O_RDONLY))",
    "a device": "os.mknod('disk', 0o60666, os.makedev(254, 0))",
    "the clock": "import time; time.clock_settime(time.CLOCK_REALTIME, 0)",
    "a host name": "import socket; socket.sethostname('x')",
    "chroot": "os.chroot('/student')",
    "TCP": "import socket; socket.create_connection(('127.0.0.1', 22), 1)",
    "UDP": "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "IPv6": "import socket; socket.socket(socket.AF_INET6)",
    "netlink": "import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    "packets": "import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    "a name server": "import socket; socket.getaddrinfo('example.org', 80)",
    "ptrace": "call(101, 16, 1, 0, 0)",
    "reading another process": "call(310, 1, 0, 0, 0, 0, 0)",
    "a mount": "call(165, b'none', b'/tmp', b'tmpfs', 0, None)",
    "an unmount": "call(166, b'/proc', 2)",
    "new namespaces": "call(272, 0x10000000)",
    "a clone with new namespaces": "call(56, 0x10000011, 0, 0, 0, 0)",
    "a clone that cannot be looked at": "call(435, 0, 0)",
    "another's namespace": "call(308, os.open('/proc/self/ns/net', os.O_RDONLY), 0)",
    "keys": "call(250, 0, -3, 1)",
    "a new key": "call(248, b'user', b'a', b'b', 1, -3)",
    "shared memory of System V": "call(29, 1234, 4096, 0o1666)",
    "a semaphore of System V": "call(64, 1234, 1, 0o1666)",
    "messages of System V": "call(68, 1234, 0o1666)",
    "a message queue": "call(240, b'queue', 0o102, 0o666, None)",
    "memory without a limit": "os.memfd_create('a')",
    "bpf": "call(321, 0, 0, 0)",
    "perf": "call(298, 0, 0, 0, 0, 0)",
    "io_uring": "call(425, 1, 0)",
    "userfaultfd": "call(323, 0)",
    "a call that is not there yet": "call(451, 0, 0, 0, 0)",
    "a call of x32": "call(0x40000000 + 39)",
    "typing into a terminal": ("import fcntl, pty; fcntl.ioctl(pty.openpty()[1], 0x5412, b'x')"),
    "the controlling terminal": "open('/dev/tty')",
    "the kernel's memory": "open('/proc/kcore', 'rb')",
    "the kernel's log": "open('/dev/kmsg')",
    "the other's semaphores": "open('/dev/mqueue/a')",
    "control groups": "os.listdir('/sys/fs/cgroup')",
}
ONLY_X86 = [name for name, source in REFUSED.items() if "call(" in source]


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused(attacker, name):
    if name in ONLY_X86 and os.uname().machine != "x86_64":
        pytest.skip("The numbers of system calls are x86_64's.")
    shown = attacker.run(
        f"try:\n    {REFUSED[name]}\nexcept (OSError, ValueError) as e:\n    print('refused', e)\n"
        "else:\n    print('gained')"
    )
    assert shown.startswith("refused")


# An instructor's own files; what Python's environment lies in can be seen.
HOME_FILES = [
    str(path)
    for path in Path.home().iterdir()
    if not any(Path(p).is_relative_to(path) for p in (sys.prefix, sys.base_prefix))
]


def test_the_course_is_nowhere(box, tmp_path):
    (tmp_path / "gradebook.db").write_text("marks")
    submission = Submission(box)
    shown = submission.run(f"""
        import os, pathlib
        print(os.path.exists({str(tmp_path)!r}))
        print(sorted(os.listdir({str(Path(__file__).parents[2])!r})))
        print([name for name in {HOME_FILES!r} if os.path.exists(name)], os.uname().nodename)
    """)
    submission.process.end()
    assert shown == "False\n['ticketcourse']\n[] box\n"


def test_a_course_that_would_be_seen_is_refused():
    with pytest.raises(TicketcourseError, match="would be seen in it, as a part of"):
        Box("student", hidden=[str(Path(box_module.__file__).parent)]).start()


def test_two_submissions_see_nothing_of_each_other(submission, neighbour):
    submission.run("""
        import os, pathlib, socket, subprocess
        for folder in (".", "/tmp", "/dev/shm", "/student"):
            try:
                pathlib.Path(folder, "secret").write_text("mine")
            except OSError:
                pass
        listening = socket.socket(socket.AF_UNIX); listening.bind("\\0secret"); listening.listen()
        subprocess.Popen(["sleep", "300"])
        master, slave = os.openpty()
    """)
    shown = neighbour.run("""
        import os, socket
        folders = (found for top in ("/student", "/tmp", "/dev") for found in os.walk(top))
        print([folder for folder, _, names in folders if "secret" in names])
        try:
            socket.socket(socket.AF_UNIX).connect("\\0secret")
        except OSError as error:
            print(type(error).__name__)
        print([name for name in os.listdir("/proc") if name.isdecimal()], os.getpid())
        print(os.listdir("/dev/pts"), open("/proc/net/unix").read().count("\\n"))
        try:
            os.kill(-1, 9)
        except OSError as error:
            print(type(error).__name__)
    """)
    assert shown.splitlines() == [
        "[]",
        "ConnectionRefusedError",
        "['1', '2'] 2",
        "['ptmx'] 1",
        "ProcessLookupError",
    ]
    assert submission.run("subprocess.run(['pgrep', 'sleep']).returncode") == "0"


def test_a_folder_of_links_harms_nobody(box, submission):
    submission.run("""
        import os, shutil
        os.symlink("/etc/shadow", "solution.ipynb")
        os.symlink("..", "up")
        os.chmod(".", 0)
    """)
    submission.process.end()
    assert Submission(box).run("import os; os.listdir('.')") == "[]"


def test_suid_gains_nothing(submission):
    assert (
        submission.run("""
        import os, shutil, subprocess
        shutil.copy("/usr/bin/id", "id")
        os.chmod("id", 0o6755)
        before = os.getuid()
        shown = subprocess.run(["./id", "-u"], capture_output=True, text=True).stdout
        print(int(shown) == before)
    """)
        == "True\n"
    )


def test_a_crash_never_calls_the_machines_handler_of_cores(submission):
    assert "(1, 1)" in submission.run("""
        import resource
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # what would call it
        resource.prlimit(0, resource.RLIMIT_CORE, (0, 0))
        resource.getrlimit(resource.RLIMIT_CORE)
    """)


def test_a_fork_bomb_stays_small(box, submission, neighbour):
    submission.run("""
        import os, time
        count = 0
        try:
            while True:
                if os.fork() == 0:
                    time.sleep(100); os._exit(0)
                count += 1
        except OSError as error:
            print(count, error)
    """)
    # the process itself counts, and in a control group also the first of its namespace
    assert 20 <= int(submission.run("count")) <= LIMITS.processes
    assert neighbour.run("import subprocess; subprocess.run(['true']).returncode") == "0"


def test_too_much_memory_is_an_error_of_the_students(submission):
    assert "Unable to allocate" in submission.run("import numpy as np; np.ones(40_000_000)")
    assert submission.run("1 + 1") == "2"


BOMBS = {
    "several processes": """
        import os, time
        for _ in range(8):
            if os.fork() == 0:
                block = bytearray(b"x") * (150 << 20); time.sleep(100)
        os.wait(); os._exit(0)
    """,
    "shared memory": """
        import mmap, time
        block = mmap.mmap(-1, 600 << 20)
        for start in range(0, len(block), 4096):
            block[start] = 1
        time.sleep(100)
    """,
}


@pytest.mark.slow
@pytest.mark.parametrize("bounded", [True, False], ids=["control groups", "watched"])
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_memory_bomb_ends_its_own_submission(monkeypatch, bomb, bounded):
    if bounded and not cgroups.find():
        pytest.skip("No control group may be made here.")
    if not bounded:
        monkeypatch.setattr(cgroups, "find", lambda: None)
        assert "only watched" in weaknesses()[0]
    with Box("student", limits=LIMITS) as box:
        neighbour, submission = Submission(box), Submission(box)
        with pytest.raises(WireError, match="is closed"):
            submission.run(BOMBS[bomb])
        submission.process.end()
        assert submission.process.ran_out
        assert neighbour.run("1 + 1") == "2"
        neighbour.process.end()
        assert not neighbour.process.ran_out


def test_the_disk_is_small(submission):
    assert "No space left" in submission.run("""
        for i in range(20):
            with open(f"/tmp/{i}", "wb") as file:
                file.write(bytes(1 << 20))
    """)
    assert "File too large" in submission.run("open('/dev/shm/a', 'wb').truncate(100 << 20)")


def test_files_are_few(submission):
    assert "No space left" in submission.run("for i in range(200): open(str(i), 'w').close()")


def test_files_that_do_not_fit_are_refused_before_anything_runs(box):
    with pytest.raises(TicketcourseError, match="No space left"):
        box.fork(dict.fromkeys("abc", bytes(3 * MIB)))
    Submission(box).process.end()


ESCAPES = {
    "a daemon": """
        import subprocess
        subprocess.Popen(["sleep", "MARK"], start_new_session=True)
    """,
    "a daemon's daemon": """
        import os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.execlp("sleep", "sleep", "MARK")
            os._exit(0)
    """,
    "one that ignores signals": """
        import subprocess
        subprocess.Popen(["sh", "-c", "trap '' TERM HUP INT; while :; do sleep MARK; done"])
    """,
}


@pytest.mark.parametrize("ends", ["it is ended", "it ends itself", "it stops itself"])
@pytest.mark.parametrize("escape", ESCAPES)
def test_nothing_is_left_behind(submission, escape, ends):
    mark = f"4{time.time_ns()}"
    submission.run(ESCAPES[escape].replace("MARK", mark))
    wait_until(lambda: sleeping(mark))
    if ends == "it ends itself":
        with pytest.raises(WireError, match="is closed"):
            submission.run("import os; os._exit(0)")
        wait_until(lambda: not sleeping(mark))
    if ends == "it stops itself":
        with pytest.raises(WireError, match="took too long"):
            submission.run("import os, signal; os.kill(0, signal.SIGSTOP)", 0.2)
    submission.process.end()
    assert not sleeping(mark)


def test_the_first_process_cannot_be_ended(submission):
    submission.run("""
        import os, signal
        for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM, signal.SIGINT):
            try:
                os.kill(1, number)
            except PermissionError:
                pass
    """)
    assert submission.run("1 + 1") == "2"


def test_endless_output_to_a_descriptor_goes_nowhere(submission):
    assert submission.run("for _ in range(2000): os.write(1, bytes(1 << 20))\n") or True
    assert submission.run("import os; print(os.write(1, bytes(1 << 20)))") == f"{MIB}\n"


def test_ending_twice_does_no_harm(submission):
    submission.process.end()
    submission.process.end()


@pytest.mark.slow
def test_a_killed_parent_is_replaced():
    with Box("student", limits=LIMITS) as box:
        first = Submission(box)
        for pid in descendants(os.getpid()):
            with contextlib.suppress(OSError):
                if b"ticketcourse.grading.warm" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    os.kill(pid, signal.SIGKILL)
        with pytest.raises(WireError, match="is closed"):
            first.run("1 + 1")
        second = Submission(box)
        first.process.end()
        assert second.run("1 + 1") == "2"


GRADER = """
import sys, time
from ticketcourse.grading.box import Box
box = Box("student")
process = box.fork({})
process.socket.recv(100)
from ticketcourse.grading.codec import encode
from ticketcourse.grading.wire import Channel
cell = "import subprocess; subprocess.Popen(['sleep', 'MARK'])"
Channel(process.socket).send(encode(("cell", cell)))
time.sleep(100)
"""


def test_all_ends_with_a_killed_grader_and_a_later_one_sweeps():
    mark = f"5{time.time_ns()}"
    grader = subprocess.Popen([sys.executable, "-c", GRADER.replace("MARK", mark)])
    wait_until(lambda: sleeping(mark))
    inside = descendants(grader.pid)
    assert len(inside) > 3
    grader.kill()
    grader.wait()
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in inside))
    groups = cgroups.find()
    if groups:
        left = [p for f in groups._parents.values() for p in f.glob(f"ticketcourse-{grader.pid}-*")]
        assert left
        with Box("student", limits=LIMITS) as box:
            process = box.fork({})
            assert not any(folder.exists() for folder in left)
            process.end()


@pytest.mark.slow
def test_boxed_execution_gives_points():
    cells = (
        Cell("answer", "student", "def double(x):\n    return 2 * x"),
        Cell("test", "test", "assert double(3) == 6", 2.0),
        Cell("test-2", "test", "assert double(3) == 7", 2.0),
    )
    result = Boxed(limits=LIMITS)(Task(cells, {}, "seed", 10.0))
    assert result.fault is None
    assert [result.cells[name].points for name in ("test", "test-2")] == [2.0, 0.0]


UNSAFE = {
    "threads run": "threading.Thread(target=time.sleep, args=[100], daemon=True).start()",
    "memory that all submissions would share": "block = mmap.mmap(-1, 4096)",
}


@pytest.mark.parametrize("why", UNSAFE)
def test_nothing_is_forked_where_that_is_unsafe(why):
    source = "import mmap, threading, time\nfrom ticketcourse.grading import warm\n"
    source += f"warm._SECONDS_FOR_THREADS = 0.1\n{UNSAFE[why]}\nwarm.see_that_a_fork_is_safe()"
    environment = os.environ | box_module._ENVIRONMENT
    command = [sys.executable, "-c", source]
    ended = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert why in ended.stderr.splitlines()[-1]


@pytest.mark.slow
def test_many_submissions_leave_nothing(box):
    def state():
        pids = descendants(os.getpid())
        parent = max(pids, key=lambda pid: b"warm" in Path(f"/proc/{pid}/cmdline").read_bytes())
        descriptors = (list(Path(f"/proc/{p}/fd").iterdir()) for p in ("self", parent))
        mounts = Path(f"/proc/{parent}/mounts").read_text().splitlines()
        return len(pids), len(mounts), [len(d) for d in descriptors]

    Submission(box).process.end()
    before = state()
    for _ in range(150):
        Submission(box).process.end()
    assert state() == before
