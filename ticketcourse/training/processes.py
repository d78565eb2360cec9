"""The processes that ``torchrun`` started to train together; a process alone has rank 0 of 1.

They share each batch and add up what they computed. All of them train, the one of rank 0 alone
writes and reports.
"""

import os


def rank():
    """Return the number of this process, from 0."""
    return int(os.environ.get("RANK", 0))


def n_processes():
    """Return how many processes train together."""
    return int(os.environ.get("WORLD_SIZE", 1))
