"""Parity: does a part compute the same in NumPy, Keras and PyTorch, forward and backward?"""

import math
from dataclasses import dataclass
from importlib import import_module

import numpy as np

from ticketcourse.models import parity_scratch
from ticketcourse.models.parity_cases import PARTS, SIZES, random_case

FRAMEWORKS = {"Keras": "parity_keras", "PyTorch": "parity_torch"}
TOLERANCE = {"float64": 1e-9, "float32": 1e-5}


@dataclass(frozen=True)
class ParityRow:
    """One comparison: the largest absolute differences from NumPy.

    Parameters
    ----------
    part, framework, dtype : str
    forward : float
        In the output.
    gradients : dict of str to float
        In the gradient at each input and each weight, by its name in scratch.
    """

    part: str
    framework: str
    dtype: str
    forward: float
    gradients: dict

    @property
    def gradient(self):
        """The largest of all gradients' differences."""
        return float(np.max(list(self.gradients.values())))  # np.max, so that NaN stays

    @property
    def agrees(self):
        """Whether both differences are below the tolerance of the dtype."""
        tolerance = TOLERANCE[self.dtype]  # two comparisons, so that NaN fails as well
        return self.forward < tolerance and self.gradient < tolerance


class ParityTable(tuple):
    """Rows of a comparison; prints as a table."""

    _HEAD = ("part", "framework", "floats", "forward", "gradient", "agrees")

    def _cells(self):
        for row in self:
            yield (
                row.part,
                row.framework,
                row.dtype,
                f"{row.forward:.1e}",
                f"{row.gradient:.1e}",
                "yes" if row.agrees else "NO",
            )

    def __repr__(self):
        rows = [self._HEAD, *self._cells()]
        widths = [max(map(len, column)) + 2 for column in zip(*rows, strict=True)]
        return "\n".join(
            "".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        )

    def _repr_html_(self):
        first = 1 if len({row.part for row in self}) == 1 else 0  # one part: the call names it
        head = "".join(f'<th scope="col">{c}</th>' for c in self._HEAD[first:])
        body = "".join(
            "<tr>" + "".join(f"<td>{c}</td>" for c in row[first:]) + "</tr>"
            for row in self._cells()
        )
        return f'<table class="table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def parity(part=None, seed=0, frameworks=tuple(FRAMEWORKS)):
    """Run a part in NumPy, Keras and PyTorch with the same weights and inputs, and compare.

    Parameters
    ----------
    part : str, optional
        "dense", "relu", "sigmoid", "tanh", "gelu", "softmax", "embedding", "rnn", "lstm", "bilstm",
        "attention", "multi_head_attention", "layer_norm", "feed_forward", "transformer_block",
        "binary_cross_entropy", "softmax_cross_entropy", "classifier(lstm)",
        "classifier(transformer)", "classifier(mean and max)", "classifier(concatenation)",
        "classifier(description)" or "classifier(resolution)". By default all of them.
    seed : int
        Of the random weights, inputs and output gradients.
    frameworks : sequence of {"Keras", "PyTorch"}
        With what NumPy is compared.

    Returns
    -------
    ParityTable
        A row for each part, framework and float size; every number is the largest absolute
        difference from NumPy over three fixed sizes.

    Raises
    ------
    ValueError
        When there is no such part.
    """
    if part not in (None, *PARTS):
        raise ValueError(f"no part {part!r}: choose one of {', '.join(PARTS)}")
    return ParityTable(
        _row(name, framework, dtype, seed)
        for name in ([part] if part else PARTS)
        for framework in frameworks
        for dtype in TOLERANCE
    )


def _row(part, framework, dtype, seed):
    """Compare one part with one framework in one float size."""
    theirs = import_module(f"ticketcourse.models.{FRAMEWORKS[framework]}")
    generator = np.random.default_rng(seed)
    differences = []
    for sizes in SIZES:
        case = random_case(part, sizes, dtype, generator)
        (ours, our_backward), (output, backward) = parity_scratch.run(case), theirs.run(case)
        forward = _difference(ours * case.counts, output * case.counts)
        # A weight's gradient adds up over the rows of the output; so it stays of order 1.
        n_rows = math.prod(ours.shape[:-1])
        doutput = generator.standard_normal(ours.shape) / math.sqrt(n_rows)
        doutput = np.asarray(doutput * case.counts, dtype)
        expected, gradients = our_backward(doutput), backward(doutput)
        differences.append(
            {"forward": forward}
            | {name: _difference(array, gradients[name]) for name, array in expected.items()}
        )
    worst = {name: float(np.max([d[name] for d in differences])) for name in differences[0]}
    return ParityRow(part, framework, dtype, worst.pop("forward"), worst)


def _difference(ours, theirs):
    """Largest absolute difference; arrays of unlike shape or float size are not compared."""
    if ours.shape != theirs.shape or ours.dtype != theirs.dtype:
        kinds = [f"{array.dtype} {array.shape}" for array in (ours, theirs)]
        raise ValueError(f"cannot compare {kinds[0]} with {kinds[1]}")
    return np.abs(ours - theirs).max()
