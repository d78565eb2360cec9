"""The default data: a seeded generator of IT support tickets with label noise.

Each ticket starts from a fault: labels, the symptoms it shows and the fixes that cure it. Different
faults share symptoms ("system error" can be a bug, a full disk or a wrong setting), so some labels
follow from the resolution alone, some from the description alone and some need both texts. The
labels are then disturbed as busy people disturb them; the clean labels are kept beside them.
"""

import re
from random import Random
from typing import NamedTuple

from ticketcourse.data.fixes import DUPLICATE, FIXES
from ticketcourse.data.schema import Ticket, Tickets
from ticketcourse.data.stock import (
    CLOSINGS,
    DESCRIPTION_REMARKS,
    OPENINGS,
    OTHER_FIXES,
    OTHER_SYMPTOMS,
    RESOLUTION_REMARKS,
    SLOTS,
    words,
)
from ticketcourse.data.symptoms import NO_OUTAGE, OUTAGE, SYMPTOMS
from ticketcourse.errors import TicketcourseError


class Fault(NamedTuple):
    """One way in which things go wrong; symptoms and fixes are keys of SYMPTOMS and FIXES."""

    weight: int
    labels: tuple[str, ...]
    symptoms: tuple[str, ...]
    fixes: tuple[str, ...]


def _faults(table):
    rows = [line.split(";") for line in table.strip().splitlines()]
    return tuple(Fault(int(row[0]), *map(words, row[1:])) for row in rows)


# weight; labels; symptoms; fixes
FAULTS = _faults("""
    60; service restart;               error, down, vague;      restart
    26; capacity;                      error, down;             memory
    22; performance, capacity;         slow;                    memory
    22; performance, database;         slow;                    index
    10; performance, network;          slow;                    network
    10; performance, service restart;  slow;                    restart
    34; configuration;                 error, down, vague;      configuration
    40; software bug;                  error, vague;            bug
    16; data correction;               error;                   data
    12; database;                      error, down;             index
    14; certificate;                   error, down;             certificate
    10; certificate, integration;      interface;               certificate
    12; certificate;                   certificate;             certificate, vague
    8;  configuration, certificate;    certificate;             configuration
    46; authentication;                no login;                password
    16; authentication, permissions;   no login;                permission
    8;  authentication, certificate;   no login;                certificate
    10; authentication, user guidance; no login;                guidance
    26; permissions, file storage;     no access;               permission
    10; file storage, capacity;        no access;               space
    10; file storage, network;         no access;               network
    30; capacity, monitoring alert;    disk;                    space
    20; email;                         mail;                    mail rule, vague
    10; email, capacity;               mail;                    space
    10; email, authentication;         mail;                    password
    10; email, desktop software;       mail;                    reinstall
    18; vpn;                           vpn;                     reinstall, vague
    12; vpn, authentication;           vpn;                     password
    10; vpn, network;                  vpn;                     network
    8;  vpn, certificate;              vpn;                     certificate
    30; network;                       network;                 network
    12; network, hardware;             network;                 part
    10; network, vendor;               network;                 vendor
    14; printing, hardware;            print;                   part
    16; printing, desktop software;    print;                   reinstall
    10; printing, service restart;     print;                   restart
    8;  printing, network;             print;                   network
    14; database;                      database;                index, vague
    8;  database, capacity;            database;                memory, space
    8;  database, data correction;     database;                data
    30; hardware;                      device;                  part
    6;  hardware, vendor;              device;                  vendor
    5;  printing, vendor;              print;                   vendor
    10; desktop software;              device;                  reinstall
    14; mobile;                        mobile;                  remote wipe, vague
    6;  mobile, authentication;        mobile;                  password
    5;  mobile, security;              mobile;                  cleaned
    10; telephony;                     phone;                   configuration, vague
    5;  telephony, hardware;           phone;                   part
    5;  telephony, vendor;             phone;                   vendor
    12; backup;                        backup;                  restored, vague
    6;  backup, capacity;              backup;                  space
    18; batch job;                     job;                     rerun, vague
    8;  batch job, database;           job;                     index
    8;  batch job, data correction;    job;                     data
    8;  batch job, software bug;       job;                     bug
    12; reporting, data correction;    report;                  data
    10; reporting, software bug;       report;                  bug
    8;  reporting, user guidance;      report;                  guidance
    6;  reporting, permissions;        report;                  permission
    14; integration, vendor;           interface;               vendor
    12; integration, data correction;  interface;               data
    10; integration, configuration;    interface;               configuration
    8;  integration, service restart;  interface;               restart
    24; desktop software;              program;                 reinstall
    12; desktop software, licence;     program;                 licence
    8;  desktop software, vendor;      program;                 vendor
    6;  licence;                       down, vague;             licence
    20; security;                      phishing;                cleaned, vague
    8;  security, user guidance;       phishing;                guidance
    34; access request;                joiner;                  provisioned, vague
    12; access request, permissions;   joiner;                  permission
    8;  access request, licence;       joiner;                  licence
    24; user guidance;                 how to, error, vague;    guidance
    10; vendor;                        error, down;             vendor
""")
TOTAL_WEIGHT = sum(fault.weight for fault in FAULTS)
MAX_LABELS = 3

# What annotators mix up; each pair is confused in both directions.
CONFUSED = (
    ("capacity", "performance"),
    ("configuration", "software bug"),
    ("authentication", "permissions"),
    ("network", "vpn"),
    ("hardware", "desktop software"),
    ("access request", "permissions"),
    ("integration", "batch job"),
    ("data correction", "database"),
    ("file storage", "backup"),
    ("security", "certificate"),
    ("user guidance", "reporting"),
    ("service restart", "outage"),
)
DROPPED, SWAPPED, ADDED = 0.10, 0.06, 0.04  # chances: a label, a label, a ticket

_SLOT = re.compile(r"\{(?!told\})(\w+)\}")
_LONG_WORD = re.compile(r"\b[a-z]{5,}\b")


def generate_tickets(n=5000, seed=0):
    """Generate the default data.

    Ticket number i depends on the seed and i alone: a larger n gives the same tickets and more.
    The same seed gives the same bytes on every platform and Python version.

    Parameters
    ----------
    n : int
        The number of tickets.
    seed : int
        Another seed gives other tickets from the same distribution.

    Returns
    -------
    tickets : Tickets
        With `clean_labels`: the labels before noise.

    Raises
    ------
    TicketcourseError
        When n is below 1.
    """
    if n < 1:
        raise TicketcourseError(f"{n} tickets cannot be generated: give a number of at least 1.")
    tickets, clean = [], []
    for i in range(n):
        dice = _Dice(f"{seed}:{i}")
        fault = _draw_fault(dice)
        description, resolution, labels = _compose(fault, dice)
        tickets.append(Ticket(description, resolution, _disturb(labels, dice)))
        clean.append(labels)
    return Tickets(tickets, label_names=LABEL_NAMES, clean_labels=clean)


class _Dice:
    """Random choices built on `Random.random` alone, whose sequence Python guarantees."""

    def __init__(self, seed):
        self._random = Random(seed).random

    def chance(self, p):
        return self._random() < p

    def below(self, n):
        return int(self._random() * n)

    def pick(self, choices):
        return choices[self.below(len(choices))]


def _draw_fault(dice):
    rest = dice.below(TOTAL_WEIGHT)
    for fault in FAULTS:
        rest -= fault.weight
        if rest < 0:
            break
    return fault


def _compose(fault, dice):
    """Write both texts of one ticket; return them with its clean labels."""
    labels = set(fault.labels)
    fill = _Filler(dice)
    symptom = dice.pick(fault.symptoms)
    description = [fill(dice.pick(SYMPTOMS[symptom]))]
    resolution = [fill(dice.pick(FIXES[dice.pick(fault.fixes)]))]

    if "access request" not in labels and "user guidance" not in labels:
        if dice.chance(0.08):
            description.append(fill(dice.pick(OUTAGE)))
            labels.add("outage")
        elif dice.chance(0.12):
            description.append(fill(dice.pick(NO_OUTAGE)))
    shown = labels & {"outage", *SHOWN[symptom]}
    if dice.chance(0.04) and len(shown) < MAX_LABELS:
        resolution = [fill(dice.pick(DUPLICATE))]
        labels = {"duplicate", *shown}  # nobody looked for the cause

    description += _remarks(DESCRIPTION_REMARKS, 0.4, fill, dice)
    description += _others(OTHER_SYMPTOMS, SYMPTOMS, fault.symptoms, 0.3, fill, dice)
    if dice.chance(0.3):  # some people write the facts after the remarks
        description.reverse()
    resolution += _remarks(RESOLUTION_REMARKS, 0.25, fill, dice)
    before = _others(OTHER_FIXES, FIXES, fault.fixes, 0.5, fill, dice)
    resolution = before + resolution if dice.chance(0.7) else resolution + before
    if dice.chance(0.25):
        description.insert(0, fill(dice.pick(OPENINGS)))
    if dice.chance(0.25):
        description.append(fill(dice.pick(CLOSINGS)))
    texts = [_misspell(_join(parts, dice), dice) for parts in (description, resolution)]
    return (*texts, tuple(sorted(labels)))


class _Filler:
    """Fills the slots of templates; within one ticket a slot keeps its value most of the time."""

    def __init__(self, dice):
        self._dice = dice
        self._values = {}

    def __call__(self, template):
        return _SLOT.sub(self._value, self._digits(template))

    def _value(self, match):
        name = match.group(1)
        if name not in self._values or self._dice.chance(0.15):
            self._values[name] = self(self._dice.pick(SLOTS[name]))
        return self._values[name]

    def _digits(self, template):
        return re.sub("#", lambda _: str(self._dice.below(10)), template)


def _remarks(stock, p, fill, dice):
    remarks = []
    while len(remarks) < 3 and dice.chance(p):
        remarks.append(fill(dice.pick(stock)))
    return remarks


def _others(wrappers, phrases, own, p, fill, dice):
    """Tell of up to two other symptoms or fixes that are not this ticket's."""
    told = []
    others = tuple(key for key in phrases if key not in own)
    while len(told) < 2 and dice.chance(p):
        other = fill(dice.pick(phrases[dice.pick(others)]))
        told.append(fill(dice.pick(wrappers)).replace("{told}", other))
    return told


def _join(parts, dice):
    """Join sentences as people do: with full stops, line breaks, or nothing but a space."""
    gap = dice.pick((". ", ". ", "\n", " - ", " "))
    text = parts[0]
    for part in parts[1:]:
        text += (gap if text[-1] not in ".!?,:" else gap.lstrip(".- ") or " ") + part
    return text.lower() if dice.chance(0.15) else text


def _misspell(text, dice):
    """Put typing mistakes into about one text in four."""
    if not dice.chance(0.25):
        return text
    for _ in range(1 + dice.below(2)):
        found = _LONG_WORD.findall(text)
        if not found:
            break
        word = dice.pick(found)
        i = 1 + dice.below(len(word) - 2)
        wrong = dice.pick(
            (
                word[:i] + word[i + 1 :],  # a letter left out
                word[:i] + word[i + 1] + word[i] + word[i + 2 :],  # two letters swapped
                word[:i] + word[i] + word[i:],  # a letter doubled
            )
        )
        text = text.replace(word, wrong, 1)
    return text


def _disturb(labels, dice):
    """Return the labels as a hurried annotator would give them: one to three."""
    noisy = set()
    for label in labels:
        if dice.chance(DROPPED):
            continue
        wrong = [b if a == label else a for a, b in CONFUSED if label in (a, b)]
        noisy.add(dice.pick(wrong) if wrong and dice.chance(SWAPPED) else label)
    if dice.chance(ADDED) and len(noisy) < MAX_LABELS:
        noisy.add(dice.pick(_draw_fault(dice).labels))
    if not noisy:
        noisy.add(labels[0])
    return tuple(sorted(noisy))


LABEL_NAMES = tuple(
    sorted({"duplicate", "outage", *(name for fault in FAULTS for name in fault.labels)})
)
# The labels that a symptom gives away without any look at the resolution: every cause has them.
SHOWN = {
    symptom: set.intersection(*(set(f.labels) for f in FAULTS if symptom in f.symptoms))
    for symptom in SYMPTOMS
}
