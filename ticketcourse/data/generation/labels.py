"""Labels beside the faults' own: what a ticket may be in addition, and which labels get confused."""

# One phrase is one line, however long.
# ruff: noqa: E501

from ticketcourse.data.generation.faults import FAULTS
from ticketcourse.data.generation.templates import Phrases, lines

# Labels that a sentence of the ticket alone carries; the chance is that of a ticket to have them.
IN_EITHER_TEXT = {
    "regression": (
        0.032,
        Phrases.table("""
        (It worked|This worked|Everything was fine) (in {version}|before {version}|until the last release) and (broke|fails) (since|with the new one)
        (Broken by|New since|Came with) (commit {commit}|release {version}), (the version before is fine|was right before)
        (Regression|A step back) (from|against) {version}
        ~ {version} (undid|lost) what {version} could do
        """),
    ),
    "outage": (
        0.025,
        Phrases.table("""
        (All users|Everybody|Nobody can work) in {site}, (complete standstill|nothing goes|all are stopped)
        (Major incident|Total stop), more than {n} (callers|reports) (within the hour|from {site}|so far)
        (Production stands still|The whole plant stands|All tills are closed) (since {when}|in {site})
        ~ (Every branch|The whole company) is (dark|at a halt) since {when}
        """),
    ),
    "vendor": (
        0.021,
        Phrases.table("""
        (Case|Service request) {ticket} (opened with|is with|sent to) (the vendor|the manufacturer|external support), (they confirmed|they own the fix)
        (The vendor|The supplier|External support) (delivered a patch|confirmed the defect|sent a technician) (on {date}|under contract)
        (It is|This is) for the (manufacturer|supplier|vendor) to (mend|settle), see {ticket}
        ~ Third-party (engineering|escalation) (took over|answered) on {date}
        """),
    ),
    "customer": (
        0.025,
        Phrases.table("""
        (A customer|Our biggest customer|A client) (complained|called|wrote to us) about (this|it) (on {date}|twice|today)
        (Escalated|Raised) by (a customer|account management|the key account team) (on {date}|again)
        (Customer|Client) number {n} is (waiting|angry|affected)
        ~ The (client|account) (threatens to leave|wants a credit note) over this
        """),
    ),
}
# Labels that only a resolution that tells no fix can carry: the chance is that of such a resolution.
VERDICTS = {
    "duplicate": (
        0.14,
        Phrases.table("""
        Closing as duplicate of {ticket}
        (Duplicate of|Same as|Merged into|Already handled in|Is in fact) {ticket}
        (Followed up in|Tracked in|See|Double of) {ticket}, (closing this one|closed here|this one ends here)
        ~ (Folded|Absorbed) into {ticket}
        """),
    ),
    "not reproducible": (
        0.10,
        Phrases.table("""
        (Cannot reproduce|Not reproducible|No longer reproducible|Could not make it happen again) (on {host}|with {version}|here|in {n} tries)
        (Tried {n} times|Looked for {n} hours), (never happened|nothing seen|no trace), closing
        (Gone by itself|Did not come back|Not seen again) (since {when}|until {date}), (closed|closing)
        ~ (Unable to trigger|Never observed) on our side
        """),
    ),
    "by design": (
        0.07,
        Phrases.table("""
        (Works as designed|This is by design|Intended behaviour|Not a fault), see (the spec|chapter {n}|{url})
        (That is how|This is what) it (should be|was agreed|was ordered), (no change|closing)
        (Working as specified|As intended) (since {version}|for {team}), closing
        ~ (Deliberate|Wanted) since {version}, (stays so|no defect)
        """),
    ),
}

LABEL_NAMES = tuple(
    sorted({*IN_EITHER_TEXT, *VERDICTS, *(label for fault in FAULTS for label in fault.labels)})
)
LABEL_NUMBER = {name: j for j, name in enumerate(LABEL_NAMES)}

# What people mix up when they give labels: each label of a line with each other one of that line.
_SIBLINGS = """
    network, dns, firewall, load balancing
    vpn, wireless, network
    login, password, multi-factor
    login, single sign-on, directory
    permissions, directory, file shares
    onboarding, offboarding, permissions
    email, calendar
    conferencing, telephony, peripherals
    database, data correction, data warehouse
    replication, backup, restore
    capacity, storage
    performance, memory, timeouts, concurrency
    virtualisation, containers
    patching, deployment
    service restart, outage
    date and time, batch jobs, scheduling
    monitoring, logging
    messaging, api, partner interface
    file transfer, import and export, encoding
    reporting, search
    hardware, laptops
    printing, office software
    mobile devices, laptops
    licences, software request
    code defect, configuration
    code defect, user interface, regression
    cache, configuration
    payments, partner interface
    user guidance, documentation
    user guidance, by design
    phishing, malware, vulnerability
    certificates, vulnerability
    build, tests, dependencies
    duplicate, not reproducible
    vendor, customer
"""


def _siblings():
    table = {name: set() for name in LABEL_NAMES}
    for line in lines(_SIBLINGS):
        group = [LABEL_NUMBER[name.strip()] for name in line.split(",")]
        for j in group:
            table[LABEL_NAMES[j]].update(k for k in group if k != j)
    return tuple(tuple(sorted(table[name])) for name in LABEL_NAMES)


SIBLINGS = _siblings()
"""For each label (by number) the labels that it is confused with."""
