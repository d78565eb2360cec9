"""What is known about the gradients of a learner's LSTM cell."""

import numpy as np

from ticketcourse.checks.part import Idea, Part
from ticketcourse.checks.parts.lstm_cell import ORDERS, cell_inputs, gates_of


def _lstm_cell_backward(wrong, dh, dc, x, h, c, W, b):
    n, u = h.shape
    d = x.shape[1]
    i, f, c_tilde, o = gates_of(wrong, x, h, W, b)
    c_new = f * c + i * c_tilde
    tanh_c = np.tanh(c_new)

    through_h = dh * o * (1 - tanh_c**2)
    if "no slope of tanh(c)" in wrong:
        through_h = dh * o
    elif "slope from c" in wrong:
        through_h = dh * o * (1 - c_new**2)
    elif "no o in the path" in wrong:
        through_h = dh * (1 - tanh_c**2)
    dc_new = dc + through_h
    if "path through h missing" in wrong:
        dc_new = dc
    elif "dc missing" in wrong:
        dc_new = through_h

    do = dh * (c_new if "no tanh for o" in wrong else tanh_c)
    df = dc_new * (c_new if "new cell for f" in wrong else c)
    di = dc_new if "no candidate for i" in wrong else dc_new * c_tilde
    dc_tilde = dc_new if "no i for candidate" in wrong else dc_new * i
    if "i and candidate swapped" in wrong:
        di, dc_tilde = dc_tilde, di
    dz = {
        "i": di if "no slope of i" in wrong else di * i * (1 - i),
        "f": df if "no slope of f" in wrong else df * f * (1 - f),
        "c̃": dc_tilde * (1 - c_tilde**2),
        "o": do if "no slope of o" in wrong else do * o * (1 - o),
    }
    if "no slope of candidate" in wrong:
        dz["c̃"] = dc_tilde
    elif "sigmoid's slope for candidate" in wrong:
        dz["c̃"] = dc_tilde * c_tilde * (1 - c_tilde)
    order = next((ORDERS[name] for name in ORDERS if f"dz {name}" in wrong), "i f c̃ o")
    dz = np.hstack([dz[gate] for gate in order.split()])

    h_x = np.hstack([x, h] if wrong & {"x before h", "rows of dW"} else [h, x])
    dh_x = dz @ W.T
    dh_before, dx = dh_x[:, :u], dh_x[:, u:]
    if wrong & {"x before h", "parts of dh_x"}:
        dx, dh_before = dh_x[:, :d], dh_x[:, d:]
    dW, db = h_x.T @ dz, dz if "bias not summed" in wrong else dz.sum(axis=0)
    if "mean over batch" in wrong:
        dW = dW / n
    if wrong & {"mean over batch", "mean in db"}:
        db = db / n
    dc_before = dc_new if "dc without f" in wrong else dc_new * f
    return dx, dh_before, dc_before, dW.T if "dW transposed" in wrong else dW, db


def _inputs(dh=True, cell=True, input_gate=True, only_output_gate=False):
    """Inputs on which what is 0 cannot go wrong.

    Without dh there is nothing to go back through h and the output gate, without a cell nothing
    through the forget gate, and without an input gate nothing through it and c̃.
    """

    def draw(rng, n=4, d=3, u=2):
        x, h, c, W, b = cell_inputs(False, False, cell=cell)(rng, n, d, u)
        b = rng.normal(0, 0.3, 4 * u)
        if not input_gate:
            b[:u], b[2 * u : 3 * u], W[:, 2 * u : 3 * u] = -40, 0, 0  # i is 0, and so is c̃
        gradient_h = rng.normal(size=(n, u)) if dh else np.zeros((n, u))
        gradient_c = rng.normal(size=(n, u))
        if only_output_gate:  # dc cancels what reaches the cell through h
            i, f, c_tilde, o = gates_of(set(), x, h, W, b)
            gradient_c = -gradient_h * o * (1 - np.tanh(f * c + i * c_tilde) ** 2)
        return gradient_h, gradient_c, x, h, c, W, b

    return draw


LSTM_CELL_BACKWARD = Part(
    "lstm_cell_backward",
    "dx, dh, dc, dW, db",
    _lstm_cell_backward,
    {
        "two ways to the cell": Idea(
            _inputs(input_gate=False),
            {
                "path through h missing": "dc alone at the new cell; add what comes through h, "
                "dh · o · (1 - tanh(c)²)",
                "dc missing": "only what comes through h at the new cell; add the dc that you are "
                "given",
                "no slope of tanh(c)": "the way through h without the slope of tanh; multiply by "
                "1 - tanh(c)²",
                "slope from c": "1 - c² as the slope of tanh(c); it is 1 - tanh(c)²",
                "no o in the path": "the way through h without the output gate; multiply by o",
            },
        ),
        "output gate": Idea(
            _inputs(only_output_gate=True),
            {
                "no slope of o": "the gradient at o for the one before its sigmoid; multiply by "
                "o (1 - o)",
                "no tanh for o": "dh · c as the gradient at o; it is dh · tanh(c)",
            },
        ),
        "forget gate": Idea(
            _inputs(dh=False, input_gate=False),
            {
                "no slope of f": "the gradient at f for the one before its sigmoid; multiply by "
                "f (1 - f)",
                "new cell for f": "the new cell in the gradient at f; f met the old one",
                "dc without f": "the new cell's gradient as the old one's; multiply it by f",
            },
        ),
        "input gate and candidate": Idea(
            _inputs(dh=False, cell=False),
            {
                "no slope of i": "the gradient at i for the one before its sigmoid; multiply by "
                "i (1 - i)",
                "no slope of candidate": "the gradient at c̃ for the one before its tanh; multiply "
                "by 1 - c̃²",
                "sigmoid's slope for candidate": "the sigmoid's slope for c̃; that of tanh is "
                "1 - c̃²",
                "no candidate for i": "the gradient at i without c̃; multiply by it",
                "no i for candidate": "the gradient at c̃ without the input gate; multiply by i",
                "i and candidate swapped": "the gradients at i and c̃ swapped; i gets the one "
                "times c̃, and c̃ the one times i",
            },
        ),
        "dx and dh from [h, x]": Idea(
            _inputs(dh=False),
            {
                "parts of dh_x": "dx in the first columns of the gradient at [h, x]; the first u "
                "are dh",
                "x before h": "[x, h]; the first rows of W meet h: put h before x",
            },
        ),
        "dW and db": Idea(
            _inputs(dh=False),
            {
                "mean over batch": "the mean over the batch; take the sum",
                "mean in db": "the mean over the batch in db; take the sum",
                "dW transposed": "dW transposed; give it the shape of W, with [h, x].T @ dz",
                "bias not summed": "a gradient of b for each example; add them up over the batch",
                "rows of dW": "[x, h] in dW; put h before x, as in W",
                "dz candidate last": "the gates' gradients in the order i, f, o, c̃; the order in "
                "W and b is i, f, c̃, o",
                "dz f first": "the gates' gradients in the order f, i, c̃, o; the order in W and b "
                "is i, f, c̃, o",
            },
        ),
    },
)
PARTS = (LSTM_CELL_BACKWARD,)
