"""Tickets: what they are, where they come from, how they are split."""

from ticketcourse.data.generator import generate_tickets
from ticketcourse.data.loaders import load_tickets, tickets_to_csv
from ticketcourse.data.schema import Ticket, Tickets, label_matrix

__all__ = [
    "Ticket",
    "Tickets",
    "generate_tickets",
    "label_matrix",
    "load_tickets",
    "tickets_to_csv",
]
