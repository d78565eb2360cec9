"""Grading a class: `ticketcourse grade` against stock `nbgrader autograde`, submissions a minute.

Both grade the same submissions of the same assignments, from nothing: each has a copy of the course
of its own. The times are those at which the graded notebooks appear. What comes before the first is
the start: ours imports the frameworks and grades the reference and the release, stock nbgrader
imports nothing. The rate is that of the others: as many are under way at the first as there are
workers.

`python bench/grading.py --memory` instead grades a class of 100 and one of 1,000 and says how much
memory the grading process took.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NUMPY, TORCH, KERAS = "01-neurons", "torch-layer", "keras-layer"


def _cell(source, grade_id, **kind):
    kinds = {"grade": False, "solution": False, "locked": False, "task": False}
    metadata = json.dumps({"grade_id": grade_id, **kinds, **kind, "schema_version": 3})
    return f"```{{code-cell}} ipython3\n:nbgrader: {metadata}\n\n{source}\n```\n\n"


def _assignment(given, answer, *tests):
    answer = f"### BEGIN SOLUTION\n{answer}\n### END SOLUTION"
    cells = [_cell(given, "given", locked=True), _cell(answer, "answer", solution=True)]
    for number, test in enumerate(tests):
        test = f"{test}\n### BEGIN HIDDEN TESTS\n{test}\n### END HIDDEN TESTS"
        cells.append(_cell(test, f"test-{number}", grade=True, locked=True, points=1))
    kernel = "kernelspec:\n  display_name: Python 3\n  language: python\n  name: python3"
    return f"---\n{kernel}\n---\n\n# A layer\n\n{''.join(cells)}"


SMALL = {
    TORCH: _assignment(
        "import numpy as np\nimport torch\nfrom torch import nn",
        "class Layer(nn.Module):\n"
        "    def __init__(self, d, u):\n"
        "        super().__init__()\n"
        "        self.linear = nn.Linear(d, u)\n"
        "    def forward(self, x):\n"
        "        return torch.tanh(self.linear(x))",
        "layer = Layer(3, 2)\n"
        "assert [tuple(p.shape) for p in layer.parameters()] == [(2, 3), (2,)]",
        "layer, x = Layer(3, 2), torch.randn(5, 3)\n"
        "W, b = layer.linear.weight, layer.linear.bias\n"
        "torch.testing.assert_close(layer(x), torch.tanh(x @ W.T + b))",
        "layer, x = Layer(3, 2), torch.randn(5, 3)\nlayer(x).sum().backward()\n"
        "slope = 1 - layer(x).detach() ** 2\n"
        "torch.testing.assert_close(layer.linear.weight.grad, slope.T @ x)",
    ),
    KERAS: _assignment(
        "import keras\nimport numpy as np\nimport tensorflow as tf",
        "class Layer(keras.layers.Layer):\n"
        "    def __init__(self, u):\n"
        "        super().__init__()\n"
        "        self.u = u\n"
        "    def build(self, shape):\n"
        "        self.kernel = self.add_weight(shape=(shape[-1], self.u), name='kernel')\n"
        "    def call(self, x):\n"
        "        return tf.tanh(x @ self.kernel)\n"
        "def gradient(layer, x):\n"
        "    with tf.GradientTape() as tape:\n"
        "        y = tf.reduce_sum(layer(x))\n"
        "    return tape.gradient(y, layer.trainable_variables)[0]",
        "layer = Layer(2)\nlayer.build((None, 3))\n"
        "assert [tuple(w.shape) for w in layer.weights] == [(3, 2)]",
        "layer, x = Layer(2), np.ones((5, 3), 'float32')\ny = layer(x)\n"
        "np.testing.assert_allclose(y, np.tanh(x @ layer.kernel.numpy()), 1e-5)",
        "layer, x = Layer(2), np.ones((5, 3), 'float32')\n"
        "slope = 1 - np.asarray(layer(x)) ** 2\n"
        "np.testing.assert_allclose(gradient(layer, x), x.T @ slope, 1e-5)",
    ),
}


def make_course(folder, assignment, students):
    """Make a course in which everybody handed in the instructor's answers, each a little other."""
    folder.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    text = folder / "solutions" / assignment / f"{assignment}.md"
    if assignment in SMALL:
        text.parent.mkdir(parents=True)
        text.write_text(SMALL[assignment], encoding="utf-8")
    else:
        shutil.copytree(ROOT / "solutions" / assignment, text.parent)
    run(folder, "nbgrader", "generate_assignment", assignment)
    source = folder / "course" / "source" / assignment / f"{assignment}.ipynb"
    release = folder / "course" / "release" / assignment / f"{assignment}.ipynb"
    answers = {
        cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"])
        for cell in json.loads(source.read_bytes())["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution")
    }
    for number in range(students):
        notebook = json.loads(release.read_bytes())
        for cell in notebook["cells"]:
            name = cell["metadata"].get("nbgrader", {}).get("grade_id")
            if name in answers:
                cell["source"] = f"{answers[name]}\n# student {number}"
        student = f"s{number:04}"
        file = folder / "course" / "submitted" / student / assignment / f"{assignment}.ipynb"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(notebook), encoding="utf-8")


def run(folder, module, *arguments):
    """Run a command in a course; return its start (s) and the peak of its memory (bytes)."""
    command = [sys.executable, "-m", module, *arguments]
    with tempfile.TemporaryFile() as said:
        began = time.time()
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)
        memory = 0
        while process.poll() is None:
            memory = max(memory, peak_memory(process.pid))
            time.sleep(0.1)
        if process.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)} failed:\n{said.read().decode()}")
    return began, memory


def peak_memory(pid):
    """Bytes of memory that a process took at most; 0 if it is gone, or where this is not known."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return int(status.partition("VmHWM:")[2].split()[0]) << 10 if "VmHWM:" in status else 0


def graded(folder, assignment):
    """When each notebook was graded, in order."""
    notebooks = folder.glob(f"course/autograded/*/{assignment}/{assignment}.ipynb")
    return sorted(notebook.stat().st_mtime for notebook in notebooks)


def total(folder, assignment):
    """The points of the class."""
    run(folder, "nbgrader", "export")
    lines = (folder / "course" / "grades.csv").read_text().splitlines()
    place = lines[0].split(",").index("score")
    return sum(float(line.split(",")[place]) for line in lines[1:])


def measure(master, folder, command, students, workers):
    """Grade a copy of a course; return the start and the time of one submission, both in s."""
    shutil.copytree(master, folder)
    began, _ = run(folder, *command)
    times = graded(folder, command[2])
    assert len(times) == students, f"{len(times)} of {students} submissions were graded"
    each = (times[-1] - times[0]) / (students - workers)
    return times[0] - began - each * workers, each, total(folder, command[2])


def compare(folder, name, assignment, students, least):
    master = folder / "course"
    make_course(master, assignment, students)
    grade = ["ticketcourse", "grade", assignment]
    versions = {
        "nbgrader autograde": (["nbgrader", "autograde", assignment], 1),
        "ticketcourse grade": (grade, 1),
        "  with 2 workers": ([*grade, "--workers", "2"], 2),
    }
    rows = {
        version: measure(master, folder / str(number), command, students, workers)
        for number, (version, (command, workers)) in enumerate(versions.items())
    }
    (stock, *_), points = rows.values(), {row[2] for row in rows.values()}
    assert len(points) == 1, f"the versions disagree about the points: {points}"
    print(f"{name}, {students} submissions (aim: {least} times as many a minute):")
    for version, (start, each, _) in rows.items():
        print(
            f"  {version:<20}{60 / each:7.1f} a minute   ratio {stock[1] / each:5.1f}   "
            f"{each:6.3f} s each   start {start:5.1f} s",
            flush=True,
        )


def main():
    with tempfile.TemporaryDirectory() as folder:
        if sys.argv[1:] == ["--memory"]:
            compare_memory(Path(folder))
            return
        print(f"Grading on {os.cpu_count()} cores, one worker unless it says otherwise:")
        for name, assignment, students, least in (
            ("NumPy", NUMPY, 20, 4),
            ("PyTorch", TORCH, 8, 10),
            ("TensorFlow", KERAS, 8, 10),
        ):
            compare(Path(tempfile.mkdtemp(dir=folder)), name, assignment, students, least)


def compare_memory(folder):
    for students in 100, 1000:
        course = folder / str(students)
        make_course(course, NUMPY, students)
        began, memory = run(course, "ticketcourse", "grade", NUMPY)
        times = graded(course, NUMPY)
        print(
            f"{len(times)} submissions: the grading process took at most {memory / 2**20:.0f} MiB "
            f"({(times[-1] - times[0]) / (students - 1):.3f} s each, {times[-1] - began:.0f} s)",
            flush=True,
        )


if __name__ == "__main__":
    main()
