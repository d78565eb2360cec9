"""What the README tells people to type does what it says."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

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
    assert [command[1] for command in commands] == ["train", "predict", "evaluate"]
    outputs = [run(command, tmp_path) for command in commands]
    assert "Saved in model" in outputs[0]
    assert '"labels"' in outputs[1]
    assert "TF-IDF + linear SVM" in outputs[2]
    (code,) = blocks("python")
    assert "TF-IDF + linear SVM" in run([sys.executable, "-c", code], tmp_path)
