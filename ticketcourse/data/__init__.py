"""Tickets: what they are, where they come from, how they are split."""

from ticketcourse.data.csv_files import tickets_to_csv
from ticketcourse.data.generator import (
    ceiling_posteriors,
    generate_tickets,
    slices_of,
    stream_generated_tickets,
)
from ticketcourse.data.loaders import load_tickets, stream_tickets
from ticketcourse.data.schema import Ticket, Tickets, label_matrix

__all__ = [
    "Ticket",
    "Tickets",
    "ceiling_posteriors",
    "generate_tickets",
    "label_matrix",
    "load_tickets",
    "slices_of",
    "stream_generated_tickets",
    "stream_tickets",
    "tickets_to_csv",
]
