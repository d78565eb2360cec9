"""What being late costs: a share of the points for each day that has begun.

In nbgrader_config.py: ``c.AssignLatePenalties.plugin_class = DailyLatePenalty``.
"""

import math

from nbgrader.plugins import BasePlugin
from traitlets import Float

_DAY = 24 * 60 * 60  # seconds


class DailyLatePenalty(BasePlugin):
    """Takes a share of what a submission earned for each day late, at most all of it.

    Days begin when the grace is over: with an hour of grace a submission that is 24 hours late is
    one day late, and one that is 26 hours late is two.
    """

    share_per_day = Float(
        0.0, min=0.0, max=1.0, help="What each day costs: 0 is nothing, 1 is all points."
    ).tag(config=True)
    grace_hours = Float(0.0, min=0.0, help="Up to here being late costs nothing.").tag(config=True)

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        """Return the points that are taken off.

        Parameters
        ----------
        student_id : str
        score : float
            By the machine and by hand.
        total_seconds_late : float
            After the due date and the student's extension.

        Returns
        -------
        float
        """
        days = max(0, math.ceil((total_seconds_late - 3600 * self.grace_hours) / _DAY))
        return score * min(1.0, self.share_per_day * days)
