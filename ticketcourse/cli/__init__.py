"""The command line: ``ticketcourse train``, ``tune``, ``predict``, ``serve`` and the others.

Bad input gives one sentence on stderr and exit status 2; Ctrl-C gives one and 130. Results go to
stdout, everything else to stderr. A command imports what it needs when it runs. A module has some
commands: what each takes, and beside it what it does.
"""

from ticketcourse.cli.entry import main

__all__ = ["main"]
