"""An exported classifier says the same without this library."""

import json
import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from small import QUICK, SMALL

from ticketcourse import TicketClassifier, TicketcourseError
from ticketcourse.cli import main
from ticketcourse.evaluation import decide
from ticketcourse.export import export_classifier
from ticketcourse.scratch import tokenise

ALONE = "import sys; sys.modules['ticketcourse'] = None\n"
"""What takes the library away from a process."""
EXTREMES = [
    ("", ""),
    ("restart", ""),
    ("", "Replaced the printer"),
    (" \n\u2003First line of AllHTTPServers\nÄnderung auf ﬁve", "Straße don’t İ 0xABcZip"),
    ("The server is down again. " * 1000, "Restarted the service at last. " * 1000),
]


@pytest.fixture(scope="module")
def model(tickets, tmp_path_factory):
    """The folder of a small classifier in which both paths count."""
    path = tmp_path_factory.mktemp("model")
    train, valid, _ = tickets.split()
    config = replace(SMALL, wide=True, max_description=40, max_resolution=31)
    TicketClassifier(config).fit(train, valid, QUICK).save(path)
    description = json.loads((path / "model.json").read_bytes())
    (path / "model.json").write_text(json.dumps(description | {"share": 0.5}), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def classifier(model):
    classifier = TicketClassifier.load(model)
    assert len(classifier._paths.wide.crosses)
    return classifier


@pytest.fixture(scope="module")
def pairs(tickets):
    return EXTREMES + [ticket[:2] for ticket in tickets[:64]]


def agree(classifier, pairs, probabilities, decisions):
    p = classifier.predict_proba(pairs)
    np.testing.assert_allclose(probabilities, p, rtol=0, atol=1e-5)
    assert (decisions == decide(p, classifier.threshold, classifier.at_least_one)).all()


def run_alone(code, folder):
    """Run Python code in a folder, without this library."""
    return subprocess.run(
        [sys.executable, "-c", ALONE + code], cwd=folder, capture_output=True, text=True, check=True
    ).stdout


# ------------------------------------------------------------------ TensorFlow


@pytest.fixture(scope="module")
def graph_tokens():
    """Tokens of some texts as the graph finds them."""
    import tensorflow as tf

    from ticketcourse.export.tensorflow_text import TextRules

    graph = tf.function(
        TextRules().tokenise, input_signature=[tf.TensorSpec([None], tf.string)], autograph=False
    )

    def tokens(texts):
        found = graph([text.encode("utf-8", "surrogatepass") for text in texts]).to_list()
        return [[token.decode() for token in text] for text in found]

    return tokens


@pytest.mark.slow
def test_every_character_is_read_as_in_the_library(graph_tokens):
    # No letter, digit or mark comes after these, and none changes.
    characters = [chr(i) for i in range(0x32000)]
    texts = [
        " ".join(f"a{c}B1{c}" for c in characters[i : i + 2048])
        for i in range(0, len(characters), 2048)
    ]
    assert graph_tokens(texts) == [tokenise(text) for text in texts]


@pytest.mark.slow
@pytest.mark.parametrize(
    "alphabet",
    [
        "0xaAfFgGzZ19'’?! _",
        "01xabBG",
        "aAoOcd\u0300\u0301\u0308\u0323\u0327\u0338\u0345ßΑΩωé\u00c5\u212b",
        "\u1100\u1112\u1161\u1175\u11a8\u11c2가각a\u09c7\u09be\u0dd9\u0dcf\u0dca\u1b35\u1b05",
        None,
    ],
    ids=["humps and codes", "digits before codes", "marks", "syllables", "all characters"],
)
def test_tokens_are_those_of_the_library(graph_tokens, alphabet):
    texts = st.text() if alphabet is None else st.text(alphabet, max_size=24)

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(st.lists(texts, max_size=60))
    @example(["e" + "\u0301\u0323" * 40 + "x\uff9e\u0301" + "\u0f73\u0323" * 40 + "y"])
    @example(["10xabG 10xABGhi 10xAbczip 0x0x0xAaB", "c\u0308\u0301 s\u0307\u0323", "a", "\u0301b"])
    def check(texts):
        assert graph_tokens(texts) == [tokenise(text) for text in texts]

    check()


@pytest.mark.slow
def test_a_saved_model_needs_tensorflow_alone(model, classifier, pairs, tmp_path, capsys):
    assert main(["export", "--model", str(model), "--out", str(tmp_path / "served")]) == 0
    assert f"Exported to {tmp_path / 'served'}." in capsys.readouterr().out
    (tmp_path / "pairs.json").write_text(json.dumps(pairs), encoding="utf-8")
    run_alone(
        "import json, numpy, tensorflow as tf\n"
        "served = tf.saved_model.load('served')\n"
        "descriptions, resolutions = zip(*json.load(open('pairs.json')))\n"
        "found = served(tf.constant(descriptions), tf.constant(resolutions))\n"
        "by_name = served.signatures['serving_default'](\n"
        "    description=tf.constant(descriptions), resolution=tf.constant(resolutions))\n"
        "assert all((by_name[name].numpy() == found[name].numpy()).all() for name in found)\n"
        "none = served(tf.zeros(0, tf.string), tf.zeros(0, tf.string))\n"
        "assert none['probabilities'].shape == (0, served.labels.shape[0])\n"
        "one = served(tf.constant(descriptions[-1:]), tf.constant(resolutions[-1:]))\n"
        "names = [name.decode() for name in served.labels.numpy()]\n"
        "json.dump([names, float(served.threshold)], open('decision.json', 'w'))\n"
        "found['one'] = one['probabilities']\n"
        "numpy.savez('found.npz', **{name: array.numpy() for name, array in found.items()})\n",
        tmp_path,
    )
    with np.load(tmp_path / "found.npz") as found:
        agree(classifier, pairs, found["probabilities"], found["decisions"])
        assert 0 < found["decisions"].mean() < 1
        np.testing.assert_allclose(found["one"], found["probabilities"][-1:], rtol=0, atol=1e-5)
    names, threshold = json.loads((tmp_path / "decision.json").read_bytes())
    assert (tuple(names), threshold) == (classifier.label_names, classifier.threshold)
    assert json.loads((tmp_path / "served/assets/labels.json").read_bytes()) == {
        "labels": names,
        "threshold": threshold,
        "at_least_one": classifier.at_least_one,
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    "changes",
    [
        {"encoder": "transformer", "join": "concatenation"},
        {"texts": "resolution", "pooling": "max"},
    ],
    ids=str,
)
def test_every_architecture_is_exported(changes, tickets, pairs, tmp_path):
    import tensorflow as tf
    import torch

    train, valid, _ = tickets.split()
    classifier = TicketClassifier(replace(SMALL, **changes), backend="tensorflow")
    classifier.fit(train, valid, replace(QUICK, epochs=1))
    export_classifier(classifier, tmp_path / "tensorflow")
    found = tf.saved_model.load(tmp_path / "tensorflow")(
        *map(tf.constant, zip(*pairs, strict=True))
    )
    agree(classifier, pairs, found["probabilities"].numpy(), found["decisions"].numpy())

    export_classifier(classifier, tmp_path / "torch", "torch")
    program = torch.export.load(tmp_path / "torch/classifier.pt2").module()
    probabilities, decisions = program(*program_inputs(tmp_path / "torch", pairs))
    agree(classifier, pairs, probabilities.detach().numpy(), decisions.numpy())


# ------------------------------------------------------------------ PyTorch


def program_inputs(folder, pairs):
    import torch

    from ticketcourse.scratch import pad

    words = json.loads((folder / "words.json").read_bytes())
    numbers = {word: i for i, word in enumerate(words, start=2)}
    texts = zip(*pairs, strict=True)
    ids = [pad([[numbers.get(w, 1) for w in tokenise(t)] for t in column]) for column in texts]
    return map(torch.tensor, ids)


@pytest.mark.slow
def test_a_program_needs_pytorch_alone(classifier, pairs, tmp_path):
    import torch

    folder = tmp_path / "served"
    export_classifier(classifier, folder, "torch")
    code = re.findall(r"^ *(?:>>>|\.\.\.) (.*)", export_classifier.__doc__, flags=re.MULTILINE)
    said = run_alone("\n".join([*code, "print(probabilities.tolist())"]), folder)
    (p,) = classifier.predict_proba([("Fix system error", "Restart service")])
    np.testing.assert_allclose(json.loads(said), [p], rtol=0, atol=1e-5)
    assert json.loads((folder / "labels.json").read_bytes())["threshold"] == classifier.threshold

    program = torch.export.load(folder / "classifier.pt2").module()
    for some in (pairs, pairs[:1], pairs[-1:]):
        probabilities, decisions = program(*program_inputs(folder, some))
        agree(classifier, some, probabilities.detach().numpy(), decisions.numpy())


# ------------------------------------------------------------------ refusals


def test_what_is_there_is_not_overwritten(trained, tmp_path):
    for name in ("savedmodel", "torch"):
        (tmp_path / "file").write_text("mine")
        for path in (tmp_path, tmp_path / "file"):
            with pytest.raises(TicketcourseError, match="exists already: give another name"):
                export_classifier(trained, path, name)
    with pytest.raises(TicketcourseError, match="cannot be written"):
        export_classifier(trained, tmp_path / "file" / "below")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_nothing_is_left_of_an_export_that_fails(trained, tmp_path, monkeypatch):
    import torch

    def fail(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(torch.export, "export", fail)
    with pytest.raises(KeyboardInterrupt):
        export_classifier(trained, tmp_path / "served", "torch")
    assert not [*tmp_path.iterdir()]


def test_the_command_says_what_is_wrong(trained, tmp_path, capsys):
    trained.save(tmp_path / "model")
    for arguments, sentence in (
        (["--model", tmp_path / "none", "--out", tmp_path / "served"], "is not a folder"),
        (["--model", tmp_path / "model", "--out", tmp_path / "model"], "exists already"),
        (["--model", tmp_path / "model"], "--out"),
    ):
        assert main(["export", *map(str, arguments), "--format", "torch"]) == 2
        said = capsys.readouterr().err
        assert sentence in said and said.count("\n") == 1


def test_bad_requests_give_one_sentence(trained, tmp_path, monkeypatch):
    with pytest.raises(TicketcourseError, match="no format 'onnx': give \"savedmodel\" or"):
        export_classifier(trained, tmp_path / "served", "onnx")
    with pytest.raises(TicketcourseError, match="not trained yet"):
        export_classifier(TicketClassifier(), tmp_path / "served")
    monkeypatch.setitem(sys.modules, "ticketcourse.export.saved_model", None)
    monkeypatch.setitem(sys.modules, "keras", None)
    with pytest.raises(TicketcourseError, match=r'pip install "ticketcourse\[tensorflow\]"'):
        export_classifier(trained, tmp_path / "served")
    assert not [*tmp_path.iterdir()]
