"""Options that several commands have, and what they mean."""

import ticketcourse
from ticketcourse.errors import TicketcourseError


def add_backend(parser):
    """Declare which framework computes."""
    parser.add_argument(
        "--backend",
        choices=("torch", "tensorflow"),
        default="torch",
        help="the framework that computes (default: %(default)s)",
    )


def add_tickets(parser, text, labels=True):
    """Declare a file of tickets, which `text` describes, and the names of its columns."""
    parser.add_argument("--tickets", metavar="FILE", help=text)
    columns = ("description", "resolution", "labels") if labels else ("description", "resolution")
    for name in columns:
        parser.add_argument(
            f"--{name}-column", default=name, metavar="NAME", help="(default: %(default)s)"
        )
    if labels:
        parser.add_argument(
            "--separator", default="|", metavar="TEXT", help="between two labels (default: |)"
        )
        parser.add_argument(
            "--drop-empty", action="store_true", help="leave out tickets with an empty text"
        )
        parser.add_argument(
            "--drop-unlabelled", action="store_true", help="leave out tickets without a label"
        )


def load(options, source, **columns):
    """Read tickets as the options say."""
    return ticketcourse.load_tickets(source, **columns_of(options), **columns)


def columns_of(options):
    """Return what `load_tickets` has to know of the columns."""
    return {
        "description": options.description_column,
        "resolution": options.resolution_column,
        "labels": options.labels_column,
        "separator": options.separator,
        "drop_empty": options.drop_empty,
        "drop_unlabelled": options.drop_unlabelled,
    }


def check_page(name):
    """Refuse a name that no page has, before any work is done."""
    if name is not None and not name.lower().endswith(".html"):
        raise TicketcourseError(f"{name} does not end in .html: give the name of a page.")
