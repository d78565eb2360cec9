import pickle
from datetime import UTC, datetime

import numpy as np
import pytest

from ticketcourse import TicketcourseError, Tickets
from ticketcourse.data import Ticket


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


def test_tickets_may_have_times_and_groups():
    rows = [("a", "b", ["x"]), ("c", "d", ["x"])]
    tickets = Tickets(rows, times=["2024-05-31T14:20:00+02:00", None], groups=["bank", 7])
    assert tickets.times == (datetime(2024, 5, 31, 12, 20, tzinfo=UTC), None)
    assert tickets[[1, 0]].groups == ("7", "bank")
    assert pickle.loads(pickle.dumps(tickets)) == tickets != Tickets(rows)
    assert Tickets(rows).times is Tickets(rows).groups is None


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"times": ["soon"]}, "One of the times is 'soon', not a time"),
        ({"groups": [1.5]}, "One of the groups is a number, not a text"),
        ({"times": []}, "0 times do not fit 1 tickets"),
        ({"clean_labels": [["x"], ["y"]]}, "2 clean labels do not fit 1 tickets"),
    ],
)
def test_what_does_not_fit_the_tickets_is_refused(columns, said):
    with pytest.raises(TicketcourseError, match=said):
        Tickets([("a", "b", ["x"])], **columns)


def test_a_label_without_a_name_is_refused():
    with pytest.raises(TicketcourseError, match="'y' is not one of the 1 label names"):
        Tickets([("a", "b", ["y"])], label_names=["x"])


@pytest.mark.parametrize("rows", [{"tickets": [("a", "b", "xyz")]}, {"clean_labels": ["xyz"]}])
def test_labels_in_one_text_are_refused(rows):
    with pytest.raises(TicketcourseError, match="'xyz' are one text"):
        Tickets(**{"tickets": [("a", "b", ["x"])], **rows})
