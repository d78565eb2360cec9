"""The project's own files agree with one another."""

import re
import tomllib
from itertools import chain
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def pins():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    split = (line.split("==") for line in lines if line and line[0] != "#")
    return {normal(name): version for name, version in split}


def test_every_dependency_is_pinned_and_only_in_constraints():
    wanted = [*PROJECT["dependencies"], *chain(*PROJECT["optional-dependencies"].values())]
    for requirement in wanted:
        if not requirement.startswith("ticketcourse["):
            assert re.fullmatch(r"[\w.-]+", requirement), (
                f"the version goes to constraints.txt: {requirement}"
            )
            assert normal(requirement) in pins(), requirement


def test_the_build_uses_the_pinned_setuptools():
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    assert build == [f"setuptools=={pins()['setuptools']}"]


def test_conda_gets_the_same_packages():
    *conda, pip = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    python = next(line for line in conda if line.startswith("python=")).split("=")[1]
    low, high = re.fullmatch(r">=3\.(\d+),<3\.(\d+)", PROJECT["requires-python"]).groups()
    assert int(low) <= int(python.split(".")[1]) < int(high)
    assert pip == {"pip": ["--constraint constraints.txt", "--editable .[dev]"]}


def test_nothing_generated_is_committed():
    ignored = (ROOT / ".gitignore").read_text().split()
    assert {"_build/", "_notebooks/", "course/", "*.ipynb", ".venv/"} <= set(ignored)
