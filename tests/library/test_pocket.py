"""The pocket model: right on all its tickets, small enough to print, and trained by its script."""

import runpy
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ticketcourse import pocket
from ticketcourse import scratch as s
from ticketcourse.pocket import graph, weights

ROOT = Path(__file__).resolve().parents[2]


def logits(tickets):
    return s.classifier(*pocket.encode(tickets), pocket.parameters(), n_heads=2)[0]


def test_every_example_is_right_with_room_to_spare():
    z, y = logits(pocket.EXAMPLES), pocket.targets()
    assert z.shape == y.shape == (20, 3)
    assert np.min((2 * y - 1) * z) > 1.5
    assert np.max(np.abs(z)) < 3  # and no sigmoid is flat


def test_the_running_ticket_comes_first():
    assert next(iter(pocket.EXAMPLES)) == pocket.TICKETS[0] == pocket.TICKET
    assert tuple(pocket.EXAMPLES)[:4] == pocket.TICKETS
    z = logits([pocket.TICKET])
    np.testing.assert_allclose(z, [[2.000, -2.072, -2.429]], rtol=0, atol=5e-4)
    np.testing.assert_array_equal(pocket.predict([pocket.TICKET]), s.sigmoid(z))
    assert pocket.EXAMPLES[pocket.TICKET] == ("outage",)


def test_a_ticket_has_the_same_logits_whatever_stands_beside_it():
    alone = np.concatenate([logits([ticket]) for ticket in pocket.EXAMPLES])
    np.testing.assert_allclose(logits(pocket.EXAMPLES), alone, rtol=0, atol=1e-12)


def test_error_and_restart_attend_to_each_other():
    _, cache = s.classifier(*pocket.encode([pocket.TICKET]), pocket.parameters(), n_heads=2)
    weights_d = cache["description_attention"]["heads"]["weights"][0]  # (H, T, S)
    weights_r = cache["resolution_attention"]["heads"]["weights"][0]
    assert weights_d[1, 2, 0] == pytest.approx(0.826, abs=5e-4)  # "error" asks "Restart"
    assert weights_r[1, 0, 2] == pytest.approx(0.849, abs=5e-4)  # "Restart" asks "error"


def different_labels(key):
    """Count the groups of examples with equal keys that do not all have the same labels."""
    groups = {}
    for ticket, labels in pocket.EXAMPLES.items():
        groups.setdefault(key(ticket), set()).add(labels)
    return sum(len(group) > 1 for group in groups.values())


def test_the_examples_need_both_texts_and_the_order_of_words():
    assert different_labels(lambda ticket: ticket[0]) >= 3  # the same description
    assert different_labels(lambda ticket: ticket[1]) >= 3
    assert different_labels(lambda ticket: str([sorted(s.tokenise(text)) for text in ticket])) == 1


def test_the_examples_have_no_label_one_or_two():
    assert {len(labels) for labels in pocket.EXAMPLES.values()} == {0, 1, 2}
    assert set().union(*pocket.EXAMPLES.values()) == set(pocket.LABELS)


def test_the_ids_are_small():
    assert sorted(pocket.VOCABULARY.values()) == list(range(2, 23))
    d_ids, r_ids = pocket.encode([pocket.TICKET, ("Slow system", "Close the old ticket")])
    assert d_ids.tolist() == [[18, 4, 6], [s.UNKNOWN, 4, s.PADDING]]
    assert r_ids.tolist() == [[2, 3, 0, 0], [5, 22, s.UNKNOWN, 8]]


def test_the_examples_reach_the_row_of_unknown_words():
    d_ids, r_ids = pocket.encode(pocket.EXAMPLES)
    assert (d_ids == s.UNKNOWN).any() and (r_ids == s.UNKNOWN).any()


def test_the_weights_are_tenths_of_the_right_shapes():
    params = pocket.parameters()
    shapes = s.classifier_shapes(23, 3, embedding_dim=4, units=3)
    assert {name: array.shape for name, array in params.items()} == shapes
    for name, array in params.items():
        assert array.dtype == np.float64
        np.testing.assert_array_equal(array, np.round(array, 1), err_msg=name)
        assert np.abs(array).max() <= 3, name
    assert not params["embedding.E"][s.PADDING].any()


def test_each_call_gives_new_arrays():
    pocket.parameters()["classification.b"][:] = 9
    pocket.targets()[:] = 9
    assert pocket.parameters()["classification.b"].max() < 3
    assert pocket.targets().max() == 1


def test_the_graph_equals_the_classifier_and_its_backward_pass():
    d_ids, r_ids = pocket.encode([*pocket.EXAMPLES, ("", "Restart"), ("Error", ""), ("", "")])
    params = pocket.parameters()
    tensors = {name: s.Tensor(array) for name, array in params.items()}
    z, cache = s.classifier(d_ids, r_ids, params, n_heads=2)
    result = graph.classifier(d_ids, r_ids, tensors, n_heads=2)
    np.testing.assert_allclose(result.data, z, rtol=0, atol=1e-12)

    dz = np.random.default_rng(0).standard_normal(z.shape)
    result.backward(dz)
    grads = s.classifier_backward(dz, cache)
    assert set(grads) == set(tensors)
    for name, tensor in tensors.items():
        np.testing.assert_allclose(tensor.grad, grads[name], rtol=0, atol=1e-12, err_msg=name)


def test_it_needs_numpy_alone():
    code = (
        "import sys; before = set(sys.modules); import ticketcourse.pocket;"
        "new = {name.split('.')[0] for name in set(sys.modules) - before};"
        "print(*sorted(new - sys.stdlib_module_names))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["numpy", "ticketcourse"]


@pytest.mark.slow
def test_the_script_trains_these_weights():
    script = runpy.run_path(str(ROOT / "tools" / "train_pocket.py"))
    assert script["as_text"](script["train"]()) == Path(weights.__file__).read_text("utf-8")
