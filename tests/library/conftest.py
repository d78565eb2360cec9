import pytest
from small import QUICK, SMALL

from ticketcourse import TicketClassifier, Tickets
from ticketcourse.data import generate_tickets


@pytest.fixture(scope="session")
def tickets():
    """A hundred and twenty generated tickets."""
    return generate_tickets(120, seed=3)


@pytest.fixture(scope="session")
def trained(tickets):
    """A small classifier after three epochs."""
    train, valid, _ = tickets.split()
    return TicketClassifier(SMALL).fit(train, valid, QUICK)


@pytest.fixture(scope="session")
def handful():
    """Thirty-two tickets in which each word of the texts belongs to one label."""
    words = {
        "printing": ("Printer {} jams", "Replaced roller"),
        "service restart": ("Fix system error {}", "Restart service"),
        "vpn": ("Tunnel {} drops", "Reinstalled client"),
        "email": ("Mailbox {} is full", "Raised quota"),
    }
    return Tickets(
        (description.format(i), resolution, (label,))
        for i in range(8)
        for label, (description, resolution) in words.items()
    )
