"""Stock nbgrader in this repository: the commands and the formgrader, run from its root.

The text in solutions/ is the source. nbgrader needs notebooks, so loading this file writes those
whose text has changed to course/source/. They are read-only: edit the text instead. Everything else
in course/ (submissions, marks) is nbgrader's and is never touched here.
"""

import os
import sys
from pathlib import Path

from ticketcourse.grading.feedback import HideHiddenTests
from ticketcourse.grading.late import DailyLatePenalty
from ticketcourse.grading.nbgrader_export import GradedExportPlugin

ROOT = Path(__file__).resolve().parent
COURSE = ROOT / "course"


def refresh_sources():
    """Write course/source/<assignment>/<name>.ipynb where it has not the time of its text."""
    for text in sorted(ROOT.glob("solutions/*/*.md")):
        notebook = COURSE / "source" / text.parent.name / f"{text.stem}.ipynb"
        written = text.stat().st_mtime_ns
        if notebook.exists() and notebook.stat().st_mtime_ns == written:
            continue
        import jupytext  # half a second, so only when there is something to do

        content = jupytext.read(text, fmt="md:myst")
        content.metadata = {"kernelspec": content.metadata["kernelspec"]}
        for number, cell in enumerate(content.cells):
            # The same text gives the same notebook: nbformat's own ids are random.
            cell.id = cell.metadata.get("nbgrader", {}).get("grade_id", f"cell-{number}")
        notebook.parent.mkdir(parents=True, exist_ok=True)
        # Two commands may run at once: each writes its own file and puts it in place in one step.
        draft = COURSE / f"{text.stem}.{os.getpid()}.draft"
        draft.write_text(jupytext.writes(content, fmt="ipynb"), encoding="utf-8")
        draft.chmod(0o444)
        os.utime(draft, ns=(written, written))
        draft.replace(notebook)


c = get_config()  # noqa: F821 (given by traitlets)
c.CourseDirectory.root = str(COURSE)
c.CourseDirectory.course_id = "ticketcourse"
c.ExportPlugin.to = str(COURSE / "grades.csv")  # marks stay out of git
c.ExportApp.plugin_class = GradedExportPlugin
c.GenerateFeedback.preprocessors.append(HideHiddenTests)
c.Execute.timeout = 60  # seconds for one cell of a student's notebook

# Being late costs this share of the points earned for each day begun after the grace; 0 is nothing.
# Due dates and extensions are the gradebook's. Marks by hand count too: grade again after marking.
c.AssignLatePenalties.plugin_class = DailyLatePenalty
c.DailyLatePenalty.share_per_day = 0.0  # 0.1 takes a tenth of the points a day
c.DailyLatePenalty.grace_hours = 1.0

# nbgrader calls `alembic` by its name alone: let it be found when the environment is not activated.
bin_folder = str(Path(sys.executable).parent)
if bin_folder not in os.environ["PATH"].split(os.pathsep):
    os.environ["PATH"] = bin_folder + os.pathsep + os.environ["PATH"]

# Last: nbgrader goes on after an error in this file, and then it must at least know its folder.
refresh_sources()
