"""The report: a classifier beside baselines and the ceiling."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from ticketcourse import TicketcourseError, Tickets
from ticketcourse.evaluation import make_report, micro_f1
from ticketcourse.evaluation.baselines import train_baselines

LINEAR = ["TF-IDF + linear SVM", "TF-IDF + logistic regression", "bag of embeddings"]


@pytest.fixture(scope="module")
def made():
    """Training, validation and test tickets with a word for each label, and probabilities."""
    rng = np.random.default_rng(0)
    names = ["billing", "mail", "printing", "vpn"]
    y = rng.random((310, 4)) < [0.4, 0.4, 0.3, 0.1]
    # A word in ten says the wrong thing.
    words = y ^ (rng.random(y.shape) < 0.1)
    tickets = Tickets(
        (
            (
                " ".join(name for name, there in zip(names, row[:2], strict=False) if there),
                " ".join(name for name, there in zip(names[2:], row[2:], strict=True) if there),
                [name for name, there in zip(names, labels, strict=True) if there],
            )
            for row, labels in zip(words, y, strict=True)
        ),
        label_names=names,
    )
    p = np.where(words, 0.8, 0.1) + 0.05 * rng.random(y.shape)
    return SimpleNamespace(
        train=tickets[:200], valid=tickets[200:250], test=tickets[250:], p=p[250:], names=names
    )


@pytest.fixture(scope="module")
def report(made):
    return make_report(
        made.names,
        made.p,
        0.5,
        made.test,
        train=made.train,
        valid=made.valid,
        slices={"first ten": np.arange(60) < 10, "nobody": np.zeros(60)},
        ceiling_p=np.where(made.p > 0.5, 0.9, 0.1),
    )


def test_the_report_shows_baselines_and_ceiling(report):
    assert list(report.summary) == [
        "this classifier",
        *LINEAR,
        "label prior",
        "all zero",
        "ceiling: best attainable",
    ]
    assert report.summary["all zero"]["micro_f1"] == 0
    for name in LINEAR:
        assert report.summary[name]["micro_f1"] > report.summary["label prior"]["micro_f1"] + 0.1
    assert list(report.labels) == ["billing", "mail", "printing", "vpn"]


def test_only_probabilities_are_judged_as_probabilities(report):
    calibrated = [name for name, row in report.summary.items() if "ece" in row]
    assert calibrated == [
        "this classifier",
        *LINEAR[1:],
        "label prior",
        "ceiling: best attainable",
    ]
    assert list(report.reliability) == calibrated


def test_the_report_says_how_much_of_the_ceiling_is_reached(made, report):
    # The classifier's probabilities and the true ones lie on the same side of every threshold.
    assert report.summary["ceiling: best attainable"]["threshold"] == pytest.approx(0.5)
    assert "reaches 100.0 % of its micro-F1" in " ".join(report.notes)


def test_intervals_hold_the_score_and_shrink_with_tickets(report):
    for row in report.summary.values():
        low, high = row["micro_f1_interval"]
        assert low <= row["micro_f1"] <= high
    low, high = report.summary["this classifier"]["micro_f1_interval"]
    few_low, few_high = report.slices["first ten"]["scores"]["this classifier"]["interval"]
    assert 0 < high - low < few_high - few_low


def test_slices_are_judged_by_themselves(made, report):
    first = report.slices["first ten"]
    y = made.test.targets[:10].astype(bool)
    assert (first["tickets"], first["support"]) == (10, y.sum())
    expected = micro_f1(y, made.p[:10] >= 0.5)
    assert first["scores"]["this classifier"]["micro_f1"] == pytest.approx(expected)
    assert report.slices["nobody"] == {"tickets": 0, "support": 0, "scores": {}}


def test_rare_labels_are_a_slice_of_their_own(made, report):
    (j,) = [j for j, row in enumerate(report.labels.values()) if row["training_tickets"] < 50]
    y = made.test.targets[:, [j]].astype(bool)
    rare = report.slices["rare labels (under 50)"]
    assert (rare["tickets"], rare["support"]) == (y.sum(), y.sum())
    expected = micro_f1(y, made.p[:, [j]] >= 0.5)
    assert rare["scores"]["this classifier"]["micro_f1"] == pytest.approx(expected)
    assert "the 1 of 4 labels that fewer than 50 training tickets have" in " ".join(report.notes)


def test_each_linear_model_is_compared_with_the_classifier(report):
    assert [found.names for found in report.comparisons] == [
        ("this classifier", name) for name in LINEAR
    ]
    for found in report.comparisons:
        rows = [report.summary[name]["macro_f1"] for name in found.names]
        assert found.macro_f1["difference"] == pytest.approx(rows[0] - rows[1])


def test_confusions_name_the_missed_label_first():
    tickets = Tickets([("a", "b", ["mail"]), ("c", "d", ["mail"]), ("e", "f", ["vpn"])])
    p = np.array([[0.1, 0.9], [0.2, 0.8], [0.9, 0.1]])  # mail, vpn
    report = make_report(["mail", "vpn"], p, 0.5, tickets)
    assert report.confusions == (
        {"missed": "mail", "given": "vpn", "tickets": 2},
        {"missed": "vpn", "given": "mail", "tickets": 1},
    )


def test_every_row_follows_the_same_rule(made):
    tickets = {"train": made.train, "valid": made.valid}
    report = make_report(made.names, made.p, 0.99, made.test, at_least_one=True, **tickets)
    best = np.eye(4, dtype=bool)[made.p.argmax(axis=1)]
    expected = micro_f1(made.test.targets, best)
    assert report.summary["this classifier"]["micro_f1"] == pytest.approx(expected)
    assert "its most probable label in any case" in report.rule
    # Some tickets have no word: only the rule gives them a label.
    bare = make_report(made.names, made.p, 0.99, made.test, **tickets)
    rows = [(report.summary[name], bare.summary[name]) for name in LINEAR]
    assert all(ruled["micro_recall"] > row["micro_recall"] for ruled, row in rows)
    assert any(ruled["threshold"] != row["threshold"] for ruled, row in rows)


def test_the_report_is_text_for_a_terminal_and_json(report):
    text = str(report)
    assert max(map(len, text.splitlines())) <= 92
    for part in ("micro-F1", "macro-AP", "Brier", *LINEAR, "first ten", "95 % bootstrap"):
        assert part in text
    read = json.loads(json.dumps(report.to_dict(), allow_nan=False))
    assert read["n_tickets"] == 60
    assert read["comparisons"][0]["sentence"] == str(report.comparisons[0])


def test_a_label_cannot_write_to_the_terminal():
    name = "\x1b[2Jlabel\nwith a name that no column of the table is wide enough for"
    report = make_report([name], np.array([[0.9]]), 0.5, Tickets([("a", "b", [name])]))
    assert "\x1b" not in str(report) and "label\n" not in str(report)
    assert max(map(len, str(report).splitlines())) <= 92


def test_arrays_that_do_not_fit_are_named(made):
    with pytest.raises(TicketcourseError, match=r"slice 'old' has the shape \(3,\).*\(60,\)"):
        make_report(made.names, made.p, 0.5, made.test, slices={"old": [1, 0, 1]})
    with pytest.raises(TicketcourseError, match=r"ceiling's probabilities has the shape \(60, 3\)"):
        make_report(made.names, made.p, 0.5, made.test, ceiling_p=made.p[:, :3])


def test_a_threshold_for_each_label_will_do(made):
    thresholds = np.array([0.5, 0.5, np.inf, 0.5])
    report = make_report(made.names, made.p, thresholds, made.test)
    assert report.labels["printing"]["recall"] == 0 < report.labels["mail"]["recall"]
    assert report.to_dict()["summary"]["this classifier"]["threshold"] == [0.5, 0.5, None, 0.5]


def test_clean_labels_stand_in_for_a_ceiling():
    tickets = Tickets(
        [("a", "b", ["mail"]), ("c", "d", ["vpn"])], clean_labels=[["mail"], ["mail", "vpn"]]
    )
    report = make_report(["mail", "vpn"], np.zeros((2, 2)), 0.5, tickets)
    assert report.summary["ceiling: clean labels"]["micro_f1"] == pytest.approx(4 / 5)
    assert "threshold" not in report.summary["ceiling: clean labels"]
    assert "nothing scores higher" in " ".join(report.notes)


def test_the_report_says_when_training_used_the_tickets(trained, tickets):
    report = trained.evaluate(tickets)
    assert "tickets were used in training: the numbers flatter" in " ".join(report.notes)


def test_the_report_says_when_baselines_are_missing(made):
    report = make_report(made.names, made.p, 0.5, made.test)
    assert "no trained baseline" in str(report)
    assert list(report.summary) == ["this classifier", "all zero"]
    assert report.comparisons == () and report.slices == {}


def test_labels_unknown_to_the_classifier_count_as_missed():
    tickets = Tickets([("a", "b", ["known"]), ("c", "d", ["new"])])
    report = make_report(["known"], np.array([[0.9], [0.1]]), 0.5, tickets, at_least_one=True)
    row = report.summary["this classifier"]
    assert (row["micro_precision"], row["micro_recall"]) == (0.5, 0.5)
    assert report.labels["new"]["recall"] == 0
    assert row["micro_ap"] == 0.75  # in every order the unknown label comes last
    assert "count as missed: new" in str(report)


def test_baselines_bear_tickets_without_words_or_with_a_constant_label():
    train = Tickets(
        [("", "", ["always"])] * 4 + [("a", "b", ["always", "rare"])],
        label_names=["always", "never", "rare"],
    )
    report = make_report(
        train.label_names, np.full((5, 3), 0.5), 0.5, train, train=train, valid=train
    )
    for name in LINEAR:
        assert report.summary[name]["micro_f1"] > 0.8
    y = train.targets
    for predictor in train_baselines(train, y, train, y, train).values():
        assert (predictor.p[:, [1]] < predictor.p[:, [0, 2]]).all()


def test_tickets_without_any_label_are_judged():
    tickets = Tickets([("a", "b", []), ("c", "d", [])], label_names=["x"])
    report = make_report(["x"], np.array([[0.9], [0.1]]), 0.5, tickets)
    assert report.summary["this classifier"]["sample_f1"] == 0.5
    assert "micro_ap" not in report.summary["this classifier"]
    assert report.labels["x"]["average_precision"] is None
    assert "0 of 1 labels" in str(report)


def test_tickets_that_got_a_new_label_after_training_are_judged(made):
    relabelled = Tickets((t.description, t.resolution, [*t.labels, "new"]) for t in made.test)
    report = make_report(
        made.names, made.p, 0.5, relabelled, train=made.train, valid=made.valid, ceiling_p=made.p
    )
    assert report.labels["new"]["training_tickets"] == 0
    for name in ("this classifier", "TF-IDF + linear SVM", "ceiling: best attainable"):
        assert 0 < report.summary[name]["micro_recall"] < 0.8
    assert "count as missed: new" in str(report)


def test_other_predictors_are_judged_beside_it_and_the_slices_still_show_the_svm(made):
    found = make_report(
        made.names,
        made.p,
        0.5,
        made.test,
        others={"its sister": (1 - made.p, 0.5)},
        train=made.train,
        valid=made.valid,
        slices={"all": np.ones(60)},
    )
    assert found.summary["its sister"]["micro_f1"] < found.summary["this classifier"]["micro_f1"]
    assert [one.names[1] for one in found.comparisons] == [*LINEAR, "its sister"]
    (head,) = (line for line in str(found).splitlines() if line.startswith("micro-F1 of slices"))
    assert "TF-IDF + linear SVM" in head and "its sister" not in head
    with pytest.raises(TicketcourseError, match="array of 'its sister'"):
        make_report(made.names, made.p, 0.5, made.test, others={"its sister": (made.p[1:], 0.5)})
