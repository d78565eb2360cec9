import dataclasses
import hashlib
import json
import os
import sys

import numpy as np
import pytest
from safetensors.numpy import load_file, save, save_file
from small import QUICK, SMALL

from ticketcourse import TicketClassifier, TicketcourseError, Tickets, TrainConfig, two_paths
from ticketcourse.data import stream_tickets, tickets_to_csv

# Tests of other things train and judge on the same few tickets.
pytestmark = pytest.mark.filterwarnings("ignore:.* validation tickets are training tickets too")


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


def change_arrays(alter):
    def apply(folder):
        (path,) = folder.glob("weights-*")
        arrays = load_file(path)
        alter(arrays)
        content = save(arrays)
        name = f"weights-{hashlib.sha256(content).hexdigest()[:16]}.safetensors"
        (folder / name).write_bytes(content)
        change(weights=name)(folder)

    return apply


def lose_a_number(arrays):
    arrays["embedding.weight"][3, 2] = np.nan


def lose_the_fingerprints(arrays):
    del arrays["seen.train"]


def make_fingerprints_halves(arrays):
    arrays["seen.valid"] = arrays["seen.valid"] / 2


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
        (change_arrays(lose_a_number), "is damaged"),
        (change_arrays(lose_the_fingerprints), "is damaged"),
        (change_arrays(make_fingerprints_halves), "is damaged"),
        (change(weights=["a"]), "is damaged"),
        (change(config={"units": "many"}), "is damaged .units is 'many'"),
        (change(config={"n_heads": 7}), "is damaged .n_heads is 7"),
        (change(config={"dropout": None}), "is damaged .dropout is None"),
        (change(config={"width": 3}), "is damaged"),
        (change(labels=["one"]), "is damaged"),
        (change(labels=["a", ["b"]]), "is damaged"),
        (change(labels=["a"] * 26), "is damaged"),
        (change(labels="abcdefghijklmnopqrstuvwxyz"), "is damaged"),
        (change(vectorizer={"vocabulary": 5}), "is damaged .*list of different words"),
        (change(threshold=None), "is damaged"),
        (change(threshold=float("nan")), "is damaged"),
        (change(threshold=1.5), "is damaged"),
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
    predict_logits, sizes = two_paths.predict_logits, []

    def note(network, encoded):
        sizes.append(len(encoded))
        return predict_logits(network, encoded)

    monkeypatch.setattr(two_paths, "_CHUNK", 50)
    monkeypatch.setattr(two_paths, "predict_logits", note)
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


def test_streamed_tickets_train_as_those_in_memory_do(tickets, tmp_path, monkeypatch):
    train, valid, _ = tickets.split()
    train = Tickets(train)
    path = tmp_path / "train.csv"
    path.write_text(tickets_to_csv(train), encoding="utf-8")
    config = dataclasses.replace(SMALL, wide=True)
    expected = TicketClassifier(config).fit(train, valid, QUICK)
    monkeypatch.setattr("ticketcourse.models.encoded._IN_MEMORY", 1000)
    streamed = TicketClassifier(config).fit(stream_tickets(path), valid, QUICK)
    assert streamed.label_names == expected.label_names
    np.testing.assert_array_equal(streamed.predict_proba(valid), expected.predict_proba(valid))
    assert [len(part) for part in streamed.parts_of(tickets)] == [len(train), len(valid), 12]


def test_of_very_many_tickets_the_wide_path_learns_from_some(tickets, monkeypatch):
    from ticketcourse.models.wide import WidePath

    fit, sizes = WidePath.fit, []

    def note(pairs, y, **settings):
        sizes.append((len(pairs), len(y)))
        return fit(pairs, y, **settings)

    monkeypatch.setattr(WidePath, "fit", note)
    monkeypatch.setattr("ticketcourse.classifier._MAX_SAMPLE", 50)
    train, valid, _ = tickets.split()
    one = dataclasses.replace(QUICK, epochs=1)
    TicketClassifier(dataclasses.replace(SMALL, wide=True)).fit(train, valid, one)
    assert sizes == [(50, 50)]


def test_what_on_epoch_raises_ends_training(tickets):
    rows = []

    def stop(row):
        rows.append(row)
        if row["epoch"] == 2:
            raise StopIteration

    train, valid, _ = tickets.split()
    classifier = TicketClassifier(SMALL)
    with pytest.raises(StopIteration):
        classifier.fit(train, valid, QUICK, on_epoch=stop)
    assert [row["epoch"] for row in rows] == [1, 2]
    assert 0 <= rows[0]["valid_micro_f1"] <= 1


@pytest.mark.filterwarnings("default")
def test_validation_tickets_that_are_training_tickets_are_said(tickets):
    train, valid, _ = tickets.split()
    one = dataclasses.replace(QUICK, epochs=1)
    with pytest.warns(UserWarning, match="5 of 17 validation tickets are training tickets too"):
        TicketClassifier(SMALL).fit(train, Tickets([*valid, *train[:5]]), one)


@pytest.mark.parametrize("wide", [False, True])
def test_a_text_that_is_not_read_changes_nothing(handful, wide):
    config = dataclasses.replace(SMALL, texts="resolution", wide=wide)
    classifier = TicketClassifier(config).fit(handful, handful, QUICK)
    p = classifier.predict_proba([("", "Restart service"), ("Printer jams", "Restart service")])
    np.testing.assert_array_equal(p[0], p[1])
    (vpn,) = classifier.predict_proba([("", "Reinstalled client")])
    assert np.abs(vpn - p[0]).max() > 0.01


def test_attention_is_that_of_the_tokens(trained):
    weights = trained.attention(("It fails on startup", "Restart service"))
    assert len(weights.description) == 4 and len(weights.resolution) == 2
    assert weights.description_weights.shape == (SMALL.n_heads, 4, 2)
    np.testing.assert_allclose(weights.description_weights.sum(axis=-1), 1, atol=1e-6)


def test_attention_needs_two_texts(handful):
    config = dataclasses.replace(SMALL, texts="description")
    classifier = TicketClassifier(config).fit(
        handful, handful, dataclasses.replace(QUICK, epochs=1)
    )
    with pytest.raises(TicketcourseError, match="no attention between"):
        classifier.attention(("a", "b"))


def test_subwords_come_back_from_a_folder(handful, tmp_path, monkeypatch):
    pytest.importorskip("tokenizers")
    config = dataclasses.replace(SMALL, subwords=True)
    trained = TicketClassifier(config).fit(handful, handful, QUICK)
    trained.save(tmp_path)
    pairs = [("Printers jammed", "Restarting services"), ("", "")]
    loaded = TicketClassifier.load(tmp_path)
    np.testing.assert_array_equal(loaded.predict_proba(pairs), trained.predict_proba(pairs))
    monkeypatch.setitem(sys.modules, "tokenizers", None)
    with pytest.raises(TicketcourseError, match=r"^tokenizers is not installed: run pip"):
        TicketClassifier.load(tmp_path)
