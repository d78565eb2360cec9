"""One command line for all: bad input is one sentence, whatever the command."""

import argparse
import os
import sys
import warnings
from contextlib import suppress

import ticketcourse
from ticketcourse.cli import data, grading, models, parity, training
from ticketcourse.errors import TicketcourseError


def main(arguments=None):
    """Run the command line.

    Parameters
    ----------
    arguments : list of str, optional
        The words after ``ticketcourse``; by default those of the process.

    Returns
    -------
    status : int
        0 when all went well, 1 when ``check`` found what is not, 2 after bad input, 130 after
        Ctrl-C.
    """
    with suppress(AttributeError):  # there may be no stdout, or one that keeps text
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        options = _parser().parse_args(arguments)
        with warnings.catch_warnings():
            warnings.showwarning = _show_warning
            status = options.run(options)
        print(end="", flush=True)
    except TicketcourseError as error:
        print(f"ticketcourse: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt as interrupt:
        print(f"ticketcourse: {str(interrupt) or 'Interrupted.'}", file=sys.stderr)
        return 130
    except OSError as error:
        if error.filename is None:  # stdout: Python must not write the rest to it when it ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):  # its reader, such as head, has seen enough
            return 0
        name = error.filename or "stdout"
        print(f"ticketcourse: {name} cannot be used ({error.strerror}).", file=sys.stderr)
        return 2
    return status or 0


def _show_warning(message, category, *_):
    """Say in one line what the library warns of; warnings of other kinds are for developers."""
    if category is UserWarning:
        print(f"ticketcourse: {message}", file=sys.stderr)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence instead of printing the usage."""

    def error(self, message):
        raise TicketcourseError(f"{message}; see {self.prog} --help.")


def _parser():
    parser = _Parser(prog="ticketcourse", description="Give support tickets every label that fits.")
    parser.add_argument("--version", action="version", version=ticketcourse.__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    training.add_train(commands)
    training.add_tune(commands)
    models.add_predict(commands)
    models.add_serve(commands)
    models.add_evaluate(commands)
    data.add_generate(commands)
    models.add_export(commands)
    grading.add_grade(commands)
    grading.add_marks(commands)
    grading.add_check(commands)
    parity.add_parity(commands)
    return parser
