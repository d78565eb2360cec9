"""What a student is told before handing in: which of the visible tests pass, and why others fail.

``ticketcourse check`` and nbgrader's Validate run a notebook with the same parts of nbgrader's, in
an ordinary kernel: it is the student's own code on the student's own machine. `configure` has them
judge as grading does, through nbgrader's configuration alone: a failed test is its message and not
a traceback, and what is written to stderr costs nothing. `make release` puts a configuration that
calls it into the students' bundle.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from ticketcourse.errors import TicketcourseError
from ticketcourse.grading.course import CONFIGURATION, read_configuration

_TOO_SLOW = "TooSlow"


@dataclass(frozen=True)
class Verdict:
    """What is said of one cell.

    Attributes
    ----------
    name : str
        nbgrader's grade_id.
    points : float
        What the cell is worth; 0 where it is no test.
    passed : bool
        An answer that a person marks passes when there is one.
    message : str
        Why it does not pass; empty for a test that does.
    """

    name: str
    points: float
    passed: bool
    message: str


def configure(configuration, seconds_per_cell=60):
    """Have nbgrader's Validate judge visible tests as grading does.

    Parameters
    ----------
    configuration : traitlets.config.Config
        In an nbgrader_config.py what ``get_config()`` returns.
    seconds_per_cell : float
        The most that one cell may take.
    """
    configuration.Execute.timeout = int(seconds_per_cell)
    message = f"It took more than {int(seconds_per_cell)} seconds."
    configuration.Execute.error_on_timeout = {
        "ename": _TOO_SLOW,
        "evalue": message,
        "traceback": [message],
    }
    # nbgrader takes any text on stderr for a failure: there is none, all of it goes to stdout.
    rename = "import sys; sys.stderr.name = 'stdout'"
    configuration.Execute.extra_arguments = [
        f"--IPKernelApp.exec_lines={rename}",
        "--IPKernelApp.log_level=ERROR",
    ]
    configuration.Execute.on_cell_error = _keep_messages


def check(file):
    """Run a student's notebook and judge its visible tests.

    Parameters
    ----------
    file : str or Path
        An assignment's notebook; it is not changed. The nbgrader_config.py beside it holds here as
        it does for Validate.

    Returns
    -------
    list of Verdict
        Of each test and each answer that a person marks, in the order of the notebook, and of each
        other cell of the instructor's that was changed.

    Raises
    ------
    TicketcourseError
        When the file is no notebook with tests, or its code ends the kernel.
    """
    from nbclient.exceptions import DeadKernelError
    from nbgrader.utils import chdir, setenv
    from nbgrader.validator import Validator
    from traitlets.config import Config

    file = Path(file)
    notebook = _read(file)
    if (file.parent / CONFIGURATION).is_file():
        configuration = read_configuration(file.parent)
    else:
        configuration = Config()
        configure(configuration)
    validator = Validator(config=configuration)
    validator.log.setLevel("CRITICAL")  # of a time-out the message tells
    try:
        with (
            chdir(str(file.parent)),
            setenv(NBGRADER_VALIDATING="1", NBGRADER_EXECUTION="validate"),
        ):
            for preprocessor in validator.preprocessors:
                notebook, _ = preprocessor(parent=validator).preprocess(notebook, {})
    except DeadKernelError:
        raise TicketcourseError(
            f"The code in {file} ended the process that ran it, or took more memory than there "
            "is: run its cells one by one to find where."
        ) from None
    return [verdict for cell in notebook.cells if (verdict := _verdict(cell))]


def _read(file):
    import nbformat
    from nbgrader.nbgraderformat import MetadataValidator, ValidationError
    from nbgrader.utils import is_grade

    try:
        notebook = nbformat.read(file, as_version=nbformat.current_nbformat)
    except OSError as error:
        raise TicketcourseError(
            f"{file} cannot be read ({error.strerror}): give the name of a notebook."
        ) from None
    except Exception:  # nbformat raises whatever a file that is no notebook leads it to
        raise TicketcourseError(
            f"{file} is not a notebook: give the name of an .ipynb file."
        ) from None
    if not any(is_grade(cell) for cell in notebook.cells):
        raise TicketcourseError(f"{file} has no tests: give the notebook of an assignment.")
    try:
        MetadataValidator().validate_nb(notebook)
    except ValidationError as error:
        raise TicketcourseError(
            f"{file} is not as it was released ({error.message}): take back the copied or changed "
            "cell."
        ) from None
    for cell in notebook.cells:
        was = cell.metadata.get("nbgrader", {}).get("cell_type", cell.cell_type)
        if was != cell.cell_type:
            raise TicketcourseError(
                f"The cell {cell.metadata.nbgrader.grade_id} in {file} was a {was} cell and is a "
                f"{cell.cell_type} cell now: change it back."
            )
    return notebook


def _verdict(cell):
    """What is to be said of a cell; None where that is nothing."""
    from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_locked

    given = cell.metadata.get("nbgrader", {})
    changed = is_locked(cell) and given.get("checksum") not in (None, compute_checksum(cell))
    if not is_grade(cell):
        return Verdict(given["grade_id"], 0.0, False, _CHANGED) if changed else None
    score, most = determine_grade(cell)
    if changed:
        passed, message = False, _CHANGED
    elif given["solution"]:
        passed = score is None
        message = "A person marks it." if passed else "There is no answer yet."
    else:
        passed = score == most
        message = "" if passed else _why(cell, score, most)
    return Verdict(given["grade_id"], most, passed, message)


_CHANGED = "This cell was changed, and grading uses the released one: put its text back."


def _why(cell, score, most):
    errors = [output for output in cell.outputs if output.output_type == "error"]
    if not errors:
        return f"It gives {score:g} of {most:g} points."
    return "\n".join(line for error in errors for line in error.traceback)


def _keep_messages(cell, cell_index, execute_reply):
    """Leave of a test's errors what they say."""
    from nbgrader.utils import is_grade

    if not is_grade(cell):
        return
    errors = [output for output in cell.outputs if output.output_type == "error"]
    if any(error.ename == _TOO_SLOW for error in errors):  # and not how it was stopped
        errors = [error for error in errors if error.ename == _TOO_SLOW]
    cell.outputs = [output for output in cell.outputs if output.output_type != "error"] + errors
    for error in errors:
        error.traceback = [_message(error)]


def _message(error):
    if error.ename == _TOO_SLOW:
        return error.evalue
    if error.ename == "NotImplementedError" and not error.evalue:  # nbgrader's stub
        return (
            "The code that it tests is still to be written, or the line "
            "`raise NotImplementedError()` is still in it."
        )
    if error.ename != "AssertionError":
        return f"{error.ename}: {error.evalue}" if error.evalue else error.ename
    if error.evalue:
        return error.evalue
    # The test itself says why: the line at which IPython points.
    plain = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(error.traceback))
    line = re.search(r"^-+> *\d+ +(.*)$", plain, re.MULTILINE)
    return f"This does not hold: {line.group(1)}" if line else error.ename
