"""``ticketcourse generate``: tickets as a file."""

from itertools import islice
from pathlib import Path

from ticketcourse.errors import TicketcourseError


def add_generate(commands):
    """Declare ``ticketcourse generate``."""
    generate = commands.add_parser("generate", help="write the generated data as a CSV file")
    generate.set_defaults(run=_generate)
    generate.add_argument("--out", required=True, metavar="FILE", help="a new .csv file")
    generate.add_argument("--n", type=int, default=5000, metavar="N", help="(default: %(default)s)")
    generate.add_argument("--seed", type=int, default=0, metavar="N", help="(default: %(default)s)")


def _generate(options):
    from ticketcourse.files import write_atomically

    path = Path(options.out)
    if path.suffix.lower() != ".csv":
        raise TicketcourseError(f"{path} does not end in .csv: give the name of a CSV file.")
    if path.exists():
        raise TicketcourseError(f"{path} exists already: give another name, or remove it.")
    if options.n < 1:
        raise TicketcourseError(f"--n is {options.n}: give a number of at least 1.")
    write_atomically(path, _generated_csv(options.n, options.seed))


def _generated_csv(n, seed):
    """Yield the generated data as CSV, some tickets at a time: all might not fit into memory."""
    from tqdm import tqdm

    from ticketcourse.data import Tickets, stream_generated_tickets, tickets_to_csv

    generated = stream_generated_tickets(seed, stop=n)
    with tqdm(total=n, disable=None, leave=False) as bar:
        for start in range(0, n, 4096):
            some = list(islice(generated, 4096))
            tickets = Tickets((one.ticket for one in some), times=[one.created for one in some])
            yield tickets_to_csv(tickets, header=start == 0).encode()
            bar.update(len(some))
