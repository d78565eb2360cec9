"""Splits: complete, seeded, and nothing that belongs together falls apart."""

import random
import re
from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ticketcourse import TicketcourseError, Tickets
from ticketcourse.data import generate_tickets
from ticketcourse.data.near_duplicates import near_duplicate_groups


def sides(parts, key):
    """For each value of `key`, the numbers of the parts that hold it."""
    where = {}
    for number, part in enumerate(parts):
        for ticket in part:
            where.setdefault(key(ticket), set()).add(number)
    return where


def words(number, n=40):
    dice = random.Random(number)
    return [f"w{dice.randrange(5000)}" for _ in range(n)]


@pytest.fixture(scope="module")
def dated():
    """Two hundred tickets of ten customers, one a day, each third one with an echo 50 days on."""
    rows, days, customers = [], [], []
    for i in range(200):
        echoes = 2 if i % 3 == 0 else 1
        for echo in range(echoes):
            rows.append((" ".join(words(i)) + " again" * echo, "done", [f"label {i % 7}"]))
            days.append(datetime(2024, 1, 1) + timedelta(days=i + 50 * echo))
            customers.append(f"customer {i % 10}")
    return Tickets(rows, times=days, groups=customers)


@pytest.mark.parametrize("by", ["random", "time"])
def test_a_split_is_complete_and_deterministic(dated, by):
    parts = dated.split(seed=1, by=by)
    assert sorted(t for part in parts for t in part) == sorted(dated)
    assert parts == dated.split(seed=1, by=by)
    assert {part.label_names for part in parts} == {dated.label_names}
    for part, share in zip(parts, (0.8, 0.1, 0.1), strict=True):
        assert len(part) == pytest.approx(share * len(dated), abs=2)


def test_another_seed_gives_another_split(tickets):
    assert [len(part) for part in tickets.split()] == [96, 12, 12]
    assert tickets.split() == tickets.split(seed=0) != tickets.split(seed=2)


@pytest.mark.parametrize("by", ["random", "group", "time"])
def test_a_split_does_not_depend_on_the_order_of_the_rows(dated, by):
    mixed = dated[random.Random(0).sample(range(len(dated)), len(dated))]
    fractions = (0.6, 0.2, 0.2)
    parts, others = (t.split(seed=3, by=by, fractions=fractions) for t in (dated, mixed))
    assert [sorted(part) for part in parts] == [sorted(part) for part in others]


def test_the_split_is_the_same_everywhere():
    train, valid, test = Tickets(
        (" ".join(words(i, 8)), "done", ["a", "b"][: 1 + i % 2]) for i in range(30)
    ).split(seed=5)
    assert [ticket.description.split()[0] for ticket in valid] == ["w3792", "w1660", "w3931"]
    assert [ticket.description.split()[0] for ticket in test] == ["w1933", "w4700", "w2121"]
    assert len(train) == 24


@pytest.mark.parametrize("by", ["random", "group", "time"])
def test_nearly_equal_tickets_stay_on_one_side(dated, by):
    parts = dated.split(by=by, fractions=(0.5, 0.25, 0.25))
    together = sides(parts, lambda ticket: ticket.description.removesuffix(" again"))
    assert all(len(numbers) == 1 for numbers in together.values())


def test_equal_words_stay_on_one_side_whatever_stands_between_them():
    spellings = [
        "Fix {}: system-error",
        "fix {} SYSTEM error.",
        "FIX {} (system) error!",
        "Fix{} systemError",
    ]
    tickets = Tickets(
        (spelling.format(i), "Done", ["x"]) for i in range(20) for spelling in spellings
    )
    numbers = sides(tickets.split(), lambda ticket: re.findall(r"\d+", ticket.description)[0])
    assert len(numbers) == 20
    assert all(len(parts) == 1 for parts in numbers.values())


def test_groups_stay_on_one_side(dated):
    parts = dated.split(by="group", fractions=(0.5, 0.25, 0.25))
    customers = [set(part.groups) for part in parts]
    assert sum(map(len, customers)) == len(set.union(*customers)) == 10


def test_the_test_tickets_are_the_latest(dated):
    alone = dated[["again" not in text for text in dated.descriptions]]
    train, valid, test = alone.split(by="time")
    assert max(train.times) < min(valid.times) <= max(valid.times) < min(test.times)


def test_an_echo_goes_where_the_first_of_its_kind_is(dated):
    train, valid, test = dated.split(by="time")
    firsts = [
        [time for time, text in zip(part.times, part.descriptions, strict=True) if text[-1] != "n"]
        for part in (train, valid, test)
    ]
    assert max(firsts[0]) < min(firsts[1]) <= max(firsts[1]) < min(firsts[2])
    assert max(train.times) > min(test.times)  # an echo


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 10_000), st.integers(60, 250), st.integers(2, 12))
def test_every_part_gets_its_share_of_every_label(seed, n, n_labels):
    dice = random.Random(seed)
    weights = [1 / (rank + 1) for rank in range(n_labels)]
    tickets = Tickets(
        (f"text {i} {dice.random()}", "done", set(dice.choices(range(n_labels), weights, k=2)))
        for i in range(n)
    )
    counts = [part.targets.sum(axis=0) for part in tickets.split(seed)]
    total = tickets.targets.sum(axis=0)
    assert all((count[total >= 20] > 0).all() for count in counts)
    for count, share in zip(counts, (0.8, 0.1, 0.1), strict=True):
        assert (np.abs(count - share * total) <= np.maximum(5, 0.05 * total)).all()


def test_the_split_carries_clean_labels(tickets):
    clean = dict(zip(tickets, tickets.clean_labels, strict=True))
    for part in tickets.split():
        assert [clean[ticket] for ticket in part] == list(part.clean_labels)


def test_tickets_with_a_label_of_their_own_are_spread():
    tickets = Tickets((f"text {i}", "done", [f"label {i}"]) for i in range(10))
    assert [len(part) for part in tickets.split()] == [8, 1, 1]


@pytest.mark.parametrize("fractions", [(0.5, 0.5, 0.5), (1, 0, 0), (0.5, 0.5)])
def test_bad_fractions_are_refused(tickets, fractions):
    with pytest.raises(TicketcourseError, match="sum to 1"):
        tickets.split(fractions=fractions)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"by": "label"}, 'by is \'label\': give "random", "group" or "time"'),
        ({"by": "time"}, "3 of 3 tickets have no time to split by: name the column"),
        ({"by": "group"}, "1 of 3 tickets have no group to split by: fill it in"),
        ({}, "too few to split .* count once, which makes 2; give at least 10"),
    ],
)
def test_what_cannot_be_split_gives_one_sentence(options, said):
    rows = [("a", "b", ["x"]), ("a.", "b", ["x"]), ("c", "d", ["x"])]
    with pytest.raises(TicketcourseError, match=said):
        Tickets(rows, groups=["g", "g", None]).split(**options)


def test_no_tickets_are_too_few():
    with pytest.raises(TicketcourseError, match="which makes 0"):
        Tickets([]).split()


def test_one_group_is_too_few(dated):
    with pytest.raises(TicketcourseError, match="or of one group count once"):
        Tickets(dated, groups=["one"] * len(dated)).split(by="group")


@pytest.mark.parametrize(("changed", "together"), [(0, True), (3, True), (40, False), (120, False)])
def test_texts_are_nearly_equal_when_they_share_their_runs_of_words(changed, together):
    """Each changed word takes three of 298 runs: 3 leave 94 % in common, 40 leave about a half."""
    found = []
    for number in range(20):
        text = words(number, 300)
        other = list(text)
        for i in random.Random(number).sample(range(300), changed):
            other[i] = "changed"
        one, two, far = near_duplicate_groups(
            [" ".join(text), " ".join(other), " ".join(words(number + 100, 300))]
        )
        found.append(one == two)
        assert far not in (one, two)
    assert set(found) == {together}


def test_what_nearly_equal_texts_connect_is_one_group():
    text = words(1, 100)
    chain = [" ".join(text[i:] + words(2, 100)[:i]) for i in range(0, 100, 8)]
    assert len(set(near_duplicate_groups(chain).tolist())) == 1


def test_a_form_letter_is_one_group_and_takes_no_square_of_time():
    letter = " ".join(words(5, 200))
    groups = near_duplicate_groups([f"{letter} host {i} is down" for i in range(1000)])
    assert len(set(groups.tolist())) == 1


def test_the_shares_that_minhash_estimates_are_right_and_the_same_everywhere():
    from ticketcourse.data import near_duplicates

    hashes = near_duplicates._hashes()
    errors = []
    for number in range(60):
        n = 10 + 4 * number
        one = words(number, 260)
        two = one[:n] + words(number + 1000, 260 - n)
        sets = [{tuple(text[i : i + 3]) for i in range(len(text) - 2)} for text in (one, two)]
        true = len(sets[0] & sets[1]) / len(sets[0] | sets[1])
        errors.append((hashes(one) == hashes(two)).mean() - true)
    assert hashes(["fix", "system", "error", "now"])[:3].tolist() == [
        825279618,
        3482425423,
        2575135988,
    ]
    assert abs(np.mean(errors)) < 0.02
    assert np.std(errors) < 0.06


@pytest.mark.slow
def test_generated_tickets_do_not_run_together():
    groups = near_duplicate_groups([f"{d}\n{r}" for d, r, _ in generate_tickets(3000)])
    assert np.bincount(groups).max() < 30
