"""Phrases with alternatives, written as text: ``(The disk|The volume) of {host} is full``."""

import re

HELD_OUT_PERIOD = 9
"""The last of the ten periods: what is marked ``~`` is drawn in it alone."""

_GROUP = re.compile(r"\(([^()]*\|[^()]*)\)")


def lines(block):
    """Split a block of text into its lines that are not empty."""
    return tuple(line.strip() for line in block.splitlines() if line.strip())


def parse(line):
    """Split a phrase into parts: a str stays as it is, of a tuple one alternative is drawn."""
    parts = []
    for i, part in enumerate(_GROUP.split(line)):
        if i % 2:
            parts.append(tuple(part.split("|")))
        elif part:
            parts.append(part)
    return tuple(parts)


def n_phrasings(phrases):
    """Count the texts that parsed phrases can make, before their slots are filled."""
    total = 0
    for phrase in phrases:
        count = 1
        for part in phrase:
            count *= len(part) if isinstance(part, tuple) else 1
        total += count
    return total


def write(phrase, slots):
    """Draw one alternative of each group of a parsed phrase, and fill its slots."""
    random = slots.random
    chosen = [part if part.__class__ is str else part[int(random() * len(part))] for part in phrase]
    return "".join(chosen).format_map(slots)


class Phrases:
    """Parsed phrases, some of them held out for the last period.

    Parameters
    ----------
    common : iterable of str
        Lines that may be drawn at any time.
    held_out : iterable of str
        Lines that are drawn in the last period alone.
    held_out_chance : float
        How often one of those is drawn there.
    """

    def __init__(self, common, held_out=(), held_out_chance=0.5):
        self.common = tuple(map(parse, common))
        self.held_out = tuple(map(parse, held_out))
        self.held_out_chance = held_out_chance

    @classmethod
    def table(cls, block):
        """Read a block of lines; those that start with ``~`` are held out."""
        every = lines(block)
        return cls(
            (line for line in every if line[0] != "~"),
            (line[1:].strip() for line in every if line[0] == "~"),
            held_out_chance=0.15,
        )

    def draw(self, slots):
        """Write one of the phrases."""
        choices = self.common
        if (
            self.held_out
            and slots.period == HELD_OUT_PERIOD
            and slots.random() < self.held_out_chance
        ):
            choices = self.held_out
            slots.held_out = True
        return write(choices[int(slots.random() * len(choices))], slots)
