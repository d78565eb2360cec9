"""A class that hands in all that a class hands in, graded while somebody pulls the plug.

`python tests/graders/simulated_class.py` grades 200 submissions and says how it went.
"""

import contextlib
import itertools
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from textwrap import dedent

from nbgrader.api import Gradebook
from nbgrader_course import ANSWERS, make_course, nbgrader_cells, notebook_of, release, submit
from test_answers import declared, exercises_of
from test_box import ESCAPES
from test_execution import HOSTILE

from ticketcourse.grading import Course, cgroups
from ticketcourse.grading.record import ungradable

NAME = "01-neurons"
SECONDS = 5  # for one cell


def simulate(folder, size):
    """Make a course in which so many hand in; return who ought to get what.

    Parameters
    ----------
    folder : Path
        Empty.
    size : int

    Returns
    -------
    dict of str to dict
        The points of each student by test, or None for a submission that nobody can grade.
    """
    api = make_course(folder)
    with (folder / "nbgrader_config.py").open("a") as file:
        file.write(f"\nc.Execute.timeout = {SECONDS}\n")
    release(api, NAME)
    source = nbgrader_cells(notebook_of(api, "source", NAME))
    full = {
        name: float(cell.metadata.nbgrader.points)
        for name, cell in source.items()
        if cell.metadata.nbgrader.grade and not cell.metadata.nbgrader.solution
    }
    right = {name: source[name].source for name in exercises_of(source)}
    bank = {name: sorted((ANSWERS / NAME / name).glob("*.py")) for name in right}
    hostile = [*map(dedent, HOSTILE.values()), *(_escape(code) for code in ESCAPES.values())]
    expected = {}
    for number in range(size):
        kind, turn = number % 5, number // 5
        student, answers = f"s{number:03}", {}
        expected[student] = dict.fromkeys(full, 0.0)
        if kind == 0:
            answers = {name: f"{answer}\n# {student}" for name, answer in right.items()}
            expected[student] = full
        elif kind == 2:
            files = [answers_of[turn % len(answers_of)] for answers_of in bank.values()]
            answers = dict(zip(bank, (file.read_text() for file in files), strict=True))
            lost = set().union(*(declared(file)[0] for file in files))
            expected[student] = full | dict.fromkeys(lost, 0.0)
        elif kind == 3:
            exercise = sorted(right)[turn % len(right)]
            answers = {exercise: f"{hostile[turn % len(hostile)]}\n# {student}"}
        submit(api, NAME, student, answers)
        if kind == 4:
            notebook = notebook_of(api, "submitted", NAME, student)
            _BREAK[turn % len(_BREAK)](notebook)
            expected[student] = None
    return expected


def _escape(code):
    return dedent(code).replace("MARK", "4040")


def _link(notebook):
    notebook.unlink()
    notebook.symlink_to("/etc/passwd")


def _malformed_cell(notebook):
    content = json.loads(notebook.read_bytes())
    content["cells"].insert(1, {"cell_type": "code", "source": 3})
    notebook.write_text(json.dumps(content))


_BREAK = [
    _link,
    _malformed_cell,
    lambda notebook: notebook.write_bytes(b"{"),
    lambda notebook: notebook.unlink(),
    lambda notebook: (notebook.unlink(), os.mkfifo(notebook)),
]


class Grading:
    """`ticketcourse grade`, and every process that it starts."""

    def __init__(self, folder, temporary, workers):
        command = [sys.executable, "-m", "ticketcourse", "grade", NAME, "--workers", str(workers)]
        self.seen = set()  # (number, when it began)
        self._folder = folder
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | {"TMPDIR": str(temporary)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def graded(self):
        """How many have a graded notebook."""
        return len(list(self._folder.glob(f"course/autograded/*/{NAME}/{NAME}.ipynb")))

    def wait_until(self, count, seconds=600):
        """Wait until so many are graded, or it has ended; return whether it goes on."""
        end = time.monotonic() + seconds
        while self._process.poll() is None and self.graded() < count:
            assert time.monotonic() < end
            self._look()
            time.sleep(0.02)
        return self._process.poll() is None

    def kill(self, group):
        """End it without a warning, alone or with its group."""
        (os.killpg if group else os.kill)(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def wait(self):
        """Wait until it has ended; return its exit status."""
        self.wait_until(1 << 30)
        return self._process.returncode

    def survivors(self, seconds=20):
        """Those of its processes that are still there after a while."""
        end = time.monotonic() + seconds
        while (alive := self.seen & _processes().keys()) and time.monotonic() < end:
            time.sleep(0.1)
        return alive

    def _look(self):
        there = _processes()
        known = {self._process.pid, *(pid for pid, _ in self.seen)}
        grown = True
        while grown:
            new = {process for process, parent in there.items() if parent in known}
            grown = not {pid for pid, _ in new} <= known
            known |= {pid for pid, _ in new}
            self.seen |= new


def _processes():
    """(number, when it began) of each process that runs: the number of its parent."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if fields[0] != "Z":
                found[int(folder.name), int(fields[19])] = int(fields[1])
    return found


def grade_with_kills(folder, size, seed, workers=2):
    """Grade a simulated class, killed twice on the way, and look at what came of it.

    Returns
    -------
    list of str
        What is wrong, a sentence each; none if all is well.
    """
    (folder / "class").mkdir()
    expected = simulate(folder / "class", size)
    course, temporary = Course.open(folder / "class"), folder / "temporary"
    temporary.mkdir()
    draw, wrong, seen = random.Random(seed), [], set()
    for group in (False, True, None):
        grading = Grading(folder / "class", temporary, workers)
        if group is None:
            if grading.wait():
                wrong.append("the last run failed")
        elif grading.wait_until(grading.graded() + draw.randint(1, size // 4)):
            time.sleep(draw.random() / 2)
            grading.kill(group)
        else:
            wrong.append("a run came to its end before it was killed")
        wrong += [f"process {pid} is left" for pid, _ in grading.survivors()]
        seen |= {pid for pid, _ in grading.seen}
    return wrong + _wrong_marks(course, expected) + _left_behind(course, temporary, seen)


def _wrong_marks(course, expected):
    wrong, listed = [], ungradable(course, NAME)
    with Gradebook(course.db_url, course.course_id) as book:
        submissions = book.assignment_submissions(NAME)
        students = [submission.student.id for submission in submissions]
        twice = {student for student in students if students.count(student) > 1}
        wrong += [f"{student} is there twice" for student in twice]
        marks = {
            submission.student.id: {
                grade.name: grade.auto_score for grade in submission.notebooks[0].grades
            }
            for submission in submissions
        }
    for student, points in expected.items():
        if (student in listed) != (points is None) or (student in marks) != (points is not None):
            wrong.append(f"{student}: {listed.get(student)}, {marks.get(student)}")
        elif points is not None:
            got = {name: marks[student][name] for name in points}
            if got != points:
                wrong.append(f"{student} got {got} and not {points}")
        if course.autograded(student, NAME).exists() != (points is not None):
            wrong.append(f"{student} has a graded notebook, or none")
    return wrong


def _left_behind(course, temporary, seen):
    left = list(temporary.iterdir())
    left += [path for path in course.root.rglob("*") if path.name.startswith(".")]
    left += [*course.root.rglob("*.draft"), *course.grading.glob("temporary/*")]
    for path in Path("/dev/shm").iterdir():
        if seen.intersection(map(int, re.findall(r"\d+", path.name)[:1])):
            left.append(path)
    groups = cgroups.find()
    for pid, parent in itertools.product(seen, groups._parents.values() if groups else ()):
        left += parent.glob(f"ticketcourse-{pid}-*")
    return [f"{path} is left" for path in left]


def main():
    folder = Path(tempfile.mkdtemp(prefix="class"))
    began = time.monotonic()
    wrong = grade_with_kills(folder, 200, seed=time.time_ns())
    shutil.rmtree(folder)
    print(*wrong, sep="\n")
    print(f"200 submissions, {len(wrong)} things wrong, {time.monotonic() - began:.0f} s")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
