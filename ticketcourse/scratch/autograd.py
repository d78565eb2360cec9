"""A small reverse-mode autograd on arrays.

Every operation on a Tensor remembers its inputs and how a gradient at its output becomes gradients
at them. ``backward`` walks from the loss to the inputs and adds these gradients up: the chain rule,
one operation at a time. The gradients of the activations are those of activations.py.
"""

import numpy as np

from ticketcourse.scratch import activations


class Tensor:
    """An array that remembers how it was computed.

    Parameters
    ----------
    data : array or number; whole numbers become floats, floats keep their size
    inputs : tuple of Tensor, what it was computed from; empty for a tensor that you make
    input_gradients : function from the gradient at this tensor to those at its inputs, a tuple

    Attributes
    ----------
    data : array
    grad : array, the shape of data, after ``backward``; None before

    Source
    ------
    Baydin et al. (2018), Automatic differentiation in machine learning: a survey, section 3.2.
    Taught in chapter 9, Backpropagation.
    """

    __array_ufunc__ = None  # so that array + tensor asks the tensor, not NumPy

    def __init__(self, data, inputs=(), input_gradients=None):
        data = np.asarray(data)
        self.data = data if np.issubdtype(data.dtype, np.floating) else data.astype(float)
        self.grad = None
        self.inputs = inputs
        self.input_gradients = input_gradients

    def __repr__(self):
        return f"Tensor({self.data})"

    @property
    def shape(self):
        """Shape of the array."""
        return self.data.shape

    def backward(self, dout=1.0):
        """Compute the gradient of this tensor at all tensors that it was computed from.

        Gradients are added to those that are there: set ``grad`` to None before the next step.

        Parameters
        ----------
        dout : array or number, the gradient at this tensor itself; 1 where it is the loss
        """
        gradients = {self: np.broadcast_to(np.asarray(dout, self.data.dtype), self.shape)}
        for tensor in reversed(_inputs_first(self)):
            gradient = gradients.pop(tensor)
            tensor.grad = gradient if tensor.grad is None else tensor.grad + gradient
            if tensor.inputs:
                parts = tensor.input_gradients(gradient)
                for source, part in zip(tensor.inputs, parts, strict=True):
                    gradients[source] = gradients.get(source, 0) + _sum_to(part, source.shape)

    def _other(self, value):
        """Make a tensor, of this one's float size, from what stands beside an operator."""
        return value if isinstance(value, Tensor) else Tensor(np.asarray(value, self.data.dtype))

    def __add__(self, other):
        other = self._other(other)
        return Tensor(self.data + other.data, (self, other), lambda dout: (dout, dout))

    def __mul__(self, other):
        other = self._other(other)
        a, b = self.data, other.data
        return Tensor(a * b, (self, other), lambda dout: (dout * b, dout * a))

    def __truediv__(self, other):
        other = self._other(other)
        b, y = other.data, self.data / other.data
        return Tensor(y, (self, other), lambda dout: (dout / b, -dout * y / b))

    def __matmul__(self, other):
        """Matrix product over the last two axes; both sides have at least two."""
        other = self._other(other)
        A, B = self.data, other.data
        return Tensor(
            A @ B,
            (self, other),
            lambda dout: (dout @ B.swapaxes(-1, -2), A.swapaxes(-1, -2) @ dout),
        )

    def __pow__(self, k):
        """Power k, a number."""
        x = self.data
        return Tensor(x**k, (self,), lambda dout: (dout * k * x ** (k - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -self._other(other)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return -self + other

    def __rtruediv__(self, other):
        return self._other(other) / self

    def __rmatmul__(self, other):
        return self._other(other) @ self

    def __getitem__(self, index):
        def input_gradients(dout):
            dx = np.zeros_like(self.data)
            np.add.at(dx, index, dout)  # an entry that was taken twice gets both gradients
            return (dx,)

        return Tensor(self.data[index], (self,), input_gradients)

    def sum(self, axis=None, keepdims=False):
        """Sum over one axis or all."""

        def input_gradients(dout):
            return (np.broadcast_to(_with_axis(dout, axis, keepdims), self.shape),)

        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), (self,), input_gradients)

    def mean(self, axis=None, keepdims=False):
        """Mean over one axis or all."""
        total = self.sum(axis=axis, keepdims=keepdims)
        return total * (total.data.size / self.data.size)

    def max(self, axis=None, keepdims=False):
        """Largest over one axis or all; equal ones share the gradient equally."""
        largest = self.data == self.data.max(axis=axis, keepdims=True)
        count = largest.sum(axis=axis, keepdims=True).astype(self.data.dtype)

        def input_gradients(dout):
            return (_with_axis(dout, axis, keepdims) * largest / count,)

        return Tensor(self.data.max(axis=axis, keepdims=keepdims), (self,), input_gradients)

    def reshape(self, *shape):
        """The same entries in another shape."""
        return Tensor(self.data.reshape(*shape), (self,), lambda dout: (dout.reshape(self.shape),))

    def swapaxes(self, a, b):
        """Two axes change places."""
        return Tensor(self.data.swapaxes(a, b), (self,), lambda dout: (dout.swapaxes(a, b),))

    def exp(self):
        """e to the power of each entry."""
        y = np.exp(self.data)
        return Tensor(y, (self,), lambda dout: (dout * y,))

    def log(self):
        """Natural logarithm."""
        return Tensor(np.log(self.data), (self,), lambda dout: (dout / self.data,))

    def relu(self):
        """Rectified linear unit."""
        return self._by_input(activations.relu, activations.relu_backward)

    def gelu(self):
        """Gaussian error linear unit."""
        return self._by_input(activations.gelu, activations.gelu_backward)

    def sigmoid(self):
        """Logistic sigmoid."""
        return self._by_output(activations.sigmoid, activations.sigmoid_backward)

    def tanh(self):
        """Hyperbolic tangent."""
        return self._by_output(activations.tanh, activations.tanh_backward)

    def softmax(self, axis=-1):
        """Softmax along one axis."""
        p = activations.softmax(self.data, axis)
        return Tensor(p, (self,), lambda dout: (activations.softmax_backward(dout, p, axis),))

    def _by_input(self, function, function_backward):
        z = self.data
        return Tensor(function(z), (self,), lambda dout: (function_backward(dout, z),))

    def _by_output(self, function, function_backward):
        h = function(self.data)
        return Tensor(h, (self,), lambda dout: (function_backward(dout, h),))


def concatenate(tensors, axis=0):
    """Put tensors one after the other along an axis that they have.

    Parameters
    ----------
    tensors : list of Tensor, of equal shapes but for the axis
    axis : int

    Returns
    -------
    Tensor

    Notes
    -----
    Taught in chapter 9, Backpropagation.
    """
    ends = np.cumsum([tensor.shape[axis] for tensor in tensors])
    return Tensor(
        np.concatenate([tensor.data for tensor in tensors], axis=axis),
        tuple(tensors),
        lambda dout: tuple(np.split(dout, ends[:-1], axis=axis)),
    )


def _inputs_first(last):
    """All tensors that `last` was computed from, and itself, each after all of its inputs."""
    order, seen, stack = [], set(), [(last, False)]
    # A stack instead of recursion: a long text makes chains deeper than Python's limit.
    while stack:
        tensor, inputs_done = stack.pop()
        if inputs_done:
            order.append(tensor)
        elif tensor not in seen:
            seen.add(tensor)
            stack.append((tensor, True))
            stack.extend((source, False) for source in tensor.inputs)
    return order


def _sum_to(gradient, shape):
    """Undo broadcasting: an entry that was repeated gets the sum of the gradients of its copies."""
    new_axes = gradient.ndim - len(shape)
    gradient = gradient.sum(axis=tuple(range(new_axes)))
    repeated = tuple(a for a, size in enumerate(shape) if size == 1 and gradient.shape[a] > 1)
    return gradient.sum(axis=repeated, keepdims=True)


def _with_axis(gradient, axis, keepdims):
    """Give the gradient of a reduction the axis back that it took away, with length 1."""
    return gradient if axis is None or keepdims else np.expand_dims(gradient, axis)
