"""What tells a learner why an answer is wrong; used in the book, in Jupyter and by the graders.

`diagnose` tries a whole function and says which of its ideas are right. Every other check raises
`AssertionError` when the answer is wrong, and returns None when it is right; the message is one
sentence that names the idea. `call` runs the learner's function first, and returns what it
returned.
"""

from ticketcourse.checks.diagnosis import Diagnosis, diagnose
from ticketcourse.checks.expect import (
    expect_array,
    expect_decisions,
    expect_equal,
    expect_shape,
)
from ticketcourse.checks.functions import call, expect_raises, expect_unchanged
from ticketcourse.checks.gradients import numeric_gradient
from ticketcourse.checks.inputs import as_left, random_inputs

__all__ = [
    "Diagnosis",
    "as_left",
    "call",
    "diagnose",
    "expect_array",
    "expect_decisions",
    "expect_equal",
    "expect_raises",
    "expect_shape",
    "expect_unchanged",
    "numeric_gradient",
    "random_inputs",
]
