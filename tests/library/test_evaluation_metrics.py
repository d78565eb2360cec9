"""The decision rule, the metrics and the bootstrap, one by one."""

import numpy as np
import pytest
from sklearn.metrics import f1_score, precision_score, recall_score

from ticketcourse.evaluation import (
    calibration,
    compare,
    decide,
    macro_f1,
    micro_f1,
    per_label,
    summarise,
    tune_threshold,
)
from ticketcourse.evaluation.bootstrap import interval, resampled_f1


def test_a_label_is_given_when_its_probability_reaches_the_threshold():
    p = np.array([[0.5, 0.4], [0.1, 0.2]])
    assert decide(p, 0.4).tolist() == [[True, True], [False, False]]
    assert decide(p, np.array([0.6, 0.2])).tolist() == [[False, True], [False, True]]


def test_each_ticket_can_get_at_least_its_most_probable_label():
    p = np.array([[0.5, 0.4], [0.1, 0.2], [0.1, 0.1]])
    expected = [[True, True], [False, True], [True, False]]
    assert decide(p, 0.4, at_least_one=True).tolist() == expected


@pytest.mark.parametrize("at_least_one", [False, True])
def test_the_threshold_is_the_best_of_all(at_least_one):
    rng = np.random.default_rng(0)
    for _ in range(50):
        y = rng.random((9, 3)) < 0.3
        p = rng.integers(0, 6, size=(9, 3)) / 5  # many equal scores
        candidates = [*np.unique(p), np.inf]
        best = max(micro_f1(y, decide(p, t, at_least_one)) for t in candidates)
        tuned = tune_threshold(y, p, at_least_one)
        assert micro_f1(y, decide(p, tuned, at_least_one)) == pytest.approx(best)


def test_the_threshold_lies_between_two_scores():
    assert tune_threshold([1, 1, 0, 0], [0.9, 0.7, 0.3, 0.1]) == pytest.approx(0.5)
    assert tune_threshold([0, 0], [0.9, 0.7]) == float("inf")
    assert tune_threshold([1, 0], [0.4, -np.inf]) == 0.4
    # The most probable labels, 0.6 and 0.2, are given anyway; 0.5 should be and 0.1 should not.
    y, p = np.array([[1, 1], [1, 0]]), np.array([[0.6, 0.5], [0.2, 0.1]])
    assert tune_threshold(y, p, at_least_one=True) == pytest.approx(0.15)


def test_a_tie_that_should_stay_ungiven_stays_so():
    y, p = np.array([[1, 0]]), np.array([[0.7, 0.7]])
    threshold = tune_threshold(y, p, at_least_one=True)
    assert np.isfinite(threshold)
    assert decide(p, threshold, at_least_one=True).tolist() == [[True, False]]


def test_true_probabilities_tune_a_threshold_without_labels():
    rng = np.random.default_rng(0)
    p = rng.beta(0.3, 1, size=(20_000, 5))
    y = rng.random(p.shape) < p
    blind, tuned = tune_threshold(p, p), tune_threshold(y, p)
    assert micro_f1(y, p >= blind) == pytest.approx(micro_f1(y, p >= tuned), abs=2e-3)
    # Lipton et al.: the best threshold is half of the best F1.
    assert blind == pytest.approx(micro_f1(y, p >= blind) / 2, abs=0.01)


def test_the_scores_agree_with_scikit_learn():
    rng = np.random.default_rng(1)
    y, p = rng.random((40, 4)) < 0.4, rng.random((40, 4))
    y[:3] = False  # a few tickets without a label
    y_hat = p >= 0.6
    summary = summarise(y, p, y_hat)
    assert summary["micro_f1"] == pytest.approx(f1_score(y, y_hat, average="micro"))
    assert summary["macro_f1"] == pytest.approx(f1_score(y, y_hat, average="macro"))
    expected = f1_score(y, y_hat, average="samples", zero_division=1)
    assert summary["sample_f1"] == pytest.approx(expected)
    expected = precision_score(y, y_hat, average="micro")
    assert summary["micro_precision"] == pytest.approx(expected)
    assert summary["micro_recall"] == pytest.approx(recall_score(y, y_hat, average="micro"))
    rows = per_label(y, p, y_hat)
    for name, score in (("precision", precision_score), ("recall", recall_score), ("f1", f1_score)):
        assert [row[name] for row in rows] == pytest.approx(score(y, y_hat, average=None))


def test_a_single_label_is_judged_as_itself():
    y, p = np.array([[1], [0], [0], [0], [1]]), np.array([[0.9], [0.8], [0.1], [0.2], [0.3]])
    (row,) = per_label(y, p, p >= 0.5)
    assert (row["tickets"], row["precision"], row["recall"], row["f1"]) == (2, 0.5, 0.5, 0.5)
    assert summarise(y, p, p >= 0.5)["macro_f1"] == 0.5


def test_labels_that_do_not_occur_do_not_count_in_macro_averages():
    y = np.array([[1, 0], [0, 0]])
    p = np.array([[0.9, 0.9], [0.1, 0.2]])
    summary = summarise(y, p, p >= 0.5)
    assert summary["macro_f1"] == summary["macro_ap"] == 1
    assert per_label(y, p, p >= 0.5)[1]["average_precision"] is None


def test_calibration_by_hand():
    y, p = np.array([[1, 0], [1, 0]]), np.array([[0.95, 0.05], [0.85, 0.05]])
    found = calibration(y, p)
    # Three bins: 0 to 0.1 with two labels that do not fit, and one each at 0.85 and 0.95.
    assert found["ece"] == pytest.approx((2 * 0.05 + 0.15 + 0.05) / 4)
    assert found["brier"] == pytest.approx((2 * 0.05**2 + 0.15**2 + 0.05**2) / 4)
    assert [(b["low"], b["count"], b["share"]) for b in found["bins"]] == [
        (0.0, 2, 0.0),
        (0.8, 1, 1.0),
        (0.9, 1, 1.0),
    ]


def test_probabilities_of_0_and_1_have_a_bin():
    found = calibration([1, 0], [1.0, 0.0])
    assert [b["low"] for b in found["bins"]] == [0.0, 0.9] and found["ece"] == 0


def test_the_bootstrap_draws_tickets_and_scores_each_draw():
    rng = np.random.default_rng(0)
    y, y_hat = rng.random((2, 30, 4)) < 0.4
    y[1:, 3] = False  # many draws have no ticket with this label
    marks, labels = np.arange(30) < 20, np.array([True, False, True, False])
    scores = resampled_f1(y, {"m": y_hat}, {"part": (marks, labels)}, n_resamples=60, seed=5)["m"]
    again = np.random.default_rng(5)
    for i in range(60):
        drawn = again.integers(30, size=30)
        a, b = y[drawn], y_hat[drawn]
        assert scores["micro_f1"][i] == pytest.approx(micro_f1(a, b))
        assert scores["macro_f1"][i] == pytest.approx(macro_f1(a, b))
        part = drawn < 20
        expected = micro_f1(a[part][:, labels], b[part][:, labels])
        assert scores["parts"]["part"][i] == pytest.approx(expected)


def test_the_interval_covers_the_true_score_about_as_often_as_it_says():
    rng = np.random.default_rng(0)
    y = rng.random((20_000, 3)) < 0.3
    y_hat = np.where(rng.random(y.shape) < 0.2, ~y, y)
    truth, covered = micro_f1(y, y_hat), 0
    for sample in np.split(np.arange(20_000), 100):
        draws = resampled_f1(y[sample], {"m": y_hat[sample]}, n_resamples=100)
        low, high = interval(draws["m"]["micro_f1"])
        covered += low <= truth <= high
    assert 88 <= covered <= 98


def test_a_clear_difference_is_more_than_noise_and_a_small_one_is_not():
    rng = np.random.default_rng(0)
    y = rng.random((300, 5)) < 0.3
    good, fair = (np.where(rng.random(y.shape) < error, ~y, y) for error in (0.05, 0.15))
    found = compare(y, good, fair, ("new", "old"))
    assert found.micro_f1["difference"] == pytest.approx(micro_f1(y, good) - micro_f1(y, fair))
    assert found.macro_f1["difference"] == pytest.approx(macro_f1(y, good) - macro_f1(y, fair))
    assert found.more_than_noise
    assert "new is 0." in str(found) and "above old" in str(found)
    assert str(found).endswith(": more than noise.")
    turned = compare(y, fair, good, ("old", "new"))
    assert turned.more_than_noise and "below new" in str(turned)
    twin = good.copy()
    twin[0, 0] ^= True
    found = compare(y, good, twin)
    assert not found.more_than_noise and str(found).endswith(": not more than noise.")
    assert str(compare(y, good, good)) == "In micro-F1, A and B do not differ."


def test_pairing_finds_a_difference_that_two_intervals_hide():
    rng = np.random.default_rng(0)
    y = rng.random((200, 3)) < 0.3
    worse = np.where(rng.random(y.shape) < 0.3, ~y, y)
    better = worse.copy()
    better[:15] = y[:15]  # right wherever the other is, and on a few tickets more
    draws = resampled_f1(y, {"a": better, "b": worse})
    intervals = [interval(scores["micro_f1"]) for scores in draws.values()]
    assert intervals[0][0] < intervals[1][1]  # they overlap
    assert compare(y, better, worse).more_than_noise
