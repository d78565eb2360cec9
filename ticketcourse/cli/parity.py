"""``ticketcourse parity``: the three implementations side by side."""

from ticketcourse.errors import TicketcourseError


def add_parity(commands):
    """Declare ``ticketcourse parity``."""
    parity = commands.add_parser(
        "parity", help="compare NumPy, Keras and PyTorch, outputs and gradients"
    )
    parity.set_defaults(run=_parity)
    parity.add_argument("part", nargs="?", metavar="PART", help="such as lstm (default: all)")


def _parity(options):
    from ticketcourse.models import parity

    try:
        table = parity(options.part)
    except ValueError as error:
        raise TicketcourseError(f"{error}.") from error
    except ModuleNotFoundError as error:
        raise TicketcourseError(
            f'{error.name} is not installed: run pip install "ticketcourse[torch,tensorflow]".'
        ) from error
    print(table)
    if not all(row.agrees for row in table):
        raise TicketcourseError("Some rows are over their tolerance: those that say NO.")
