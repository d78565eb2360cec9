import dataclasses
import hashlib
import json
import os

import numpy as np
import pytest
from safetensors.numpy import load_file, save, save_file
from small import QUICK, SMALL

from ticketcourse import TicketClassifier, TicketcourseError, Tickets, TrainConfig


@pytest.mark.slow
@pytest.mark.parametrize("encoder", ["lstm", "transformer"])
def test_thirty_two_tickets_are_learned_by_heart(handful, encoder):
    config = TrainConfig(epochs=25, learning_rate=1e-2, batch_size=8, progress=False)
    classifier = TicketClassifier(dataclasses.replace(SMALL, encoder=encoder))
    classifier.fit(handful, handful, config)
    assert classifier.evaluate(handful).summary["this classifier"]["micro_f1"] > 0.97
    pair = ("Fix system error", "Restart service")
    assert classifier.predict([pair]) == [("service restart",)]


def test_a_saved_classifier_gives_the_same_probabilities(trained, tickets, tmp_path):
    trained.save(tmp_path / "model")
    loaded = TicketClassifier.load(tmp_path / "model")
    np.testing.assert_array_equal(loaded.predict_proba(tickets), trained.predict_proba(tickets))
    assert loaded.predict(tickets) == trained.predict(tickets)
    assert loaded.config == trained.config
    assert loaded.label_names == trained.label_names
    suffixes = {path.suffix for path in (tmp_path / "model").iterdir()}
    assert suffixes == {".json", ".safetensors"}


def test_saving_again_replaces_the_model(trained, tickets, tmp_path):
    trained.save(tmp_path)
    train, valid, _ = tickets.split()
    other = TicketClassifier(SMALL).fit(train, valid, dataclasses.replace(QUICK, seed=1))
    other.save(tmp_path)
    loaded = TicketClassifier.load(tmp_path)
    np.testing.assert_array_equal(loaded.predict_proba(valid), other.predict_proba(valid))
    assert len(list(tmp_path.iterdir())) == 2


def test_files_of_others_are_not_overwritten(trained, tmp_path):
    (tmp_path / "model.json").write_text('{"format": "another"}')
    with pytest.raises(TicketcourseError, match="holds files that are no saved model"):
        trained.save(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["model.json"]
    with pytest.raises(TicketcourseError, match="is a file"):
        trained.save(tmp_path / "model.json")
    with pytest.raises(TicketcourseError, match="cannot be written"):
        trained.save(tmp_path / "model.json" / "below")


@pytest.mark.parametrize("beside", [True, False])
def test_a_checkpoint_of_others_is_not_overwritten(beside, trained, tickets, tmp_path):
    if beside:
        trained.save(tmp_path)
    for name in ("thesis.txt", "history.csv", "weights-mine.safetensors"):
        (tmp_path / name).write_text("mine")
    save_file({"a": np.zeros(3)}, tmp_path / "checkpoint.safetensors", {"format": "np"})
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    train, valid, _ = tickets.split()
    with pytest.raises(TicketcourseError, match="holds files that are no saved model"):
        TicketClassifier(SMALL).fit(train, valid, QUICK, folder=tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_saving_deletes_no_weights_of_others(trained, tmp_path):
    trained.save(tmp_path)
    (tmp_path / "weights-mine.safetensors").write_text("mine")
    (tmp_path / f"weights-{'0' * 16}.safetensors").write_text("mine")
    change(weights="../other.safetensors")(tmp_path)
    (tmp_path.parent / "other.safetensors").write_text("mine")
    trained.save(tmp_path)
    assert len(list(tmp_path.iterdir())) == 4
    assert (tmp_path.parent / "other.safetensors").exists()
    TicketClassifier.load(tmp_path)


def cut_weights(folder):
    (path,) = folder.glob("weights-*")
    path.write_bytes(path.read_bytes()[:-4])


def lose_weights(folder):
    (path,) = folder.glob("weights-*")
    path.unlink()


def lead_outside(folder):
    os.mkfifo(folder.parent / "fifo")
    change(weights="../fifo")(folder)


def pipe_weights(folder):
    (path,) = folder.glob("weights-*")
    path.unlink()
    os.mkfifo(path)


def lose_a_number(folder):
    (path,) = folder.glob("weights-*")
    weights = load_file(path)
    weights["embedding.weight"][3, 2] = np.nan
    content = save(weights)
    name = f"weights-{hashlib.sha256(content).hexdigest()[:16]}.safetensors"
    (folder / name).write_bytes(content)
    change(weights=name)(folder)


def change(**fields):
    def apply(folder):
        saved = json.loads((folder / "model.json").read_text())
        (folder / "model.json").write_text(json.dumps({**saved, **fields}))

    return apply


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (cut_weights, "is damaged"),
        (lose_weights, "is damaged"),
        (lambda folder: (folder / "model.json").write_text("{"), "is damaged"),
        (lambda folder: (folder / "model.json").write_bytes(b"\xff"), "is damaged"),
        (lambda folder: (folder / "model.json").unlink(), "holds no saved model"),
        (lambda folder: (folder / "model.json").write_text("[" * 200_000), "is damaged"),
        (lambda folder: (folder / "model.json").write_text("[]"), "is damaged"),
        (lead_outside, "no weights"),
        (pipe_weights, "no weights"),
        (lose_a_number, "is damaged"),
        (change(weights=["a"]), "is damaged"),
        (change(config={"units": "many"}), "is damaged .units is 'many'"),
        (change(config={"n_heads": 7}), "is damaged .n_heads is 7"),
        (change(config={"dropout": None}), "is damaged .dropout is None"),
        (change(config={"width": 3}), "is damaged"),
        (change(labels=["one"]), "is damaged"),
        (change(labels=["a", ["b"]]), "is damaged"),
        (change(labels=["a"] * 26), "is damaged"),
        (change(labels="abcdefghijklmnopqrstuvwxyz"), "is damaged"),
        (change(seen={"train": 5, "valid": []}), "is damaged"),
        (change(seen=None), "is damaged"),
        (change(vectorizer={"vocabulary": 5}), "is damaged .*list of different words"),
        (change(threshold=None), "is damaged"),
        (change(threshold=float("nan")), "is damaged"),
        (change(format="another"), "is damaged"),
        (change(format_version=99), "saved by a newer ticketcourse"),
    ],
)
def test_a_damaged_model_is_named(trained, tmp_path, damage, sentence):
    trained.save(tmp_path)
    damage(tmp_path)
    with pytest.raises(TicketcourseError, match=sentence) as caught:
        TicketClassifier.load(tmp_path)
    assert str(tmp_path) in str(caught.value) and "\n" not in str(caught.value)


def test_a_missing_model_is_named(tmp_path):
    with pytest.raises(TicketcourseError, match="is not a folder"):
        TicketClassifier.load(tmp_path / "nothing")


def test_predict_takes_pairs_and_tickets_and_none(trained, tickets):
    pairs = list(zip(tickets.descriptions, tickets.resolutions, strict=True))
    np.testing.assert_array_equal(trained.predict_proba(pairs), trained.predict_proba(tickets))
    pairs = zip(tickets.descriptions, tickets.resolutions, strict=True)
    assert trained.predict(pairs) == trained.predict(tickets)
    p = trained.predict_proba([("", ""), ("Fix system error", ""), ("", "Restart service")])
    assert p.shape == (3, len(trained.label_names))
    assert ((p > 0) & (p < 1)).all()
    assert trained.predict([]) == []


def test_many_tickets_are_predicted_some_at_a_time(trained, tickets, monkeypatch):
    expected = trained.predict_proba(tickets)
    encode, sizes = TicketClassifier._encode, []

    def note(self, pairs):
        sizes.append(len(pairs))
        return encode(self, pairs)

    monkeypatch.setattr("ticketcourse.classifier._CHUNK", 50)
    monkeypatch.setattr(TicketClassifier, "_encode", note)
    p = trained.predict_proba(ticket for ticket in tickets)
    np.testing.assert_allclose(p, expected, atol=1e-6)
    assert sizes == [50, 50, 20]


@pytest.mark.parametrize(
    "pairs",
    [
        ("Fix", "Restart"),
        [("Fix", None)],
        ["Fix"],
        "Fix",
        [("Fix",)],
        [{"description": "Fix", "resolution": "Restart"}],
        [None],
        None,
        5,
    ],
)
def test_what_is_no_pair_of_texts_is_refused(trained, pairs):
    with pytest.raises(TicketcourseError, match="list of \\(description, resolution\\)"):
        trained.predict(pairs)


def test_labels_come_most_probable_first(trained, tickets):
    p = trained.predict_proba(tickets)
    for labels, row in zip(trained.predict(tickets), p, strict=True):
        given = [row[trained.label_names.index(label)] for label in labels]
        assert given == sorted(given, reverse=True)
        assert len(given) == max(1, (row >= trained.threshold).sum())


@pytest.fixture(scope="module")
def with_wide_path():
    """A classifier of two paths, on tickets whose labels only pairs of words tell."""
    words = ["disk full", "full tank", "tank disk", "disk tank", "full disk", "tank full"]
    some = Tickets(
        [(f"{words[i % 6]} in room {i % 7}", "done", [words[i % 6]]) for i in range(120)]
    )
    config = dataclasses.replace(SMALL, wide=True)
    one = dataclasses.replace(QUICK, epochs=1, seed=2**40)
    return TicketClassifier(config).fit(some[:90], some[90:], one), some[90:]


def test_a_wide_path_learns_what_the_network_has_no_time_for(with_wide_path):
    classifier, valid = with_wide_path
    assert classifier.share < 0.5
    assert classifier.predict(valid) == list(valid.labels)
    summary = classifier.evaluate(valid).summary
    assert summary["its wide path alone"]["micro_f1"] == 1
    assert summary["its network alone"]["micro_f1"] < 0.9


def test_a_saved_classifier_keeps_its_wide_path(with_wide_path, tmp_path):
    classifier, valid = with_wide_path
    classifier.save(tmp_path)
    loaded = TicketClassifier.load(tmp_path)
    np.testing.assert_array_equal(loaded.predict_proba(valid), classifier.predict_proba(valid))
    of_both, of_loaded = (one.evaluate(valid).summary for one in (classifier, loaded))
    assert of_loaded["its network alone"] == of_both["its network alone"]
    description = json.loads((tmp_path / "model.json").read_text())
    description["ngrams"]["description"].pop()
    (tmp_path / "model.json").write_text(json.dumps(description))
    with pytest.raises(TicketcourseError, match="is damaged"):
        TicketClassifier.load(tmp_path)


def test_ctrl_c_while_the_paths_are_joined_leaves_no_half_trained_classifier(
    handful, tmp_path, monkeypatch
):
    from ticketcourse.models.wide import WidePath

    def stop(self, pairs):
        raise KeyboardInterrupt

    monkeypatch.setattr(WidePath, "logits", stop)
    config = dataclasses.replace(SMALL, wide=True)
    classifier = TicketClassifier(config)
    with pytest.raises(KeyboardInterrupt):
        classifier.fit(handful, handful, dataclasses.replace(QUICK, epochs=1))
    with pytest.raises(TicketcourseError, match="not trained yet"):
        classifier.save(tmp_path / "model")


def test_a_folder_of_others_is_refused_before_any_work(handful, tmp_path, monkeypatch):
    from ticketcourse.models.wide import WidePath

    monkeypatch.setattr(WidePath, "fit", None)
    (tmp_path / "letter.txt").write_text("mine")
    classifier = TicketClassifier(dataclasses.replace(SMALL, wide=True))
    with pytest.raises(TicketcourseError, match="no saved model"):
        classifier.fit(handful, handful, QUICK, folder=tmp_path)


def test_a_model_of_an_older_version_is_refused_in_a_sentence(trained, tmp_path):
    trained.save(tmp_path)
    description = json.loads((tmp_path / "model.json").read_text())
    (tmp_path / "model.json").write_text(json.dumps(description | {"format_version": 1}))
    with pytest.raises(TicketcourseError, match="saved by an older ticketcourse: train the model"):
        TicketClassifier.load(tmp_path)


def test_without_a_wide_path_the_network_decides_alone(trained, tickets):
    assert trained.share == 1
    assert not any("alone" in name for name in trained.evaluate(tickets[:20]).summary)


def test_parts_of_finds_what_training_used(trained, tickets):
    parts = trained.parts_of(tickets)
    for part, expected in zip(parts, tickets.split(), strict=True):
        assert sorted(part) == sorted(expected)
    train, valid, unseen = trained.parts_of(tickets.split()[2])
    assert (train, valid) == (None, None)
    assert len(unseen) == 12


def test_a_backend_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(TicketcourseError, match="'numpy' is not known"):
        TicketClassifier(backend="numpy")
    with pytest.raises(TicketcourseError, match="'numpy' is not known"):
        TicketClassifier.load(tmp_path, backend="numpy")


def test_the_vocabulary_comes_from_the_most_frequent_words_of_training(handful, tmp_path):
    config = dataclasses.replace(SMALL, max_vocabulary=10)
    valid = Tickets([("Unheard words", "Unheard words", ["vpn"])])
    one = dataclasses.replace(QUICK, epochs=1)
    TicketClassifier(config).fit(handful, valid, one).save(tmp_path / "ten")
    TicketClassifier(SMALL).fit(handful, valid, one).save(tmp_path / "all")
    ten, every = (
        json.loads((tmp_path / name / "model.json").read_text())["vectorizer"]["vocabulary"]
        for name in ("ten", "all")
    )
    assert ten == every[:8]
    assert "printer" in every and "unheard" not in every


def test_long_texts_are_cut(handful):
    config = dataclasses.replace(SMALL, max_description=1, max_resolution=2)
    one = dataclasses.replace(QUICK, epochs=1)
    classifier = TicketClassifier(config).fit(handful, handful, one)
    p = classifier.predict_proba(
        [("Fix system error", "Restart full service"), ("Fix", "Restart service"), ("System", "")]
    )
    np.testing.assert_allclose(p[0], p[1], atol=1e-6)
    assert np.abs(p[0] - p[2]).max() > 1e-4


def test_one_label_is_enough(handful):
    tickets = Tickets((d, r, ["vpn"] if "vpn" in labels else []) for d, r, labels in handful)
    classifier = TicketClassifier(SMALL).fit(tickets, tickets, QUICK)
    assert classifier.predict_proba(tickets).shape == (32, 1)
    assert classifier.evaluate(tickets).labels["vpn"]["tickets"] == 8


def test_training_needs_tickets_and_labels(tickets):
    train, valid, _ = tickets.split()
    with pytest.raises(TicketcourseError, match="one of them is empty"):
        TicketClassifier(SMALL).fit(train, valid[:0])
    with pytest.raises(TicketcourseError, match="No training ticket has a label"):
        TicketClassifier(SMALL).fit(Tickets([("a", "b", ())] * 3), valid)
