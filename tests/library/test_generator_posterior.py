from random import Random

import numpy as np
import pytest

from ticketcourse.data import generate_tickets, label_matrix
from ticketcourse.data.generation.faults import FAULTS
from ticketcourse.data.generation.labels import LABEL_NUMBER, SIBLINGS
from ticketcourse.data.generation.noise import ADDED, DROPPED, SWAPPED, disturb, noisy_marginals
from ticketcourse.data.generation.shared import CROSSES
from ticketcourse.data.generation.signals import Signal, fault_posterior, outcomes
from ticketcourse.data.generator import (
    LABEL_NAMES,
    ceiling_posteriors,
    slices_of,
    stream_generated_tickets,
)

N = 6000


@pytest.fixture(scope="module")
def generated():
    return list(stream_generated_tickets(stop=N))


@pytest.fixture(scope="module")
def y(generated):
    return label_matrix([one.ticket.labels for one in generated], LABEL_NAMES).astype(bool)


@pytest.fixture(scope="module")
def p():
    return ceiling_posteriors(generate_tickets(N), LABEL_NAMES)


def f1_at_best(y, p):
    """Micro-F1 with the best threshold, each ticket having at least its best label."""

    def f1(threshold):
        y_hat = p >= threshold
        y_hat[np.arange(len(p)), p.argmax(axis=1)] = True
        return 2 * (y & y_hat).sum() / (y.sum() + y_hat.sum())

    return max(map(f1, np.linspace(0.05, 0.95, 91)))


@pytest.mark.parametrize(
    "names", [["dns"], ["code defect", "user interface"], ["api", "outage", "timeouts"]]
)
def test_marginals_are_what_the_noise_does(names):
    labels = tuple(sorted(LABEL_NUMBER[name] for name in names))
    random, n = Random(1).random, 20_000
    counts = np.zeros(len(LABEL_NAMES))
    for _ in range(n):
        counts[list(disturb(labels, random))] += 1
    expected = noisy_marginals(labels)
    z = (counts - n * expected) / np.sqrt(n * expected * (1 - expected) + 1)
    assert np.abs(z).max() < 4.5


def test_marginals_of_one_label_by_hand():
    j = LABEL_NUMBER["dns"]
    p = noisy_marginals((j,))
    # A single label is never dropped: it stays unless it is swapped for a sibling.
    assert p[j] == pytest.approx(1 - SWAPPED, abs=1e-3)
    assert p[SIBLINGS[j][0]] == pytest.approx(SWAPPED / len(SIBLINGS[j]), abs=ADDED)
    two = noisy_marginals(tuple(sorted((j, LABEL_NUMBER["payments"]))))
    kept = 1 - DROPPED + DROPPED * DROPPED / 2
    assert two[j] == pytest.approx(kept * (1 - SWAPPED), abs=1e-3)


def test_both_signals_of_a_cross_tell_the_cause_and_one_alone_does_not():
    for i, cross in enumerate(CROSSES):
        for symptom in (0, 1):
            for fix in (0, 1):
                signals = Signal("shared", i, symptom), Signal("shared", i, fix)
                assert fault_posterior(3, *signals) == ((cross.fault(symptom, fix), 1.0),)
        for place in (2, 3):  # of the symptom and of the fix in an outcome
            for which in (0, 1):
                shown = [
                    [o.weight for o in outcomes(fault) if o[place] == Signal("shared", i, which)]
                    for fault in cross.faults
                ]
                assert shown[0] == shown[1] and len(shown[0]) == 1


def test_the_posterior_of_a_vague_ticket_follows_the_weights_of_its_area():
    area = Signal("area", area="security")
    posterior = dict(fault_posterior(9, area, Signal("nothing")))
    assert {FAULTS[number].area for number in posterior} == {"security"}
    assert sum(posterior.values()) == pytest.approx(1)
    by_name = {FAULTS[number].name: (number, chance) for number, chance in posterior.items()}
    (a, p_a), (b, p_b) = by_name["strange mail"], by_name["virus found"]
    assert p_a / p_b == pytest.approx(FAULTS[a].weight_at(9) / FAULTS[b].weight_at(9))
    everywhere = fault_posterior(0, Signal("nothing"), Signal("nothing"))
    assert len(everywhere) == len(FAULTS)


def test_posteriors_are_calibrated(generated, y, p):
    for name in ("all", "either", "description", "resolution", "neither", "both"):
        rows = np.array([name in ("all", one.slice) for one in generated])
        expected, variance = p[rows].sum(axis=0), (p[rows] * (1 - p[rows])).sum(axis=0)
        z = (y[rows].sum(axis=0) - expected) / np.sqrt(variance + 1)
        assert np.abs(z).max() < 4.5, name
        assert np.sqrt(np.mean(z * z)) < 1.3, name
    for low in (0.001, 0.01, 0.05, 0.2, 0.5, 0.8):
        cells = p[(p >= low) & (p < 2 * low)]
        hits = y[(p >= low) & (p < 2 * low)].sum()
        assert abs(hits - cells.sum()) < 4 * np.sqrt((cells * (1 - cells)).sum()), low


def test_only_where_the_texts_tell_too_little_do_clean_labels_know_more(generated, y, p):
    # Where the texts tell the fault, knowing the clean labels adds nothing; where they tell nothing
    # of it, the clean labels know more than any reader.
    clean = label_matrix([one.clean_labels for one in generated], LABEL_NAMES).astype(float)
    for name in ("either", "description", "resolution", "both"):
        rows = np.array([one.slice == name for one in generated])
        assert f1_at_best(y[rows], p[rows]) >= f1_at_best(y[rows], clean[rows]) - 0.005
    rows = np.array([one.slice == "neither" for one in generated])
    assert f1_at_best(y[rows], p[rows]) < f1_at_best(y[rows], clean[rows]) - 0.3


def test_the_ceiling_is_between_three_quarters_and_85_per_cent(y, p):
    assert 0.75 < f1_at_best(y, p) < 0.85


def test_any_part_of_generated_tickets_keeps_its_posteriors_and_slices(p, generated):
    some = generate_tickets(60)[[7, 3, 59]]
    np.testing.assert_array_equal(ceiling_posteriors(some, LABEL_NAMES), p[[7, 3, 59]])
    assert ceiling_posteriors(some[:0], LABEL_NAMES).shape == (0, len(LABEL_NAMES))
    others = [LABEL_NAMES[5], "unheard of", LABEL_NAMES[2]]
    of_others = ceiling_posteriors(some, others)
    np.testing.assert_array_equal(of_others[:, [0, 2]], p[[7, 3, 59]][:, [5, 2]])
    assert not of_others[:, 1].any()
    slices = slices_of(some)
    assert slices["needs both texts"].tolist() == [generated[i].slice == "both" for i in (7, 3, 59)]
    assert slices["phrasings held out"].tolist() == [generated[i].held_out for i in (7, 3, 59)]
    assert sum(slices[name] for name in list(slices)[:5]).tolist() == [1, 1, 1]


def test_posteriors_follow_the_options():
    tickets = generate_tickets(1500, 2, many_labels=True, other_languages=0.35)
    p = ceiling_posteriors(tickets, LABEL_NAMES)
    y = label_matrix(tickets.labels, LABEL_NAMES)
    assert p.sum() == pytest.approx(y.sum(), rel=0.03)
    assert f1_at_best(y.astype(bool), p) > 0.75
