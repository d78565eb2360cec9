"""A class is graded with one call, whatever is handed in and whenever the process is killed."""

import itertools
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from joblib import parallel_config
from nbgrader.api import Gradebook
from plain_execution import die_unless, execute, fails_on
from small_course import HALF, NAME, RIGHT, WRONG, hand_in, make_small_course
from sqlalchemy.orm import Session

from ticketcourse.errors import TicketcourseError
from ticketcourse.files import write_atomically
from ticketcourse.grading import Course, batch, course, grade, record
from ticketcourse.grading.record import ungradable
from ticketcourse.grading.task import CellResult, Result

CLASS = {"ada": RIGHT, "bob": HALF, "cy": WRONG}
MARKS = {"ada": 3, "bob": 2, "cy": 0}
CHECKS = 2  # of the assignment itself, in each run: the reference and the release


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    opened = make_small_course(folder)
    for student, answers in CLASS.items():
        hand_in(opened, student, answers)
    return folder


@pytest.fixture
def small(made, tmp_path):
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return Course.open(tmp_path)


class Counted:
    """Executes and counts."""

    def __init__(self):
        self.count = 0

    def __call__(self, task):
        self.count += 1
        return execute(task)


def run(opened, execution=execute, **options):
    options = {"conditions": "test", "progress": False} | options
    return {o.student: o for o in grade(opened, NAME, execution, **options)}


def marks(opened):
    """Total score of each student in the gradebook."""
    with Gradebook(opened.db_url, opened.course_id) as book:
        return {s.student.id: s.score for s in book.assignment_submissions(NAME)}


def test_a_class_is_graded_and_grading_again_changes_and_computes_nothing(small):
    counted = Counted()
    outcomes = run(small, counted)
    assert marks(small) == MARKS
    assert {s: sum(o.points.values()) for s, o in outcomes.items()} == MARKS
    assert all(o.changed and o.reason is None for o in outcomes.values())
    assert counted.count == CHECKS + len(CLASS)

    outcomes = run(small, counted)
    assert not any(o.changed for o in outcomes.values())
    assert counted.count == CHECKS + len(CLASS) + CHECKS

    hand_in(small, "cy", RIGHT)
    outcomes = run(small, counted)
    assert [s for s, o in outcomes.items() if o.changed] == ["cy"]
    assert counted.count == CHECKS + len(CLASS) + 2 * CHECKS  # ada answered the same before
    assert marks(small)["cy"] == 3


def test_what_took_too_long_is_executed_again_by_the_next_run(small):
    def late(task):
        counted.count += 1
        return replace(execute(task), timed_out=True)

    counted = Counted()
    outcomes = run(small, late)
    assert all("took too long" in o.remarks[-1] for o in outcomes.values())
    assert marks(small) == MARKS  # what was found counts until then
    run(small, counted)
    assert counted.count == 2 * (CHECKS + len(CLASS))
    run(small, counted)
    assert counted.count == 2 * (CHECKS + len(CLASS)) + CHECKS


def test_results_of_other_conditions_or_of_another_text_are_computed_again(small):
    counted = Counted()
    run(small, counted)
    run(small, counted, conditions="unboxed")
    assert counted.count == 2 * (CHECKS + len(CLASS))
    text = small.root.parent / "solutions" / NAME / f"{NAME}.md"
    text.write_text(text.read_text().replace("double(-7) == -14", "double(-8) == -16"))
    run(Course.open(text.parents[2]), counted)
    assert counted.count == 3 * (CHECKS + len(CLASS))


def test_only_the_students_that_were_asked_for_are_graded(small):
    run(small, students=["bob"])
    assert marks(small) == {"bob": 2}
    with pytest.raises(TicketcourseError, match="'eve' did not hand in doubling"):
        run(small, students=["bob", "eve"])


def test_several_workers_give_the_same_marks(small):
    run(small, workers=2)
    assert marks(small) == MARKS


def test_a_malformed_submission_is_reported_by_name_and_the_others_go_on(small):
    hand_in(small, "dan", {}).write_bytes(b"{")
    hand_in(small, "eve", {}, lambda notebook: notebook["cells"].append(None))
    (small.submitted / "fay").symlink_to("ada")
    outcomes = run(small)
    assert marks(small) == MARKS
    reasons = {s: o.reason for s, o in outcomes.items() if o.reason}
    assert reasons.keys() == {"dan", "eve", "fay"}
    assert "not readable as JSON" in reasons["dan"]
    assert "is no cell" in reasons["eve"]
    assert "is a link" in reasons["fay"]
    assert ungradable(small, NAME) == reasons

    hand_in(small, "dan", RIGHT)
    shutil.rmtree(small.submitted / "eve")
    (small.submitted / "fay").unlink()
    run(small)
    assert ungradable(small, NAME) == {}
    assert marks(small) == MARKS | {"dan": 3}


def test_a_mistake_of_ours_in_one_submission_ends_no_batch(small, monkeypatch):
    rebuild = batch.rebuild

    def broken(assignment, cells, files):
        if any("abs" in c.source for c in cells):
            raise ZeroDivisionError("a mistake")
        return rebuild(assignment, cells, files)

    monkeypatch.setattr(batch, "rebuild", broken)
    assert "Reading it failed (ZeroDivisionError" in run(small)["bob"].reason
    monkeypatch.undo()

    monkeypatch.setattr(record, "plain_outputs", lambda outputs, is_test: 1 / 0)
    assert "Recording it failed (ZeroDivisionError" in run(small)["bob"].reason
    monkeypatch.undo()
    run(small)
    assert marks(small) == MARKS
    assert ungradable(small, NAME) == {}


def test_a_fault_is_no_zero_is_not_kept_and_is_tried_again(small):
    run(small)
    hand_in(small, "cy", {"double": "def double(x): return x  # now"})
    said = "No box.\n\x1b[2J" + "!" * 1000
    for how in (lambda: Result(fault=said), lambda: 1 / 0, lambda: Result()):
        outcomes = run(small, partial(fails_on, "# now", how))
        assert outcomes["cy"].reason
        assert outcomes["cy"].reason.isprintable()
        assert len(outcomes["cy"].reason) <= 500
        assert outcomes["cy"].points == {}
        assert ungradable(small, NAME).keys() == {"cy"}
    assert not small.autograded("cy", NAME).exists()
    run(small)
    assert ungradable(small, NAME) == {}
    assert marks(small) == MARKS


@pytest.mark.slow
def test_a_worker_that_dies_blames_nobody_and_the_rest_is_graded(small):
    for number in range(8):
        hand_in(small, f"s{number}", RIGHT | {"why": f"{number}"})
    hand_in(small, "kim", {"double": "def double(x): return 'killer'"})
    killer = partial(fails_on, "killer", partial(die_unless, os.getpid()))
    outcomes = run(small, killer, workers=2)
    listed = ungradable(small, NAME)
    assert "kim" in listed
    assert all("A process that executes submissions died" in text for text in listed.values())
    assert outcomes.keys() - listed.keys() == marks(small).keys()
    run(small)
    assert ungradable(small, NAME) == {}
    assert marks(small) == MARKS | {f"s{n}": 3 for n in range(8)} | {"kim": 0}


@pytest.mark.parametrize(
    ("points", "says"),
    [
        (
            lambda cell, given: min(given, 1.0),
            "instructor's own answers of doubling got 1 of 2 points from double-positive and not 2",
        ),
        (
            lambda cell, given: cell.points,
            "release without answers of doubling got 2 of 2 points from double-positive and not 0",
        ),
        (
            lambda cell, given: 1 / 0,
            "could not be graded, so nothing was recorded: Executing it failed",
        ),
    ],
)
def test_nothing_is_recorded_unless_the_reference_is_right_and_the_release_wrong(
    small, points, says
):
    def unfair(task):
        given = {name: cell.points for name, cell in execute(task).cells.items()}
        return Result(
            {
                c.name: CellResult(points=points(c, given[c.name]) if c.role == "test" else None)
                for c in task.cells
            }
        )

    with pytest.raises(TicketcourseError, match=says):
        run(small, unfair)
    assert marks(small) == {}
    assert not (small.root / "autograded").exists()
    run(small)  # a machine that is well again
    assert marks(small) == MARKS


def test_no_more_is_computed_than_recording_keeps_up_with(small, monkeypatch):
    for number in range(40):
        hand_in(small, f"s{number:02}", RIGHT | {"why": f"{number}"})
    begun, recorded, most_ahead = [], [], 0

    def instant(task):
        nonlocal most_ahead
        begun.append(task.seed)
        most_ahead = max(most_ahead, len(begun) - CHECKS - len(recorded))
        unsolved = any("NotImplementedError" in cell.source for cell in task.cells)
        points = {c.name: 0.0 if unsolved else c.points for c in task.cells if c.role == "test"}
        return Result({name: CellResult(points=given) for name, given in points.items()})

    real = record.Recorder.record

    def slow(*arguments):
        time.sleep(0.01)
        recorded.append(arguments)
        return real(*arguments)

    monkeypatch.setattr(record.Recorder, "record", slow)
    with parallel_config(backend="threading"):
        run(small, instant, workers=2)
    assert len(marks(small)) == len(recorded) == 43
    assert 2 <= most_ahead <= 4 * 2 + 1


def test_what_a_killed_run_had_begun_to_write_is_removed(small):
    run(small)
    begun = [
        small.grading / "results" / ".a.json.gz.1",
        small.grading / f".{NAME}.json.1",
        small.autograded("ada", NAME).with_name(f".{NAME}.ipynb.1"),
    ]
    for file in begun:
        file.write_bytes(b"{")
    (small.grading / "temporary" / "folder").mkdir(parents=True)
    run(small)
    assert not any(file.exists() for file in [*begun, small.grading / "temporary"])
    assert marks(small) == MARKS


def test_two_processes_do_not_grade_one_course_at_once(small):
    with small.locked(), pytest.raises(TicketcourseError, match="Another process is grading"):
        run(small)
    run(small)


def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(small):
    def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt, match="1 of 3 submissions are done; grade again"):
        run(small, partial(fails_on, "abs", interrupted))
    assert marks(small) == {"ada": 3}
    counted = Counted()
    run(small, counted)
    assert counted.count == CHECKS + 2
    assert marks(small) == MARKS


def test_a_gradebook_that_somebody_else_keeps_locked_is_one_sentence(small, monkeypatch):
    with sqlite3.connect(small.root / "gradebook.db") as other:
        other.execute("begin immediate")
        monkeypatch.setattr("sqlalchemy.URL.update_query_dict", lambda url, query: url)
        monkeypatch.setattr("sqlite3.dbapi2.connect", partial(sqlite3.connect, timeout=0))
        with pytest.raises(TicketcourseError, match="no result is lost"):
            run(small)
        other.rollback()
    run(small)
    assert marks(small) == MARKS


def in_child(opened, watch, kill_at):
    """Grade in a child that is killed at the given step; return whether it came to it.

    `watch` is given a function to call at each step.
    """
    child = os.fork()
    if child == 0:
        steps = 0

        def step():
            nonlocal steps
            steps += 1
            if steps == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

        watch(step)
        try:
            run(opened)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def lasting_changes(step):
    """A step is just before and just after anything that lasts."""

    def watched(function):
        def call(*arguments, **options):
            step()
            returned = function(*arguments, **options)
            step()
            return returned

        return call

    for owner, name in (
        (Session, "commit"),
        (Path, "replace"),
        (Path, "unlink"),
        (Path, "mkdir"),
    ):
        setattr(owner, name, watched(getattr(owner, name)))


def lines(step):
    """A step is each line of what writes."""
    files = {module.__file__ for module in (record, batch, course)}
    files.add(write_atomically.__code__.co_filename)

    def line(_, event, __):
        if event == "line":
            step()
        return line

    sys.settrace(lambda frame, *_: line if frame.f_code.co_filename in files else None)


def state(opened):
    """Everything that a run leaves: rows, notebooks, and the list."""
    with sqlite3.connect(opened.root / "gradebook.db") as database:
        rows = database.execute(
            "select s.student_id, b.name, g.auto_score, g.manual_score, g.needs_manual_grade "
            "from grade g join submitted_notebook n on g.notebook_id = n.id "
            "join submitted_assignment s on n.assignment_id = s.id "
            "join base_cell b on b.id = g.cell_id order by 1, 2"
        ).fetchall()
        comments = database.execute("select count(*), count(auto_comment) from comment").fetchall()
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
    files = {
        path.relative_to(opened.root): path.read_bytes()
        for path in sorted((opened.root / "autograded").rglob("*.ipynb"))
    }
    return rows, comments, files, ungradable(opened, NAME)


@pytest.mark.parametrize(
    ("watch", "every", "least"),
    [
        (lasting_changes, 3, 15),
        pytest.param(lasting_changes, 1, 60, marks=pytest.mark.slow),
        pytest.param(lines, 13, 60, marks=pytest.mark.slow),
    ],
)
def test_killed_anywhere_and_run_again_every_mark_is_right(small, watch, every, least):
    """First a class that was never graded, then one that hands in again, with marks by hand."""
    batch.versions()  # computed once: it is not part of what is killed
    folder, before = small.root, small.root.parent / "before"

    def resubmit():
        hand_in(small, "ada", HALF)
        hand_in(small, "bob", HALF | {"why": "Another guess."})  # only a person sees a change
        hand_in(small, "dan", {}).write_bytes(b"{")
        with Gradebook(small.db_url, small.course_id) as book:
            grade_ = book.find_grade("why", NAME, NAME, "bob")
            grade_.manual_score, grade_.needs_manual_grade = 3.0, False
            book.db.commit()

    killed = 0
    for prepare in (lambda: None, resubmit):
        prepare()
        (folder / "grading").mkdir(exist_ok=True)
        shutil.copytree(folder, before)
        run(small)
        right = state(small)
        for kill_at in itertools.count(1, every):
            shutil.rmtree(folder)
            shutil.copytree(before, folder)
            if not in_child(small, watch, kill_at):
                break
            killed += 1
            run(small)
            assert state(small) == right, f"killed at step {kill_at}"
        shutil.rmtree(before)
    assert killed > least


@pytest.mark.slow
def test_killed_at_any_time_with_several_workers_and_run_again(small, made):
    for number in range(30):
        hand_in(small, f"s{number}", HALF | {"why": f"{number}"})
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from small_course import *\nfrom plain_execution import execute\n"
        "from ticketcourse.grading import grade\n"
        "c = Course.open(sys.argv[2]); print('go', flush=True)\n"
        "grade(c, NAME, execute, 'test', workers=2, progress=False)"
    )
    command = [sys.executable, "-c", code, str(Path(__file__).parent), str(small.root.parent)]
    for seconds in (0.05, 0.5, 1.5):
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            process.stdout.readline()
            time.sleep(seconds)
            process.kill()
    run(small)
    assert marks(small) == MARKS | {f"s{number}": 2 for number in range(30)}
    assert ungradable(small, NAME) == {}
