"""Every test, in parts, with the time that each part took. Called by `make test`."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest", "--durations=5", "--durations-min=5"]
PYTEST += ["--numprocesses", "auto", "--maxprocesses", "8"]
PARTS = (
    ("style", [sys.executable, "-m", "ruff", "check", "--quiet", "."]),
    ("format", [sys.executable, "-m", "ruff", "format", "--quiet", "--check", "."]),
    ("quick tests", [*PYTEST, "-m", "not slow"]),
    ("notebooks, each run once", [sys.executable, "tools/notebooks.py"]),
    ("book", [sys.executable, "tools/build_book.py"]),
    # A file's slow tests share what they prepare, such as graded notebooks.
    ("slow tests", [*PYTEST, "-m", "slow", "--dist", "loadfile"]),
)


def main():
    rows, failed = [], []
    for name, command in PARTS:
        print(f"\n== {name}", flush=True)
        start = time.monotonic()
        code = subprocess.run(command, cwd=ROOT).returncode
        rows.append((name, time.monotonic() - start, "passed" if code == 0 else "FAILED"))
        if code:
            failed.append(name)
    print("\n== time")
    for name, seconds, result in rows:
        print(f"{name:26}{seconds:7.1f} s  {result}")
    print(f"{'together':26}{sum(seconds for _, seconds, _ in rows):7.1f} s")
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}.")


if __name__ == "__main__":
    main()
