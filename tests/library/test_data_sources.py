"""Tickets from the Hugging Face Hub and from a PyPI package, both optional."""

import json
import sys
from types import ModuleType, SimpleNamespace

import pytest

from ticketcourse import TicketcourseError, load_tickets
from ticketcourse.data import Ticket, stream_tickets

ROW = {"description": "Fix system error", "resolution": "Restart service", "labels": ["it", "bug"]}


class Rows(list):
    """What the package ``datasets`` gives for a split that is streamed."""

    column_names = None
    features = None


@pytest.fixture
def hub(monkeypatch):
    """A package ``datasets`` that gives `hub.rows`, or raises what stands there."""
    module = ModuleType("datasets")
    module.rows, module.asked = Rows([ROW]), []

    def load_dataset(name, config=None, *, split, streaming):
        module.asked.append((name, config, split, streaming))
        if isinstance(module.rows, Exception):
            raise module.rows
        return module.rows

    module.load_dataset = load_dataset
    monkeypatch.setitem(sys.modules, "datasets", module)
    return module


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("hf:owner/name", ("owner/name", None, "train", True)),
        ("hf:owner/na.me-2:test", ("owner/na.me-2", None, "test", True)),
        ("hf:owner/name/small:test", ("owner/name", "small", "test", True)),
    ],
)
def test_a_data_set_of_the_hub_is_read(hub, address, asked):
    assert list(load_tickets(address)) == [Ticket(*ROW.values())._replace(labels=("bug", "it"))]
    assert hub.asked == [asked]


def test_numbered_classes_get_their_names(hub):
    classes = SimpleNamespace(names=["bug", "it"])
    hub.rows = Rows([{**ROW, "labels": [1, 0], "area": 1}, {**ROW, "labels": [], "area": -1}])
    hub.rows.features = {"labels": SimpleNamespace(feature=classes), "area": classes}
    hub.rows.column_names = ["description", "resolution", "labels", "area"]
    with pytest.warns(UserWarning, match="has 2 tickets, 1 without a label"):
        assert load_tickets("hf:a/b").labels == (("bug", "it"), ())
    with pytest.warns(UserWarning, match="has 2 tickets, 1 without a label"):
        assert load_tickets("hf:a/b", labels="area").labels == (("it",), ())


@pytest.mark.parametrize(
    ("address", "rows", "said"),
    [
        ("hf:name", [ROW], "hf:name is no data set on the Hugging Face Hub: write hf:owner/name"),
        ("hf:a/b", ConnectionError("…"), "hf:a/b is out of reach, or does not exist: check the"),
        ("hf:a/b:c", ValueError("Bad\nsplit: c."), r"cannot be read \(Bad split: c\): check its"),
        ("hf:a/b", [], "hf:a/b has no column 'description'"),
        ("hf:a/b", [{"text": ""}], "has no column 'description', only 'text'"),
        ("hf:a/b", [ROW, {**ROW, "labels": 3}], "hf:a/b, row 2: 'labels' is a number, not labels"),
    ],
)
def test_a_bad_data_set_gives_one_sentence(hub, address, rows, said):
    hub.rows = rows if isinstance(rows, Exception) else Rows(rows)
    with pytest.raises(TicketcourseError, match=said):
        load_tickets(address)


def test_without_datasets_one_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "datasets", None)  # makes the import fail
    with pytest.raises(TicketcourseError, match=r'pip install "ticketcourse\[hub\]"'):
        load_tickets("hf:owner/name")


def check(number, categories):
    return {
        "Provider": "cloud",
        "CheckTitle": f"Check {number}",
        "Description": "What is looked at.",
        "Risk": "What may happen.",
        "Remediation": {
            "Recommendation": {"Text": "How to mend it.", "Url": ""},
            "Code": {"CLI": "mend --all", "Terraform": ""},
        },
        "Categories": categories,
    }


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A made-up package in the form of ``prowler``; gives the function that adds a check."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "prowler").mkdir()
    (tmp_path / "prowler" / "__init__.py").write_text("raise AssertionError('never imported')")

    def add(name, content):
        folder = tmp_path / "prowler" / "providers" / "cloud" / "services" / "disk" / name
        folder.mkdir(parents=True)
        (folder / f"{name}.metadata.json").write_text(json.dumps(content), encoding="utf-8")

    return add


def test_the_checks_of_the_installed_package_are_tickets(package):
    for name in "hbfadgec":
        package(name, check(name, ["secrets", "encryption"] if name == "a" else ["logging"]))
    tickets = load_tickets("prowler", group="provider")
    assert [text[6] for text in tickets.descriptions] == list("abcdefgh")
    assert tickets.labels[:2] == (("encryption", "secrets"), ("logging",))
    assert tickets.descriptions[0] == "Check a\nWhat is looked at.\nWhat may happen."
    assert tickets.resolutions[0] == "How to mend it.\nmend --all"
    assert set(tickets.groups) == {"cloud"}
    assert len(list(stream_tickets("prowler", labels=None))) == 8


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        ({"CheckTitle": "a"}, {}, r"one.metadata.json is no check in the form of prowler 5.46.0"),
        ([], {}, "is no check in the form of prowler"),
        (check(1, ["x"]), {"time": "when"}, "prowler has no column 'when', only 'description'"),
        (check(1, "x"), {"time": None}, None),
    ],
)
def test_a_bad_check_gives_one_sentence(package, content, options, said):
    package("one", content)
    if said is None:
        assert load_tickets("prowler", **options).labels == (("x",),)
        return
    with pytest.raises(TicketcourseError, match=said):
        load_tickets("prowler", **options)


def test_without_the_package_one_sentence_says_how_to_install_it(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    said = r"not installed: run pip install --no-deps prowler==5.46.0\.$"
    with pytest.raises(TicketcourseError, match=said):
        load_tickets("prowler")
    (tmp_path / "prowler").mkdir()
    with pytest.raises(TicketcourseError, match="holds no checks: run pip install"):
        load_tickets("prowler")
