"""Tickets that nearly repeat another one: sent twice, or by two colleagues."""

import re

from ticketcourse.data.generation.entities import MAKERS, Slots
from ticketcourse.data.generation.typing_mistakes import misspell

_TICKET = re.compile(r"\b(?:INC|REQ|CHG|PRB|HELP)-\d+")
_REMARKS = ("Sent again, the first one got no answer", "Same here", "Second ticket on this", "+1")


def alter(text, day, random):
    """Change a little of a text: ticket numbers, a typing mistake, perhaps a remark at the end.

    Nothing that tells the fault is taken away.
    """
    slots = Slots(random, day)
    text = _TICKET.sub(lambda _: MAKERS["ticket"](slots), text)
    text = misspell(text, random)
    if random() < 0.5:
        text += "\n" + _REMARKS[int(random() * len(_REMARKS))]
    return text
