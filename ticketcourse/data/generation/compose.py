"""From the facts about a ticket to its two texts."""

from itertools import pairwise

from ticketcourse.data.generation import foreign, remarks
from ticketcourse.data.generation.blocks import code_block, log_lines, stack_trace
from ticketcourse.data.generation.entities import Slots
from ticketcourse.data.generation.faults import FAULTS
from ticketcourse.data.generation.labels import IN_EITHER_TEXT, VERDICTS
from ticketcourse.data.generation.lengths import DESCRIPTION, RESOLUTION, draw_length
from ticketcourse.data.generation.shared import CROSSES
from ticketcourse.data.generation.typing_mistakes import misspell

# How many distractors a text has: the chance of at least one, two and three, for short and long.
_OTHER_SYMPTOMS = (0.1, 0.0, 0.0), (0.35, 0.12, 0.0)
_OTHER_FIXES = (0.1, 0.0, 0.0), (0.4, 0.15, 0.0)
_TEXTS = ("description", "resolution")
_SHORT = 22  # tokens
_AGAIN = 40  # tokens
MISSPELLED = 0.09
_IN_ENGLISH = {
    "vague symptom": remarks.VAGUE_SYMPTOM,
    "area symptom": remarks.AREA_SYMPTOM,
    "vague fix": remarks.VAGUE_FIX,
    "area fix": remarks.AREA_FIX,
    "other symptom": remarks.OTHER_SYMPTOM,
    "other fix": remarks.OTHER_FIX,
    "description remark": remarks.DESCRIPTION_REMARKS,
    "resolution remark": remarks.RESOLUTION_REMARKS,
    "opening": remarks.OPENINGS,
    "closing": remarks.CLOSINGS,
}
_SENTENCES = {"en": _IN_ENGLISH}
for _language in ("de", "fr"):
    _SENTENCES[_language] = {
        "vague symptom": foreign.VAGUE_SYMPTOM[_language],
        "area symptom": foreign.AREA_SYMPTOM[_language],
        "vague fix": foreign.VAGUE_FIX[_language],
        "area fix": foreign.AREA_FIX[_language],
        "other symptom": foreign.OTHER_SYMPTOM[_language],
        "other fix": foreign.OTHER_FIX[_language],
        "description remark": foreign.REMARKS[_language],
        "resolution remark": foreign.REMARKS[_language],
        "opening": foreign.OPENINGS[_language],
        "closing": foreign.CLOSINGS[_language],
    }


def compose(facts, random):
    """Write the two texts of a ticket.

    Returns
    -------
    description, resolution : str
    held_out : bool
        Whether a phrasing is in them that is held out for the last period.
    """
    slots = Slots(random, facts.day, facts.language)
    author = _Author(facts, slots)
    description = author.description()
    slots.forget()
    resolution = author.resolution()
    if random() < MISSPELLED:
        description = misspell(description, random)
    if random() < MISSPELLED / 2:
        resolution = misspell(resolution, random)
    return description, resolution, slots.held_out


class _Author:
    """Writes both texts of one ticket, sentence by sentence."""

    def __init__(self, facts, slots):
        self.facts = facts
        self.slots = slots
        self.random = slots.random
        self.sentences = _SENTENCES[facts.language]

    def description(self):
        facts, random, sentences = self.facts, self.random, self.sentences
        length = draw_length(random, DESCRIPTION)
        self._know_area(facts.outcome.symptom)
        core = [self._symptom()]
        core += [self._own(i, 0) for i in facts.faults[1:] if facts.outcome.slice != "resolution"]
        core += self._again(facts.outcome.symptom, self._symptom, length)
        body = self._modifiers("description")
        chances = _OTHER_SYMPTOMS[length > _SHORT]
        body += [self._other(0) for _ in range(self._count(chances))]
        if length > _SHORT and random() < 0.06:
            body.append(remarks.NOT_SHOWN.draw(self.slots))
        room = length - sum(map(_n_tokens, core)) - sum(map(_n_tokens, body))
        filler = self._filler(room, "description remark", _DESCRIPTION_BLOCKS)
        body = self._mingle(body + core[1:], filler)
        if random() < 0.12 and length > 60:  # the matter comes late, below something quoted
            body.insert(1 + int(random() * len(body)), core[0])
        else:
            body.insert(0, core[0])
        if length > 30 and random() < 0.3:
            body.insert(int(random() * 2), sentences["opening"].draw(self.slots))
        if length > 30 and random() < 0.3:
            body.append(sentences["closing"].draw(self.slots))
        return self._join(body)

    def resolution(self):
        facts, random = self.facts, self.random
        length = draw_length(random, RESOLUTION)
        self._know_area(facts.outcome.fix)
        core = [self._fix()]
        core += [self._own(i, 1) for i in facts.faults[1:] if facts.outcome.slice != "description"]
        body = self._again(facts.outcome.fix, self._fix, length)
        body += self._modifiers("resolution")
        if facts.outcome.slice == "both" and random() < 0.5:
            signal = facts.outcome.fix
            tried = CROSSES[signal.number].fixes[1 - signal.which].draw(self.slots)
            body.append(self._told("other fix", tried))
        body += [self._other(1) for _ in range(self._count(_OTHER_FIXES[length > _SHORT]))]
        room = length - sum(map(_n_tokens, core)) - sum(map(_n_tokens, body))
        body = self._mingle(body, self._filler(room, "resolution remark", _RESOLUTION_BLOCKS))
        if random() < 0.6:  # the verdict comes last
            body += core
        else:
            at = int(random() * (len(body) + 1))
            body[at:at] = core
        return self._join(body)

    def _know_area(self, signal):
        """Let names fit the area of the fault where the text tells at least the area."""
        told = signal.kind != "nothing"
        self.slots.area = FAULTS[self.facts.faults[0]].area if told else None

    def _again(self, signal, write, length):
        """Say the matter again in other words: long texts come back to it."""
        if signal.kind not in ("own", "shared"):
            return []
        times = sum(self.random() < 0.6 for _ in range(min(4, length // _AGAIN)))
        return [write() for _ in range(times)]

    def _symptom(self):
        signal = self.facts.outcome.symptom
        if signal.kind == "own":
            return self._own(signal.number, 0)
        if signal.kind == "shared":
            return CROSSES[signal.number].symptoms[signal.which].draw(self.slots)
        if signal.kind == "area":
            return self.sentences["area symptom"][signal.area].draw(self.slots)
        return self.sentences["vague symptom"].draw(self.slots)

    def _fix(self):
        signal = self.facts.outcome.fix
        if signal.kind == "own":
            return self._own(signal.number, 1)
        if signal.kind == "shared":
            return CROSSES[signal.number].fixes[signal.which].draw(self.slots)
        if signal.kind == "area":
            return self.sentences["area fix"][signal.area].draw(self.slots)
        if self.facts.verdict:
            return VERDICTS[self.facts.verdict][1].draw(self.slots)
        return self.sentences["vague fix"].draw(self.slots)

    def _own(self, number, text):
        """A fault's own words: of its symptom (text 0) or its fix (text 1)."""
        fault = FAULTS[number]
        if self.facts.language == "en":
            return (fault.fixes if text else fault.symptoms).draw(self.slots)
        return fault.foreign[self.facts.language][text].draw(self.slots)

    def _modifiers(self, text):
        """Sentences that carry a label of their own, where the ticket's slice has them."""
        found = []
        where = self.facts.outcome.slice
        for i, name in enumerate(self.facts.modifiers):
            if where in (text, "either") or (where == "both" and text == _TEXTS[i % 2]):
                found.append(IN_EITHER_TEXT[name][1].draw(self.slots))
        return found

    def _count(self, chances):
        u = self.random()
        return sum(u < chance for chance in chances)

    def _other(self, text):
        """Tell of another fault, and say that it is not the matter here."""
        random = self.random
        number = int(random() * len(FAULTS))
        # Where the fault cannot be read, it may be told as well: else its absence would tell it.
        own = () if self.facts.outcome.slice == "neither" else self.facts.faults
        while number in own:
            number = int(random() * len(FAULTS))
        return self._told(("other symptom", "other fix")[text], self._own(number, text))

    def _told(self, kind, phrase):
        self.slots["told"] = phrase
        sentence = self.sentences[kind].draw(self.slots)
        self.slots.pop("told", None)
        return sentence

    def _filler(self, room, kind, chances):
        """Remarks and blocks for so many tokens; a block has a line break before and after it."""
        random, slots = self.random, self.slots
        found = []
        blocks = _draw_blocks(random, chances) if room > 25 else ()
        for block in blocks:
            if room < 20:
                break
            share = room if random() < 0.5 else room * (1 + int(random() * 3)) // 4
            text = block(slots, max(20, share))
            room -= share
            found.append("\n" + text + "\n")
            slots.forget()
        remark = self.sentences[kind]
        while room > 5:
            sentence = remark.draw(slots)
            room -= _n_tokens(sentence)
            found.append(sentence)
            if random() < 0.4:
                slots.forget()
        return found

    def _mingle(self, sentences, filler):
        """Put sentences at random places between the filler, which is drawn into a random order."""
        random = self.random
        if len(filler) > 1:
            turn = int(random() * len(filler))
            filler = filler[turn:] + filler[:turn]
        for sentence in sentences:
            filler.insert(int(random() * (len(filler) + 1)), sentence)
        return filler

    def _join(self, sentences):
        """Join sentences as people do: with full stops, line breaks or dashes."""
        gap = (". ", ". ", ".\n", "\n", " - ")[int(self.random() * 5)]
        parts = [sentences[0]]
        for before, sentence in pairwise(sentences):
            if sentence[0] == "\n" or before[-1] == "\n":
                parts.append("\n" if sentence[0] != "\n" and before[-1] != "\n" else "")
            elif before[-1] in ".!?,:":
                parts.append(" ")
            else:
                parts.append(gap)
            parts.append(sentence)
        text = "".join(parts).strip()
        return text.lower() if len(text) < 200 and self.random() < 0.1 else text


def _n_tokens(sentence):
    return sentence.count(" ") * 6 // 5 + 2


def _stack(slots, room):
    return stack_trace(slots, max(2, room // 9))


def _log(slots, room):
    return log_lines(slots, max(1, room // 15))


def _code(slots, room):
    return code_block(slots, max(1, room // 13))


def _quoted(slots, room):
    """An earlier mail or comment, with a mark before each line."""
    rows = [remarks.QUOTE_HEADS.draw(slots)]
    rows += [remarks.RESOLUTION_REMARKS.draw(slots) for _ in range(max(1, room // 14))]
    return "\n> ".join(rows)


_DESCRIPTION_BLOCKS = ((_stack, 0.23), (_log, 0.19), (_code, 0.48), (_quoted, 0.1))
_RESOLUTION_BLOCKS = ((_stack, 0.03), (_log, 0.03), (_code, 0.06), (_quoted, 0.15))


def _draw_blocks(random, chances):
    return [block for block, chance in chances if random() < chance]
