"""The words of every check: they are the teaching, so each is fixed here."""

import doctest

import numpy as np
import pytest

from ticketcourse.checks import (
    call,
    expect,
    expect_array,
    expect_decisions,
    expect_equal,
    expect_raises,
    expect_shape,
    expect_unchanged,
    functions,
)


def message(check, *arguments, **options):
    with pytest.raises(AssertionError) as caught:
        check(*arguments, **options)
    return str(caught.value)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [(1, 1.0), ([1, 2], np.array([1.0, 2.0])), (np.float32(0.1), 0.1), ([[True]], [[1]])],
)
def test_right_answers_pass_in_any_form(answer, expected):
    assert expect_array(answer, expected, "z") is None


@pytest.mark.parametrize(
    ("answer", "expected", "words"),
    [
        (None, 1.0, "z: got None; return it from your function."),
        ("one", 1.0, "z: expected numbers, got a str that is not an array of them."),
        ([[1], [2, 3]], 1.0, "z: expected numbers, got a list that is not an array of them."),
        ([1.0], 1.0, "z: expected one number, shape (), got the shape (1,)."),
        ([1.0, 2.0], [[1.0, 2.0]], "z: expected the shape (1, 2), got the shape (2,)."),
        ([0, np.nan], [0, 1], "z: contains NaN, not a number, first at [1]."),
        (np.nan, 1, "z: contains NaN, not a number."),
        (1.5, 1.25, "z: the number is 1.5 and should be 1.25, a difference of 0.25."),
        (
            [[1, 2], [3, 5]],
            [[1, 2], [3, 4]],
            "z: 1 of 4 numbers are wrong; the first at [1, 1] is 5 and should be 4, "
            "a difference of 1.",
        ),
        ([3, 6], [1, 2], "z: every number is 3 times what it should be."),
        (
            [0, 1e-17],
            [1, -2],
            "z: 2 of 2 numbers are wrong; the first at [0] is 0 and should be 1, "
            "a difference of -1.",
        ),
        (
            [1.0002, 2.0004],
            [1, 2],
            "z: 2 of 2 numbers are wrong; the first at [0] is 1.0002 and should be 1, "
            "a difference of 0.0002.",
        ),
    ],
)
def test_a_wrong_array_is_described(answer, expected, words):
    assert message(expect_array, answer, expected, "z") == words


def test_a_known_mistake_is_named_even_with_another_shape():
    mistakes = {"x alone": [1, 2], "the transpose; swap the axes": [[1], [2]]}
    words = message(expect_array, [[1], [2]], [[1, 2]], "W", mistakes)
    assert words == "W: you have the transpose; swap the axes."


def test_a_mistake_that_equals_the_right_answer_passes():
    assert expect_array(0.0, 0.0, "z", {"the sum without its bias": 0.0}) is None


def test_a_known_mistake_in_a_list_of_words_is_named():
    mistakes = {"the words backwards; keep their order": ["error", "fix"], "a str": "fix error"}
    assert expect_equal(["fix", "error"], ["fix", "error"], "tokens", mistakes) is None
    for answer, said in {
        ("error", "fix"): "tokens: you have the words backwards; keep their order.",
        ("fix",): "tokens: has 1 items and should have 2.",
    }.items():
        assert message(expect_equal, [*answer], ["fix", "error"], "tokens", mistakes) == said
    said = message(expect_equal, "fix error", ["fix", "error"], "tokens", mistakes)
    assert said == "tokens: you have a str."


def test_decisions_quote_the_first_wrong_ticket():
    X, y = [[0, 1], [2.5, 3], [4, 5]], [False, True, False]
    assert expect_decisions([-1, 1, 0], y, X, "your neuron", "because") is None
    assert message(expect_decisions, [-1, 0, -1], y, X, "your neuron", "because") == (
        "your neuron says no (z = 0) to the ticket x = [2.5, 3], but must say yes: because."
    )
    assert "every ticket the wrong way round" in message(
        expect_decisions, [1, -1, 1], y, X, "your neuron", "because"
    )
    assert "got the shape (3, 1)" in message(
        expect_decisions, [[1], [1], [1]], y, X, "your neuron", "because"
    )


def test_numbers_that_a_learner_chooses_are_asked_for_their_shape():
    assert expect_shape([1.5, -3.0], (2,), "w") is None
    assert expect_shape(np.zeros(1), [(), (1,)], "b") is None
    words = message(expect_shape, [[1.5], [-3.0]], (2,), "w")
    assert words == "w: expected the shape (2,), got the shape (2, 1)."
    words = message(expect_shape, [1, 2], [(), (1,)], "b")
    assert words == "b: expected one number, shape (), got the shape (2,)."
    assert message(expect_shape, None, (2,), "w") == "w: got None; return it from your function."


def test_a_call_returns_the_answer():
    assert call(divmod, 7, 3, returns="quotient, rest") == (2, 1)
    assert call(sorted, [2, 1], returns="numbers") == [1, 2]


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (None, "nothing"),
        (0.5, "one value"),
        (np.ones((2, 3)), "one array"),
        ((1,), "1 value"),
        ([1, 2, 3], "3 values"),
    ],
)
def test_a_call_names_what_was_not_returned(answer, what):
    def layer():
        return answer

    words = message(call, layer, returns="W, b")
    assert words == f"`layer` returned {what}; end it with `return W, b`."


def test_a_call_gives_the_shapes_that_do_not_fit():
    def forward(X, layers):
        for W, b, _ in layers:
            X = X @ W.T + b

    layers = [(np.ones((3, 2)), np.ones(2), abs)]
    words = message(call, forward, np.ones((4, 3)), layers, returns="Y")
    shapes = "(4, 3), (3, 2), (2,)"
    assert words.startswith(
        f"`forward` stops with a ValueError in `X = X @ W.T + b` on arrays of the shapes {shapes}: "
    )
    assert message(call, int, "one", returns="n").startswith("`int` stops with a ValueError: inv")


def test_a_call_names_the_line_of_a_slip():
    def choose(names):
        return names[3]

    words = message(call, choose, ["outage"], returns="name")
    assert (
        words == "`choose` stops with an IndexError in `return names[3]`: list index out of range"
    )


def test_a_call_has_a_hint_where_arrays_do_not_fit_each_other():
    def shares(z):
        return z / z.sum(axis=1)

    words = message(call, shares, np.ones((2, 3)), returns="p")
    assert words.endswith(" (2,). A sum or a maximum along an axis may need keepdims=True.")


def test_a_test_has_hints_of_its_own():
    def shares(p):
        return p / p.sum(axis=1)

    hints = {"broadcast": "Keep the axis.", "index out of range": "Use axis=1."}
    words = message(call, shares, np.ones((4, 3)), returns="p", hints=hints)
    assert words.endswith("shapes (4,3) (4,). Keep the axis.")
    words = message(call, "abc".__getitem__, 3, returns="name", hints=hints)
    assert words.endswith("stops with an IndexError: string index out of range. Use axis=1.")


def test_other_errors_of_a_call_pass_through():
    def unfinished():
        raise NotImplementedError

    with pytest.raises(NotImplementedError):
        call(unfinished, returns="z")


def test_an_error_that_is_asked_for_must_come():
    assert expect_raises(ValueError, int, "one", reason="a word") is None
    words = message(expect_raises, ValueError, int, "1", reason="a word")
    assert words == "`int` gave an answer for a word; raise a ValueError."
    words = message(expect_raises, ValueError, int, None, reason="None")
    assert words == "`int` stopped with TypeError for None; raise a ValueError instead."


def test_what_a_function_is_given_must_stay():
    W = np.ones((2, 2))
    layers = [(W, np.zeros(2), abs), (2 * W, np.zeros(2), abs)]
    assert expect_unchanged(layers, list(layers), "layers") is None
    assert expect_unchanged(W, W.copy(), "W") is None
    words = message(expect_unchanged, layers[1:], layers, "layers")
    end = "your function changed the {} that it was given; make a new one instead."
    assert words == "layers: " + end.format("list")
    assert message(expect_unchanged, W + 1, W, "W") == "W: " + end.format("array")


def test_the_examples_in_the_docstrings_are_true():
    assert doctest.testmod(expect).failed == 0
    assert doctest.testmod(functions).failed == 0
