"""What is known about a learner's LSTM cell."""

import numpy as np

from ticketcourse.checks.part import Idea, Part

ORDERS = {
    "f first": "f i c̃ o",
    "candidate last": "i f o c̃",
    "f first, candidate last": "f i o c̃",
    "candidate second": "i c̃ f o",
    "o before f": "i o f c̃",
}


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


def _lstm_cell(wrong, x, h, c, W, b):
    i, f, c_tilde, o = gates_of(wrong, x, h, W, b)
    kept, written = f * c, i * c_tilde
    if "no forget gate" in wrong:
        kept = c
    elif "1 - f" in wrong:
        kept = (1 - f) * c
    elif "no old cell" in wrong:
        kept = 0
    if "no input gate" in wrong:
        written = c_tilde
    elif "1 - f for i" in wrong:
        written = (1 - f) * c_tilde
    elif "input itself" in wrong:
        written = i
    c_new = kept + written

    shown = np.tanh(c if "old cell" in wrong else c_new)
    if "no tanh" in wrong:
        shown = c_new
    elif "sigmoid of cell" in wrong:
        shown = _sigmoid(c_new)
    h_new = shown if "no output gate" in wrong else o * shown
    return (c_new, h_new) if "c first" in wrong else (h_new, c_new)


def gates_of(wrong, x, h, W, b):
    """i, f, c̃ and o, (n, u) each."""
    u = h.shape[1]
    if "no h" in wrong:
        h = 0 * h
    z = np.hstack([x, h] if "x before h" in wrong else [h, x]) @ W
    if "no bias" not in wrong:
        z = z + b
    if "gates side by side" in wrong:
        columns = [z[:, gate::4] for gate in range(4)]
    else:
        columns = [z[:, gate * u : (gate + 1) * u] for gate in range(4)]
    order = next((ORDERS[name] for name in ORDERS if name in wrong), "i f c̃ o")
    of = dict(zip(order.split(), columns, strict=True))
    if "1 added to f" in wrong:
        of["f"] = of["f"] + 1

    gate = np.tanh if wrong & {"tanh for gates", "swapped"} else _sigmoid
    candidate = _sigmoid if wrong & {"sigmoid for candidate", "swapped"} else np.tanh
    if "linear candidate" in wrong:
        candidate = np.copy
    o = np.tanh(of["o"]) if "tanh for o" in wrong else gate(of["o"])
    return gate(of["i"]), gate(of["f"]), candidate(of["c̃"]), o


def cell_inputs(equal_gates=True, equal_rows=True, bias=False, cell=True):
    """Inputs on which what is equal, or 0, cannot go wrong.

    With the same columns in W and b for each gate their order does not matter, with equal rows in W
    the order of h and x, without bias the bias, and without a cell the forget gate. The first two
    examples are opposite, so that weighted sums without bias are on both sides of 0.
    """

    def draw(rng, n=4, d=3, u=2):
        W = np.zeros((u + d, 4 * u))
        W += np.tile(
            rng.normal(0, 0.6, (1 if equal_rows else u + d, u if equal_gates else 4 * u)),
            4 if equal_gates else 1,
        )
        b = np.tile(rng.normal(size=u), 4) if bias else np.zeros(4 * u)
        c = rng.normal(size=(n, u)) if cell else np.zeros((n, u))
        x, h = rng.normal(size=(n, d)), rng.uniform(-0.9, 0.9, (n, u))
        x[1], h[1] = -x[0], -h[0]
        return x, h, c, W, b

    return draw


LSTM_CELL = Part(
    "lstm_cell",
    "h, c",
    _lstm_cell,
    {
        "weighted sum of [h, x]": Idea(
            cell_inputs(equal_rows=False, bias=True),
            {
                "x before h": "[x, h]; the first rows of W meet h: put h before x",
                "no h": "gates that do not see the old h; they see [h, x]",
                "no bias": "the weighted sum without its bias; add b",
                "1 added to f": "1 added to the forget gate's bias; training starts there, the "
                "step itself takes b as it is",
            },
        ),
        "order of the gates": Idea(
            cell_inputs(equal_gates=False),
            {
                name: f"the gates' columns in the order {', '.join(order.split())}; the order in W "
                "and b is i, f, c̃, o"
                for name, order in ORDERS.items()
            }
            | {
                "gates side by side": "every fourth column for one gate; the first u columns are "
                "i's, the next u are f's, and so on"
            },
        ),
        "sigmoid for gates, tanh for the candidate": Idea(
            cell_inputs(cell=False),
            {
                "swapped": "tanh for the gates and a sigmoid for the candidate; swap them",
                "tanh for gates": "tanh for the gates; a gate lies between 0 and 1: use a sigmoid",
                "tanh for o": "tanh for the output gate; a gate lies between 0 and 1: use a "
                "sigmoid",
                "sigmoid for candidate": "a sigmoid for the candidate c̃; it may be negative: use "
                "tanh",
                "linear candidate": "a candidate c̃ without activation; put it through tanh",
            },
        ),
        "forget gate": Idea(
            cell_inputs(),
            {
                "no forget gate": "all of the old cell; multiply it by f",
                "1 - f": "the old cell times 1 - f; f says how much stays: multiply by f",
                "no old cell": "nothing of the old cell; add f · c",
            },
        ),
        "input gate": Idea(
            cell_inputs(cell=False),
            {
                "no input gate": "all of the candidate; multiply it by i",
                "1 - f for i": "the candidate times 1 - f; the LSTM has a gate of its own for "
                "it, i",
                "input itself": "the input gate itself added to the cell; add i · c̃",
            },
        ),
        "output gate": Idea(
            cell_inputs(cell=False),
            {
                "no tanh": "h = o · c; put the cell through tanh first",
                "sigmoid of cell": "the sigmoid of the cell in h; put it through tanh",
                "no output gate": "h = tanh(c); multiply it by o",
                "old cell": "tanh of the old cell in h; use the new one",
                "c first": "c returned before h; return h, c",
            },
        ),
    },
)


PARTS = (LSTM_CELL,)
