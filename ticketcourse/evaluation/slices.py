"""Tickets that may be harder than others, to be judged by themselves."""

import numpy as np

from ticketcourse.scratch.text import UNKNOWN
from ticketcourse.vectorizer import Vectorizer

_LATEST, _STRANGEST = 3, 10  # one of how many tickets


def harder_slices(tickets, vocabulary):
    """Find the latest tickets and those with the most words that training hardly saw.

    Parameters
    ----------
    tickets : Tickets
    vocabulary : sequence of str
        The words that training saw often enough.

    Returns
    -------
    slices : dict of str to ndarray of bool, shape (n,)
        The third of the tickets that was opened last, where it is known when they were, and the
        tenth with the largest share of words outside the vocabulary.
    """
    slices, words = {}, Vectorizer(vocabulary)
    if tickets.times is not None and any(tickets.times):
        # Nobody knows whether a ticket without a time is late.
        seconds = np.array([time.timestamp() if time else -np.inf for time in tickets.times])
        known = np.sort(seconds[seconds > -np.inf])
        slices["the latest third"] = seconds >= known[-max(1, len(known) // _LATEST)]
    shares = np.array(
        [
            np.mean(
                [i == UNKNOWN for text in ticket[:2] for i in words.encode(text, len(text))] or [0]
            )
            for ticket in tickets
        ]
    )
    edge = np.sort(shares)[-max(1, len(shares) // _STRANGEST)]
    slices["most words unseen"] = (shares >= edge) & (shares > 0)
    return slices
