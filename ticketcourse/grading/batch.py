"""A whole class, from the folders that were handed in to marks in the gradebook.

Reading, executing and recording are apart. Execution is a function of a task: its results are kept
by the task's content, and other processes compute them. Only this process reads submissions and
writes marks. Grading again is how everything goes on: what was computed is not computed again, what
was recorded is not recorded again, and what could not be graded is tried again. Results are kept in
the course's folder grading/results; without it everything is executed anew.
"""

import gzip
import hashlib
import json
import os
import platform
import shutil
import threading
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path

from ticketcourse.errors import TicketcourseError
from ticketcourse.files import write_atomically
from ticketcourse.grading.intake import Refused, read_submission, submitting_students
from ticketcourse.grading.rebuild import rebuild, reference_cells, released_cells
from ticketcourse.grading.record import Ungraded, checked_points, recording
from ticketcourse.grading.task import Result


@dataclass(frozen=True)
class Outcome:
    """What came of one submission.

    Attributes
    ----------
    student : str
    reason : str or None
        Why it could not be graded; None when it was.
    refused : bool
        Whether that is for the student to mend, who has to hand in again.
    points : dict of str to float
        What each test gave; empty when it could not be graded.
    changed : bool
        Whether anything new was recorded.
    remarks : tuple of str
        What an instructor may want to know, a sentence each.
    """

    student: str
    reason: str | None = None
    refused: bool = False
    points: dict[str, float] = field(default_factory=dict)
    changed: bool = False
    remarks: tuple[str, ...] = ()


def grade(
    course,
    assignment,
    execute,
    conditions,
    *,
    students=None,
    workers=1,
    cluster=None,
    progress=True,
):
    """Grade what was handed in for an assignment.

    Before anything is recorded, the instructor's own answers have to get full marks and the empty
    release none, on the same path. A submission that is refused, or whose execution fails by no
    fault of the student's, is listed and kept out of exports until a later run grades it.

    Parameters
    ----------
    course : Course
    assignment : str
        Its name.
    execute : callable
        Takes a `Task` and returns a `Result`. With several workers other processes call it, where
        joblib's active backend has them; with a cluster its workers do.
    conditions : str
        What a result depends on beside its task and the installed versions, such as whether
        submissions are boxed. Results of other conditions are not used again.
    students : list of str, optional
        Whom to grade; by default everybody who handed in.
    workers : int
        How many submissions to execute at once; -1 for one a core.
    cluster : Cluster, optional
        Executes in place of this machine.
    progress : bool
        Whether to show it on stderr.

    Returns
    -------
    list of Outcome
        One for each submission, by student.

    Raises
    ------
    TicketcourseError
        When the assignment cannot be graded; then nothing was recorded. When the gradebook cannot
        be written; then the submissions before it are recorded.
    KeyboardInterrupt
        On Ctrl-C, with a sentence that says how far grading came.
    """
    with course.locked():
        _sweep(course, assignment)
        original = course.read_assignment(assignment)
        chosen = _choose(course, assignment, students)
        with recording(course, original) as recorder:
            run = _Run(course, original, execute, conditions, workers, cluster)
            run.check_assignment()
            if students is None:
                recorder.forget_all_but(chosen)
            outcomes = []
            with _bar(len(chosen), assignment, progress) as bar:
                try:
                    for outcome in run.outcomes(chosen, recorder):
                        outcomes.append(outcome)
                        bar.update()
                except KeyboardInterrupt:
                    raise KeyboardInterrupt(
                        f"Interrupted: {len(outcomes)} of {len(chosen)} submissions are done; "
                        "grade again to go on."
                    ) from None
    return sorted(outcomes, key=lambda outcome: outcome.student)


def _sweep(course, assignment):
    """Remove what a run that was killed had begun to write; only one run at a time is here."""
    unfinished = [*course.grading.glob(".*"), *course.grading.glob("results/.*")]
    unfinished += course.root.glob(f"autograded/*/{assignment}/.*")
    for file in unfinished:
        file.unlink()
    shutil.rmtree(course.grading / "temporary", ignore_errors=True)


def _choose(course, assignment, students):
    there = submitting_students(course.submitted, assignment) if course.submitted.exists() else []
    if students is None:
        if not there:
            raise TicketcourseError(
                f"Nobody handed in {assignment}: put submissions into "
                f"{course.submitted}/<student>/{assignment}/."
            )
        return there
    missing = [student for student in students if student not in there]
    if missing:
        raise TicketcourseError(f"{missing[0]!r} did not hand in {assignment}: check the name.")
    return sorted(set(students))


def _bar(total, description, progress):
    from tqdm import tqdm

    return tqdm(total=total, desc=description, unit=" submissions", disable=not progress)


class _Run:
    """One run over an assignment: from students to outcomes."""

    def __init__(self, course, assignment, execute, conditions, workers, cluster):
        self._course, self._assignment = course, assignment
        self._execute, self._conditions = execute, conditions
        self._workers, self._cluster = workers, cluster
        self._cache, self._temporary = course.grading / "results", course.grading / "temporary"
        self._cache.mkdir(exist_ok=True)
        self._waiting = {}  # who is being executed: timestamp and rebuilt notebook

    def check_assignment(self):
        """Refuse to grade unless the reference gets full marks and the release none."""
        name, tests = self._assignment.name, self._assignment.points
        for what, cells, wanted in (
            ("The instructor's own answers", reference_cells(self._assignment), tests),
            (
                "The release without answers",
                released_cells(self._assignment),
                dict.fromkeys(tests, 0),
            ),
        ):
            # Executed anew for each run: it is about this machine, now.
            task = rebuild(self._assignment, cells, {}).task
            ((_, packed),) = self._executed([(what, task)])
            result = _unpacked(packed)
            try:
                points = checked_points(self._assignment, result)
            except Ungraded as reason:
                raise TicketcourseError(
                    f"{what} of {name} could not be graded, so nothing was recorded: {reason}"
                ) from None
            for test, most in tests.items():
                if points[test] != wanted[test]:
                    raise TicketcourseError(
                        f"{what} of {name} got {points[test]:g} of {most:g} points from {test} "
                        f"and not {wanted[test]:g}, so nothing was recorded{_said(result, test)}."
                    )

    def outcomes(self, students, recorder):
        """Yield an outcome for each student as it comes."""
        to_execute, withheld = [], {}
        for student in students:
            read = self._read(student, withheld)
            if read is None:
                continue
            submission, rebuilt = read
            result = self._saved(rebuilt.task)
            if result is None:
                to_execute.append(student)
            else:
                yield _record(recorder, student, submission.timestamp, rebuilt, result)
        for student, packed in self._executed(self._tasks(to_execute, withheld)):
            timestamp, rebuilt = self._waiting.pop(student)
            result = _unpacked(packed)
            self._save(rebuilt.task, result, packed)
            yield _record(recorder, student, timestamp, rebuilt, result)
        for student, (reason, refused) in withheld.items():
            yield _withhold(recorder, student, reason, refused)

    def _read(self, student, withheld):
        """A submission and its notebook; None when there is a reason to withhold it."""
        try:
            submission = read_submission(self._course.submitted, student, self._assignment.name)
            return submission, rebuild(self._assignment, submission.cells, submission.files)
        except Refused as reason:
            withheld[student] = str(reason), True
        except Exception as error:  # a mistake of ours must not end the batch
            withheld[student] = f"Reading it failed ({type(error).__name__}: {error}).", False
        return None

    def _tasks(self, students, withheld):
        """Yield tasks one by one, so that only those under way are in memory."""
        for student in students:
            read = self._read(student, withheld)
            if read is None:  # it changed since it was read first
                continue
            submission, rebuilt = read
            self._waiting[student] = submission.timestamp, rebuilt
            yield student, rebuilt.task

    def _executed(self, tasks):
        """Yield (student, packed result) for each of the tasks, in the order in which they end."""
        return self._executed_here(tasks) if self._cluster is None else self._executed_there(tasks)

    def _executed_there(self, tasks):
        call = partial(_execute_safely, self._execute, grader=None)  # its workers outlive this run
        for student, returned, error in self._cluster.run(call, tasks):
            if error is None:
                yield returned
            else:
                why = f"The cluster did not execute it ({type(error).__name__}: {error})."
                yield student, _packed(Result(fault=why))

    def _executed_here(self, tasks):
        from joblib import Parallel, delayed, effective_n_jobs
        from joblib.externals.loky.process_executor import BrokenProcessPool

        most = 4 * effective_n_jobs(self._workers)
        tasks, under_way, paused = iter(tasks), set(), True

        def calls():
            # joblib computes as fast as it can, whether or not results are taken from it. When they
            # pile up, because recording is slower, no more are begun until all have been taken.
            nonlocal paused
            while len(under_way) < most:
                student, task = next(tasks, (None, None))
                if task is None:
                    return
                under_way.add(student)
                yield delayed(_execute_safely)(self._execute, student, task, os.getpid())
            paused = True

        while paused:
            paused = False
            pool = Parallel(
                self._workers,
                return_as="generator_unordered",
                batch_size=1,
                temp_folder=self._temporary,
            )
            try:
                for student, packed in pool(calls()):
                    under_way.discard(student)
                    yield student, packed
            except BrokenProcessPool as error:
                if not under_way:
                    raise
                # Which of them ended a process is not known: none of them is blamed.
                fault = Result(fault=f"A process that executes submissions died ({error}).")
                paused = True
                for student in under_way:
                    yield student, _packed(fault)
                under_way.clear()

    def _saved(self, task):
        try:
            return _unpacked(self._file(task).read_bytes())
        except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError):
            return None

    def _save(self, task, result, packed):
        if result.timed_out:  # the machine may have been busy: the next run executes it again
            return
        with suppress(Ungraded):
            checked_points(self._assignment, result)
            write_atomically(self._file(task), packed)

    def _file(self, task):
        content = json.dumps(
            [
                versions(),
                self._conditions,
                task.seed,
                task.seconds_per_cell,
                [vars(cell) for cell in task.cells],
                {name: hashlib.sha256(b).hexdigest() for name, b in task.files.items()},
            ],
            sort_keys=True,
        )
        return self._cache / f"{hashlib.sha256(content.encode()).hexdigest()}.json.gz"


def _record(recorder, student, timestamp, rebuilt, result):
    try:
        changed = recorder.record(student, timestamp, rebuilt, result)
    except Ungraded as reason:
        return replace(_withhold(recorder, student, str(reason)), remarks=rebuilt.remarks)
    except TicketcourseError:
        raise
    except Exception as error:  # a mistake of ours must not end the batch
        return _withhold(
            recorder, student, f"Recording it failed ({type(error).__name__}: {error})."
        )
    points = {name: cell.points for name, cell in result.cells.items() if cell.points is not None}
    slow = (_SLOW,) if result.timed_out else ()
    return Outcome(student, points=points, changed=changed, remarks=rebuilt.remarks + slow)


_SLOW = "Something took too long. Was the machine busy? The next run executes it again."


def _withhold(recorder, student, reason, refused=False):
    # It may quote what a student's process said, and goes to a terminal and into a page.
    reason = "".join(c if c.isprintable() else " " for c in reason)[:500]
    recorder.withhold(student, reason)
    return Outcome(student, reason, refused)


def _said(result, test):
    """What a test's error says, to end a sentence with."""
    for output in result.cells[test].outputs:
        if output.get("output_type") == "error":
            return f" ({output.get('ename')}: {output.get('evalue')})"
    return ""


def _execute_safely(execute, student, task, grader):
    """Run in a worker: whatever is raised there is no fault of the student's."""
    _end_with(grader)
    try:
        return student, _packed(execute(task))
    except Exception as error:
        fault = f"Executing it failed ({type(error).__name__}: {error})."
        return student, _packed(Result(fault=fault))


@cache
def _end_with(grader):
    """Have a process that joblib started end with the grader, which may be killed."""
    if os.getppid() == grader:
        threading.Thread(target=_end_without, args=[grader], daemon=True).start()


def _end_without(grader):
    while os.getppid() == grader:
        time.sleep(0.5)
    os._exit(1)


def _packed(result):
    """A result as it travels and is kept: what a student prints is long and repeats itself."""
    return gzip.compress(json.dumps(result.to_dict()).encode(), compresslevel=1, mtime=0)


def _unpacked(packed):
    return Result.from_dict(json.loads(gzip.decompress(packed)))


@cache
def versions():
    """Return what computes results: Python, everything installed, this library's text."""
    from importlib.metadata import distributions

    import ticketcourse

    folder = Path(ticketcourse.__file__).parent
    library = hashlib.sha256()
    for file in sorted(folder.rglob("*.py")):
        library.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    installed = sorted({f"{d.name}=={d.version}" for d in distributions()})
    own = f"ticketcourse {library.hexdigest()}"
    return [f"Python {platform.python_version()}", platform.machine(), own, *installed]
