"""A diagnosis says which ideas of a learner's function are right, and names the mistakes."""

from collections import Counter

import numpy as np
import pytest
from scratch_functions import ADAPTED

from ticketcourse.checks import diagnose
from ticketcourse.checks.diagnosis import UNCHANGED
from ticketcourse.checks.part import same
from ticketcourse.checks.parts import PARTS

SEEDS = range(2)
MISTAKES = [
    pytest.param(part, idea, mistake, id=f"{part}: {mistake}")
    for part in PARTS
    for idea, known in PARTS[part].ideas.items()
    for mistake in known.mistakes
]


class Wordless(Exception):
    def __str__(self):
        raise RuntimeError


class Unreadable:
    def __array__(self, *options, **more):
        raise KeyError


class Equal(str):
    """Equal to everything."""

    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


class Held(dict):
    """Says that it holds what is asked for: the ids from 2, one after the other."""

    def keys(self):
        return Equal()

    def __getitem__(self, word):
        self["next"] = self.get("next", 1) + 1
        return self.get("next")


def raised(error):
    raise error


def wrong_ideas(diagnosis):
    return [idea for idea, finding in diagnosis.findings.items() if finding]


def with_mistakes(part, *wrong):
    """A function with some known mistakes, and no others."""
    return lambda *inputs: PARTS[part].reference(set(wrong), *inputs)


@pytest.mark.parametrize("part", PARTS)
def test_the_function_in_scratch_is_right(part):
    for seed in SEEDS:
        diagnosis = diagnose(part, ADAPTED[part], seed)
        assert diagnosis.right, diagnosis


@pytest.mark.parametrize(("part", "idea", "mistake"), MISTAKES)
def test_a_mistake_is_named_under_its_idea_and_costs_no_other(part, idea, mistake):
    for seed in SEEDS:
        diagnosis = diagnose(part, with_mistakes(part, mistake), seed)
        assert wrong_ideas(diagnosis) == [idea]
        assert diagnosis.findings[idea] == f"you have {PARTS[part].ideas[idea].mistakes[mistake]}."


@pytest.mark.parametrize(("part", "idea", "mistake"), MISTAKES)
def test_a_mistake_changes_the_answer_where_its_idea_is_tried(part, idea, mistake):
    known = PARTS[part]
    for seed in SEEDS:
        inputs = known.ideas[idea].inputs(np.random.default_rng(seed))
        right, wrong = known.answer(set(), inputs), known.answer({mistake}, inputs)
        assert wrong is None or not all(map(same, wrong, right))


def test_of_two_mistakes_that_explain_an_answer_the_one_in_its_idea_is_meant():
    def relu_backward(dh, z):
        return dh * np.where(z >= 0, 1, 0.1)  # wrong at 0, and below it in a way nobody foresaw

    wrong = wrong_ideas(diagnose("relu_backward", relu_backward))
    assert "0 at 0" in wrong


def test_two_mistakes_are_both_named():
    function = with_mistakes("attention", "no scale", "softmax over queries")
    assert str(diagnose("attention", function)) == (
        "attention(Q, K, V, mask=None) -> context, weights: 4 of 6 ideas are right.\n"
        "  ✗ softmax over the keys: you have weights that add up to 1 over the queries; let softmax"
        " run over the keys, the last axis.\n"
        "  ✗ scale: you have attention without the scale; divide the scores by √d_k.\n"
        "  ✓ heads and batches in front\n"
        "  ✓ mask\n"
        "  ✓ large scores\n"
        "  ✓ inputs left unchanged"
    )


def test_a_third_mistake_still_costs_no_idea_that_is_right():
    function = with_mistakes("attention", "no scale", "no mask", "unstable")
    wrong = wrong_ideas(diagnose("attention", function))
    assert wrong == ["scale", "mask", "large scores"]


def test_what_nothing_explains_is_described_by_where_it_differs():
    def relu(z):
        return np.where(z > 2, z + 0.5, np.maximum(0, z))

    finding = diagnose("relu", relu).findings["above and below 0"]
    assert finding.startswith("h: 1 of 4 numbers are wrong; the first at [3] is ")
    assert finding.endswith(", a difference of 0.5.")


def test_a_function_that_stops_is_reported_and_the_others_ideas_are_still_tried():
    def relu(z):
        return np.array([max(0, number) for number in z])

    diagnosis = diagnose("relu", relu)
    assert wrong_ideas(diagnosis) == ["any shape"]
    assert diagnosis.findings["any shape"].startswith("`relu` stops with a ValueError in `")


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda z: z.no_such_thing, "`<lambda>` stops with an AttributeError in "),
        (lambda z: None, "`<lambda>` returned nothing; end it with `return h`."),
        (lambda z: "ten", "h: expected numbers, got a str that is not an array of them."),
        (lambda: 1, "`<lambda>` stops with a TypeError on arrays"),
        (lambda z: 10**400, "h: expected numbers, got a int that is not an array of them."),
        (lambda z: raised(NotImplementedError()), "the function stops with NotImplementedError."),
        (lambda z: raised(SystemExit(2)), "the function stops with SystemExit: 2."),
        (lambda z: raised(Wordless()), "the function stops with "),
        (lambda z: raised(AssertionError()), "an assert of your function fails."),
        (lambda z: np.broadcast_to(np.int8(1), (10**6, 10**6)), "the function stops with "),
        (lambda z: np.maximum(0, z).astype(str), "h: expected the type float64, got <U"),
        (lambda z: Unreadable(), "h: expected numbers, got a Unreadable that is not an array"),
    ],
)
def test_an_answer_that_cannot_be_compared_is_described(function, words):
    assert diagnose("relu", function).findings["any shape"].startswith(words)


@pytest.mark.parametrize(
    ("part", "function"),
    [
        ("tokenise", lambda text: [Equal() for _ in ADAPTED["tokenise"](text)]),
        ("encode", lambda *inputs: [Equal() for _ in ADAPTED["encode"](*inputs)]),
        ("encode", lambda *inputs: list(map(float, ADAPTED["encode"](*inputs)))),
        ("build_vocabulary", lambda *inputs: Held()),
        ("relu", lambda z: Equal()),
    ],
)
def test_what_claims_to_be_equal_is_not_right(part, function):
    assert wrong_ideas(diagnose(part, function)) == list(PARTS[part].ideas)


def test_an_answer_counts_as_it_was_returned():
    tokens = []

    def tokenise(text):
        tokens[:] = ADAPTED["tokenise"](text)
        return tokens

    assert diagnose("tokenise", tokenise).right


def test_a_dictionary_of_another_class_is_right():
    def build_vocabulary(*inputs):
        return Counter(ADAPTED["build_vocabulary"](*inputs))

    assert diagnose("build_vocabulary", build_vocabulary).right


@pytest.mark.parametrize(("part", "idea", "mistake"), MISTAKES)
def test_a_mistake_gives_floats_where_they_are_right(part, idea, mistake):
    # A mistake that gave True and False would not be found in an answer of 1.0 and 0.0.
    known = PARTS[part]
    inputs = known.ideas[idea].inputs(np.random.default_rng(0))
    right, wrong = known.answer(set(), inputs), known.answer({mistake}, inputs) or ()
    for expected, mistaken in zip(right, wrong, strict=False):
        if np.asarray(expected).dtype.kind == "f":
            assert np.asarray(mistaken).dtype.kind == "f"


def test_changing_the_input_costs_one_idea():
    def relu(z):
        z[z < 0] = 0
        return z

    assert wrong_ideas(diagnose("relu", relu)) == [UNCHANGED]


def test_expect_raises_for_the_ideas_that_are_asked_for():
    diagnosis = diagnose("attention", with_mistakes("attention", "no scale"))
    assert not diagnosis.right
    diagnosis.expect("softmax over the keys", "mask")
    with pytest.raises(AssertionError, match=r"^scale: you have attention without the scale; "):
        diagnosis.expect("mask", "scale")
    with pytest.raises(AssertionError, match=r"^scale: "):
        diagnosis.expect()
    with pytest.raises(KeyError):
        diagnosis.expect("no such idea")
    assert diagnose("attention", ADAPTED["attention"]).expect() is None


def test_an_unknown_part_is_answered_with_the_known_ones():
    with pytest.raises(ValueError, match=r"no part 'attentoin': give one of .*attention"):
        diagnose("attentoin", print)
