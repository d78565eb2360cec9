"""The one exception that carries a sentence for the person who gave the input."""


class TicketcourseError(Exception):
    """Bad input from outside: the message is one sentence that says what, where and what to do.

    The command line prints the message alone and exits with status 2; no traceback is shown.
    """
