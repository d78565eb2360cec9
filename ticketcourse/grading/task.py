"""What is executed of one submission, and what came of it: data alone, as JSON can hold it."""

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Cell:
    """One code cell of a rebuilt notebook.

    Attributes
    ----------
    name : str
        Unique in the notebook: nbgrader's grade_id, or a number for a student's extra cell.
    role : {"student", "given", "test"}
        Whose text it is and where it runs: a student's cell runs in the student's process; one that
        the instructor gives runs there and in the verifier; a test runs in the verifier alone.
    source : str
    points : float
        What a test is worth.
    """

    name: str
    role: str
    source: str
    points: float = 0.0


@dataclass(frozen=True)
class Task:
    """Everything that an execution depends on.

    Attributes
    ----------
    cells : tuple of Cell
        In the order of the notebook.
    files : dict of str to bytes
        The files beside the notebook by their relative names: the instructor's, then the student's.
    seed : str
        From which tests draw hidden inputs.
    seconds_per_cell : float
        The most that one cell may take.
    student_files : frozenset of str
        Which of the files are the student's: tests do not see them.
    """

    cells: tuple[Cell, ...]
    files: dict[str, bytes]
    seed: str
    seconds_per_cell: float
    student_files: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CellResult:
    """What a cell gave.

    Attributes
    ----------
    outputs : list of dict
        As a notebook keeps them.
    points : float or None
        Of a test: what it earned.
    failed : bool
        Whether it ended with an error.
    """

    outputs: list = field(default_factory=list)
    points: float | None = None
    failed: bool = False


@dataclass(frozen=True)
class Result:
    """What came of one submission.

    Attributes
    ----------
    cells : dict of str to CellResult
        By the cells' names.
    fault : str or None
        Why it could not be graded, by no fault of the student's; then no mark may be recorded.
    timed_out : bool
        Whether anything took too long, which another time may be otherwise.
    """

    cells: dict[str, CellResult] = field(default_factory=dict)
    fault: str | None = None
    timed_out: bool = False

    def to_dict(self):
        """Return a dictionary that JSON can hold; `from_dict` reads it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, saved):
        """Make a result from what `to_dict` gave."""
        cells = {name: CellResult(**cell) for name, cell in saved["cells"].items()}
        return cls(cells, saved["fault"], saved["timed_out"])
