import gzip
import hashlib
import pickle

import numpy as np
import pytest

from ticketcourse import TicketcourseError, Tickets, load_tickets
from ticketcourse.data import Ticket, generate_tickets, tickets_to_csv
from ticketcourse.data.fixes import FIXES
from ticketcourse.data.generator import FAULTS
from ticketcourse.data.symptoms import SYMPTOMS

GENERATED_SHA256 = "030ff51d1429cf9514e52d162b438c329605d02121d366e19fb67d55889e8c86"


def test_an_index_gives_a_ticket_and_a_slice_gives_tickets():
    tickets = Tickets([("a", "b", ["y", "x", "x"]), ("c", "d", [])])
    assert tickets[0] == Ticket("a", "b", ("x", "y"))
    assert tickets[1:].descriptions == ("c",)
    assert tickets[[1, 0]].resolutions == tickets[(-1, 0)].resolutions == ("d", "b")
    assert tickets[np.array([False, True])].descriptions == ("c",)
    assert len(tickets[[]]) == 0
    with pytest.raises(IndexError):
        tickets[[2]]
    assert tickets[1:].label_names == ("x", "y")
    assert len(tickets) == 2
    np.testing.assert_array_equal(tickets.targets, [[1, 1], [0, 0]])


def test_tickets_cannot_be_changed():
    tickets = Tickets([("a", "b", ["x"])])
    with pytest.raises(AttributeError):
        tickets.label_names = ("z",)
    with pytest.raises(TypeError):
        tickets[0] = Ticket("c", "d")
    assert pickle.loads(pickle.dumps(tickets)) == tickets


def test_a_label_without_a_name_is_refused():
    with pytest.raises(TicketcourseError, match="'y' is not one of the 1 label names"):
        Tickets([("a", "b", ["y"])], label_names=["x"])


@pytest.mark.parametrize("rows", [{"tickets": [("a", "b", "xyz")]}, {"clean_labels": ["xyz"]}])
def test_labels_in_one_text_are_refused(rows):
    with pytest.raises(TicketcourseError, match="'xyz' are one text"):
        Tickets(**{"tickets": [("a", "b", ["x"])], **rows})


def test_split_is_complete_and_deterministic(tickets):
    parts = tickets.split(seed=1)
    assert [len(part) for part in parts] == [96, 12, 12]
    assert sorted(t for part in parts for t in part) == sorted(tickets)
    assert parts == tickets.split(seed=1)
    assert parts != tickets.split(seed=2)
    assert {part.label_names for part in parts} == {tickets.label_names}


def test_split_does_not_depend_on_the_order_of_the_rows(tickets):
    turned = tickets[::-1].split()
    for part, other in zip(tickets.split(), turned, strict=True):
        assert sorted(part) == sorted(other)


def test_split_keeps_duplicates_on_one_side():
    tickets = Tickets((f"text {i % 20}", "done", ["x" if i < 20 else "y"]) for i in range(60))
    sides = [set(part.descriptions) for part in tickets.split()]
    assert not sides[0] & sides[1] and not sides[0] & sides[2] and not sides[1] & sides[2]
    assert all(
        len(part) == 3 * len(side) for part, side in zip(tickets.split(), sides, strict=True)
    )


def test_split_carries_clean_labels(tickets):
    clean = dict(zip(tickets, tickets.clean_labels, strict=True))
    for part in tickets.split():
        assert [clean[ticket] for ticket in part] == list(part.clean_labels)


@pytest.mark.parametrize("fractions", [(0.5, 0.5, 0.5), (1, 0, 0), (0.5, 0.5)])
def test_split_refuses_bad_fractions(tickets, fractions):
    with pytest.raises(TicketcourseError, match="sum to 1"):
        tickets.split(fractions=fractions)


def test_generated_tickets_are_the_same_bytes_everywhere():
    text = tickets_to_csv(generate_tickets(300, seed=7))
    assert hashlib.sha256(text.encode()).hexdigest() == GENERATED_SHA256


def test_more_generated_tickets_start_with_the_same_ones():
    few, many = generate_tickets(40), generate_tickets(90)
    assert few == many[:40]
    assert few != generate_tickets(40, seed=1)


def test_generated_tickets_are_what_the_course_promises():
    tickets = load_tickets()
    assert len(tickets) == 5000
    assert 20 <= len(tickets.label_names) <= 32
    assert {len(labels) for labels in tickets.labels} == {1, 2, 3}
    assert {len(labels) for labels in tickets.clean_labels} == {1, 2, 3}
    share = tickets.targets.mean(axis=0)
    assert share.min() > 0.01 and share.max() > 4 * share.min()
    changed = sum(a != b for a, b in zip(tickets.labels, tickets.clean_labels, strict=True))
    assert 0.1 < changed / len(tickets) < 0.3
    assert not any(mark in text for text in tickets.descriptions for mark in "{}#")
    assert not any(mark in text for text in tickets.resolutions for mark in "{}#")


def test_no_symptom_and_fix_belong_to_two_faults():
    pairs = [(s, f) for fault in FAULTS for s in fault.symptoms for f in fault.fixes]
    assert len(pairs) == len(set(pairs))  # else no reader could tell the labels apart
    assert {s for s, _ in pairs} == set(SYMPTOMS)
    assert {f for _, f in pairs} == set(FIXES)


def test_a_csv_file_gives_its_tickets_back(tmp_path, tickets):
    path = tmp_path / "tickets.csv"
    path.write_text(tickets_to_csv(tickets), encoding="utf-8")
    loaded = load_tickets(path)
    assert list(loaded) == list(tickets)
    assert loaded.clean_labels is None
    with gzip.open(tmp_path / "tickets.csv.gz", "wt", encoding="utf-8") as file:
        file.write(tickets_to_csv(tickets))
    assert load_tickets(tmp_path / "tickets.csv.gz") == loaded


def test_every_text_survives_a_csv_file(tmp_path):
    path = tmp_path / "t.csv"
    tickets = Tickets([("a\rb", 'say "no",\r\n', ["x", "y"]), (" \t ", "\n", [])])
    path.write_bytes(tickets_to_csv(tickets).encode())
    assert load_tickets(path) == tickets


@pytest.mark.parametrize("label", ["a|b", " a", "a\n", ""])
def test_a_label_that_a_csv_file_cannot_hold_is_refused(label):
    with pytest.raises(TicketcourseError, match="cannot be written: rename it"):
        tickets_to_csv(Tickets([("a", "b", [label])]))


def test_empty_lines_are_no_tickets(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("\n\ndescription,resolution,labels\n\na,b,c\n\n")
    assert list(load_tickets(path)) == [Ticket("a", "b", ("c",))]


def test_columns_and_separator_can_be_named(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('\ufeffid,Fix,Problem,Tags\r\n1,"Restart, wait","Two\nlines",a; b ;\r\n\r\n')
    loaded = load_tickets(
        path, description="Problem", resolution="Fix", labels="Tags", separator=";"
    )
    assert list(loaded) == [Ticket("Two\nlines", "Restart, wait", ("a", "b"))]
    without = load_tickets(path, description="Problem", resolution="Fix", labels=None)
    assert without.labels == ((),)


def test_a_long_log_in_a_ticket_is_read(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("description,resolution,labels\n" + "x" * 200_000 + ",b,c\n")
    assert len(load_tickets(path)[0].description) == 200_000
