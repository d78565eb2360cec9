"""NumPy, Keras and PyTorch compute the same."""

import pytest

from ticketcourse.models import parity


@pytest.mark.slow
def test_dense_agrees_in_every_framework_and_float_size():
    table = parity("dense")
    assert {(row.framework, row.dtype) for row in table} == {
        (framework, dtype) for framework in ("Keras", "PyTorch") for dtype in ("float64", "float32")
    }
    assert all(row.agrees for row in table), table


def test_an_unknown_part_names_those_there_are():
    with pytest.raises(ValueError, match="choose one of dense"):
        parity("desne")
