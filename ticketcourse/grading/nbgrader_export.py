"""``nbgrader export`` without those who could not be graded.

In nbgrader_config.py: ``c.ExportApp.plugin_class = GradedExportPlugin``.
"""

import tempfile
from pathlib import Path

from nbgrader.plugins import CsvExportPlugin

from ticketcourse.files import write_atomically
from ticketcourse.grading.course import Course
from ticketcourse.grading.record import ungradable


class GradedExportPlugin(CsvExportPlugin):
    """nbgrader's own file, less the lines of submissions that could not be graded.

    Without it they would stand there with an old mark, or with a zero.
    """

    def export(self, gradebook):
        """Write the file that `to` names.

        Parameters
        ----------
        gradebook : nbgrader.api.Gradebook
        """
        directory = self.parent.coursedir
        course = Course(
            Path(directory.root), directory.db_url, directory.course_id, self.parent.config
        )
        left_out = {
            (assignment.name, student)
            for assignment in gradebook.assignments
            for student in ungradable(course, assignment.name)
        }
        file = Path(self.to or "grades.csv")
        with tempfile.TemporaryDirectory() as folder:
            self.to = str(Path(folder, "grades.csv"))
            super().export(gradebook)
            lines = Path(self.to).read_text(encoding="utf-8").splitlines(keepends=True)
        self.to = str(file)
        kept = []
        for line in lines:
            fields = line.split(",")  # assignment, duedate, timestamp, student_id, ...
            if (fields[0], fields[3]) not in left_out:
                kept.append(line)
        write_atomically(file, "".join(kept).encode("utf-8"))
        for assignment, student in sorted(left_out):
            self.log.warning("%s of %s could not be graded: left out", assignment, student)
