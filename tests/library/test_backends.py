"""PyTorch and Keras train, save, resume and predict alike."""

import dataclasses
import itertools
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from small import QUICK, SMALL

from ticketcourse import TicketClassifier, TicketcourseError
from ticketcourse.training import loop

pytestmark = pytest.mark.slow  # TensorFlow takes seconds to load, and more to make a graph
HERE = str(Path(__file__).parent)
CERTAIN = dataclasses.replace(SMALL, dropout=0)


@pytest.fixture(scope="module")
def keras():
    return pytest.importorskip("keras")


@pytest.fixture(scope="module")
def whole(keras, tickets, tmp_path_factory):
    """A small Keras classifier after three epochs, and the folder of its checkpoint."""
    folder = tmp_path_factory.mktemp("whole")
    train, valid, _ = tickets.split()
    classifier = TicketClassifier(SMALL, backend="tensorflow")
    return classifier.fit(train, valid, QUICK, folder=folder), folder


def measured(history):
    return [{name: row[name] for name in row if name != "seconds"} for row in history]


@pytest.mark.parametrize("encoder", ["lstm", "transformer"])
def test_the_same_seed_gives_the_same_losses_in_both(encoder, keras, tickets, tmp_path):
    train, valid, _ = tickets.split()
    # Limits to which no length is rounded up.
    limits = {"max_description": 50, "max_resolution": 39}
    config = dataclasses.replace(CERTAIN, encoder=encoder, n_layers=2, **limits)
    # Every step is clipped, and so far that the gradients of rare words are as small as epsilon.
    clipped = dataclasses.replace(QUICK, clip_norm=1e-4)
    theirs, ours = (
        TicketClassifier(config, backend=backend).fit(train, valid, clipped)
        for backend in ("torch", "tensorflow")
    )
    for row, expected in zip(ours.history, theirs.history, strict=True):
        assert row["loss"] == pytest.approx(expected["loss"], abs=1e-4)
        assert row["valid_loss"] == pytest.approx(expected["valid_loss"], abs=1e-4)

    ours.save(tmp_path / "ours")
    theirs.save(tmp_path / "theirs")
    for folder, saved in (("ours", ours), ("theirs", theirs)):
        for backend in ("torch", "tensorflow"):
            loaded = TicketClassifier.load(tmp_path / folder, backend=backend)
            p = loaded.predict_proba(tickets)
            np.testing.assert_allclose(p, saved.predict_proba(tickets), rtol=0, atol=1e-5)
            assert loaded.backend == backend


def test_keras_learns_the_same_again_and_leaves_random_numbers_alone(whole, tickets):
    train, valid, _ = tickets.split()
    random.seed(99)
    np.random.seed(99)
    before = random.getstate(), np.random.get_state()[1].tolist()
    again = TicketClassifier(SMALL, backend="tensorflow").fit(train, valid, QUICK)
    assert (random.getstate(), np.random.get_state()[1].tolist()) == before
    assert measured(again.history) == measured(whole[0].history)
    np.testing.assert_array_equal(again.predict_proba(valid), whole[0].predict_proba(valid))


def test_keras_resumes_exactly(whole, tickets, tmp_path, monkeypatch):
    from ticketcourse.training.keras_backend import KerasBackend

    train, valid, _ = tickets.split()
    step, numbers = KerasBackend.step, itertools.count(1)

    def stop(self, tickets, positions):
        if next(numbers) == 8:  # in the third epoch of three steps
            raise KeyboardInterrupt
        return step(self, tickets, positions)

    with monkeypatch.context() as patch:
        patch.setattr(KerasBackend, "step", stop)
        with pytest.raises(KeyboardInterrupt):
            TicketClassifier(SMALL, backend="tensorflow").fit(train, valid, QUICK, folder=tmp_path)
    resumed = TicketClassifier(SMALL, backend="tensorflow")
    resumed.fit(train, valid, QUICK, folder=tmp_path, resume=True)
    assert measured(resumed.history) == measured(whole[0].history)
    np.testing.assert_array_equal(resumed.predict_proba(valid), whole[0].predict_proba(valid))


def test_keras_resumes_exactly_in_the_middle_of_an_epoch(keras, tickets, tmp_path, monkeypatch):
    from ticketcourse.training.keras_backend import KerasBackend

    monkeypatch.setattr(loop, "_LEG", 2)
    train, valid, _ = tickets.split()
    step, numbers = KerasBackend.step, itertools.count(1)

    def stop(self, tickets, positions):
        if next(numbers) == 6:  # after two steps of the second epoch
            raise KeyboardInterrupt
        return step(self, tickets, positions)

    two = dataclasses.replace(QUICK, epochs=2)
    whole = TicketClassifier(SMALL, backend="tensorflow").fit(train, valid, two)
    with monkeypatch.context() as patch:
        patch.setattr(KerasBackend, "step", stop)
        with pytest.raises(KeyboardInterrupt):
            TicketClassifier(SMALL, backend="tensorflow").fit(train, valid, two, folder=tmp_path)
    resumed = TicketClassifier(SMALL, backend="tensorflow")
    resumed.fit(train, valid, two, folder=tmp_path, resume=True)
    assert measured(resumed.history) == measured(whole.history)
    np.testing.assert_array_equal(resumed.predict_proba(valid), whole.predict_proba(valid))


def test_a_checkpoint_belongs_to_one_backend(whole, tickets):
    train, valid, _ = tickets.split()
    with pytest.raises(TicketcourseError, match="a training with other backend"):
        TicketClassifier(SMALL).fit(train, valid, QUICK, folder=whole[1], resume=True)


def test_keras_says_when_memory_is_full(keras, tickets, monkeypatch):
    import tensorflow as tf

    from ticketcourse.training.keras_backend import KerasBackend

    def full(*given):
        raise tf.errors.ResourceExhaustedError(None, None, "OOM when allocating tensor")

    monkeypatch.setattr(KerasBackend, "step", full)
    with pytest.raises(TicketcourseError, match="train with a batch size of 16"):
        TicketClassifier(SMALL, backend="tensorflow").fit(*tickets.split()[:2], QUICK)


@pytest.mark.parametrize("backend", ["torch", "tensorflow"])
def test_half_precision_learns_nearly_the_same(backend, keras, tickets):
    train, valid, _ = tickets.split()
    half = dataclasses.replace(QUICK, precision="bfloat16")
    exact, rounded = (
        TicketClassifier(CERTAIN, backend=backend).fit(train, valid, config)
        for config in (QUICK, half)
    )
    losses = [[row["loss"] for row in each.history] for each in (exact, rounded)]
    assert losses[0] != losses[1]
    assert losses[0] == pytest.approx(losses[1], abs=5e-3)
    # Validation and what is left after it have the same numbers: those of float32.
    row = rounded.evaluate(valid).summary["this classifier"]
    assert row["micro_f1"] == max(each["valid_micro_f1"] for each in rounded.history)


def test_keras_trains_on_pytorch_too(tickets, tmp_path):
    """Keras reads its backend when it is imported, and so in a new interpreter."""
    pytest.importorskip("torch")
    code = """
import json, keras
from small import QUICK, SMALL
from ticketcourse import TicketClassifier
from ticketcourse.data import generate_tickets
train, valid, _ = generate_tickets(120, seed=3).split()
history = TicketClassifier(SMALL, backend="tensorflow").fit(train, valid, QUICK).history
print(json.dumps([keras.backend.backend(), history[0]["loss"], history[2]["loss"]]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"KERAS_BACKEND": "torch", "PYTHONPATH": HERE},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    framework, first, last = json.loads(done.stdout)
    assert framework == "torch" and last < first


def test_two_processes_train_as_one(tickets, tmp_path):
    """What torchrun starts: both share each batch, one solves the wide path and writes."""
    pytest.importorskip("torch")
    code = """
import dataclasses, json, sys
from pathlib import Path
from small import QUICK, SMALL
from ticketcourse import TicketClassifier
from ticketcourse.data import generate_tickets
from ticketcourse.models.wide import WidePath
from ticketcourse.training.processes import rank
solved, solve = [], WidePath.fit
WidePath.fit = lambda *given, **named: solved.append(solve(*given, **named)) or solved[-1]
train, valid, _ = generate_tickets(120, seed=3).split()
config = dataclasses.replace(QUICK, batch_size=19)  # shares of unlike size, and a last one of 1
model = TicketClassifier(dataclasses.replace(SMALL, dropout=0, wide=True))
folder = Path(sys.argv[1])
model.fit(train, valid, dataclasses.replace(config, epochs=1))
model.fit(train, valid, config, folder=folder / "model")  # joined still
model.save(folder / "model")
(folder / f"{rank()}.json").write_text(
    json.dumps([model.history, model.threshold, model.share, len(solved)])
)
"""
    script = tmp_path / "script.py"
    script.write_text(code)

    def train(folder, *launcher):
        folder.mkdir()
        done = subprocess.run(
            [sys.executable, *launcher, str(script), str(folder)],
            env=os.environ | {"PYTHONPATH": HERE},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]

    ((expected, _, _, n_solved),) = train(tmp_path / "one")
    launcher = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    first, second = train(tmp_path / "two", *launcher)
    assert measured(first[0]) == measured(second[0]) and first[1:3] == second[1:3]
    assert (n_solved, first[3], second[3]) == (2, 2, 0)
    for row, other in zip(first[0], expected, strict=True):
        assert row["loss"] == pytest.approx(other["loss"], rel=1e-4)
        assert row["valid_loss"] == pytest.approx(other["valid_loss"], rel=1e-4)
    p, other = (
        TicketClassifier.load(tmp_path / name / "model").predict_proba(tickets)
        for name in ("two", "one")
    )
    np.testing.assert_allclose(p, other, atol=1e-3)


def test_several_processes_need_pytorch(keras, tickets, monkeypatch):
    monkeypatch.setenv("WORLD_SIZE", "2")
    with pytest.raises(TicketcourseError, match="with PyTorch alone"):
        TicketClassifier(SMALL, backend="tensorflow").fit(*tickets.split()[:2], QUICK)


def test_without_keras_one_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "keras", None)  # makes the import fail
    with pytest.raises(TicketcourseError, match=r'pip install "ticketcourse\[tensorflow\]"'):
        TicketClassifier(backend="tensorflow")
