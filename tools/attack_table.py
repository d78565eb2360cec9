"""Print what each attack of tests/graders/attacks gains and breaks, with stock nbgrader and here.

Stock nbgrader runs a submission as whoever grades, so each of its attacks has a box of its own
here: a copy of the course in memory, no network, few processes, and nothing that lasts.

Run: python tools/attack_table.py [WORDS OF AN ATTACK'S NAME ...]
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "graders"))

from attacks.catalogue import ATTACKS, HONEST  # noqa: E402
from attacks.hostile_course import (  # noqa: E402
    FULL,
    NAME,
    hand_in,
    harm,
    make_course,
    points,
    read_secrets,
    snapshot,
)

SECONDS = 60  # for stock nbgrader to grade one attack and one neighbour
MEMORY, PROCESSES, DISK = 3 << 30, 200, 300 << 20
NEIGHBOURS = ("ada", "zoe")  # before the attacker and after
MALLORY = "mallory"
SUBMISSIONS = ATTACKS | HONEST


def main(words):
    attacks = [name for name in ATTACKS if not words or any(word in name for word in words)]
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder, "template")
        template.mkdir()
        make_course(template)
        root = template / "course"
        hand_in(root, NEIGHBOURS[0], HONEST["plain"])
        grade_with_stock(template).wait()
        hand_in(root, NEIGHBOURS[1], HONEST["plain"])
        control = with_stock(template, "plain")
        if control != (sum(FULL.values()), []):
            raise RuntimeError(f"Stock does not work here: an honest answer gave {control}.")
        ours, batch = with_ours(template, Path(folder, "ours"), attacks)
        print("Here, the whole class together:", "; ".join(batch) or "no harm.")
        print(f"\nPoints gained, of {sum(FULL.values()):g}, and harm done:\n")
        print("| attack | stock: points | stock: harm | here: points | here: harm |")
        print("| --- | --- | --- | --- | --- |")
        with ThreadPoolExecutor(2) as pool:
            stock = pool.map(lambda name: with_stock(template, name), attacks)
            for name, found in zip(attacks, stock, strict=True):
                print(f"| {name} | {_said(*found)} | {_said(*ours[name])} |", flush=True)


def grade_with_stock(folder):
    """Start `nbgrader autograde` in a folder; what is graded already is left as it is."""
    return subprocess.Popen(
        [sys.executable, "-m", "nbgrader", "autograde", NAME],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _said(gained, harms):
    return f"{gained if isinstance(gained, str) else f'{gained:g}'} | {'; '.join(harms) or 'none'}"


def with_stock(template, name):
    """(points gained, list of harms) of one attack under `nbgrader autograde`."""
    if SUBMISSIONS[name].not_for_stock:
        return "not run", [SUBMISSIONS[name].not_for_stock]
    from ticketcourse.grading import cgroups

    group = cgroups.find().make(MEMORY, PROCESSES)
    descriptors = group.descriptors()

    def join():
        for descriptor in descriptors:
            os.write(descriptor, b"0")

    command = ["bwrap", "--unshare-all", "--die-with-parent", "--ro-bind", "/", "/"]
    command += ["--dev", "/dev", "--proc", "/proc", "--cap-drop", "ALL"]
    for place in ("/tmp", "/root", "/var/tmp", "/dev/shm", "/run"):
        command += ["--size", str(DISK), "--tmpfs", place]
    for path in {sys.prefix, sys.base_prefix, str(ROOT), str(template)}:
        if any(Path(path).is_relative_to(top) for top in ("/tmp", "/root", "/var/tmp", "/run")):
            command += ["--ro-bind", path, path]
    command += ["--setenv", "HOME", "/root", "--setenv", "PYTHONDONTWRITEBYTECODE", "1"]
    command += ["--chdir", "/tmp", "--", sys.executable, __file__, "--inside", str(template), name]
    try:
        done = subprocess.run(
            command, preexec_fn=join, capture_output=True, text=True, timeout=SECONDS + 60
        )
        said = json.loads(done.stdout.strip().splitlines()[-1])
        return said["points"], said["harm"]
    except (subprocess.TimeoutExpired, ValueError, IndexError):
        return 0.0, ["everything stopped, the grader with it"]
    finally:
        for descriptor in descriptors:
            os.close(descriptor)
        group.remove()


def inside(template, name):
    """In the box: hand in, run stock's autograder, look at what came of it."""
    folder = Path("/tmp/class")
    shutil.copytree(template, folder, symlinks=True)
    root = folder / "course"
    hand_in(root, MALLORY, SUBMISSIONS[name])
    before = snapshot(root)
    grader = grade_with_stock(folder)
    found = []
    try:
        grader.wait(SECONDS)
    except subprocess.TimeoutExpired:
        grader.send_signal(signal.SIGKILL)
        grader.wait()
        found.append("the batch did not end")
    if "later" in name or "after" in name:
        time.sleep(3)
    marks = points(root)
    for student in NEIGHBOURS:
        if marks.get(student) != FULL:
            found.append(f"the marks of {student} are wrong or missing")
    found += harm(root, before) + read_secrets(root, MALLORY)
    link = root / "autograded" / MALLORY / NAME
    for file in link.rglob("*"):
        if b"SECRET-OF-THE-INSTRUCTOR" in _content(file) or b"root:" in _content(file)[:100]:
            found.append(f"a file of the machine's was copied to autograded/{file.name}")
    gained = sum(marks.get(MALLORY, {}).values())
    print(json.dumps({"points": gained, "harm": found}))


def _content(file):
    return file.read_bytes() if file.is_file() and file.stat().st_size < 1 << 20 else b""


def with_ours(template, folder, attacks):
    """The same for all attacks in one batch, and the harm that the batch did as a whole."""
    from ticketcourse.grading import Course, grade
    from ticketcourse.grading.box import Boxed
    from ticketcourse.grading.execution import modules_of
    from ticketcourse.grading.rebuild import rebuild, reference_cells

    shutil.copytree(template, folder, symlinks=True)
    course = Course.open(folder)
    students = {f"{MALLORY}{number:03}": name for number, name in enumerate(attacks)}
    for student, name in students.items():
        hand_in(course.root, student, ATTACKS[name])
    before = snapshot(course.root)
    assignment = course.read_assignment(NAME)
    modules = modules_of(rebuild(assignment, reference_cells(assignment), {}).task.cells)
    boxed = Boxed(modules, hidden=(str(course.root.resolve()),))
    outcomes = {o.student: o for o in grade(course, NAME, boxed, "boxed", workers=3)}
    marks = points(course.root)
    rows = {}
    for student, name in students.items():
        gained = "refused" if outcomes[student].reason else sum(marks[student].values())
        rows[name] = gained, read_secrets(course.root, student)
    wrong = [f"the marks of {s} are wrong" for s in NEIGHBOURS if marks.get(s) != FULL]
    return rows, wrong + harm(course.root, before)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        inside(Path(sys.argv[2]), sys.argv[3])
    else:
        main(sys.argv[1:])
