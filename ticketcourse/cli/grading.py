"""``ticketcourse grade``, ``marks`` and ``check``: for who gives an assignment or answers it."""

import sys
import textwrap
from contextlib import nullcontext
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

from ticketcourse.cli.options import check_page
from ticketcourse.errors import TicketcourseError


def add_grade(commands):
    """Declare ``ticketcourse grade``."""
    grade = commands.add_parser(
        "grade",
        help="grade what students handed in",
        description="Grade what was handed in for an assignment, in the folder of the course. "
        "Students' code runs in a box that bubblewrap builds. Killed or interrupted, the same "
        "command goes on.",
    )
    grade.set_defaults(run=_grade)
    grade.add_argument("assignment", metavar="ASSIGNMENT", help="such as 01-neurons")
    grade.add_argument("--student", action="append", metavar="NAME", help="only this one; repeat")
    where = grade.add_mutually_exclusive_group()
    where.add_argument(
        "--workers",
        type=int,
        default=1,
        metavar="N",
        help="submissions at once, -1 for one a core (default: %(default)s)",
    )
    where.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="execute on a Dask cluster, such as tcp://192.0.2.1:8786, whose workers have the same "
        "installed as this machine, bubblewrap too",
    )
    grade.add_argument(
        "--trust-submissions",
        action="store_true",
        help="run students' code without a box: it can then do whatever you can",
    )
    grade.add_argument("--html", metavar="FILE", help="write the report as a page as well")


def _grade(options):
    _require_nbgrader()
    from ticketcourse.grading import Course, grade
    from ticketcourse.grading.box import Boxed, weaknesses
    from ticketcourse.grading.cluster import cluster
    from ticketcourse.grading.execution import modules_of
    from ticketcourse.grading.rebuild import rebuild, reference_cells
    from ticketcourse.grading.report import make_report
    from ticketcourse.grading.unboxed import Unboxed

    check_page(options.html)
    if options.workers < 1 and options.workers != -1:
        raise TicketcourseError(f"--workers is {options.workers}: give at least 1, or -1.")
    course = Course.open(Path.cwd())
    assignment = course.read_assignment(options.assignment)
    modules = modules_of(rebuild(assignment, reference_cells(assignment), {}).task.cells)
    if options.trust_submissions:
        processes, conditions = Unboxed(modules), "unboxed"
    else:
        processes, conditions = Boxed(modules, hidden=(str(course.root.resolve()),)), "boxed"
    with cluster(options.scheduler) if options.scheduler else nullcontext() as there:
        cautions = ()
        if not options.trust_submissions:
            found = there.on_each(weaknesses).values() if there else [weaknesses()]
            cautions = tuple(dict.fromkeys(chain.from_iterable(found)))
        for sentence in cautions:
            print(f"ticketcourse: {sentence}", file=sys.stderr)
        outcomes = grade(
            course,
            options.assignment,
            processes,
            conditions,
            students=options.student,
            workers=options.workers,
            cluster=there,
        )
    report = make_report(assignment, outcomes, options.trust_submissions, cautions)
    print(report)
    if options.html is not None:
        from ticketcourse.files import write_atomically

        write_atomically(Path(options.html), report.to_html().encode())


def add_marks(commands):
    """Declare ``ticketcourse marks``."""
    marks = commands.add_parser(
        "marks",
        help="write the marks for Canvas or Moodle",
        description="Write the marks of an assignment, by the machine and by hand, as a file that "
        "Canvas or Moodle imports, in the folder of the course. Who could not be graded is left "
        "out, so that an import leaves such a student's mark as it is.",
    )
    marks.set_defaults(run=_marks)
    marks.add_argument("assignment", metavar="ASSIGNMENT", help="such as 01-neurons")
    marks.add_argument(
        "--format", required=True, choices=("canvas", "moodle"), help="which of them imports it"
    )
    marks.add_argument("--out", required=True, metavar="FILE", help="the CSV file")


def _marks(options):
    _require_nbgrader()
    from ticketcourse.grading import Course
    from ticketcourse.grading.export import export_marks

    course = Course.open(Path.cwd())
    marks, left_out = export_marks(course, options.assignment, options.format, options.out)
    print(f"{options.out}: {len(marks)} marks of {options.assignment}.")
    if provisional := [mark.student for mark in marks if mark.provisional]:
        print("Provisional, because a person still has to mark or to look again:")
        print(
            textwrap.fill(", ".join(provisional), 100, initial_indent="  ", subsequent_indent="  ")
        )
    if left_out:
        print("Left out, because they could not be graded:")
        for student, reason in sorted(left_out.items()):
            print(f"  {student}: {reason}")


def add_check(commands):
    """Declare ``ticketcourse check``."""
    check = commands.add_parser(
        "check",
        help="run an assignment's visible tests on your own answers",
        description="Run your notebook from the top and say which of its tests pass, and why "
        "others do not, as Validate does in JupyterLab. The file is not changed. Grading adds "
        "hidden tests. The exit status is 0 when all is well and 1 when something is not.",
    )
    check.set_defaults(run=_check)
    check.add_argument("notebook", metavar="NOTEBOOK", help="such as 01-neurons.ipynb")


def _check(options):
    _require_nbgrader()
    from ticketcourse.grading.validation import check

    verdicts = check(options.notebook)
    width = max(len(verdict.name) for verdict in verdicts)
    for verdict in verdicts:
        points = f"{verdict.points:g} point{'s' * (verdict.points != 1)}"
        print(f"{'passes' if verdict.passed else 'FAILS':6}  {verdict.name:{width}}  {points}")
        if verdict.message:
            print(textwrap.indent(verdict.message, " " * 8))
    passed = sum(verdict.passed for verdict in verdicts)
    print(f"{passed} of {len(verdicts)} pass; hidden tests come with grading.")
    return int(passed < len(verdicts))


def _require_nbgrader():
    if find_spec("nbgrader") is None:
        raise TicketcourseError(
            'nbgrader is not installed: run pip install "ticketcourse[student]".'
        )
