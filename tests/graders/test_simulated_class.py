"""A class of perfect, empty, wrong, hostile and broken submissions, killed twice on the way."""

import pytest
from executions import NEEDS_BOX
from simulated_class import grade_with_kills

pytestmark = [pytest.mark.slow, NEEDS_BOX]


def test_every_mark_is_right_and_nothing_is_left_behind(tmp_path):
    assert grade_with_kills(tmp_path, 40, seed=0) == []
