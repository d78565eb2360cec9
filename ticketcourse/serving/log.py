"""The log of the server: one line on stderr for each request, and never the text of a ticket."""

import sys
import time
from contextlib import suppress


def log(line):
    """Write a line with the time before it."""
    with suppress(OSError, ValueError):  # stderr may be closed
        print(time.strftime("%Y-%m-%dT%H:%M:%S%z"), line, file=sys.stderr, flush=True)
