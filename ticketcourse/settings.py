"""What the settings of models and of training have in common."""

from ticketcourse.errors import TicketcourseError


def check_whole_numbers(settings, least):
    """Refuse settings that are not whole numbers, too small, or too large for any framework.

    Parameters
    ----------
    settings : object
        Has the settings as attributes.
    least : dict of str to int
        The names of the settings to look at, and the smallest value of each.

    Raises
    ------
    TicketcourseError
        For the first setting that is refused.
    """
    for name, smallest in least.items():
        value = getattr(settings, name)
        if type(value) is not int or not smallest <= value < 2**63:  # True is no number here
            raise TicketcourseError(
                f"{name} is {value!r}: give a whole number of at least {smallest} that fits "
                "64 bits."
            )
