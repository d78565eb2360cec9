import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*arguments):
    command = [sys.executable, ROOT / "bench" / "gpu.py", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.slow
def test_without_a_gpu_its_bench_says_so(monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    (line,) = run()
    assert line.startswith("No CUDA GPU is here, so nothing was measured")


@pytest.mark.slow
def test_the_dry_run_of_the_bench_for_gpus_prints_every_line():
    lines = run("--device", "cpu", "--small")
    assert lines[0].startswith("device: CPU (a dry run")
    training = [line for line in lines if "training" in line]
    assert [line.split()[1].rstrip(",") for line in training] == ["float32", "bfloat16"] * 2
    for said in ("tickets/s", "LSTM alone", "peak memory"):
        assert all(said in line for line in training)
    assert any("prediction, float32" in line and "0e+00 from the CPU's" in line for line in lines)
    f1 = lines[-1].split()
    assert f1[::2] == ["float32", "bfloat16"]
    assert all(0 < float(value) < 1 for value in f1[1::2])
