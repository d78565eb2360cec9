import hashlib
import re
from itertools import islice, product
from random import Random

import pytest

from ticketcourse import TicketcourseError
from ticketcourse.data.generation.entities import N_COMMON, Slots, name_number
from ticketcourse.data.generation.faults import FAULTS
from ticketcourse.data.generation.labels import SIBLINGS
from ticketcourse.data.generation.shared import CROSSES
from ticketcourse.data.generation.templates import n_phrasings
from ticketcourse.data.generator import (
    HELD_OUT_FROM,
    LABEL_NAMES,
    generate_tickets,
    stream_generated_tickets,
)

FIRST_THOUSAND_SHA256 = "212ca0363fc68d0d3c0f04b88a2f0ca17fae20dcf1f0ac9a101a05b54391b7da"


@pytest.fixture(scope="module")
def generated():
    return list(stream_generated_tickets(stop=3000))


def test_the_first_thousand_tickets_are_the_same_bytes_everywhere(generated):
    digest = hashlib.sha256()
    for one in generated[:1000]:
        digest.update(repr(one).encode())
    assert digest.hexdigest() == FIRST_THOUSAND_SHA256


def test_more_tickets_start_with_the_same_ones(generated):
    few, many = generate_tickets(40), generate_tickets(90)
    assert few == many[:40]
    assert few != generate_tickets(40, seed=1)
    assert list(few) == [one.ticket for one in generated[:40]]
    assert few.clean_labels == tuple(one.clean_labels for one in generated[:40])
    assert [f"{time:%Y-%m-%d}" for time in few.times] == [one.created for one in generated[:40]]


def test_a_stream_starts_anywhere_and_needs_no_end(generated):
    assert list(islice(stream_generated_tickets(start=500), 20)) == generated[500:520]
    assert list(stream_generated_tickets(start=10**9, stop=10**9 + 1))


def test_labels_are_sixty_to_eighty_and_each_has_siblings():
    assert 60 <= len(LABEL_NAMES) <= 80
    assert all(SIBLINGS)
    for j, siblings in enumerate(SIBLINGS):
        assert j not in siblings
        assert all(j in SIBLINGS[k] for k in siblings)
    assert generate_tickets(1).label_names == LABEL_NAMES


def test_two_labels_a_ticket_are_an_option():
    tickets = generate_tickets(1000, many_labels=True)
    assert 1.9 < tickets.targets.sum() / len(tickets) < 2.15


@pytest.mark.parametrize("share", [0.0, 0.35])
def test_other_languages_are_an_option(share):
    many = list(stream_generated_tickets(stop=1000, other_languages=share))
    other = [one for one in many if one.language != "en"]
    # Tickets that need both texts are always in English: they are one in ten.
    assert len(other) / len(many) == pytest.approx(0.9 * share, abs=0.03)
    accents = [re.search("[äöüßéèàç]", " ".join(one.ticket[:2])) for one in other]
    assert sum(map(bool, accents)) >= 0.5 * len(other)


def test_wrong_options_are_refused():
    with pytest.raises(TicketcourseError, match="at least 1"):
        generate_tickets(0)
    for share in (35, -0.1):
        with pytest.raises(TicketcourseError, match="number from 0 to 1"):
            generate_tickets(5, other_languages=share)


def test_no_slot_and_no_mark_of_the_phrase_tables_is_left(generated):
    slots = re.compile(r"\{(?!code\}|noformat\})\w+\}|~|\(\w[^()]*\|")
    for one in generated:
        for text in one.ticket[:2]:
            assert text.strip()
            assert not slots.search(text), slots.search(text)


def test_each_fault_has_at_least_thirty_phrasings():
    for fault in FAULTS:
        assert n_phrasings(fault.symptoms.common) >= 30, fault.name
        assert n_phrasings(fault.fixes.common) >= 15, fault.name
        assert fault.symptoms.held_out and fault.fixes.held_out, fault.name
        assert set(fault.foreign) == {"de", "fr"}
    for cross in CROSSES:
        assert sum(n_phrasings(symptom.common) for symptom in cross.symptoms) >= 20
        assert sum(n_phrasings(fix.common) for fix in cross.fixes) >= 20


def expanded(phrases):
    """Every text that phrases can make, before their slots are filled."""
    for phrase in phrases.common + phrases.held_out:
        parts = [part if isinstance(part, tuple) else (part,) for part in phrase]
        yield from map("".join, product(*parts))


def test_no_phrasing_belongs_to_two_causes():
    # Else the texts would tell less than the posterior takes them to tell.
    groups = [expanded(phrases) for fault in FAULTS for phrases in (fault.symptoms, fault.fixes)]
    groups += [expanded(phrases) for cross in CROSSES for phrases in cross.symptoms + cross.fixes]
    seen = {}
    for i, group in enumerate(groups):
        for text in group:
            assert seen.setdefault(text.lower(), i) == i, text


def test_some_phrasings_are_held_out_for_the_last_hundred_days(generated):
    last = [one for one in generated if one.created >= HELD_OUT_FROM]
    assert 0.08 < len(last) / len(generated) < 0.12
    assert 0.6 < sum(one.held_out for one in last) / len(last) < 0.95
    assert not any(one.held_out for one in generated if one.created < HELD_OUT_FROM)


def test_some_names_are_held_out_for_the_last_hundred_days():
    random = Random(0).random
    numbers = [
        {name_number(Slots(random, day), 8) for day in [100 * period] * 5000}
        for period in range(10)
    ]
    before = set().union(*numbers[:9])
    # Of 256 ranks the frequent ones serve all times, the others have a name for each period too.
    assert set(range(1, N_COMMON)) <= before & numbers[9]
    assert 150 < len(numbers[9] - before) <= 256 - N_COMMON
    assert len(numbers[9] & before) > 200


def test_the_share_of_a_label_drifts_with_time(generated):
    share = {}
    for name in ("multi-factor", "telephony", "printing", "containers"):
        early, late = (
            sum(name in one.clean_labels for one in generated if (one.created > "2023-05") == after)
            for after in (False, True)
        )
        share[name] = late / max(1, early)
    assert share["multi-factor"] > 1.1 and share["containers"] > 1.1
    assert share["telephony"] < 0.9 and share["printing"] < 0.9


def test_one_ticket_in_a_hundred_nearly_repeats_another(generated):
    copies = [(one, generated[one.copy_of]) for one in generated if one.copy_of is not None]
    assert 0.005 < len(copies) / len(generated) < 0.015
    for one, source in copies:
        words, of_source = (set(t.ticket.description.split()) for t in (one, source))
        assert len(words & of_source) / len(words | of_source) > 0.5
        assert one.clean_labels == source.clean_labels
        assert one.created == source.created
    assert any(one.ticket.description != source.ticket.description for one, source in copies)


def test_a_ticket_that_needs_both_texts_has_a_symptom_of_two_causes(generated):
    both = [one for one in generated if one.slice == "both"]
    pairs = {tuple(sorted(FAULTS[fault].labels for fault in cross.faults)) for cross in CROSSES}
    of_pairs = {labels for pair in pairs for labels in pair}
    assert 0.07 < len(both) / len(generated) < 0.13
    plain = [one for one in both if one.clean_labels in of_pairs]
    assert len(plain) > 0.8 * len(both)  # the others have a label with a sentence of its own
