"""What the README tells people to type does what it says."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ENVIRONMENT = os.environ | {
    "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
}


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def run(command, folder):
    return subprocess.run(
        command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=True
    ).stdout


def answered(serve, folder):
    """Start the server at a free port, and ask it what the README asks."""
    with subprocess.Popen(
        [*serve, "--port", "0"], cwd=folder, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            place = re.search(r"http://\S+", process.stderr.readline())[0]
            asked = re.search(r"curl .*\n  -d .*", README)[0].replace("\\\n", "")
            _, url, _, header, _, body = shlex.split(asked)
            request = Request(url.replace("http://127.0.0.1:8000", place), body.encode())
            request.add_header(*header.split(": "))
            with urlopen(request) as answer:
                return json.load(answer)
        finally:
            process.terminate()
            process.stderr.read()


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake ([a-z]+)", README))))
def test_every_make_command_is_a_target(target):
    run(["make", "--dry-run", target], ROOT)


@pytest.mark.slow
def test_the_engineers_commands_and_code(tmp_path):
    run(["ticketcourse", "generate", "--out", "tickets.csv", "--n", "120"], tmp_path)
    commands = [
        shlex.split(line)
        for block in blocks("sh")
        for line in block.splitlines()
        if line.startswith("ticketcourse ")
    ]
    names = [command[1] for command in commands]
    assert names == ["train", "predict", "evaluate", "tune", "train", "serve", "export"]
    commands[3] += ["--trials", "2", "--epochs", "1"]  # the rest would be more of the same
    serve = commands.pop(5)
    outputs = [run(command, tmp_path) for command in commands]
    assert "Saved in model" in outputs[0]
    assert '"labels"' in outputs[1]
    assert "TF-IDF + linear SVM" in outputs[2]
    assert "search/best.json" in outputs[3]
    assert "Saved in tuned" in outputs[4]
    assert list(answered(serve, tmp_path)["predictions"][0]) == ["labels", "probabilities"]
    training, serving = blocks("python")
    assert "TF-IDF + linear SVM" in run([sys.executable, "-c", training], tmp_path)
    assert "tf.Tensor" in run([sys.executable, "-c", serving], tmp_path)
