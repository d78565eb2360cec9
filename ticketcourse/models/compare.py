"""Does a part compute the same in NumPy, Keras and PyTorch, forward and backward?"""

from dataclasses import dataclass

import numpy as np

from ticketcourse import scratch

# What each part is tried on: batch, inputs, units, never two sizes the same.
_SIZES = ((5, 3, 4), (1, 7, 2), (8, 2, 6))
TOLERANCE = {"float64": 1e-9, "float32": 1e-5}


@dataclass(frozen=True)
class ParityRow:
    """One comparison: the largest absolute difference from NumPy, forward and in any gradient."""

    part: str
    framework: str
    dtype: str
    forward: float
    gradient: float

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
        return "\n".join(
            "".join(f"{c:<12}" for c in r).rstrip() for r in (self._HEAD, *self._cells())
        )

    def _repr_html_(self):
        head = "".join(f'<th scope="col">{c}</th>' for c in self._HEAD)
        body = "".join(
            "<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in self._cells()
        )
        return f'<table class="table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _scratch_dense(X, W, b, dz):
    return [scratch.dense(X, W, b), *scratch.dense_backward(dz, X, W)]


def _keras_dense(X, W, b, dz):
    """The Keras layer under TensorFlow, whose GradientTape gives its gradients."""
    import keras
    import tensorflow as tf

    if keras.backend.backend() != "tensorflow":
        raise RuntimeError("parity with Keras needs its TensorFlow backend: unset KERAS_BACKEND")
    layer = keras.layers.Dense(b.size, dtype=str(X.dtype))
    layer.build((None, X.shape[1]))
    layer.set_weights([W, b])
    inputs = tf.constant(X)
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        z = layer(inputs)
    kernel, bias = layer.trainable_variables
    gradients = tape.gradient(z, [inputs, kernel.value, bias.value], output_gradients=dz)
    return [tensor.numpy() for tensor in (z, *gradients)]


def _torch_dense(X, W, b, dz):
    import torch

    layer = torch.nn.Linear(*W.shape, dtype=getattr(torch, str(X.dtype)))
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(W.T))
        layer.bias.copy_(torch.from_numpy(b))
    inputs = torch.from_numpy(X).requires_grad_()
    z = layer(inputs)
    z.backward(torch.from_numpy(dz))
    tensors = (z, inputs.grad, layer.weight.grad.T, layer.bias.grad)
    return [tensor.detach().numpy() for tensor in tensors]


_PARTS = {"dense": (_scratch_dense, {"Keras": _keras_dense, "PyTorch": _torch_dense})}


def _difference(ours, theirs):
    """Largest absolute difference; arrays of unlike shape or float size are not compared."""
    if ours.shape != theirs.shape or ours.dtype != theirs.dtype:
        kinds = [f"{array.dtype} {array.shape}" for array in (ours, theirs)]
        raise ValueError(f"cannot compare {kinds[0]} with {kinds[1]}")
    return np.abs(ours - theirs).max()


def parity(part, seed=0):
    """Run one part in NumPy, Keras and PyTorch with the same weights and inputs, and compare.

    Parameters
    ----------
    part : {"dense"}
    seed : int, of the random weights, inputs and output gradients

    Returns
    -------
    ParityTable, a row for each framework and float size; every number is the largest absolute
    difference from NumPy over three fixed sizes

    Raises
    ------
    ValueError, when there is no such part
    """
    if part not in _PARTS:
        raise ValueError(f"no part {part!r}: choose one of {', '.join(_PARTS)}")
    reference, frameworks = _PARTS[part]
    rows = []
    for framework, function in frameworks.items():
        for dtype in TOLERANCE:
            generator = np.random.default_rng(seed)
            worst = np.zeros(2)
            for n, d, u in _SIZES:
                shapes = ((n, d), (d, u), (u,), (n, u))
                arrays = [generator.standard_normal(s).astype(dtype) for s in shapes]
                forward, *gradients = map(_difference, reference(*arrays), function(*arrays))
                worst = np.maximum(worst, [forward, np.max(gradients)])
            rows.append(ParityRow(part, framework, dtype, *worst.tolist()))
    return ParityTable(rows)
