"""nbgrader's course as grading sees it: its folders, its gradebook and an instructor's secret.

Beside nbgrader's own folders grading keeps one, ``grading``, that nobody else may read: the secret
from which hidden inputs are drawn, results that need not be computed again, and for each assignment
the list of submissions that could not be graded.
"""

import secrets
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ticketcourse.errors import TicketcourseError
from ticketcourse.files import write_atomically
from ticketcourse.grading.rebuild import read_assignment

CONFIGURATION = "nbgrader_config.py"


def read_configuration(folder):
    """Run the nbgrader_config.py of a folder.

    Parameters
    ----------
    folder : str or Path

    Returns
    -------
    traitlets.config.Config

    Raises
    ------
    TicketcourseError
        When it fails.
    """
    from traitlets.config.loader import PyFileConfigLoader

    try:
        return PyFileConfigLoader(CONFIGURATION, str(folder)).load_config()
    except Exception as error:  # whatever the lines in it raise
        file = Path(folder, CONFIGURATION)
        raise TicketcourseError(f"{file} fails ({type(error).__name__}: {error}).") from error


@dataclass(frozen=True)
class Course:
    """A course of nbgrader's in which each assignment is one notebook of the same name.

    Attributes
    ----------
    root : Path
        Has the folders source, release, submitted, autograded, feedback and grading.
    db_url, course_id : str
        Of the gradebook.
    configuration : traitlets.config.Config
        What nbgrader_config.py sets.
    """

    root: Path
    db_url: str
    course_id: str
    configuration: object

    @classmethod
    def open(cls, folder):
        """Read nbgrader_config.py in a folder; this also renews the notebooks in source/.

        Raises
        ------
        TicketcourseError
            When there is none, when it fails, or on Windows.
        """
        if sys.platform == "win32":
            raise TicketcourseError("Grading needs Linux or macOS: on Windows, use WSL.")
        file = Path(folder, CONFIGURATION)
        if not file.is_file():
            raise TicketcourseError(f"{file} is not there: grade in the folder of the course.")
        from nbgrader.coursedir import CourseDirectory

        configuration = read_configuration(folder)
        directory = CourseDirectory(config=configuration)
        return cls(Path(directory.root), directory.db_url, directory.course_id, configuration)

    @property
    def submitted(self):
        """Path: the folder with one folder a student."""
        return self.root / "submitted"

    @property
    def grading(self):
        """Path: the folder that grading keeps for itself; it is made when it is not there."""
        folder = self.root / "grading"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    def autograded(self, student, assignment):
        """Return the Path of a submission's graded notebook."""
        return self.root / "autograded" / student / assignment / f"{assignment}.ipynb"

    def read_assignment(self, name):
        """Read an assignment from source/ and release/.

        Parameters
        ----------
        name : str

        Returns
        -------
        Assignment

        Raises
        ------
        TicketcourseError
            When there is no such assignment or no release of it.
        """
        source = self.root / "source" / name / f"{name}.ipynb"
        release = self.root / "release" / name / f"{name}.ipynb"
        if not source.is_file():
            there = sorted(path.parent.name for path in self.root.glob("source/*/*.ipynb"))
            raise TicketcourseError(
                f"There is no assignment {name!r}: there are {', '.join(there) or 'none'}."
            )
        if not release.is_file():
            raise TicketcourseError(f"{name} was never released: run `make release`.")
        files = {
            path.relative_to(source.parent).as_posix(): path.read_bytes()
            for path in sorted(source.parent.rglob("*"))
            if path.is_file() and path.suffix != ".ipynb" and "__pycache__" not in path.parts
        }
        seconds = self.configuration.Execute.get("timeout", 60)
        return read_assignment(
            name,
            source.read_bytes(),
            release.read_bytes(),
            files,
            float(seconds),
            self._secret(),
        )

    def _secret(self):
        file = self.grading / "secret"
        if not file.exists():
            write_atomically(file, secrets.token_hex(32).encode())
        return file.read_bytes()

    @contextmanager
    def locked(self):
        """Be the only one that grades in this course.

        Raises
        ------
        TicketcourseError
            When another process does. A process that was killed holds nothing.
        """
        import fcntl

        with (self.grading / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise TicketcourseError(
                    "Another process is grading in this course: wait for it or stop it."
                ) from None
            yield
