"""NumPy, Keras and PyTorch compute the same."""

from dataclasses import replace

import numpy as np
import pytest

from ticketcourse.models import parity
from ticketcourse.models.compare import ParityRow, ParityTable
from ticketcourse.models.parity_cases import PARTS, SIZES, random_case


@pytest.fixture
def one_thread():
    """Parts are so small that threads would only wait for each other."""
    torch = pytest.importorskip("torch")
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.mark.parametrize("part", PARTS)
def test_pytorch_agrees(part, one_thread):
    table = parity(part, frameworks=["PyTorch"])
    assert [(row.part, row.dtype) for row in table] == [(part, "float64"), (part, "float32")]
    assert all(row.agrees for row in table), table


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_keras_agrees(part):
    table = parity(part, frameworks=["Keras"])
    assert [(row.part, row.dtype) for row in table] == [(part, "float64"), (part, "float32")]
    assert all(row.agrees for row in table), table


@pytest.mark.slow
def test_without_a_framework_both_are_compared():
    table = parity("dense")
    assert {(row.framework, row.dtype) for row in table} == {
        (framework, dtype) for framework in ("Keras", "PyTorch") for dtype in ("float64", "float32")
    }


def test_without_a_part_all_are_compared(one_thread):
    assert list(dict.fromkeys(row.part for row in parity(frameworks=["PyTorch"]))) == list(PARTS)


def test_every_input_and_weight_has_its_gradient(one_thread):
    row, _ = parity("multi_head_attention", frameworks=["PyTorch"])
    weights = {f"{kind}_{role}" for kind in "Wb" for role in "QKVO"}
    assert row.gradients.keys() == {"X", "memory"} | weights


def test_a_wrong_gate_order_is_seen(monkeypatch, one_thread):
    from ticketcourse.models import parity_scratch

    def swapped(case):
        params = {name: np.roll(array, 1, axis=-1) for name, array in case.params.items()}
        return run(replace(case, params=params))

    run = parity_scratch.run
    monkeypatch.setattr(parity_scratch, "run", swapped)
    assert not any(row.agrees for row in parity("lstm", frameworks=["PyTorch"]))


def test_a_row_without_any_token_is_among_the_inputs():
    generator = np.random.default_rng(0)
    assert not random_case("bilstm", SIZES[0], "float64", generator).fixed["mask"].any(axis=1).all()
    ids = random_case("classifier(lstm)", SIZES[0], "float64", generator).fixed
    d_any, r_any = ids["d_ids"].any(axis=1), ids["r_ids"].any(axis=1)
    kinds = {(True, True), (True, False), (False, True), (False, False)}
    assert set(zip(d_any.tolist(), r_any.tolist(), strict=True)) == kinds


def test_what_is_not_a_number_does_not_agree():
    row = ParityRow("lstm", "Keras", "float64", 0.0, {"W": 0.0, "b": float("nan")})
    assert not row.agrees
    assert str(ParityTable([row])).splitlines() == [
        "part  framework  floats   forward  gradient  agrees",
        "lstm  Keras      float64  0.0e+00  nan       NO",
    ]
    assert ">NO</td>" in ParityTable([row])._repr_html_()


def test_a_page_shows_the_name_of_a_part_only_beside_others():
    one, other = (ParityRow(part, "Keras", "float64", 0.0, {"W": 0.0}) for part in ("lstm", "rnn"))
    assert "<td>lstm</td>" not in ParityTable([one])._repr_html_()
    assert "<td>lstm</td>" in ParityTable([one, other])._repr_html_()


def test_an_unknown_part_names_those_there_are():
    with pytest.raises(ValueError, match="choose one of dense"):
        parity("desne")
