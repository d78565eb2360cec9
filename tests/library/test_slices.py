import numpy as np

from ticketcourse import Tickets
from ticketcourse.evaluation.slices import harder_slices


def test_the_latest_third_is_of_the_tickets_whose_time_is_known():
    times = [
        "2024-01-05",
        None,
        "2024-01-02",
        "2024-03-01",
        "2023-01-01",
        "2024-02-01",
        "2024-01-09",
    ]
    tickets = Tickets([("a", "b", ())] * 7, times=times)
    marks = harder_slices(tickets, ["a", "b"])["the latest third"]
    assert np.flatnonzero(marks).tolist() == [3, 5]


def test_the_tenth_with_the_most_unseen_words_stands_out():
    texts = [("known words", "known")] * 18 + [("known strange words", ""), ("odd text", "odd")]
    marks = harder_slices(Tickets([(*pair, ()) for pair in texts]), ["known", "words"])
    assert list(marks) == ["most words unseen"]
    assert np.flatnonzero(marks["most words unseen"]).tolist() == [18, 19]


def test_tickets_without_words_or_strange_ones_are_in_no_slice():
    marks = harder_slices(Tickets([("known", "", ()), ("", "", ())]), ["known"])
    assert not marks["most words unseen"].any()
