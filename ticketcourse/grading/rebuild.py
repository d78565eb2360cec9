"""The notebook that is graded: the instructor's, with a student's answers in it.

Of a submission only text is taken. Answers are found by their grade_id; whatever else was done to
the notebook (cells edited, deleted, duplicated, reordered, renamed, changed in type) has no effect
on the tests, whose text and place are the instructor's. Cells that a student added run where they
were added: after the same cell of the instructor's notebook.

Files that a student handed in lie beside the notebook under their own names. Those that have the
name of an instructor's file, or that Python would import in place of an installed module, are left
out, and a remark says so.
"""

import ast
import builtins
import hashlib
import hmac
import json
import re
import symtable
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache

from ticketcourse.errors import TicketcourseError
from ticketcourse.grading.intake import SubmittedCell
from ticketcourse.grading.task import Cell, Task


@dataclass(frozen=True)
class AssignmentCell:
    """A cell of the instructor's notebook.

    Attributes
    ----------
    name : str or None
        nbgrader's grade_id.
    role : {"answer", "given", "test", "plain"}
        A student writes an answer; the given is locked, and tests may use it; the plain is shown,
        and runs where it is code, but no test may count on it.
    cell_type : {"code", "markdown", "raw"}
    source : str
        The instructor's text, with the solution or the hidden tests.
    released : str
        The text that students were given.
    nbgrader : dict or None
        nbgrader's metadata, with the checksum of the release.
    """

    name: str | None
    role: str
    cell_type: str
    source: str
    released: str
    nbgrader: dict | None = None


@dataclass(frozen=True)
class Assignment:
    """An assignment as the instructor has it.

    Attributes
    ----------
    name : str
    cells : tuple of AssignmentCell
    kernelspec : dict
    files : dict of str to bytes
        What lies beside the notebook.
    seconds_per_cell : float
    secret : bytes
        From which the hidden inputs of the tests are drawn.
    """

    name: str
    cells: tuple[AssignmentCell, ...]
    kernelspec: dict
    files: dict[str, bytes]
    seconds_per_cell: float
    secret: bytes

    @property
    def points(self):
        """dict of str to float: what each test is worth, by its name."""
        return {c.name: float(c.nbgrader["points"]) for c in self.cells if c.role == "test"}


@dataclass(frozen=True)
class Rebuilt:
    """A submission in the instructor's notebook.

    Attributes
    ----------
    cells : tuple of (str or None, dict)
        The notebook's cells without outputs, each with the name that its result has in the task.
    task : Task
    unanswered : frozenset of str
        The answers that are as they were released.
    remarks : tuple of str
        What an instructor may want to know, a sentence each.
    """

    cells: tuple[tuple[str | None, dict], ...]
    task: Task
    unanswered: frozenset[str]
    remarks: tuple[str, ...] = field(default=())


def read_assignment(name, source, release, files, seconds_per_cell, secret):
    """Make an assignment from the instructor's notebook and the released one.

    Parameters
    ----------
    name : str
    source, release : bytes
        The two notebook files.
    files, seconds_per_cell, secret
        As `Assignment` has them.

    Returns
    -------
    Assignment

    Raises
    ------
    TicketcourseError
        When the release was made from another version of the source, or when a test uses a name
        that a cell defines which students may change.
    """
    notebook = json.loads(source)
    released = {}
    for cell in json.loads(release)["cells"]:
        released[_nbgrader(cell).get("grade_id")] = cell
    cells = []
    for cell in notebook["cells"]:
        nbgrader, text = _nbgrader(cell), _text(cell)
        if not nbgrader:
            cells.append(AssignmentCell(None, "plain", cell["cell_type"], text, text))
            continue
        grade_id = nbgrader["grade_id"]
        role = _role(cell["cell_type"], nbgrader)
        if grade_id not in released or _role_of(released[grade_id]) != role:
            raise TicketcourseError(
                f"The release of {name} has no cell {grade_id!r} as the source has it: run "
                "`make release`."
            )
        other = released[grade_id]
        metadata = nbgrader | {"checksum": _nbgrader(other).get("checksum")}
        cells.append(
            AssignmentCell(grade_id, role, cell["cell_type"], text, _text(other), metadata)
        )
    _check_names(name, cells)
    kernelspec = notebook["metadata"]["kernelspec"]
    return Assignment(name, tuple(cells), kernelspec, files, seconds_per_cell, secret)


def _check_names(name, cells):
    """Refuse an assignment in which a student could replace what a test calls, such as NumPy.

    Locked cells define things for tests and students alike. Of what an answer defines the functions
    and values are what is tested, but a module that only an answer imports may be anything. What
    other cells define is in the student's process alone.
    """
    sure = {name for cell in cells if cell.role == "given" for name in _defined(cell)}
    unsure, answered = {}, set()
    for cell in cells:
        if cell.role in ("plain", "answer"):
            for defined, imported in _defined(cell).items():
                if imported or cell.role == "plain":
                    unsure[defined] = cell
                else:
                    answered.add(defined)
    for cell in cells:
        if cell.role != "test":
            continue
        for used in sorted(_used(cell) - sure - answered):
            if used in unsure or ("*" in unsure and not hasattr(builtins, used)):
                raise TicketcourseError(
                    f"The test {cell.name} of {name} uses {used!r}, which is only defined in a "
                    "cell that students may change: lock that cell, or define it in the test."
                )
        sure |= _defined(cell).keys()


def _defined(cell):
    """The names that a code cell defines outside of functions, with whether it imports them."""
    found, to_see = {}, list(_statements(cell))
    while to_see:
        node = to_see.pop()
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            found |= {(one.asname or one.name).split(".")[0]: True for one in node.names}
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found[node.name] = False
        elif not isinstance(node, ast.Lambda):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found[node.id] = False
            to_see += ast.iter_child_nodes(node)
    return found


def _used(cell):
    """The names that a code cell takes from outside it."""
    try:
        top = symtable.symtable(_python(cell), "cell", "exec")
    except SyntaxError:  # shows when the cell runs
        return set()
    used, tables = set(), [top]
    while tables:
        table = tables.pop()
        used |= {
            symbol.get_name()
            for symbol in table.get_symbols()
            if symbol.is_referenced() and (table is top or symbol.is_global())
        }
        tables += table.get_children()
    own = {s.get_name() for s in top.get_symbols() if s.is_assigned() or s.is_imported()}
    return used - own


def _statements(cell):
    try:
        return ast.parse(_python(cell)).body
    except SyntaxError:
        return []


def _python(cell):
    """The source of a code cell without magics; nothing of other cells."""
    lines = cell.source.split("\n") if cell.cell_type == "code" else []
    return "\n".join(line for line in lines if not line.lstrip().startswith(("%", "!")))


def reference_cells(assignment):
    """Return the cells of a submission that holds the instructor's own answers."""
    return tuple(SubmittedCell(c.cell_type, c.source, c.name) for c in assignment.cells)


def released_cells(assignment):
    """Return the cells of a submission in which nothing was answered."""
    return tuple(SubmittedCell(c.cell_type, c.released, c.name) for c in assignment.cells)


def rebuild(assignment, submitted, files):
    """Put a student's answers and extra cells into the instructor's notebook.

    Parameters
    ----------
    assignment : Assignment
    submitted : tuple of SubmittedCell
    files : dict of str to bytes
        What the student handed in beside the notebook.

    Returns
    -------
    Rebuilt
    """
    answers, extras, remarks = _sort_out(assignment, submitted)
    unanswered, cells, run = set(), [], []

    def add(cell_type, source, role, name=None, nbgrader=None, points=0.0):
        cell = {
            "cell_type": cell_type,
            "id": f"cell-{len(cells)}",
            "metadata": {"nbgrader": nbgrader} if nbgrader else {},
            "source": source,
        }
        if cell_type == "code":
            cell |= {"execution_count": None, "outputs": []}
            # Names of nbgrader's have no space.
            name = name or f"cell {len(cells)}"
            run.append(Cell(name, role, source, points))
        cells.append((name if cell_type == "code" else None, cell))

    def add_extras(position):
        for cell in extras[position]:
            if cell.cell_type == "code":
                add("code", cell.source, "student")
            elif cell.cell_type == "markdown":
                add("markdown", harmless_markdown(cell.source), None)

    add_extras(-1)
    for position, cell in enumerate(assignment.cells):
        source = cell.source
        if cell.role == "answer":
            source = answers.get(cell.name, cell.released)
            if source == cell.released:
                unanswered.add(cell.name)
            elif cell.cell_type != "code":
                source = harmless_markdown(source)
        role = cell.role if cell.role in ("given", "test") else "student"
        points = float(cell.nbgrader["points"]) if cell.role == "test" else 0.0
        add(cell.cell_type, source, role, cell.name, cell.nbgrader, points)
        add_extras(position)

    own = _own_files(assignment, files, remarks)
    together = assignment.files | own
    seed = _seed(assignment, run, together)
    task = Task(tuple(run), together, seed, assignment.seconds_per_cell, frozenset(own))
    return Rebuilt(tuple(cells), task, frozenset(unanswered), tuple(remarks))


def harmless_markdown(text):
    """Return a student's Markdown so that showing it to an instructor does nothing.

    nbgrader's pages let HTML, any link and any formula through, and the formgrader's pages may
    change marks. What stays is text, emphasis, lists, tables, code, formulas and web addresses that
    are written out. A space takes the meaning from the beginning of a tag, of a link's or picture's
    address, of a character reference, and of the formula commands that make links or load more
    commands; nothing is taken away.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
    """
    text = re.sub(r"&(?=#|\w+;)", "& ", text)
    text = re.sub(r"<(?=[A-Za-z/!?])", "< ", text)
    text = re.sub(r"\](?=[(\[:])", "] ", text)
    commands = "bbox|href|url|style|class|cssId|data|mmlToken|require"
    return re.sub(rf"\\(?=(?:{commands})(?![A-Za-z]))", r"\\ ", text)


def _nbgrader(cell):
    return cell["metadata"].get("nbgrader", {})


def _text(cell):
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _role_of(cell):
    return _role(cell["cell_type"], _nbgrader(cell))


def _role(cell_type, nbgrader):
    """As nbgrader's own `is_solution`, `is_grade` and `is_locked` see a cell."""
    if nbgrader.get("solution"):
        return "answer"
    if nbgrader.get("grade") and cell_type == "code":
        return "test"
    if nbgrader.get("task") and not nbgrader.get("locked"):
        return "answer"
    return "given" if nbgrader.get("locked") or nbgrader.get("task") else "plain"


def _sort_out(assignment, submitted):
    """Tell answers (text by name) from extra cells (by the position of the cell before them)."""
    position_of = {cell.name: i for i, cell in enumerate(assignment.cells) if cell.name}
    plain = defaultdict(list)
    for i, cell in enumerate(assignment.cells):
        if cell.name is None:
            plain[cell.cell_type, cell.released].append(i)
    kept, remarks = _choose(assignment, submitted, position_of)

    answers, extras, position = {}, defaultdict(list), -1
    for number, cell in enumerate(submitted):
        known = position_of.get(cell.grade_id)
        if number in kept:
            position = known
            if assignment.cells[known].role == "answer":
                answers[cell.grade_id] = cell.source
        elif known is not None and assignment.cells[known].role != "answer":
            pass  # a copy of an instructor's cell
        elif known is None and plain[cell.cell_type, cell.source]:
            position = plain[cell.cell_type, cell.source].pop(0)
        else:
            extras[position].append(cell)
    for cell in assignment.cells:
        if cell.role == "answer" and cell.name not in answers:
            remarks.append(f"The answer {cell.name} is missing and counts as not answered.")
    return answers, extras, remarks


def _choose(assignment, submitted, position_of):
    """For each name the first cell of the right type, or else the first; and what to remark."""
    kept, remarks = {}, []
    for number, cell in enumerate(submitted):
        known = position_of.get(cell.grade_id)
        if known is None:
            continue
        right = cell.cell_type == assignment.cells[known].cell_type
        if cell.grade_id not in kept or (right and not kept[cell.grade_id][1]):
            kept[cell.grade_id] = number, right
    counts = Counter(cell.grade_id for cell in submitted)
    for name, (number, right) in kept.items():
        cell, source = assignment.cells[position_of[name]], submitted[number].source
        if cell.role == "answer":
            if counts[name] > 1:
                remarks.append(
                    f"The answer {name} is there {counts[name]} times: the first counts, the "
                    "others run as extra cells."
                )
            if not right:
                remarks.append(f"The answer {name} was no {cell.cell_type} cell any more.")
        elif source not in (cell.released, cell.source):
            remarks.append(f"The cell {name} was changed: the instructor's text was used.")
    return {number for number, _ in kept.values()}, remarks


def _own_files(assignment, files, remarks):
    """The student's files that neither replace an instructor's file nor hide a module."""
    taken = {name.casefold() for name in (*assignment.files, f"{assignment.name}.ipynb")}
    packages = {name.split("/")[0] for name in files if re.match(r"[^/]+/__init__\.", name)}
    kept = {}
    for name, content in files.items():
        first, _, rest = name.partition("/")
        path = [name, *(name[: slash.start()] for slash in re.finditer("/", name))]
        importable = first in packages or (not rest and _is_code(first))
        if taken & {part.casefold() for part in path} or any(
            t.startswith(f"{path[0].casefold()}/") for t in taken
        ):
            remarks.append(f"The file {name} was left out: the instructor's has its name.")
        elif importable and first.split(".")[0] in _modules():
            remarks.append(f"The file {name} was left out: an installed module has its name.")
        else:
            kept[name] = content
    return kept


def _is_code(name):
    return name.endswith((".py", ".so", ".pyd", ".dylib"))


@cache
def _modules():
    """The names that the standard library and installed distributions offer for import."""
    from importlib.metadata import packages_distributions

    return sys.stdlib_module_names | packages_distributions().keys() | {"ticketcourse"}


def _seed(assignment, run, files):
    """The seed of a submission's hidden inputs.

    It depends on the secret and on everything that is executed. So the same answers always meet the
    same inputs, whoever gives them, and answers made to fit inputs that were seen meet others.
    """
    digest = hashlib.sha256(json.dumps([assignment.name, *(vars(c) for c in run)]).encode())
    for name in sorted(files):
        digest.update(hashlib.sha256(name.encode()).digest())
        digest.update(hashlib.sha256(files[name]).digest())
    return hmac.new(assignment.secret, digest.digest(), "sha256").hexdigest()
