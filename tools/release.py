"""Make the students' version of every assignment: `make release`.

nbgrader writes course/release/<assignment>/; this adds course/bundle/<assignment>.zip, which is
what a student needs and nothing else: the notebook, the library as a wheel, how to begin, and the
configuration with which Validate says of the visible tests what grading will say. It may be run
again at any time. nbgrader refuses to add or remove cells once there are submissions, and then the
last release stays as it was; submissions and marks are never touched.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from traitlets.config.loader import PyFileConfigLoader

ROOT = Path(__file__).resolve().parents[1]
COURSE = ROOT / "course"
README = """\
{title}

You need Python 3.11, 3.12 or 3.13. Unpack this archive, open a terminal in its folder, and type the
lines below.

1. Make an environment of its own, once, and activate it. On macOS and Linux:

       python3 -m venv .venv
       source .venv/bin/activate

   On Windows:

       py -m venv .venv
       .venv\\Scripts\\activate

   In a new terminal, activate it again before step 3.

2. Install what the course uses, once. This takes a few minutes and about 700 MB of disk:

       pip install -c constraints.txt "./{wheel}[student]"

3. Open the notebook:

       jupyter lab {notebook}

"Validate", above the notebook, checks your answers. So does, in the terminal,

       ticketcourse check {notebook}

Hand in {notebook} in the way that your instructor asked for, under the name that it has now.
"""
CONFIGURATION = """\
from ticketcourse.grading.validation import configure

configure(get_config(), seconds_per_cell={seconds:g})
"""


def build_wheel(folder):
    """Build the library's wheel in a copy, so that nothing of an earlier build gets in."""
    source = folder / "source"
    shutil.copytree(
        ROOT / "ticketcourse", source / "ticketcourse", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
    command += ["--no-build-isolation", "--wheel-dir", str(folder), str(source)]
    # The same sources give the same bytes: a wheel carries times, and zip's begin in 1980.
    subprocess.run(command, check=True, env=os.environ | {"SOURCE_DATE_EPOCH": "315532800"})
    (wheel,) = folder.glob("*.whl")
    return wheel


def generate(assignment):
    """Run `nbgrader generate_assignment`; on failure put the last release back. Return success."""
    target = COURSE / "release" / assignment
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", assignment, "--force"]
    with tempfile.TemporaryDirectory() as folder:
        last = Path(folder) / assignment
        if target.exists():
            shutil.copytree(target, last)
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if done.returncode == 0:
            return True
        if last.exists() and not target.exists():
            shutil.copytree(last, target)
    print(done.stderr, file=sys.stderr)
    print(f"{assignment}: nbgrader made no release (see above)", file=sys.stderr)
    return False


def bundle(assignment, wheel, seconds):
    """Write course/bundle/<assignment>.zip in one step; the same content gives the same bytes."""
    release = COURSE / "release" / assignment
    files = {str(p.relative_to(release)): p.read_bytes() for p in release.rglob("*") if p.is_file()}
    notebook = f"{assignment}.ipynb"
    title = f"Ticketcourse, assignment {assignment}"
    text = README.format(title=title, wheel=wheel.name, notebook=notebook)
    files["README.txt"] = text.encode()
    files["nbgrader_config.py"] = CONFIGURATION.format(seconds=seconds).encode()
    files["constraints.txt"] = (ROOT / "constraints.txt").read_bytes()
    files[wheel.name] = wheel.read_bytes()

    target = COURSE / "bundle" / f"{assignment}.zip"
    target.parent.mkdir(exist_ok=True)
    draft = target.with_suffix(f".{os.getpid()}.draft")
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{assignment}/{name}")  # dated 1980
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    draft.replace(target)
    return target


def main():
    assignments = sorted(p.name for p in (ROOT / "solutions").iterdir() if p.is_dir())
    seconds = PyFileConfigLoader("nbgrader_config.py", str(ROOT)).load_config().Execute.timeout
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        wheel = build_wheel(Path(folder))
        for assignment in assignments:
            if not generate(assignment):
                failed = True
                continue
            archive = bundle(assignment, wheel, seconds).relative_to(ROOT)
            print(f"{assignment}: course/release/{assignment}/ and, for students, {archive}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
