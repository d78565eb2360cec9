"""The pocket model: ``scratch.classifier`` with sizes small enough to print."""

import numpy as np

from ticketcourse.pocket.tickets import EXAMPLES, LABELS, VOCABULARY
from ticketcourse.pocket.weights import TENTHS
from ticketcourse.scratch import text
from ticketcourse.scratch.activations import sigmoid
from ticketcourse.scratch.classifier import classifier
from ticketcourse.scratch.parameters import classifier_shapes

N_HEADS = 2
SHAPES = classifier_shapes(len(VOCABULARY) + 2, len(LABELS), embedding_dim=4, units=3)


def parameters():
    """Copy the weights of the pocket model.

    Returns
    -------
    dict of float64 arrays, as ``scratch.classifier`` takes them: "embedding.E" is (23, 4),
        "classification.W" (12, 3); each number is a multiple of 0.1
    """
    return {name: np.array(tenths) / 10 for name, tenths in TENTHS.items()}


def encode(tickets):
    """Turn tickets into the ids of the pocket vocabulary.

    Parameters
    ----------
    tickets : iterable of n pairs of str, description and resolution

    Returns
    -------
    d_ids : array (n, T) of int, ids of the descriptions; 0 is padding, 1 an unknown word
    r_ids : array (n, S) of int, ids of the resolutions
    """
    tickets = list(tickets)
    return tuple(
        text.pad([text.encode(ticket[side], VOCABULARY) for ticket in tickets]) for side in (0, 1)
    )


def targets():
    """Write the labels of the examples as zeros and ones.

    Returns
    -------
    array (20, 3), y; a row for each ticket of EXAMPLES, a column for each of LABELS
    """
    return np.array([[float(label in labels) for label in LABELS] for labels in EXAMPLES.values()])


def predict(tickets):
    """Estimate how probable each label is.

    It is ``scratch.classifier(*encode(tickets), parameters(), n_heads=2)``, and a sigmoid.

    Parameters
    ----------
    tickets : iterable of n pairs of str, description and resolution

    Returns
    -------
    array (n, 3), p; a column for each of LABELS
    """
    z, _ = classifier(*encode(tickets), parameters(), n_heads=N_HEADS)
    return sigmoid(z)
