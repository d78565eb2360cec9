import csv
import dataclasses
import itertools
import json

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.numpy import load_file, save_file
from small import QUICK, SMALL

from ticketcourse import TicketClassifier, TicketcourseError, Tickets, TrainConfig
from ticketcourse.training import loop
from ticketcourse.training.batches import batch_positions
from ticketcourse.training.initial import initial_weights
from ticketcourse.training.schedule import schedule
from ticketcourse.training.torch_backend import TorchBackend

ONE_EPOCH = dataclasses.replace(QUICK, epochs=1)


def measured(history):
    return [{name: row[name] for name in row if name != "seconds"} for row in history]


def before_steps(monkeypatch, do):
    """Call a function before every step, with the backend and the number of the step from 1."""
    step, numbers = TorchBackend.step, itertools.count(1)

    def watched(self, tickets, positions):
        do(self, next(numbers))
        return step(self, tickets, positions)

    monkeypatch.setattr(TorchBackend, "step", watched)


def stop_in_epoch(monkeypatch, epoch):
    """Play the user who presses Ctrl-C in the middle of an epoch of three steps."""
    stop_at_step(monkeypatch, 3 * epoch - 1)


def stop_at_step(monkeypatch, last):
    def stop(backend, number):
        if number == last:
            raise KeyboardInterrupt

    before_steps(monkeypatch, stop)


def test_batches_hold_every_ticket_once_in_an_order_of_the_epoch():
    lengths = np.stack([np.arange(1000) % 37, np.arange(1000) % 11], axis=1)
    first = batch_positions(lengths, 8, seed=0, epoch=1)
    assert sorted(np.concatenate(first)) == list(range(1000))
    assert max(map(len, first)) == 8
    again = batch_positions(lengths, 8, seed=0, epoch=1)
    assert all((a == b).all() for a, b in zip(first, again, strict=True))
    other = np.concatenate(batch_positions(lengths, 8, seed=0, epoch=2))
    assert (np.concatenate(first) != other).any()


def test_one_batch_alone_may_be_smaller():
    lengths = np.random.default_rng(0).integers(1, 200, (1003, 2))
    sizes = [len(batch) for batch in batch_positions(lengths, 16, 0, 1)]
    assert sorted(sizes) == [1003 % 16] + [16] * (1003 // 16)


def test_batches_hold_texts_of_like_length():
    lengths = np.random.default_rng(0).integers(1, 200, size=(1600, 2))
    padded = [
        len(batch) * lengths[batch].max(axis=0) for batch in batch_positions(lengths, 16, 0, 1)
    ]
    padding = np.sum(padded, axis=0) / lengths.sum(axis=0)
    assert (padding < [1.25, 1.15]).all()  # by either length alone one of the two is near 2


def test_the_same_seed_gives_the_same_training(tickets, trained):
    train, valid, _ = tickets.split()
    torch.manual_seed(99)  # the caller's random numbers neither matter nor change
    before = torch.random.get_rng_state()
    again = TicketClassifier(SMALL).fit(train, valid, QUICK)
    assert torch.equal(torch.random.get_rng_state(), before)
    assert measured(again.history) == measured(trained.history)
    np.testing.assert_array_equal(again.predict_proba(valid), trained.predict_proba(valid))
    other = TicketClassifier(SMALL).fit(train, valid, dataclasses.replace(QUICK, seed=1))
    assert measured(other.history) != measured(trained.history)


def test_tiny_numbers_are_zero_in_training_alone(tickets, monkeypatch):
    def is_zero():
        return float(torch.tensor(1e-40) * 1) == 0

    seen = []
    before_steps(monkeypatch, lambda backend, number: seen.append(is_zero()))
    TicketClassifier(SMALL).fit(*tickets.split()[:2], ONE_EPOCH)
    assert all(seen) and not is_zero()


@pytest.mark.parametrize("encoder", ["lstm", "transformer"])
def test_resuming_gives_the_losses_of_an_uninterrupted_training(
    encoder, tickets, tmp_path, monkeypatch
):
    train, valid, _ = tickets.split()
    config = dataclasses.replace(SMALL, encoder=encoder)
    whole = TicketClassifier(config).fit(train, valid, QUICK, folder=tmp_path / "whole")

    with monkeypatch.context() as patch:
        stop_in_epoch(patch, 3)
        stopped = TicketClassifier(config)
        with pytest.raises(KeyboardInterrupt):
            stopped.fit(train, valid, QUICK, folder=tmp_path / "parts")
    assert len(stopped.history) == 2
    assert stopped.predict(valid)  # still usable

    resumed = TicketClassifier(config)
    resumed.fit(train, valid, QUICK, folder=tmp_path / "parts", resume=True)
    assert measured(resumed.history) == measured(whole.history)
    assert resumed.threshold == whole.threshold
    np.testing.assert_array_equal(resumed.predict_proba(valid), whole.predict_proba(valid))
    last = [load_file(tmp_path / name / "checkpoint.safetensors") for name in ("whole", "parts")]
    assert last[0].keys() == last[1].keys()
    assert any(key.startswith("adam/") for key in last[0])
    assert all((last[0][key] == last[1][key]).all() for key in last[0])


@pytest.mark.parametrize("last", [2, 7, 8, 12], ids="step {}".format)
def test_resuming_in_the_middle_of_an_epoch_gives_the_same_losses_and_weights(
    last, tickets, tmp_path, monkeypatch
):
    monkeypatch.setattr(loop, "_LEG", 2)
    train, valid, _ = tickets.split()
    config = dataclasses.replace(QUICK, batch_size=20)  # five steps an epoch, and so three legs
    whole = TicketClassifier(SMALL).fit(train, valid, config, folder=tmp_path / "whole")
    with monkeypatch.context() as patch:
        stop_at_step(patch, last + 1)
        with pytest.raises(KeyboardInterrupt):
            TicketClassifier(SMALL).fit(train, valid, config, folder=tmp_path / "parts")

    steps = []
    before_steps(monkeypatch, lambda backend, number: steps.append(number))
    resumed = TicketClassifier(SMALL)
    resumed.fit(train, valid, config, folder=tmp_path / "parts", resume=True)
    assert len(steps) == 15 - last + last % 5 % 2
    assert measured(resumed.history) == measured(whole.history)
    assert resumed.threshold == whole.threshold
    np.testing.assert_array_equal(resumed.predict_proba(valid), whole.predict_proba(valid))
    whole, parts = (
        load_file(tmp_path / name / "checkpoint.safetensors") for name in ("whole", "parts")
    )
    assert whole.keys() == parts.keys()
    assert all((whole[key] == parts[key]).all() for key in whole)


def test_each_part_of_a_long_epoch_has_its_own_dropout(tickets, monkeypatch):
    seeds, seed_dropout = [], TorchBackend.seed_dropout

    def note(self, seed):
        seeds.append(seed)
        seed_dropout(self, seed)

    monkeypatch.setattr(TorchBackend, "seed_dropout", note)
    train, valid, _ = tickets.split()
    short = TicketClassifier(SMALL).fit(train, valid, ONE_EPOCH)
    assert seeds == [(0, 1)]  # as when whole epochs alone were legs: the same numbers as ever
    monkeypatch.setattr(loop, "_LEG", 2)
    long = TicketClassifier(SMALL).fit(train, valid, ONE_EPOCH)
    assert seeds[1:] == [(0, 1), (0, 1, 2)]
    assert measured(long.history) != measured(short.history)


def test_interrupting_the_first_epoch_leaves_a_checkpoint_of_it(tickets, tmp_path, monkeypatch):
    train, valid, _ = tickets.split()
    monkeypatch.setattr(loop, "_LEG", 1)
    stop_at_step(monkeypatch, 2)
    classifier = TicketClassifier(SMALL)
    with pytest.raises(KeyboardInterrupt):
        classifier.fit(train, valid, ONE_EPOCH, folder=tmp_path)
    monkeypatch.undo()
    classifier.fit(train, valid, ONE_EPOCH, folder=tmp_path, resume=True)
    assert len(classifier.history) == 1


def test_the_learning_rate_rises_and_then_falls_to_nothing():
    shares = [schedule(step, 80) for step in range(80)]
    assert 0 < shares[0] < 0.2
    assert max(shares) == shares[9] > 0.85  # the tenth step is the last of the first eighth
    assert (np.diff(shares[:10]) > 0).all() and (np.diff(shares[9:]) < 0).all()
    assert 0 < shares[-1] < 0.02
    assert schedule(0, 1) == 1


def test_the_learning_rate_follows_the_schedule_over_all_epochs(tickets, monkeypatch):
    used, set_learning_rate = [], TorchBackend.set_learning_rate

    def note(self, learning_rate):
        used.append(learning_rate)
        set_learning_rate(self, learning_rate)

    monkeypatch.setattr(TorchBackend, "set_learning_rate", note)
    TicketClassifier(SMALL).fit(*tickets.split()[:2], QUICK)
    assert len(used) > 3
    assert used == [QUICK.learning_rate * schedule(i, len(used)) for i in range(len(used))]


def test_labels_start_at_their_shares_of_the_training_tickets():
    y = np.zeros((200, 3), dtype=bool)
    y[:100, 0] = y[:20, 1] = True
    texts = [[2, 3], [4]] * 200
    bias = initial_weights(SMALL, 5, 3, 0, texts, y)["classification.bias"]
    np.testing.assert_allclose(1 / (1 + np.exp(-bias)), [0.5, 0.1, 0], atol=0.005)


def test_training_anew_keeps_the_old_checkpoint_until_the_first_epoch(
    tickets, tmp_path, monkeypatch
):
    train, valid, _ = tickets.split()
    TicketClassifier(SMALL).fit(train, valid, ONE_EPOCH, folder=tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    stop_in_epoch(monkeypatch, 1)
    with pytest.raises(KeyboardInterrupt):
        TicketClassifier(SMALL).fit(train, valid, QUICK, folder=tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_an_interruption_leaves_nothing_to_compute(tickets, monkeypatch):
    train, valid, _ = tickets.split()
    stop_in_epoch(monkeypatch, 3)
    measure, calls = loop.predict_logits, []

    def twice_at_most(*given):
        calls.append(given)
        if len(calls) > 2:
            raise KeyboardInterrupt  # an impatient second Ctrl-C
        return measure(*given)

    monkeypatch.setattr(loop, "predict_logits", twice_at_most)
    classifier = TicketClassifier(SMALL)
    with pytest.raises(KeyboardInterrupt):
        classifier.fit(train, valid, QUICK)
    assert classifier.threshold is not None
    assert len(classifier.predict(valid)) == len(valid)


def test_resuming_writes_the_history_that_an_interruption_left_out(tickets, tmp_path):
    train, valid, _ = tickets.split()
    TicketClassifier(SMALL).fit(train, valid, QUICK, folder=tmp_path)
    before = (tmp_path / "history.csv").read_bytes()
    (tmp_path / "history.csv").unlink()
    TicketClassifier(SMALL).fit(train, valid, QUICK, folder=tmp_path, resume=True)
    assert (tmp_path / "history.csv").read_bytes() == before


def poison_weights(backend, loss):
    backend.model.classification.weight.data.fill_(float("nan"))
    return loss


@pytest.mark.parametrize(
    "spoil", [poison_weights, lambda backend, loss: loss + float("inf")], ids=["weights", "loss"]
)
def test_a_training_that_diverges_is_stopped(spoil, tickets, monkeypatch):
    train, valid, _ = tickets.split()
    step, numbers = TorchBackend.step, itertools.count(1)

    def spoilt(self, tickets, positions):
        loss = step(self, tickets, positions)
        return spoil(self, loss) if next(numbers) == 2 else loss

    monkeypatch.setattr(TorchBackend, "step", spoilt)
    classifier = TicketClassifier(SMALL)
    with pytest.raises(TicketcourseError, match="loss in epoch 2 is not a finite number"):
        classifier.fit(train, valid, dataclasses.replace(QUICK, batch_size=96))
    assert np.isfinite(classifier.predict_proba(valid)).all()  # by the weights of epoch 1


def test_too_little_memory_gives_one_sentence(tickets, monkeypatch):
    def full(self, tickets, positions):
        raise torch.OutOfMemoryError("CUDA out of memory.")

    monkeypatch.setattr(TorchBackend, "step", full)
    with pytest.raises(TicketcourseError, match="train with a batch size of 16"):
        TicketClassifier(SMALL).fit(*tickets.split()[:2], QUICK)


def test_gradients_are_clipped(tickets):
    train, valid, _ = tickets.split()
    config = dataclasses.replace(QUICK, clip_norm=1e-12)  # next to nothing beside Adam's epsilon
    losses = [
        row["valid_loss"] for row in TicketClassifier(SMALL).fit(train, valid, config).history
    ]
    assert losses == pytest.approx([losses[0]] * 3, abs=1e-3)


def test_history_is_written_after_every_epoch(tickets, tmp_path):
    train, valid, _ = tickets.split()
    classifier = TicketClassifier(SMALL).fit(train, valid, QUICK, folder=tmp_path)
    with (tmp_path / "history.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [int(row["epoch"]) for row in rows] == [1, 2, 3]
    for row, expected in zip(rows, classifier.history, strict=True):
        assert float(row["loss"]) == expected["loss"]
        assert float(row["valid_micro_f1"]) == expected["valid_micro_f1"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "checkpoint.safetensors",
        "history.csv",
    ]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"model": dataclasses.replace(SMALL, units=7, n_heads=1)}, "model settings"),
        ({"training": dataclasses.replace(ONE_EPOCH, batch_size=16)}, "training settings"),
        ({"seed": 5}, "tickets"),
    ],
)
def test_resuming_another_training_is_refused(change, what, tickets, tmp_path):
    train, valid, _ = tickets.split()
    TicketClassifier(SMALL).fit(train, valid, ONE_EPOCH, folder=tmp_path)
    train, valid, _ = tickets.split(seed=change.get("seed", 0))
    other = TicketClassifier(change.get("model", SMALL))
    with pytest.raises(TicketcourseError, match=f"a training with other {what}"):
        other.fit(train, valid, change.get("training", ONE_EPOCH), folder=tmp_path, resume=True)


def test_resuming_with_the_labels_in_another_order_is_refused(tickets, tmp_path):
    train, valid, _ = tickets.split()
    TicketClassifier(SMALL).fit(train, valid, ONE_EPOCH, folder=tmp_path)
    train = Tickets(train, label_names=train.label_names[::-1])
    with pytest.raises(TicketcourseError, match="a training with other label names"):
        TicketClassifier(SMALL).fit(train, valid, ONE_EPOCH, folder=tmp_path, resume=True)


def without(group):
    def change(tensors, state):
        return {key: tensors[key] for key in tensors if not key.startswith(group)}, state

    return change


def cut(group):
    def change(tensors, state):
        cut = {key: tensors[key].flatten()[:1] for key in tensors if key.startswith(group)}
        return tensors | cut, state

    return change


def with_state(**fields):
    return lambda tensors, state: (tensors, {**state, **fields})


@pytest.mark.parametrize(
    "change",
    [
        lambda tensors, state: (tensors, {}),
        lambda tensors, state: (tensors, []),
        with_state(history=None),
        with_state(history=[{"epoch": 1}]),
        with_state(history=[[1, 2]]),
        with_state(threshold=None),
        with_state(identity=[]),
        with_state(begun=[]),
        with_state(begun={"steps": 2}),
        without("weights/"),
        without("adam/"),
        without("adam/exp_avg_sq/classification.weight"),
        without("best/"),
        without("best/classification"),
        cut("weights/"),
        cut("best/"),
        cut("adam/"),
    ],
)
def test_a_checkpoint_with_other_content_is_named(change, tickets, tmp_path, one_epoch):
    path = tmp_path / "checkpoint.safetensors"
    with safe_open(one_epoch, framework="np") as file:
        metadata = file.metadata()
    tensors, state = change(load_file(one_epoch), json.loads(metadata["state"]))
    tensors = {name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}
    save_file(tensors, path, {**metadata, "state": json.dumps(state)})
    train, valid, _ = tickets.split()
    with pytest.raises(TicketcourseError, match="is not a whole checkpoint"):
        TicketClassifier(SMALL).fit(train, valid, ONE_EPOCH, folder=tmp_path, resume=True)


@pytest.fixture(scope="module")
def one_epoch(tickets, tmp_path_factory):
    folder = tmp_path_factory.mktemp("one")
    train, valid, _ = tickets.split()
    TicketClassifier(SMALL).fit(train, valid, ONE_EPOCH, folder=folder)
    return folder / "checkpoint.safetensors"


def test_a_damaged_or_missing_checkpoint_is_named(tickets, tmp_path):
    train, valid, _ = tickets.split()
    with pytest.raises(TicketcourseError, match="nothing to resume"):
        TicketClassifier(SMALL).fit(train, valid, QUICK, folder=tmp_path / "no", resume=True)
    assert not (tmp_path / "no").exists()
    (tmp_path / "checkpoint.safetensors").write_bytes(b"torn")
    with pytest.raises(TicketcourseError, match="not a whole checkpoint"):
        TicketClassifier(SMALL).fit(train, valid, QUICK, folder=tmp_path, resume=True)


def test_training_stops_when_patience_ends_and_keeps_the_best_epoch(tickets):
    train, valid, _ = tickets.split()
    config = TrainConfig(epochs=60, learning_rate=0.03, patience=1, progress=False)
    classifier = TicketClassifier(SMALL).fit(train, valid, config)
    scores = [row["valid_micro_f1"] for row in classifier.history]
    assert len(scores) < 60
    assert max(scores) == scores[-2]
    row = classifier.evaluate(valid).summary["this classifier"]
    assert row["micro_f1"] == pytest.approx(max(scores))


def test_interrupting_the_first_epoch_leaves_no_trained_classifier(tickets, monkeypatch):
    train, valid, _ = tickets.split()
    stop_in_epoch(monkeypatch, 1)
    classifier = TicketClassifier(SMALL)
    with pytest.raises(KeyboardInterrupt):
        classifier.fit(train, valid, QUICK)
    with pytest.raises(TicketcourseError, match="not trained yet"):
        classifier.predict([("a", "b")])


def test_progress_goes_to_stderr(tickets, capfd):
    train, valid, _ = tickets.split()
    TicketClassifier(SMALL).fit(train, valid, TrainConfig(epochs=1))
    out, err = capfd.readouterr()
    assert out == ""
    assert "epoch 1/1" in err and "validation micro-F1" in err


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"batch_size": 0}, "batch_size is 0"),
        ({"epochs": True}, "epochs is True"),
        ({"seed": -1}, "seed is -1"),
        ({"seed": 2**70}, "give a whole number of at least 0 that fits 64 bits"),
        ({"learning_rate": 1e20}, "above 0 and at most 1"),
        ({"learning_rate": float("nan")}, "learning_rate is nan"),
        ({"clip_norm": 0}, "clip_norm is 0"),
        ({"precision": "float16"}, 'precision is \'float16\': give "float32" or "bfloat16"'),
    ],
)
def test_settings_that_cannot_be_are_refused(settings, sentence):
    with pytest.raises(TicketcourseError, match=sentence):
        TrainConfig(**settings)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device: nothing runs on a GPU")
@pytest.mark.parametrize("encoder", ["lstm", "transformer"])
def test_a_gpu_trains_saves_loads_and_resumes(encoder, tickets, tmp_path, monkeypatch):
    train, valid, _ = tickets.split()
    config = dataclasses.replace(SMALL, encoder=encoder)
    before = torch.cuda.get_rng_state()
    torch.cuda.reset_peak_memory_stats()
    whole = TicketClassifier(config).fit(train, valid, QUICK)
    assert torch.cuda.max_memory_allocated() > 0
    assert torch.equal(torch.cuda.get_rng_state(), before)

    with monkeypatch.context() as patch:
        stop_in_epoch(patch, 3)
        with pytest.raises(KeyboardInterrupt):
            TicketClassifier(config).fit(train, valid, QUICK, folder=tmp_path)
    resumed = TicketClassifier(config).fit(train, valid, QUICK, folder=tmp_path, resume=True)
    for row, expected in zip(resumed.history, whole.history, strict=True):
        assert row["loss"] == pytest.approx(expected["loss"], rel=1e-3)
    resumed.save(tmp_path)
    loaded = TicketClassifier.load(tmp_path)
    np.testing.assert_allclose(
        loaded.predict_proba(tickets), resumed.predict_proba(tickets), atol=1e-6
    )


def test_the_defaults_are_the_users():
    assert TrainConfig().batch_size == 32
