"""The pocket tickets: few and short enough to print, used from the first chapter to the last."""

from ticketcourse.scratch.text import build_vocabulary

TICKET = ("Fix system error", "Restart service")
"""The running ticket: its description and its resolution."""

TICKETS = (
    TICKET,
    ("Fix system error", "Close ticket"),
    ("Move user account", "Restart service"),
    ("Move user account", "Close ticket"),
)
"""Every pairing of two descriptions and two resolutions; the running ticket comes first."""

LABELS = ("outage", "planned work", "user request")
"""The labels, in the order of the model's outputs. A ticket can have several of them, or none."""

EXAMPLES = {
    TICKETS[0]: ("outage",),
    TICKETS[1]: (),
    TICKETS[2]: ("planned work",),
    TICKETS[3]: ("user request",),
    # The resolution decides.
    ("System is down", "Restart system"): ("outage",),
    ("System is down", "No error, close ticket"): (),
    ("Update system", "Restart system"): ("planned work",),
    ("Update system", "Close ticket"): (),
    ("Is the service down?", "Fix service"): ("outage",),
    ("Is the service down?", "No, close ticket"): (),
    # The same words in another order.
    ("No error, restart service", "Restart service"): ("planned work",),
    ("No service, restart error", "Restart service"): ("outage",),
    # Two labels.
    ("Move user account to new server", "Update server, move account"): (
        "planned work",
        "user request",
    ),
    ("User password error, server down", "Restart server, reset password"): (
        "outage",
        "user request",
    ),
    # A word that occurs only once is not in the vocabulary.
    ("Server error", "Replace server"): ("outage",),
    ("Move server", "Update system"): ("planned work",),
    ("New user", "Add account"): ("user request",),
    ("New password?", "Reset password"): ("user request",),
    ("Add user account", "Close ticket"): ("user request",),
    ("Slow printer", "Close ticket"): (),
}
"""The tickets that the pocket model was trained on, and the labels of each."""

VOCABULARY = build_vocabulary([text for ticket in EXAMPLES for text in ticket])
"""From word to id, from 2; a word of the examples that occurs only once has none."""
