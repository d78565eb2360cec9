"""The bank of answers: what each right and each wrong answer loses.

A file of the bank, tests/answers/<assignment>/<exercise>/<name>.py, is what a student might write
in the answer cell. Its first line says which cells it loses (`# loses: explain-bias`, or
`nothing`), its second, in a wrong answer, words that the message of a failed cell contains
(`# says: add b`).

To be quick, a submission holds one answer of the bank for every exercise. Each of them must lose
what it declares among the cells of its exercise, so that one that harmed another exercise would be
found there. All are graded by `ticketcourse grade`, with several secrets, because hidden tests draw
their inputs from the instructor's; some also by stock `nbgrader autograde`, which has to agree.
"""

import doctest
import re
import sys
import types
from functools import cache

import pytest
from nbgrader_course import (
    ANSWERS,
    ASSIGNMENTS,
    ROOT,
    grade_by_stock_nbgrader,
    grade_with_secrets,
    make_course,
    nbgrader_cells,
    notebook_of,
    release,
)

BANK = sorted(ANSWERS.glob("*/*/*.py"))
SECRETS = ("first secret", "second secret", "third secret")


def declared(file):
    """The cells that an answer loses and the words that it is told."""
    first, second = file.read_text(encoding="utf-8").splitlines()[:2]
    assert first.startswith("# loses: "), f"{file}: no `# loses:` in its first line"
    loses = set(first.removeprefix("# loses: ").split()) - {"nothing"}
    if not loses:
        return loses, ""
    assert second.startswith("# says: "), f"{file}: no `# says:` in its second line"
    return loses, second.removeprefix("# says: ")


@pytest.fixture(scope="module", params=ASSIGNMENTS)
def notebooks(request, tmp_path_factory):
    """(assignment, the instructor's cells, the released cells)"""
    assignment = request.param
    api = make_course(tmp_path_factory.mktemp(assignment))
    released = nbgrader_cells(release(api, assignment))
    return assignment, nbgrader_cells(notebook_of(api, "source", assignment)), released


def exercises_of(cells):
    """The grade_ids of the code cells that a student fills in."""
    return {
        name
        for name, cell in cells.items()
        if cell.metadata.nbgrader.solution and cell.cell_type == "code"
    }


def test_the_release_holds_no_solution_and_no_hidden_test(notebooks):
    assignment, source, released = notebooks
    assert source.keys() == released.keys()
    for name, cell in source.items():
        left = released[name].source
        for mark in ("SOLUTION", "HIDDEN TESTS", "MARK SCHEME"):
            assert mark not in left, f"{assignment}: {name} still says {mark}"
        for mark in ("SOLUTION", "HIDDEN TESTS"):
            region = re.search(f"### BEGIN {mark}(.*?)### END {mark}", cell.source, re.S)
            for line in region[1].split("\n") if region else ():
                if len(line.strip()) > 20 and mark == "SOLUTION":
                    assert line.strip() not in left, f"{assignment}: {name} still has: {line}"
        if cell.metadata.nbgrader.solution:
            stub = "raise NotImplementedError()" if cell.cell_type == "code" else "YOUR ANSWER HERE"
            assert stub in left, f"{assignment}: {name} has no place for an answer"


def test_every_tested_idea_has_a_visible_and_another_hidden_check(notebooks):
    assignment, source, released = notebooks
    for name, cell in source.items():
        if not cell.metadata.nbgrader.grade or cell.cell_type != "code":
            continue
        hidden = re.search("### BEGIN HIDDEN TESTS(.*)### END HIDDEN TESTS", cell.source, re.S)
        assert hidden, f"{assignment}: {name} has no hidden test"
        visible = released[name].source
        assert "checks." in visible or "AssertionError" in visible, f"{name}: nothing to see"
        assert hidden[1].strip() not in visible, f"{assignment}: {name} hides what it shows"


def test_the_worked_examples_are_true(notebooks):
    assignment, source, _ = notebooks
    module = types.ModuleType("reference")
    module.__dict__["get_ipython"] = None
    for cell in source.values():
        if cell.cell_type == "code" and not cell.metadata.nbgrader.grade:
            exec(cell.source, module.__dict__)
    sys.modules["reference"] = module
    finder = doctest.DocTestFinder(recurse=False)
    for name in exercises_of(source):
        function = module.__dict__[re.search(r"^def (\w+)", source[name].source, re.M)[1]]
        (example,) = finder.find(function, module=module, globs=module.__dict__)
        assert example.examples, f"{assignment}: {name} has no worked example"
        assert doctest.DocTestRunner().run(example).failed == 0


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_objectives_and_exercises_match(assignment):
    chapter = (ROOT / "book" / f"{assignment}.md").read_text(encoding="utf-8")
    section = chapter.split("## What you will be able to do\n", 1)[1].split("\n## ", 1)[0]
    objectives = re.findall(r"^\d+\. (.+?\.)$", section, re.M)
    assert objectives

    text = (ROOT / "solutions" / assignment / f"{assignment}.md").read_text(encoding="utf-8")
    exercises = re.split(r"^## Exercise ", text, flags=re.M)[1:]
    stated = [re.findall(r"^\*Objective: (.+)\*$", exercise, re.M) for exercise in exercises]
    for number, found in enumerate(stated, 1):
        assert len(found) == 1, f"exercise {number} states {len(found)} objectives"
    assert {found[0] for found in stated} == set(objectives)


def test_the_bank_is_complete(notebooks):
    assignment, source, _ = notebooks
    exercises = exercises_of(source)
    folders = {path.name for path in (ANSWERS / assignment).iterdir()}
    assert folders == exercises
    tests = {name for name, cell in source.items() if cell.metadata.nbgrader.grade}
    for name in tests:
        owners = [e for e in exercises if name.startswith(f"{e}-")]
        assert len(owners) == (source[name].cell_type == "code"), f"{name}: of {owners}"
    lost = set()
    for exercise in exercises:
        files = [file for file in BANK if file.parent == ANSWERS / assignment / exercise]
        losses = [declared(file)[0] for file in files]
        assert sum(map(bool, losses)) >= 5, f"{exercise}: fewer than five wrong answers"
        assert losses.count(set()) >= 2, f"{exercise}: fewer than two right answers"
        lost |= set().union(*losses)
    # No cell gives its points to every wrong answer.
    assert lost == {name for name in tests if source[name].cell_type == "code"}


def bank_of(assignment):
    """The bank's files by exercise, each list in the order of the submissions that hold them."""
    files = {}
    for file in BANK:
        if file.parts[-3] == assignment:
            files.setdefault(file.parent.name, []).append(file)
    return files


def submissions_of(folder, assignment):
    """Answers by student: the release as it is, the instructor's, and the bank's."""
    source = nbgrader_cells(notebook_of(make_course(folder), "source", assignment))
    reference = {n: c.source for n, c in source.items() if c.metadata.nbgrader.solution}
    submissions = {"untouched": {}, "instructor": reference}
    for exercise, files in bank_of(assignment).items():
        for number, file in enumerate(files):
            answers = submissions.setdefault(f"bank-{number}", dict(reference))
            answers[exercise] = file.read_text(encoding="utf-8")
    return submissions


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Grades an assignment once: the marks of every submission for each secret, and full marks."""

    @cache
    def graded(assignment):
        folder = tmp_path_factory.mktemp(f"bank-{assignment}")
        submissions = submissions_of(folder, assignment)
        return grade_with_secrets(folder / "c", assignment, submissions, SECRETS)

    return graded


@pytest.mark.slow
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_untouched_release_earns_nothing(graded, assignment):
    for marks in graded(assignment)[0]:
        assert set(marks["untouched"].points.values()) == {0}


@pytest.mark.slow
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_instructors_answers_earn_all_that_a_machine_can_give(graded, assignment):
    found, full = graded(assignment)
    for marks in found:
        instructor = marks["instructor"]
        assert not instructor.messages
        assert not instructor.lost(full)
        points = list(instructor.points.values())
        assert points.count(None) == 1, "one answer in words for a person to mark"


@pytest.mark.slow
@pytest.mark.parametrize("file", BANK, ids=lambda file: "/".join(file.with_suffix("").parts[-3:]))
def test_an_answer_loses_what_is_wrong_with_it_and_nothing_else(graded, file):
    assignment, exercise = file.parts[-3:-1]
    number = bank_of(assignment)[exercise].index(file)
    loses, says = declared(file)
    found, full = graded(assignment)
    for secret, marks in zip(SECRETS, found, strict=True):
        mine = marks[f"bank-{number}"]
        lost = {cell for cell in mine.lost(full) if cell.startswith(f"{exercise}-")}
        assert lost == loses, f"with {secret}: {mine.messages}"
        if loses:
            told = [mine.messages.get(c, "points lost without a word") for c in sorted(loses)]
            assert any(says in message for message in told), f"with {secret}: {told}"


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_stock_nbgrader_gives_the_same_marks(graded, tmp_path, assignment):
    submissions = submissions_of(tmp_path, assignment)
    some = {student: submissions[student] for student in ("untouched", "instructor", "bank-0")}
    stock, full = grade_by_stock_nbgrader(tmp_path / "stock", assignment, some)
    ours, ours_full = graded(assignment)
    assert full == ours_full
    for student in some:
        assert stock[student].points == ours[0][student].points, student
