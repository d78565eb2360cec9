"""The table of faults: what goes wrong, how often, under which labels and in which words.

A block of the table is one fault. Its first line holds name | labels | weight | drift: the weight
is its share, the drift says how much that share grows (or shrinks, below 0) from the first period
to the last. The lines below are phrasings: ``-`` of the symptom, ``>`` of the fix, ``~`` and ``>~``
of either in the last period alone; ``de`` and ``fr`` give both in two other languages.
"""

from typing import NamedTuple

from ticketcourse.data.generation import (
    faults_data,
    faults_network,
    faults_software,
    faults_systems,
)
from ticketcourse.data.generation.templates import Phrases

N_PERIODS = 10


class Fault(NamedTuple):
    """One way in which things go wrong."""

    name: str
    area: str
    labels: tuple[str, ...]
    weight: int
    drift: int
    symptoms: Phrases
    fixes: Phrases
    foreign: dict  # language -> (symptom phrases, fix phrases)

    def weight_at(self, period):
        """Return the integer weight in one of the ten periods of time."""
        return self.weight * (100 + 2 * self.drift * (2 * period - N_PERIODS + 1))


def _fault(area, block):
    head, *rows = block.strip().splitlines()
    name, labels, weight, drift = (field.strip() for field in head.split("|"))
    marked = [row.split(" ", 1) for row in rows]

    def rows_with(mark):
        return [text for m, text in marked if m == mark]

    foreign = {}
    for language in ("de", "fr"):
        pairs = [text.split(" > ") for text in rows_with(language)]
        foreign[language] = (Phrases(s for s, _ in pairs), Phrases(f for _, f in pairs))
    return Fault(
        name,
        area,
        tuple(sorted(label.strip() for label in labels.split(","))),
        int(weight),
        int(drift),
        Phrases(rows_with("-"), rows_with("~")),
        Phrases(rows_with(">"), rows_with(">~")),
        foreign,
    )


_TABLES = {
    "network": faults_network.NETWORK,
    "access": faults_network.ACCESS,
    "mail": faults_network.MAIL,
    "database": faults_systems.DATABASE,
    "storage": faults_systems.STORAGE,
    "server": faults_systems.SERVER,
    "integration": faults_data.INTEGRATION,
    "data": faults_data.DATA,
    "workplace": faults_data.WORKPLACE,
    "application": faults_software.APPLICATION,
    "security": faults_software.SECURITY,
    "delivery": faults_software.DELIVERY,
}
AREAS = tuple(_TABLES)
FAULTS = tuple(
    _fault(area, block) for area, table in _TABLES.items() for block in table.strip().split("\n\n")
)
FAULT_NUMBER = {fault.name: i for i, fault in enumerate(FAULTS)}
