"""Train the pocket model, and write its weights into ticketcourse/pocket/weights.py.

First all weights learn together. Then one part after the other is rounded to tenths and stays as it
is, while the parts that are not yet rounded make up for it. Rounding also removes the last digits,
in which machines differ, so that every run gives the same weights. It takes about a second.
"""

import sys
from pathlib import Path

import numpy as np

from ticketcourse import pocket
from ticketcourse.pocket import graph, model
from ticketcourse.scratch import Adam, Tensor, initial_parameters

FILE = Path(__file__).resolve().parent.parent / "ticketcourse" / "pocket" / "weights.py"
SEED = 36  # of 60 tried, one whose attention ties "error" to "restart" in the running ticket
MARGIN = 1.5  # how far from 0 every logit has to be
MOST_STEPS = 2000
PARTS = (
    "embedding",
    "description_encoder",
    "resolution_encoder",
    "description_attention",
    "resolution_attention",
    "classification",
)
HEADER = '''"""The weights of the pocket model, in tenths; written by tools/train_pocket.py.

The names are those of ``scratch.classifier_shapes``. Each row of numbers is a row of the array.
"""

# fmt: off
TENTHS = {
'''


def train():
    """Learn the weights of the pocket model.

    Returns
    -------
    dict from name to array of int, tenths
    """
    params = initial_parameters(model.SHAPES, SEED, dtype=np.float64)
    params["embedding.E"] *= 3  # with four numbers for each word, they have to differ more
    learning = set(params)
    for part in PARTS:
        learn(params, learning)
        rounded = {name for name in learning if name.startswith(part)}
        for name in rounded:
            params[name] = np.round(params[name], 1)
        learning -= rounded
    return {name: np.round(10 * array).astype(int) for name, array in params.items()}


def learn(params, learning):
    """Take steps of Adam on all examples until each logit is on its side of 0, with the margin.

    Parameters
    ----------
    params : dict of arrays, changed in place
    learning : set of str, the names of the arrays that may change
    """
    d_ids, r_ids = pocket.encode(pocket.EXAMPLES)
    y = pocket.targets()
    adam = Adam(learning_rate=0.02)
    for _ in range(MOST_STEPS):
        tensors = {name: Tensor(array) for name, array in params.items()}
        z = graph.classifier(d_ids, r_ids, tensors, model.N_HEADS)
        if np.min((2 * y - 1) * z.data) >= MARGIN:
            return
        # Binary cross-entropy with 0.9 and 0.1 for 1 and 0: they pull every logit to 2.2 or -2.2,
        # where a sigmoid is still far from flat.
        loss = ((1 + z.exp()).log() - (0.1 + 0.8 * y) * z).mean()
        loss.backward()
        adam.step(params, {name: tensors[name].grad for name in learning})
    sys.exit(f"The margin of {MARGIN} was not reached in {MOST_STEPS} steps.")


def as_text(weights):
    """Write weights as the source of a module.

    Parameters
    ----------
    weights : dict from name to array of int, tenths

    Returns
    -------
    str
    """
    words = ["(padding)", "(unknown)", *pocket.VOCABULARY]
    text = HEADER
    for name, array in weights.items():
        if array.ndim == 1:
            text += f'    "{name}":\n        {as_row(array)},\n'
            continue
        notes = [f"  # {word}" for word in words] if name == "embedding.E" else [""] * len(array)
        text += f'    "{name}": [\n'
        for row, note in zip(array, notes, strict=True):
            text += f"        {as_row(row)},{note}\n"
        text += "    ],\n"
    return text + "}\n"


def as_row(numbers):
    """Write whole numbers so that those of several rows stand below each other."""
    return "[" + ", ".join(f"{number:3d}" for number in numbers) + "]"


if __name__ == "__main__":
    FILE.write_text(as_text(train()), encoding="utf-8")
    print(f"Wrote {FILE}.")
