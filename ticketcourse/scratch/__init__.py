"""Every building block of the classifier in NumPy, forward and backward."""

from ticketcourse.scratch.activations import relu, relu_backward, sigmoid, sigmoid_backward
from ticketcourse.scratch.dense import dense, dense_backward

__all__ = [
    "dense",
    "dense_backward",
    "relu",
    "relu_backward",
    "sigmoid",
    "sigmoid_backward",
]
