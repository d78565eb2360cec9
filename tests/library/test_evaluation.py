import json

import numpy as np
import pytest
from sklearn.metrics import f1_score, precision_score, recall_score

from ticketcourse import Tickets
from ticketcourse.evaluation import make_report, micro_f1, per_label, summarise, tune_threshold


def test_the_threshold_is_the_best_of_all():
    rng = np.random.default_rng(0)
    for _ in range(20):
        y = rng.random((9, 3)) < 0.3
        scores = rng.integers(0, 6, size=(9, 3)) / 5  # many equal scores
        best = max(micro_f1(y, scores >= t) for t in np.unique(scores))
        assert micro_f1(y, scores >= tune_threshold(y, scores)) == pytest.approx(best)


def test_the_threshold_lies_between_two_scores():
    assert tune_threshold([1, 1, 0, 0], [0.9, 0.7, 0.3, 0.1]) == pytest.approx(0.5)
    assert tune_threshold([0, 0], [0.9, 0.7]) == float("inf")
    assert tune_threshold([1, 0], [0.4, -np.inf]) == 0.4


def test_the_scores_agree_with_scikit_learn():
    rng = np.random.default_rng(1)
    y, scores = rng.random((40, 4)) < 0.4, rng.random((40, 4))
    summary = summarise(y, scores, 0.6)
    assert summary["micro_f1"] == pytest.approx(f1_score(y, scores >= 0.6, average="micro"))
    assert summary["macro_f1"] == pytest.approx(f1_score(y, scores >= 0.6, average="macro"))
    expected = f1_score(y, scores >= 0.6, average=None)
    rows = per_label(y, scores, 0.6)
    assert [row["f1"] for row in rows] == pytest.approx(expected)
    for name, score in (("precision", precision_score), ("recall", recall_score)):
        expected = score(y, scores >= 0.6, average=None)
        assert [row[name] for row in rows] == pytest.approx(expected)


def test_a_single_label_is_judged_as_itself():
    y, p = np.array([[1], [0], [0], [0], [1]]), np.array([[0.9], [0.8], [0.1], [0.2], [0.3]])
    (row,) = per_label(y, p, 0.5)
    assert (row["tickets"], row["precision"], row["recall"], row["f1"]) == (2, 0.5, 0.5, 0.5)
    assert summarise(y, p, 0.5)["macro_f1"] == 0.5


def test_labels_that_do_not_occur_do_not_count_in_macro_averages():
    y = np.array([[1, 0], [0, 0]])
    p = np.array([[0.9, 0.9], [0.1, 0.2]])
    summary = summarise(y, p, 0.5)
    assert summary["macro_f1"] == summary["macro_ap"] == 1
    assert per_label(y, p, 0.5)[1]["average_precision"] is None


def test_the_report_shows_baselines_and_ceiling(trained, tickets):
    report = trained.evaluate(tickets.split()[2])
    assert list(report.summary) == [
        "this classifier",
        "TF-IDF + linear SVM",
        "label prior",
        "all zero",
        "ceiling: clean labels",
    ]
    assert report.summary["all zero"]["micro_f1"] == 0
    assert 0.7 < report.summary["ceiling: clean labels"]["micro_f1"] <= 1
    assert list(report.labels) == list(trained.label_names)
    text = str(report)
    assert "nothing scores higher" in text
    assert "micro-F1" in text and "TF-IDF + linear SVM" in text and "flatter" not in text
    assert json.loads(json.dumps(report.to_dict(), allow_nan=False))["n_tickets"] == 12


def test_the_report_says_when_training_used_the_tickets(trained, tickets):
    report = trained.evaluate(tickets)
    assert "108 of these 120 tickets were used in training" in str(report)


def test_the_report_says_when_baselines_are_missing(trained, tickets):
    p = trained.predict_proba(tickets)
    report = make_report(trained.label_names, p, trained.threshold, tickets)
    assert "no trained baseline" in str(report)
    assert "TF-IDF + linear SVM" not in report.summary


def test_labels_unknown_to_the_classifier_count_as_missed():
    tickets = Tickets([("a", "b", ["known"]), ("c", "d", ["new"])])
    report = make_report(["known"], np.array([[0.9], [0.1]]), 0.5, tickets)
    assert report.summary["this classifier"]["micro_f1"] == pytest.approx(2 / 3)
    assert report.labels["new"]["recall"] == 0
    assert "count as missed: new" in str(report)


def test_baselines_bear_tickets_without_words_or_with_a_constant_label():
    train = Tickets([("", "", ["always"])] * 4 + [("a", "b", ["always", "rare"])])
    report = make_report(
        train.label_names, np.full((5, 2), 0.5), 0.5, train, train=train, valid=train
    )
    assert report.summary["TF-IDF + linear SVM"]["micro_f1"] > 0.8


def test_tickets_that_got_a_new_label_after_training_are_judged(trained, tickets):
    relabelled = Tickets((d, r, [*labels, "new"]) for d, r, labels in tickets)
    train, valid, unseen = trained.parts_of(relabelled)
    report = trained.evaluate(unseen, train=train, valid=valid)
    assert "TF-IDF + linear SVM" in report.summary
    assert "count as missed: new" in str(report)


@pytest.mark.slow
def test_a_linear_model_lands_clearly_below_the_ceiling_of_the_default_data():
    from ticketcourse import load_tickets

    train, valid, test = load_tickets().split()
    zeros = np.zeros((len(test), len(train.label_names)))
    report = make_report(train.label_names, zeros, 0.5, test, train=train, valid=valid)
    assert 0.65 < report.summary["TF-IDF + linear SVM"]["micro_f1"] < 0.8
    assert report.summary["ceiling: clean labels"]["micro_f1"] > 0.9
