"""Diagnoses of activation functions and their gradients."""

import math

import numpy as np
from learners import Answers, checked

from ticketcourse.checks import diagnose

ANSWERS = Answers()
right, wrong = ANSWERS.right, ANSWERS.wrong


@right("relu")
def with_where(z):
    return np.where(z < 0, 0.0, z)


@wrong("relu", {"above and below 0": "you have the size of z; give 0 below 0."})
def root_of_square(z):
    return np.sqrt(z * z)


@wrong("relu", {"above and below 0": "1 above 0, which is ReLU's derivative"})
def heaviside(z):
    return np.heaviside(z, 0)


@wrong("relu", {"above and below 0": "h: "})
def softplus(z):  # not foreseen
    return np.where(z == 0, 0, np.log1p(np.exp(z)))


@right("relu_backward")
def copy_and_clear(dh, z):
    dz = dh.copy()
    dz[z <= 0] = 0
    return dz


@wrong("relu_backward", {"0 at 0": "dh where z is exactly 0"})
def keep_0(dh, z):
    return np.where(z < 0, 0, dh)


@wrong("relu_backward", {"1 above 0, 0 below": "dh where dh is above 0"})
def relu_of_dh(dh, z):
    return np.maximum(dh, 0) * (z != 0)


@wrong("relu_backward", {"inputs left unchanged": "work on a copy"})
def in_place(dh, z):
    dh *= z > 0
    return dh


@right("sigmoid")
def in_two_halves(z):
    p = np.empty_like(z)
    p[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    p[z < 0] = np.exp(z[z < 0]) / (1 + np.exp(z[z < 0]))
    return p


@wrong("sigmoid", {"1 / (1 + e^(−z))": "because 1 / 1 is computed first"})
def without_brackets(z):
    return 1 / 1 + np.e**-z


@wrong("sigmoid", {"1 / (1 + e^(−z))": "the probability of a no", "large z": "NaN where e^z or"})
def minus_z(z):
    return np.exp(-z) / (1 + np.exp(-z))


@wrong("sigmoid", {"1 / (1 + e^(−z))": "p: "})
def hard_sigmoid(z):  # not foreseen
    return np.clip(z / 6 + 0.5, 0, 1)


@right("sigmoid_backward")
def p_minus_its_square(dp, p):
    return (p - np.square(p)) * dp


@wrong("sigmoid_backward", {"derivative p (1 − p)": "p has been through the sigmoid already"})
def sigmoid_of_p(dp, p):
    s = 1 / (1 + np.exp(-p))
    return dp * s * (1 - s)


@wrong("sigmoid_backward", {"derivative p (1 − p)": "it is p (1 − p)", "chain rule": "alone"})
def p_alone(dp, p):
    return p.copy()


@wrong("sigmoid_backward", {"derivative p (1 − p)": "dz: every number is -1 times"})
def other_sign(dp, p):  # not foreseen
    return dp * p * (p - 1)


@right("tanh")
def by_sigmoid(z):
    return 2 / (1 + np.exp(-2 * z)) - 1


@wrong("tanh", {"(e^z − e^(−z)) / (e^z + e^(−z))": "2 σ(z) − 1, which is tanh(z/2)"})
def twice_sigmoid(z):
    return 2 / (1 + np.exp(-z)) - 1


@wrong("tanh", {"large z": "use np.tanh"})
def by_definition(z):
    return (np.e**z - np.e**-z) / (np.e**z + np.e**-z)


@wrong("tanh", {"(e^z − e^(−z)) / (e^z + e^(−z))": "h: "})
def arctangent(z):  # not foreseen
    return np.sign(z) * np.minimum(1, np.abs(np.arctan(z)))


@right("tanh_backward")
def as_a_product(dh, h):
    return (1 + h) * (1 - h) * dh


@wrong("tanh_backward", {"derivative 1 − h²": "h has been through tanh already"})
def over_cosh(dh, h):
    return dh / np.cosh(h) ** 2


@wrong("tanh_backward", {"derivative 1 − h²": "square h", "chain rule": "added to the derivative"})
def plus(dh, h):
    return dh + 1 - h


@right("gelu")
def with_erfc(z):
    return z * np.vectorize(lambda x: math.erfc(-x / 2**0.5), otypes=[float])(z) * 0.5


@wrong(
    "gelu", {"exact Φ": "you have the tanh form, which is off by up to 0.0005; take Φ with erf."}
)
def tanh_form(z):
    return 0.5 * z * (1 + np.tanh(0.7978845608028654 * z * (1 + 0.044715 * z * z)))


@wrong("gelu", {"exact Φ": "divide z by √2", "z Φ(z)": "multiply it by z"})
def erf_alone(z):
    return np.vectorize(lambda x: 0.5 + 0.5 * math.erf(x), otypes=[float])(z)


@wrong("gelu", {"exact Φ": "h: "})
def cubic_forgotten(z):  # not foreseen
    return z / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * z))


@right("gelu_backward")
def by_differences(dh, z):
    step = 1e-5
    return dh * (with_erfc(z + step) - with_erfc(z - step)) / (2 * step)


@wrong("gelu_backward", {"derivative Φ(z) + z φ(z)": "as if Φ did not change with z"})
def without_product_rule(dh, z):
    return dh * np.vectorize(math.erfc, otypes=[float])(-z / 2**0.5) / 2


@wrong("gelu_backward", {"derivative Φ(z) + z φ(z)": "dz: "})
def swish_gradient(dh, z):  # not foreseen
    p = 1 / (1 + np.exp(-z))
    return dh * (p + z * p * (1 - p))


@right("softmax")
def by_logarithms(z):
    return np.exp(z - np.logaddexp.reduce(z, axis=-1)[..., None])


@wrong(
    "softmax",
    {"each row on its own": "numbers that add up to 1 all together", "large z": "NaN where e^z"},
)
def for_one_row(z):
    return np.exp(z) / sum(np.exp(z).ravel())


@wrong("softmax", {"axes in front": "softmax over axis 1"})
def axis_1(z):
    e = np.exp(z - np.amax(z, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


@wrong(
    "softmax",
    {
        "each row on its own": " on arrays of the shapes (2, 3): ",
        "axes in front": "ValueError",
        "large z": "ValueError",
    },
)
def without_keepdims(z):
    e = np.exp(z - z.max(axis=-1))
    return e / e.sum(axis=-1)


@wrong("softmax", {"shares of e^z": "p: "})
def powers_of_two(z):  # not foreseen; equal numbers have equal shares all the same
    e = 2.0 ** (z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@right("softmax_backward")
def with_jacobian(dp, p):
    jacobian = p[..., :, None] * np.eye(p.shape[-1]) - p[..., :, None] * p[..., None, :]
    return np.einsum("...k,...kj->...j", dp, jacobian)


@wrong("softmax_backward", {"p (dp − Σ dp p)": "as for the sigmoid; in softmax each z changes"})
def diagonal(dp, p):
    return dp * (p - p**2)


@wrong(
    "softmax_backward",
    {"p (dp − Σ dp p)": "multiply dp by p", "each row on its own": "one Σ dp p for all rows"},
)
def one_sum(dp, p):
    return p * (dp - np.sum(dp))


@wrong("softmax_backward", {"p (dp − Σ dp p)": "dz: "})
def mean_in_place_of_sum(dp, p):  # not foreseen
    return p * (dp - dp.mean(axis=-1, keepdims=True))


@wrong("tanh_backward", {"chain rule": "dh − h²; put 1 − h² in brackets"})
def dh_minus_h_squared(dh, h):
    return dh * 1 - h**2


@wrong("sigmoid_backward", {"chain rule": "dp p − p; put 1 − p in brackets"})
def p_times_1_minus_p(dp, p):
    return dp * p * 1 - p


@wrong("gelu_backward", {"chain rule": "dh at Φ(z) alone; put Φ(z) + z φ(z) in brackets"})
def one_term_chained(dh, z):
    half = 0.5 * (1 + np.vectorize(math.erf)(z / math.sqrt(2)))
    return dh * half + z * np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)


@wrong("softmax", {"large z": "p: "})
def each_rows_mean_subtracted(z):  # not foreseen
    e = np.exp(z - z.mean(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


test_right_answers, test_wrong_answers = checked(ANSWERS)


def test_a_learner_reads_the_ideas_and_what_to_do():
    assert str(diagnose("sigmoid", minus_z)) == (
        "sigmoid(z) -> p: 2 of 4 ideas are right.\n"
        "  ✗ 1 / (1 + e^(−z)): you have 1 / (1 + e^z), the probability of a no; put −z in the "
        "exponent.\n"
        "  ✓ any shape\n"
        "  ✗ large z: you have NaN where e^z or e^(−z) is larger than any number; use the form of "
        "the fraction whose exponent is not above 0.\n"
        "  ✓ inputs left unchanged"
    )
