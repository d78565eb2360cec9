"""Grading: what was handed in becomes a task, a task becomes a result, a result becomes a mark.

``intake`` reads a submitted folder, ``rebuild`` puts the answers into the instructor's notebook,
``record`` writes marks where nbgrader's formgrader, feedback and export find them, and ``batch``
takes a whole class through all of it.
"""

from ticketcourse.grading.batch import Outcome, grade
from ticketcourse.grading.course import Course

__all__ = ["Course", "Outcome", "grade"]
