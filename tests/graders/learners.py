"""Functions as learners write them, right and wrong, for the tests of `diagnose`."""

import pytest

from ticketcourse.checks import diagnose

SEEDS = range(3)


class Answers:
    """Answers to several parts, each put here by a decorator."""

    def __init__(self):
        self.right_ones, self.wrong_ones = [], []

    def right(self, part):
        """Decorate a right answer that is written differently from the reference."""
        return lambda function: _keep(self.right_ones, function, part)

    def wrong(self, part, findings):
        """Decorate a wrong answer; `findings` has words from the sentence under each wrong idea."""
        return lambda function: _keep(self.wrong_ones, function, part, findings)


def _keep(answers, function, part, *findings):
    name = f"{part}: {function.__name__}"
    answers.append(pytest.param(part, function, *findings, id=name))
    return function


def checked(answers):
    """Make two tests, one of the right answers and one of the wrong ones."""

    @pytest.mark.parametrize(("part", "function"), answers.right_ones)
    def test_a_right_answer_is_right_however_it_is_written(part, function):
        for seed in SEEDS:
            diagnosis = diagnose(part, function, seed)
            assert diagnosis.right, diagnosis

    @pytest.mark.parametrize(("part", "function", "findings"), answers.wrong_ones)
    def test_a_wrong_answer_costs_its_ideas_and_no_others(part, function, findings):
        for seed in SEEDS:
            diagnosis = diagnose(part, function, seed)
            found = {idea: words for idea, words in diagnosis.findings.items() if words}
            assert found.keys() == findings.keys(), diagnosis
            for idea, words in findings.items():
                assert words in found[idea]

    return (
        test_a_right_answer_is_right_however_it_is_written,
        test_a_wrong_answer_costs_its_ideas_and_no_others,
    )
