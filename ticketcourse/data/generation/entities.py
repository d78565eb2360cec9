"""The open stock of names and numbers that fill the slots of phrases.

A name has a rank: rank 1 is drawn most often, and the stock has no end. Ranks follow a power law,
drawn octave by octave with whole numbers. Three in ten names beyond the most frequent ones belong
to one period of time: so a later split holds names that an earlier one never had.
"""

from ticketcourse.data.generation.words import (
    AREA_PARTS,
    BRANCHES,
    DEEDS,
    DEVICES,
    ENDINGS,
    EXCEPTIONS,
    METHODS,
    MOMENTS,
    NOUNS,
    PARTNERS,
    PARTS,
    PEOPLE,
    PLACES,
    PROGRAMS,
    QUALITIES,
    REPORTS,
    ROOT_PATHS,
    SUFFIXES,
    SYSTEMS,
    TEAMS,
)

N_COMMON = 48  # names of lower rank are the same at all times
FIRST_DAY = (2022, 1, 1)
N_DAYS = 1000  # a hundred days in each of ten periods
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Slots(dict):
    """Values for the slots of one ticket's phrases: `format_map` draws them as it meets them.

    A ticket keeps speaking of the same host or person until `forget` is called.

    Parameters
    ----------
    random : callable
        Gives the next float in [0, 1).
    day : int
        The day on which the ticket was opened, from 0.
    language : str
        In other languages than English names lose their article: "Front Desk".
    """

    __slots__ = ("area", "day", "english", "held_out", "period", "random")

    def __init__(self, random, day, language="en"):
        self.random = random
        self.day = day
        self.period = day * 10 // N_DAYS
        self.english = language == "en"
        self.area = None
        self.held_out = False

    def __missing__(self, name):
        if not self.english and name == "when":
            name = "date"
        value = MAKERS[name](self)
        if not self.english and value.startswith("the "):
            value = value[4:].title()
        if name in _KEPT:
            self[name] = value
        return value

    def forget(self):
        """Let the next sentence speak of other hosts, people and so on."""
        self.clear()


def rank(random, n_octaves):
    """Draw a rank, at least 1: each octave 1, 2-3, 4-7, … is equally likely."""
    low = 1 << int(random() * n_octaves)
    return low + int(random() * low)


def frequent(random, stock):
    """Draw from a stock whose first entries are the most frequent: 1 / rank, cut at its end."""
    n = len(stock)
    r = rank(random, n.bit_length())
    return stock[r - 1] if r <= n else stock[int(random() * n)]


def name_number(slots, n_octaves):
    """Draw which name it is: a number that is small when the name is frequent."""
    random = slots.random
    r = rank(random, n_octaves)
    if r < N_COMMON:
        return r
    return r * 11 + (slots.period if random() < 0.3 else 10)


def _mix(number, salt):
    """Scatter a number over 32 bits."""
    number = (number * 0x9E3779B1 + salt) & 0xFFFFFFFF
    number ^= number >> 15
    number = (number * 0x85EBCA77) & 0xFFFFFFFF
    return number ^ (number >> 13)


def class_name(slots):
    """A CamelCase name such as ``QueueLeaseResolver``, half of the time of the ticket's area."""
    number = name_number(slots, 15)
    h = _mix(number, 11)
    parts = AREA_PARTS[slots.area] if slots.area and slots.random() < 0.6 else PARTS
    first = parts[h % len(parts)]
    suffix = SUFFIXES[(h >> 8) % len(SUFFIXES)]
    if number < 24:
        return first + suffix
    second = PARTS[(h >> 14) % len(PARTS)]
    return first + suffix if second == first else first + second + suffix


def component(slots):
    number = name_number(slots, 9)
    h = _mix(number, 23)
    first = PARTS[h % len(PARTS)]
    if slots.area and slots.random() < 0.5:
        parts = AREA_PARTS[slots.area]
        first = parts[h % len(parts)]
    last = ("Service", "Agent", "Worker", "Connector", "Gateway", "Scheduler")[(h >> 9) % 6]
    if h & 0x30000 == 0:
        return f"{first}{last}"
    return f"the {first.lower()} {last.lower()}"


def host(slots):
    number = name_number(slots, 13)
    h = _mix(number, 37)
    where = ("srv", "fra", "lon", "mun", "node", "vm", "ny", "tst", "prd", "dev", "k8s", "ams")
    what = ("app", "db", "web", "file", "bkp", "erp", "prx", "mail", "work", "mon", "ci", "dwh")
    head = f"{where[h % 12]}-{what[(h >> 5) % 12]}"
    return f"{head}{number:02d}" if h & 0x400 else f"{head}-{(h >> 11) % 97:02d}"


def user(slots):
    number = name_number(slots, 13)
    h = _mix(number, 41)
    person = PEOPLE[h % len(PEOPLE)].lower()
    return f"{person[0]}{PARTS[(h >> 8) % len(PARTS)].lower()}{number % 50 or ''}"


def code(slots):
    number = name_number(slots, 11)
    h = _mix(number, 53)
    kind = h % 8
    if kind == 0:
        return f"0x8007{(h >> 4) & 0xFFFF:04x}"
    if kind == 1:
        return f"ORA-{(h >> 4) % 30000:05d}"
    if kind == 2:
        return f"HTTP {('500', '502', '503', '404', '403', '401', '409', '504')[(h >> 4) % 8]}"
    if kind == 3:
        return f"exit code {1 + (h >> 4) % 140}"
    if kind < 6:
        return f"{('E', 'SYS', 'LGR', 'W', 'APP', 'NET')[(h >> 4) % 6]}-{(h >> 7) % 9000 + 1000}"
    return f"error {(h >> 4) % 3000}"


def path(slots):
    number = name_number(slots, 12)
    h = _mix(number, 67)
    root = ROOT_PATHS[h % len(ROOT_PATHS)]
    gap = "\\" if "\\" in root else "/"
    one = PARTS[(h >> 5) % len(PARTS)].lower()
    two = PARTS[(h >> 12) % len(PARTS)].lower()
    return f"{root}{gap}{one}" if h & 0x80000 else f"{root}{gap}{one}{gap}{two}"


def file(slots):
    number = name_number(slots, 12)
    h = _mix(number, 71)
    one = PARTS[h % len(PARTS)].lower()
    middle = f"_{1 + number % 400}" if h & 0x200 else f"-{PARTS[(h >> 10) % len(PARTS)].lower()}"
    return f"{one}{middle}.{ENDINGS[(h >> 20) % len(ENDINGS)]}"


def url(slots):
    number = name_number(slots, 12)
    h = _mix(number, 83)
    domain = ("corp.example", "intra.example", "example.org", "example.net")[h & 3]
    site = PARTS[(h >> 3) % len(PARTS)].lower()
    page = PARTS[(h >> 10) % len(PARTS)].lower()
    return f"https://{site}.{domain}/{page}" + (f"/{number}" if h & 0x40000 else "")


def version(slots):
    random = slots.random
    year = slots.period // 3
    kind = int(random() * 4)
    if kind == 0:
        return f"{2022 + slots.day // 365}.{1 + int(random() * 12)}"
    major, minor = 1 + year + int(random() * 4), int(random() * 12)
    return f"{major}.{minor}" if kind == 1 else f"{major}.{minor}.{int(random() * random() * 30)}"


def table(slots):
    number = name_number(slots, 11)
    h = _mix(number, 97)
    one = PARTS[h % len(PARTS)].lower()
    return f"{one}s" if number < 20 else f"{one}_{PARTS[(h >> 9) % len(PARTS)].lower()}"


def queue(slots):
    h = _mix(name_number(slots, 9), 101)
    return f"{PARTS[h % len(PARTS)].lower()}.{('in', 'out', 'retry', 'events')[(h >> 9) & 3]}"


def job(slots):
    number = name_number(slots, 9)
    h = _mix(number, 103)
    what = PARTS[h % len(PARTS)].upper()
    return f"{('NIGHTLY', 'EOD', 'JOB', 'LOAD', 'SYNC', 'RUN')[(h >> 9) % 6]}_{what}" + (
        f"_{number % 100:02d}" if h & 0x8000 else ""
    )


def device(slots):
    random = slots.random
    return f"{frequent(random, DEVICES)} {('LT', 'PC', 'WS', 'TB')[int(random() * 4)]}-" + str(
        1000 + name_number(slots, 9) * 7 % 9000
    )


def ticket(slots):
    random = slots.random
    key = ("INC", "REQ", "CHG", "PRB", "HELP")[int(random() * 5)]
    return f"{key}-{10000 + slots.day * 40 + int(random() * 400)}"


def person(slots):
    random = slots.random
    name = frequent(random, PEOPLE)
    kind = random()
    if kind < 0.2:
        return f"{name} {chr(65 + int(random() * 26))}."
    if kind < 0.2006:
        return ("Zoë", "Łukasz", "José", "Søren", "Jürgen", "Anaïs", "Çelik")[int(random() * 7)]
    return name


def date_of(day):
    """Write a day (from 0) as an ISO date."""
    year, _, _ = FIRST_DAY
    while day >= (length := 366 if year % 4 == 0 else 365):
        day -= length
        year += 1
    for month, length in enumerate(_MONTH_DAYS, start=1):
        length += month == 2 and year % 4 == 0
        if day < length:
            break
        day -= length
    return f"{year}-{month:02d}-{day + 1:02d}"


def _a_quality(slots):
    quality = frequent(slots.random, QUALITIES)
    return f"{'an' if quality[0] in 'aeiou' else 'a'} {quality}"


_KEPT = {"component", "device", "file", "host", "path", "program", "site", "system", "team", "user"}
MAKERS = {
    "a_quality": _a_quality,
    "branch": lambda s: frequent(s.random, BRANCHES) + f"-{version(s)}" * (s.random() < 0.5),
    "class": class_name,
    "code": code,
    "commit": lambda s: f"{int(s.random() * 0xFFFFFFF):07x}",
    "component": component,
    "date": lambda s: date_of(max(0, s.day - int(s.random() * 20))),
    "deed": lambda s: frequent(s.random, DEEDS),
    "device": device,
    "exc": lambda s: frequent(s.random, EXCEPTIONS),
    "file": file,
    "host": host,
    "ip": lambda s: f"10.{rank(s.random, 6)}.{int(s.random() * 256)}.{int(s.random() * 256)}",
    "job": job,
    "method": lambda s: frequent(s.random, METHODS),
    "ms": lambda s: str(40 + int(s.random() * s.random() * 9000)),
    "n": lambda s: str(1 + rank(s.random, 6)),
    "noun": lambda s: frequent(s.random, NOUNS),
    "partner": lambda s: frequent(s.random, PARTNERS),
    "path": path,
    "percent": lambda s: str(80 + int(s.random() * 21)),
    "person": person,
    "port": lambda s: ("443", "8080", "22", "5432", "1433", "389", "25", "9092")[
        int(s.random() * 8)
    ],
    "program": lambda s: frequent(s.random, PROGRAMS),
    "quality": lambda s: frequent(s.random, QUALITIES),
    "queue": queue,
    "report": lambda s: frequent(s.random, REPORTS),
    "site": lambda s: frequent(s.random, PLACES),
    "size": lambda s: f"{rank(s.random, 9)} {('GB', 'GB', 'MB', 'TB')[int(s.random() * 4)]}",
    "system": lambda s: frequent(s.random, SYSTEMS),
    "table": table,
    "team": lambda s: frequent(s.random, TEAMS),
    "ticket": ticket,
    "url": url,
    "user": user,
    "version": version,
    "when": lambda s: frequent(s.random, MOMENTS),
}
