"""What tells a learner why an answer is wrong; used in the book, in Jupyter and by the graders.

Every check raises `AssertionError` when the answer is wrong, and returns None when it is right. The
message is one sentence that names the idea. `call` runs the learner's function first, and returns
what it returned.
"""

from ticketcourse.checks.expect import expect_array, expect_decisions, expect_shape
from ticketcourse.checks.functions import call, expect_raises, expect_unchanged

__all__ = [
    "call",
    "expect_array",
    "expect_decisions",
    "expect_raises",
    "expect_shape",
    "expect_unchanged",
]
