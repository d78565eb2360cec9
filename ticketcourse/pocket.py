"""The pocket tickets: small enough to print, used from the first chapter to the last."""

TICKET = ("Fix system error", "Restart service")
"""The running ticket: its description and its resolution."""

TICKETS = (
    TICKET,
    ("Fix system error", "Close ticket"),
    ("Move user account", "Restart service"),
    ("Move user account", "Close ticket"),
)
"""Every pairing of two descriptions and two resolutions; the running ticket comes first."""
