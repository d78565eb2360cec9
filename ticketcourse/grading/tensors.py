"""PyTorch's tensors with gradients and Keras's variables, as tests have them.

Values cross as copies; what a copy alone cannot do is done where the values come from. Gradients
flow from a test's computation on through the student's, and from there to what the test gave.
What a test writes into a parameter or a variable is written there too. No framework is imported:
one that is not loaded has no values to cross.
"""

import sys
from functools import cache

import numpy as np


def framework_of(o):
    """Return the framework of an object that does not cross as a mere copy.

    Returns
    -------
    {"torch", "keras", None}
    """
    torch, keras = sys.modules.get("torch"), sys.modules.get("keras")
    if isinstance(o, getattr(torch, "Tensor", ())) and o.requires_grad:
        return "torch"
    return "keras" if isinstance(o, getattr(keras, "Variable", ())) else None


def values_of(o):
    """Return the values of such an object: a tensor without a gradient, or an array."""
    return o.detach() if framework_of(o) == "torch" else np.asarray(o)


def original_of(o):
    """Return what stands for the original of a copy, or None of anything else.

    A copy that a test has computed on in place is one of its own.
    """
    original = getattr(o, "original", None)
    return None if original is None or getattr(o, "_version", 0) else original


def copied(original, framework, values, given, request):
    """Return a student's tensor or variable as tests have it.

    Parameters
    ----------
    original : Proxy
    framework : object
        What `framework_of` gave there, or anything else.
    values : object
        What `values_of` gave there, or anything else, which stays as it is.
    given : dict of int to torch.Tensor
        Tensors of the test's on which it may depend, by their numbers.
    request : callable
        Takes a gradient and the numbers; returns what flows back to each of the given tensors.

    Returns
    -------
    object
    """
    torch, keras = sys.modules.get("torch"), sys.modules.get("keras")
    if framework == "torch" and torch and type(values) is torch.Tensor:
        start = torch.empty(0, requires_grad=True)  # it has a gradient whatever it depends on
        flow = _torch_flow(torch)
        tensor = flow.apply(values, list(given), request, start, *given.values())
        tensor.original, tensor.given = original, given
        return tensor
    if framework == "keras" and keras and type(values) is np.ndarray:
        return _keras_class(keras)(original, values)
    return values


@cache
def _torch_flow(torch):
    class Tensor(torch.Tensor):
        """A copy of a student's tensor."""

        original, given = None, {}

        @classmethod
        def __torch_function__(cls, function, types, args=(), kwargs=None):
            with torch._C.DisableTorchFunctionSubclass():
                result = function(*args, **(kwargs or {}))
                if isinstance(args[0] if args else None, cls) and _is_in_place(function.__name__):
                    args[0]._write()
            return result

        def _write(self):
            if self.original is not None and not (self.requires_grad and torch.is_grad_enabled()):
                self.original.data = self.detach()

        @property
        def grad(self):
            return self.original.grad

        @grad.setter
        def grad(self, value):
            self.original.grad = value

        @property
        def data(self):
            values = self.detach().as_subclass(type(self))
            values.original = self.original
            return values

        @data.setter
        def data(self, values):
            self.data.copy_(values)

        def __array__(self, *arguments, **options):
            return self.detach().numpy().__array__(*arguments, **options)

    class Flow(torch.autograd.Function):
        """The way of a gradient through the student's process."""

        @staticmethod
        def forward(ctx, values, numbers, request, start, *given):
            ctx.numbers, ctx.request = numbers, request
            return torch.Tensor._make_subclass(Tensor, values)  # no view, which nobody may change

        @staticmethod
        def backward(ctx, gradient):
            return None, None, None, None, *ctx.request(gradient, ctx.numbers)

    return Flow


def _is_in_place(name):
    return name == "__setitem__" or (name.endswith("_") and not name.endswith("__"))


@cache
def _keras_class(keras):
    class Variable(keras.Variable):
        """A copy of a student's variable."""

        given = {}

        name = property(lambda self: self.original.name)
        path = property(lambda self: self.original.path)
        trainable = property(lambda self: self.original.trainable)

        def __init__(self, original, values):
            self.original = original
            super().__init__(values, dtype=values.dtype.name)

        def assign(self, value):
            assigned = super().assign(value)
            self.original.assign(value)
            return assigned

    return Variable
